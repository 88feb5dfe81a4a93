//! Small pictures beside each other, all on one scale: lines over time, each person's in their own colour and shape, and the
//! same as a table. Gaps stay gaps.

use super::as_table::as_table;
use super::figure::tenths;
use super::marks::Side;
use super::when;
use crate::view::*;
use crate::words;
use domain::Day;

/// One line of a picture.
pub(crate) struct Strand {
    pub(crate) side: Side,
    /// Whose it is, as the table says it; nothing where there is only one.
    pub(crate) name: Option<String>,
    /// What was given on which day, in order.
    pub(crate) points: Vec<(Day, u8)>,
    /// The usual wobble, from its lower to its upper edge.
    pub(crate) band: Option<(f64, f64)>,
}

/// One picture.
pub(crate) struct Multiple {
    pub(crate) name: &'static str,
    pub(crate) strands: Vec<Strand>,
    /// What it shows, in sentences.
    pub(crate) says: Vec<String>,
}

/// How all of them are drawn.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) first: Day,
    pub(crate) last: Day,
    /// The other end of the scale from 0.
    pub(crate) most: u8,
    /// Over more days than that, no line runs from one answer to the next.
    pub(crate) days_apart: i32,
    /// What a value is called in the table.
    pub(crate) called: fn(u8) -> String,
}

impl Scale {
    /// From the first day on which anything was given to the last; nothing, when nothing was.
    pub(crate) fn over(
        pictures: &[Multiple],
        (most, days_apart, called): (u8, i32, fn(u8) -> String),
    ) -> Option<Self> {
        let days = || pictures.iter().flat_map(|it| &it.strands).flat_map(|it| &it.points).map(|it| it.0);
        Some(Self { first: days().min()?, last: days().max()?, most, days_apart, called })
    }

    /// Where a day lies between the first and the last, in hundredths.
    fn across(self, day: Day) -> f64 {
        if self.first == self.last {
            return 100.0;
        }
        f64::from(day.days_since(self.first)) * 100.0 / f64::from(self.last.days_since(self.first).max(1))
    }

    /// How far down a value lies, in hundredths.
    fn down(self, value: f64) -> f64 {
        let most = f64::from(self.most);
        100.0 - value.clamp(0.0, most) * 100.0 / most
    }
}

/// The pictures, and below them the same as a table.
pub(crate) fn multiples(pictures: &[Multiple], scale: Scale) -> Node {
    let drawn: Vec<_> = pictures.iter().map(|it| multiple(it, scale)).collect();
    view! {
        <div class="multiples">{drawn}</div>
        {table(pictures, scale)}
    }
}

fn multiple(it: &Multiple, scale: Scale) -> Node {
    let shapes: Vec<_> = it.strands.iter().map(|it| line(it, scale)).collect();
    let ends: Vec<_> = it.strands.iter().filter_map(|it| end(it, scale)).collect();
    let says: Vec<_> = it.says.iter().map(|it| view! { <p class="quiet">{it.clone()}</p> }).collect();
    view! {
        <figure class="multiple">
            <figcaption>{it.name}</figcaption>
            <svg class="chart" aria-hidden="true">
                <svg viewBox="0 0 100 100" width="100%" height="100%" preserveAspectRatio="none" overflow="visible">
                    <line class="stroke-hair" vector-effect="non-scaling-stroke" x1="0" x2="100" y1="50" y2="50"/>{shapes}
                </svg>
                {ends}
            </svg>
            <p class="weeks-ends" aria-hidden="true"><span>{when::day(scale.first)}</span><span>{when::day(scale.last)}</span></p>
            {says}
        </figure>
    }
}

fn line(strand: &Strand, scale: Scale) -> Node {
    let (stroke, noise) = match strand.side {
        Side::One => ("stroke-one", "noise-one"),
        Side::Two => ("stroke-two", "noise-two"),
    };
    let band = strand.band.map(|(low, high)| {
        let (top, foot) = (scale.down(high), scale.down(low));
        view! { <rect class=noise x="0" width="100" y=tenths(top) height=tenths(foot - top)/> }
    });
    // Where nothing was answered is a gap: a line never runs across it.
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut before: Option<Day> = None;
    for (day, value) in &strand.points {
        let at = [tenths(scale.across(*day)), tenths(scale.down(f64::from(*value)))].join(",");
        let near = before.is_some_and(|before| day.days_since(before) <= scale.days_apart);
        match parts.last_mut().filter(|_| near) {
            Some(part) => part.push(at),
            None => parts.push(vec![at]),
        }
        before = Some(*day);
    }
    let strokes: Vec<_> = parts.into_iter().map(|part| view! { <polyline class=stroke vector-effect="non-scaling-stroke" points=part.join(" ")/> }).collect();
    view! { {band}{strokes} }
}

/// The latest answer, with the mark of whose it is.
fn end(strand: &Strand, scale: Scale) -> Option<Node> {
    let (day, value) = strand.points.last()?;
    let alone = strand.name.is_none();
    let (shape, aside) = match strand.side {
        Side::One => ("#point-one", "-4"),
        Side::Two => ("#point-two", "4"),
    };
    let x = [&tenths(scale.across(*day)), "%"].concat();
    let y = [&tenths(scale.down(f64::from(*value))), "%"].concat();
    let aside = if alone { "0" } else { aside };
    Some(view! { <svg x=x y=y overflow="visible"><use href=shape x=aside/></svg> })
}

/// The latest day first; one column a picture.
fn table(pictures: &[Multiple], scale: Scale) -> Node {
    let mut days: Vec<Day> = Vec::new();
    for (day, _) in pictures.iter().flat_map(|it| &it.strands).flat_map(|it| &it.points) {
        let at = days.partition_point(|it| it > day);
        if days.get(at) != Some(day) {
            days.insert(at, *day);
        }
    }
    let heads = [words::app::day()].into_iter().chain(pictures.iter().map(|it| it.name));
    let row = |day: Day| {
        let cells = pictures.iter().map(|it| cell(it, day, scale));
        [when::day(day)].into_iter().chain(cells).collect()
    };
    as_table(heads.map(str::to_owned).collect(), days.into_iter().map(row).collect())
}

/// What was given for one thing on one day: "7", or "Noor 7, Sam 5".
fn cell(it: &Multiple, day: Day, scale: Scale) -> String {
    let said: Vec<String> = it
        .strands
        .iter()
        .filter_map(|strand| {
            let (_, value) = strand.points.iter().find(|point| point.0 == day)?;
            let value = (scale.called)(*value);
            Some(strand.name.as_ref().map_or_else(|| value.clone(), |name| [name, " ", &value].concat()))
        })
        .collect();
    if said.is_empty() { words::app::no_answer().to_owned() } else { said.join(", ") }
}
