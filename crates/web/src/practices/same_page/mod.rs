//! Same page on a screen: each answers alone, both open together, and what follows is named without blame.

mod opened;
mod write;

use std::rc::Rc;

use crate::view::*;
use domain::Flaw;
use domain::exchange;
use domain::same_page::{Command, Refusal, Sealed, ToWrite, Wants};

use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, unheard};
use crate::reveal::{broken, waiting};
use crate::ui::{self, Place, head};
use crate::words::{self, same_page};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(false),
        ["write"] => screen(true),
        [asking] => earlier(asking),
        _ => return None,
    })
}

fn back() -> Option<Node> {
    ui::back("/ours", words::app::ours())
}

/// Where the two stand now. `anew`: the reader wants to answer once more.
fn screen(anew: bool) -> Node {
    page::title(words::app::ours());
    // What is typed outlives whatever comes from the other meanwhile.
    let form = write::Form::from_drafts();
    let says = RwSignal::new(None);
    let now = Memo::new(|| {
        journey::read(|couple, _| (couple.same_page.to_write(couple), couple.same_page.latest(couple)))
    });
    view! {{move || match now.get() {
        None => Node::Nothing,
        Some((ToWrite { sealed: Some(mine), .. }, _)) => {
            let take_back: Rc<dyn Fn()> = Rc::new(move || write::take_back(&mine, form, says));
            waiting("", back(), Some(take_back), says)
        }
        Some((asked, Some((asking, sealed)))) if !anew => one(asking, sealed, Some(&asked)),
        Some((asked, latest)) => write::screen(form, &asked, latest.is_some()),
    }}}
}

/// One that both have sealed, by its number.
fn earlier(asking: &str) -> Node {
    let Ok(asking) = asking.parse::<u16>() else { return nowhere() };
    page::title(words::app::ours());
    let now = Memo::new(move || {
        journey::read(|couple, _| {
            let asked = couple.same_page.to_write(couple);
            let is_latest = couple.same_page.latest(couple).is_some_and(|it| it.0 == asking);
            let open = couple.same_page.sealed(couple, asking);
            (open, Some(asked).filter(|it| is_latest && it.sealed.is_none()))
        })
    });
    view! {{move || match now.get() {
        Some((Some(sealed), asked)) => one(asking, sealed, asked.as_ref()),
        _ => nowhere(),
    }}}
}

/// Both are sealed. `asked`: this is the latest, and it can be asked again.
fn one(asking: u16, sealed: Sealed, asked: Option<&ToWrite>) -> Node {
    match sealed {
        Sealed::Opening => waiting("", back(), None, RwSignal::new(None)),
        Sealed::Open(both) => opened::screen(asking, both, asked.cloned()),
        Sealed::Broken { .. } => broken(Place::Ours, back(), same_page::broken()),
    }
}

fn nowhere() -> Node {
    let back = ui::back("/same-page", same_page::name());
    ui::page(Place::Ours, view! { {head(back, same_page::nowhere(), ())} })
}

/// Asks for something; what stands against it is said.
fn tell(command: Command, says: Says) -> bool {
    let done = journey::perform(domain::Command::SamePage(command));
    says.set(done.as_ref().err().map(unheard));
    done.is_ok()
}

/// Asks once more, and leads to the answering.
fn ask_again(says: Says) {
    if tell(Command::Ask, says) {
        go("/same-page/write");
    }
}

fn wants_name(wants: Wants) -> &'static str {
    match wants {
        Wants::Yes => same_page::yes(),
        Wants::LeaningYes => same_page::leaning_yes(),
        Wants::Unsure => same_page::unsure(),
        Wants::LeaningNo => same_page::leaning_no(),
        Wants::No => same_page::no(),
    }
}

/// How long one gives it all one has, as people say it.
fn weeks_name(weeks: Option<u16>) -> String {
    match weeks {
        None => same_page::cant_say().to_owned(),
        Some(4) => same_page::month().to_owned(),
        Some(13) => same_page::quarter().to_owned(),
        Some(26) => same_page::half_year().to_owned(),
        Some(52) => same_page::year().to_owned(),
        Some(weeks) => same_page::at_least(u64::from(weeks)),
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty | Flaw::TooLong { .. }) => same_page::words_too_long(),
        Refusal::NoSuchTime => same_page::no_such_time(),
        Refusal::RemorseIsMissing => same_page::remorse_missing(),
        Refusal::InterestIsMissing => same_page::interest_missing(),
        Refusal::InSpace => same_page::in_space(),
        Refusal::Round(exchange::Refusal::TooLong) => same_page::words_too_long(),
        Refusal::Round(exchange::Refusal::AlreadySealed) => same_page::already_sealed(),
        Refusal::Round(exchange::Refusal::BothAreSealed) => same_page::both_sealed(),
        Refusal::Round(exchange::Refusal::NothingSealed) => same_page::nothing_sealed(),
        Refusal::Round(exchange::Refusal::NothingToRelease) => words::app::key_not_here(),
    }
}
