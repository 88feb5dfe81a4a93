//! Ideas for time together, narrowed by what they cost, how much they ask, and where they happen.

use crate::view::*;
use domain::ideas::{Cost, Energy, Idea, Place as Where, all};

use super::back;
use crate::app::go;
use crate::journey;
use crate::ui::{self, Place, head, icon};
use crate::words::ideas;

/// What the list is narrowed to: a number in each of the three rows, none for all.
type Narrowed = [RwSignal<Option<u8>>; 3];

pub(super) fn screen() -> Node {
    let narrowed: Narrowed = [RwSignal::new(None), RwSignal::new(None), RwSignal::new(None)];
    let [cost, energy, place] = narrowed;
    ui::page(
        Place::Ours,
        view! {
            {head(back(), ideas::title(), view! { <p class="lead">{ideas::lead()}</p> })}
            <div class="section">
                {row("cost", ideas::cost(), &[ideas::free(), ideas::little(), ideas::some()], cost)}
                {row("energy", ideas::energy(), &[ideas::low(), ideas::middle(), ideas::high()], energy)}
                {row("place", ideas::place(), &[ideas::home(), ideas::outside(), ideas::out(), ideas::anywhere()], place)}
            </div>
            {move || list(narrowed)}
        },
    )
}

/// A row of answers, of which one or none holds.
fn row(
    group: &'static str,
    legend: &'static str,
    names: &[&'static str],
    chosen: RwSignal<Option<u8>>,
) -> Node {
    let any = [(None, ideas::any())];
    let named = names.iter().zip(0_u8..).map(|(name, nth)| (Some(nth), *name));
    let labels: Vec<_> = any.into_iter().chain(named).map(|(value, name)| view! {
        <label><input type="radio" name=group prop:checked=move || chosen.get() == value on:change=move |_| chosen.set(value)/><span>{name}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend>{legend}</legend><div class="answers">{labels}</div></fieldset> }
}

fn list([cost, energy, place]: Narrowed) -> Node {
    let fits = |chosen: RwSignal<Option<u8>>, number: u8| chosen.get().is_none_or(|it| it == number);
    let (cost, energy, place) = (
        move |it: &Idea| fits(cost, it.cost as u8),
        move |it: &Idea| fits(energy, it.energy as u8),
        move |it: &Idea| fits(place, it.place as u8),
    );
    let rows: Vec<_> = all().filter(|it| cost(it) & energy(it) & place(it)).filter_map(one).collect();
    if rows.is_empty() {
        return view! { <p class="quiet" role="status">{ideas::none()}</p> };
    }
    view! { <ul class="plain">{rows}</ul> }
}

fn one(idea: Idea) -> Option<Node> {
    let words = ideas::idea(idea.id)?;
    let plan = move |_| {
        journey::keep_draft("memories/plan", words);
        go("/memories/plan");
    };
    let cost = match idea.cost {
        Cost::Free => ideas::free(),
        Cost::Little => ideas::little(),
        Cost::Some => ideas::some(),
    };
    let energy = match idea.energy {
        Energy::Low => ideas::low(),
        Energy::Middle => ideas::middle(),
        Energy::High => ideas::high(),
    };
    let place = match idea.place {
        Where::Home => ideas::home(),
        Where::Outside => ideas::outside(),
        Where::Out => ideas::out(),
        Where::Anywhere => ideas::anywhere(),
    };
    let kind = [cost, energy, place].join(" · ");
    Some(view! {
        <li class="section"><p class="words">{words}</p><p class="quiet">{kind}</p>
            <p class="acts"><button class="button-quiet button-small" type="button" on:click=plan>{icon("#icon-date")}{ideas::plan()}</button></p></li>
    })
}
