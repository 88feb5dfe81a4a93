//! Signs on a screen: a private look at seven days, what answers each sign, one answer to share, and the lines over time.

mod latest;
mod lines;
mod look;
mod shared;

use crate::view::*;
use domain::signs::{Answer, Given, Often, Refusal, Sign, Whose};
use domain::{Couple, Day, PersonId};

use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::page;
use crate::practices::refusal;
use crate::today::read_here;
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, empty, head, kindly};
use crate::words::{self, signs};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["look"] => look::screen(),
        ["lines"] => lines::screen(),
        _ => return None,
    })
}

/// The latest look, and what is shared.
#[derive(Clone, PartialEq, Eq)]
struct Seen {
    look: Option<(Day, Vec<Answer>)>,
    watched: bool,
    mine: Vec<Given>,
    theirs: Vec<Given>,
}

fn gather(couple: &Couple, me: PersonId) -> Seen {
    let look = couple.signs.looks().next().map(|(on, answers)| (on, answers.to_vec()));
    let watched = look.as_ref().is_some_and(|(_, answers)| domain::signs::feels_watched(answers));
    let mine = couple.signs.shared_by(me).copied().collect();
    let theirs = couple.partner().map(|it| couple.signs.shared_by(it).copied().collect());
    Seen { look, watched, mine, theirs: theirs.unwrap_or_default() }
}

fn screen() -> Node {
    page::title(words::app::mine());
    let seen = Memo::new(|| journey::read(gather));
    read_here("/signs".to_owned(), None);
    let says = RwSignal::new(None);
    let guide_words = Guide {
        anyone: [signs::anyone_1(), signs::anyone_2(), signs::anyone_3()],
        hurt: [signs::hurt_1(), signs::hurt_2(), signs::hurt_3()],
        responsible: [signs::responsible_1(), signs::responsible_2(), signs::responsible_3()],
    };
    let shown = move || {
        let (seen, two) = (seen.get()?, two()?);
        let look = view! { <a class="button" href="/signs/look">{signs::look()}</a> };
        let latest = match &seen.look {
            None => empty(signs::none(), signs::none_says(), look),
            Some((on, answers)) => latest::section(&seen, (*on, answers.as_slice()), &two, says),
        };
        Some(view! { {shared::from_them(&seen.theirs, &two)}{audience(Reader::OnlyYou)}{latest} })
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), signs::title(), ())}
            {guide(guide_words)}
            {refusal(says)}
            {shown}
            {kindly(signs::kindly())}
        },
    )
}

/// What a sign is called.
fn sign_name(sign: Sign) -> &'static str {
    match sign {
        Sign::HidingOrSnooping => signs::hiding(),
        Sign::Questioning => signs::questioning(),
        Sign::Insecure => signs::insecure(),
        Sign::HoldingBack => signs::holding_back(),
        Sign::Clinging => signs::clinging(),
    }
}

/// The sentence that is answered, by whose doing it is.
fn sentence(sign: Sign, whose: Whose) -> &'static str {
    match (whose, sign) {
        (Whose::Mine, Sign::HidingOrSnooping) => signs::mine_hiding(),
        (Whose::Mine, Sign::Questioning) => signs::mine_questioning(),
        (Whose::Mine, Sign::Insecure) => signs::mine_insecure(),
        (Whose::Mine, Sign::HoldingBack) => signs::mine_holding_back(),
        (Whose::Mine, Sign::Clinging) => signs::mine_clinging(),
        (Whose::FromYou, Sign::HidingOrSnooping) => signs::felt_hiding(),
        (Whose::FromYou, Sign::Questioning) => signs::felt_questioning(),
        (Whose::FromYou, Sign::Insecure) => signs::felt_insecure(),
        (Whose::FromYou, Sign::HoldingBack) => signs::felt_holding_back(),
        (Whose::FromYou, Sign::Clinging) => signs::felt_clinging(),
    }
}

const STEPS: [Often; 5] =
    [Often::NotAtAll, Often::OnceOrTwice, Often::SomeDays, Often::MostDays, Often::NearlyEveryDay];

/// The other end of the scale from "not at all".
const MOST: u8 = 4;

fn often_name(often: Often) -> &'static str {
    match often {
        Often::NotAtAll => signs::not_at_all(),
        Often::OnceOrTwice => signs::once_or_twice(),
        Often::SomeDays => signs::some_days(),
        Often::MostDays => signs::most_days(),
        Often::NearlyEveryDay => signs::nearly_every_day(),
    }
}

fn often_of(step: u8) -> Often {
    STEPS.get(usize::from(step)).copied().unwrap_or(Often::NotAtAll)
}

/// What a step on a slider or in a table is called.
fn step_name(step: u8) -> &'static str {
    often_name(often_of(step))
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NothingSaid => signs::nothing_said(),
        Refusal::NoSuchAnswer => signs::no_such_answer(),
        Refusal::AlreadyShared => signs::already_shared(),
        Refusal::NotShared => signs::not_shared(),
    }
}
