//! When something was written, by a hybrid logical clock: the author's wall clock, never behind what the author
//! had already read, and never far ahead of the present.

use crate::day::{Day, HOUR_MS};

/// How far a stamp may be ahead of the clock before it is pulled back: ten minutes.
pub const AHEAD_MS: u64 = 10 * 60 * 1000;

lean::row! {
    /// The author's time of a record.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Stamp {
        /// Milliseconds since 1970.
        #[n(0)]
        pub ms: u64,
        /// Tells apart what was written in the same millisecond.
        #[n(1)]
        pub counter: u16,
    }
}

impl Stamp {
    /// Its day in universal time: near enough to tell one week from another.
    #[must_use]
    pub fn day(self) -> Day {
        Day::from_number(i32::try_from(self.ms / (24 * HOUR_MS)).unwrap_or(i32::MAX))
    }

    /// The stamp of the next record, written at `now_ms`.
    #[must_use]
    pub fn next(self, now_ms: u64) -> Stamp {
        if now_ms > self.ms {
            return Stamp { ms: now_ms, counter: 0 };
        }
        let later = match self.counter.checked_add(1) {
            Some(counter) => Stamp { ms: self.ms, counter },
            None => Stamp { ms: self.ms.saturating_add(1), counter: 0 },
        };
        later.at_most_ahead_of(now_ms)
    }

    /// The clock after reading a record stamped `other`.
    #[must_use]
    pub fn seen(self, other: Stamp, now_ms: u64) -> Stamp {
        // A partner's device with a wrong clock would otherwise drag this one into the future with it.
        self.at_most_ahead_of(now_ms).max(other.at_most_ahead_of(now_ms))
    }

    /// The time by which a record is put in order: the author's, but not long after the relay had it already.
    #[must_use]
    pub fn effective(self, received_ms: Option<u64>) -> Stamp {
        match received_ms {
            Some(received) => self.at_most_ahead_of(received),
            None => self,
        }
    }

    fn at_most_ahead_of(self, now_ms: u64) -> Stamp {
        let limit = now_ms.saturating_add(AHEAD_MS);
        if self.ms > limit { Stamp { ms: limit, counter: u16::MAX } } else { self }
    }
}

/// What a device stamps with: its own clock, corrected by what it has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StampClock {
    last: Stamp,
    /// When the relay had the newest record that this device has read. Its own clock is not believed to be earlier: an
    /// answer written on a device that is two days behind would otherwise stand before its question, and fall away.
    heard_ms: u64,
}

impl StampClock {
    /// The stamp of the next record, written when this device's clock shows `now_ms`.
    pub fn next(&mut self, now_ms: u64) -> Stamp {
        // What is written now reaches the relay after what it has passed on: a log's times grow from batch to batch.
        // So it stands behind all that, even behind a record whose stamp was pulled back to what its receipt allows.
        self.last = self.last.next(now_ms.max(self.heard_ms.saturating_add(1)));
        self.last
    }

    /// A record was read that the relay had at `received_ms`.
    pub fn seen(&mut self, stamp: Stamp, received_ms: Option<u64>, now_ms: u64) {
        self.received(received_ms);
        self.last = self.last.seen(stamp, now_ms.max(self.heard_ms));
    }

    /// The relay had a record at `received_ms`.
    pub fn received(&mut self, received_ms: Option<u64>) {
        self.heard_ms = self.heard_ms.max(received_ms.unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_two_days_behind_writes_after_what_it_has_read() {
        let (read_ms, behind) = (500_000_000, 500_000_000 - 2 * 24 * HOUR_MS);
        let read = Stamp { ms: read_ms - 1_000, counter: 0 };
        let mut clock = StampClock::default();
        clock.seen(read, Some(read_ms), behind);
        let answer = clock.next(behind);
        assert!(answer > read && answer.effective(Some(read_ms + 5_000)) == answer);
        assert!(clock.next(behind) > answer);
    }

    #[test]
    fn an_answer_to_a_device_two_days_ahead_stands_behind_what_it_answers_however_slow_its_own_clock_is() {
        let (received, ahead) = (500_000_000, Stamp { ms: 500_000_000 + 2 * 24 * HOUR_MS, counter: 0 });
        for own in [received - 60_000, received, received + 1] {
            let mut clock = StampClock::default();
            clock.seen(ahead, Some(received), own);
            let answer = clock.next(own).effective(Some(received + 1));
            assert!(answer > ahead.effective(Some(received)), "{own}: {answer:?}");
        }
    }

    #[test]
    fn a_device_two_days_ahead_drags_no_other_clock_along() {
        let ahead = Stamp { ms: 500_000_000 + 2 * 24 * HOUR_MS, counter: 0 };
        let mut clock = StampClock::default();
        clock.seen(ahead, Some(500_000_000), 500_000_100);
        assert!(clock.next(500_000_200).ms <= 500_000_200 + AHEAD_MS);
    }

    #[test]
    fn the_next_stamp_is_later_even_when_the_clock_stands_still_or_falls_back() {
        let mut last = Stamp { ms: 100_000, counter: u16::MAX - 1 };
        for now in [100_000, 100_000, 99_000, 100_001, 200_000, 0] {
            let next = last.next(now);
            assert!(next > last, "{next:?} after {last:?}");
            last = next;
        }
    }

    #[test]
    fn a_stamp_from_the_far_future_does_not_drag_the_clock_along() {
        let now = 1_000_000;
        let seen = Stamp::default().seen(Stamp { ms: u64::MAX, counter: 3 }, now);
        assert_eq!(seen.ms, now + AHEAD_MS);
        assert!(seen.next(now).ms <= now + AHEAD_MS);
        assert_eq!(Stamp { ms: u64::MAX, counter: 0 }.next(now).ms, now + AHEAD_MS);
    }

    #[test]
    fn reading_a_later_record_makes_the_next_one_later_still() {
        let read = Stamp { ms: 5_000, counter: 7 };
        assert!(Stamp::default().seen(read, 4_000).next(4_000) > read);
    }

    #[test]
    fn a_record_cannot_be_parked_in_the_future() {
        let parked = Stamp { ms: 99_000_000, counter: 0 };
        assert_eq!(parked.effective(Some(1_000)).ms, 1_000 + AHEAD_MS);
        assert_eq!(parked.effective(None), parked);
        let honest = Stamp { ms: 900, counter: 2 };
        assert_eq!(honest.effective(Some(1_000)), honest);
    }
}
