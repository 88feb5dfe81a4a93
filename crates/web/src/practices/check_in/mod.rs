//! The trust check-in on a screen: writing, waiting, opening, side by side, and the weeks.

mod lines;
mod opened;
mod waiting;
mod write;

use crate::view::*;
use domain::Day;
use domain::check_in::{Facet, Refusal, WeekState};

use crate::journey;
use crate::platform::{self, page};
use crate::ui::{self, Place};
use crate::words::{self, check_in};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["lines"] => lines::screen(),
        [week] => round_screen(week),
        _ => return None,
    })
}

/// This week.
fn screen() -> Node {
    page::title(words::app::ours());
    let now = platform::now();
    let week = Memo::new(move || journey::read(|couple, _| couple.check_in.this_week(couple, &now)));
    // What was kept for oneself can be written again; pressing the button says so.
    let again = RwSignal::new(false);
    view! {{move || match week.get() {
        None => Node::Nothing,
        Some(it) => match it.state {
            WeekState::ToWrite if it.kept_for_myself.is_some() && !again.get() => write::kept(again),
            WeekState::ToWrite => write::screen(it.week),
            state => in_round(it.week, state),
        },
    }}}
}

/// The check-in of one week.
fn round_screen(week: &str) -> Node {
    let Some(week) = Day::parse(week) else { return nowhere() };
    page::title(words::app::ours());
    let state = Memo::new(move || journey::read(|couple, _| couple.check_in.state(couple, week)));
    view! {{move || match state.get() {
        None | Some(WeekState::ToWrite) => nowhere(),
        Some(state) => in_round(week, state),
    }}}
}

fn nowhere() -> Node {
    ui::page(
        Place::Ours,
        view! { {ui::head(ui::back("/ours", words::app::ours()), check_in::name(), ())}<p class="quiet">{words::today::nothing()}</p> },
    )
}

fn in_round(week: Day, state: WeekState) -> Node {
    match state {
        WeekState::ToWrite => Node::Nothing,
        WeekState::Sealed { mine } => waiting::screen(week, mine, true),
        WeekState::Opening { mine } | WeekState::TheirsNotReleased { mine } => {
            waiting::screen(week, mine, false)
        }
        WeekState::Open(both) => opened::screen(both),
        WeekState::Broken { .. } => waiting::broken(),
    }
}

/// Whether the reader has opened the check-ins of a week, or later ones.
pub(crate) fn was_opened(week: Day) -> bool {
    crate::reveal::was_opened(opened::LOOKED, &week.to_string())
}

/// What a side of trust is called.
pub(crate) fn facet_name(facet: Facet) -> &'static str {
    match facet {
        Facet::Support => check_in::support(),
        Facet::Openness => check_in::openness(),
        Facet::Boundaries => check_in::boundaries(),
        Facet::NothingHidden => check_in::nothing_hidden(),
        Facet::BeingListenedTo => check_in::being_listened_to(),
        Facet::FeelingSafe => check_in::feeling_safe(),
        Facet::Commitment => check_in::commitment(),
    }
}

/// The sentence that is rated.
fn facet_says(facet: Facet) -> &'static str {
    match facet {
        Facet::Support => check_in::support_says(),
        Facet::Openness => check_in::openness_says(),
        Facet::Boundaries => check_in::boundaries_says(),
        Facet::NothingHidden => check_in::nothing_hidden_says(),
        Facet::BeingListenedTo => check_in::being_listened_to_says(),
        Facet::FeelingSafe => check_in::feeling_safe_says(),
        Facet::Commitment => check_in::commitment_says(),
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NothingSaid => check_in::nothing_said(),
        Refusal::OffTheScale => check_in::off_the_scale(),
        Refusal::LineTooLong => check_in::line_too_long(),
        Refusal::AlreadySealed => check_in::already_sealed(),
        Refusal::BothAreSealed => check_in::both_sealed(),
        Refusal::NothingSealed => check_in::nothing_sealed(),
    }
}
