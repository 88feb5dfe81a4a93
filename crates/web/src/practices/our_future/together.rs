//! The wishes of both: sealed and waiting, and side by side once both are open.

use std::rc::Rc;

use crate::view::*;
use domain::Couple;
use domain::exchange::OpenedTogether;
use domain::our_future::{Command, Pages};
use domain::path::What;

use super::{back, belongs};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, tell};
use crate::reveal::{self, Reveal};
use crate::two::{Seat, two_now};
use crate::ui::{self, Place, head, kindly, person};
use crate::words::our_future;

/// How the drawing that is looked at stands.
#[derive(Clone, PartialEq, Eq)]
enum Stands {
    /// Nothing of the viewer is sealed.
    Nothing,
    Waiting,
    Opened(u16, OpenedTogether<Pages>),
}

fn of(couple: &Couple, drawing: u16) -> Stands {
    couple.our_future.opened(couple, drawing).map_or(Stands::Nothing, |it| Stands::Opened(drawing, it))
}

/// The one that waits, or else the one that was opened last.
pub(super) fn screen() -> Node {
    show(|couple| {
        let next = couple.our_future.to_open(couple);
        if next.sealed.is_some() { Stands::Waiting } else { of(couple, next.number.saturating_sub(1)) }
    })
}

/// The drawing with this number.
pub(super) fn opened(drawing: u16) -> Node {
    show(move |couple| of(couple, drawing))
}

fn show(look: impl Fn(&Couple) -> Stands + 'static) -> Node {
    let stands = Memo::new(move || journey::read(|couple, _| look(couple)).unwrap_or(Stands::Nothing));
    view! {{move || match stands.get() {
        Stands::Nothing => nothing(),
        Stands::Waiting => waiting(),
        Stands::Opened(_, OpenedTogether::Opening) => reveal::waiting("", back(), None, RwSignal::new(None)),
        Stands::Opened(drawing, OpenedTogether::Both { mine, theirs }) => both(drawing, mine, theirs),
        Stands::Opened(_, OpenedTogether::Broken { .. }) => reveal::broken(Place::Ours, back(), our_future::broken()),
    }}}
}

fn nothing() -> Node {
    let lead = view! { <p class="lead">{our_future::nothing_sealed()}</p> };
    ui::page(Place::Ours, view! { {head(back(), our_future::together_title(), lead)} })
}

fn waiting() -> Node {
    let says: Says = RwSignal::new(None);
    let act = move || {
        if tell(Command::TakeBack.into(), says) {
            go("/our-future");
        }
    };
    reveal::waiting("", back(), Some(Rc::new(act)), says)
}

fn both(drawing: u16, mine: Pages, theirs: Pages) -> Node {
    let next = journey::read_once(|couple, _| couple.our_future.to_open(couple).number).unwrap_or_default();
    let Some(me) = two_now().map(|it| it.me.id) else { return Node::Nothing };
    reveal::reveal(Reveal {
        looked: "our_future/looked",
        // As many figures each, so that a later one has a greater name.
        which: (100_000 + u32::from(drawing)).to_string(),
        told: What::LookAtBothFutures { drawing },
        is_latest: next == drawing.saturating_add(1),
        about: String::new(),
        back,
        title: our_future::opened_title(),
        lead: our_future::opened_lead().to_owned(),
        leaf: Rc::new(move |seat: &Seat| {
            let pages = if seat.id == me { &mine } else { &theirs };
            let wishes: Vec<_> = pages.wishes.iter().map(|it| view! {
                <div class="said-part"><p class="small">{belongs(it)}</p><div class="words"><p>{it.text.clone()}</p></div></div>
            }).collect();
            view! { <p class="byline">{person(seat.side, seat.name.clone())}</p>{wishes} }
        }),
        below: Rc::new(|| {
            view! {
                <p class="acts acts-wide"><a class="button-quiet" href="/our-future">{our_future::sort_together()}</a></p>
                {kindly(our_future::opened_kindly())}
            }
        }),
    })
}
