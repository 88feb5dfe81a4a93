//! The name and the bytes of every event, pinned: they lie in people's journals for ever. A line that changes here
//! breaks a journal; to change a meaning, add a new event.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use domain::check_in::{self, Answers, Facet};
use domain::exchange::{self, Subject};
use domain::people;
use domain::promises::{self, Nth, Repeat, Seen, Source, Told, When};
use domain::questions::{self, Answer, Hours, Mark, Shelf};
use domain::{
    Audience, Commitment, Day, Event, HoursId, PersonId, PromiseId, QuestionId, RevealKey, Weekday, Weekdays,
    drafts, path,
};
use std::fmt::Write as _;

const PINNED: &str = include_str!("vectors/events.txt");

fn promise(when: When, source: Source, in_place_of: Option<PromiseId>) -> promises::Made {
    promises::Made {
        promise: PromiseId::make(PersonId([1; 16]), [2; 16]),
        words: "Home by seven".to_owned(),
        source,
        when,
        in_place_of,
    }
}

fn people_events() -> Vec<Event> {
    let name = || "Ana".to_owned();
    [
        people::Event::Called(people::Called { name: name() }),
        people::Event::Joined(people::Joined { name: name() }),
        people::Event::Renamed(people::Renamed { name: name() }),
        people::Event::Left(people::Left {}),
    ]
    .map(Event::People)
    .to_vec()
}

fn exchange_events(day: Day) -> Vec<Event> {
    let subject = Subject::CheckIn { week: day };
    let round = subject.round();
    let (commitment, key) = (Commitment([3; 32]), RevealKey([4; 32]));
    [
        exchange::Event::Opening(exchange::Opening { round, subject }),
        exchange::Event::KeyKept(exchange::KeyKept { round, commitment, key, text: vec![1, 2] }),
        exchange::Event::Sealed(exchange::Sealed { round, commitment, sealed: vec![5, 6] }),
        exchange::Event::Withdrawn(exchange::Withdrawn { round }),
        exchange::Event::Released(exchange::Released { round, key }),
    ]
    .map(Event::Exchange)
    .to_vec()
}

fn check_in_events(day: Day) -> Vec<Event> {
    let mut answers =
        Facet::ALL.iter().zip(0..).fold(Answers::default(), |it, (facet, rating)| it.with(*facet, rating));
    answers.rate(Facet::Boundaries, None);
    answers.appreciation = Some("You stayed".to_owned());
    [
        check_in::Event::Noted(check_in::Noted { week: day, answers }),
        check_in::Event::DayPicked(check_in::DayPicked { weekday: Weekday::Sunday }),
    ]
    .map(Event::CheckIn)
    .to_vec()
}

fn promises_events(day: Day) -> Vec<Event> {
    let when = |repeat| When { from: day, until: None, repeat };
    let question = QuestionId::make(PersonId([5; 16]), [6; 16]);
    let id = PromiseId::make(PersonId([1; 16]), [2; 16]);
    let on = Weekdays::of(&[Weekday::Tuesday, Weekday::Sunday]);
    let the_last_friday = Repeat::MonthlyThe { every: 1, nth: Nth::Last, weekday: Weekday::Friday };
    let until = When { from: day, until: Some(day.plus(90)), repeat: Repeat::Daily { every: 3 } };
    let mut events: Vec<promises::Event> = [
        promise(When::once(day), Source::Question(question), None),
        promise(until, Source::Need, Some(id)),
        promise(when(Repeat::Weekly { every: 2, on }), Source::Myself, None),
        promise(when(Repeat::MonthlyOn { every: 1, day: 31 }), Source::Apology, None),
        promise(when(the_last_friday), Source::Lesson, None),
        promise(when(Repeat::Once), Source::Agreement, None),
    ]
    .map(promises::Event::Made)
    .to_vec();
    let what_i_do = "I call before six".to_owned();
    for told in [Told::Kept, Told::Missed { what_i_do }] {
        events.push(promises::Event::Reported(promises::Reported { promise: id, on: day, told }));
    }
    for seen in [Seen::Kept, Seen::Missed, Seen::Unclear] {
        events.push(promises::Event::Confirmed(promises::Confirmed { promise: id, on: day, seen }));
    }
    events.push(promises::Event::Ended(promises::Ended { promise: id }));
    events.push(promises::Event::LetGo(promises::LetGo { promise: id }));
    events.into_iter().map(Event::Promises).collect()
}

