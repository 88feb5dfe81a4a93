//! The front of learning: sitting, writing, what was written, opening together, and seeing from outside.

use crate::view::*;
use domain::Couple;
use domain::exchange::Subject;
use domain::exchange::ToOpen;
use domain::learning::{Lesson, Pages};

use super::{at, day_of};
use crate::about::{self, About};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly};
use crate::words::{self, learning};

/// A lesson in the list.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    href: String,
    text: String,
    day: String,
}

fn row(it: &Lesson) -> Row {
    let text = it.passages.last().map(|it| it.text.clone()).unwrap_or_default();
    Row { href: at(it.id, ""), text, day: day_of(it.begun.ms) }
}

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    lessons: Vec<Row>,
    next: ToOpen<Pages>,
    /// Every opening together, with the day on which both had sealed.
    opened: Vec<(u16, String)>,
    outside: Vec<(String, String)>,
    outside_is_due: bool,
}

impl Seen {
    fn of(couple: &Couple, about: About) -> Self {
        let its = &couple.learning;
        let lessons = its.lessons();
        let next = its.to_open(couple);
        let sealed = |sitting: u16| couple.exchange.sealed_by_both_ms(Subject::Learning { sitting }.round());
        let opened = (1..next.number).rev().filter_map(|it| Some((it, day_of(sealed(it)?))));
        let outside = its.from_outside().iter().rev().map(|it| (day_of(it.at.ms), it.text.clone()));
        Self {
            lessons: lessons
                .into_iter()
                .rev()
                .filter(|it| about.is_none() || it.about == about)
                .map(row)
                .collect(),
            opened: opened.collect(),
            next,
            outside: outside.collect(),
            outside_is_due: its.outside_is_due(&platform::now()),
        }
    }
}

pub(super) fn screen(about: About) -> Node {
    let says: Says = RwSignal::new(None);
    let seen = Memo::new(move || journey::read(|couple, _| Seen::of(couple, about)));
    // An offer to open together is not shown where only one hurt is.
    if about.is_none() {
        read_here("/learning".to_owned(), None);
    }
    let lines = Guide {
        anyone: [learning::anyone_1(), learning::anyone_2(), learning::anyone_3()],
        hurt: [learning::hurt_1(), learning::hurt_2(), learning::hurt_3()],
        responsible: [learning::responsible_1(), learning::responsible_2(), learning::responsible_3()],
    };
    ui::page(
        Place::Mine,
        view! {
            {head(about::back(about, ui::back("/mine", words::app::mine())), learning::title(), ())}
            {about::line(about, "/learning")}
            {about.is_none().then(|| guide(lines))}
            {offline()}
            <p class="acts acts-wide"><a class="button" href=about::at("/learning", about, "/sit")>{icon("#icon-breath")}{learning::sit()}</a>
                <a class="button-quiet" href=about::at("/learning", about, "/write")>{icon("#icon-write")}{learning::write_at_once()}</a></p>
            {refusal(says)}
            {move || seen.get().map(|it| view! { {lessons(&it)}{about.is_none().then(|| view! { {together(&it, says)}{outside(&it)} })} })}
            {kindly(learning::kindly())}
        },
    )
}

fn lessons(seen: &Seen) -> Option<Node> {
    let rows: Vec<_> = seen.lessons.iter().cloned().map(|it| view! {
        <li><a href=it.href>{icon("#icon-note")}<span class="words cut">{it.text}<small>{it.day}</small></span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="lessons"><h2 id="lessons">{learning::all()}</h2>{audience(Reader::OnlyYou)}<ul class="links links-words">{rows}</ul></section>
    })
}

/// Opening together, if both wish. Nothing here tells whether the other has sealed.
fn together(seen: &Seen, says: Says) -> Option<Node> {
    let other = two().filter(|it| it.are_together())?.other_name();
    let next = &seen.next;
    let offered = match (next.offered_by_me, next.offered_by_them) {
        (true, true) => learning::both_offered(&other),
        (true, false) => learning::i_offered(&other),
        (false, true) => learning::they_offered(&other),
        (false, false) => learning::together_says(&other),
    };
    let acts = match (&next.sealed, seen.lessons.first()) {
        (Some(_), _) => {
            view! { <a class="button-quiet" href="/learning/together">{icon("#icon-sealed")}{learning::see_sealed()}</a> }
        }
        (None, Some(newest)) => {
            let href = [&newest.href, "/seal"].concat();
            let offer = (!next.offered_by_me).then(|| view! {
                <button class="button-plain" type="button" on:click=move |_| { tell(domain::learning::Command::Offer.into(), says); }>{learning::offer(&other)}</button>
            });
            view! { <a class="button-quiet" href=href>{icon("#icon-sealed")}{learning::choose_and_seal()}</a>{offer} }
        }
        (None, None) => Node::Nothing,
    };
    let opened: Vec<_> = seen.opened.iter().map(|(sitting, day)| {
        let href = ["/learning/together/", &sitting.to_string()].concat();
        view! { <li><a href=href>{icon("#icon-open")}<span>{learning::opened_title()}<small>{day.clone()}</small></span>{icon_turns("#icon-onward")}</a></li> }
    }).collect();
    let opened = (!opened.is_empty()).then(|| view! { <ul class="links">{opened}</ul> });
    Some(view! {
        <section class="section" aria-labelledby="together"><h2 id="together">{learning::together_title()}</h2>
            <p>{offered}</p><p class="acts">{acts}</p>{opened}</section>
    })
}

/// A quarrel as a kind outsider would have seen it, every four months.
fn outside(seen: &Seen) -> Node {
    let due = seen.outside_is_due.then(|| view! { <p>{learning::outside_due()}</p> });
    let earlier: Vec<_> = seen.outside.iter().cloned().map(|(day, text)| view! {
        <article class="paper paper-private"><p class="byline">{day}</p><div class="words"><p>{text}</p></div>{audience(Reader::OnlyYou)}</article>
    }).collect();
    let earlier = (!earlier.is_empty()).then(|| view! { <details><summary>{learning::outside_earlier()}</summary><div class="papers">{earlier}</div></details> });
    view! {
        <section class="section" aria-labelledby="outside"><h2 id="outside">{learning::outside_title()}</h2>
            <p class="quiet">{learning::outside_says()}</p>{due}
            <p class="acts"><a class="button-quiet" href="/learning/outside">{icon("#icon-write")}{learning::outside_begin()}</a></p>{earlier}</section>
    }
}
