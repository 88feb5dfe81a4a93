//! A day on the calendar and a weekday, as they stand on the wall of whoever wrote them, and the viewer's moment.

use crate::wall::WallTime;
use core::fmt;
use lean::{Form, Key, Reader, Writer, table};

/// Milliseconds in an hour.
pub const HOUR_MS: u64 = 3_600_000;

/// Now, as one viewer sees it: an instant, and the clock on their wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub ms: u64,
    /// The viewer's wall clock.
    pub local: WallTime,
}

impl Moment {
    /// The viewer's day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.local.day()
    }
}

/// A day on the calendar, from the year 0 to the year 9999. Written as the number 20260131, so that it reads the same
/// for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first day there is: 1 January of the year 0.
    const FIRST: i32 = -719_528;
    /// The last day there is: 31 December 9999.
    const LAST: i32 = 2_932_896;

    /// The day of that date, if there is one.
    #[must_use]
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        // Years begin in March here, so that the leap day is the last one (Howard Hinnant, "chrono-compatible
        // low-level date algorithms").
        let (month_number, day_number) = (i32::from(month), i32::from(day));
        let march_year = i32::from(year) - i32::from(month <= 2);
        let (era, of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
        let of_year = (153 * ((month_number + 9) % 12) + 2) / 5 + day_number - 1;
        let number = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
        let found = Self::from_number(number);
        // The 30th of February would be found in March.
        (found.date() == (year, month, day)).then_some(found)
    }

    /// Reads the form that `Display` writes, as in 2026-01-31.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts =
            text.splitn(3, '-').map(|it| Some(it).filter(|it| it.bytes().all(|it| it.is_ascii_digit())));
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let lengths_fit = (year.len(), month.len(), day.len()) == (4, 2, 2);
        let day = Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        day.filter(|_| lengths_fit)
    }

    /// Days since 1 January 1970; negative before.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// The day with that number, or the nearest day that the calendar has.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        Self(number.clamp(Self::FIRST, Self::LAST))
    }

    /// Year, month and day of the month.
    fn date(self) -> (i16, u8, u8) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        let part = |it: i32| it.to_le_bytes()[0];
        (i16::try_from(year).unwrap_or(0), part(month), part(day))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.date().0
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.date().1
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.date().2
    }

    /// How many days its month has.
    #[must_use]
    pub fn days_in_month(self) -> u8 {
        match self.month() {
            4 | 6 | 9 | 11 => 30,
            2 if Self::new(self.year(), 2, 29).is_some() => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// So many days later (or earlier), held inside the calendar.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }

    /// The same day of the month, so many months later; the last one of a month that is too short for it.
    #[must_use]
    pub fn months_later(self, months: u8) -> Day {
        let (year, month, day) = self.date();
        let count = i16::from(month) - 1 + i16::from(months);
        let (year, month) = (year.saturating_add(count / 12), (count % 12).to_le_bytes()[0] + 1);
        let found = (1..=day).rev().find_map(|day| Self::new(year, month, day));
        found.unwrap_or_else(|| Self::from_number(Self::LAST))
    }

    /// Days from `earlier` until this one.
    #[must_use]
    pub fn days_since(self, earlier: Day) -> i32 {
        self.number().saturating_sub(earlier.number())
    }

    /// The weekday.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1 January 1970 was a Thursday.
        let after_monday = (self.0 + 3).rem_euclid(7);
        Weekday::ALL.into_iter().find(|it| *it as i32 == after_monday).unwrap_or(Weekday::Monday)
    }

    /// The latest such weekday that is not after this day.
    #[must_use]
    pub fn latest(self, weekday: Weekday) -> Day {
        let back = (self.weekday() as i32 - weekday as i32).rem_euclid(7);
        self.plus(-back)
    }
}

impl Day {
    /// Its digits, as in 20260131. Years before 0 would make them ambiguous, and nobody promises anything there.
    pub(crate) fn digits(self) -> u32 {
        let (year, month, day) = self.date();
        u32::from(year.cast_unsigned()) * 10_000 + u32::from(month) * 100 + u32::from(day)
    }

    fn of_digits(digits: u32) -> Option<Self> {
        let part = |it: u32| (it % 100).to_le_bytes()[0];
        Day::new(i16::try_from(digits / 10_000).ok()?, part(digits / 100), part(digits))
    }
}

/// As in 2026-01-31.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        crate::wall::padded(f, digits / 10_000, 4, "-")?;
        crate::wall::padded(f, digits / 100 % 100, 2, "-")?;
        crate::wall::padded(f, digits % 100, 2, "")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Form for Day {
    fn write(&self, to: &mut Writer) {
        self.digits().write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::of_digits(u32::read(from)).unwrap_or_else(|| {
            from.fail();
            Self::from_number(0)
        })
    }
}

