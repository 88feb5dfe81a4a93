//! A civil day and a weekday, as they stand on the wall calendar of whoever wrote them, and the viewer's moment.

use jiff::civil::{Date, DateTime};
use lean::{Form, Key, Reader, Writer, table};

/// Milliseconds in an hour.
pub const HOUR_MS: u64 = 3_600_000;

/// Now, as one viewer sees it: an instant, and the clock on their wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub ms: u64,
    /// The viewer's wall clock.
    pub local: DateTime,
}

impl Moment {
    /// The viewer's day.
    #[must_use]
    pub fn today(&self) -> Day {
        Day(self.local.date())
    }
}

/// A day on the calendar. Written as the number 20260131, so that it reads the same for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// The first day there is: 1 January of the year 0.
    const FIRST: i32 = -719_528;
    /// The last day there is: 31 December 9999.
    const LAST: i32 = 2_932_896;

    /// The day of that date, if there is one.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().filter(|_| year >= 0).map(Self)
    }

    /// Days since 1 January 1970; negative before.
    #[must_use]
    pub fn number(self) -> i32 {
        // Years begin in March here, so that the leap day is the last one (Howard Hinnant, "chrono-compatible
        // low-level date algorithms"): a record of ten years asks this too often to go through spans.
        let month = i32::from(self.0.month());
        let year = i32::from(self.0.year()) - i32::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(self.0.day()) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day with that number, or the nearest day that the calendar has.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        let days = number.clamp(Self::FIRST, Self::LAST) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let march_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        let part = |it: i32| i8::try_from(it).unwrap_or(1);
        Self::new(i16::try_from(year).unwrap_or(0), part(month), part(day))
            .unwrap_or(Self(Date::constant(1970, 1, 1)))
    }

    /// So many days later (or earlier), held inside the calendar.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }

    /// Days from `earlier` until this one.
    #[must_use]
    pub fn days_since(self, earlier: Day) -> i32 {
        self.number().saturating_sub(earlier.number())
    }

    /// The weekday.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        Weekday::from_jiff(self.0.weekday())
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
    fn digits(self) -> u32 {
        let part = |it: i16| u32::try_from(it).unwrap_or(0);
        part(self.0.year()) * 10_000 + part(self.0.month().into()) * 100 + part(self.0.day().into())
    }

    fn of_digits(digits: u32) -> Option<Self> {
        let part = |it: u32| i8::try_from(it % 100).ok();
        Day::new(i16::try_from(digits / 10_000).ok()?, part(digits / 100)?, part(digits)?)
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
        table::place_of(&self.digits().to_be_bytes())
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

    /// From jiff's weekday.
    #[must_use]
    pub fn from_jiff(weekday: jiff::civil::Weekday) -> Self {
        match weekday {
            jiff::civil::Weekday::Monday => Weekday::Monday,
            jiff::civil::Weekday::Tuesday => Weekday::Tuesday,
            jiff::civil::Weekday::Wednesday => Weekday::Wednesday,
            jiff::civil::Weekday::Thursday => Weekday::Thursday,
            jiff::civil::Weekday::Friday => Weekday::Friday,
            jiff::civil::Weekday::Saturday => Weekday::Saturday,
            jiff::civil::Weekday::Sunday => Weekday::Sunday,
        }
    }

    /// To jiff's weekday.
    #[must_use]
    pub fn to_jiff(self) -> jiff::civil::Weekday {
        match self {
            Weekday::Monday => jiff::civil::Weekday::Monday,
            Weekday::Tuesday => jiff::civil::Weekday::Tuesday,
            Weekday::Wednesday => jiff::civil::Weekday::Wednesday,
            Weekday::Thursday => jiff::civil::Weekday::Thursday,
            Weekday::Friday => jiff::civil::Weekday::Friday,
            Weekday::Saturday => jiff::civil::Weekday::Saturday,
            Weekday::Sunday => jiff::civil::Weekday::Sunday,
        }
    }
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

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn every_day_is_counted_and_found_again() {
        // Thirty-seven divides no cycle of the calendar, so that every kind of day is met.
        for number in (Day::FIRST..=Day::LAST).step_by(37).chain([Day::LAST]) {
            let by_span = Date::constant(1970, 1, 1) + jiff::Span::new().days(number);
            assert_eq!(Day::from_number(number), Day(by_span));
            assert_eq!(Day(by_span).number(), number);
        }
        assert_eq!(day(1970, 1, 2).number(), 1);
        assert_eq!(Day::from_number(i32::MAX), day(9999, 12, 31));
        assert_eq!(Day::from_number(i32::MIN), day(0, 1, 1));
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
