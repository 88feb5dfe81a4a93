//! One's own lines over time: what one did, and apart from it what one felt from the other. Nobody else sees them.

use crate::view::*;
use domain::measure::Change;
use domain::signs::{Line, Whose};

use super::{MOST, sign_name, step_name};
use crate::journey;
use crate::platform::page;
use crate::two::{Two, two_now};
use crate::ui::{self, Multiple, Place, Reader, Scale, Strand, audience, empty, head, multiples};
use crate::words::{self, signs};

/// Looks further apart than that are not joined by a line.
const DAYS_APART: i32 = 14;

pub(super) fn screen() -> Node {
    page::title(words::app::mine());
    let shown = move || {
        let two = two_now()?;
        journey::read(|couple, _| content(&couple.signs.lines(), &two))
    };
    ui::wide_page(
        Place::Mine,
        view! {
            {head(ui::back("/signs", signs::name()), signs::lines_title(), view! { <p class="lead">{signs::lines_lead()}</p> })}
            {audience(Reader::OnlyYou)}
            {shown}
            <details><summary>{signs::how_told()}</summary><p class="quiet">{signs::how_told_says()}</p></details>
        },
    )
}

fn content(lines: &[Line], two: &Two) -> Node {
    let group = |whose: Whose, title: String| {
        let mut pictures: Vec<Multiple> = Vec::new();
        for line in lines.iter().filter(|it| it.whose == whose && !it.points.is_empty()) {
            pictures.push(picture(line, two));
        }
        let scale = Scale::over(&pictures, (MOST, DAYS_APART, |it| step_name(it).to_owned()))?;
        Some(view! { <section class="section"><h2>{title}</h2>{multiples(&pictures, scale)}</section> })
    };
    let mine = group(Whose::Mine, signs::group_mine().to_owned());
    let felt = group(Whose::FromYou, signs::group_other(&two.other_name()));
    if mine.is_none() && felt.is_none() {
        let look = view! { <a class="button-quiet" href="/signs/look">{signs::look()}</a> };
        return empty(signs::lines_none(), signs::lines_none_says(), look);
    }
    let few = lines.iter().all(|it| it.change == Change::TooFewWeeks);
    view! { {few.then(|| view! { <p class="quiet">{signs::too_few()}</p> })}{mine}{felt} }
}

fn picture(line: &Line, two: &Two) -> Multiple {
    let says = match line.change {
        Change::TooFewWeeks => None,
        Change::AsBefore(_) => Some(signs::as_before()),
        Change::Risen(_) => Some(signs::more()),
        Change::Fallen(_) => Some(signs::less()),
    };
    let points = line.points.iter().map(|it| (it.on, it.often as u8)).collect();
    let strand = Strand { side: two.me.side, name: None, points, band: line.change.band() };
    Multiple {
        name: sign_name(line.sign),
        strands: vec![strand],
        says: says.map(str::to_owned).into_iter().collect(),
    }
}
