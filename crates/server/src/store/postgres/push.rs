//! Which devices are woken, and when.

use protocol::ids::{AccountId, DeviceKeyId};

use super::columns::{at_most, fixed, number, signed};
use super::failed::Failed;
use super::lines::Link;
use crate::store::{NEVER_MS, PushRow, Woken};

/// Keeps what a device that is in left, in the place of what it left before; when it was last woken stays. Its session is held
/// meanwhile: whoever ends the device at another node waits, and finds the row.
pub(super) async fn keep(link: &Link, row: &PushRow) -> Result<bool, Failed> {
    let put = "INSERT INTO push(account, device, body, due_ms, sent_ms)
     SELECT account, $2::BYTEA, $3::BYTEA, $4::BIGINT, 0 FROM accounts WHERE account=$1 AND closed=0
     AND EXISTS (SELECT 1 FROM sessions WHERE account=$1 AND device=$2::BYTEA FOR KEY SHARE)
     ON CONFLICT (account, device) DO UPDATE SET body=excluded.body, due_ms=excluded.due_ms";
    let (account, device) = (&row.account.0.as_slice(), &row.device.0.as_slice());
    Ok(link.run(put, &[account, device, &row.body, &signed(row.due_ms)]).await? > 0)
}

/// Wakes a device no more. That it was woken stays until a day is over, or whoever leaves something anew would be woken twice.
pub(super) async fn stop(link: &Link, account: AccountId, device: DeviceKeyId) -> Result<(), Failed> {
    // In this order: whoever is being woken at this moment is found by the second.
    let forget = "DELETE FROM push WHERE account=$1 AND device=$2 AND sent_ms=0";
    link.run(forget, &[&account.0, &device.0]).await?;
    let empty = "UPDATE push SET body='', due_ms=$3 WHERE account=$1 AND device=$2";
    link.run(empty, &[&account.0, &device.0, &signed(NEVER_MS)]).await.map(core::mem::drop)
}

/// Forgets a device.
pub(super) async fn drop(link: &Link, account: AccountId, device: DeviceKeyId) -> Result<(), Failed> {
    let forget = "DELETE FROM push WHERE account=$1 AND device=$2";
    link.run(forget, &[&account.0, &device.0]).await.map(core::mem::drop)
}

/// Takes those that are due; no other node gets them until `again_ms`.
pub(super) async fn due(
    link: &Link,
    now_ms: u64,
    again_ms: u64,
    most: usize,
) -> Result<Vec<PushRow>, Failed> {
    let take = "UPDATE push SET due_ms=$2 WHERE (account, device) IN
     (SELECT account, device FROM push WHERE due_ms<=$1 ORDER BY due_ms LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING account, device, body, sent_ms";
    let found = link.rows(take, &[&signed(now_ms), &signed(again_ms), &at_most(most)]).await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(PushRow {
            account: AccountId(fixed(row, 0)?),
            device: DeviceKeyId(fixed(row, 1)?),
            body: row.try_get(2)?,
            due_ms: again_ms,
            sent_ms: number(row, 3)?,
        })
    };
    found.iter().map(read).collect()
}

/// What became of one that was taken, unless its device has left something else meanwhile.
pub(super) async fn after(link: &Link, row: &PushRow, woken: &Woken) -> Result<(), Failed> {
    let (account, device, taken) = (&row.account.0.as_slice(), &row.device.0.as_slice(), signed(row.due_ms));
    match woken {
        Woken::Gone => {
            let left = "SELECT 1::BIGINT FROM push WHERE account=$1 AND device=$2 AND due_ms=$3 FOR UPDATE";
            if link.row(left, &[account, device, &taken]).await?.is_some() {
                stop(link, row.account, row.device).await?;
            }
        }
        Woken::Next { body, due_ms, sent_ms } => {
            let sent = "UPDATE push SET sent_ms=$3 WHERE account=$1 AND device=$2";
            link.run(sent, &[account, device, &signed(*sent_ms)]).await?;
            let put = "UPDATE push SET body=$4, due_ms=$5 WHERE account=$1 AND device=$2 AND due_ms=$3";
            link.run(put, &[account, device, &taken, body, &signed(*due_ms)]).await?;
        }
    }
    Ok(())
}

/// Forgets those for whom nothing is left to do.
pub(super) async fn sweep(link: &Link, sent_before_ms: u64) -> Result<(), Failed> {
    let forget = "DELETE FROM push WHERE due_ms=$1 AND sent_ms<=$2";
    link.run(forget, &[&signed(NEVER_MS), &signed(sent_before_ms)]).await.map(core::mem::drop)
}
