//! Both answers, open, and what may follow: rebuilding, or time, a counsellor, parting well. Nobody is to blame.

use std::rc::Rc;

use crate::view::*;
use domain::path::What;
use domain::same_page::{Answer, BothPages, ToWrite};

use super::{ask_again, back, wants_name, weeks_name};
use crate::platform;
use crate::practices::refusal;
use crate::reveal::{Reveal, reveal};
use crate::safety::somebody_to_talk_with;
use crate::two::{Seat, two_now};
use crate::ui::{Reader, audience, icon, icon_turns, kindly, notice, person, when};
use crate::words::same_page;

const LOOKED: &str = "same_page/looked";

/// `asked`: it is the latest, with how the next one stands.
pub(super) fn screen(asking: u16, both: BothPages, asked: Option<ToWrite>) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let day = when::weekday_and_day(platform::wall_clock_at(both.sealed_ms).day());
    let shown = Rc::new((both, asked, two.me.id));
    let (leaves, below) = (Rc::clone(&shown), Rc::clone(&shown));
    let number = asking.to_string();
    reveal(Reveal {
        looked: LOOKED,
        // As long as there are numbers of this many figures, a later one has a greater name.
        which: ["00000".get(number.len()..).unwrap_or_default(), &number].concat(),
        told: What::LookAtBothPages { asking },
        is_latest: shown.1.is_some(),
        about: String::new(),
        back,
        title: same_page::title(),
        lead: same_page::asked_of(&day),
        leaf: Rc::new(move |seat| {
            leaf(seat, if seat.id == leaves.2 { &leaves.0.mine } else { &leaves.0.theirs })
        }),
        below: Rc::new(move || what_follows(&below.0, below.1.as_ref(), &day)),
    })
}

fn leaf(seat: &Seat, answer: &Answer) -> Node {
    let line = |name: &'static str, text: &Option<String>| {
        text.clone().map(|text| view! { <div><p class="small">{name}</p><div class="words"><p dir="auto">{text}</p></div></div> })
    };
    let weeks = weeks_name(answer.gives_weeks);
    view! {
        <p class="byline">{person(seat.side, seat.name.clone())}</p>
        <div><p class="small">{same_page::of_wants()}</p><p class="words same-page-wants">{wants_name(answer.wants)}</p></div>
        <div><p class="small">{same_page::of_weeks()}</p><p class="words">{weeks}</p></div>
        {line(same_page::needs(), &answer.needs)}
        {line(same_page::remorse(), &answer.remorse)}
        {line(same_page::interest(), &answer.interest)}
    }
}

fn what_follows(both: &BothPages, asked: Option<&ToWrite>, day: &str) -> Node {
    let outcome = if both.both_lean_yes() { rebuild(both, day) } else { apart() };
    view! {
        {audience(Reader::Both)}
        {outcome}
        {asked.map(again)}
        {kindly(same_page::open_end())}
    }
}

fn rebuild(both: &BothPages, day: &str) -> Node {
    let weeks = both.weeks().map_or_else(
        || same_page::both_weeks_open().to_owned(),
        |weeks| same_page::both_weeks(&weeks_name(Some(weeks)).to_lowercase()),
    );
    view! {
        <section class="section" aria-labelledby="outcome">
            <h2 id="outcome">{same_page::both_yes()}</h2>
            <p>{same_page::both_yes_says(day)}</p>
            <p>{weeks}</p>
            <p class="acts acts-wide"><a class="button" href="/practices">{same_page::to_path()}</a><a class="button-quiet" href="/promises">{same_page::to_promises()}</a></p>
        </section>
    }
}

/// Where either does not lean towards yes. Which of the two it was is not said again.
fn apart() -> Node {
    let way = |href: &'static str, drawing: &'static str, name: &'static str, says: &'static str| {
        view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
    };
    view! {
        <section class="section" aria-labelledby="outcome">
            <h2 id="outcome">{same_page::not_same()}</h2>
            <p>{same_page::not_same_says()}</p>
            <ul class="links">
                {way("/time", "#icon-resting", same_page::time(), same_page::time_says())}
                {way("/leaning", "#icon-only-you", same_page::parting(), same_page::parting_says())}
            </ul>
        </section>
        {somebody_to_talk_with()}
    }
}

/// It can be asked again, and never nags.
fn again(asked: &ToWrite) -> Node {
    let says = RwSignal::new(None);
    let name = two_now().map(|it| it.other_name()).unwrap_or_default();
    let answer = || view! { <p class="acts"><a class="button-quiet button-small" href="/same-page/write">{same_page::answer_again()}</a></p> };
    if asked.asked_by_them {
        return notice("#icon-letter", false, view! { <p>{same_page::they_ask_again(&name)}</p>{answer()} });
    }
    if asked.asked_by_me {
        return notice("#icon-resting", false, view! { <p>{same_page::you_asked_again()}</p>{answer()} });
    }
    view! {
        <section class="section">
            <p class="quiet">{same_page::again()}</p>
            {refusal(says)}
            <p class="acts"><button class="button-quiet" type="button" on:click=move |_| ask_again(says)>{same_page::ask_again()}</button></p>
        </section>
    }
}
