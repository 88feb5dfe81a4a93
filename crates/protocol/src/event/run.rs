//! A run of one device's events: the newest signature proves the whole chain before it.

use thiserror::Error;

use super::{DeviceHead, EventView};
use crate::sign::VerifyKey;

/// Why a run was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RunRefused {
    /// The device already wrote another event at this place: it was copied, or set back.
    #[error("the device has written another event at this place")]
    DeviceFork,
    /// Something between the known head and this run is missing.
    #[error("the run does not follow the device's last event")]
    Gap,
    /// An event of another device or space stands in the run, or a body is not the one its header names.
    #[error("the run is not one device's")]
    Mixed,
    /// The newest signature does not hold.
    #[error("the signature does not hold")]
    Signature,
}

/// Checks events of one device, oldest first, against what is known of its chain. One signature is verified:
/// that of the newest event, whose id hashes over all before it. An empty run leaves the head as it was.
///
/// # Errors
/// The first rule that does not hold; nothing of the run is to be taken then.
pub fn verify_run(
    run: &[EventView<'_>],
    dsk: &VerifyKey,
    known: DeviceHead,
) -> Result<DeviceHead, RunRefused> {
    let Some(newest) = run.last() else {
        return Ok(known);
    };
    let head = follow(run, known)?;
    newest.verify_signature(dsk).map_err(|_| RunRefused::Signature)?;
    Ok(head)
}

/// Walks the chain without looking at signatures.
fn follow(run: &[EventView<'_>], known: DeviceHead) -> Result<DeviceHead, RunRefused> {
    let mut head = known;
    let first = run.first().map(|it| (it.header().space, it.header().device));
    for event in run {
        if first != Some((event.header().space, event.header().device)) {
            return Err(RunRefused::Mixed);
        }
        head = step(event, head)?;
    }
    Ok(head)
}

/// One step of a device's chain.
pub(crate) fn step(event: &EventView<'_>, head: DeviceHead) -> Result<DeviceHead, RunRefused> {
    let header = event.header();
    if header.dseq <= head.dseq {
        return Err(RunRefused::DeviceFork);
    }
    if header.dseq != head.dseq + 1 {
        return Err(RunRefused::Gap);
    }
    if header.prev != head.id {
        return Err(RunRefused::DeviceFork);
    }
    event.verify_body().map_err(|_| RunRefused::Mixed)?;
    Ok(event.device_head())
}
