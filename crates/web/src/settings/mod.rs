//! Settings: devices, words to compare, saving told truthfully, look, locking, leaving.

mod devices;
mod leaving;
mod letting_in;
mod name;
mod passphrase;
mod reminders;
mod taken_back;
mod taking;
mod told;

use crate::view::*;
use client::ports::StoreProblem;
use client::{LockAfter, Standing, SyncView};

use crate::app::{Stage, app, go};
use crate::journey;
use crate::platform::{self, page};
use crate::ui::{self, Place, head, icon, notice};
use crate::welcome::FreshKit;
use crate::words::{self, settings};

pub(crate) use letting_in::{put_code_away, screen as letting_in_screen};
pub(crate) use told::notices;

pub(crate) fn screen() -> Node {
    page::title(words::app::mine());
    let own = app().stage.get_untracked() == Stage::Open;
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), settings::title(), ())}
            {notices()}
            {own.then(devices::section)}
            {own.then(devices::words_to_compare)}
            {own.then(passphrase::section)}
            {own.then(kit)}
            {saving()}
            {own.then(taken_back::section)}
            {look()}
            {name::section()}
            {own.then(reminders::section)}
            {own.then(locking)}
            <section class="section" aria-labelledby="leaving">
                <h2 id="leaving">{settings::leave_title()}</h2>
                <p class="quiet">{settings::leave_says()}</p>
            </section>
            {own.then(taking::section)}
            {own.then(leaving::section)}
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
                    page::choose("kit-later", None);
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
    let view = Memo::new(journey::sync_view);
    (move || view.get().map(|view| {
        view! {
            <section class="section" aria-labelledby="saving">
                <h2 id="saving">{settings::saving_title()}</h2>
                <p class="saved-state">{icon("#icon-saved")}<span data-state=state_name(&view)>{saved(&view)}</span></p>
                <p class="quiet">{standing(view.standing)}</p>
                {(view.parked > 0).then(|| view! { <p class="quiet">{settings::parked(counted(view.parked))}</p> })}
            </section>
        }
    }))
    .into_node()
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
        (false, true) if view.waiting == 0 => settings::not_taken().to_owned(),
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
