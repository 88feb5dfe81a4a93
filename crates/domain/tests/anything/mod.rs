//! Anything two people and strangers may write: every event, with small ids so that they meet, giant texts, absurd
//! numbers, forged authors, wrong spaces and wrong keys.
#![allow(unreachable_pub, clippy::indexing_slicing, reason = "a test")]

mod asking;
mod closer;
pub mod keeping;
pub mod mending;
pub mod opening;
pub mod steady;

use crate::two::{ANA, BEN, START_MS, WaxSealing, mix};
use domain::check_in::{self, Answers, Facet};
use domain::exchange::{self, Subject};
use domain::promises::{self, Nth, Repeat, Seen, Source, Told, When};
use domain::questions::{self, Answer, Hours, Mark, Shelf};
use domain::{
    Audience, Day, DeviceId, Event, HoursId, PersonId, PromiseId, QuestionId, Record, RecordId, RevealKey,
    Sealing, Stamp, Weekday, Weekdays, drafts, path, people, withdrawal,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::Union;

pub const STRANGER: PersonId = PersonId([0xc; 16]);

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-zé ]{0,12}",
        1 => Just(String::new()),
        1 => Just("x".repeat(20_000)),
        1 => Just("\u{202e}متى\u{0}🧵".to_owned()),
    ]
}

fn person() -> impl Strategy<Value = PersonId> {
    prop_oneof![5 => Just(ANA), 5 => Just(BEN), 1 => Just(STRANGER)]
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![8 => (20_251..20_262_i32).prop_map(Day::from_number), 1 => any::<i32>().prop_map(Day::from_number)]
}

fn weekday() -> impl Strategy<Value = Weekday> {
    (0..7_usize).prop_map(|it| Weekday::ALL[it])
}

fn weekdays() -> impl Strategy<Value = Weekdays> {
    vec(weekday(), 0..4).prop_map(|it| Weekdays::of(&it))
}

fn every() -> impl Strategy<Value = u16> {
    prop_oneof![6 => 1..4_u16, 1 => any::<u16>()]
}

fn repeat() -> impl Strategy<Value = Repeat> {
    let nth = prop_oneof![Just(Nth::First), Just(Nth::Fourth), Just(Nth::Last)];
    prop_oneof![
        Just(Repeat::Once),
        every().prop_map(|every| Repeat::Daily { every }),
        (every(), weekdays()).prop_map(|(every, on)| Repeat::Weekly { every, on }),
        (every(), any::<u8>()).prop_map(|(every, day)| Repeat::MonthlyOn { every, day }),
        (every(), nth, weekday()).prop_map(|(every, nth, weekday)| Repeat::MonthlyThe {
            every,
            nth,
            weekday
        }),
    ]
}

fn promise() -> impl Strategy<Value = PromiseId> {
    (person(), 0..3_u8).prop_map(|(author, it)| PromiseId::make(author, [it; 16]))
}

fn question() -> impl Strategy<Value = QuestionId> {
    (person(), 0..3_u8).prop_map(|(author, it)| QuestionId::make(author, [it; 16]))
}

fn people_event() -> impl Strategy<Value = Event> {
    let named = prop_oneof![
        text().prop_map(|name| people::Event::Called(people::Called { name })),
        text().prop_map(|name| people::Event::Joined(people::Joined { name })),
        text().prop_map(|name| people::Event::Renamed(people::Renamed { name })),
        Just(people::Event::Left(people::Left {})),
    ];
    named.prop_map(Event::People)
}

