//! What the two promised each other, and how it went.

use domain::promises::{NewPromise, Repeat, Seen, Source, When};
use domain::{Command, Couple, Day, PromiseId, promises};

use super::amended::OFFER;
use super::{Script, When3, Who};

impl Script {
    /// Every promise, from the making on.
    pub(super) fn promises(&mut self) {
        self.late_meetings();
        self.good_things();
        self.the_bill();
        self.evenings_without_phone();
        self.the_awkward_part();
    }

    /// A promise for eleven weeks: kept mostly, missed twice and said first, once unclear.
    fn late_meetings(&mut self) {
        const WORDS: &str = "Home by seven on the long day, or a message before six";
        let from = self.day(79);
        self.add((82, 21, 10), Who::Sam, move |_| {
            make(WORDS, Source::Myself, from, Repeat::Weekly { every: 1, on: one(from) })
        });
        for days_ago in (1..=11).rev().map(|it| it * 7 + 2) {
            let on = self.day(days_ago);
            let missed = match days_ago {
                65 => Some(
                    "The review ran over and I did not look at the clock. An alarm rings at half past five now.",
                ),
                37 => Some("My battery was empty when it mattered. I carry a charger from today on."),
                _ => None,
            };
            let seen = match days_ago {
                65 | 37 => Seen::Missed,
                44 => Seen::Unclear,
                _ => Seen::Kept,
            };
            self.report((days_ago, 21, 20), Who::Sam, WORDS, on, missed);
            self.confirm((days_ago - 1, 8, 15), Who::Noor, WORDS, on, seen);
        }
        // The newest one waits for Noor's word.
        let on = self.day(2);
        self.report((2, 21, 5), Who::Sam, WORDS, on, None);
    }

    /// From something Sam needs: "To hear it when something was good."
    fn good_things(&mut self) {
        const WORDS: &str = "Before we check in, I say one thing that was good this week";
        let from = self.day(49);
        self.add((51, 20, 30), Who::Noor, move |_| {
            make(WORDS, Source::Need, from, Repeat::Weekly { every: 1, on: one(from) })
        });
        for days_ago in (1..=7).rev().map(|it| it * 7) {
            let on = self.day(days_ago);
            let missed = (days_ago == 28)
                .then_some("It was that week, and nothing came out. I wrote it on a note the day after.");
            let seen = if missed.is_some() { Seen::Missed } else { Seen::Kept };
            self.report((days_ago, 18, 50), Who::Noor, WORDS, on, missed);
            self.confirm((days_ago - 1, 7, 40), Who::Sam, WORDS, on, seen);
        }
    }

    /// Every month on its last day, whatever its length.
    fn the_bill(&mut self) {
        const WORDS: &str = "We go through the phone bill together at the end of the month";
        let from = self.day(74);
        let repeat = Repeat::MonthlyOn { every: 1, day: 31 };
        self.add((74, 20, 55), Who::Sam, move |_| make(WORDS, Source::Agreement, from, repeat));
        let when = When { from, until: None, repeat };
        for on in when.days(from.plus(1), self.day(1), 4) {
            let days_ago = self.now.today().days_since(on);
            self.report((days_ago, 20, 45), Who::Sam, WORDS, on, None);
            self.confirm((days_ago - 1, 9, 5), Who::Noor, WORDS, on, Seen::Kept);
        }
    }

    /// One that Noor let Sam go of when it was not needed any more.
    fn evenings_without_phone(&mut self) {
        const WORDS: &str = "One evening a week, my phone stays on the kitchen shelf";
        let from = self.day(66);
        self.add((66, 12, 20), Who::Sam, move |_| {
            let repeat = Repeat::Weekly { every: 1, on: one(from) };
            make(WORDS, Source::Myself, from, repeat)
        });
        for days_ago in [66, 59, 52, 45, 38] {
            let on = self.day(days_ago);
            self.report((days_ago, 23, 5), Who::Sam, WORDS, on, None);
            self.confirm((days_ago - 1, 11, 30), Who::Noor, WORDS, on, Seen::Kept);
        }
        self.add((33, 19, 25), Who::Noor, |couple| {
            let promise = promise(couple, WORDS)?;
            Some(Command::Promises(promises::Command::LetGo { promise }))
        });
    }

    fn report(&mut self, at: When3, who: Who, words: &'static str, on: Day, missed: Option<&'static str>) {
        self.add(at, who, move |couple| {
            let promise = promise(couple, words)?;
            Some(Command::Promises(match missed {
                Some(it) => promises::Command::ReportMissed { promise, on, what_i_do: it.to_owned() },
                None => promises::Command::ReportKept { promise, on },
            }))
        });
    }

    fn confirm(&mut self, at: When3, who: Who, words: &'static str, on: Day, seen: Seen) {
        self.add(at, who, move |couple| {
            let promise = promise(couple, words)?;
            Some(Command::Promises(promises::Command::Confirm { promise, on, seen }))
        });
    }

    /// From the apology: its offer became this promise.
    fn the_awkward_part(&mut self) {
        self.report((8, 21, 50), Who::Sam, OFFER, self.day(8), None);
        self.confirm((7, 8, 0), Who::Noor, OFFER, self.day(8), Seen::Kept);
        self.report((1, 21, 45), Who::Sam, OFFER, self.day(1), None);
    }
}

fn make(words: &str, source: Source, from: Day, repeat: Repeat) -> Option<Command> {
    let when = When { from, until: None, repeat };
    let new = NewPromise { words: words.to_owned(), source, when, in_place_of: None };
    Some(Command::Promises(promises::Command::Make(new)))
}

/// The weekday of one day.
pub(super) fn one(day: Day) -> domain::Weekdays {
    domain::Weekdays::of(&[day.weekday()])
}

fn promise(couple: &Couple, words: &str) -> Option<PromiseId> {
    couple.promises.all().into_iter().find(|it| it.words == words).map(|it| it.id)
}
