//! Benchmarks of Mend and the bare references they are measured against. Figures count as ratios within one run.

pub mod chromium;
pub mod draw;
pub mod figures;
pub mod floor;
pub mod http;
pub mod journey;
pub mod measured;
pub mod node;
pub mod ours;
pub mod sealed;
pub mod served;

use std::time::Duration;

/// Bytes this process has had written to disk, as the kernel counts them.
#[must_use]
pub fn disk_bytes_written() -> u64 {
    let counted = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    counted
        .lines()
        .find_map(|line| line.strip_prefix("write_bytes: "))
        .and_then(|it| it.trim().parse().ok())
        .unwrap_or(0)
}

/// The value below which the given share of the times lies; sorts them.
#[must_use]
pub fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    let last = times.len().saturating_sub(1);
    times.get(((last as f64) * share).round() as usize).copied().unwrap_or_default()
}
