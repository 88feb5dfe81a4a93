//! The switch for reminders, the quiet hours, and who learns of what.

use crate::view::*;
use domain::reminders::QuietHours;

use crate::platform;
use crate::platform::remind::{self, Permission};
use crate::reminders::{self, Reach};
use crate::ui::{minute_of, notice, time_field};
use crate::words::reminders as says;

/// What is said below the switch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Looking,
    Denied,
    Reaches(Reach),
}

#[derive(Clone, Copy)]
struct Section {
    on: RwSignal<bool>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    told: RwSignal<Told>,
}

pub(super) fn section() -> Node {
    let it = Section {
        on: RwSignal::new(false),
        from: RwSignal::new(String::new()),
        to: RwSignal::new(String::new()),
        told: RwSignal::new(Told::Nothing),
    };
    it.shows(QuietHours::USUAL);
    let possible = remind::permission() != Permission::Impossible;
    if possible {
        it.looks();
    }
    view! {
        <section class="section" aria-labelledby="reminders">
            <div class="section-head"><h2 id="reminders">{says::title()}</h2><p class="quiet">{says::lead()}</p></div>
            {if possible { it.switch() } else { view! { <p class="quiet">{says::impossible()}</p> } }}
        </section>
    }
}

/// "21:00".
fn clock(minute: u16) -> String {
    let part = |it: u16| if it < 10 { ["0", &it.to_string()].concat() } else { it.to_string() };
    [part(minute / 60), part(minute % 60)].join(":")
}

impl Section {
    fn shows(self, quiet: QuietHours) {
        let _ = self.from.try_set(clock(quiet.from()));
        let _ = self.to.try_set(clock(quiet.to()));
    }

    /// How it stands on this device; it may have been switched off from a reminder.
    fn looks(self) {
        platform::spawn(async move {
            let Some(quiet) = remind::kept().await else { return };
            self.shows(quiet);
            let _ = self.on.try_set(true);
            self.turns_on(quiet).await;
        });
    }

    async fn turns_on(self, quiet: QuietHours) {
        let _ = self.told.try_set(Told::Looking);
        if remind::permission() != Permission::Granted && !remind::ask().await {
            reminders::turn_off().await;
            let _ = self.on.try_set(false);
            let _ = self.told.try_set(Told::Denied);
            return;
        }
        let reach = reminders::turn_on(quiet).await;
        // It may have been switched off meanwhile.
        if self.on.try_get_untracked() == Some(true) {
            let _ = self.told.try_set(Told::Reaches(reach));
        }
    }

    fn hours(self) -> Option<QuietHours> {
        QuietHours::new(minute_of(&self.from.get())?, minute_of(&self.to.get())?)
    }

    fn changes(self, on: bool) {
        self.on.set(on);
        let quiet = self.hours();
        platform::spawn(async move {
            match quiet.filter(|_| on) {
                Some(quiet) => self.turns_on(quiet).await,
                None if on => {}
                None => {
                    let _ = self.told.try_set(Told::Nothing);
                    reminders::turn_off().await;
                }
            }
        });
    }

    fn switch(self) -> Node {
        view! {
            <label class="tick"><input type="checkbox" id="remind" prop:checked=move || self.on.get() on:change=move |event| self.changes(event.checked())/><span>{says::switch()}</span></label>
            <p class="quiet">{says::same_words()}</p>
            {move || self.on.get().then(|| self.quiet_hours())}
            <div role="status">{move || self.says()}</div>
            <div class="section-head"><h3 class="label">{says::maker_title()}</h3><p class="quiet">{says::maker_says()}</p></div>
        }
    }

    fn quiet_hours(self) -> Node {
        let wrong = move || match self.hours() {
            None => Some(says::half()),
            Some(it) => it.minute(0).is_none().then(says::no_room),
        };
        view! {
            <fieldset class="field" on:change=move |_| self.changes(true)><legend class="label">{says::quiet_title()}</legend>
                <div class="acts">{time_field("quiet-from", says::quiet_from(), self.from)}{time_field("quiet-to", says::quiet_to(), self.to)}</div>
            </fieldset>
            {move || wrong().map(|it| view! { <p class="field-note">{it}</p> })}
        }
    }

    fn says(self) -> Option<Node> {
        let told = match self.told.get() {
            Told::Nothing => return None,
            Told::Denied => return Some(notice("#icon-notice", true, view! { <p>{says::ask_denied()}</p> })),
            Told::Looking => says::looking(),
            Told::Reaches(Reach::Woken) => says::woken(),
            Told::Reaches(Reach::OnlyHere) => says::not_here(),
            Told::Reaches(Reach::OnlyHereForNow) => says::away(),
        };
        Some(view! { <p class="quiet">{told}</p> })
    }
}
