//! The relay's clock while the made-up couple's weeks are written: it stands where the story is. A device believes the
//! relay about the time, so every day of theirs would otherwise be today.

use std::sync::atomic::{AtomicU64, Ordering};

use server::{Clock, SystemClock};

/// Shows the story's time as long as there is one, then the machine's.
#[derive(Debug, Default)]
pub(crate) struct StoryClock(AtomicU64);

impl StoryClock {
    /// It is this time in the story.
    pub(crate) fn stands_at(&self, ms: u64) {
        self.0.store(ms, Ordering::Relaxed);
    }

    /// The story is told.
    pub(crate) fn goes_on(&self) {
        self.stands_at(0);
    }
}

impl Clock for StoryClock {
    fn now_ms(&self) -> u64 {
        match self.0.load(Ordering::Relaxed) {
            0 => SystemClock.now_ms(),
            told => told,
        }
    }
}
