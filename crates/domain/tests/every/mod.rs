//! Every event once, with every way its fields can stand.
#![allow(unreachable_pub, clippy::unwrap_used, reason = "a test")]

mod asking;
mod closer;
mod keeping;
mod mending;
mod opening;
mod steady;

use domain::brought::{self, SealedIn};
use domain::check_in::{self, Answers, Facet};
use domain::exchange::{self, Subject};
use domain::people;
use domain::promises::{self, Nth, Repeat, Seen, Source, Told, When};
use domain::questions::{self, Answer, Hours, Mark, Shelf};
use domain::{
    Audience, Commitment, Day, DeviceId, Event, HoursId, HurtId, PersonId, PromiseId, QuestionId, RecordId,
    RevealKey, Stamp, Weekday, Weekdays, drafts, path, withdrawal,
};

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
            about: None,
        }),
        questions::Event::Reworded(questions::Reworded { question, text: text(), again: Some(question) }),
        questions::Event::TakenBack(questions::TakenBack { question }),
        questions::Event::Asked(questions::Asked { question, text: text(), again: None, about: None }),
    ];
    let about = Some(HurtId::make(PersonId([1; 16]), [9; 16]));
    let (shelf, rests_until_ms, again) = (Shelf::NeedToKnowNow, None, None);
    let written = questions::Written { question, text: text(), shelf, rests_until_ms, again, about };
    events.push(questions::Event::Written(written));
    events.push(questions::Event::Asked(questions::Asked { question, text: text(), again, about }));
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

pub fn every_event() -> Vec<Event> {
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
    all.push(Event::Path(path::Event::Read(path::Read { keys: vec![key()] })));
    all.extend(steady::events(day));
    all.extend(mending::events(day));
    all.extend(closer::events(day));
    all.extend(brought_events());
    all.extend(keeping::events(day));
    all.extend(asking::events());
    all.extend(opening::events(day));
    all.extend(withdrawal_events());
    all
}

fn withdrawal_events() -> [Event; 5] {
    let nothing = || Event::Withdrawal(withdrawal::Event::Nothing(withdrawal::Nothing {}));
    let (it, at) = (nothing(), Stamp { ms: 1_749_729_600_000, counter: 5 });
    let (kind, schema, body) = (it.kind().to_owned(), it.schema(), it.to_cbor());
    let gone = vec![withdrawal::Gone {
        record: RecordId([1; 32]),
        at,
        kind,
        schema,
        body,
        was: "why.shared".to_owned(),
        word: vec![9],
    }];
    [
        Event::Withdrawal(withdrawal::Event::Withdrawn(withdrawal::Withdrawn {
            by: vec![RecordId([3; 32])],
            gone,
        })),
        Event::Withdrawal(withdrawal::Event::Erased(withdrawal::Erased { of: vec![RecordId([2; 32])] })),
        nothing(),
        Event::Withdrawal(withdrawal::Event::PutAway(withdrawal::PutAway {
            by: Vec::new(),
            gone: Vec::new(),
        })),
        Event::Withdrawal(withdrawal::Event::Cleared(withdrawal::Cleared { of: vec![RecordId([2; 32])] })),
    ]
}

fn brought_events() -> [Event; 2] {
    let said = Event::People(people::Event::Renamed(people::Renamed { name: "Ana".to_owned() }));
    let along = |sealed_in: Option<SealedIn>| {
        Event::Brought(brought::Event::Along(brought::Along {
            id: RecordId([1; 32]),
            author: PersonId([2; 16]),
            device: DeviceId([3; 16]),
            dseq: 4,
            audience: Audience::Ours,
            at: Stamp { ms: 1_749_729_600_000, counter: 5 },
            received_ms: sealed_in.map(|_| 1_749_729_600_006),
            kind: said.kind().to_owned(),
            schema: said.schema(),
            body: said.to_cbor(),
            sealed_in,
        }))
    };
    [along(None), along(Some(SealedIn { space: [7; 16], me: PersonId([8; 16]) }))]
}