fn questions_events(day: Day) -> Vec<Event> {
    let question = QuestionId::make(PersonId([5; 16]), [6; 16]);
    let id = HoursId::make(PersonId([7; 16]), [8; 16]);
    let promise = PromiseId::make(PersonId([1; 16]), [2; 16]);
    let text = || "When did it start?".to_owned();
    let mut events = vec![
        questions::Event::Written(questions::Written {
            question,
            text: text(),
            shelf: Shelf::NotSure,
            rests_until_ms: Some(1_749_729_600_000),
            again: None,
        }),
        questions::Event::Reworded(questions::Reworded { question, text: text(), again: Some(question) }),
        questions::Event::TakenBack(questions::TakenBack { question }),
        questions::Event::Asked(questions::Asked { question, text: text(), again: None }),
    ];
    for shelf in [Shelf::NeedToKnowNow, Shelf::NotSure, Shelf::NotYet] {
        events.push(questions::Event::Sorted(questions::Sorted { question, shelf, rests_until_ms: None }));
    }
    let written = Answer::Written("In January.".to_owned());
    for answer in [written, Answer::LetsTalk, Answer::WithOurCounsellor, Answer::INeedUntil { day, promise }]
    {
        events.push(questions::Event::Answered(questions::Answered { question, answer }));
    }
    for mark in [Mark::Answered, Mark::MoreToAsk, Mark::Enough] {
        events.push(questions::Event::Marked(questions::Marked { question, mark }));
    }
    let hours = Hours { on: Weekdays::of(&Weekday::ALL), from_minute: 1_200, minutes: 20 };
    events.push(questions::Event::HoursProposed(questions::HoursProposed { id, hours }));
    events.push(questions::Event::HoursAgreed(questions::HoursAgreed { id }));
    events.push(questions::Event::HoursEnded(questions::HoursEnded { id }));
    events.into_iter().map(Event::Questions).collect()
}

fn every_event() -> Vec<Event> {
    let day = Day::new(2025, 6, 12).unwrap();
    let key = || "questions/new".to_owned();
    let mut all = people_events();
    all.extend(exchange_events(day));
    all.extend(check_in_events(day));
    all.extend(promises_events(day));
    all.extend(questions_events(day));
    all.push(Event::Drafts(drafts::Event::Saved(drafts::Saved { key: key(), text: "When".to_owned() })));
    all.push(Event::Drafts(drafts::Event::Cleared(drafts::Cleared { key: key() })));
    all.push(Event::Path(path::Event::PutAside(path::PutAside { key: key(), on: day })));
    all
}

fn line(event: &Event) -> String {
    let space = if event.audience() == Audience::Ours { "ours" } else { "mine" };
    let mut line = format!("{} {} {space} ", event.kind(), event.schema());
    for byte in event.to_cbor() {
        write!(line, "{byte:02x}").unwrap();
    }
    line
}

#[test]
fn the_name_space_and_bytes_of_every_event_stay_as_they_are() {
    let lines: Vec<String> = every_event().iter().map(line).collect();
    let pinned: Vec<&str> = PINNED.lines().filter(|it| !it.starts_with('#') && !it.is_empty()).collect();
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(pinned.get(at), Some(&line.as_str()), "line {at}; all lines:\n{}", lines.join("\n"));
    }
    assert_eq!(pinned.len(), lines.len());
}

#[test]
fn every_kind_of_every_practice_is_pinned() {
    for kind in Event::KINDS.concat() {
        assert!(PINNED.lines().any(|it| it.split(' ').next() == Some(kind)), "{kind} is not pinned");
    }
}

#[test]
fn every_event_is_read_back_as_it_was_written() {
    for event in every_event() {
        assert_eq!(Event::from_parts(event.kind(), event.schema(), &event.to_cbor()), event);
    }
}

#[test]
fn a_body_in_any_other_form_is_unknown_and_kept_byte_for_byte() {
    for event in every_event() {
        let body = event.to_cbor();
        let mut longer = body.clone();
        longer.push(0);
        let shorter = body[..body.len() - 1].to_vec();
        let indefinite = [&[0xbf][..], &body[1..], &[0xff]].concat();
        for other in [longer, shorter, indefinite, Vec::new()] {
            let read = Event::from_parts(event.kind(), 1, &other);
            assert!(matches!(&read, Event::Unknown { body, .. } if *body == other), "{read:?}");
            assert_eq!(read.to_cbor(), other);
            assert_eq!(read.kind(), event.kind());
        }
        let newer = Event::from_parts(event.kind(), 2, &body);
        assert!(matches!(newer, Event::Unknown { schema: 2, .. }));
    }
}
