//! The front of forgiveness: what it is and is not, what the other shared, one's own pages, and beginning one.

use crate::view::*;
use domain::Couple;
use domain::apology::Stands;
use domain::forgiveness::{Command, Forgiveness, Of, Page};

use super::{about, at, back, other};
use crate::app::go;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly, notice, when};
use crate::words::{self, forgiveness};

/// A page in the list.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    href: String,
    name: String,
    day: String,
}

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    pages: Vec<Row>,
    told: Vec<String>,
    /// Somebody was hurt, and no apology was received as accepted.
    amends_are_open: bool,
}

impl Seen {
    fn of(couple: &Couple) -> Self {
        let row = |it: &Page| Row {
            href: at(it.id, ""),
            name: about(it.of),
            day: when::day(platform::wall_clock_at(it.begun.ms).day()),
        };
        let told = couple.partner().map(|other| couple.forgiveness.told_by(other)).unwrap_or_default();
        let hurts = couple.hurts.all();
        let accepted = hurts.iter().any(|it| couple.apology.stands(couple, it.id) == Some(Stands::Accepted));
        Self {
            pages: couple.forgiveness.pages().into_iter().rev().map(row).collect(),
            told: told.into_iter().rev().map(|it| it.id.to_string()).collect(),
            amends_are_open: !hurts.is_empty() && !accepted,
        }
    }
}

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    let seen = Memo::new(move || journey::read(|couple, _| Seen::of(couple)));
    let lines = Guide {
        anyone: [forgiveness::anyone_1(), forgiveness::anyone_2(), forgiveness::anyone_3()],
        hurt: [forgiveness::hurt_1(), forgiveness::hurt_2(), forgiveness::hurt_3()],
        responsible: [
            forgiveness::responsible_1(),
            forgiveness::responsible_2(),
            forgiveness::responsible_3(),
        ],
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/practices", words::path::title()), forgiveness::title(), ())}
            {guide(lines)}
            {offline()}
            {move || seen.get().map(|it| view! { {first(&it)}{told(&it)}{pages(&it)} })}
            {begin(says)}
            {refusal(says)}
            {kindly(forgiveness::kindly())}
        },
    )
}

fn first(seen: &Seen) -> Option<Node> {
    let waits = seen.amends_are_open && seen.pages.is_empty();
    waits.then(|| notice("#icon-resting", false, view! { <p>{forgiveness::amends_come_first()}</p> }))
}

fn told(seen: &Seen) -> Option<Node> {
    let other = other();
    let rows: Vec<_> = seen.told.iter().map(|id| {
        let href = ["/forgiveness/told/", id].concat();
        view! { <li><a href=href>{icon("#icon-letter")}<span>{forgiveness::told_title(&other)}</span>{icon_turns("#icon-onward")}</a></li> }
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="told"><h2 id="told">{forgiveness::they_shared(&other)}</h2><ul class="links">{rows}</ul></section>
    })
}

fn pages(seen: &Seen) -> Option<Node> {
    let rows: Vec<_> = seen.pages.iter().cloned().map(|it| view! {
        <li><a href=it.href>{icon("#icon-forgive")}<span>{it.name}<small>{it.day}</small></span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="yours"><h2 id="yours">{forgiveness::yours()}</h2>{audience(Reader::OnlyYou)}<ul class="links">{rows}</ul></section>
    })
}

/// Begins a page and leads to it.
fn begins(of: Of, amends_elsewhere: bool, says: Says) {
    if tell(Command::Begin { of, hurt: None, amends_elsewhere }.into(), says) {
        let newest = |couple: &Couple| couple.forgiveness.pages().last().map(|it| it.id);
        if let Some(id) = journey::read_once(|couple, _| newest(couple)).flatten() {
            go(&at(id, "/write"));
        }
    }
}

fn begin(says: Says) -> Node {
    let way = |of: Of, name: String, line: &'static str| {
        let act = move |_| {
            let made = || journey::read_once(|couple, _| Forgiveness::amends_were_made(couple)) == Some(true);
            if of != Of::WhatIDid || made() { begins(of, false, says) } else { go("/forgiveness/amends") }
        };
        view! { <li><button type="button" on:click=act>{icon("#icon-write")}<span>{name}<small>{line}</small></span>{icon_turns("#icon-onward")}</button></li> }
    };
    view! {
        <section class="section" aria-labelledby="begin"><h2 id="begin">{forgiveness::begin_title()}</h2>
            {audience(Reader::OnlyYou)}
            <ul class="links ways">
                {way(Of::TheOther, forgiveness::begin_other(&other()), forgiveness::begin_other_says())}
                {way(Of::WhatIDidNotSee, forgiveness::begin_not_see().to_owned(), forgiveness::begin_not_see_says())}
                {way(Of::WhatIDid, forgiveness::begin_did().to_owned(), forgiveness::begin_did_says())}
            </ul></section>
    }
}

/// To forgive oneself for what one did comes after amends.
pub(super) fn amends_first() -> Node {
    let says: Says = RwSignal::new(None);
    ui::page(
        Place::Mine,
        view! {
            {head(back(), forgiveness::amends_first_title(), view! { <p class="lead">{forgiveness::amends_first()}</p> })}
            {refusal(says)}
            <p class="acts acts-wide"><a class="button" href="/apology">{icon("#icon-letter")}{forgiveness::to_apology()}</a>
                <button class="button-quiet" type="button" on:click=move |_| begins(Of::WhatIDid, true, says)>{forgiveness::amends_elsewhere()}</button></p>
        },
    )
}
