//! Settings: devices, words to compare, saving told truthfully, look, locking, leaving.

mod devices;

use crate::view::*;
use client::ports::StoreProblem;
use client::{LockAfter, Notice, Standing, SyncView};

use crate::app::{Stage, app, go};
use crate::journey;
use crate::platform::{self, page};
use crate::today::made_up;
use crate::ui::{self, Place, head, icon, notice};
use crate::welcome::FreshKit;
use crate::words::{self, settings};

pub(crate) fn screen() -> Node {
    page::title(settings::title());
    let own = app().stage.get_untracked() == Stage::Open;
    ui::page(
        Place::Mine,
        view! {
            {made_up()}
            {head(ui::back("/mine", words::app::mine()), settings::title(), ())}
            {own.then(devices::section)}
            {own.then(devices::words_to_compare)}
            {own.then(kit)}
            {saving()}
            {look()}
            {own.then(locking)}
            <section class="section" aria-labelledby="leaving">
                <h2 id="leaving">{settings::leave_title()}</h2>
                <p class="quiet">{settings::leave_says()}</p>
            </section>
            {own.then(going)}
        },
    )
}

/// A new recovery kit, for who lost the old one or fears that somebody found it.
fn kit() -> Node {
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(false));
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(false);
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return };
            match ours.new_kit().await {
                Ok(code) => {
                    app().kit.set(Some(FreshKit::in_place_of_another(&code.to_groups())));
                    go("/begin");
                }
                Err(_) => trouble.set(true),
            }
            let _ = busy.try_set(false);
        });
    };
    let says = move || {
        trouble.get().then(|| notice("#icon-notice", true, view! { <p>{settings::kit_trouble()}</p> }))
    };
    view! {
        <section class="section" aria-labelledby="new-kit">
            <div class="section-head"><h2 id="new-kit">{settings::kit_title()}</h2><p class="quiet">{settings::kit_says()}</p></div>
            <p class="acts"><button class="button-quiet" type="button" aria-disabled=move || busy.get().then_some("true") on:click=make>{icon("#icon-key")}{settings::kit_make()}</button></p>
            <div role="alert">{says}</div>
        </section>
    }
}

/// How saving and sending stand. Never more than is true.
pub(crate) fn saving() -> Node {
    let view = Memo::new_with_compare(|_| journey::sync_view(), |before, after| before != after);
    (move || view.get().map(|view| {
        let told: Vec<_> = view.notices.iter().map(|it| told(*it)).collect();
        view! {
            <section class="section" aria-labelledby="saving">
                <h2 id="saving">{settings::saving_title()}</h2>
                <p class="saved-state">{icon("#icon-saved")}<span data-state=state_name(&view)>{saved(&view)}</span></p>
                <p class="quiet">{standing(view.standing)}</p>
                {(view.parked > 0).then(|| view! { <p class="quiet">{settings::parked(counted(view.parked))}</p> })}
                {told}
            </section>
        }
    }))
    .into_node()
}

/// What is to be told once, wherever the person is: a server that does not hold must not be a matter of settings.
pub(crate) fn notices() -> Node {
    let told_now = |_: Option<&_>| journey::sync_view().map(|it| it.notices).unwrap_or_default();
    let notices = Memo::new_with_compare(told_now, |before, after| before != after);
    (move || notices.get().into_iter().map(told).collect::<Vec<_>>()).into_node()
}

fn counted(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn state_name(view: &SyncView) -> &'static str {
    if view.saved_on_both() { "both" } else { "here" }
}

fn saved(view: &SyncView) -> String {
    match (view.saved_on_both(), view.saved_here) {
        (true, _) => settings::saved_both().to_owned(),
        (false, true) => settings::saved_waiting(counted(view.waiting)),
        (false, false) if view.store_problem == Some(StoreProblem::Full) => words::app::full().to_owned(),
        (false, false) => settings::saving_now().to_owned(),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Offline => settings::offline(),
        Standing::CatchingUp => settings::catching_up(),
        Standing::Live => settings::connected(),
        Standing::Healing => settings::healing(),
    }
}