impl Key for Day {
    fn place(&self) -> table::Place {
        table::place_of(&(self.0 - Self::FIRST).to_be_bytes())
    }
}

lean::number! {
    /// A day of the week.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[expect(missing_docs, reason = "the names say it")]
    pub enum Weekday {
        #[n(0)]
        Monday = 0,
        #[n(1)]
        Tuesday = 1,
        #[n(2)]
        Wednesday = 2,
        #[n(3)]
        Thursday = 3,
        #[n(4)]
        Friday = 4,
        #[n(5)]
        Saturday = 5,
        #[n(6)]
        Sunday = 6,
    }
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
}

lean::around! {
    /// Some weekdays.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Weekdays(u8);
}

impl Weekdays {
    /// These weekdays.
    #[must_use]
    pub fn of(days: &[Weekday]) -> Self {
        Self(days.iter().fold(0, |bits, day| bits | 1 << *day as u8))
    }

    /// Whether this weekday is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day as u8) != 0
    }

    /// Each of them, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(move |it| self.contains(*it))
    }

    /// At least one, and nothing beyond the seven.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.0 != 0 && self.0 < 0b1000_0000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: u8, day: u8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn every_day_is_counted_and_found_again() {
        // Thirty-seven divides no cycle of the calendar, so that every kind of day is met.
        for number in (Day::FIRST..=Day::LAST).step_by(37).chain([Day::LAST]) {
            let by_span = jiff::civil::Date::constant(1970, 1, 1) + jiff::Span::new().days(number);
            let day = Day::from_number(number);
            let (month, of_month) = (by_span.month().cast_unsigned(), by_span.day().cast_unsigned());
            assert_eq!((day.year(), day.month(), day.day()), (by_span.year(), month, of_month));
            assert_eq!(Day::new(by_span.year(), month, of_month), Some(day));
            assert_eq!(day.days_in_month(), by_span.days_in_month().cast_unsigned());
            assert_eq!(day.weekday() as i8, by_span.weekday().to_monday_zero_offset());
            assert_eq!((day.to_string(), Day::parse(&by_span.to_string())), (by_span.to_string(), Some(day)));
        }
        assert_eq!(day(1970, 1, 2).number(), 1);
        assert_eq!(Day::from_number(i32::MAX), day(9999, 12, 31));
        assert_eq!(Day::from_number(i32::MIN), day(0, 1, 1));
    }

    #[test]
    fn months_later_is_the_same_day_of_the_month_or_the_last_one_there_is() {
        for number in (Day::FIRST..Day::LAST - 400).step_by(37) {
            let day = Day::from_number(number);
            for months in [0, 1, 3, 6, 12] {
                let date = jiff::civil::date(day.year(), day.month().cast_signed(), day.day().cast_signed());
                let later = date + jiff::Span::new().months(months);
                assert_eq!(day.months_later(months).to_string(), later.to_string(), "{day} {months}");
            }
        }
        assert_eq!(day(9999, 12, 1).months_later(1), day(9999, 12, 31));
    }

    #[test]
    fn what_is_no_day_is_not_read_as_one() {
        for (year, month, day) in [
            (2025, 2, 29),
            (2024, 0, 1),
            (2024, 13, 1),
            (2024, 4, 31),
            (2024, 5, 0),
            (-1, 1, 1),
            (10_000, 1, 1),
            (2024, 255, 255),
        ] {
            assert_eq!(Day::new(year, month, day), None, "{year} {month} {day}");
        }
        for text in [
            "",
            "2026",
            "2026-1-31",
            "2026-01-031",
            "+026-01-31",
            "2026-02-30",
            "2026-01-31T",
            "-001-01-01",
            "2026-01-31-",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_latest_weekday_may_be_today() {
        let thursday = day(2025, 6, 12);
        assert_eq!(thursday.latest(Weekday::Thursday), thursday);
        assert_eq!(thursday.latest(Weekday::Friday), day(2025, 6, 6));
    }

    #[test]
    fn a_day_is_written_as_its_digits_and_a_day_that_never_was_is_refused() {
        let bytes = lean::to_bytes(&day(2026, 1, 31));
        assert_eq!(lean::from_bytes::<u32>(&bytes), Some(20_260_131));
        assert_eq!(lean::from_bytes::<Day>(&bytes), Some(day(2026, 1, 31)));
        for wrong in [20_260_230_u64, 0, 20_261_301, u64::MAX, 99_991_232, 4_294_967_295] {
            assert_eq!(lean::from_bytes::<Day>(&lean::to_bytes(&wrong)), None, "{wrong}");
        }
    }
}
