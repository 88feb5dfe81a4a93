//! The board: three horizons; who wants a wish is a mark, and what is one's own weighs the same.

use crate::view::*;
use domain::our_future::{Horizon, OnBoard, Stands};

use super::{area_name, at, horizon_name, stands_name};
use crate::two::Two;
use crate::ui::{icon, mark, person};
use crate::words::our_future;

pub(super) fn board(all: &[OnBoard], two: &Two) -> Node {
    let columns: Vec<_> = Horizon::ALL.into_iter().map(|horizon| {
        let (name, says) = horizon_name(horizon);
        let wishes: Vec<_> =
            all.iter().filter(|it| it.wish.horizon == horizon).map(|it| wish(it, two)).collect();
        view! {
            <section class="horizon"><header><h3>{name}</h3><span class="quiet">{says}</span></header><ul class="wishes">{wishes}</ul></section>
        }
    }).collect();
    view! { <div class="board">{columns}</div> }
}

fn wish(it: &OnBoard, two: &Two) -> Node {
    let class = if it.stands == Stands::Alone { "wish wish-alone" } else { "wish" };
    let (href, id) = (at(it.wish.id, ""), it.wish.id);
    let step = (it.stands == Stands::BothWant && it.became.is_empty()).then(|| view! {
        <p class="acts"><a class="button-quiet button-small" href=at(id, "/step")>{our_future::step()}</a></p>
    });
    view! {
        <li class=class><p class="words"><a href=href>{it.wish.text.clone()}</a></p>
            <p class="wish-foot">{whose(it, two)}<span>{area_name(it.wish.area)}</span></p>{step}</li>
    }
}

/// Both marks where both want it, else its author's, and where it stands in words.
pub(super) fn whose(it: &OnBoard, two: &Two) -> Node {
    let says = stands_name(it.stands);
    if it.stands == Stands::BothWant {
        let marks: Vec<_> = two.in_order().iter().map(|seat| mark(seat.side)).collect();
        return view! { <span class="person">{marks}{says}</span> };
    }
    let by = two.seat(it.wish.author()).map(|seat| person(seat.side, seat.name.clone()));
    let drawing = (it.stands == Stands::TalkAbout).then(|| icon("#icon-talk"));
    view! { {by}<span class="wish-stands">{drawing}{says}</span> }
}
