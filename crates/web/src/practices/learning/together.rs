//! What both learned: sealed and waiting, and side by side once both are open.

use std::rc::Rc;

use crate::view::*;
use domain::Couple;
use domain::exchange::OpenedTogether;
use domain::learning::Pages;
use domain::path::What;

use super::{back, passages, take_back};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, tell};
use crate::reveal::{self, Reveal};
use crate::two::{Seat, two_now};
use crate::ui::{self, Place, head, kindly, person};
use crate::words::{check_in, learning};

/// How the sitting that is looked at stands.
#[derive(Clone, PartialEq, Eq)]
enum Stands {
    /// Nothing of the viewer is sealed.
    Nothing,
    Waiting,
    Opened(u16, OpenedTogether<Pages>),
}

/// The latest sitting: the one that waits, or else the one that was opened last.
fn latest(couple: &Couple) -> Stands {
    let next = couple.learning.to_open(couple);
    if next.sealed.is_some() {
        return Stands::Waiting;
    }
    let before = next.number.saturating_sub(1);
    couple.learning.opened(couple, before).map_or(Stands::Nothing, |it| Stands::Opened(before, it))
}

pub(super) fn screen() -> Node {
    show(latest)
}

/// The sitting with this number.
pub(super) fn opened(sitting: u16) -> Node {
    show(move |couple| {
        couple.learning.opened(couple, sitting).map_or(Stands::Nothing, |it| Stands::Opened(sitting, it))
    })
}

fn show(look: impl Fn(&Couple) -> Stands + 'static) -> Node {
    let stands = Memo::new(move || journey::read(|couple, _| look(couple)).unwrap_or(Stands::Nothing));
    view! {{move || match stands.get() {
        Stands::Nothing => nothing(),
        Stands::Waiting => waiting(),
        Stands::Opened(_, OpenedTogether::Opening) => reveal::waiting("", back(), None, RwSignal::new(None)),
        Stands::Opened(sitting, OpenedTogether::Both { mine, theirs }) => both(sitting, mine, theirs),
        Stands::Opened(_, OpenedTogether::Broken { .. }) => reveal::broken(Place::Ours, back(), learning::broken()),
    }}}
}

fn nothing() -> Node {
    ui::page(
        Place::Ours,
        view! { {head(back(), learning::together_title(), view! { <p class="lead">{learning::nothing_sealed()}</p> })} },
    )
}

fn waiting() -> Node {
    let says: Says = RwSignal::new(None);
    let act = move || {
        if tell(take_back(), says) {
            go("/learning");
        }
    };
    reveal::waiting("", back(), Some(Rc::new(act)), says)
}

fn both(sitting: u16, mine: Pages, theirs: Pages) -> Node {
    let is_latest = journey::read_once(|couple, _| couple.learning.to_open(couple).number)
        .unwrap_or_default()
        == sitting.saturating_add(1);
    let Some(me) = two_now().map(|it| it.me.id) else { return Node::Nothing };
    // Five digits, so that a later one has a greater name.
    let number = (100_000 + u32::from(sitting)).to_string();
    reveal::reveal(Reveal {
        looked: "learning/looked",
        which: number,
        told: What::LookAtBothLessons { sitting },
        is_latest,
        about: String::new(),
        back,
        title: learning::opened_title(),
        lead: learning::opened_lead().to_owned(),
        leaf: Rc::new(move |seat: &Seat| {
            let pages = if seat.id == me { &mine } else { &theirs };
            view! { <p class="byline">{person(seat.side, seat.name.clone())}</p>{passages(&pages.passages)} }
        }),
        below: Rc::new(below),
    })
}

fn below() -> Node {
    view! {
        <section class="section"><div class="section-head"><h2>{check_in::nothing_now()}</h2><p class="quiet">{check_in::thank_first()}</p></div>
            <p class="acts acts-wide"><a class="button-quiet" href="/learning">{learning::make()}</a></p></section>
        {kindly(learning::opened_kindly())}
    }
}
