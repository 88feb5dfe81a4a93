//! How a promise comes back: the calendar rules people know, on civil days. No time zones are involved, so no
//! clock change can move a promise.

use crate::day::{Day, Weekday, Weekdays};
use crate::practices::promises::words::When;
use jiff::civil::Date;
use minicbor::{Decode, Encode};

/// How a promise comes back. Counting starts at the first day of its [`When`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
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

/// Which of the four or five such weekdays of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
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
        let first = month_number(self.from.0);
        let mut month = month_number(day.0);
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
        let first = Date::new(year, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1).ok()?;
        match self.repeat {
            Repeat::MonthlyOn { day, .. } => {
                let day = i8::try_from(day).ok()?.min(first.days_in_month());
                Day::new(year, first.month(), day)
            }
            Repeat::MonthlyThe { nth, weekday, .. } => {
                let nth = match nth {
                    Nth::First => 1,
                    Nth::Second => 2,
                    Nth::Third => 3,
                    Nth::Fourth => 4,
                    Nth::Last => -1,
                };
                first.nth_weekday_of_month(nth, weekday.to_jiff()).ok().map(Day)
            }
            Repeat::Once | Repeat::Daily { .. } | Repeat::Weekly { .. } => None,
        }
    }
}

/// Months since the year 0.
fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// So many days later, unless the calendar ends before.
fn at_number(day: Day, later: i32) -> Option<Day> {
    let found = day.plus(later);
    (found.days_since(day) == later).then_some(found)
}
