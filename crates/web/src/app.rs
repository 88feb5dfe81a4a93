//! What the app is showing: where it stands, and the page for it. This is the first part of the program; what lies behind the
//! front page is loaded when somebody comes in or is in (`inside.rs`).

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use crate::view::*;
use client::Ports;
use client::ports::StoreProblem;

use crate::inside::Inside;
use crate::platform::{self, later, looks, page, tabs, update};
use crate::route::Route;
use crate::ui::{bare_page, head, notice, sprite};
use crate::{safety, welcome, words};

/// What lies before everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Looking what is here.
    Starting,
    /// Another tab writes.
    Elsewhere,
    /// This browser cannot keep things safely.
    Unfit,
    /// Nobody lives here.
    Welcome,
    /// Somebody does, behind the passphrase.
    Locked,
    /// Somebody is in.
    Open,
    /// Looking at the made-up couple.
    Looking,
}

/// How it stands with the part of the program behind the front page.
#[derive(Clone, Copy)]
pub(crate) enum Behind {
    Away,
    /// It could not be loaded.
    Missing,
    Here(&'static Inside),
}

/// The app's own state. What a couple wrote is not in here.
#[derive(Clone, Copy)]
pub(crate) struct App {
    pub(crate) stage: RwSignal<Stage>,
    pub(crate) behind: RwSignal<Behind>,
    pub(crate) route: RwSignal<Route>,
    pub(crate) newer: RwSignal<bool>,
    pub(crate) trouble: RwSignal<Option<StoreProblem>>,
    pub(crate) online: RwSignal<bool>,
    /// Counts up whenever what the journey holds has changed.
    pub(crate) changed: RwSignal<u32>,
    /// The code that is to be written down, group by group, with the name to sign in.
    pub(crate) kit: RwSignal<Option<welcome::FreshKit>>,
    /// The code of another device, out of the address it was opened with.
    pub(crate) code_shown: RwSignal<Option<String>>,
    /// This device was ended, and locked for it.
    pub(crate) ended: RwSignal<bool>,
    /// For this visit, Today suggests only what one does for oneself. It is kept nowhere.
    pub(crate) for_myself: RwSignal<bool>,
    /// The browser offers to put the app on the home screen.
    pub(crate) can_install: RwSignal<bool>,
    /// The help lines are in memory.
    pub(crate) lines_here: RwSignal<bool>,
    /// An invitation that was opened before there was an account to join with.
    pub(crate) invited_by: RwSignal<Option<String>>,
}

thread_local! {
    static APP: OnceCell<App> = const { OnceCell::new() };
    static PORTS: RefCell<Option<Ports>> = const { RefCell::new(None) };
}

/// The one app of this page.
#[expect(clippy::expect_used, reason = "`start` sets it before the first view is made")]
pub(crate) fn app() -> App {
    APP.with(|app| *app.get().expect("the app has started"))
}

/// What the client needs, once the store is open.
pub(crate) fn ports() -> Option<Ports> {
    PORTS.with_borrow(Clone::clone)
}

/// Moves on to a path.
pub(crate) fn go(path: &str) {
    let (here, _) = page::address();
    let route = Route::of(path);
    // The page on safety stands at the address of the page before it: no history of a browser shows that somebody was there.
    page::push(if route == Route::Safety { &here } else { path });
    app().route.set(route);
    page::arrive();
}

/// Shows the page.
pub(crate) fn start() {
    let (path, _) = page::address();
    let state = App {
        stage: RwSignal::new(Stage::Starting),
        behind: RwSignal::new(Behind::Away),
        route: RwSignal::new(Route::of(&path)),
        newer: RwSignal::new(false),
        trouble: RwSignal::new(None),
        online: RwSignal::new(page::online()),
        changed: RwSignal::new(0),
        kit: RwSignal::new(None),
        code_shown: RwSignal::new(None),
        ended: RwSignal::new(false),
        for_myself: RwSignal::new(false),
        can_install: RwSignal::new(false),
        lines_here: RwSignal::new(false),
        invited_by: RwSignal::new(None),
    };
    APP.with(|app| {
        let _ = app.set(state);
    });
    page::theme(page::choice("theme").as_deref());
    welcome::take_invitation();
    welcome::take_code();
    listen(state);
    platform::dom::mount(whole);
    let profile = welcome::demo_profile();
    platform::spawn(enter(profile, false));
    safety::bring_lines();
}

fn listen(state: App) {
    page::catch_links(|path| go(&path));
    page::whenever("popstate", move |_| {
        state.route.set(Route::of(&page::address().0));
        page::arrive();
    });
    page::whenever("hashchange", |_| {
        welcome::take_invitation();
        welcome::take_code();
    });
    page::whenever("online", move |_| {
        state.online.set(true);
        safety::bring_lines();
    });
    page::whenever("offline", move |_| state.online.set(false));
    // What cannot be kept is not typed: it would go with the page.
    page::whenever("beforeinput", move |event| {
        let open = state.stage.get_untracked() == Stage::Open;
        if open && state.trouble.get_untracked() == Some(StoreProblem::Gone) {
            event.prevent_default();
        }
    });
    page::whenever("pagehide", |_| platform::leaving(true));
    page::whenever("pageshow", |_| platform::leaving(false));
    looks::listen_for_offers(move || state.can_install.set(true));
    update::watch(move || state.newer.set(true));
}

/// Opens the store of this browser and looks who lives here.
async fn enter(profile: Option<String>, take_over: bool) {
    let state = app();
    let name = ["mend", profile.as_deref().unwrap_or_default()].join("-");
    let writing =
        if take_over { tabs::Writing::take_over(&name).await } else { tabs::Writing::take(&name).await };
    let Some(writing) = writing else { return state.stage.set(Stage::Elsewhere) };
    // One for each store that is opened: a store this tab once handed over stays handed over.
    let writer = Rc::new(Cell::new(true));
    writing.hand_over_when_asked(Rc::clone(&writer), move || async move {
        if let Behind::Here(inside) = state.behind.get_untracked() {
            (inside.hand_over)().await;
        }
        state.stage.set(Stage::Elsewhere);
    });
    let ports = match platform::ports(&name, writer).await {
        Ok(ports) => ports,
        Err(problem) => {
            // A private window gives no place at all, and no reason.
            state.trouble.set(Some(problem).filter(|it| *it != StoreProblem::Gone));
            return state.stage.set(Stage::Unfit);
        }
    };
    PORTS.set(Some(ports.clone()));
    look_who_lives_here(ports, profile).await;
}

async fn look_who_lives_here(ports: Ports, profile: Option<String>) {
    let state = app();
    match client::is_home(&ports).await {
        Ok(false) if profile.is_none() => {
            page::choose("lock", None);
            update::home(false);
            state.stage.set(Stage::Welcome);
        }
        Ok(_) => {
            if let Some(inside) = fetch_behind().await {
                (inside.enter)(ports, profile);
            }
        }
        Err(problem) => {
            state.trouble.set(Some(problem));
            state.stage.set(Stage::Unfit);
        }
    }
}

/// Loads what lies behind the front page, if it is not here yet.
async fn fetch_behind() -> Option<&'static Inside> {
    let state = app();
    let came = later::inside().await;
    match (state.behind.get_untracked(), came) {
        (Behind::Here(_), _) => {}
        (_, Some(inside)) => {
            (inside.begin)();
            state.behind.set(Behind::Here(inside));
        }
        (_, None) => state.behind.set(Behind::Missing),
    }
    came
}

