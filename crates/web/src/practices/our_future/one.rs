//! One wish of the board: where it belongs for each, and what can come of it.

use std::rc::Rc;

use crate::view::*;
use domain::our_future::{Became, Command, OnBoard, Sort, Stands};
use domain::{Across, Couple, WishId};

use super::{at, back, belongs, board, not_here};
use crate::app::go;
use crate::carry::{self, Came, promise_form};
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, icon};
use crate::words::our_future;
use crate::writing::{Kept, second_step};

fn shown(couple: &Couple, id: WishId) -> Option<OnBoard> {
    couple.our_future.shown(couple, id)
}

fn sorted(id: WishId) -> Option<Sort> {
    journey::read_once(|couple, _| shown(couple, id).and_then(|it| it.mine)).flatten()
}

pub(super) fn screen(id: WishId) -> Node {
    // Sorting does not draw the page anew: only where the wish stands does.
    let wish = Memo::new(move || journey::read(|couple, _| shown(couple, id).map(|it| it.wish)).flatten());
    view! {{move || {
        let found = wish.get().and_then(|_| journey::read_once(|couple, _| shown(couple, id)).flatten());
        found.zip(two_now()).map_or_else(not_here, |(it, two)| one(&it, &two))
    }}}
}

fn one(it: &OnBoard, two: &Two) -> Node {
    let (id, says): (_, Says) = (it.wish.id, RwSignal::new(None));
    let mine = it.wish.author() == two.me.id;
    let now = Memo::new(move || journey::read(|couple, _| shown(couple, id)).flatten());
    let seats = two.clone();
    let stands = move || now.get().map(|it| board::whose(&it, &seats));
    let me = two.me.id;
    let comes = move || now.get().map(|it| view! { {came_of(&it)}{ways(&it, it.wish.author() == me, says)} });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), it.wish.text.clone(), view! { <p class="lead">{belongs(&it.wish)}</p> })}
            {offline()}
            <p class="wish-foot">{stands}</p>
            {audience(Reader::Both)}
            {sorting(it, mine, two, says)}
            {comes}
            {refusal(says)}
            {mine.then(|| take_off(id, says))}
        },
    )
}

fn sorting(it: &OnBoard, mine: bool, two: &Two, says: Says) -> Node {
    let id = it.wish.id;
    let chosen = RwSignal::new(it.mine);
    effect(move || {
        let sort = chosen.get();
        if sorted(id) != sort {
            tell(Command::Sort { wish: id, sort }.into(), says);
        }
    });
    let option = |value, name: &'static str, says: String| Choice { value, name: name.to_owned(), says };
    let (want, alone) = if mine {
        let says = our_future::sort_want_mine_says(&two.other_name());
        let alone = our_future::sort_alone_mine_says().to_owned();
        (
            option(Some(Sort::Want), our_future::sort_want_mine(), says),
            option(Some(Sort::Alone), our_future::sort_alone_mine(), alone),
        )
    } else {
        (
            option(Some(Sort::Want), our_future::sort_want(), our_future::sort_want_says().to_owned()),
            option(Some(Sort::Alone), our_future::sort_alone(), our_future::sort_alone_says().to_owned()),
        )
    };
    let talk = option(Some(Sort::Talk), our_future::sort_talk(), our_future::sort_talk_says().to_owned());
    let open = option(None, our_future::sort_open(), our_future::sort_open_says().to_owned());
    choices("sort", our_future::sort(), vec![want, talk, alone, open], chosen)
}

/// A step where both want it or where it is one's own; a topic where one would like to talk.
fn ways(it: &OnBoard, mine: bool, says: Says) -> Node {
    let id = it.wish.id;
    let may = it.stands == Stands::BothWant || (it.stands == Stands::Alone && mine);
    let step = may.then(|| {
        view! { <a class="button" href=at(id, "/step")>{icon("#icon-promise")}{our_future::step()}</a> }
    });
    let bring = move |_| {
        tell(Across::TalkWish { wish: id, for_day: None }.into(), says);
    };
    let talk = (it.stands == Stands::TalkAbout).then(|| {
        view! { <button class="button-quiet" type="button" on:click=bring>{icon("#icon-talk")}{our_future::bring_to_talk()}</button> }
    });
    view! { <p class="acts acts-wide">{step}{talk}</p> }
}

fn came_of(it: &OnBoard) -> Option<Node> {
    let all = it.became.iter().map(|it| match *it {
        Became::Promise(id) => Came::Promise(id),
        Became::Topic(id) => Came::Topic(id),
    });
    carry::came_of(all, our_future::steps(), our_future::on_the_list())
}

fn take_off(wish: WishId, says: Says) -> Node {
    let act = move || {
        if tell(Command::TakeOff { wish }.into(), says) {
            go("/our-future");
        }
    };
    second_step(our_future::take_off(), our_future::take_off_ask(), our_future::take_off(), Rc::new(act))
}

/// A step with a date: the wish becomes a promise of one's own.
pub(super) fn step(id: WishId) -> Node {
    let found = journey::read_once(|couple, _| shown(couple, id)).flatten();
    let (Some(it), Some(two)) = (found, two_now()) else { return not_here() };
    let words = Kept::at(["our_future/step/", &id.to_string()].concat(), "");
    let carry = Rc::new(move |words, when| Across::PromiseWish { wish: id, words, when });
    let by = two.seat(it.wish.author()).map(|seat| ui::person(seat.side, seat.name.clone()));
    ui::page(
        Place::Ours,
        view! {
            {head(back(), our_future::step(), view! { <p class="lead">{our_future::step_lead()}</p> })}
            <article class="paper"><p class="byline">{by}</p><div class="words"><p>{it.wish.text}</p></div></article>
            {promise_form(words, &two.other_name(), at(id, ""), carry)}
        },
    )
}
