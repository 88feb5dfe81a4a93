//! What the other shared of their pages, and the chance that can be taken with a promise.

use std::rc::Rc;

use crate::view::*;
use domain::forgiveness::{Command, Told};
use domain::{Across, Couple, ForgivingId};

use super::{back, not_here, other};
use crate::carry::promise_form;
use crate::journey;
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, person};
use crate::words::forgiveness;
use crate::writing::Kept;

fn at(id: ForgivingId, rest: &str) -> String {
    ["/forgiveness/told/", &id.to_string(), rest].concat()
}

fn theirs(couple: &Couple, id: ForgivingId) -> Option<&Told> {
    couple.forgiveness.told(id).filter(|it| it.author() != couple.viewer)
}

pub(super) fn screen(id: ForgivingId) -> Node {
    let told = Memo::new(move || journey::read(|couple, _| theirs(couple, id).cloned()).flatten());
    // Who has it before their eyes has opened it. Only their own devices know.
    effect(move || {
        if told.get().is_some() {
            let _ = journey::perform(Command::Read { forgiving: id }.into());
        }
    });
    view! {{move || told.get().map_or_else(not_here, |it| one(&it))}}
}

fn one(told: &Told) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let (id, name) = (told.id, two.other_name());
    let by = two.seat(told.author()).cloned();
    let gone = (told.taken_back && told.words.is_none())
        .then(|| view! { <p class="quiet">{forgiveness::told_taken_back(&name)}</p> });
    let words = told.words.clone().map(|text| view! {
        <article class="paper"><p class="byline">{by.map(|it| person(it.side, it.name))}</p><div class="words"><p>{text}</p></div>{audience(Reader::Both)}</article>
    });
    let chance = told.chance.clone().map(|text| view! {
        <section class="section" aria-labelledby="chance"><h2 id="chance">{forgiveness::told_chance(&name)}</h2>
            <article class="paper"><div class="words"><p>{text}</p></div>{audience(Reader::Both)}</article>
            <p class="acts"><a class="button-quiet" href=at(id, "/promise")>{icon("#icon-promise")}{forgiveness::take_chance()}</a></p></section>
    });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), forgiveness::told_title(&name), view! { <p class="lead">{forgiveness::told_lead()}</p> })}
            {offline()}
            {gone}{words}{chance}{promises(told)}
        },
    )
}

/// The promises that came of it.
pub(super) fn promises(told: &Told) -> Option<Node> {
    let words = |id| journey::read_once(|couple, _| couple.promises.get(id).map(|it| it.words.clone()));
    let rows: Vec<_> = told.promises.iter().filter_map(|id| {
        let (href, words) = (["/promises/", &id.to_string()].concat(), words(*id).flatten()?);
        Some(view! { <li><a href=href>{icon("#icon-promise")}<span class="words">{words}</span>{icon_turns("#icon-onward")}</a></li> })
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="promised"><h2 id="promised">{forgiveness::promised()}</h2><ul class="links links-words">{rows}</ul></section>
    })
}

/// The chance becomes a promise, in one's own words.
pub(super) fn promise(id: ForgivingId) -> Node {
    let chance = journey::read_once(|couple, _| theirs(couple, id).and_then(|it| it.chance.clone()));
    let Some(chance) = chance.flatten() else { return not_here() };
    let words = Kept::at(["forgiveness/promise/", &id.to_string()].concat(), "");
    let carry = Rc::new(move |words, when| Across::PromiseChance { forgiving: id, words, when });
    let name = other();
    ui::page(
        Place::Ours,
        view! {
            {head(back(), forgiveness::take_chance(), view! { <p class="lead">{forgiveness::take_chance_lead()}</p> })}
            <article class="paper"><p class="small">{forgiveness::told_chance(&name)}</p><div class="words"><p>{chance}</p></div>{audience(Reader::Both)}</article>
            {promise_form(words, &name, at(id, ""), carry)}
        },
    )
}
