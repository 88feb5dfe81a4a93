//! One page: what is written, where the decision stands, how it feels, and what becomes of it.

use std::rc::Rc;

use crate::view::*;
use domain::forgiveness::{Command, Deciding, Feeling, Of, Page, Part, Told};
use domain::{Couple, ForgivingId};

use super::told::promises as came_of;
use super::{about, at, back, not_here, other, part};
use crate::app::go;
use crate::counsel::offer;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two;
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, icon, kindly};
use crate::words::{forgiveness, writing};
use crate::writing::{said, second_step};

pub(super) fn screen(id: ForgivingId) -> Node {
    // A decision or a feeling that is said does not draw the page anew.
    let shown = Memo::new(move || {
        let look = |couple: &Couple| {
            let mut page = couple.forgiveness.page(id)?.clone();
            (page.deciding, page.feeling) = (None, None);
            Some((page, couple.forgiveness.told(id).cloned()))
        };
        journey::read(|couple, _| look(couple)).flatten()
    });
    view! {{move || shown.get().map_or_else(not_here, |(page, told)| one(&page, told.as_ref()))}}
}

fn one(page: &Page, told: Option<&Told>) -> Node {
    let (id, says): (_, Says) = (page.id, RwSignal::new(None));
    let passages: Vec<_> = page.passages.iter().map(|it| said(part(it.part).0, it.text.clone())).collect();
    let written = (!passages.is_empty()).then(
        || view! { <section class="paper paper-private">{passages}{audience(Reader::OnlyYou)}</section> },
    );
    let put_away = move || {
        if tell(Command::PutAway { forgiving: id }.into(), says) {
            go("/forgiveness");
        }
    };
    let shares = page.of == Of::TheOther;
    ui::page(
        Place::Mine,
        view! {
            {head(back(), about(page.of), ())}
            {offline()}
            {written}
            <p class="acts"><a class="button-quiet" href=at(id, "/write")>{icon("#icon-write")}{forgiveness::write_on()}</a></p>
            {deciding(page, says)}
            {feeling(page, says)}
            {shares.then(|| view! { {becomes(page, told, says)}{chance(page, told, says)} })}
            {refusal(says)}
            {take_back(id, says)}
            {offer(&id.to_string())}
            {second_step(writing::put_away(), forgiveness::put_away_ask(), writing::put_away_yes(), Rc::new(put_away))}
            {kindly(forgiveness::one_kindly())}
        },
    )
}

fn option<T>(value: T, name: &'static str, says: &'static str) -> Choice<T> {
    Choice { value, name: name.to_owned(), says: says.to_owned() }
}

fn decision(id: ForgivingId) -> Option<Deciding> {
    journey::read_once(|couple, _| couple.forgiveness.page(id).and_then(|it| it.deciding)).flatten()
}

fn felt(id: ForgivingId) -> Option<Feeling> {
    journey::read_once(|couple, _| couple.forgiveness.page(id).and_then(|it| it.feeling)).flatten()
}

fn deciding(page: &Page, says: Says) -> Node {
    let id = page.id;
    let decided = match page.of {
        Of::TheOther => forgiveness::decided_says(),
        Of::WhatIDid | Of::WhatIDidNotSee => forgiveness::decided_self_says(),
    };
    let chosen = RwSignal::new(decision(id));
    effect(move || {
        let deciding = chosen.get();
        if decision(id) != deciding {
            tell(Command::Decide { forgiving: id, deciding }.into(), says);
        }
    });
    // Taken back, it is open again.
    effect(move || {
        let now = journey::read(|couple, _| couple.forgiveness.page(id).and_then(|it| it.deciding)).flatten();
        if chosen.get_untracked() != now {
            chosen.set(now);
        }
    });
    let options = vec![
        option(Some(Deciding::NotNow), forgiveness::not_now(), forgiveness::not_now_says()),
        option(Some(Deciding::DontKnow), forgiveness::dont_know(), forgiveness::dont_know_says()),
        option(Some(Deciding::WouldLikeTo), forgiveness::would_like(), forgiveness::would_like_says()),
        option(Some(Deciding::Decided), forgiveness::decided(), decided),
        option(None, forgiveness::left_open(), forgiveness::left_open_says()),
    ];
    view! {
        <div class="section">{choices("deciding", forgiveness::decide(), options, chosen)}<p class="field-note">{forgiveness::decide_says()}</p>{audience(Reader::OnlyYou)}</div>
    }
}

