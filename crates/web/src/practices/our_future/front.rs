//! The front of our future: the board, one's own wishes that are not shown yet, and opening together.

use crate::view::*;
use domain::Couple;
use domain::exchange::ToOpen;
use domain::our_future::{Command, OnBoard, Pages, Wish};

use super::{at, belongs, board};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two};
use crate::ui::{self, Place, Reader, audience, empty, head, icon, icon_turns, kindly};
use crate::words::{self, our_future};

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    board: Vec<OnBoard>,
    own: Vec<Wish>,
    next: ToOpen<Pages>,
}

impl Seen {
    fn of(couple: &Couple) -> Self {
        let its = &couple.our_future;
        Self {
            board: its.board(couple),
            own: its.not_shown(couple).into_iter().map(|it| it.wish.clone()).collect(),
            next: its.to_open(couple),
        }
    }
}

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    let seen = Memo::new(move || journey::read(|couple, _| Seen::of(couple)));
    let lines = Guide {
        anyone: [our_future::anyone_1(), our_future::anyone_2(), our_future::anyone_3()],
        hurt: [our_future::hurt_1(), our_future::anyone_2(), our_future::anyone_3()],
        responsible: [our_future::responsible_1(), our_future::anyone_2(), our_future::anyone_3()],
    };
    ui::wide_page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), our_future::title(), ())}
            {guide(lines)}
            {offline()}
            <p class="acts acts-wide"><a class="button" href="/our-future/write">{icon("#icon-plus")}{our_future::write()}</a></p>
            {refusal(says)}
            {move || {
                let (it, two) = (seen.get()?, two()?);
                Some(view! { {shown(&it, &two)}{own(&it)}{together(&it, &two, says)} })
            }}
            {kindly(our_future::kindly())}
        },
    )
}

fn shown(seen: &Seen, two: &Two) -> Node {
    if seen.board.is_empty() {
        return empty(our_future::none(), our_future::none_says(), Node::Nothing);
    }
    view! {
        <section class="section" aria-labelledby="board"><h2 id="board">{our_future::open_board()}</h2>{audience(Reader::Both)}{board::board(&seen.board, two)}</section>
    }
}

/// One's own that nobody else reads yet.
fn own(seen: &Seen) -> Option<Node> {
    let rows: Vec<_> = seen.own.iter().map(|it| {
        let href = at(it.id, "/write");
        view! { <li><a href=href>{icon("#icon-write")}<span class="words">{it.text.clone()}<small>{belongs(it)}</small></span>{icon_turns("#icon-onward")}</a></li> }
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="yours"><h2 id="yours">{our_future::yours()}</h2>{audience(Reader::OnlyYou)}<ul class="links links-words">{rows}</ul></section>
    })
}

/// Opening together, if both wish. Nothing here tells whether the other has sealed.
fn together(seen: &Seen, two: &Two, says: Says) -> Option<Node> {
    two.are_together().then_some(())?;
    let (other, next) = (two.other_name(), &seen.next);
    let offered = match (next.offered_by_me, next.offered_by_them) {
        (true, true) => our_future::both_offered(&other),
        (true, false) => our_future::i_offered(&other),
        (false, true) => our_future::they_offered(&other),
        (false, false) => our_future::together_says(&other),
    };
    let offer = (!next.offered_by_me).then(|| view! {
        <button class="button-plain" type="button" on:click=move |_| { tell(Command::Offer.into(), says); }>{our_future::offer(&other)}</button>
    });
    let acts = match (&next.sealed, seen.own.is_empty()) {
        (Some(_), _) => {
            view! { <a class="button-quiet" href="/our-future/together">{icon("#icon-sealed")}{our_future::see_sealed()}</a> }
        }
        (None, false) => {
            view! { <a class="button-quiet" href="/our-future/seal">{icon("#icon-sealed")}{our_future::choose_and_seal()}</a>{offer} }
        }
        (None, true) => view! { {offer} },
    };
    Some(view! {
        <section class="section" aria-labelledby="together"><h2 id="together">{our_future::together_title()}</h2>
            <p>{offered}</p><p class="acts">{acts}</p></section>
    })
}
