//! Why, on a screen: guided and private first, the honest question, and a summary that can be shared.

mod ask;
mod carried;
mod front;
mod one;
mod share;
mod write;

use crate::view::*;
use domain::why::{Part, Refusal, Writing};
use domain::{Flaw, WhyId};

use crate::about;
use crate::journey;
use crate::platform::{self, page};
use crate::ui::{self, Place, head, when};
use crate::words::{self, why, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::mine());
    Some(match rest {
        [] => front::screen(None),
        ["hurt", hurt] => return about::with(hurt, front::screen),
        [id] => with(id, one::screen),
        [id, "ask"] => with(id, ask::screen),
        [id, "share"] => with(id, share::screen),
        [id, "promise"] => with(id, carried::promise),
        [id, part] => {
            let part = Part::ALL.into_iter().find(|it| number(*it) == *part)?;
            WhyId::parse(id).map_or_else(not_here, |id| write::screen(id, part))
        }
        _ => return None,
    })
}

fn with(id: &str, page: fn(WhyId) -> Node) -> Node {
    WhyId::parse(id).map_or_else(not_here, page)
}

fn not_here() -> Node {
    ui::page(Place::Mine, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/why", why::name())
}

/// A part in an address, counted from 1 as people count.
fn number(part: Part) -> String {
    (part as u8 + 1).to_string()
}

fn at(id: WhyId, rest: &str) -> String {
    ["/why/", &id.to_string(), rest].concat()
}

/// A writing of the viewer now.
fn writing_now(id: WhyId) -> Option<Writing> {
    journey::read_once(|couple, _| couple.why.writing(id).cloned()).flatten()
}

/// What a part is called, and what it asks for.
fn part(of: Part) -> (&'static str, &'static str) {
    match of {
        Part::WhatIDid => (why::did(), why::did_says()),
        Part::WhatIToldMyself => (why::told_myself(), why::told_myself_says()),
        Part::WhatWasMissing => (why::missing(), why::missing_says()),
        Part::WhatIWanted => (why::wanted(), why::wanted_says()),
        Part::WhatIKnew => (why::knew(), why::knew_says()),
        Part::Cause => (why::cause(), why::cause_says()),
        Part::Excuse => (why::excuse(), why::excuse_says()),
        Part::Responsibility => (why::responsibility(), why::responsibility_says()),
        Part::Summary => (why::summary(), why::summary_says()),
        Part::Different => (why::different(), why::different_says()),
    }
}

/// The day something was written.
fn day_of(ms: u64) -> String {
    when::day(platform::wall_clock_at(ms).day())
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => why::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => words::app::too_long(),
        Refusal::NoSuchWriting => writing::not_here(),
        Refusal::NoSuchHurt => why::no_such_hurt(),
        Refusal::AskYourselfFirst => why::ask_first(),
        Refusal::SomePartWantedTheEnd => why::wanted_end_short(),
        Refusal::ChangedSince => words::setting_down::changed_since(),
        Refusal::NothingShared => words::setting_down::nothing_shared(),
        Refusal::TooMany => why::too_many(),
    }
}
