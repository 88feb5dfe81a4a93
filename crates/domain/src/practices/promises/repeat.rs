//! How a promise comes back: the calendar rules people know, on civil days. No time zones are involved, so no
//! clock change can move a promise.

use crate::day::{Day, Weekday, Weekdays};
use crate::practices::promises::words::When;

lean::ways! {
    /// How a promise comes back. Counting starts at the first day of its [`When`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Repeat {
        /// Only on the first day.
        #[n(0)]
        Once,
        /// Every n days.
        #[n(1)]
        Daily {
            /// n, at least 1.
            #[n(0)]
            every: u16,
        },
        /// On some weekdays of every n-th week; weeks begin on Monday.
        #[n(2)]
        Weekly {
            /// n, at least 1.
            #[n(0)]
            every: u16,
            /// Which weekdays.
            #[n(1)]
            on: Weekdays,
        },
        /// On one day of every n-th month. Where a month is shorter, on its last day: that is what people mean by
        /// "on the 31st".
        #[n(3)]
        MonthlyOn {
            /// n, at least 1.
            #[n(0)]
            every: u16,
            /// 1 to 31.
            #[n(1)]
            day: u8,
        },
        /// On one weekday of every n-th month, as in "the last Friday".
        #[n(4)]
        MonthlyThe {
            /// n, at least 1.
            #[n(0)]
            every: u16,
            /// Which of them.
            #[n(1)]
            nth: Nth,
            /// Which weekday.
            #[n(2)]
            weekday: Weekday,
        },
    }
}

lean::number! {
    /// Which of the four or five such weekdays of a month.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Nth {
        #[n(0)]
        First,
        #[n(1)]
        Second,
        #[n(2)]
        Third,
        #[n(3)]
        Fourth,
        #[n(4)]
        Last,
    }
}

impl Repeat {
    /// Whether the numbers make sense.
    #[must_use]
    pub fn is_sound(self) -> bool {
        match self {
            Repeat::Once => true,
            Repeat::Daily { every } | Repeat::MonthlyThe { every, .. } => every > 0,
            Repeat::Weekly { every, on } => every > 0 && on.is_sound(),
            Repeat::MonthlyOn { every, day } => every > 0 && (1..=31).contains(&day),
        }
    }
}

impl When {
    /// One day only.
    #[must_use]
    pub fn once(on: Day) -> Self {
        Self { from: on, until: None, repeat: Repeat::Once }
    }

    /// Whether this day is one of its days.
    #[must_use]
    pub fn is_on(&self, day: Day) -> bool {
        self.on_or_after(day) == Some(day)
    }

    /// The first of its days that is not before `day`.
    #[must_use]
    pub fn on_or_after(&self, day: Day) -> Option<Day> {
        if !self.repeat.is_sound() {
            return None;
        }
        let day = day.max(self.from);
        let found = match self.repeat {
            Repeat::Once => (day == self.from).then_some(day),
            Repeat::Daily { every } => {
                let every = i32::from(every);
                let over = day.days_since(self.from).rem_euclid(every);
                at_number(day, if over == 0 { 0 } else { every - over })
            }
            Repeat::Weekly { every, on } => self.weekly(day, i32::from(every), on),
            Repeat::MonthlyOn { every, .. } | Repeat::MonthlyThe { every, .. } => {
                self.monthly(day, i32::from(every))
            }
        }?;
        (self.until.is_none_or(|until| found <= until)).then_some(found)
    }

    /// Its days from `from` to `to`, both included, at most `most` of them.
    #[must_use]
    pub fn days(&self, from: Day, to: Day, most: usize) -> Vec<Day> {
        let mut days = Vec::new();
        let mut next = self.on_or_after(from);
        while let Some(day) = next.filter(|day| *day <= to && days.len() < most) {
            days.push(day);
            next = at_number(day, 1).and_then(|day| self.on_or_after(day));
        }
        days
    }

    fn weekly(&self, day: Day, every: i32, on: Weekdays) -> Option<Day> {
        let first_monday = self.from.latest(Weekday::Monday);
        let monday = day.latest(Weekday::Monday);
        let over = (monday.days_since(first_monday) / 7).rem_euclid(every);
        if over == 0 {
            let rest = (0..7)
                .filter_map(|it| at_number(monday, it))
                .find(|it| *it >= day && on.contains(it.weekday()));
            if rest.is_some() {
                return rest;
            }
        }
        let next = at_number(monday, 7 * (every - over))?;
        (0..7).filter_map(|it| at_number(next, it)).find(|it| on.contains(it.weekday()))
    }

    fn monthly(&self, day: Day, every: i32) -> Option<Day> {
        let first = month_number(self.from);
        let mut month = month_number(day);
        let over = (month - first).rem_euclid(every);
        if over != 0 {
            month += every - over;
        }
        // The day of this month may have passed already; the next such month then has one.
        for _ in 0..2 {
            let found = self.in_month(month)?;
            if found >= day {
                return Some(found);
            }
            month += every;
        }
        None
    }

