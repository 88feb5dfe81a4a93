//! Patience: how long to wait before something that failed is tried again.

use crate::ports::Random;

/// Waits longer after each failure, never exactly as long as others do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Backoff {
    failures: u32,
    until_ms: u64,
    /// Until when whoever failed it asked for patience.
    asked_until_ms: u64,
}

const FIRST_WAIT_MS: u64 = 1_000;
const LONGEST_WAIT_MS: u64 = 30_000;

impl Backoff {
    pub(crate) const fn may_try(&self, now_ms: u64) -> bool {
        now_ms >= self.until_ms
    }

    pub(crate) const fn reset(&mut self) {
        self.failures = 0;
        self.until_ms = 0;
        self.asked_until_ms = 0;
    }

    /// Somebody waits for it now: it is tried again by then, unless the relay asked for more patience.
    pub(crate) fn hurry(&mut self, by_ms: u64) {
        self.until_ms = self.until_ms.min(by_ms.max(self.asked_until_ms));
    }

    /// Gives how long to wait.
    pub(crate) fn fail(&mut self, now_ms: u64, retry_ms: Option<u64>, rng: &Random) -> u64 {
        let doubled = FIRST_WAIT_MS.saturating_mul(1 << self.failures.min(7));
        let most = doubled.min(LONGEST_WAIT_MS);
        self.failures = self.failures.saturating_add(1);
        // Half of it for sure, the other half by chance: a thousand devices must not knock at once after an outage.
        let chance = u64::from(u32::from_le_bytes(rng.bytes()));
        let wait = (most / 2 + chance * (most / 2) / u64::from(u32::MAX)).max(retry_ms.unwrap_or(0));
        self.until_ms = now_ms.saturating_add(wait);
        self.asked_until_ms = now_ms.saturating_add(retry_ms.unwrap_or(0));
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::random;

    #[test]
    fn each_failure_waits_longer_but_never_for_ever() {
        let mut backoff = Backoff::default();
        let rng = random(1);
        let waits: Vec<_> = (0..20).map(|_| backoff.fail(0, None, &rng)).collect();
        for (at, wait) in waits.iter().enumerate() {
            let most = (FIRST_WAIT_MS << at.min(7)).min(LONGEST_WAIT_MS);
            assert!((most / 2..=most).contains(wait), "wait {at} was {wait}");
        }
        assert!(!backoff.may_try(waits[19] - 1));
        assert!(backoff.may_try(waits[19]));
        backoff.reset();
        assert!(backoff.may_try(0));
    }

    #[test]
    fn two_devices_do_not_knock_at_the_same_time() {
        let (mut one, mut two) = (Backoff::default(), Backoff::default());
        assert_ne!(one.fail(0, None, &random(1)), two.fail(0, None, &random(2)));
    }

    #[test]
    fn somebody_who_waits_is_tried_for_sooner_but_not_before_the_relay_allows_it() {
        let (mut backoff, rng) = (Backoff::default(), random(1));
        for _ in 0..9 {
            backoff.fail(0, None, &rng);
        }
        backoff.hurry(2_000);
        assert!(backoff.may_try(2_000) && !backoff.may_try(1_999));
        backoff.fail(0, Some(90_000), &rng);
        backoff.hurry(2_000);
        assert!(backoff.may_try(90_000) && !backoff.may_try(89_999));
    }

    #[test]
    fn the_relay_may_ask_for_more_time() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.fail(0, Some(90_000), &random(1)), 90_000);
    }
}
