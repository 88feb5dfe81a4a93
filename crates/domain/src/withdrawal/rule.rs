//! Which records a person has taken back, and what stays of each.

use super::words::{Event as Own, Gone, Nothing};
use crate::audience::Audience;
use crate::couple::Event;
use crate::history::Record;
use crate::ids::{PersonId, RecordId};
use crate::practices::{
    apology, boosters, closeness, forgiveness, hurts, memories, needs, our_future, setting_down, signs, talk,
    why,
};
use lean::Value;

/// What stands where words stood.
const WITHOUT_WORDS: &str = "·";

/// A record that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Which.
    pub record: RecordId,
    /// Its author.
    pub author: PersonId,
    /// How it is named, with what stays of it. The word is its author's to give.
    pub stays: Gone,
}

/// The records that their authors have taken back, in the order of the fold.
///
/// Only what the relay has seen counts: its place is certain, and what is erased does not come again. Words shared anew
/// after they were taken back are not reached.
#[must_use]
pub fn taken_back<'a>(records: impl Iterator<Item = &'a Record>) -> Vec<Reached> {
    let certain = |it: &&Record| it.audience == Audience::Ours && it.received_ms.is_some();
    let mut all: Vec<&Record> =
        records.filter(certain).filter(|it| is_about_taking_back(&it.event)).collect();
    lean::sort(&mut all, &|one, other| one.place() < other.place());
    let mut standing: Vec<&Record> = Vec::new();
    let mut reached = Vec::new();
    for record in all {
        standing.retain(|earlier| {
            let taken = earlier.author == record.author && takes_back(&record.event, &earlier.event);
            if taken {
                reached.push(reach(earlier));
            }
            !taken
        });
        standing.push(record);
    }
    reached
}

fn reach(record: &Record) -> Reached {
    let stays = stays_of(&record.event);
    let (kind, schema, body) = (stays.kind().to_owned(), stays.schema(), stays.to_cbor());
    let (was, word) = (record.event.kind().to_owned(), Vec::new());
    let stays = Gone { record: record.id, at: record.stamp, kind, schema, body, was, word };
    Reached { record: record.id, author: record.author, stays }
}

/// Whether an event is a taking back, or something that can be taken back: the others need not be looked at.
fn is_about_taking_back(event: &Event) -> bool {
    matches!(
        event,
        Event::Signs(_)
            | Event::Hurts(_)
            | Event::Talk(talk::Event::TopicNamed(_) | talk::Event::TopicTakenBack(_))
            | Event::Why(_)
            | Event::SettingDown(_)
            | Event::Apology(_)
            | Event::Needs(_)
            | Event::OurFuture(_)
            | Event::Memories(_)
            | Event::Forgiveness(_)
            | Event::Closeness(_)
            | Event::Boosters(_)
    )
}

/// Whether an event takes something back. What it reaches follows from the records before it.
#[must_use]
pub(crate) fn is_taking_back(event: &Event) -> bool {
    match event {
        Event::Signs(it) => matches!(it, signs::Event::Withdrawn(_)),
        Event::Hurts(it) => matches!(it, hurts::Event::Withdrawn(_)),
        Event::Talk(it) => matches!(it, talk::Event::TopicTakenBack(_)),
        Event::Why(it) => matches!(it, why::Event::Withdrawn(_)),
        Event::SettingDown(it) => matches!(it, setting_down::Event::PlanWithdrawn(_)),
        Event::Apology(it) => matches!(it, apology::Event::Withdrawn(_)),
        Event::Needs(it) => matches!(it, needs::Event::TakenBack(_)),
        Event::OurFuture(it) => matches!(it, our_future::Event::TakenOff(_)),
        Event::Memories(it) => {
            matches!(it, memories::Event::TakenBack(_) | memories::Event::PhotoTakenBack(_))
        }
        Event::Forgiveness(it) => {
            matches!(it, forgiveness::Event::TakenBack(_) | forgiveness::Event::ChanceWithdrawn(_))
        }
        Event::Closeness(it) => matches!(
            it,
            closeness::Event::PageWithdrawn(_)
                | closeness::Event::LovedWithdrawn(_)
                | closeness::Event::StartWithdrawn(_)
        ),
        Event::Boosters(it) => {
            matches!(it, boosters::Event::LookWithdrawn(_) | boosters::Event::WordsWithdrawn(_))
        }
        _ => false,
    }
}

