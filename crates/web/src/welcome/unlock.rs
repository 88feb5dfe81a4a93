//! The two ways back in: the passphrase on this device, the kit on a new one.

use crate::view::*;
use client::ports::StoreProblem;
use client::{CannotCreate, CannotOpenKit, CannotUnlock};

use super::kit::FreshKit;
use crate::app::{app, go, ports};
use crate::journey::{self, Journey};
use crate::platform::{self, page};
use crate::ui::{Field, back, bare_page, head, icon, icon_turns, line_field, notice, passphrase_field};
use crate::words::{self, account};

pub(crate) fn screen() -> Node {
    page::title(words::app::name());
    let passphrase = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let says = RwSignal::new(Field::Quiet);
    let submit = move |event: Event| {
        event.prevent_default();
        if !busy.get_untracked() && !passphrase.get_untracked().is_empty() {
            busy.set(true);
            platform::spawn(async move {
                unlock(passphrase, says).await;
                let _ = busy.try_set(false);
            });
        }
    };
    let lead = view! { <p class="lead">{account::unlock_lead()}</p> };
    bare_page(view! {
        {head(None, account::unlock_heading(), lead)}
        {move || app().ended.get().then(|| notice("#icon-notice", true, view! { <p>{words::settings::ended()}</p> }))}
        <form class="section" on:submit=submit>
            {passphrase_field("passphrase", account::passphrase(), "current-password", passphrase, move || says.get())}
            <p class="acts acts-wide">
                <button class="button" type="submit" aria-disabled=move || busy.get().then_some("true")>
                    {move || if busy.get() { account::unlocking() } else { account::unlock() }}
                </button>
            </p>
        </form>
        <ul class="links">
            <li><a href="/kit">{icon("#icon-key")}<span>{account::unlock_forgot()}<small>{account::unlock_forgot_says()}</small></span>{icon_turns("#icon-onward")}</a></li>
        </ul>
    })
}

async fn unlock(passphrase: RwSignal<String>, says: RwSignal<Field>) {
    let Some(ports) = ports() else { return };
    let typed = platform::one_form(&passphrase.get_untracked());
    let opened = match journey::hidden() {
        Some(ours) => ours.come_back(&typed).await.map(|()| journey::show_again()),
        None => client::unlock(&ports, &typed).await.map(|ours| journey::begin(Journey::Real(ours))),
    };
    match opened {
        Ok(()) => {}
        Err(error) => {
            let sentence = match error {
                CannotUnlock::WrongPassphrase => account::unlock_wrong(),
                CannotUnlock::NobodyHere => account::unlock_nobody(),
                CannotUnlock::Store(StoreProblem::NoMemory) => account::no_memory(),
                CannotUnlock::Store(StoreProblem::NotLoaded) => account::not_loaded(),
                CannotUnlock::Store(StoreProblem::Newer) => words::app::newer(),
                CannotUnlock::Store(_) => words::app::gone(),
            };
            says.set(Field::Asks(sentence.to_owned()));
            page::focus("#passphrase");
        }
    }
}

#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    code: RwSignal<String>,
    passphrase: RwSignal<String>,
    busy: RwSignal<bool>,
    pressed: RwSignal<bool>,
    mistyped: RwSignal<bool>,
    trouble: RwSignal<Option<&'static str>>,
    /// Somebody lives here; the person is asked whether this device may be emptied first.
    occupied: RwSignal<bool>,
}

/// With name and code, on a device that has never seen us.
pub(crate) fn kit_screen() -> Node {
    page::title(account::kit_open_title());
    let form = Form {
        name: RwSignal::new(String::new()),
        code: RwSignal::new(String::new()),
        passphrase: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        pressed: RwSignal::new(false),
        mistyped: RwSignal::new(false),
        trouble: RwSignal::new(None),
        occupied: RwSignal::new(false),
    };
    let code_says = move || {
        if form.mistyped.get() { Field::Asks(account::kit_mistyped().to_owned()) } else { Field::Quiet }
    };
    let passphrase_says = move || {
        let short = form.passphrase.get().chars().count() < 8;
        if form.pressed.get() && short {
            Field::Asks(account::passphrase_too_short().to_owned())
        } else {
            Field::Quiet
        }
    };
    let lead = view! { <p class="lead">{account::kit_open_lead()}</p> };
    bare_page(view! {
        {head(back("/", words::app::back()), account::kit_open_title(), lead)}
        <form class="section" on:submit=move |event| { event.prevent_default(); form.submit(false); }>
            {line_field("sign-in", account::kit_name(), "", form.name, || Field::Quiet)}
            {line_field("code", account::kit_code(), account::kit_code_hint(), form.code, code_says)}
            {passphrase_field("passphrase", account::kit_new_passphrase(), "new-password", form.passphrase, passphrase_says)}
            <div role="alert">{move || form.trouble.get().map(|says| notice("#icon-notice", true, view! { <p>{says}</p> }))}
                {move || form.occupied.get().then(|| notice("#icon-notice", true, view! {
                    <p>{account::kit_occupied()}</p>
                    <p class="acts"><button class="button-quiet button-final" type="button" on:click=move |_| form.empty_first()>{account::kit_empty_first()}</button></p>
                }))}</div>
            <p class="acts acts-wide">
                <button class="button" type="submit" aria-disabled=move || form.busy.get().then_some("true")>
                    {move || if form.busy.get() { account::kit_opening() } else { account::kit_open() }}
                </button>
                <a class="button-plain" href="/">{words::app::not_now()}</a>
            </p>
        </form>
    })
}

impl Form {
    fn submit(self, in_place: bool) {
        self.pressed.set(true);
        self.mistyped.set(false);
        self.trouble.set(None);
        if self.busy.get_untracked() || self.passphrase.get_untracked().chars().count() < 8 {
            return page::focus(".field[data-state=asks] .input");
        }
        self.busy.set(true);
        platform::spawn(async move {
            self.open(in_place).await;
            let _ = self.busy.try_set(false);
        });
    }

    async fn open(self, in_place: bool) {
        let Some(ports) = ports() else { return };
        let (name, code) = (platform::one_form(self.name.get_untracked().trim()), self.code.get_untracked());
        let passphrase = platform::one_form(&self.passphrase.get_untracked());
        let opened = if in_place {
            client::open_with_kit_in_place(&ports, &name, &code, &passphrase).await
        } else {
            client::open_with_kit(&ports, &name, &code, &passphrase).await
        };
        match opened {
            Ok((ours, fresh)) => {
                page::keep_store();
                page::choose("kit-later", None);
                let kit = fresh.map(|it| FreshKit::new(&name, &it.to_groups()));
                let on = if kit.is_some() { "/begin" } else { "/mine" };
                app().kit.set(kit);
                app().ended.set(false);
                journey::begin(Journey::Real(ours));
                go(on);
            }
            Err(error) => self.failed(&error),
        }
    }

    fn failed(self, error: &CannotOpenKit) {
        let says = match error {
            CannotOpenKit::Code(_) => {
                self.mistyped.set(true);
                return page::focus("#code");
            }
            CannotOpenKit::WrongNameOrKit => account::kit_wrong(),
            CannotOpenKit::Doubtful => account::doubtful(),
            CannotOpenKit::Create(CannotCreate::Occupied) => return self.occupied.set(true),
            CannotOpenKit::Create(error) => super::create::sentence(error),
        };
        self.trouble.set(Some(says));
    }

    /// Opens with the kit, and empties this device once the kit has proven right.
    fn empty_first(self) {
        self.occupied.set(false);
        self.submit(true);
    }
}