/// Texts that were really sealed by one of the two, with right and wrong keys.
fn exchange_event() -> impl Strategy<Value = Event> {
    let seal = |author: PersonId, nth: u8, week: Day| {
        let subject = Subject::CheckIn { week };
        let text = Answers::default().with(Facet::Support, nth).to_cbor();
        (subject, text.clone(), WaxSealing::default().seal(subject.round(), author, &text))
    };
    (person(), 0..3_u8, (20_251..20_253_i32).prop_map(Day::from_number), 0..6_u8).prop_map(
        move |(author, nth, week, kind)| {
            let (subject, text, sealed) = seal(author, nth, week);
            let (round, commitment) = (subject.round(), sealed.commitment);
            Event::Exchange(match kind {
                0 => exchange::Event::Opening(exchange::Opening { round, subject }),
                1 => exchange::Event::KeyKept(exchange::KeyKept { round, commitment, key: sealed.key, text }),
                2 => exchange::Event::Withdrawn(exchange::Withdrawn { round }),
                3 => exchange::Event::Released(exchange::Released { round, key: sealed.key }),
                4 if nth == 0 => {
                    exchange::Event::Released(exchange::Released { round, key: RevealKey([nth; 32]) })
                }
                _ => exchange::Event::Sealed(exchange::Sealed { round, commitment, sealed: sealed.sealed }),
            })
        },
    )
}

fn check_in_event() -> impl Strategy<Value = Event> {
    let noted = (day(), any::<u8>(), proptest::option::of(text())).prop_map(|(week, rating, need)| {
        let mut answers = Answers::default().with(Facet::FeelingSafe, rating % 13);
        answers.need = need;
        check_in::Event::Noted(check_in::Noted { week, answers })
    });
    let picked = weekday().prop_map(|weekday| check_in::Event::DayPicked(check_in::DayPicked { weekday }));
    prop_oneof![noted, picked].prop_map(Event::CheckIn)
}

fn promises_event() -> impl Strategy<Value = Event> {
    let when = (day(), proptest::option::of(day()), repeat()).prop_map(|(from, until, repeat)| When {
        from,
        until,
        repeat,
    });
    let made = (promise(), text(), when, proptest::option::of(promise())).prop_map(
        |(promise, words, when, in_place_of)| {
            promises::Event::Made(promises::Made {
                promise,
                words,
                source: Source::Myself,
                when,
                in_place_of,
            })
        },
    );
    let told = prop_oneof![Just(Told::Kept), text().prop_map(|what_i_do| Told::Missed { what_i_do })];
    let reported = (promise(), day(), told)
        .prop_map(|(promise, on, told)| promises::Event::Reported(promises::Reported { promise, on, told }));
    let seen = prop_oneof![Just(Seen::Kept), Just(Seen::Missed), Just(Seen::Unclear)];
    let confirmed = (promise(), day(), seen).prop_map(|(promise, on, seen)| {
        promises::Event::Confirmed(promises::Confirmed { promise, on, seen })
    });
    let ended = promise().prop_map(|promise| promises::Event::Ended(promises::Ended { promise }));
    let let_go = promise().prop_map(|promise| promises::Event::LetGo(promises::LetGo { promise }));
    prop_oneof![4 => made.boxed(), 4 => reported.boxed(), 4 => confirmed.boxed(), 1 => ended, 1 => let_go]
        .prop_map(Event::Promises)
}

fn questions_in_the_vault() -> impl Strategy<Value = questions::Event> {
    let shelf = || prop_oneof![Just(Shelf::NeedToKnowNow), Just(Shelf::NotSure), Just(Shelf::NotYet)];
    let until = || proptest::option::of(prop_oneof![Just(START_MS), any::<u64>()]);
    let again = || proptest::option::of(question());
    let about = || proptest::option::of(steady::hurt());
    prop_oneof![
        (question(), text(), shelf(), until(), (again(), about())).prop_map(
            |(question, text, shelf, rests_until_ms, (again, about))| {
                let it = questions::Written { question, text, shelf, rests_until_ms, again, about };
                questions::Event::Written(it)
            }
        ),
        (question(), text(), again()).prop_map(|(question, text, again)| questions::Event::Reworded(
            questions::Reworded { question, text, again }
        )),
        (question(), shelf(), until()).prop_map(|(question, shelf, rests_until_ms)| {
            questions::Event::Sorted(questions::Sorted { question, shelf, rests_until_ms })
        }),
        question().prop_map(|question| questions::Event::TakenBack(questions::TakenBack { question })),
    ]
}

