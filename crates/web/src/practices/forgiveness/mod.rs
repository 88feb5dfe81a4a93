//! Forgiveness on a screen: pages of one's own, what becomes of them, and what the other shared. Nothing here asks for it.

mod front;
mod one;
mod share;
mod told;
mod write;

use crate::view::*;
use domain::forgiveness::{Of, Page, Part, Refusal};
use domain::{Flaw, ForgivingId};

use crate::journey;
use crate::platform::page;
use crate::two::two;
use crate::ui::{self, Place, head};
use crate::words::{self, forgiveness, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::mine());
    Some(match rest {
        [] => front::screen(),
        ["amends"] => front::amends_first(),
        ["told", id] => with(id, told::screen),
        ["told", id, "promise"] => with(id, told::promise),
        [id] => with(id, one::screen),
        [id, "write"] => with(id, write::screen),
        [id, "share"] => with(id, share::words),
        [id, "chance"] => with(id, share::chance),
        _ => return None,
    })
}

fn with(id: &str, page: fn(ForgivingId) -> Node) -> Node {
    ForgivingId::parse(id).map_or_else(not_here, page)
}

fn not_here() -> Node {
    ui::page(Place::Mine, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/forgiveness", forgiveness::name())
}

fn at(id: ForgivingId, rest: &str) -> String {
    ["/forgiveness/", &id.to_string(), rest].concat()
}

/// A page of the viewer now.
fn page_now(id: ForgivingId) -> Option<Page> {
    journey::read_once(|couple, _| couple.forgiveness.page(id).cloned()).flatten()
}

/// What the other is called.
fn other() -> String {
    two().map_or_else(|| words::app::partner().to_owned(), |it| it.other_name())
}

/// What a page is about.
fn about(of: Of) -> String {
    match of {
        Of::TheOther => forgiveness::of_other(&other()),
        Of::WhatIDid => forgiveness::of_did().to_owned(),
        Of::WhatIDidNotSee => forgiveness::of_not_see().to_owned(),
    }
}

/// What a part is called, and what helps to begin it.
fn part(of: Part) -> (&'static str, &'static str) {
    match of {
        Part::Tell => (forgiveness::tell(), forgiveness::tell_says()),
        Part::TheirView => (forgiveness::their_view(), forgiveness::their_view_says()),
        Part::WhatIGive => (forgiveness::what_i_give(), forgiveness::what_i_give_says()),
        Part::InWords => (forgiveness::in_words(), forgiveness::in_words_says()),
        Part::HoldOn => (forgiveness::hold_on(), forgiveness::hold_on_says()),
        Part::Chance => (forgiveness::chance(), forgiveness::chance_says()),
        Part::Responsibility => (forgiveness::responsibility(), forgiveness::responsibility_says()),
        Part::Amends => (forgiveness::amends(), forgiveness::amends_says()),
        Part::ToAFriend => (forgiveness::to_a_friend(), forgiveness::to_a_friend_says()),
        Part::LetGo => (forgiveness::let_go(), forgiveness::let_go_says()),
        Part::WhatICouldKnow => (forgiveness::could_know(), forgiveness::could_know_says()),
        Part::WhatWasHidden => (forgiveness::was_hidden(), forgiveness::was_hidden_says()),
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => forgiveness::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => forgiveness::words_too_long(),
        Refusal::NoSuchPage | Refusal::NotThatPart => writing::not_here(),
        Refusal::AmendsFirst => forgiveness::amends_first(),
        Refusal::ResponsibilityFirst => forgiveness::responsibility_first(),
        Refusal::NotForTheOther | Refusal::OnlyTheOther => forgiveness::not_for_other(),
        Refusal::ChangedSince => forgiveness::changed_since(),
        Refusal::NothingShared => forgiveness::nothing_shared(),
        Refusal::TooMany => forgiveness::too_many(),
    }
}
