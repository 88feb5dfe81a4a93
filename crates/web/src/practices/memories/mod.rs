//! Memories on a screen: what is planned, what is kept with the words of both, and this day in earlier years.

mod front;
mod ideas;
mod keep;
mod one;
mod photo;
mod photos;
mod plan;

use crate::view::*;
use domain::memories::{Memory, PlannedFor, Refusal};
use domain::{Day, Flaw, MemoryId, PhotoId};

use crate::journey;
use crate::platform::page;
use crate::two::two_now;
use crate::ui::{self, Place, head, mark, minute_of, when};
use crate::words::{self, memories, writing};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::ours());
    Some(match rest {
        [] => front::screen(),
        ["plan"] => plan::screen(),
        ["ideas"] => ideas::screen(),
        ["keep"] => keep::screen(),
        [id] => MemoryId::parse(id).map_or_else(not_here, one::screen),
        [id, "photos"] => MemoryId::parse(id).map_or_else(not_here, photos::screen),
        [id, "photo", photo] => match (MemoryId::parse(id), PhotoId::parse(photo)) {
            (Some(id), Some(photo)) => photo::screen(id, photo),
            _ => not_here(),
        },
        _ => return None,
    })
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(back(), writing::not_here(), ())} })
}

/// The way back to the practice.
fn back() -> Option<Node> {
    ui::back("/memories", memories::name())
}

fn at(id: MemoryId) -> String {
    ["/memories/", &id.to_string()].concat()
}

/// "Saturday, 14 June, 18:30".
fn said(when: PlannedFor) -> String {
    let day = when::weekday_and_day(when.on);
    match when.at_minute {
        None => day,
        Some(minute) => words::calendar::day_and_time(&day, &clock(minute)),
    }
}

/// "18:30".
fn clock(minute: u16) -> String {
    let two =
        |number: u16| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    [two(minute / 60), two(minute % 60)].join(":")
}

/// The day and the time of two fields, and their drafts.
#[derive(Clone, Copy)]
struct DayFields {
    key: StoredValue<String>,
    on: RwSignal<String>,
    at: RwSignal<String>,
}

impl DayFields {
    /// As they were left, or else as it stands. What is typed is kept.
    fn left_at(key: &str, was: Option<PlannedFor>) -> Self {
        let field = |name: &str, was: Option<String>| {
            let key = [key, name].concat();
            let (left, was) = (journey::draft(&key), was.unwrap_or_default());
            let value = RwSignal::new(if left.is_empty() { was.clone() } else { left });
            effect(move || {
                let now = value.get();
                journey::keep_draft(&key, if now == was { "" } else { &now });
            });
            value
        };
        let minute = was.and_then(|it| it.at_minute).map(clock);
        Self {
            key: StoredValue::new(key.to_owned()),
            on: field("/day", was.map(|it| it.on.to_string())),
            at: field("/time", minute),
        }
    }

    fn when(self) -> Option<PlannedFor> {
        let on = Day::parse(&self.on.get_untracked())?;
        Some(PlannedFor { on, at_minute: minute_of(&self.at.get_untracked()) })
    }

    fn done(self) {
        let clear = |name: &str| self.key.with_value(|key| journey::keep_draft(&[key, name].concat(), ""));
        ["/day", "/time"].into_iter().for_each(clear);
    }

    fn fields(self) -> Node {
        view! { {ui::day_field("day", memories::day(), self.on)}{ui::time_field("time", memories::time(), self.at)} }
    }
}

/// What both say of it, each beside their mark.
fn words_of_both(memory: &Memory) -> Vec<Node> {
    let Some(two) = two_now() else { return Vec::new() };
    let seats = two.in_order();
    let said = seats.into_iter().filter_map(|seat| {
        let text = memory.words_of(seat.id)?.to_owned();
        let name = [&seat.name, ": "].concat();
        Some(view! { <div>{mark(seat.side)}<p><span class="only-read">{name}</span>{text}</p></div> })
    });
    said.collect()
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => memories::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => memories::words_too_long(),
        Refusal::NoSuchMemory => writing::not_here(),
        Refusal::DayIsPast => memories::day_past(),
        Refusal::DayIsToCome => memories::day_to_come(),
        Refusal::NoSuchTime => memories::no_such_time(),
        Refusal::NotPlanned => memories::not_planned(),
        Refusal::YoursAlready => memories::yours_already(),
        Refusal::ChangedSince => memories::changed_since(),
        Refusal::NotYet => memories::not_yet(),
        Refusal::NothingSaid => memories::nothing_said(),
        Refusal::InSpace => memories::in_space(),
        Refusal::TooMany => memories::too_many(),
        Refusal::TooManyPhotos => words::photos::too_many(),
        Refusal::NotAPhoto => words::photos::not_one(),
    }
}
