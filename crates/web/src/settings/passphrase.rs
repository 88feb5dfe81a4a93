//! Another passphrase for this device and for the next one.

use crate::view::*;
use client::ports::StoreProblem;
use client::{CallFailed, CannotChange, CannotCreate};

use crate::journey;
use crate::platform::{self, page};
use crate::ui::{Field, icon, notice, passphrase_field};
use crate::words::{self, account, settings};

/// Fewer letters than this are guessed at once by whoever has the device.
const SHORTEST: usize = 8;

#[derive(Clone, Copy)]
struct Form {
    open: RwSignal<bool>,
    present: RwSignal<String>,
    new: RwSignal<String>,
    again: RwSignal<String>,
    busy: RwSignal<bool>,
    pressed: RwSignal<bool>,
    wrong: RwSignal<bool>,
    done: RwSignal<bool>,
    trouble: RwSignal<Option<&'static str>>,
}

pub(super) fn section() -> Node {
    let text = || RwSignal::new(String::new());
    let flag = || RwSignal::new(false);
    let form = Form {
        open: flag(),
        present: text(),
        new: text(),
        again: text(),
        busy: flag(),
        pressed: flag(),
        wrong: flag(),
        done: flag(),
        trouble: RwSignal::new(None),
    };
    let content = move || if form.open.get() { form.fields() } else { form.closed() };
    view! {
        <section class="section" aria-labelledby="new-passphrase">
            <div class="section-head"><h2 id="new-passphrase">{settings::passphrase_title()}</h2><p class="quiet">{settings::passphrase_lead()}</p></div>
            {content}
            <div role="status">{move || form.done.get().then(|| notice("#icon-check", false, view! { <p>{settings::passphrase_done()}</p> }))}</div>
        </section>
    }
}

impl Form {
    fn closed(self) -> Node {
        let open = move |_| {
            self.done.set(false);
            self.open.set(true);
            page::focus("#present");
        };
        view! { <p class="acts"><button class="button-quiet" type="button" on:click=open>{icon("#icon-only-you")}{settings::passphrase_change()}</button></p> }
    }

    fn fields(self) -> Node {
        let present_says = move || {
            if self.wrong.get() { Field::Asks(settings::passphrase_wrong().to_owned()) } else { Field::Quiet }
        };
        let new_says = move || {
            let short = self.pressed.get() && self.new.get().chars().count() < SHORTEST;
            if short { Field::Asks(account::passphrase_too_short().to_owned()) } else { Field::Quiet }
        };
        let again_says = move || {
            let differs = self.pressed.get() && self.new.get() != self.again.get();
            if differs { Field::Asks(account::again_differs().to_owned()) } else { Field::Quiet }
        };
        view! {
            <form class="section" on:submit=move |event| { event.prevent_default(); self.submit(); }>
                {passphrase_field("present", settings::passphrase_present(), "current-password", self.present, present_says)}
                {passphrase_field("new", settings::passphrase_new(), "new-password", self.new, new_says)}
                {passphrase_field("again", account::again(), "new-password", self.again, again_says)}
                <div role="alert">{move || self.trouble.get().map(|says| notice("#icon-notice", true, view! { <p>{says}</p> }))}</div>
                <p class="acts acts-wide">
                    <button class="button" type="submit" aria-disabled=move || self.busy.get().then_some("true")>{move || if self.busy.get() { settings::passphrase_changing() } else { settings::passphrase_change_now() }}</button>
                    <button class="button-plain" type="button" on:click=move |_| self.close()>{words::app::not_now()}</button>
                </p>
            </form>
        }
    }

    fn close(self) {
        for typed in [self.present, self.new, self.again] {
            typed.set(String::new());
        }
        for flag in [self.open, self.pressed, self.wrong] {
            flag.set(false);
        }
        self.trouble.set(None);
    }

    fn submit(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.pressed.set(true);
        self.wrong.set(false);
        self.trouble.set(None);
        let new = self.new.get_untracked();
        if new.chars().count() < SHORTEST || new != self.again.get_untracked() {
            return page::focus(".field[data-state=asks] .input");
        }
        self.busy.set(true);
        platform::spawn(async move {
            self.change().await;
            let _ = self.busy.try_set(false);
        });
    }

    async fn change(self) {
        let Some(ours) = journey::ours() else { return };
        let (present, new) = (self.present.get_untracked(), self.new.get_untracked());
        let changed = ours.change_passphrase(&platform::one_form(&present), &platform::one_form(&new)).await;
        match changed {
            Ok(()) => {
                self.close();
                let _ = self.done.try_set(true);
            }
            Err(CannotChange::WrongPassphrase) => {
                self.wrong.set(true);
                page::focus("#present");
            }
            Err(CannotChange::Create(error)) => self.trouble.set(Some(sentence(&error))),
        }
    }
}

fn sentence(error: &CannotCreate) -> &'static str {
    match error {
        CannotCreate::Passphrase => account::passphrase_too_long(),
        CannotCreate::Work | CannotCreate::Store(StoreProblem::NoMemory) => account::no_memory(),
        CannotCreate::Store(StoreProblem::NotLoaded) => account::not_loaded(),
        CannotCreate::Store(StoreProblem::Full) => words::app::full(),
        CannotCreate::Call(CallFailed::Refused { retry_ms: Some(_), .. }) => account::too_many(),
        _ => settings::passphrase_trouble(),
    }
}
