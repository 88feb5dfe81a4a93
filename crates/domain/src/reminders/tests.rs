//! When a reminder comes and when none does, each rule as a sentence.

use proptest::prelude::*;

use super::*;
use crate::path::Readiness;
use crate::path::tests::rebuilding;
use crate::people;
use crate::practices::promises::{self, NewPromise, Repeat, Source, When};
use crate::space::{self, Contact};
use crate::two::{START_MS, Two, moment};

/// A wall clock that is put on or back at certain instants: minutes east of Greenwich from then on.
#[derive(Debug)]
struct Zone(Vec<(u64, i64)>);

impl Zone {
    fn greenwich() -> Self {
        Self(vec![(0, 0)])
    }

    fn east_at(&self, ms: u64) -> i64 {
        self.0.iter().rev().find(|it| it.0 <= ms).map_or(0, |it| it.1)
    }

    fn now(&self, ms: u64) -> Moment {
        Moment { ms, local: self.wall(ms) }
    }
}

impl Clock for Zone {
    fn instant(&self, day: Day, minute: u16) -> u64 {
        let wall = i64::from(day.number()) * 24 * 60 + i64::from(minute);
        // As a browser does it: a time that was left out is found by the clock of before.
        let found = self.0.iter().rev().map(|(from, east)| (*from, (wall - east).unsigned_abs() * 60_000));
        let fits = |it: &(u64, u64)| it.1 >= it.0;
        found.clone().find(fits).map_or(0, |it| it.1)
    }

    fn wall(&self, ms: u64) -> WallTime {
        WallTime::of_greenwich(ms / 1_000).plus_minutes(self.east_at(ms))
    }
}

const USUAL: Wanted = Wanted { quiet: QuietHours::USUAL, spread: 10, shown: None };

fn hours(from: u16, to: u16) -> QuietHours {
    QuietHours::new(from * 60, to * 60).unwrap()
}

fn plan(two: &Two, wanted: &Wanted) -> Vec<(i32, Because)> {
    let all = planned(two.ana.couple(), &two.now, wanted, &Zone::greenwich());
    let day = |it: &Planned| moment(it.at_ms).today().days_since(two.today());
    all.iter().map(|it| (day(it), it.because)).collect()
}

fn promises_once(two: &mut Two, ahead: i32) {
    let when = When::once(two.today().plus(ahead));
    let text = "I call your mother.".to_owned();
    let promise = NewPromise { words: text, source: Source::Myself, when, in_place_of: None };
    two.ana(promises::Command::Make(promise));
}

#[test]
fn quiet_hours_may_go_over_midnight_and_may_be_none() {
    let usual = QuietHours::USUAL;
    let at = |hour: u16| usual.hold_at(hour * 60);
    assert_eq!([20, 21, 0, 8, 9].map(at), [false, true, true, true, false]);
    let noon = hours(12, 14);
    assert_eq!([11, 12, 13, 14].map(|it| noon.hold_at(it * 60)), [false, true, true, false]);
    assert!((0..24 * 60).all(|it| !hours(7, 7).hold_at(it)));
    assert_eq!(QuietHours::new(0, 24 * 60), None);
}

#[test]
fn a_reminder_comes_in_the_evening_or_else_in_the_middle_of_the_waking_hours() {
    for (quiet, minute) in [
        (QuietHours::USUAL, Some(18 * 60 + 10)),
        (hours(7, 7), Some(18 * 60 + 10)),
        // Who sleeps by day.
        (hours(10, 18), Some(18 * 60 + 10)),
        (hours(18, 10), Some(13 * 60 + 10)),
        (hours(17, 23), Some(7 * 60 + 10)),
        // An hour and a half is too short for what may be an hour on its way.
        (QuietHours::new(11 * 60 + 30, 10 * 60).unwrap(), None),
        (QuietHours::new(10 * 60, 9 * 60).unwrap(), None),
    ] {
        assert_eq!(quiet.minute(10), minute, "{quiet:?}");
    }
}

