//! Which records a person has taken back, and what stays of each.

use super::words::{Event as Own, Gone, Nothing};
use crate::audience::Audience;
use crate::couple::Event;
use crate::drafts;
use crate::history::Record;
use crate::ids::{PersonId, RecordId};
use crate::practices::{
    apology, boosters, circle, closeness, forgiveness, hurts, leaning, learning, memories, needs, open_book,
    our_future, questions, setting_down, signs, talk, why,
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

/// The records that their authors have taken back in one place, in the order of the fold.
///
/// Only what the relay has seen counts: its place is certain, and what is erased does not come again. Words shared anew
/// after they were taken back are not reached.
#[must_use]
pub fn taken_back<'a>(audience: Audience, records: impl Iterator<Item = &'a Record>) -> Vec<Reached> {
    let certain = |it: &&Record| {
        it.audience == audience && it.event.known_audience() == Some(audience) && it.received_ms.is_some()
    };
    let mut all: Vec<&Record> =
        records.filter(certain).filter(|it| is_about_taking_back(&it.event)).collect();
    lean::sort(&mut all, &|one, other| one.place() < other.place());
    let (mut standing, mut drafts): (Vec<&Record>, Typed<'_>) = (Vec::new(), Typed::default());
    let mut reached = Vec::new();
    for record in all {
        if let Event::Drafts(event) = &record.event {
            drafts.take_in(event, record);
            continue;
        }
        if !is_taking_back(&record.event) {
            standing.push(record);
            continue;
        }
        standing.retain(|earlier| {
            let taken = earlier.author == record.author && takes_back(&record.event, &earlier.event);
            if taken {
                reached.push(reach(earlier));
            }
            !taken
        });
        if audience == Audience::Mine {
            reached.extend(drafts.stale.drain(..).map(reach));
        }
    }
    reached
}

/// What was typed on the way: once something is put away, no draft of before that is done with stays.
#[derive(Default)]
struct Typed<'a> {
    last: Vec<(&'a str, &'a Record)>,
    stale: Vec<&'a Record>,
}

impl<'a> Typed<'a> {
    fn take_in(&mut self, event: &'a drafts::Event, record: &'a Record) {
        let key = match event {
            drafts::Event::Saved(it) => it.key.as_str(),
            drafts::Event::Cleared(it) => it.key.as_str(),
        };
        if let Some(at) = self.last.iter().position(|it| it.0 == key) {
            self.stale.push(self.last.swap_remove(at).1);
        }
        if matches!(event, drafts::Event::Saved(_)) {
            self.last.push((key, record));
        }
    }
}

fn reach(record: &Record) -> Reached {
    let stays = stays_of(&record.event);
    let (kind, schema, body) = (stays.kind().to_owned(), stays.schema(), stays.to_cbor());
    let (was, word) = (record.event.kind().to_owned(), Vec::new());
    let stays = Gone { record: record.id, at: record.stamp, kind, schema, body, was, word };
    Reached { record: record.id, author: record.author, stays }
}

/// Whether an event may be reached by a taking back. Where it comes late, the log is looked through once more.
#[must_use]
pub fn can_be_taken_back(event: &Event) -> bool {
    is_about_taking_back(event) && !is_taking_back(event)
}

/// Whether an event is a taking back, or something that can be taken back: the others need not be looked at.
fn is_about_taking_back(event: &Event) -> bool {
    matches!(
        event,
        Event::Drafts(_)
            | Event::Questions(_)
            | Event::Learning(_)
            | Event::Leaning(_)
            | Event::Circle(_)
            | Event::OpenBook(_)
            | Event::Signs(_)
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
        Event::Signs(it) => matches!(it, signs::Event::Withdrawn(_) | signs::Event::Forgotten(_)),
        Event::Hurts(it) => matches!(it, hurts::Event::Withdrawn(_) | hurts::Event::PutAway(_)),
        Event::Questions(it) => matches!(it, questions::Event::TakenBack(_)),
        Event::Learning(it) => matches!(it, learning::Event::PutAway(_)),
        Event::Leaning(it) => matches!(it, leaning::Event::PutAway(_)),
        Event::Circle(it) => matches!(it, circle::Event::TakenOff(_) | circle::Event::PutAway(_)),
        Event::OpenBook(it) => matches!(it, open_book::Event::Forgotten(_)),
        Event::Talk(it) => matches!(it, talk::Event::TopicTakenBack(_)),
        Event::Why(it) => matches!(it, why::Event::Withdrawn(_) | why::Event::PutAway(_)),
        Event::SettingDown(it) => {
            matches!(it, setting_down::Event::PlanWithdrawn(_) | setting_down::Event::PutAway(_))
        }
        Event::Apology(it) => matches!(it, apology::Event::Withdrawn(_)),
        Event::Needs(it) => matches!(it, needs::Event::TakenBack(_)),
        Event::OurFuture(it) => {
            matches!(it, our_future::Event::TakenOff(_) | our_future::Event::PutAway(_))
        }
        Event::Memories(it) => {
            matches!(it, memories::Event::TakenBack(_) | memories::Event::PhotoTakenBack(_))
        }
        Event::Forgiveness(it) => is_taking_back_forgiving(it),
        Event::Closeness(it) => matches!(
            it,
            closeness::Event::PageWithdrawn(_)
                | closeness::Event::LovedWithdrawn(_)
                | closeness::Event::StartWithdrawn(_)
        ),
        Event::Boosters(it) => is_taking_back_at_a_booster(it),
        _ => false,
    }
}

