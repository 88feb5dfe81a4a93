//! Ideas for time together, narrowed by what they cost, how much they ask, and where they happen.

use crate::view::*;
use domain::ideas::{Cost, Energy, Idea, Place as Where, all};

use super::back;
use crate::journey;
use crate::ui::{self, Place, head, icon, icon_turns};
use crate::words::ideas;

/// Where what is planned is kept while it is typed.
const PLAN: &str = "memories/plan";

/// What the list is narrowed to: a number in each of the three rows, none for all.
type Narrowed = [RwSignal<Option<u8>>; 3];

pub(super) fn screen() -> Node {
    let narrowed: Narrowed = [RwSignal::new(None), RwSignal::new(None), RwSignal::new(None)];
    let shown = RwSignal::new(AT_ONCE);
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
            {move || list(narrowed, shown)}
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

/// So many at first, and so many more with each tap.
const AT_ONCE: usize = 12;

fn list([cost, energy, place]: Narrowed, shown: RwSignal<usize>) -> Node {
    let fits = |chosen: RwSignal<Option<u8>>, number: u8| chosen.get().is_none_or(|it| it == number);
    let fits =
        |it: &Idea| fits(cost, it.cost as u8) & fits(energy, it.energy as u8) & fits(place, it.place as u8);
    let found: Vec<Idea> = all().filter(fits).collect();
    if found.is_empty() {
        return view! { <p class="quiet" role="status">{ideas::none()}</p> };
    }
    let more = (found.len() > shown.get()).then(|| view! {
        <p class="acts"><button class="button-quiet" type="button" on:click=move |_| shown.set(shown.get_untracked() + AT_ONCE)>{ideas::more()}</button></p>
    });
    let rows: Vec<_> = found.into_iter().take(shown.get()).filter_map(one).collect();
    view! { <ul class="links links-words">{rows}</ul>{more} }
}

/// Takes it over into the field where time together is planned, below what was typed there already.
fn take(words: &str) {
    let typed = journey::draft(PLAN);
    if !typed.contains(words) {
        let text = if typed.is_empty() { words.to_owned() } else { [&typed, "\n", words].concat() };
        journey::keep_draft(PLAN, &text);
    }
}

fn one(idea: Idea) -> Option<Node> {
    let words = ideas::idea(idea.id)?;
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
        <li><a href="/memories/plan" on:click=move |_| take(words)>{icon("#icon-memory")}<span class="words">{words}<small>{kind}</small></span>{icon_turns("#icon-onward")}</a></li>
    })
}
