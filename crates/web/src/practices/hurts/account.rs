//! Accounts on paper: the viewer's own, shared or not, and the other's, which stays closed until the reader opens it.
//! What was added later stands under its part with its day.

use crate::view::*;
use domain::HurtId;
use domain::hurts::{Addition, Command, Hurt, Part, Telling, Told};

use super::{at, part_name};
use crate::platform::{self, page};
use crate::practices::{Says, tell};
use crate::two::{Seat, Two};
use crate::ui::{Reader, audience, icon, person, when};
use crate::words::hurts;
use crate::writing::said;

fn day_of(ms: u64) -> String {
    when::day(platform::wall_clock_at(ms).day())
}

/// An account for its preview: what it is called, then each part.
pub(super) fn parts_of(telling: &Telling) -> Vec<(&'static str, String)> {
    let name = core::iter::once((hurts::call_it(), telling.name.clone()));
    let part = super::side_name(Some(telling.side)).to_owned();
    let side = core::iter::once((hurts::your_part(), part));
    let passages = telling.account.passages().iter().map(|it| (part_name(it.part), it.words.clone()));
    name.chain(side).chain(passages).collect()
}

/// An account that is shared.
fn told(it: &Told, by: &Seat) -> Node {
    let every = [
        Part::What,
        Part::SinceWhen,
        Part::IsItOver,
        Part::Health,
        Part::Money,
        Part::Lies,
        Part::WhoKnows,
        Part::WhatItDid,
    ];
    let parts: Vec<_> = every.into_iter().filter_map(|part| passage(it, part)).collect();
    view! {
        <article class="paper">
            <p class="byline">{person(by.side, by.name.clone())}" "<span>{hurts::told_on(&day_of(it.at.ms))}</span></p>
            {parts}
            {audience(Reader::Both)}
        </article>
    }
}

/// A part with what was added to it.
fn passage(told: &Told, part: Part) -> Option<Node> {
    let first = told.account.get(part);
    let added: Vec<_> = told.additions.iter().filter(|it| it.part == part).map(addition).collect();
    if first.is_none() && added.is_empty() {
        return None;
    }
    let first = first.map(|it| said(part_name(part), it.to_owned()));
    let head = first.is_none().then(|| view! { <h3 class="small">{part_name(part)}</h3> });
    Some(view! { {first}{head}{added} })
}

fn addition(it: &Addition) -> Node {
    view! {
        <div class="addition">
            <p class="state">{icon("#icon-plus")}{hurts::added_on(&day_of(it.at.ms))}</p>
            <div class="words"><p>{it.words.clone()}</p></div>
        </div>
    }
}

/// What the other tells, closed until it is opened here.
pub(super) fn theirs(hurt: &Hurt, two: &Two, unread: bool, says: Says) -> Option<Node> {
    let other = two.other.as_ref()?;
    let id = hurt.id;
    let Some(account) = hurt.told_by(other.id) else {
        return Some(view! { <p class="quiet">{hurts::they_tell_nothing(&other.name)}</p> });
    };
    if !unread {
        return Some(told(account, other));
    }
    let read = move |_| {
        if tell(Command::Read { hurt: id }.into(), says) {
            page::focus("#their-account");
        }
    };
    Some(view! {
        <div class="paper paper-resting">
            <h3>{hurts::unread_title()}</h3>
            <p>{hurts::unread(&other.name)}</p>
            <p class="acts"><button class="button" type="button" on:click=read>{hurts::read_now()}</button><a class="button-plain" href="/">{hurts::later()}</a></p>
        </div>
    })
}

/// What the viewer tells, or wrote for themselves.
pub(super) fn mine(hurt: HurtId, shared: Option<&Told>, own: Option<&Telling>, two: &Two) -> Node {
    match (shared, own) {
        (Some(it), _) => view! {
            {told(it, &two.me)}
            <p class="acts"><a class="button-quiet" href=at(hurt, "/add")>{icon("#icon-plus")}{hurts::add()}</a></p>
        },
        (None, Some(own)) => {
            let parts: Vec<_> =
                own.account.passages().iter().map(|it| said(part_name(it.part), it.words.clone())).collect();
            view! {
                <article class="paper paper-private">
                    <p class="byline"><span>{super::side_name(Some(own.side))}</span></p>
                    {parts}
                    {audience(Reader::OnlyYou)}
                </article>
                <p class="acts acts-wide"><a class="button-quiet" href=at(hurt, "/write")>{icon("#icon-write")}{hurts::go_on_writing()}</a>
                <a class="button-quiet" href=at(hurt, "/share")>{hurts::read_before_sharing()}</a></p>
            }
        }
        (None, None) => view! {
            <p class="quiet">{hurts::you_tell_nothing()}</p>
            <p class="acts"><a class="button-quiet" href=at(hurt, "/write")>{icon("#icon-write")}{hurts::write_yours()}</a></p>
        },
    }
}
