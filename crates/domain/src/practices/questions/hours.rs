//! Question hours: the window, agreed by both, outside of which questions queue.

use crate::day::{Day, Moment, Weekdays};
use crate::wall::WallTime;

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// The shortest window, in minutes.
const SHORTEST: u16 = 5;

lean::row! {
    /// A window on some weekdays, on the wall clock of whoever looks.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Hours {
        /// On which weekdays it begins.
        #[n(0)]
        pub on: Weekdays,
        /// When it begins, in minutes after midnight.
        #[n(1)]
        pub from_minute: u16,
        /// How long it is, in minutes. It may reach past midnight.
        #[n(2)]
        pub minutes: u16,
    }
}

/// Whether questions pass now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursNow {
    /// No hours are agreed: questions pass at any time.
    NoneAgreed,
    /// They pass now.
    Open {
        /// Until then, on the viewer's wall clock.
        until: WallTime,
    },
    /// They queue.
    Closed {
        /// Until then, on the viewer's wall clock.
        opens: WallTime,
    },
}

impl HoursNow {
    /// Whether questions pass.
    #[must_use]
    pub fn lets_pass(&self) -> bool {
        !matches!(self, HoursNow::Closed { .. })
    }
}

impl Hours {
    /// Whether the numbers make sense.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.on.is_sound() && self.from_minute < DAY && (SHORTEST..=DAY).contains(&self.minutes)
    }

    /// Whether the window is open at a moment of the viewer.
    #[must_use]
    pub fn now(&self, now: &Moment) -> HoursNow {
        let today = now.today();
        let window = |day: Day| {
            let begins = at(day, i64::from(self.from_minute));
            let ends = at(day, i64::from(self.from_minute) + i64::from(self.minutes));
            self.on.contains(day.weekday()).then_some((begins, ends))
        };
        // Yesterday's window may reach past midnight.
        let mut coming =
            (-1..=7).filter_map(|it| window(today.plus(it))).filter(|(_, ends)| now.local < *ends);
        match coming.next() {
            Some((begins, until)) if begins <= now.local => HoursNow::Open { until },
            Some((opens, _)) => HoursNow::Closed { opens },
            None => HoursNow::NoneAgreed,
        }
    }
}

/// So many minutes after the midnight with which a day begins.
fn at(day: Day, minutes: i64) -> WallTime {
    WallTime::new(day, 0, 0, 0).plus_minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Weekday;

    fn moment(day: u8, hour: u8, minute: u8) -> Moment {
        Moment { ms: 0, local: WallTime::new(Day::new(2025, 6, day).unwrap(), hour, minute, 0) }
    }

    fn time(day: u8, hour: u8, minute: u8) -> WallTime {
        moment(day, hour, minute).local
    }

    #[test]
    fn questions_pass_inside_the_hours_and_queue_outside() {
        let evening = Hours { on: Weekdays::of(&Weekday::ALL), from_minute: 20 * 60, minutes: 20 };
        assert_eq!(evening.now(&moment(12, 19, 59)), HoursNow::Closed { opens: time(12, 20, 0) });
        assert_eq!(evening.now(&moment(12, 20, 0)), HoursNow::Open { until: time(12, 20, 20) });
        assert_eq!(evening.now(&moment(12, 20, 20)), HoursNow::Closed { opens: time(13, 20, 0) });
    }

    #[test]
    fn hours_may_reach_past_midnight() {
        // 12 June 2025 is a Thursday.
        let late = Hours { on: Weekdays::of(&[Weekday::Thursday]), from_minute: 23 * 60 + 50, minutes: 30 };
        assert_eq!(late.now(&moment(13, 0, 10)), HoursNow::Open { until: time(13, 0, 20) });
        assert_eq!(late.now(&moment(13, 0, 20)), HoursNow::Closed { opens: time(19, 23, 50) });
    }

    #[test]
    fn hours_without_a_weekday_or_length_are_none() {
        let all = Weekdays::of(&Weekday::ALL);
        assert!(Hours { on: all, from_minute: 0, minutes: DAY }.is_sound());
        for (on, from_minute, minutes) in
            [(Weekdays::of(&[]), 0, 20), (all, DAY, 20), (all, 0, 4), (all, 0, DAY + 1)]
        {
            assert!(!Hours { on, from_minute, minutes }.is_sound());
        }
    }
}