fn feeling(page: &Page, says: Says) -> Node {
    let id = page.id;
    let chosen = RwSignal::new(felt(id));
    effect(move || {
        let feeling = chosen.get();
        if felt(id) != feeling {
            tell(Command::Feel { forgiving: id, feeling }.into(), says);
        }
    });
    let options = vec![
        option(Some(Feeling::Raw), forgiveness::raw(), forgiveness::raw_says()),
        option(
            Some(Feeling::ComesAndGoes),
            forgiveness::comes_and_goes(),
            forgiveness::comes_and_goes_says(),
        ),
        option(Some(Feeling::Quieter), forgiveness::quieter(), forgiveness::quieter_says()),
        option(Some(Feeling::AtPeace), forgiveness::at_peace(), forgiveness::at_peace_says()),
        option(None, forgiveness::left_open(), forgiveness::left_open_says()),
    ];
    view! {
        <div class="section">{choices("feeling", forgiveness::feel(), options, chosen)}<p class="field-note">{forgiveness::feel_says()}</p>{audience(Reader::OnlyYou)}</div>
    }
}

/// Private for ever, shared, or spoken.
fn becomes(page: &Page, told: Option<&Told>, says: Says) -> Node {
    let (id, name) = (page.id, other());
    let together = two().is_some_and(|it| it.are_together());
    let written = page.part(Part::InWords);
    let shared = told.and_then(|it| it.words.as_deref());
    let stands = shared.map(|words| {
        let changed = (written != Some(words)).then(|| forgiveness::changed_since_shared(&name));
        let changed = changed.map(|it| view! { <p class="quiet">{it}</p> });
        view! { <p class="state" role="status">{icon("#icon-both")}{forgiveness::shared(&name)}</p>{changed} }
    });
    let share = (together && written.is_some() && shared != written).then(|| view! {
        <p class="quiet">{forgiveness::share_says()}</p><p class="acts"><a class="button-quiet" href=at(id, "/share")>{icon("#icon-letter")}{forgiveness::share(&name)}</a></p>
    });
    let missing = written.is_none().then(|| view! { <p class="quiet">{forgiveness::nothing_to_share()}</p> });
    let speak = move |spoken| {
        tell(Command::Speak { forgiving: id, spoken }.into(), says);
    };
    let aloud = if page.spoken {
        view! { <p class="state" role="status">{icon("#icon-talk")}{forgiveness::said_aloud()}</p><p class="acts"><button class="button-plain" type="button" on:click=move |_| speak(false)>{forgiveness::not_said()}</button></p> }
    } else {
        view! { <p class="acts"><button class="button-quiet" type="button" on:click=move |_| speak(true)>{icon("#icon-talk")}{forgiveness::say_aloud()}</button></p> }
    };
    view! {
        <section class="section" aria-labelledby="becomes"><h2 id="becomes">{forgiveness::what_becomes()}</h2>
            <p class="quiet">{forgiveness::stays()}</p>{stands}{share}{missing}{aloud}</section>
    }
}

fn chance(page: &Page, told: Option<&Told>, says: Says) -> Node {
    let (id, name) = (page.id, other());
    let together = two().is_some_and(|it| it.are_together());
    let written = page.part(Part::Chance);
    let shared = told.and_then(|it| it.chance.as_deref());
    let give = (together && written.is_some() && written != shared).then(|| view! {
        <p class="quiet">{forgiveness::give_chance_says(&name)}</p><p class="acts"><a class="button-quiet" href=at(id, "/chance")>{icon("#icon-promise")}{forgiveness::give_chance(&name)}</a></p>
    });
    let missing =
        written.is_none().then(|| view! { <p class="quiet">{forgiveness::nothing_of_chance()}</p> });
    let stands = shared.map(|_| {
        let withdraw = move || {
            tell(Command::WithdrawChance { forgiving: id }.into(), says);
        };
        view! {
            <p class="state" role="status">{icon("#icon-both")}{forgiveness::chance_is_shared(&name)}</p>
            {second_step(forgiveness::withdraw_chance(), forgiveness::withdraw_chance_ask(), forgiveness::withdraw_chance(), Rc::new(withdraw))}
        }
    });
    view! {
        <section class="section" aria-labelledby="chance"><h2 id="chance">{forgiveness::chance_title()}</h2>{stands}{give}{missing}</section>
        {told.and_then(came_of)}
    }
}

/// There, wherever something was decided or shared.
fn take_back(id: ForgivingId, says: Says) -> Node {
    let stands = Memo::new(move || {
        journey::read(|couple, _| {
            let decided = couple.forgiveness.page(id).is_some_and(|it| it.deciding.is_some());
            decided || couple.forgiveness.told(id).is_some_and(|it| it.words.is_some())
        })
        .unwrap_or_default()
    });
    (move || {
        let act = move || {
            tell(Command::TakeBack { forgiving: id }.into(), says);
        };
        let (name, ask) = (forgiveness::take_back(), forgiveness::take_back_ask());
        stands.get().then(|| second_step(name, ask, forgiveness::take_back(), Rc::new(act)))
    })
    .into_node()
}