    fn in_month(&self, month: i32) -> Option<Day> {
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        let first = Day::new(year, u8::try_from(month.rem_euclid(12)).ok()? + 1, 1)?;
        let last = Day::new(year, first.month(), first.days_in_month())?;
        match self.repeat {
            Repeat::MonthlyOn { day, .. } => Day::new(year, first.month(), day.min(last.day())),
            Repeat::MonthlyThe { nth, weekday, .. } => {
                let weeks = match nth {
                    Nth::First => 1,
                    Nth::Second => 2,
                    Nth::Third => 3,
                    Nth::Fourth => 4,
                    Nth::Last => return Some(last.latest(weekday)),
                };
                Some(first.plus(7 * weeks - 1).latest(weekday))
            }
            Repeat::Once | Repeat::Daily { .. } | Repeat::Weekly { .. } => None,
        }
    }
}

/// Months since the year 0.
fn month_number(date: Day) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// So many days later, unless the calendar ends before.
fn at_number(day: Day, later: i32) -> Option<Day> {
    let found = day.plus(later);
    (found.days_since(day) == later).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two::day;

    fn days(from: Day, repeat: Repeat, most: usize) -> Vec<Day> {
        let when = When { from, until: None, repeat };
        when.days(from, Day::from_number(i32::MAX), most)
    }

    #[test]
    fn every_second_tuesday_and_friday_begins_in_the_week_of_the_first_day() {
        let on = Weekdays::of(&[Weekday::Tuesday, Weekday::Friday]);
        // 12 June 2025 is a Thursday: its week still has a Friday.
        let found = days(day(2025, 6, 12), Repeat::Weekly { every: 2, on }, 4);
        assert_eq!(found, [day(2025, 6, 13), day(2025, 6, 24), day(2025, 6, 27), day(2025, 7, 8)]);
    }

    #[test]
    fn on_the_31st_means_the_last_day_of_a_shorter_month() {
        let found = days(day(2024, 1, 31), Repeat::MonthlyOn { every: 1, day: 31 }, 4);
        assert_eq!(found, [day(2024, 1, 31), day(2024, 2, 29), day(2024, 3, 31), day(2024, 4, 30)]);
    }

    #[test]
    fn the_last_friday_and_the_first_monday_are_found() {
        let last = Repeat::MonthlyThe { every: 1, nth: Nth::Last, weekday: Weekday::Friday };
        assert_eq!(days(day(2025, 1, 1), last, 3), [day(2025, 1, 31), day(2025, 2, 28), day(2025, 3, 28)]);
        let first = Repeat::MonthlyThe { every: 3, nth: Nth::First, weekday: Weekday::Monday };
        // The first Monday of June has passed on the 12th, so September is next.
        assert_eq!(days(day(2025, 6, 12), first, 2), [day(2025, 9, 1), day(2025, 12, 1)]);
    }

    #[test]
    fn every_third_day_is_counted_over_the_end_of_the_year_and_across_clock_changes() {
        let found = days(day(2024, 12, 30), Repeat::Daily { every: 3 }, 3);
        assert_eq!(found, [day(2024, 12, 30), day(2025, 1, 2), day(2025, 1, 5)]);
        let over_march = days(day(2025, 3, 29), Repeat::Daily { every: 1 }, 3);
        assert_eq!(over_march, [day(2025, 3, 29), day(2025, 3, 30), day(2025, 3, 31)]);
    }

    #[test]
    fn a_single_day_comes_once_and_nothing_comes_after_the_last_day() {
        let once = When::once(day(2025, 6, 12));
        assert_eq!(once.on_or_after(day(2025, 6, 13)), None);
        assert!(once.is_on(day(2025, 6, 12)));
        let until = When {
            from: day(2025, 6, 12),
            until: Some(day(2025, 6, 13)),
            repeat: Repeat::Daily { every: 1 },
        };
        assert_eq!(until.days(day(2025, 1, 1), day(2026, 1, 1), 9).len(), 2);
    }

    #[test]
    fn absurd_rules_give_no_days_and_take_no_time() {
        let end = day(9999, 12, 31);
        let all = Weekdays::of(&Weekday::ALL);
        for repeat in [
            Repeat::Daily { every: 0 },
            Repeat::Weekly { every: 0, on: all },
            Repeat::Weekly { every: 1, on: Weekdays::of(&[]) },
            Repeat::MonthlyOn { every: 1, day: 0 },
            Repeat::MonthlyOn { every: 1, day: 32 },
        ] {
            assert_eq!(days(day(1, 1, 1), repeat, 9), [], "{repeat:?}");
        }
        for repeat in [
            Repeat::Daily { every: u16::MAX },
            Repeat::Weekly { every: u16::MAX, on: all },
            Repeat::MonthlyOn { every: u16::MAX, day: 31 },
            Repeat::MonthlyThe { every: u16::MAX, nth: Nth::Last, weekday: Weekday::Sunday },
        ] {
            let when = When { from: day(1, 1, 1), until: None, repeat };
            assert!(when.days(end, end, 9).len() <= 1);
            assert!(days(end, repeat, 9).len() <= 1);
        }
    }
}