#[test]
fn alone_there_is_nothing_before_a_week_of_silence_and_nothing_after_it() {
    assert_eq!(plan(&Two::alone(), &USUAL), [(7, Because::WeekOfSilence)]);
}

#[test]
fn together_each_day_asks_only_whether_there_is_something_new_and_the_seventh_is_the_last() {
    let new = (1..7).map(|it| (it, Because::SomethingNew));
    let all: Vec<_> = new.chain([(7, Because::WeekOfSilence)]).collect();
    assert_eq!(plan(&Two::together(), &USUAL), all);
}

#[test]
fn the_day_of_an_own_promise_is_reminded_of_and_the_others_promise_is_not() {
    let mut two = Two::together();
    promises_once(&mut two, 2);
    two.meet();
    assert_eq!(plan(&two, &USUAL)[1], (2, Because::OwnDay));
    let bens = planned(two.ben.couple(), &two.now, &USUAL, &Zone::greenwich());
    assert!(bens.iter().all(|it| it.because != Because::OwnDay));
}

#[test]
fn nothing_comes_during_space_and_the_days_after_the_return_time_are_as_ever() {
    let mut two = Two::together();
    let until_ms = two.now.ms + 72 * HOUR_MS;
    two.ben(space::Command::Ask { until_ms, contact: Contact::AllButThis, words: String::new() });
    two.meet();
    let days: Vec<i32> = plan(&two, &USUAL).into_iter().map(|it| it.0).collect();
    assert_eq!(days, [3, 4, 5, 6, 7]);
    for because in [Because::OwnDay, Because::SomethingNew, Because::WeekOfSilence] {
        assert!(!still_holds(two.ana.couple(), &two.now, because), "{because:?}");
    }
}

#[test]
fn what_the_other_has_not_done_plans_nothing() {
    let mut two = Two::together();
    let before = plan(&two, &USUAL);
    promises_once(&mut two, 0);
    two.now = moment(START_MS);
    // Ana waits for Ben to say that he saw it; Ben's device plans as before.
    let bens = planned(two.ben.couple(), &two.now, &USUAL, &Zone::greenwich());
    let theirs: Vec<_> =
        bens.iter().map(|it| (moment(it.at_ms).today().days_since(two.today()), it.because)).collect();
    assert_eq!(theirs, before);
}

#[test]
fn what_came_due_is_shown_only_if_it_still_holds() {
    let mut two = Two::together();
    assert!(!still_holds(two.ana.couple(), &two.now, Because::SomethingNew));
    assert!(!still_holds(two.ana.couple(), &two.now, Because::OwnDay));
    promises_once(&mut two, 0);
    assert!(still_holds(two.ana.couple(), &two.now, Because::OwnDay));
    assert!(still_holds(two.ana.couple(), &two.now, Because::WeekOfSilence));
}

#[test]
fn a_second_one_on_a_day_is_not_shown_also_when_the_clock_was_set_back() {
    let shown = Shown { ms: START_MS, day: moment(START_MS).today() };
    let wanted = Wanted { shown: Some(shown), ..USUAL };
    let at = |hours: i64| may_show(&moment(START_MS.saturating_add_signed(hours * 3_600_000)), &wanted);
    assert_eq!(
        [0, 3, 8, 22, 24, -2, -24, -49].map(at),
        [false, false, false, true, true, false, false, true]
    );
}

#[test]
fn whoever_was_here_a_moment_ago_is_not_reminded_this_evening() {
    let mut two = Two::together();
    promises_once(&mut two, 0);
    assert_eq!(plan(&two, &USUAL)[0], (0, Because::OwnDay), "it is noon");
    // A quarter to six.
    two.now = moment(START_MS + 5 * HOUR_MS + HOUR_MS / 4 * 3);
    assert_eq!(plan(&two, &USUAL)[0], (1, Because::SomethingNew));
}