/// Something to be told once.
fn told(it: Notice) -> Node {
    let (care, says) = match it {
        Notice::Restored { .. } => (false, settings::restored()),
        Notice::CopiedDevice => (true, settings::copied_device()),
        Notice::Doubtful => (true, settings::doubtful()),
        Notice::NoRoom => (true, settings::no_room()),
        Notice::Ended => (true, settings::ended()),
        Notice::NotTaken { .. } => (true, settings::not_taken()),
        Notice::KitNotRenewed => (true, settings::kit_not_renewed()),
    };
    let put_away = move |_| {
        if let Some(ours) = journey::ours() {
            ours.dismiss(it);
        }
    };
    notice(
        "#icon-notice",
        care,
        view! { <p>{says}</p><p class="acts"><button class="button-plain" type="button" on:click=put_away>{settings::understood()}</button></p> },
    )
}

fn look() -> Node {
    let chosen = RwSignal::new(page::choice("theme"));
    let options: Vec<_> = [(None, settings::look_device()), (Some("light"), settings::look_light()), (Some("dark"), settings::look_dark())].into_iter().map(|(theme, name)| view! {
        <label><input type="radio" name="look" prop:checked=move || chosen.get().as_deref() == theme on:change=move |_| {
            chosen.set(theme.map(str::to_owned));
            page::choose("theme", theme);
            page::theme(theme);
        }/><span>{name}</span></label>
    }).collect();
    view! { <fieldset class="section"><legend class="heading">{settings::look_title()}</legend><div class="answers">{options}</div></fieldset> }
}

fn locking() -> Node {
    let chosen = RwSignal::new(journey::ours().map_or(LockAfter::FiveMinutes, |ours| ours.lock_after()));
    let all = [
        (LockAfter::OneMinute, settings::lock_1()),
        (LockAfter::FiveMinutes, settings::lock_5()),
        (LockAfter::ThirtyMinutes, settings::lock_30()),
        (LockAfter::TwelveHours, settings::lock_720()),
    ];
    let options: Vec<_> = all.into_iter().map(|(after, name)| view! {
        <label><input type="radio" name="lock" prop:checked=move || chosen.get() == after on:change=move |_| {
            chosen.set(after);
            if let Some(ours) = journey::ours() { ours.set_lock_after(after); }
        }/><span>{name}</span></label>
    }).collect();
    view! {
        <section class="section" aria-labelledby="locking">
            <h2 id="locking">{settings::lock_title()}</h2>
            <fieldset class="field"><legend class="label">{settings::lock_after()}</legend><div class="answers">{options}</div></fieldset>
            <p class="acts"><button class="button-quiet" type="button" on:click=|_| journey::lock()>{icon("#icon-only-you")}{settings::lock_now()}</button></p>
        </section>
    }
}

/// Leaving this device takes a second step, which says what would be lost.
fn going() -> Node {
    let asked = RwSignal::new(false);
    let sign_out = |_| {
        platform::spawn(async {
            let Some(ours) = journey::ours() else { return };
            match ours.sign_out().await {
                Ok(()) => {
                    journey::close();
                    app().stage.set(Stage::Welcome);
                    go("/");
                }
                Err(problem) => app().trouble.set(Some(problem)),
            }
        });
    };
    let waiting = || {
        journey::sync_view()
            .filter(|it| it.waiting > 0)
            .map(|it| view! { <p><strong>{settings::sign_out_waiting(counted(it.waiting))}</strong></p> })
    };
    let content = move || {
        if asked.get() {
            view! {
                {notice("#icon-notice", true, view! { <p>{settings::sign_out_ask()}</p>{waiting} })}
                <p class="acts acts-wide"><button class="button-quiet button-final" type="button" on:click=sign_out>{settings::sign_out_yes()}</button><button class="button-plain" type="button" on:click=move |_| asked.set(false)>{settings::stay()}</button></p>
            }
        } else {
            view! { <p class="acts acts-wide"><button class="button-quiet" type="button" on:click=move |_| asked.set(true)>{settings::sign_out()}</button></p> }
        }
    };
    view! {
        <section class="section" aria-labelledby="going">
            <div class="section-head"><h2 id="going">{settings::go_title()}</h2><p class="quiet">{settings::go_says()}</p></div>
            {content}
        </section>
    }
}
