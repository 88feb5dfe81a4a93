//! Both check-ins: the moment of opening, once, and then side by side.

use std::rc::Rc;

use crate::view::*;
use domain::check_in::{Answers, Pair, SideBySide};
use domain::path::What;

use super::facet_name;
use crate::journey;
use crate::reveal::{Reveal, reveal};
use crate::two::{Seat, Two, two_now};
use crate::ui::{self, Reader, Side, as_table, audience, icon, mark, person, when};
use crate::words::{self, check_in};

/// Under which name it is kept which week was opened last.
pub(super) const LOOKED: &str = "check_in/looked";

pub(super) fn screen(both: SideBySide) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let week = both.week;
    let latest =
        journey::read_once(|couple, _| couple.check_in.opened(couple).first().map(|it| it.week)).flatten();
    let shown = Rc::new((both, two));
    let below = Rc::clone(&shown);
    reveal(Reveal {
        looked: LOOKED,
        which: week.to_string(),
        told: What::LookAtCheckIn { week },
        is_latest: latest == Some(week),
        about: String::new(),
        back: || ui::back("/ours", words::app::ours()),
        title: check_in::opened_title(),
        lead: check_in::opened_lead(&when::weekday_and_day(week)),
        leaf: Rc::new(move |seat| {
            let (both, two) = &*shown;
            written(seat, if seat.id == two.me.id { &both.mine } else { &both.theirs })
        }),
        below: Rc::new(move || side_by_side(&below.0, &below.1)),
    })
}

fn written(seat: &Seat, answers: &Answers) -> Node {
    let line = |name: &'static str, text: &Option<String>| {
        text.clone().map(
            |text| view! { <div><p class="small">{name}</p><div class="words"><p>{text}</p></div></div> },
        )
    };
    let silent = answers.appreciation.is_none() && answers.need.is_none();
    view! {
        <p class="byline">{person(seat.side, seat.name.clone())}</p>
        {line(check_in::appreciation(), &answers.appreciation)}
        {line(check_in::need(), &answers.need)}
        {silent.then(|| view! { <p class="quiet">{check_in::no_words()}</p> })}
    }
}

fn side_by_side(both: &SideBySide, two: &Two) -> Node {
    let talk = both.to_talk_about().count() > 0;
    let rows: Vec<_> = both.pairs.iter().map(|it| pair(it, two)).collect();
    let table = table(both, two);
    view! {
        <section class="with-margin" aria-labelledby="side">
            <div class="section">
                <h2 id="side">{check_in::side_by_side()}</h2>
                {legend(two)}
                <ul class="pairs">{rows}</ul>
                <p class="scale-ends" aria-hidden="true"><span>{check_in::scale_low()}</span><span>{check_in::scale_high()}</span></p>
            </div>
            <div class="margin-note" data-tone=(!talk).then_some("plain")>
                {talk.then(|| view! { <p>{check_in::why_talk()}</p> })}
                <p>{check_in::dash_means()}</p>
            </div>
        </section>
        <section class="section">
            <div class="section-head"><h2>{check_in::nothing_now()}</h2><p class="quiet">{check_in::thank_first()}</p></div>
            <p class="acts acts-wide"><a class="button-quiet" href="/check-in/lines">{check_in::see_lines()}</a>{talk.then(|| view! { <a class="button-plain" href="/talk/topic">{check_in::talk_it_over()}</a> })}</p>
            {table}
            <p class="small">{check_in::not_validated()}</p>
        </section>
    }
}

fn legend(two: &Two) -> Node {
    let people: Vec<_> =
        two.in_order().into_iter().map(|seat| view! { {person(seat.side, seat.name)}" " }).collect();
    view! { <div class="legend">{people}{audience(Reader::Both)}</div> }
}

/// What each answered to one side of trust, mark one first.
fn values(pair: &Pair, two: &Two) -> Vec<(Seat, Option<u8>)> {
    two.in_order()
        .into_iter()
        .map(|seat| {
            let value = if seat.id == two.me.id { pair.mine } else { pair.theirs };
            (seat, value)
        })
        .collect()
}

fn said(value: Option<u8>) -> String {
    value.map_or_else(|| words::app::no_answer().to_owned(), |it| it.to_string())
}

fn pair(pair: &Pair, two: &Two) -> Node {
    let values = values(pair, two);
    let spoken: Vec<_> = values.iter().map(|(seat, value)| view! {
        <span>{mark(seat.side)}<span class="only-read">{check_in::of(&seat.name)}</span><span class="figures">{said(*value)}</span></span>
    }).collect();
    view! {
        <li class="pair">
            <span class="pair-name">{facet_name(pair.facet)}</span>
            <span class="pair-values">{spoken}</span>
            <span class="pair-chart">{chart(&values, pair.to_talk_about)}</span>
            {pair.to_talk_about.then(|| view! { <span class="pair-talk">{icon("#icon-talk")}{check_in::talk_about()}</span> })}
        </li>
    }
}

fn percent(value: u8) -> String {
    [&(u16::from(value) * 10).to_string(), "%"].concat()
}

/// Two marks on one line; equal ones stand beside each other, and a wide gap is dotted.
fn chart(values: &[(Seat, Option<u8>)], wide: bool) -> Node {
    let at = |side: Side| values.iter().find(|(seat, _)| seat.side == side).and_then(|(_, value)| *value);
    let (one, two) = (at(Side::One), at(Side::Two));
    let ticks: Vec<_> = ["0%", "50%", "100%"]
        .into_iter()
        .map(|x| view! { <circle class="tick-dot" cx=x cy="50%" r="1.5"/> })
        .collect();
    let marks = match (one, two) {
        (Some(one), Some(two)) if one == two => {
            view! { <svg x=percent(one) y="50%" overflow="visible"><use href="#point-one" x="-5"/><use href="#point-two" x="5.5"/></svg> }
        }
        (one, two) => {
            let between = one.zip(two).map(|(one, two)| view! { <line class="stroke-seam" x1=percent(one) x2=percent(two) y1="50%" y2="50%" stroke-width="2.5" stroke-dasharray=wide.then_some("1 5")/> });
            view! {
                {between}
                {one.map(|it| view! { <use href="#point-one" x=percent(it) y="50%"/> })}
                {two.map(|it| view! { <use href="#point-two" x=percent(it) y="50%"/> })}
            }
        }
    };
    view! { <svg class="chart" aria-hidden="true"><line class="stroke-hair" x1="0" x2="100%" y1="50%" y2="50%" stroke-width="1"/>{ticks}{marks}</svg> }
}

fn table(both: &SideBySide, two: &Two) -> Node {
    let heads = [when::day(both.week)].into_iter().chain(two.in_order().into_iter().map(|seat| seat.name));
    let row = |pair: &Pair| {
        let given = values(pair, two).into_iter().map(|(_, value)| said(value));
        [facet_name(pair.facet).to_owned()].into_iter().chain(given).collect()
    };
    as_table(heads.collect(), both.pairs.iter().map(row).collect())
}
