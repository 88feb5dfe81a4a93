//! Needs on a screen: what each asks the other for, asking for one thing, and one of them with its answer.

mod answer;
mod ask;
mod front;
mod one;

use crate::view::*;
use domain::needs::{Answer, Need, Refusal};
use domain::{Flaw, NeedId};

use crate::journey;
use crate::platform::page;
use crate::ui::{self, Place, head};
use crate::words::{self, needs, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::ours());
    let id = |id: &str| NeedId::parse(id);
    Some(match rest {
        [] => front::screen(),
        ["ask"] => ask::screen(),
        [of] => id(of).map_or_else(not_here, one::screen),
        [of, "promise"] => id(of).map_or_else(not_here, answer::promise),
        _ => return None,
    })
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/needs", needs::name())
}

fn at(id: NeedId, then: &str) -> String {
    ["/needs/", &id.to_string(), then].concat()
}

/// One of them as it stands now.
fn found(id: NeedId) -> Option<Need> {
    journey::read(|couple, _| couple.needs.get(id).cloned()).flatten()
}

/// How an answer is called.
fn called(answer: &Answer) -> &'static str {
    match answer {
        Answer::Yes => needs::yes(),
        Answer::YesWith { .. } => needs::yes_with(),
        Answer::NotNow { .. } => needs::not_now(),
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => needs::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => needs::words_too_long(),
        Refusal::NoSuchNeed => writing::not_here(),
        Refusal::OnlyTheOther => needs::only_other(),
        Refusal::OnlyTheAsker => needs::only_asker(),
        Refusal::Closed => needs::is_closed(),
        Refusal::NoAnswerYet => needs::no_answer_yet(),
        Refusal::NoYes => needs::no_yes(),
        Refusal::OnTheList => needs::already_topic(),
        Refusal::InSpace => needs::in_space(),
        Refusal::TooMany => needs::too_many(),
    }
}
