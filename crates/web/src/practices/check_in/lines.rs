//! The weeks: each person's line in their own colour and shape, and change only beyond the usual wobble.

use crate::view::*;
use domain::Day;
use domain::check_in::Line;
use domain::measure::Change;

use super::facet_name;
use crate::journey;
use crate::platform::page;
use crate::two::{Seat, Two, two_now};
use crate::ui::{self, Place, Reader, Side, audience, empty, head, person, tenths, when};
use crate::words::{self, check_in};

/// The lines of one person, with how they are drawn.
struct Drawn {
    seat: Seat,
    lines: Vec<Line>,
}

pub(super) fn screen() -> Node {
    page::title(words::app::mine());
    let shown = move || {
        let two = two_now()?;
        journey::read(|couple, _| {
            let drawn: Vec<Drawn> = two
                .in_order()
                .into_iter()
                .map(|seat| {
                    let lines = couple.check_in.lines(couple, seat.id);
                    Drawn { seat, lines }
                })
                .collect();
            let opened: Vec<Day> = couple.check_in.opened(couple).iter().map(|it| it.week).collect();
            content(&two, &drawn, opened)
        })
    };
    let together = two_now().is_some_and(|it| it.are_together());
    let lead = if together { check_in::lines_lead() } else { check_in::lines_mine_lead() };
    ui::wide_page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), check_in::lines_title(), view! { <p class="lead">{lead}</p> })}
            {shown}
        },
    )
}

fn content(two: &Two, drawn: &[Drawn], opened: Vec<Day>) -> Node {
    let weeks: Vec<Day> = drawn
        .iter()
        .flat_map(|it| &it.lines)
        .flat_map(|line| line.points.iter().map(|point| point.week))
        .collect();
    let (Some(first), Some(last)) = (weeks.iter().min().copied(), weeks.iter().max().copied()) else {
        return empty(
            check_in::lines_none(),
            check_in::lines_none_says(),
            view! { <a class="button-quiet" href="/check-in">{check_in::begin()}</a> },
        );
    };
    let count = drawn.first().map_or(0, |it| it.lines.len());
    let pictures: Vec<_> = (0..count).map(|at| multiple(at, drawn, first, last)).collect();
    let people: Vec<_> =
        two.in_order().into_iter().map(|seat| view! { {person(seat.side, seat.name)}" " }).collect();
    let reader = if two.are_together() { Reader::Both } else { Reader::OnlyYou };
    view! {
        <div class="legend">{people}{audience(reader)}</div>
        <div class="multiples">{pictures}</div>
        {earlier(opened)}
        <details><summary>{check_in::how_told()}</summary><p class="quiet">{check_in::how_told_says()}</p></details>
    }
}

fn earlier(opened: Vec<Day>) -> Option<Node> {
    let rows: Vec<_> = opened.into_iter().map(|week| {
        let href = ["/check-in/", &week.to_string()].concat();
        view! { <li><a href=href>{ui::icon("#icon-open")}<span>{when::weekday_and_day(week)}</span>{ui::icon_turns("#icon-onward")}</a></li> }
    }).collect();
    (!rows.is_empty()).then(|| view! { <section class="section"><h2>{check_in::earlier()}</h2><ul class="links">{rows}</ul></section> })
}

fn multiple(at: usize, drawn: &[Drawn], first: Day, last: Day) -> Node {
    let name =
        drawn.first().and_then(|it| it.lines.get(at)).map(|line| facet_name(line.facet)).unwrap_or_default();
    let shapes: Vec<_> = drawn
        .iter()
        .filter_map(|it| Some(line_shape(it.seat.side, it.lines.get(at)?, first, last)))
        .collect();
    let points: Vec<_> =
        drawn.iter().filter_map(|it| last_point(it.seat.side, it.lines.get(at)?, first, last)).collect();
    let sentences: Vec<_> =
        sentences(at, drawn).into_iter().map(|it| view! { <p class="quiet">{it}</p> }).collect();
    view! {
        <figure class="multiple">
            <figcaption>{name}</figcaption>
            <svg class="chart" aria-hidden="true">
                <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none" overflow="visible">
                    <line class="stroke-hair" vector-effect="non-scaling-stroke" x1="0" x2="100" y1="50" y2="50"/>{shapes}
                </svg>
                {points}
            </svg>
            <p class="weeks-ends" aria-hidden="true"><span>{when::day(first)}</span><span>{when::day(last)}</span></p>
            {sentences}
        </figure>
    }
}

/// Where a week lies between the first and the last, in hundredths.
fn across(week: Day, first: Day, last: Day) -> f64 {
    let span = f64::from(last.days_since(first).max(1));
    if first == last { 100.0 } else { f64::from(week.days_since(first)) * 100.0 / span }
}

fn line_shape(side: Side, line: &Line, first: Day, last: Day) -> Node {
    let (stroke, noise) = match side {
        Side::One => ("stroke-one", "noise-one"),
        Side::Two => ("stroke-two", "noise-two"),
    };
    let band = band(&line.change).map(|(low, high)| {
        let (top, height) = (tenths(100.0 - high * 10.0), tenths((high - low) * 10.0));
        view! { <rect class=noise x="0" width="100" y=top height=height/> }
    });
    // A week without an answer is a gap: a line never runs across it.
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut before: Option<Day> = None;
    for point in &line.points {
        let at = [tenths(across(point.week, first, last)), tenths(100.0 - f64::from(point.rating) * 10.0)]
            .join(",");
        match parts.last_mut().filter(|_| before.is_some_and(|before| point.week.days_since(before) <= 7)) {
            Some(part) => part.push(at),
            None => parts.push(vec![at]),
        }
        before = Some(point.week);
    }
    let strokes: Vec<_> = parts.into_iter().map(|part| view! { <polyline class=stroke vector-effect="non-scaling-stroke" points=part.join(" ")/> }).collect();
    view! { {band}{strokes} }
}

fn band(change: &Change) -> Option<(f64, f64)> {
    match change {
        Change::TooFewWeeks => None,
        Change::AsBefore(band) | Change::Risen(band) | Change::Fallen(band) => Some((band.low, band.high)),
    }
}

fn last_point(side: Side, line: &Line, first: Day, last: Day) -> Option<Node> {
    let point = line.points.last()?;
    let (shape, aside) = match side {
        Side::One => ("#point-one", "-4"),
        Side::Two => ("#point-two", "4"),
    };
    let x = [&tenths(across(point.week, first, last)), "%"].concat();
    let y = [&tenths(100.0 - f64::from(point.rating) * 10.0), "%"].concat();
    Some(view! { <svg x=x y=y overflow="visible"><use href=shape x=aside/></svg> })
}

/// What can be said, in the same words for both.
fn sentences(at: usize, drawn: &[Drawn]) -> Vec<String> {
    let lines: Vec<(&Seat, &Line)> =
        drawn.iter().filter_map(|it| Some((&it.seat, it.lines.get(at)?))).collect();
    if lines.iter().all(|(_, line)| line.change == Change::TooFewWeeks) {
        return vec![check_in::too_few().to_owned()];
    }
    let moved: Vec<String> = lines
        .iter()
        .filter_map(|(seat, line)| match line.change {
            Change::Risen(_) => Some(check_in::risen(&seat.name)),
            Change::Fallen(_) => Some(check_in::fallen(&seat.name)),
            Change::AsBefore(_) | Change::TooFewWeeks => None,
        })
        .collect();
    if moved.is_empty() { vec![check_in::steady().to_owned()] } else { moved }
}
