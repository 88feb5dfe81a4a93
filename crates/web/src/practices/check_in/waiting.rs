//! Sealed, and both are on their way. Nothing here says how long, or who is late.

use crate::view::*;
use domain::Day;
use domain::check_in::{Answers, Command};

use super::write::back_into_drafts;
use crate::journey;
use crate::platform::page;
use crate::practices::{refusal, unheard};
use crate::today::offline;
use crate::two::{Seat, two_now};
use crate::ui::{self, Opening, Place, Reader, audience, head, leaf_sealed, person, spread};
use crate::words::{self, check_in};

pub(super) fn screen(week: Day, mine: Option<Answers>, can_take_back: bool) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let me = two.me.id;
    let says = RwSignal::new(None);
    let leaf = |seat: &Seat| match (seat.id == me, can_take_back) {
        (true, _) => leaf_sealed(
            seat.side,
            seat.name.clone(),
            check_in::sealed(),
            take_back(week, mine.clone(), can_take_back, says),
        ),
        (false, true) => {
            view! { <p class="byline">{person(seat.side, seat.name.clone())}</p><p class="quiet">{check_in::waiting_other()}</p> }
        }
        (false, false) => leaf_sealed(seat.side, seat.name.clone(), check_in::sealed(), Node::Nothing),
    };
    let mut leaves = two.in_order().iter().map(leaf).collect::<Vec<_>>().into_iter();
    let (one, other) = (leaves.next(), leaves.next());
    let (title, lead) = if can_take_back {
        (check_in::waiting_title(), check_in::waiting_lead())
    } else {
        (check_in::opening_title(), check_in::opening_lead())
    };
    ui::wide_page(
        Place::Today,
        view! {
            {head(ui::back("/", words::app::today()), title, view! { <p class="lead" role="status">{lead}</p> })}
            {offline()}
            {spread(|| Opening::Apart, one.unwrap_or_else(|| Node::Nothing), other.unwrap_or_else(|| Node::Nothing))}
            {audience(Reader::Sealed)}
            {refusal(says)}
            <details><summary>{check_in::what_sealed()}</summary><p class="quiet">{check_in::what_sealed_says()}</p></details>
        },
    )
}

fn take_back(week: Day, mine: Option<Answers>, possible: bool, says: RwSignal<Option<&'static str>>) -> Node {
    if !possible {
        return Node::Nothing;
    }
    let act = move |_| {
        // First into the fields, then out of the seal: so nothing is lost in between.
        if let Some(answers) = &mine {
            back_into_drafts(answers);
        }
        match journey::perform(domain::Command::CheckIn(Command::TakeBack { week })) {
            Ok(()) => page::arrive(),
            Err(reason) => says.set(Some(unheard(&reason))),
        }
    };
    view! { <p class="acts"><button class="button-plain" type="button" on:click=act>{check_in::take_back()}</button></p> }
}

/// What was sealed and what was opened do not fit.
pub(super) fn broken() -> Node {
    ui::page(
        Place::Today,
        view! {
            {head(ui::back("/", words::app::today()), check_in::broken_title(), ())}
            {ui::notice("#icon-notice", true, view! { <p>{check_in::broken()}</p> })}
        },
    )
}