pub fn questions_event() -> impl Strategy<Value = Event> {
    let again = || proptest::option::of(question());
    let about = || proptest::option::of(steady::hurt());
    let answer = prop_oneof![
        text().prop_map(Answer::Written),
        Just(Answer::LetsTalk),
        (day(), promise()).prop_map(|(day, promise)| Answer::INeedUntil { day, promise }),
    ];
    let mark = prop_oneof![Just(Mark::Answered), Just(Mark::MoreToAsk), Just(Mark::Enough)];
    let id = || (person(), 0..3_u8).prop_map(|(author, it)| HoursId::make(author, [it; 16]));
    let hours = (weekdays(), any::<u16>(), any::<u16>()).prop_map(|(on, from, minutes)| Hours {
        on,
        from_minute: from % 2_000,
        minutes: minutes % 2_000,
    });
    prop_oneof![
        3 => questions_in_the_vault().boxed(),
        2 => (question(), text(), again(), about()).prop_map(|(question, text, again, about)| {
            questions::Event::Asked(questions::Asked { question, text, again, about })
        }),
        2 => (question(), answer)
            .prop_map(|(question, answer)| questions::Event::Answered(questions::Answered { question, answer })),
        1 => (question(), mark).prop_map(|(question, mark)| questions::Event::Marked(questions::Marked { question, mark })),
        1 => (id(), hours).prop_map(|(id, hours)| questions::Event::HoursProposed(questions::HoursProposed { id, hours })),
        1 => id().prop_map(|id| questions::Event::HoursAgreed(questions::HoursAgreed { id })),
        1 => id().prop_map(|id| questions::Event::HoursEnded(questions::HoursEnded { id })),
    ]
    .prop_map(Event::Questions)
}

fn small_event() -> impl Strategy<Value = Event> {
    let key = || "[a-c]{0,2}";
    prop_oneof![
        (key(), text())
            .prop_map(|(key, text)| Event::Drafts(drafts::Event::Saved(drafts::Saved { key, text }))),
        key().prop_map(|key| Event::Drafts(drafts::Event::Cleared(drafts::Cleared { key }))),
        (text(), day()).prop_map(|(key, on)| Event::Path(path::Event::PutAside(path::PutAside { key, on }))),
        vec(text(), 0..3).prop_map(|keys| Event::Path(path::Event::Read(path::Read { keys }))),
    ]
}

fn withdrawal_event() -> impl Strategy<Value = Event> {
    let record = || (0..6_u8).prop_map(|it| RecordId([it; 32]));
    let kind = prop_oneof![Just("withdrawal.nothing".to_owned()), Just("hurts.shared".to_owned()), text()];
    let gone = (record(), any::<u64>(), kind, 0..3_u16, vec(any::<u8>(), 0..20)).prop_map(
        |(record, ms, kind, schema, body)| {
            let at = Stamp { ms: ms >> 16, counter: 0 };
            withdrawal::Gone { record, at, kind, schema, body, was: String::new(), word: Vec::new() }
        },
    );
    let named =
        (vec(record(), 0..3), vec(gone, 0..4), any::<bool>()).prop_map(|(by, gone, mine)| match mine {
            true => withdrawal::Event::PutAway(withdrawal::PutAway { by, gone }),
            false => withdrawal::Event::Withdrawn(withdrawal::Withdrawn { by, gone }),
        });
    let erased = (vec(record(), 0..4), any::<bool>()).prop_map(|(of, mine)| match mine {
        true => withdrawal::Event::Cleared(withdrawal::Cleared { of }),
        false => withdrawal::Event::Erased(withdrawal::Erased { of }),
    });
    prop_oneof![named, erased, Just(withdrawal::Event::Nothing(withdrawal::Nothing {})),]
        .prop_map(Event::Withdrawal)
}

