//! Choosing which wishes the other will read, reading exactly those once more, and sealing them.

use crate::view::*;
use domain::WishId;
use domain::our_future::{Command, Wish};

use super::{area_name, back};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, head, icon};
use crate::words::{self, check_in, our_future, writing};
use crate::writing::{preview, read_once_more};

type Chosen = StoredValue<Vec<(Wish, RwSignal<bool>)>>;

pub(super) fn screen() -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let own: Vec<Wish> = journey::read_once(|couple, _| {
        couple.our_future.not_shown(couple).into_iter().map(|it| it.wish.clone()).collect()
    })
    .unwrap_or_default();
    let other = two.other_name();
    if own.is_empty() {
        let lead = view! { <p class="lead">{our_future::nothing_to_seal()}</p> };
        return ui::page(Place::Ours, view! { {head(back(), our_future::seal_title(), lead)} });
    }
    let chosen: Chosen = StoredValue::new(own.into_iter().map(|it| (it, RwSignal::new(true))).collect());
    let (reads, says): (_, Says) = (RwSignal::new(false), RwSignal::new(None));
    let name = StoredValue::new(other.clone());
    let steps = move || {
        if reads.get() { read(chosen, &name.get_value(), reads, says) } else { choose(chosen, reads) }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), our_future::seal_title(), view! { <p class="lead">{our_future::seal_lead(&other)}</p> })}
            {offline()}
            <div class="section">{steps}</div>
            {refusal(says)}
            <details><summary>{check_in::what_sealed()}</summary><p class="quiet">{check_in::what_sealed_says()}</p></details>
        },
    )
}

fn picked(chosen: Chosen) -> Vec<Wish> {
    chosen
        .with_value(|all| all.iter().filter(|(_, is)| is.get_untracked()).map(|(it, _)| it.clone()).collect())
}

fn choose(chosen: Chosen, reads: RwSignal<bool>) -> Node {
    let ticks: Vec<_> = chosen.get_value().into_iter().map(|(it, is)| view! {
        <label class="tick"><input type="checkbox" prop:checked=move || is.get() on:change=move |event| is.set(event.checked())/><span>{it.text}</span></label>
    }).collect();
    view! {
        <fieldset class="field"><legend class="heading">{our_future::which()}</legend><div class="choices">{ticks}</div></fieldset>
        <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| read_once_more(reads, !picked(chosen).is_empty())>{writing::read_once_more()}</button>
            <a class="button-plain" href="/our-future">{words::app::not_now()}</a></p>
    }
}

fn read(chosen: Chosen, other: &str, reads: RwSignal<bool>, says: Says) -> Node {
    let texts = picked(chosen).into_iter().map(|it| (area_name(it.area), it.text)).collect();
    let seal = move |_| {
        let wishes: Vec<WishId> = picked(chosen).iter().map(|it| it.id).collect();
        if tell(Command::Seal { wishes }.into(), says) {
            go("/our-future/together");
        }
    };
    view! {
        {preview(other, Reader::Sealed, texts)}
        <p class="acts acts-wide"><button class="button" type="button" on:click=seal>{icon("#icon-sealed")}{our_future::seal()}</button>
            <button class="button-plain" type="button" on:click=move |_| read_once_more(reads, false)>{writing::change()}</button></p>
    }
}
