//! Asking for space: until when, what is fine meanwhile, and what the other will read, while it is written.

use crate::view::*;
use domain::Day;
use domain::space::{Command, Contact};

use super::fine;
use crate::app::go;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{
    self, Choice, Place, Reader, audience, choices, day_field, head, minute_of, person, saved, time_field,
    when, words_field,
};
use crate::words::{self, space};

const WORDS: &str = "space/words";
const CONTACT: &str = "space/contact";
const UNTIL: &str = "space/until";

const CONTACTS: [Contact; 4] =
    [Contact::OnlyWhatCannotWait, Contact::WhatHasToBeSettled, Contact::ShortMessages, Contact::AllButThis];

/// A return time as it stands in its two fields.
#[derive(Clone, Copy)]
pub(super) struct Until {
    day: RwSignal<String>,
    hour: RwSignal<String>,
}

impl Until {
    /// The draft of that name, or a day and a time. Every choice is kept as it is made; what nobody touched is no draft.
    pub(super) fn kept(key: &'static str, day: Day, hour: &str) -> Self {
        let first = [&day.to_string(), hour].join(" ");
        let left = journey::draft(key);
        let shown = if left.is_empty() { &first } else { &left };
        let (day, hour) = shown.split_once(' ').unwrap_or_default();
        let until = Self { day: RwSignal::new(day.to_owned()), hour: RwSignal::new(hour.to_owned()) };
        effect(move || {
            let now = [until.day.get(), until.hour.get()].join(" ");
            if now != first || !journey::draft(key).is_empty() {
                journey::keep_draft(key, &now);
            }
        });
        until
    }

    fn set(self, day: Day, hour: u8) {
        self.day.set(day.to_string());
        self.hour.set([if hour < 10 { "0" } else { "" }, &hour.to_string(), ":00"].concat());
    }

    /// The moment, once both are given.
    pub(super) fn moment(self) -> Option<u64> {
        Some(platform::moment_of(Day::parse(&self.day.get())?, minute_of(&self.hour.get())?))
    }

    /// The two fields.
    pub(super) fn fields(self) -> Node {
        view! { <div class="fields-row">{day_field("day", space::day(), self.day)}{time_field("hour", space::hour(), self.hour)}</div> }
    }
}

/// How far away the usual return times are: a few hours, or at six in the evening so many days from now.
fn suggestions(until: Until) -> Node {
    let later = platform::now().local.plus_minutes(5 * 60);
    let today = platform::now().today();
    let at = |name: &'static str, day: Day, hour: u8| {
        view! { <button class="button-quiet button-small" type="button" on:click=move |_| until.set(day, hour)>{name}</button> }
    };
    view! {
        <p class="acts">{at(space::few_hours(), later.day(), later.hour())}{at(space::until_tomorrow(), today.plus(1), 18)}{at(space::two_days(), today.plus(2), 18)}{at(space::a_week(), today.plus(7), 18)}</p>
    }
}

#[derive(Clone, Copy)]
struct Form {
    until: Until,
    contact: RwSignal<Contact>,
    words: RwSignal<String>,
    says: Says,
}

impl Form {
    /// What was left in the fields is in them again.
    fn from_drafts() -> Self {
        let left = journey::draft(CONTACT);
        let chosen = CONTACTS.into_iter().find(|it| (*it as u8).to_string() == left);
        let chosen = chosen.unwrap_or(Contact::WhatHasToBeSettled);
        let contact = RwSignal::new(chosen);
        effect(move || {
            let now = contact.get();
            if now != chosen || !journey::draft(CONTACT).is_empty() {
                journey::keep_draft(CONTACT, &(now as u8).to_string());
            }
        });
        Self {
            until: Until::kept(UNTIL, platform::now().today().plus(1), "18:00"),
            contact,
            words: RwSignal::new(journey::draft(WORDS)),
            says: RwSignal::new(None),
        }
    }

    fn hand_in(self) {
        let Some(until_ms) = self.until.moment() else { return self.says.set(Some(space::day_missing())) };
        let words = self.words.get_untracked();
        let command = Command::Ask { until_ms, contact: self.contact.get_untracked(), words };
        if tell(domain::Command::Space(command), self.says) {
            [WORDS, CONTACT, UNTIL].into_iter().for_each(|key| journey::keep_draft(key, ""));
            go("/space");
        }
    }
}

pub(super) fn screen() -> Node {
    page::title(words::app::ours());
    let Some(two) = two_now() else { return Node::Nothing };
    let form = Form::from_drafts();
    let (send, alone) = (space::send(&two.other_name()), !two.are_together());
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/space", space::title()), space::ask_title(), view! { <p class="lead">{space::ask_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=move |event| { event.prevent_default(); form.hand_in(); }>
                <fieldset class="field"><legend class="heading">{space::until_when()}</legend><div class="stack">{suggestions(form.until)}{form.until.fields()}</div></fieldset>
                {choices("contact", space::contact(), contacts(), form.contact)}
                <div class="section">{words_field("words", space::words(), "3", form.words, |text| journey::keep_draft(WORDS, &text))}
                    <p class="field-note">{space::words_hint()}</p>{saved()}</div>
                <section class="section" aria-labelledby="preview"><h2 id="preview">{space::preview(&two.other_name())}</h2>{move || preview(form, &two)}{audience(Reader::Both)}</section>
                {alone.then(|| view! { <p class="quiet">{space::alone()}</p> })}
                {refusal(form.says)}
                <p class="acts acts-wide"><button class="button" type="submit">{send}</button><a class="button-plain" href="/space">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

fn contacts() -> Vec<Choice<Contact>> {
    let says = |contact| match contact {
        Contact::OnlyWhatCannotWait => (space::cannot_wait(), space::cannot_wait_says()),
        Contact::WhatHasToBeSettled => (space::settled(), space::settled_says()),
        Contact::ShortMessages => (space::short(), space::short_says()),
        Contact::AllButThis => (space::all_but_this(), space::all_but_this_says()),
    };
    let choice = |value| {
        let (name, says) = says(value);
        Choice::of(value, name, says)
    };
    CONTACTS.into_iter().map(choice).collect()
}

/// Exactly what the other will read.
fn preview(form: Form, two: &Two) -> Node {
    let Some(until) = form.until.moment() else {
        return view! { <p class="quiet">{space::day_missing()}</p> };
    };
    let title = space::they_asked(&two.me.name, &when::day_and_time(platform::wall_clock_at(until)));
    let written = form.words.get();
    let written = written.trim();
    let words = (!written.is_empty()).then(|| {
        view! {
            <blockquote class="words"><p>{written.to_owned()}</p></blockquote>
            <p class="byline">{person(two.me.side, two.me.name.clone())}" "<span>{space::wrote()}</span></p>
        }
    });
    view! { <div class="paper"><p class="heading">{title}</p>{words}<p>{fine(form.contact.get())}</p></div> }
}
