//! How much of one's own writing looks back and how much forward, week by week: a picture for its writer alone, the
//! same as a table, and kind words when the past will not let go.

use crate::view::*;
use domain::Couple;
use domain::measure::Looks;
use domain::path::{Stuck, stuck};

use crate::journey;
use crate::platform::{self, page};
use crate::safety::somebody_to_talk_with;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, Side, as_table, audience, head, kindly, tenths, when};
use crate::words::{self, setting_down};

/// How many weeks are drawn.
const WEEKS: i32 = 12;

pub(super) fn screen() -> Node {
    page::title(words::app::mine());
    let now = platform::now();
    let seen = Memo::new(move || {
        let look = |couple: &Couple| (couple.looking(now.today(), WEEKS), stuck::of(couple, &now));
        journey::read(|couple, _| look(couple)).unwrap_or_default()
    });
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/setting-down", setting_down::name()), setting_down::weeks_title(), view! { <p class="lead">{setting_down::weeks_lead()}</p> })}
            {audience(Reader::OnlyYou)}
            {move || { let (weeks, stuck) = seen.get(); content(&weeks, stuck) }}
            {kindly(setting_down::weeks_kindly())}
        },
    )
}

fn content(weeks: &[Looks], stuck: Option<Stuck>) -> Node {
    if weeks.iter().all(|it| it.letters() == 0) {
        return view! {
            {stuck.map(met)}
            <section class="section"><h2>{setting_down::weeks_none()}</h2><p class="quiet">{setting_down::weeks_none_says()}</p></section>
        };
    }
    let lately = weeks.last().map(lately);
    view! {
        {stuck.map(met)}
        <figure class="section">
            {picture(weeks)}
            <figcaption>{lately}</figcaption>
        </figure>
        {table(weeks)}
        <details><summary>{setting_down::how_told()}</summary><p class="quiet">{setting_down::how_told_says()}</p></details>
    }
}

/// The share that looks back, in tenths as people say it.
fn of_ten(share: f64) -> String {
    tenths((share * 10.0).round())
}

fn lately(week: &Looks) -> String {
    week.back_share().map_or_else(
        || setting_down::lately_nothing().to_owned(),
        |share| {
            let forward = of_ten(1.0 - share);
            setting_down::lately(&of_ten(share), &forward)
        },
    )
}

/// Where a week lies, in hundredths; the marks keep clear of the edges.
fn across(at: usize, count: usize) -> f64 {
    let last = f64::from(u32::try_from(count.saturating_sub(1)).unwrap_or(1).max(1));
    3.0 + f64::from(u32::try_from(at).unwrap_or(0)) * 94.0 / last
}

/// Forward is above, back below; a week without writing is a gap.
fn picture(weeks: &[Looks]) -> Node {
    let side = two_now().map_or(Side::One, |it| it.me.side);
    let (stroke, shape) = match side {
        Side::One => ("stroke-one", "#point-one"),
        Side::Two => ("stroke-two", "#point-two"),
    };
    let places: Vec<Option<(f64, f64)>> = weeks
        .iter()
        .enumerate()
        .map(|(at, week)| week.back_share().map(|share| (across(at, weeks.len()), 6.0 + share * 88.0)))
        .collect();
    let lines: Vec<_> = places
        .split(Option::is_none)
        .map(|part| part.iter().flatten().map(|(x, y)| [tenths(*x), tenths(*y)].join(",")).collect::<Vec<_>>())
        .filter(|part| part.len() > 1)
        .map(|part| view! { <polyline class=stroke vector-effect="non-scaling-stroke" points=part.join(" ")/> })
        .collect();
    let points: Vec<_> = places
        .iter()
        .flatten()
        .map(|(x, y)| {
            let (x, y) = ([&tenths(*x), "%"].concat(), [&tenths(*y), "%"].concat());
            view! { <svg x=x y=y overflow="visible"><use href=shape/></svg> }
        })
        .collect();
    let end = |it: Option<&Looks>| it.map(|it| when::day(it.until)).unwrap_or_default();
    view! {
        <div class="back-forward" aria-hidden="true">
            <p>{setting_down::forward()}</p>
            <svg class="chart">
                <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none" overflow="visible">
                    <line class="stroke-hair" vector-effect="non-scaling-stroke" x1="0" x2="100" y1="50" y2="50"/>{lines}
                </svg>
                {points}
            </svg>
            <p>{setting_down::back()}</p>
            <p class="weeks-ends"><span>{end(weeks.first())}</span><span>{end(weeks.last())}</span></p>
        </div>
    }
}

fn table(weeks: &[Looks]) -> Node {
    let rows: Vec<_> = weeks
        .iter()
        .rev()
        .map(|week| {
            let (back, forward) = match week.back_share() {
                Some(share) => {
                    (setting_down::in_ten(&of_ten(share)), setting_down::in_ten(&of_ten(1.0 - share)))
                }
                None => (setting_down::nothing_written().to_owned(), "–".to_owned()),
            };
            vec![when::day(week.until), back, forward]
        })
        .collect();
    let heads = [setting_down::week_until(), setting_down::back(), setting_down::forward()];
    as_table(heads.map(str::to_owned).to_vec(), rows)
}

/// "You may not be ready yet, and that is all right."
fn met(stuck: Stuck) -> Node {
    let why = match stuck {
        Stuck::LookingBack => setting_down::stuck_back(),
        Stuck::TheSameQuestion => setting_down::stuck_question(),
    };
    view! {
        <section class="notice" data-tone="care" aria-labelledby="stuck">{ui::icon("#icon-resting")}<div>
            <h2 id="stuck">{setting_down::stuck_title()}</h2>
            <p>{why}</p>
            <p>{setting_down::stuck_step()}</p>
            <p>{setting_down::stuck_counsellor()}</p>
            <p class="acts"><a class="button-quiet button-small" href="/time">{setting_down::stuck_time()}</a><a class="button-quiet button-small" href="/space">{setting_down::stuck_space()}</a></p>
        </div></section>
        {somebody_to_talk_with()}
    }
}
