//! Leaving this device, and deleting the account. Each takes a second step that says what happens then.

use crate::view::*;

use super::counted;
use crate::app::{Stage, app, go};
use crate::journey;
use crate::platform::{self, page};
use crate::reminders;
use crate::two::two;
use crate::ui::{Field, line_field, notice};
use crate::words::settings;

pub(super) fn section() -> Node {
    view! {
        <section class="section" aria-labelledby="going">
            <div class="section-head"><h2 id="going">{settings::go_title()}</h2><p class="quiet">{settings::go_says()}</p></div>
            {signing_out()}
            {deleting()}
        </section>
    }
}

/// Nobody is in any more.
fn left() {
    journey::close();
    platform::spawn(reminders::turn_off());
    page::choose("kit-later", None);
    app().ended.set(false);
    app().stage.set(Stage::Welcome);
    go("/");
}

fn signing_out() -> Node {
    let asked = RwSignal::new(false);
    let sign_out = |_| {
        platform::spawn(async {
            let Some(ours) = journey::ours() else { return };
            reminders::turn_off().await;
            match ours.sign_out().await {
                Ok(()) => left(),
                Err(problem) => app().trouble.set(Some(problem)),
            }
        });
    };
    let waiting = || {
        // Also looked at again when something was sent meanwhile.
        journey::sync_view()
            .and_then(|_| journey::held())
            .map(|it| it.would_be_lost())
            .filter(|it| *it > 0)
            .map(|it| view! { <p><strong>{settings::sign_out_waiting(counted(it))}</strong></p> })
    };
    (move || {
        if asked.get() {
            view! {
            {notice("#icon-notice", true, view! { <p>{settings::sign_out_ask()}</p>{waiting} })}
            <p class="acts acts-wide"><button class="button-quiet button-final" type="button" on:click=sign_out>{settings::sign_out_yes()}</button><button class="button-plain" type="button" on:click=move |_| asked.set(false)>{settings::stay()}</button></p>
        }
        } else {
            view! { <p class="acts acts-wide"><button class="button-quiet" type="button" on:click=move |_| asked.set(true)>{settings::sign_out()}</button></p> }
        }
    })
    .into_node()
}

#[derive(Clone, Copy)]
struct Deleting {
    asked: RwSignal<bool>,
    typed: RwSignal<String>,
    pressed: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<bool>,
}

fn deleting() -> Node {
    let form = Deleting {
        asked: RwSignal::new(false),
        typed: RwSignal::new(String::new()),
        pressed: RwSignal::new(false),
        busy: RwSignal::new(false),
        trouble: RwSignal::new(false),
    };
    let ask = move |_| {
        form.asked.set(true);
        page::focus("#delete-title");
    };
    (move || {
        if form.asked.get() {
            form.view()
        } else {
            view! { <p class="acts acts-wide"><button class="button-quiet button-final" type="button" on:click=ask>{settings::delete()}</button></p> }
        }
    })
    .into_node()
}

impl Deleting {
    fn view(self) -> Node {
        let says = move || {
            let fits = Self::fits(&self.typed.get());
            if self.pressed.get() && !fits {
                Field::Asks(settings::delete_not_typed().to_owned())
            } else {
                Field::Quiet
            }
        };
        let other =
            || two().filter(|it| it.are_together()).map(|it| settings::delete_other(&it.other_name()));
        let keeps = move || other().map(|says| view! { <p>{says}</p> });
        view! {
            <form class="section" on:submit=move |event| { event.prevent_default(); self.submit(); }>
                <h3 id="delete-title">{settings::delete_title()}</h3>
                {notice("#icon-notice", true, view! { <p>{settings::delete_what()}</p>{keeps}<p>{settings::delete_final()}</p> })}
                {line_field("delete-word", settings::delete_type(), "", self.typed, says)}
                <div role="alert">{move || self.trouble.get().then(|| notice("#icon-notice", true, view! { <p>{settings::delete_trouble()}</p> }))}</div>
                <p class="acts acts-wide">
                    <button class="button-quiet button-final" type="submit" aria-disabled=move || self.busy.get().then_some("true")>{move || if self.busy.get() { settings::deleting() } else { settings::delete_yes() }}</button>
                    <button class="button-plain" type="button" on:click=move |_| self.asked.set(false)>{settings::stay()}</button>
                </p>
            </form>
        }
    }

    fn fits(typed: &str) -> bool {
        typed.trim().to_lowercase() == settings::delete_word()
    }

    fn submit(self) {
        self.pressed.set(true);
        if self.busy.get_untracked() || !Self::fits(&self.typed.get_untracked()) {
            return page::focus("#delete-word");
        }
        self.busy.set(true);
        self.trouble.set(false);
        platform::spawn(async move {
            let Some(ours) = journey::ours() else { return };
            match ours.delete_account().await {
                Ok(()) => left(),
                Err(_) => {
                    let _ = self.trouble.try_set(true);
                }
            }
            let _ = self.busy.try_set(false);
        });
    }
}
