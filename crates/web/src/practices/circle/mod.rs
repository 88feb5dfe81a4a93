//! One's circle on a screen: a private map of the people who have been reliable, and pages on which a thought is weighed.

mod someone;
mod thought;

use crate::view::*;
use domain::circle::{Page, Refusal, Ring, Someone};
use domain::{Couple, Flaw, SomeoneId, WeighingId};

use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::page;
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly};
use crate::words::{self, circle, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::mine());
    Some(match rest {
        [] => screen(),
        ["someone"] => someone::screen(None),
        ["someone", id] => SomeoneId::parse(id).map_or_else(not_here, |it| someone::screen(Some(it))),
        ["thought"] => thought::screen(None),
        ["thought", id] => WeighingId::parse(id).map_or_else(not_here, |it| thought::screen(Some(it))),
        _ => return None,
    })
}

fn not_here() -> Node {
    ui::page(Place::Mine, view! { {head(back(), writing::not_here(), ())} })
}

fn back() -> Option<Node> {
    ui::back("/circle", circle::name())
}

/// What a ring is called, and who stands in it.
fn ring_name(ring: Ring) -> (&'static str, &'static str) {
    match ring {
        Ring::Near => (circle::near(), circle::near_says()),
        Ring::Midway => (circle::midway(), circle::midway_says()),
        Ring::Far => (circle::far(), circle::far_says()),
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    rings: Vec<(Ring, Vec<Someone>)>,
    pages: Vec<Page>,
}

impl Seen {
    fn of(couple: &Couple) -> Self {
        let its = &couple.circle;
        let people = |ring| its.ring(ring).into_iter().cloned().collect();
        Self {
            rings: Ring::ALL.into_iter().map(|ring| (ring, people(ring))).collect(),
            pages: its.pages().into_iter().rev().cloned().collect(),
        }
    }
}

fn screen() -> Node {
    let seen = Memo::new(move || journey::read(|couple, _| Seen::of(couple)));
    let lines = Guide {
        anyone: [circle::anyone_1(), circle::anyone_2(), circle::anyone_3()],
        hurt: [circle::hurt_1(), circle::anyone_2(), circle::anyone_3()],
        responsible: [circle::responsible_1(), circle::anyone_2(), circle::anyone_3()],
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), circle::title(), ())}
            {guide(lines)}
            {offline()}
            {audience(Reader::OnlyYou)}
            {move || seen.get().map(|it| view! { {map(it.rings)}{thoughts(it.pages)} })}
            {kindly(circle::kindly())}
        },
    )
}

/// Near inside, far outside; read from the middle outwards.
fn map(rings: Vec<(Ring, Vec<Someone>)>) -> Node {
    let drawn = rings.into_iter().fold(Node::Nothing, |inner, (ring, people)| {
        let (name, says) = ring_name(ring);
        let none = people.is_empty().then(|| view! { <p class="small">{circle::nobody()}</p> });
        let people: Vec<_> = people.into_iter().map(person).collect();
        let people = (!people.is_empty()).then(|| view! { <ul class="ring-people">{people}</ul> });
        view! { <section class="ring">{inner}<h3>{name}<small>{says}</small></h3>{none}{people}</section> }
    });
    view! {
        <section class="section" aria-labelledby="map"><h2 class="only-read" id="map">{circle::map()}</h2>
            <div class="rings">{drawn}</div>
            <p class="acts acts-wide"><a class="button" href="/circle/someone">{icon("#icon-plus")}{circle::put_someone()}</a></p></section>
    }
}

fn person(it: Someone) -> Node {
    let href = ["/circle/someone/", &it.id.to_string()].concat();
    view! { <li><a href=href><b>{it.name}</b><span class="words">{it.example}</span></a></li> }
}

fn thoughts(pages: Vec<Page>) -> Node {
    let rows: Vec<_> = pages.into_iter().map(|it| {
        let href = ["/circle/thought/", &it.id.to_string()].concat();
        let weighing = it.weighing;
        let fairer = (!weighing.fairer.is_empty()).then_some(weighing.fairer);
        view! { <li><a href=href>{icon("#icon-words")}<span class="words">{weighing.thought}<small>{fairer}</small></span>{icon_turns("#icon-onward")}</a></li> }
    }).collect();
    let rows = (!rows.is_empty()).then(|| view! { <ul class="links links-words">{rows}</ul> });
    view! {
        <section class="section" aria-labelledby="thoughts"><h2 id="thoughts">{circle::thoughts_title()}</h2>
            <p class="quiet">{circle::thoughts_says()}</p>{rows}
            <p class="acts"><a class="button-quiet" href="/circle/thought">{icon("#icon-write")}{circle::weigh()}</a></p></section>
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => circle::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => circle::words_too_long(),
        Refusal::ExampleIsMissing => circle::example_missing(),
        Refusal::NoSuchPerson | Refusal::NoSuchPage => writing::not_here(),
        Refusal::TooMany => circle::too_many(),
    }
}
