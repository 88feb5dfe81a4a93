//! The weeks: each person's line in their own colour and shape, and change only beyond the usual wobble.

use crate::view::*;
use domain::Day;
use domain::check_in::{FULLY, Line};
use domain::measure::Change;

use super::facet_name;
use super::write::day_chooser;
use crate::journey;
use crate::platform::page;
use crate::two::{Seat, Two, two_now};
use crate::ui::{
    self, Multiple, Place, Reader, Scale, Strand, audience, empty, head, multiples, person, when,
};
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
            {two_now().map(|two| day_chooser(&two))}
        },
    )
}

fn content(two: &Two, drawn: &[Drawn], opened: Vec<Day>) -> Node {
    let count = drawn.first().map_or(0, |it| it.lines.len());
    let pictures: Vec<Multiple> = (0..count).filter_map(|at| picture(at, drawn)).collect();
    let scale = Scale::over(&pictures, (FULLY, 7, |it| it.to_string()));
    let Some(scale) = scale else {
        return empty(
            check_in::lines_none(),
            check_in::lines_none_says(),
            view! { <a class="button-quiet" href="/check-in">{check_in::begin()}</a> },
        );
    };
    let people: Vec<_> =
        two.in_order().into_iter().map(|seat| view! { {person(seat.side, seat.name)}" " }).collect();
    let reader = if two.are_together() { Reader::Both } else { Reader::OnlyYou };
    view! {
        <div class="legend">{people}{audience(reader)}</div>
        {multiples(&pictures, scale)}
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

/// One side of trust, with the line of each.
fn picture(at: usize, drawn: &[Drawn]) -> Option<Multiple> {
    let name = facet_name(drawn.first()?.lines.get(at)?.facet);
    let strand = |it: &Drawn| {
        let line = it.lines.get(at)?;
        let points = line.points.iter().map(|it| (it.week, it.rating)).collect();
        let name = (drawn.len() > 1).then(|| it.seat.name.clone());
        Some(Strand { side: it.seat.side, name, points, band: line.change.band() })
    };
    Some(Multiple { name, strands: drawn.iter().filter_map(strand).collect(), says: sentences(at, drawn) })
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
