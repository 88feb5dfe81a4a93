//! What a clock on the wall shows: a day and a time, without a zone.

use crate::day::Day;
use core::fmt;

/// Seconds in a day.
const DAY: i64 = 24 * 60 * 60;

/// What a clock on the wall shows, to the second.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(i64);

impl WallTime {
    /// A time of a day. What is beyond the day belongs to the next ones.
    #[must_use]
    pub fn new(day: Day, hour: u8, minute: u8, second: u8) -> Self {
        let minutes = i64::from(hour) * 60 + i64::from(minute);
        Self(i64::from(day.number()) * DAY + minutes * 60 + i64::from(second))
    }

    /// What a clock in Greenwich shows so many seconds after 1970 began.
    #[must_use]
    pub fn of_greenwich(seconds: u64) -> Self {
        Self(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    /// The day.
    #[must_use]
    pub fn day(self) -> Day {
        let days = self.0.div_euclid(DAY);
        let nearest = if days < 0 { i32::MIN } else { i32::MAX };
        Day::from_number(i32::try_from(days).unwrap_or(nearest))
    }

    /// Seconds since midnight.
    fn second_of_day(self) -> u32 {
        u32::try_from(self.0.rem_euclid(DAY)).unwrap_or(0)
    }

    /// The hour, from 0 to 23.
    #[must_use]
    pub fn hour(self) -> u8 {
        (self.second_of_day() / 3_600).to_le_bytes()[0]
    }

    /// The minute, from 0 to 59.
    #[must_use]
    pub fn minute(self) -> u8 {
        (self.second_of_day() / 60 % 60).to_le_bytes()[0]
    }

    /// The second, from 0 to 59.
    #[must_use]
    pub fn second(self) -> u8 {
        (self.second_of_day() % 60).to_le_bytes()[0]
    }

    /// So many minutes later, or earlier.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60)))
    }

    /// Seconds from `earlier` until this time.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// As in 2026-01-31 20:05:00.
impl fmt::Display for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.day(), f)?;
        f.write_str(" ")?;
        padded(f, self.hour().into(), 2, ":")?;
        padded(f, self.minute().into(), 2, ":")?;
        padded(f, self.second().into(), 2, "")
    }
}

impl fmt::Debug for WallTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Writes a number with so many digits at the least, and what comes after it.
pub(crate) fn padded(f: &mut dyn fmt::Write, number: u32, digits: u32, after: &str) -> fmt::Result {
    for place in (0..digits).rev() {
        let digit = number / 10_u32.saturating_pow(place) % 10;
        f.write_char(char::from_digit(digit, 10).unwrap_or('0'))?;
    }
    f.write_str(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two::day;

    #[test]
    fn the_clock_shows_what_was_set_and_goes_past_midnight_both_ways() {
        let evening = WallTime::new(day(2025, 6, 12), 20, 5, 7);
        assert_eq!((evening.hour(), evening.minute(), evening.second()), (20, 5, 7));
        assert_eq!(evening.to_string(), "2025-06-12 20:05:07");
        let night = evening.plus_minutes(4 * 60);
        assert_eq!((night.day(), night.hour()), (day(2025, 6, 13), 0));
        assert_eq!((night.seconds_since(evening), night.plus_minutes(-240)), (14_400, evening));
        let before_1970 = WallTime::new(day(1969, 12, 31), 23, 59, 59);
        assert_eq!(before_1970.to_string(), "1969-12-31 23:59:59");
        assert_eq!(WallTime::of_greenwich(1_749_729_600), WallTime::new(day(2025, 6, 12), 12, 0, 0));
    }

    #[test]
    fn a_clock_beyond_the_calendar_shows_its_nearest_day() {
        assert_eq!(WallTime::of_greenwich(u64::MAX).day(), day(9999, 12, 31));
        let first = WallTime::default().plus_minutes(i64::MIN);
        assert_eq!((first.day(), first.plus_minutes(-1)), (day(0, 1, 1), first));
    }
}