fn unknown_event() -> impl Strategy<Value = Event> {
    let kind = prop_oneof![Just("promises.made".to_owned()), Just("gratitude.given".to_owned()), text()];
    (kind, 2..5_u16, vec(any::<u8>(), 0..20))
        .prop_map(|(kind, schema, body)| Event::from_parts(&kind, schema, &body))
}

/// What is written about, and how often beside the rest.
type About = (u32, fn() -> BoxedStrategy<Event>);

const ABOUT: [About; 13] = [
    (2, || people_event().boxed()),
    (4, || exchange_event().boxed()),
    (2, || check_in_event().boxed()),
    (4, || promises_event().boxed()),
    (4, || questions_event().boxed()),
    (1, || small_event().boxed()),
    (4, || steady::steady_event().boxed()),
    (6, || mending::mending_event().boxed()),
    (4, || keeping::keeping_event().boxed()),
    (1, || asking::asking_event().boxed()),
    (1, || opening::opening_event().boxed()),
    (1, || withdrawal_event().boxed()),
    (4, || closer::closer_event().boxed()),
];

pub fn known_event() -> impl Strategy<Value = Event> {
    Union::new_weighted(ABOUT.map(|(often, event)| (often, event())).to_vec())
}

/// A record by anyone, with an honest or absurd stamp, from the space where it belongs or from the other.
type Written = (PersonId, u8, u64, u64, bool, Event);

fn written(most_about: fn() -> BoxedStrategy<Event>) -> impl Strategy<Value = Written> {
    let event = prop_oneof![16 => most_about(), 8 => known_event().boxed(), 1 => unknown_event().boxed()];
    // Mostly in the order in which it was said: an answer before its question is not heard.
    let behind = prop_oneof![12 => Just(0), 4 => 0..5_000_u64, 1 => any::<u64>()];
    (person(), 0..2_u8, behind, 0..3_u64, proptest::bool::weighted(0.05), event)
}

/// The log: every record gets its number on its device and the time at which the relay had it.
fn log(written: Vec<Written>) -> Vec<Record> {
    // Whoever joined first is a partner; the two are there before the rest.
    let join = |name: &str| Event::People(people::Event::Joined(people::Joined { name: name.to_owned() }));
    let mut all: Vec<Written> = vec![(ANA, 0, 0, 1, false, join("Ana")), (BEN, 0, 0, 1, false, join("Ben"))];
    all.extend(written);
    let (mut received, mut records) = (START_MS, Vec::<Record>::new());
    for (author, device, behind, later, misplaced, event) in all {
        received += later;
        let belongs = event.audience();
        let audience = match (belongs, misplaced) {
            (Audience::Mine, true) => Audience::Ours,
            (Audience::Ours, true) => Audience::Mine,
            (it, false) => it,
        };
        let device = DeviceId([author.0[0] * 4 + device * 2 + audience as u8; 16]);
        let dseq = 1 + records.iter().filter(|it| it.device == device).count() as u64;
        let ms = if behind > 5_000 { behind } else { received - behind };
        records.push(Record {
            id: RecordId(mix(&[&device.0, &dseq.to_le_bytes()])),
            author,
            device,
            dseq,
            audience,
            stamp: Stamp { ms, counter: (behind % 7) as u16 },
            received_ms: Some(received),
            event,
        });
    }
    records
}

/// Most of a journey is about one thing, or of one kind: what needs several steps of two people is reached only so.
pub fn journey(most: usize) -> impl Strategy<Value = Vec<Record>> {
    let most_about = proptest::sample::select(ABOUT.map(|(_, event)| event).to_vec());
    most_about.prop_flat_map(move |it| journey_about(it, most))
}

/// A journey that is mostly about one thing.
pub fn journey_about(it: fn() -> BoxedStrategy<Event>, most: usize) -> impl Strategy<Value = Vec<Record>> {
    vec(written(it), 0..most).prop_map(log)
}