fn is_taking_back_at_a_booster(event: &boosters::Event) -> bool {
    matches!(event, boosters::Event::LookWithdrawn(_) | boosters::Event::WordsWithdrawn(_))
}

fn is_taking_back_forgiving(event: &forgiveness::Event) -> bool {
    use forgiveness::Event as Forgiveness;
    matches!(event, Forgiveness::TakenBack(_) | Forgiveness::ChanceWithdrawn(_) | Forgiveness::PutAway(_))
}

/// Whether an event of the same author takes an earlier one back.
fn takes_back(event: &Event, earlier: &Event) -> bool {
    puts_away(event, earlier) || withdraws(event, earlier)
}

/// The same of what lies in one's own vault.
fn puts_away(event: &Event, earlier: &Event) -> bool {
    match (event, earlier) {
        (Event::Signs(signs::Event::Forgotten(it)), Event::Signs(signs::Event::Looked(of))) => of.on == it.on,
        (Event::OpenBook(open_book::Event::Forgotten(it)), Event::OpenBook(open_book::Event::Noted(of))) => {
            of.on == it.on
        }
        (Event::Hurts(hurts::Event::PutAway(it)), Event::Hurts(hurts::Event::Written(of))) => {
            of.hurt == it.hurt
        }
        (Event::Why(why::Event::PutAway(it)), Event::Why(why::Event::Written(of))) => of.why == it.why,
        (Event::Questions(questions::Event::TakenBack(it)), Event::Questions(of)) => match of {
            questions::Event::Written(of) => of.question == it.question,
            questions::Event::Reworded(of) => of.question == it.question,
            _ => false,
        },
        (Event::Learning(learning::Event::PutAway(it)), Event::Learning(learning::Event::Written(of))) => {
            of.lesson == it.lesson
        }
        (Event::Leaning(leaning::Event::PutAway(_)), Event::Leaning(of)) => {
            matches!(of, leaning::Event::Written(_) | leaning::Event::Leant(_))
        }
        (Event::SettingDown(setting_down::Event::PutAway(it)), Event::SettingDown(of)) => match of {
            setting_down::Event::SetDown(of) => of.thought == it.thought,
            setting_down::Event::Reworded(of) => of.thought == it.thought,
            _ => false,
        },
        (
            Event::OurFuture(our_future::Event::PutAway(it)),
            Event::OurFuture(our_future::Event::Written(of)),
        ) => of.wish.id == it.wish,
        (
            Event::Forgiveness(forgiveness::Event::PutAway(it)),
            Event::Forgiveness(forgiveness::Event::Written(of)),
        ) => of.forgiving == it.forgiving,
        (Event::Circle(it), Event::Circle(of)) => circle_back(it, of),
        _ => false,
    }
}

fn circle_back(event: &circle::Event, earlier: &circle::Event) -> bool {
    match (event, earlier) {
        (circle::Event::TakenOff(it), circle::Event::Placed(of)) => of.someone == it.someone,
        (circle::Event::PutAway(it), circle::Event::Weighed(of)) => of.page == it.page,
        _ => false,
    }
}

/// The same of what lies in our space.
fn withdraws(event: &Event, earlier: &Event) -> bool {
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
        Event::Hurts(hurts::Event::Shared(_) | hurts::Event::Added(_) | hurts::Event::Written(_))
        | Event::Questions(questions::Event::Written(_))
        | Event::Learning(learning::Event::Written(_))
        | Event::SettingDown(setting_down::Event::SetDown(_))
        | Event::OurFuture(our_future::Event::Written(_))
        | Event::Apology(apology::Event::Sent(_) | apology::Event::Revised(_))
        | Event::Why(why::Event::Shared(_))
        | Event::Memories(memories::Event::Said(_))
        | Event::Needs(needs::Event::Asked(_))
        | Event::Forgiveness(forgiveness::Event::Shared(_) | forgiveness::Event::ChanceGiven(_))
        | Event::Talk(talk::Event::TopicNamed(_)) => without_words(event),
        Event::Memories(memories::Event::Kept(it)) => {
            // Words that are none were not heard, and are none afterwards.
            let text = if it.text.trim().is_empty() { "" } else { WITHOUT_WORDS }.to_owned();
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