/// The whole page.
fn whole() -> Node {
    effect(move || {
        if app().stage.get() != Stage::Starting || matches!(app().behind.get(), Behind::Missing) {
            page::ready();
        }
    });
    view! {
        {sprite()}
        {standing}
        <div class="notices" role="status">{trouble()}{newer()}</div>
    }
}

fn standing() -> Node {
    let state = app();
    let (stage, route) = (state.stage.get(), state.route.get());
    // Also before anybody is in, and while the door is being looked at.
    if route == Route::Safety {
        return safety::screen();
    }
    match (stage, state.behind.get()) {
        (Stage::Elsewhere, _) => elsewhere(),
        (Stage::Unfit, _) => unfit(),
        (Stage::Welcome, _) if welcome::is_front(&route) => welcome::front(),
        (_, Behind::Missing) => missing(),
        (Stage::Starting, _) => starting(),
        (_, Behind::Here(inside)) => (inside.page)(stage, route),
        (_, Behind::Away) => {
            platform::spawn(async {
                fetch_behind().await;
            });
            starting()
        }
    }
}

/// The part behind the front page could not be loaded.
fn missing() -> Node {
    not_loaded(Rc::new(|| {
        app().behind.set(Behind::Away);
        if let (Stage::Starting, Some(ports)) = (app().stage.get_untracked(), ports()) {
            platform::spawn(look_who_lives_here(ports, welcome::demo_profile()));
        }
    }))
}