/// Whether an event of the same author takes an earlier one back.
fn takes_back(event: &Event, earlier: &Event) -> bool {
    match (event, earlier) {
        (Event::Signs(it), Event::Signs(of)) => signs_back(it, of),
        (Event::Hurts(hurts::Event::Withdrawn(it)), Event::Hurts(of)) => match of {
            hurts::Event::Shared(of) => of.hurt == it.hurt,
            hurts::Event::Added(of) => of.hurt == it.hurt,
            _ => false,
        },
        (Event::Talk(talk::Event::TopicTakenBack(it)), Event::Talk(talk::Event::TopicNamed(of))) => {
            of.topic == it.topic
        }
        (Event::Why(why::Event::Withdrawn(it)), Event::Why(why::Event::Shared(of))) => of.why == it.why,
        (
            Event::SettingDown(setting_down::Event::PlanWithdrawn(_)),
            Event::SettingDown(setting_down::Event::PlanShared(_)),
        ) => true,
        (Event::Apology(apology::Event::Withdrawn(it)), Event::Apology(of)) => match of {
            apology::Event::Sent(of) => of.apology == it.apology,
            apology::Event::Revised(of) => of.apology == it.apology,
            _ => false,
        },
        (Event::Needs(needs::Event::TakenBack(it)), Event::Needs(needs::Event::Asked(of))) => {
            of.need == it.need
        }
        (
            Event::OurFuture(our_future::Event::TakenOff(it)),
            Event::OurFuture(our_future::Event::Added(of)),
        ) => of.wish.id == it.wish,
        (Event::Memories(it), Event::Memories(of)) => memories_back(it, of),
        (Event::Forgiveness(it), Event::Forgiveness(of)) => forgiveness_back(it, of),
        (Event::Closeness(it), Event::Closeness(of)) => closeness_back(it, of),
        (Event::Boosters(it), Event::Boosters(of)) => boosters_back(it, of),
        _ => false,
    }
}

fn signs_back(event: &signs::Event, earlier: &signs::Event) -> bool {
    match (event, earlier) {
        (signs::Event::Withdrawn(it), signs::Event::Shared(of)) => {
            (of.on, of.answer.sign, of.answer.whose) == (it.on, it.sign, it.whose)
        }
        _ => false,
    }
}

fn memories_back(event: &memories::Event, earlier: &memories::Event) -> bool {
    match (event, earlier) {
        (memories::Event::TakenBack(it), memories::Event::Kept(of)) => of.memory == it.memory,
        (memories::Event::TakenBack(it), memories::Event::Said(of)) => of.memory == it.memory,
        (memories::Event::PhotoTakenBack(it), memories::Event::PhotoKept(of)) => {
            of.memory == it.memory && of.photo.id == it.photo
        }
        _ => false,
    }
}

fn forgiveness_back(event: &forgiveness::Event, earlier: &forgiveness::Event) -> bool {
    match (event, earlier) {
        (forgiveness::Event::TakenBack(it), forgiveness::Event::Shared(of)) => of.forgiving == it.forgiving,
        (forgiveness::Event::ChanceWithdrawn(it), forgiveness::Event::ChanceGiven(of)) => {
            of.forgiving == it.forgiving
        }
        _ => false,
    }
}

fn closeness_back(event: &closeness::Event, earlier: &closeness::Event) -> bool {
    match (event, earlier) {
        (closeness::Event::PageWithdrawn(_), closeness::Event::PageShared(_))
        | (closeness::Event::LovedWithdrawn(_), closeness::Event::LovedShared(_)) => true,
        (closeness::Event::StartWithdrawn(it), closeness::Event::StartProposed(of)) => of.start == it.start,
        _ => false,
    }
}

fn boosters_back(event: &boosters::Event, earlier: &boosters::Event) -> bool {
    match (event, earlier) {
        (boosters::Event::LookWithdrawn(it), boosters::Event::LookShared(of)) => of.look == it.look,
        (boosters::Event::WordsWithdrawn(_), boosters::Event::WordsShared(_)) => true,
        _ => false,
    }
}

/// What stays of an event when it is taken back: its form without words, where the fold goes on from it; the name of a
/// day both remember, which is not only its author's; of everything else nothing.
#[must_use]
pub fn stays_of(event: &Event) -> Event {
    match event {
        Event::Hurts(hurts::Event::Shared(_) | hurts::Event::Added(_))
        | Event::Apology(apology::Event::Sent(_) | apology::Event::Revised(_))
        | Event::Why(why::Event::Shared(_))
        | Event::Needs(needs::Event::Asked(_))
        | Event::Forgiveness(forgiveness::Event::Shared(_) | forgiveness::Event::ChanceGiven(_))
        | Event::Talk(talk::Event::TopicNamed(_)) => without_words(event),
        Event::Memories(memories::Event::Kept(it)) => {
            let text = WITHOUT_WORDS.to_owned();
            Event::Memories(memories::Event::Kept(memories::Kept { text, ..it.clone() }))
        }
        _ => Event::Withdrawal(Own::Nothing(Nothing {})),
    }
}

/// The same event with a dot in the place of every text. What was left open stays open.
fn without_words(event: &Event) -> Event {
    let Some(mut value) = lean::from_bytes::<Value>(&event.to_cbor()) else {
        return Event::Withdrawal(Own::Nothing(Nothing {}));
    };
    blank(&mut value);
    Event::from_parts(event.kind(), event.schema(), &lean::to_bytes(&value))
}

fn blank(value: &mut Value) {
    match value {
        Value::Text(text) if !text.trim().is_empty() => WITHOUT_WORDS.clone_into(text),
        Value::Text(text) => text.clear(),
        Value::List(all) => all.iter_mut().for_each(blank),
        Value::Map(all) => all.iter_mut().for_each(|(_, it)| blank(it)),
        _ => {}
    }
}
