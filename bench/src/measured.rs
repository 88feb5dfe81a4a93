//! What a load came to.

use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::{disk_bytes_written, quantile};

/// What a load came to.
pub struct Measured {
    /// How long each of them took.
    pub times: Vec<Duration>,
    /// How many events those were in all.
    pub events: usize,
    /// How long all of it took.
    pub wall: Duration,
    /// Bytes written to disk by this process.
    pub disk: u64,
    /// Bytes of the events.
    pub bytes: u64,
}

impl Measured {
    /// Events a second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        self.events as f64 / self.wall.as_secs_f64()
    }

    /// Below this, in microseconds, lies the given share of the times.
    pub fn at(&mut self, share: f64) -> f64 {
        quantile(&mut self.times, share).as_secs_f64() * 1e6
    }
}

/// Puts the writers together; each of their times is one of as many events.
///
/// # Errors
/// When one of them did not come to the end.
pub async fn together(
    writers: Vec<JoinHandle<anyhow::Result<Vec<Duration>>>>,
    at_once: usize,
    event_bytes: u64,
) -> anyhow::Result<Measured> {
    let (begun, disk) = (Instant::now(), disk_bytes_written());
    let mut times = Vec::new();
    for writer in writers {
        times.extend(writer.await??);
    }
    let events = times.len() * at_once;
    let bytes = events as u64 * event_bytes;
    Ok(Measured { times, events, wall: begun.elapsed(), disk: disk_bytes_written() - disk, bytes })
}
