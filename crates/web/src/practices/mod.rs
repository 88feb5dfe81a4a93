//! The screens of the practices, under the same names as in the domain.

pub(crate) mod check_in;
pub(crate) mod promises;
pub(crate) mod questions;

use crate::view::*;
use domain::Refusal;

use crate::journey::Unheard;
use crate::ui::notice;
use crate::words;

/// Why nothing happened, in kind words.
pub(crate) fn unheard(reason: &Unheard) -> &'static str {
    match reason {
        Unheard::Refused(Refusal::CheckIn(it)) => check_in::refused(*it),
        Unheard::Refused(Refusal::Promises(it)) => promises::refused(*it),
        Unheard::Refused(Refusal::Questions(it)) => questions::refused(*it),
        Unheard::Refused(Refusal::NotTogether(_)) => words::app::needs_two(),
        Unheard::KeyNotHere => words::app::key_not_here(),
        Unheard::TooLong => words::app::too_long(),
        Unheard::NobodyIn | Unheard::Refused(_) => words::app::refused(),
    }
}

/// The place where a refusal is said, read aloud at once.
pub(crate) fn refusal(says: RwSignal<Option<&'static str>>) -> Node {
    view! { <div role="alert">{move || says.get().map(|says| notice("#icon-notice", true, view! { <p>{says}</p> }))}</div> }
}
