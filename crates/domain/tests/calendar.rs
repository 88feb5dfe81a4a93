//! The calendar file, read back by a parser and by an expander of rules that are not ours.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

mod two;

use domain::calendar::{At, Dated, Of, dates, to_ics};
use domain::promises::{self, NewPromise, Nth, Repeat, Source, When};
use domain::{Day, PromiseId, Weekday, Weekdays, memories, space, talk};
use icalendar::{Calendar, CalendarComponent, Component};
use proptest::prelude::*;
use rrule::RRuleSet;
use two::{ANA, Two};

fn day(year: i16, month: u8, day: u8) -> Day {
    Day::new(year, month, day).unwrap()
}

/// Each event of a file: its uid, its title, its start and its rule.
fn read(ics: &str) -> Vec<[String; 4]> {
    assert!(ics.split("\r\n").all(|it| it.len() <= 75), "{ics}");
    let calendar: Calendar = ics.parse().unwrap();
    let events = calendar.components.iter().map(|it| {
        let CalendarComponent::Event(event) = it else { panic!("{it:?}") };
        let of = |name: &str| event.property_value(name).unwrap_or_default().to_owned();
        assert!(of("DTSTAMP").ends_with('Z'));
        [of("UID"), of("SUMMARY"), of("DTSTART"), of("RRULE")]
    });
    events.collect()
}

fn promised(when: When) -> Dated {
    Dated { of: Of::Promise(PromiseId::make(ANA, [7; 16])), at: At::Days(when), words: "Rent".to_owned() }
}

/// The days that the file says, told by others.
fn told(when: When, most: u16) -> Vec<Day> {
    let ics = to_ics(&[(promised(when), "Rent".to_owned())], 1_750_000_000_000);
    let [_, _, start, rule] = read(&ics).remove(0);
    if rule.is_empty() {
        let (year, rest) = start.split_at(4);
        return vec![day(year.parse().unwrap(), rest[..2].parse().unwrap(), rest[2..].parse().unwrap())];
    }
    // The expander knows no days without a time: each is taken at midnight in Greenwich.
    let rule = match rule.split_once("UNTIL=") {
        Some((before, until)) => format!("{before}UNTIL={until}T000000Z"),
        None => rule,
    };
    let set: RRuleSet = format!("DTSTART:{start}T000000Z\nRRULE:{rule}").parse().unwrap();
    let found = set.all(most).dates;
    found.iter().map(|it| Day::parse(&it.format("%Y-%m-%d").to_string()).unwrap()).collect()
}

fn repeat() -> impl Strategy<Value = Repeat> {
    let weekday = || prop::sample::select(Weekday::ALL.to_vec());
    let nth = prop::sample::select(vec![Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last]);
    prop_oneof![
        Just(Repeat::Once),
        (1_u16..20).prop_map(|every| Repeat::Daily { every }),
        (1_u16..5, prop::collection::vec(weekday(), 1..4))
            .prop_map(|(every, on)| Repeat::Weekly { every, on: Weekdays::of(&on) }),
        (1_u16..7, 1_u8..=31).prop_map(|(every, day)| Repeat::MonthlyOn { every, day }),
        (1_u16..7, nth, weekday()).prop_map(|(every, nth, weekday)| Repeat::MonthlyThe {
            every,
            nth,
            weekday
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn others_find_the_same_days_in_the_file_as_we_do(
        repeat in repeat(),
        from in 18_000_i32..24_000,
        lasts in prop::option::of(0_i32..900),
    ) {
        let from = Day::from_number(from);
        let when = When { from, until: lasts.map(|it| from.plus(it)), repeat };
        prop_assume!(when.on_or_after(from).is_some());
        prop_assert_eq!(told(when, 24), when.days(from, from.plus(40_000), 24));
    }
}

#[test]
fn a_promise_on_the_31st_is_on_the_last_day_of_shorter_months() {
    let when = When { from: day(2024, 1, 31), until: None, repeat: Repeat::MonthlyOn { every: 1, day: 31 } };
    let ours = [day(2024, 1, 31), day(2024, 2, 29), day(2024, 3, 31), day(2024, 4, 30)];
    assert_eq!(told(when, 4), ours);
    assert_eq!(when.days(when.from, day(2030, 1, 1), 4), ours);
}

#[test]
fn any_words_come_back_as_they_were() {
    for words in [
        "rent; and, \\then",
        "two\nlines",
        "  \u{fc}ber\u{1f9f5}".trim(),
        &"\u{fc}".repeat(300),
        "a:b;c=d\"e\"",
    ] {
        let ics = to_ics(&[(promised(When::once(day(2025, 6, 12))), words.to_owned())], 0);
        let title = read(&ics).remove(0)[1].clone();
        // The parser leaves marked characters as they stand in the file.
        let read_back =
            title.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\");
        assert_eq!(read_back, words);
    }
}

#[test]
fn what_two_people_plan_is_in_the_file_and_what_is_over_is_not() {
    let mut two = Two::together();
    let today = two.today();
    let when = When { from: today, until: None, repeat: Repeat::Daily { every: 1 } };
    let (words, source) = ("A walk".to_owned(), Source::Myself);
    two.ana(promises::Command::Make(NewPromise { words, source, when, in_place_of: None }));
    let at = memories::PlannedFor { on: today.plus(3), at_minute: Some(9 * 60 + 30) };
    two.ana(memories::Command::Plan { name: "The market".to_owned(), when: at });
    two.meet();
    assert_eq!(dates(two.ben.couple(), &two.now).len(), 1, "not agreed yet");
    let memory = two.ben.couple().memories.planned()[0].id;
    two.ben(memories::Command::Agree { memory, when: at });
    let (from, text) = (talk::TopicFrom::OwnWords, "The summer".to_owned());
    two.ben(talk::Command::NameTopic { from, text, for_day: Some(today.plus(1)) });
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    let all = dates(two.ana.couple(), &two.now);
    let named: Vec<(Dated, String)> = all.iter().map(|it| (it.clone(), it.words.clone())).collect();
    let events = read(&to_ics(&named, two.now.ms));
    let titles: Vec<&str> = events.iter().map(|it| it[1].as_str()).collect();
    assert_eq!(titles, ["A walk", "The market", "The summer", ""]);
    assert!(events[1][2].ends_with("T093000"), "by the wall clock, whatever the zone: {events:?}");
    assert!(events[3][2].ends_with('Z'), "a moment: {events:?}");
    let again = dates(two.ben.couple(), &two.now);
    assert!(again.iter().zip(&all).all(|(one, other)| one.uid() == other.uid()), "the same for both");
    let mut later = two.now;
    later.ms += 5 * 24 * 3_600_000;
    later.local = later.local.plus_minutes(5 * 24 * 60);
    assert_eq!(dates(two.ana.couple(), &later).len(), 1);
}
