//! Learning from the past on a screen: a quiet sitting, guided writing, opening together, and what lessons become.

mod carried;
mod front;
mod one;
mod outside;
mod seal;
mod sit;
mod together;
mod write;

use crate::view::*;
use domain::learning::{Command, Lesson, Part, Passage, Refusal};
use domain::{Flaw, LessonId, exchange};

use crate::about;
use crate::journey;
use crate::platform::{self, page};
use crate::ui::{self, Place, head, when};
use crate::words::{self, check_in, learning, writing};
use crate::writing::said;

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::mine());
    Some(match rest {
        [] => front::screen(None),
        ["sit"] => sit::screen(None),
        ["write"] => write::screen(None, None),
        ["hurt", hurt] => return about::with(hurt, front::screen),
        ["hurt", hurt, "sit"] => return about::with(hurt, sit::screen),
        ["hurt", hurt, "write"] => return about::with(hurt, |about| write::screen(None, about)),
        ["outside"] => outside::screen(),
        ["together"] => together::screen(),
        ["together", sitting] => together::opened(sitting.parse().ok()?),
        [id] => with(id, one::screen),
        [id, "write"] => with(id, |id| write::screen(Some(id), None)),
        [id, "promise"] => with(id, carried::promise),
        [id, "rule"] => with(id, carried::rule),
        [id, "seal"] => with(id, seal::screen),
        _ => return None,
    })
}

fn with(id: &str, page: fn(LessonId) -> Node) -> Node {
    LessonId::parse(id).map_or_else(not_here, page)
}

fn not_here() -> Node {
    ui::page(Place::Mine, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/learning", learning::name())
}

fn at(lesson: LessonId, rest: &str) -> String {
    ["/learning/", &lesson.to_string(), rest].concat()
}

/// A lesson of the viewer now.
fn lesson_now(id: LessonId) -> Option<Lesson> {
    journey::read_once(|couple, _| couple.learning.lesson(id).cloned()).flatten()
}

/// What a part is called, and what helps to begin it.
fn part(of: Part) -> (&'static str, &'static str) {
    match of {
        Part::WhatPainedYou => (learning::pained_you(), learning::pained_you_says()),
        Part::WhatBrokeTrust => (learning::broke_trust(), learning::broke_trust_says()),
        Part::MyMistakes => (learning::mistakes(), learning::mistakes_says()),
        Part::WhatINowKnow => (learning::now_know(), learning::now_know_says()),
    }
}

/// What is written, under the names of its parts.
fn passages(all: &[Passage]) -> Vec<Node> {
    all.iter().map(|it| said(part(it.part).0, it.text.clone())).collect()
}

/// The day something was begun.
fn day_of(ms: u64) -> String {
    when::day(platform::wall_clock_at(ms).day())
}

/// Takes the sealed pages back, while the other has sealed nothing.
fn take_back() -> domain::Command {
    Command::TakeBack.into()
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => learning::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => learning::words_too_long(),
        Refusal::NoSuchLesson => writing::not_here(),
        Refusal::NoSuchHurt => words::hurts::no_such(),
        Refusal::InSpace => learning::in_space(),
        Refusal::TooMany => learning::too_many(),
        Refusal::Round(exchange::Refusal::AlreadySealed) => learning::already_sealed(),
        Refusal::Round(exchange::Refusal::BothAreSealed) => check_in::both_sealed(),
        Refusal::Round(exchange::Refusal::NothingSealed | exchange::Refusal::NothingToRelease) => {
            check_in::nothing_sealed()
        }
        Refusal::Round(exchange::Refusal::TooLong) => learning::words_too_long(),
    }
}
