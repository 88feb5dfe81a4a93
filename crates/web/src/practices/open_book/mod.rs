//! The open book on a screen: what the two agreed to, one agreement with its days and parts, proposing one, and what who looks
//! notes for themselves.

mod acts;
mod front;
mod looking;
mod one;
mod propose;
mod shown;

use crate::view::*;
use domain::open_book::{Agreement, Refusal};
use domain::{AgreementId, Flaw};

use crate::journey;
use crate::platform::page;
use crate::ui::{self, Place, head};
use crate::words::{self, open_book, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    let id = |id: &str| AgreementId::parse(id);
    page::title(if rest == ["looking"] { words::app::mine() } else { words::app::ours() });
    Some(match rest {
        [] => front::screen(),
        ["propose"] => propose::screen(),
        ["looking"] => looking::screen(),
        [of] => id(of).map_or_else(not_here, one::screen),
        [of, "change"] => id(of).map_or_else(not_here, propose::change),
        [of, "promise"] => id(of).map_or_else(not_here, acts::promise),
        _ => return None,
    })
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/open-book", open_book::name())
}

fn at(id: AgreementId, then: &str) -> String {
    ["/open-book/", &id.to_string(), then].concat()
}

/// One of them, as it is now.
fn found_now(id: AgreementId) -> Option<Agreement> {
    journey::read_once(|couple, _| couple.open_book.get(id).cloned()).flatten()
}

/// Kind words for a refusal: what cannot be made, and why.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => open_book::others_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => open_book::words_too_long(),
        Refusal::NothingIsOpen => open_book::nothing_is_open(),
        Refusal::Secret => open_book::secret(),
        Refusal::OneSided => open_book::one_sided(),
        Refusal::Endless => open_book::endless(),
        Refusal::TooShort => open_book::too_short(),
        Refusal::CannotBecomeLess => open_book::cannot_become_less(),
        Refusal::ReviewOutside => open_book::review_outside(),
        Refusal::DayIsPast => open_book::day_is_past(),
        Refusal::TooFarAhead => open_book::too_far_ahead(),
        Refusal::NoSuchAgreement | Refusal::NoSuchNote => writing::not_here(),
        Refusal::NotAgreedYet => open_book::not_agreed_yet(),
        Refusal::Over => open_book::is_over(),
        Refusal::Overtaken => open_book::stands_overtaken(),
        Refusal::NotPausedByYou => open_book::not_paused_by_you(),
        Refusal::NotYetToRenew => open_book::not_yet_to_renew(),
        Refusal::OnlyWhoOpens => open_book::only_who_opens(),
        Refusal::InSpace => open_book::in_space(),
        Refusal::NotThatMany => open_book::not_that_many(),
        Refusal::NotYet => open_book::not_yet(),
        Refusal::TooMany => open_book::too_many(),
    }
}
