//! The front of why: to who is responsible what they write, to the other what was shared with them.

use std::rc::Rc;

use crate::view::*;
use domain::why::{Command, Summary, Writing};
use domain::{Couple, HurtId, PersonId, WhyId};

use super::{at, day_of};
use crate::about::{self, About, name_now};
use crate::app::go;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::two;
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, icon, icon_turns, kindly, person};
use crate::words::{self, why, writing};
use crate::writing::{said, second_step};

#[derive(Clone, Default, PartialEq, Eq)]
struct Seen {
    writings: Vec<(WhyId, String, Option<HurtId>)>,
    shared: Vec<(PersonId, Summary)>,
    /// Hurts that one could write about.
    hurts: Vec<HurtId>,
}

fn gather(couple: &Couple, me: PersonId, about: About) -> Seen {
    let belongs = |hurt: About| about.is_none() || hurt == about;
    let row = |it: &Writing| (it.id, day_of(it.begun.ms), it.hurt);
    let people = [couple.partner(), Some(me)].into_iter().flatten();
    let shared = people.flat_map(|who| couple.why.shared_by(who).cloned().map(move |it| (who, it)));
    let shared = shared.filter(|(_, it)| belongs(it.hurt));
    let known = couple.hurts.all().into_iter().map(|it| it.id);
    let own = couple.hurts.written().map(|(id, ..)| id);
    let mut hurts: Vec<HurtId> = Vec::new();
    for id in known.chain(own) {
        if !hurts.contains(&id) && belongs(Some(id)) {
            hurts.push(id);
        }
    }
    let writings = couple.why.writings().filter(|it| belongs(it.hurt)).map(row);
    Seen { writings: writings.collect(), shared: shared.collect(), hurts }
}

pub(super) fn screen(about: About) -> Node {
    let says: Says = RwSignal::new(None);
    let seen = Memo::new(move || journey::read(|couple, me| gather(couple, me, about)).unwrap_or_default());
    read_here("/why".to_owned(), about);
    let lines = Guide {
        anyone: [why::anyone_1(), why::anyone_2(), why::anyone_3()],
        hurt: [why::hurt_1(), why::hurt_2(), why::hurt_3()],
        responsible: [why::responsible_1(), why::responsible_2(), why::responsible_3()],
    };
    ui::page(
        Place::Mine,
        view! {
            {head(about::back(about, ui::back("/mine", words::app::mine())), why::title(), ())}
            {about::line(about, "/why")}
            {about.is_none().then(|| guide(lines))}
            {offline()}
            {refusal(says)}
            {move || { let seen = seen.get(); view! { {theirs(&seen)}{own(&seen)}{begin(&seen.hurts, about, says)}{mine(&seen, says)} } }}
            {kindly(why::kindly())}
        },
    )
}

/// What the other shared.
fn theirs(seen: &Seen) -> Option<Node> {
    let other = two()?.other?;
    let papers: Vec<_> = seen.shared.iter().filter(|(who, _)| *who == other.id).map(|(_, it)| view! {
        <article class="paper"><p class="byline">{person(other.side, other.name.clone())}" "<span>{day_of(it.at.ms)}</span>{about(it.hurt)}</p>{summary(it)}{audience(Reader::Both)}</article>
    }).collect();
    (!papers.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="theirs"><h2 id="theirs">{why::theirs(&other.name)}</h2>{papers}<p class="quiet">{why::theirs_says()}</p></section>
    })
}

fn about(hurt: Option<HurtId>) -> Option<Node> {
    hurt.and_then(name_now).map(|name| view! { <span>{why::about(&name)}</span> })
}

fn summary(it: &Summary) -> Node {
    let different = (!it.different.is_empty())
        .then(|| said(super::part(domain::why::Part::Different).0, it.different.clone()));
    view! { <div class="words"><p>{it.summary.clone()}</p></div>{different} }
}

/// What one writes for oneself.
fn own(seen: &Seen) -> Option<Node> {
    let rows: Vec<_> = seen.writings.iter().map(|(id, day, hurt)| {
        let name = hurt.and_then(name_now).unwrap_or_else(|| why::one_title().to_owned());
        view! { <li><a href=at(*id, "")>{icon("#icon-write")}<span>{name}<small>{why::begun_on(day)}</small></span>{icon_turns("#icon-onward")}</a></li> }
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="own"><h2 id="own">{why::own()}</h2>{audience(Reader::OnlyYou)}<ul class="links">{rows}</ul></section>
    })
}

/// The newest writing of the viewer.
fn newest() -> Option<WhyId> {
    journey::read_once(|couple, _| {
        let mut newest: Option<&Writing> = None;
        for it in couple.why.writings() {
            newest = newest.filter(|other| other.begun >= it.begun).or(Some(it));
        }
        newest.map(|it| it.id)
    })
    .flatten()
}

/// Beginning, about a hurt or about none that has a name yet.
fn begin(hurts: &[HurtId], only: About, says: Says) -> Node {
    let about: RwSignal<About> = RwSignal::new(only.or(hurts.first().copied()));
    let named = hurts.iter().filter_map(|id| Some((Some(*id), name_now(*id)?)));
    let options: Vec<Choice<Option<HurtId>>> = named
        .chain([(None, why::about_none().to_owned())])
        .map(|(value, name)| Choice { value, name, says: String::new() })
        .collect();
    let begin = move |_| {
        if tell(Command::Begin { hurt: about.get_untracked() }.into(), says)
            && let Some(id) = newest()
        {
            go(&at(id, ""));
        }
    };
    let several = options.len() > 1 && only.is_none();
    // Who was hurt alone has nothing to begin here, and can all the same.
    let parts = journey::read_once(|couple, me| couple.hurts.parts_of(me)).unwrap_or_default();
    let class = if parts.was_hurt && !parts.is_responsible { "button-quiet" } else { "button" };
    view! {
        <section class="section" aria-labelledby="begin"><h2 id="begin">{why::begin_title()}</h2>
            {several.then(|| choices("about", why::about_what(), options, about))}
            <p class="acts acts-wide"><button class=class type="button" on:click=begin>{icon("#icon-write")}{why::begin()}</button></p></section>
    }
}

/// What one shared oneself.
fn mine(seen: &Seen, says: Says) -> Option<Node> {
    let me = two()?.me;
    let papers: Vec<_> = seen.shared.iter().filter(|(who, _)| *who == me.id).map(|(_, it)| {
        let id = it.id;
        let back = move || { tell(Command::Withdraw { why: id }.into(), says); };
        let step = second_step(writing::take_back(), why::take_back_ask(), writing::take_back_yes(), Rc::new(back));
        view! { <article class="paper"><p class="byline">{person(me.side, me.name.clone())}" "<span>{day_of(it.at.ms)}</span>{about(it.hurt)}</p>{summary(it)}{audience(Reader::Both)}{step}</article> }
    }).collect();
    (!papers.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="shared"><h2 id="shared">{why::shared_by_me()}</h2>{papers}</section>
    })
}
