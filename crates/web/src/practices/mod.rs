//! The screens of the practices, under the same names as in the domain.

pub(crate) mod apology;
pub(crate) mod boosters;
pub(crate) mod check_in;
pub(crate) mod circle;
pub(crate) mod closeness;
pub(crate) mod forgiveness;
pub(crate) mod ground_rules;
pub(crate) mod hurts;
pub(crate) mod leaning;
pub(crate) mod learning;
pub(crate) mod memories;
pub(crate) mod needs;
pub(crate) mod open_book;
pub(crate) mod our_future;
pub(crate) mod promises;
pub(crate) mod questions;
pub(crate) mod same_page;
pub(crate) mod setting_down;
pub(crate) mod signs;
pub(crate) mod space;
pub(crate) mod talk;
pub(crate) mod time;
pub(crate) mod vulnerability;
pub(crate) mod why;

use crate::view::*;
use domain::Refusal;

use crate::journey::{self, Unheard};
use crate::ui::notice;
use crate::words;

/// Why nothing happened, in kind words.
pub(crate) fn unheard(reason: &Unheard) -> &'static str {
    match reason {
        Unheard::Refused(Refusal::Apology(it)) => apology::refused(*it),
        Unheard::Refused(Refusal::Boosters(it)) => boosters::refused(*it),
        Unheard::Refused(Refusal::CheckIn(it)) => check_in::refused(*it),
        Unheard::Refused(Refusal::Circle(it)) => circle::refused(*it),
        Unheard::Refused(Refusal::Forgiveness(it)) => forgiveness::refused(*it),
        Unheard::Refused(Refusal::Closeness(it)) => closeness::refused(*it),
        Unheard::Refused(Refusal::GroundRules(it)) => ground_rules::refused(*it),
        Unheard::Refused(Refusal::Hurts(it)) => hurts::refused(*it),
        Unheard::Refused(Refusal::Leaning(it)) => leaning::refused(*it),
        Unheard::Refused(Refusal::Learning(it)) => learning::refused(*it),
        Unheard::Refused(Refusal::Memories(it)) => memories::refused(*it),
        Unheard::Refused(Refusal::Needs(it)) => needs::refused(*it),
        Unheard::Refused(Refusal::OpenBook(it)) => open_book::refused(*it),
        Unheard::Refused(Refusal::OurFuture(it)) => our_future::refused(*it),
        Unheard::Refused(Refusal::Promises(it)) => promises::refused(*it),
        Unheard::Refused(Refusal::Questions(it)) => questions::refused(*it),
        Unheard::Refused(Refusal::SamePage(it)) => same_page::refused(*it),
        Unheard::Refused(Refusal::SettingDown(it)) => setting_down::refused(*it),
        Unheard::Refused(Refusal::Signs(it)) => signs::refused(*it),
        Unheard::Refused(Refusal::Space(it)) => space::refused(*it),
        Unheard::Refused(Refusal::Talk(it)) => talk::refused(*it),
        Unheard::Refused(Refusal::Time(it)) => time::refused(*it),
        Unheard::Refused(Refusal::Vulnerability(it)) => vulnerability::refused(*it),
        Unheard::Refused(Refusal::Why(it)) => why::refused(*it),
        Unheard::Refused(Refusal::NotTogether(_)) => words::app::needs_two(),
        Unheard::KeyNotHere => words::app::key_not_here(),
        Unheard::TooLong => words::app::too_long(),
        Unheard::NobodyIn | Unheard::Refused(_) => words::app::refused(),
    }
}

/// What a page says stands against something; nothing, when nothing does.
pub(crate) type Says = RwSignal<Option<&'static str>>;

/// Asks for something; what stands against it is said.
pub(crate) fn tell(command: domain::Command, says: Says) -> bool {
    let heard = journey::perform(command);
    says.set(heard.as_ref().err().map(unheard));
    heard.is_ok()
}

/// The place where a refusal is said, read aloud at once.
pub(crate) fn refusal(says: Says) -> Node {
    view! { <div role="alert">{move || says.get().map(|says| notice("#icon-notice", true, view! { <p>{says}</p> }))}</div> }
}
