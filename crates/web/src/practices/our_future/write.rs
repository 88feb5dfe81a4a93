//! Writing a wish for oneself, or writing it anew.

use std::rc::Rc;

use crate::view::*;
use domain::WishId;
use domain::our_future::{Area, Command, Horizon, Wish};

use super::{area_name, back, horizon_name, not_here, other};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::{self, our_future, writing};
use crate::writing::{Kept, preview, read_once_more, second_step};

pub(super) fn screen(id: Option<WishId>) -> Node {
    let own = id.and_then(|id| {
        journey::read_once(|couple, _| couple.our_future.own(id).map(|it| it.wish.clone())).flatten()
    });
    if id.is_some() && own.is_none() {
        return not_here();
    }
    let was = own.as_ref().map(|it| it.text.clone()).unwrap_or_default();
    let key = ["our_future/", &id.map_or_else(|| "new".to_owned(), |it| it.to_string())].concat();
    let (text, says): (_, Says) = (Kept::at(key, &was), RwSignal::new(None));
    let area = RwSignal::new(own.as_ref().map_or(Area::Time, |it| it.area));
    let horizon = RwSignal::new(own.as_ref().map_or(Horizon::Near, |it| it.horizon));
    let hand_in = move |event: Event| {
        event.prevent_default();
        let (area, horizon, words) = (area.get_untracked(), horizon.get_untracked(), text.text());
        if tell(Command::Write { wish: id, area, horizon, text: words }.into(), says) {
            text.done();
            go("/our-future");
        }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(back(), our_future::write_title(), view! { <p class="lead">{our_future::write_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {audience(Reader::OnlyYou)}
                <div class="section">{text.field("wish", our_future::wish(), "2")}<p class="field-note">{our_future::wish_hint()}</p>{saved()}</div>
                {areas(area)}
                {horizons(horizon)}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button><a class="button-plain" href="/our-future">{words::app::not_now()}</a></p>
            </form>
            {own.map(|it| after(it, says))}
        },
    )
}

fn areas(chosen: RwSignal<Area>) -> Node {
    let options: Vec<_> = Area::ALL.into_iter().map(|it| view! {
        <label><input type="radio" name="area" prop:checked=move || chosen.get() == it on:change=move |_| chosen.set(it)/><span>{area_name(it)}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend class="heading">{our_future::area()}</legend><div class="answers">{options}</div></fieldset> }
}

fn horizons(chosen: RwSignal<Horizon>) -> Node {
    let options: Vec<_> = Horizon::ALL.into_iter().map(|it| {
        let (name, says) = horizon_name(it);
        let name = [name, ", ", says].concat();
        view! { <label><input type="radio" name="horizon" prop:checked=move || chosen.get() == it on:change=move |_| chosen.set(it)/><span>{name}</span></label> }
    }).collect();
    view! { <fieldset class="field"><legend class="heading">{our_future::horizon()}</legend><div class="answers">{options}</div></fieldset> }
}

/// What else can become of a wish that is kept: shown by itself once both have opened theirs, or put away.
fn after(wish: Wish, says: Says) -> Node {
    let id = wish.id;
    let opened =
        journey::read_once(|couple, _| couple.our_future.to_open(couple)).is_some_and(|it| it.number > 1);
    let away = move || {
        if tell(Command::PutAway { wish: id }.into(), says) {
            go("/our-future");
        }
    };
    view! {
        {opened.then(|| show(wish, says))}
        {second_step(writing::put_away(), our_future::put_away_ask(), writing::put_away_yes(), Rc::new(away))}
    }
}

/// One act, after exactly what the other will read.
fn show(wish: Wish, says: Says) -> Node {
    let (reads, name) = (RwSignal::new(false), other());
    let id = wish.id;
    let act = move |_| {
        if tell(Command::Show { wish: id }.into(), says) {
            go("/our-future");
        }
    };
    (move || {
        if !reads.get() {
            return view! { <p class="acts"><button class="button-quiet" type="button" on:click=move |_| read_once_more(reads, true)>{our_future::show_now(&name)}</button></p> };
        }
        view! {
            <div class="section"><p class="quiet">{our_future::show_lead()}</p>
                {preview(&name, Reader::Both, vec![(area_name(wish.area), wish.text.clone())])}
                <p class="acts"><button class="button-quiet" type="button" on:click=act>{writing::share(&name)}</button>
                    <button class="button-plain" type="button" on:click=move |_| read_once_more(reads, false)>{words::app::not_now()}</button></p></div>
        }
    })
    .into_node()
}