/// A zone whose clock is put forward and back, or somebody who travels.
fn zones() -> impl Strategy<Value = Zone> {
    let change = (0_u64..40 * 24, -12_i64..=13);
    proptest::collection::vec(change, 0..5).prop_map(|changes| {
        let at = |(hour, east): (u64, i64)| (START_MS + hour * HOUR_MS, east * 60);
        let mut all: Vec<_> = changes.into_iter().map(at).collect();
        all.sort_unstable();
        all.insert(0, (0, 60));
        Zone(all)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn over_any_history_at_most_one_comes_in_a_day_and_none_in_quiet_hours(
        zone in zones(),
        from in 0_u16..1_440,
        to in 0_u16..1_440,
        spread in 0_u8..60,
        visits in proptest::collection::vec(1_u64..100, 1..12),
    ) {
        let mut two = Two::together();
        two.ana(people::Command::Rename("Ana M.".to_owned()));
        let repeat = Repeat::Daily { every: 1 };
        let when = When { from: two.today(), until: None, repeat };
        two.ana(promises::Command::Make(NewPromise { words: "Mine.".to_owned(), source: Source::Myself, when, in_place_of: None }));
        let quiet = QuietHours::new(from, to).unwrap();
        let mut wanted = Wanted { quiet, spread, shown: None };
        let mut came: Vec<Moment> = Vec::new();
        let mut at_ms = START_MS;
        for hours in visits {
            // A visit plans anew; what was planned comes until the next one, each once it passes the last gate.
            let plan = planned(two.ana.couple(), &zone.now(at_ms), &wanted, &zone);
            at_ms += hours * HOUR_MS;
            for due in plan.iter().filter(|it| it.at_ms < at_ms) {
                for late in [0, 30, 59] {
                    let now = zone.now(due.at_ms + late * 60_000);
                    if may_show(&now, &wanted) {
                        came.push(now);
                        wanted.shown = Some(Shown { ms: now.ms, day: now.today() });
                    }
                }
            }
        }
        for it in &came {
            prop_assert!(!quiet.hold_at(minute_of(&it.local)), "{it:?}");
        }
        for pair in came.windows(2) {
            prop_assert!(pair[1].ms >= pair[0].ms + LEAST_APART_MS, "{pair:?}");
            prop_assert_ne!(pair[0].today(), pair[1].today());
        }
    }

    #[test]
    fn every_plan_keeps_to_the_hours_and_ends_after_a_week(
        zone in zones(),
        from in 0_u16..1_440,
        to in 0_u16..1_440,
        spread in 0_u8..60,
    ) {
        let two = Two::together();
        let wanted = Wanted { quiet: QuietHours::new(from, to).unwrap(), spread, shown: None };
        let plan = planned(two.ana.couple(), &zone.now(START_MS), &wanted, &zone);
        prop_assert!(plan.len() <= 8);
        for it in &plan {
            for late in 0..=u64::from(ON_ITS_WAY_MINUTES) {
                let minute = minute_of(&zone.wall(it.at_ms)) + u16::try_from(late).unwrap();
                prop_assert!(!wanted.quiet.hold_at(minute % 1_440));
            }
            prop_assert!(it.at_ms <= START_MS + 9 * 24 * HOUR_MS);
        }
        for pair in plan.windows(2) {
            prop_assert!(pair[1].at_ms >= pair[0].at_ms + LEAST_APART_MS);
        }
    }
}

#[test]
fn a_journey_that_both_closed_reminds_of_nothing_not_even_after_a_week() {
    let mut two = rebuilding();
    promises_once(&mut two, 2);
    for readiness in [Readiness::ToKeeping, Readiness::ToClose] {
        two.ana(path::Command::Say { readiness, ready: true });
        two.ben(path::Command::Say { readiness, ready: true });
        two.meet();
    }
    assert!(boosters::is_closed(two.ana.couple()), "both closed it");
    assert_eq!(plan(&two, &USUAL), []);
    assert!(!still_holds(two.ana.couple(), &two.now, Because::WeekOfSilence));
}
