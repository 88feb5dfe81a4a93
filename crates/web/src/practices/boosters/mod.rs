//! Boosters and graduation on a screen: the four looks of a year, closing the journey, and the keepsake.

mod close;
mod front;
mod hold;
mod keepsake;

use crate::view::*;
use domain::Flaw;
use domain::boosters::{After, Refusal};

use crate::platform;
use crate::ui::{self, Reader, Side, audience, person};
use crate::words::{self, boosters};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    platform::page::title(words::app::ours());
    Some(match rest {
        [] => front::screen(),
        ["close"] => close::screen(),
        ["keepsake"] => keepsake::screen(),
        [months] => hold::screen(After::ALL.into_iter().find(|it| it.months().to_string() == **months)?),
        _ => return None,
    })
}

fn back() -> Option<Node> {
    ui::back("/boosters", boosters::name())
}

fn after_name(after: After) -> &'static str {
    match after {
        After::One => boosters::after_1(),
        After::Three => boosters::after_3(),
        After::Six => boosters::after_6(),
        After::Twelve => boosters::after_12(),
    }
}

fn at(after: After) -> String {
    ["/boosters/", &after.months().to_string()].concat()
}

/// What one of the two wrote, under their mark.
fn said_by((side, name): (Side, String), text: String) -> Node {
    view! { <article class="paper"><p class="byline">{person(side, name)}</p><div class="words"><p dir="auto">{text}</p></div>{audience(Reader::Both)}</article> }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => boosters::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => boosters::words_too_long(),
        Refusal::NoSuchBooster => boosters::not_here(),
        Refusal::NoSuchPractice => boosters::no_such_practice(),
        Refusal::NothingThere => boosters::nothing_there(),
        Refusal::InSpace => boosters::in_space(),
        Refusal::TooMany => boosters::too_many(),
    }
}
