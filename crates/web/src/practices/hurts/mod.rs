//! What happened on a screen: written for oneself first, shared as one whole after a warning and a preview, named by
//! both; and the page of one hurt, from which everything about it is reached.

mod account;
mod add;
mod one;
mod share;
mod write;

use crate::view::*;
use domain::hurts::{Part, Refusal, Side};
use domain::path::chapter;
use domain::{Couple, Flaw, HurtId, PersonId};

use crate::about::name_of;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::path::{chapter_mark, chapter_name};
use crate::platform::page;
use crate::today::offline;
use crate::ui::{self, Place, empty, head, icon, icon_turns, kindly};
use crate::words::{self, hurts};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["write"] => write::screen(None),
        [id] => with(id, one::screen),
        [id, "write"] => with(id, |id| write::screen(Some(id))),
        [id, "share"] => with(id, share::screen),
        [id, "add"] => with(id, add::screen),
        _ => return None,
    })
}

fn with(id: &str, page: fn(HurtId) -> Node) -> Node {
    HurtId::parse(id).map_or_else(not_here, page)
}

fn not_here() -> Node {
    ui::page(
        Place::Ours,
        view! { {head(ui::back("/hurts", hurts::name()), hurts::no_such(), view! { <p class="lead">{hurts::no_such_says()}</p> })} },
    )
}

/// The address of one hurt, and of what belongs to it.
fn at(hurt: HurtId, rest: &str) -> String {
    ["/hurts/", &hurt.to_string(), rest].concat()
}

/// The way back to one hurt.
fn back_to(hurt: HurtId, name: String) -> Option<Node> {
    Some(view! { <a href=at(hurt, "")>{icon_turns("#icon-back")}<span class="cut">{name}</span></a> })
}

/// What a part of an account is called.
fn part_name(part: Part) -> &'static str {
    match part {
        Part::What => hurts::what(),
        Part::SinceWhen => hurts::since(),
        Part::IsItOver => hurts::over(),
        Part::Health => hurts::health(),
        Part::Money => hurts::money(),
        Part::Lies => hurts::lies(),
        Part::WhoKnows => hurts::knows(),
        Part::WhatItDid => hurts::did(),
    }
}

/// How one sees one's own part, to choose from.
fn side_name(side: Option<Side>) -> &'static str {
    match side {
        Some(Side::IWasHurt) => hurts::i_was_hurt(),
        Some(Side::IAmResponsible) => hurts::i_am_responsible(),
        None => hurts::i_do_not_say(),
    }
}

/// A hurt in the list.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    id: HurtId,
    name: String,
    chapter: Option<chapter::Chapter>,
}

fn gather(couple: &Couple, _: PersonId) -> (Vec<Row>, Vec<Row>) {
    let shared = couple.hurts.all().into_iter().map(|it| Row {
        id: it.id,
        name: it.name().unwrap_or_default().to_owned(),
        chapter: Some(chapter::of_hurt(couple, it.id)),
    });
    let alone = |id: &HurtId| couple.hurts.get(*id).is_none_or(|it| !it.is_shared());
    let own = couple.hurts.written().filter(|(id, ..)| alone(id));
    let own = own.map(|(id, _, it)| Row { id, name: it.name.clone(), chapter: None });
    (shared.collect(), own.collect())
}

fn screen() -> Node {
    page::title(words::app::ours());
    let rows = Memo::new(|| journey::read(gather).unwrap_or_default());
    let lines = Guide {
        anyone: [hurts::anyone_1(), hurts::anyone_2(), hurts::anyone_3()],
        hurt: [hurts::hurt_1(), hurts::hurt_2(), hurts::hurt_3()],
        responsible: [hurts::responsible_1(), hurts::responsible_2(), hurts::responsible_3()],
    };
    let shown = move || {
        let (shared, own) = rows.get();
        if shared.is_empty() && own.is_empty() {
            return empty(hurts::none(), hurts::none_says(), Node::Nothing);
        }
        view! {
            {list("shared", hurts::shared_title(), None, shared)}
            {list("own", hurts::mine_title(), Some(hurts::mine_says()), own)}
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/practices/understand", words::path::understand()), hurts::title(), ())}
            {guide(lines)}
            {offline()}
            {shown}
            <p class="acts acts-wide"><a class="button" href="/hurts/write">{icon("#icon-plus")}{hurts::write_one()}</a></p>
            {kindly(hurts::kindly())}
        },
    )
}

fn list(id: &'static str, title: &'static str, says: Option<&'static str>, rows: Vec<Row>) -> Node {
    if rows.is_empty() {
        return Node::Nothing;
    }
    let rows: Vec<_> = rows.into_iter().map(|it| {
        let mark = it.chapter.map_or_else(|| icon("#icon-only-you"), chapter_mark);
        let stands = it.chapter.map_or(hurts::only_yours(), chapter_name);
        view! { <li><a href=at(it.id, "")>{mark}<span class="words cut">{it.name}<small>{stands}</small></span>{icon_turns("#icon-onward")}</a></li> }
    }).collect();
    let says = says.map(|it| view! { <p class="quiet">{it}</p> });
    view! { <section class="section" aria-labelledby=id><h2 id=id>{title}</h2>{says}<ul class="links links-words">{rows}</ul></section> }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => hurts::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => hurts::words_too_long(),
        Refusal::NoSuchHurt => hurts::no_such(),
        Refusal::WarnFirst => hurts::warn_first(),
        Refusal::IsThisEverything => hurts::is_this_everything(),
        Refusal::ChangedSince => hurts::changed_since(),
        Refusal::AlreadyShared => hurts::already_shared(),
        Refusal::NothingShared => hurts::nothing_shared(),
    }
}
