//! How often: buckets that refill, per name, per address, per account. Kept in memory only, and bounded.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::settings::Flow;

/// Buckets kept before the full ones are forgotten.
const MOST_BUCKETS: usize = 100_000;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Counted {
    /// Attempts with a login name.
    Name([u8; 32]),
    /// Attempts from an address.
    Attempts([u8; 8]),
    /// Requests from an address.
    Requests([u8; 8]),
    /// Events of an account.
    Events([u8; 16]),
    /// What an account passes on.
    Passing([u8; 16]),
}

#[derive(Clone, Copy)]
struct Bucket {
    /// In thousandths, so that slow refills count.
    left: u64,
    at_ms: u64,
    full_at_ms: u64,
}

/// All buckets.
#[derive(Default)]
pub(crate) struct Pace(Mutex<HashMap<Counted, Bucket>>);

impl Pace {
    /// Takes so much out of a bucket, or says in how many milliseconds it can be had.
    pub(crate) fn take(&self, counted: Counted, flow: Flow, amount: u32, now_ms: u64) -> Result<(), u64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_BUCKETS {
            buckets.retain(|_, it| it.full_at_ms > now_ms);
            if buckets.len() >= MOST_BUCKETS {
                buckets.clear();
            }
        }
        let most = u64::from(flow.burst) * 1_000;
        let bucket = buckets.entry(counted).or_insert(Bucket { left: most, at_ms: now_ms, full_at_ms: 0 });
        // Thousandths for each millisecond: per minute times 1,000 over 60,000 ms.
        let back = now_ms.saturating_sub(bucket.at_ms).saturating_mul(u64::from(flow.per_minute)) / 60;
        if back > 0 {
            bucket.left = bucket.left.saturating_add(back).min(most);
            bucket.at_ms = now_ms;
        }
        let wanted = u64::from(amount) * 1_000;
        let wait = |missing: u64| missing.saturating_mul(60).div_ceil(u64::from(flow.per_minute.max(1)));
        if bucket.left < wanted {
            return Err(wait(wanted - bucket.left));
        }
        bucket.left -= wanted;
        bucket.full_at_ms = now_ms + wait(most - bucket.left);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOW: Flow = Flow { burst: 3, per_minute: 6 };

    #[test]
    fn a_bucket_empties_and_says_when_there_is_more() {
        let pace = Pace::default();
        let take = |now| pace.take(Counted::Name([1; 32]), FLOW, 1, now);
        assert_eq!([take(0), take(0), take(0)], [Ok(()), Ok(()), Ok(())]);
        assert_eq!(take(0), Err(10_000));
        assert_eq!(take(4_000), Err(6_000));
        assert_eq!(take(10_000), Ok(()));
        assert_eq!(take(10_000), Err(10_000));
    }

    #[test]
    fn many_small_waits_add_up_like_one_long_one() {
        let pace = Pace::default();
        for _ in 0..3 {
            pace.take(Counted::Name([1; 32]), FLOW, 1, 0).unwrap();
        }
        let tried = (1..=10_000).filter(|ms| pace.take(Counted::Name([1; 32]), FLOW, 1, *ms).is_ok()).count();
        assert_eq!(tried, 1);
    }

    #[test]
    fn one_name_does_not_slow_another() {
        let pace = Pace::default();
        assert_eq!(pace.take(Counted::Name([1; 32]), FLOW, 3, 0), Ok(()));
        assert_eq!(pace.take(Counted::Name([2; 32]), FLOW, 3, 0), Ok(()));
        assert!(pace.take(Counted::Name([1; 32]), FLOW, 1, 0).is_err());
    }
}
