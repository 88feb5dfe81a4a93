//! The record as stitches, all of one ink and size: a miss is not louder than a kept week. And the lens of how sure one can be.

use crate::view::*;
use domain::measure::Share;
use domain::promises::{Outcome, Week};

use crate::ui::{as_table, tenths, when};
use crate::words::{self, promises};

/// With fewer answers it is too early to say anything.
pub(super) const FEWEST: u32 = 4;

const WHOLE: &str = "M2.5-11-2.5 11";
const BROKEN: &str = "M2.5-11 1.3-5.5M-1.3 5.5-2.5 11";

fn said(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => promises::key_kept(),
        Outcome::MissedToldFirst => promises::key_missed_first(),
        Outcome::Missed => promises::key_missed(),
        Outcome::Unclear => promises::key_unclear(),
        Outcome::SaidKept => promises::key_said_kept(),
        Outcome::Open => promises::key_open(),
        Outcome::ToCome => promises::key_ahead(),
    }
}

fn stitch(outcome: Outcome) -> Node {
    match outcome {
        Outcome::Kept => view! { <path class="stitch" d=WHOLE/> },
        Outcome::MissedToldFirst | Outcome::Missed => view! { <path class="stitch" d=BROKEN/> },
        Outcome::Unclear => view! { <path class="stitch stitch-unclear" d=WHOLE/> },
        Outcome::SaidKept => view! { <path class="stitch stitch-thin" d=WHOLE/> },
        Outcome::Open | Outcome::ToCome => view! { <circle class="stitch-ahead" r="2.5"/> },
    }
}

/// The days side by side, the latest at the end.
pub(super) fn picture(days: &[Week]) -> Node {
    let mut month = 0;
    let columns: Vec<_> = days.iter().map(|day| {
        let date = day.on;
        let named = (date.month() != month).then(|| when::month(date).chars().take(3).collect::<String>());
        month = date.month();
        let read = [&when::day(date), ": ", said(day.outcome)].concat();
        view! {
            <li>
                <svg class="chart" aria-hidden="true"><line class="stroke-hair" x1="0" x2="100%" y1="50%" y2="50%" stroke-width="1.5"/><svg x="50%" y="50%" overflow="visible">{stitch(day.outcome)}</svg></svg>
                <span aria-hidden="true">{date.day().to_string()}{named.map(|it| view! { <br/>{it} })}</span>
                <span class="only-read">{read}</span>
            </li>
        }
    }).collect();
    let mut kinds: Vec<Outcome> = Vec::new();
    for day in days {
        if !kinds.contains(&day.outcome) {
            kinds.push(day.outcome);
        }
    }
    let key: Vec<_> = kinds.into_iter().map(|it| view! { <li><svg aria-hidden="true" viewBox="-12 -14 24 28">{stitch(it)}</svg>{said(it)}</li> }).collect();
    view! {
        <div class="weeks" tabindex="0" role="region" aria-label=promises::weeks()><ol>{columns}</ol></div>
        <ul class="weeks-key">{key}</ul>
        {table(days)}
    }
}

/// The latest day first.
fn table(days: &[Week]) -> Node {
    let row = |day: &Week| vec![when::day(day.on), said(day.outcome).to_owned()];
    as_table(
        vec![words::app::day().to_owned(), promises::how_it_went().to_owned()],
        days.iter().rev().map(row).collect(),
    )
}

/// A lens that is thick where the true share likely lies.
pub(super) fn lens(share: &Share) -> Node {
    let percent = |it: f64| [&tenths(it * 100.0), "%"].concat();
    view! {
        <svg class="chart" aria-hidden="true">
            <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none"><path class="sure-shape" d=outline(share)/></svg>
            <line class="stroke-hair" x1="0" x2="100%" y1="50%" y2="50%"/>
            <line class="sure-range" x1=percent(share.low) x2=percent(share.high) y1="50%" y2="50%"/>
            <circle class="fill-ink" cx=percent(share.likely) cy="50%" r="5"/>
        </svg>
        <p class="sure-ends" aria-hidden="true"><span>{promises::never()}</span><span>{promises::half()}</span><span>{promises::always()}</span></p>
    }
}

/// Half-normal on each side of the likeliest share, so wide that nine tenths lie between low and high.
fn outline(share: &Share) -> String {
    const STEPS: u32 = 40;
    let height = |x: f64| {
        let reach = if x < share.likely { share.likely - share.low } else { share.high - share.likely };
        let away = (x - share.likely) / (reach / 1.645).max(0.01);
        44.0 * (-0.5 * away * away).exp()
    };
    let at = |step: u32| f64::from(step) / f64::from(STEPS);
    let point = |x: f64, y: f64| [&tenths(x * 100.0), " ", &tenths(y)].concat();
    let above = (0..=STEPS).map(|step| point(at(step), 50.0 - height(at(step))));
    let below = (0..=STEPS).rev().map(|step| point(at(step), 50.0 + height(at(step))));
    ["M", &above.chain(below).collect::<Vec<_>>().join("L"), "Z"].concat()
}
