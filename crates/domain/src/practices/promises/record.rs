//! The record of a promise, in plain facts: each day, the counts, and how often it is kept lately with how sure one
//! can be. It says something about the promise, and nothing about a person.

use crate::day::{Day, Moment};
use crate::measure::{Share, share, weight};
use crate::practices::promises::{Promise, Said, Seen, Told};

/// The most days a record shows; ten years of a daily promise.
const MOST_DAYS: usize = 4_000;

/// How many days to come a record shows.
const TO_COME: usize = 2;

/// How one day of a promise came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Kept, the receiver says.
    Kept,
    /// Missed, and the maker said so first: shown as honesty.
    MissedToldFirst,
    /// Missed, the receiver says.
    Missed,
    /// It can't be said.
    Unclear,
    /// The maker says kept; the receiver has said nothing, and may leave it so.
    SaidKept,
    /// Nothing is said. It counts for nothing.
    Open,
    /// Still to come.
    ToCome,
}

/// One day of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// The day.
    pub on: Day,
    /// How it came out.
    pub outcome: Outcome,
    /// What the maker said they do about a miss.
    pub what_i_do: Option<String>,
    /// What the receiver said.
    pub seen: Option<Seen>,
}

/// Plain counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Days kept.
    pub kept: u32,
    /// Days missed, told first or not.
    pub missed: u32,
    /// Of those missed, how many the maker told first.
    pub told_first: u32,
    /// Days that can't be said.
    pub unclear: u32,
    /// Days that have passed open, or wait for the receiver's word. They count for nothing.
    pub open: u32,
}

impl Counts {
    /// Kept and missed together: "kept 9 of 11".
    #[must_use]
    pub fn settled(&self) -> u32 {
        self.kept + self.missed
    }
}

/// How often it is kept lately; older weeks weigh less. See [`crate::measure`].
pub type Lately = Share;

/// The record of one promise up to now.
#[derive(Clone, Debug, PartialEq)]
pub struct PromiseRecord {
    /// Each day so far, in order, and the next ones to come.
    pub days: Vec<Week>,
    /// The counts.
    pub counts: Counts,
    /// How often lately, once anything is settled.
    pub lately: Option<Lately>,
    /// The first day that counts, for "since March".
    pub since: Option<Day>,
}

impl Promise {
    /// Its record, on the viewer's day.
    #[must_use]
    pub fn record(&self, now: &Moment) -> PromiseRecord {
        let today = now.today();
        let mut days: Vec<Week> =
            self.when.days(self.when.from, today, MOST_DAYS).into_iter().map(|on| self.week(on)).collect();
        let (mut kept, mut missed) = (0.0, 0.0);
        let mut counts = Counts::default();
        for day in &days {
            let weight = weight(today.days_since(day.on));
            match day.outcome {
                Outcome::Kept => (counts.kept, kept) = (counts.kept + 1, kept + weight),
                Outcome::Missed | Outcome::MissedToldFirst => {
                    (counts.missed, missed) = (counts.missed + 1, missed + weight)
                }
                Outcome::Unclear => counts.unclear += 1,
                Outcome::SaidKept | Outcome::Open | Outcome::ToCome => counts.open += 1,
            }
            counts.told_first += u32::from(day.outcome == Outcome::MissedToldFirst);
        }
        let settled =
            |it: &&Week| matches!(it.outcome, Outcome::Kept | Outcome::Missed | Outcome::MissedToldFirst);
        let since = days.iter().find(settled).map(|it| it.on);
        if self.over.is_none() {
            let to_come = self.when.days(today.plus(1), Day::from_number(i32::MAX), TO_COME);
            days.extend(to_come.into_iter().map(|on| Week {
                on,
                outcome: Outcome::ToCome,
                what_i_do: None,
                seen: None,
            }));
        } else {
            // After its end nothing was owed; only what was said stays.
            days.retain(|it| it.outcome != Outcome::Open);
            counts.open = u32::try_from(days.iter().filter(|it| it.outcome == Outcome::SaidKept).count())
                .unwrap_or(u32::MAX);
        }
        PromiseRecord { days, counts, lately: share(kept, missed), since }
    }

    fn week(&self, on: Day) -> Week {
        let said = self.days.get(&on);
        let what_i_do = said.and_then(|it| match &it.told {
            Some(Told::Missed { what_i_do }) => Some(what_i_do.clone()),
            _ => None,
        });
        Week {
            on,
            outcome: said.map_or(Outcome::Open, Said::outcome),
            what_i_do,
            seen: said.and_then(|it| it.seen),
        }
    }

    /// The day that asks for a word now: the latest that has come and on which the maker has not spoken, or the
    /// receiver has not answered what the maker told.
    #[must_use]
    pub fn day_in_question(&self, now: &Moment) -> Option<Week> {
        let today = now.today();
        let recent = self.when.days(today.plus(-400), today, MOST_DAYS);
        let unanswered = |it: &Week| it.seen.is_none() && self.over.is_none();
        recent.into_iter().rev().map(|on| self.week(on)).next().filter(unanswered)
    }
}