/// A part of the program could not be loaded: no network, or this page is older than what the relay has.
pub(crate) fn not_loaded(again: Rc<dyn Fn()>) -> Node {
    page::title(words::app::name());
    bare_page(view! {
        {head(None, words::app::missing_title(), view! { <p class="lead">{words::app::missing_lead()}</p> })}
        <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| again()>{words::app::missing_again()}</button>
        <button class="button-quiet" type="button" on:click=|_| update::load_newest()>{words::app::load_again()}</button></p>
    })
}

/// Nothing for 400 ms, then one quiet line.
pub(crate) fn starting() -> Node {
    let nobody = app().stage.get_untracked() == Stage::Welcome;
    let says = if nobody { words::app::one_moment() } else { words::app::opening_space() };
    let late = RwSignal::new(false);
    page::after(400, move || {
        let _ = late.try_set(true);
    });
    (move || late.get().then(|| view! { <main id="main" class="page"><p class="quiet">{says}</p></main> }))
        .into_node()
}

fn elsewhere() -> Node {
    page::title(words::app::name());
    let take_over = move |_| {
        app().stage.set(Stage::Starting);
        let profile = welcome::demo_profile();
        platform::spawn(enter(profile, true));
    };
    bare_page(view! {
        {head(None, words::app::elsewhere_title(), view! { <p class="lead">{words::app::elsewhere_lead()}</p> })}
        <p class="acts acts-wide"><button class="button" type="button" on:click=take_over>{words::app::elsewhere_take_over()}</button></p>
    })
}

fn unfit() -> Node {
    page::title(words::app::name());
    let says = match app().trouble.get() {
        Some(StoreProblem::Damaged) => words::app::damaged(),
        Some(StoreProblem::Gone) => words::app::gone(),
        Some(StoreProblem::Newer) => words::app::newer(),
        Some(StoreProblem::Full) => words::app::full(),
        _ => words::app::broken_lead(),
    };
    bare_page(view! {
        {head(None, words::app::broken_title(), view! { <p class="lead">{says}</p> })}
        <p class="acts acts-wide"><button class="button" type="button" on:click=|_| page::reload()>{words::app::load_again()}</button></p>
    })
}

/// What the app must say on any page: a full disk.
fn trouble() -> Node {
    let state = app();
    let trouble = Memo::new(move || state.trouble.get().filter(|_| state.stage.get() == Stage::Open));
    (move || {
        trouble.get().map(|problem| {
            let says = match problem {
                StoreProblem::Full => words::app::full(),
                StoreProblem::Elsewhere => words::app::elsewhere_lead(),
                StoreProblem::Gone => words::app::taken_away(),
                StoreProblem::Newer => words::app::newer(),
                StoreProblem::NotLoaded => words::app::missing_lead(),
                StoreProblem::Damaged | StoreProblem::NoMemory => words::app::gone(),
            };
            notice("#icon-notice", true, view! { <p>{says}</p> })
        })
    })
    .into_node()
}

/// And a newer version. It is made once and stays the same button while the page opens behind it: a button that is
/// exchanged between press and release is not heard.
fn newer() -> Node {
    let state = app();
    let newer = Memo::new(move || state.newer.get());
    let taking = RwSignal::new(false);
    let take = move |_| {
        if !taking.get_untracked() {
            taking.set(true);
            update::take();
        }
    };
    let says = move || if taking.get() { words::app::update_taking() } else { words::app::update_take() };
    (move || {
        newer.get().then(|| {
            notice("#icon-notice", false, view! {
                <p>{words::app::update_ready()}</p>
                <p class="acts"><button class="button-quiet button-small" type="button" on:click=take>{says}</button>
                <button class="button-plain" type="button" on:click=move |_| state.newer.set(false)>{words::app::not_now()}</button></p>
            })
        })
    })
    .into_node()
}
