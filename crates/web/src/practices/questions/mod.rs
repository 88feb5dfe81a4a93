//! Questions on a screen: three shelves by the asker's own sorting, writing one, and one with its answers.

mod ask;
mod hours;
mod one;
mod shelves;

use crate::view::*;
use domain::questions::Refusal;
use domain::{Flaw, QuestionId};

use crate::about;
use crate::journey::{self, Unheard};
use crate::practices::unheard;
use crate::ui::{self, Place, head};
use crate::words::questions;

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => shelves::screen(None),
        ["ask"] => ask::screen(None),
        ["hurt", hurt] => return about::with(hurt, shelves::screen),
        ["hurt", hurt, "ask"] => return about::with(hurt, ask::screen),
        [id] => one_screen(id),
        _ => return None,
    })
}

/// One.
fn one_screen(id: &str) -> Node {
    match QuestionId::parse(id) {
        Some(id) => one::screen(id),
        None => not_here(),
    }
}

fn not_here() -> Node {
    ui::page(
        Place::Ours,
        view! { {head(ui::back("/questions", questions::name()), questions::no_such(), ())} },
    )
}

/// Asks for something; what stands against it is said.
fn tell(command: domain::questions::Command, says: RwSignal<Option<&'static str>>) -> bool {
    match journey::perform(domain::Command::Questions(command)) {
        Ok(()) => {
            says.set(None);
            true
        }
        Err(Unheard::Refused(domain::Refusal::NotTogether(_))) => {
            says.set(Some(questions::needs_two()));
            false
        }
        Err(reason) => {
            says.set(Some(unheard(&reason)));
            false
        }
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => questions::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => questions::words_too_long(),
        Refusal::AskedBefore { .. } => questions::before_lead(),
        Refusal::AsksForPictures => questions::pictures(),
        Refusal::NoSuchRest => questions::no_such_rest(),
        Refusal::NoSuchQuestion => questions::no_such(),
        Refusal::NoSuchHurt => crate::words::hurts::no_such(),
        Refusal::AlreadySent => questions::already_sent(),
        Refusal::NotYet => questions::not_yet(),
        Refusal::OnlyTheAsker => questions::only_asker(),
        Refusal::OnlyTheOther => questions::only_other(),
        Refusal::NotAnswered => questions::not_answered(),
        Refusal::DayIsPast => questions::day_past(),
        Refusal::NoSuchHours => questions::no_such_hours(),
        Refusal::NoSuchProposal => questions::no_such_proposal(),
        Refusal::OnlyTheOtherCanAgree => questions::only_other_agrees(),
    }
}
