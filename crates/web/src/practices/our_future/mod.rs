//! Our future on a screen: wishes for oneself, opening together, the board of three horizons, and a step with a date.

mod board;
mod front;
mod one;
mod seal;
mod together;
mod write;

use crate::view::*;
use domain::our_future::{Area, Horizon, Refusal, Stands, Wish};
use domain::{Flaw, WishId, exchange};

use crate::platform::page;
use crate::two::two;
use crate::ui::{self, Place, head};
use crate::words::{self, check_in, our_future, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::ours());
    Some(match rest {
        [] => front::screen(),
        ["write"] => write::screen(None),
        ["seal"] => seal::screen(),
        ["together"] => together::screen(),
        ["together", drawing] => together::opened(drawing.parse().ok()?),
        [id] => with(id, one::screen),
        [id, "write"] => with(id, |id| write::screen(Some(id))),
        [id, "step"] => with(id, one::step),
        _ => return None,
    })
}

fn with(id: &str, page: fn(WishId) -> Node) -> Node {
    WishId::parse(id).map_or_else(not_here, page)
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/our-future", our_future::name())
}

fn at(id: WishId, rest: &str) -> String {
    ["/our-future/", &id.to_string(), rest].concat()
}

/// What the other is called.
fn other() -> String {
    two().map_or_else(|| words::app::partner().to_owned(), |it| it.other_name())
}

fn area_name(area: Area) -> &'static str {
    match area {
        Area::Home => our_future::home(),
        Area::Time => our_future::time(),
        Area::Family => our_future::family(),
        Area::Money => our_future::money(),
        Area::Intimacy => our_future::intimacy(),
        Area::Friends => our_future::friends(),
        Area::Growth => our_future::growth(),
    }
}

/// What a horizon is called, and how far away it is.
fn horizon_name(horizon: Horizon) -> (&'static str, &'static str) {
    match horizon {
        Horizon::Near => (our_future::near(), our_future::near_says()),
        Horizon::Mid => (our_future::mid(), our_future::mid_says()),
        Horizon::Far => (our_future::far(), our_future::far_says()),
    }
}

fn stands_name(stands: Stands) -> &'static str {
    match stands {
        Stands::Open => our_future::not_sorted(),
        Stands::BothWant => our_future::both_want(),
        Stands::TalkAbout => our_future::talk_about(),
        Stands::Alone => our_future::alone(),
    }
}

/// "Home, mid".
fn belongs(wish: &Wish) -> String {
    [area_name(wish.area), " · ", horizon_name(wish.horizon).0].concat()
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => our_future::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) | Refusal::Round(exchange::Refusal::TooLong) => {
            our_future::words_too_long()
        }
        Refusal::NoSuchWish => writing::not_here(),
        Refusal::OnlyItsAuthor => our_future::only_author(),
        Refusal::DrawApartFirst => our_future::draw_apart(),
        Refusal::NotYoursAlone => our_future::not_yours(),
        Refusal::AlreadyATopic => our_future::already_topic(),
        Refusal::InSpace => our_future::in_space(),
        Refusal::TooMany => our_future::too_many(),
        Refusal::Round(exchange::Refusal::AlreadySealed) => our_future::already_sealed(),
        Refusal::Round(exchange::Refusal::BothAreSealed) => check_in::both_sealed(),
        Refusal::Round(exchange::Refusal::NothingSealed | exchange::Refusal::NothingToRelease) => {
            check_in::nothing_sealed()
        }
    }
}
