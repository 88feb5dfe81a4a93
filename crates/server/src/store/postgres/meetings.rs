//! Invitations and their slots, where two devices meet before they know each other.

use protocol::ids::{AccountId, InviteId};
use protocol::wire::Slot;
use tokio_postgres::Row;

use super::columns::{fixed, number, signed};
use super::failed::Failed;
use super::lines::Link;
use crate::store::{InviteOutcome, InviteRow, SlotOutcome, SlotRow};

/// For each invitation that may be open at once, so many rows of an account are held: the others are over, and wait for the sweep.
const ROWS_FOR_EACH: u64 = 64;

/// Opens an invitation. Said twice by the same account it is one. What was called off or is over in time is not open.
/// The account's row keeps two nodes from counting at once.
pub(super) async fn open(
    link: &Link,
    (invite, account): (InviteId, AccountId),
    expires_ms: u64,
    most: usize,
    now_ms: u64,
) -> Result<InviteOutcome, Failed> {
    link.row("SELECT 1::BIGINT FROM accounts WHERE account=$1 FOR UPDATE", &[&account.0]).await?;
    if let Some(row) = link.row("SELECT account FROM invites WHERE invite=$1", &[&invite.0]).await? {
        let again = fixed(&row, 0)? == account.0;
        return Ok(if again { InviteOutcome::Open } else { InviteOutcome::Used });
    }
    let count = "SELECT count(*), coalesce(sum(CASE WHEN expires_ms>$1 AND NOT EXISTS
      (SELECT 1 FROM slots WHERE slots.invite=invites.invite AND slot=$2) THEN 1 ELSE 0 END), 0)::BIGINT
     FROM invites WHERE account=$3";
    let counted = link.row(count, &[&signed(now_ms), &Slot::X.as_str(), &account.0]).await?;
    let (rows, open) =
        counted.map_or(Ok((0, 0)), |row| Ok::<_, Failed>((number(&row, 0)?, number(&row, 1)?)))?;
    if open >= most as u64 || rows >= most as u64 * ROWS_FOR_EACH {
        return Ok(InviteOutcome::TooMany);
    }
    let insert = "INSERT INTO invites(invite, account, expires_ms) VALUES($1,$2,$3) ON CONFLICT DO NOTHING";
    match link.run(insert, &[&invite.0, &account.0, &signed(expires_ms)]).await? {
        0 => Err(Failed::Again),
        _ => Ok(InviteOutcome::Open),
    }
}

const STATE: &str =
    "SELECT expires_ms, EXISTS (SELECT 1 FROM slots WHERE slots.invite=invites.invite AND slot='j1'),
  EXISTS (SELECT 1 FROM slots WHERE slots.invite=invites.invite AND slot='x'),
  (SELECT sealed FROM slots WHERE slots.invite=invites.invite AND slot=$2) FROM invites WHERE invite=$1";

fn state(row: &Row) -> Result<InviteRow, Failed> {
    Ok(InviteRow { expires_ms: number(row, 0)?, answered: row.try_get(1)?, called_off: row.try_get(2)? })
}

/// An invitation.
pub(super) async fn invite(link: &Link, invite: InviteId) -> Result<Option<InviteRow>, Failed> {
    let found = link.row(STATE, &[&invite.0, &Slot::J1.as_str()]).await?;
    found.as_ref().map(state).transpose()
}

/// Writes a slot, once. Said twice with the same bytes it is one: an answer may get lost on its way.
pub(super) async fn put_slot(
    link: &Link,
    id: InviteId,
    slot: Slot,
    sealed: &[u8],
    now_ms: u64,
) -> Result<SlotOutcome, Failed> {
    // Two who write at once, and one who calls it off meanwhile, come one after the other.
    link.row("SELECT 1::BIGINT FROM invites WHERE invite=$1 FOR UPDATE", &[&id.0]).await?;
    let Some(row) = link.row(STATE, &[&id.0, &slot.as_str()]).await? else { return Ok(SlotOutcome::Unknown) };
    let meeting = state(&row)?;
    if meeting.expires_ms <= now_ms {
        return Ok(SlotOutcome::Expired);
    }
    if let Some(there) = row.try_get::<_, Option<&[u8]>>(3)? {
        return Ok(if there == sealed { SlotOutcome::Written } else { SlotOutcome::Used });
    }
    if meeting.called_off {
        return Ok(SlotOutcome::Used);
    }
    let insert = "INSERT INTO slots(invite, slot, sealed) VALUES($1,$2,$3)";
    link.run(insert, &[&id.0, &slot.as_str(), &sealed]).await?;
    Ok(SlotOutcome::Written)
}

/// Reads a slot.
pub(super) async fn slot(link: &Link, id: InviteId, slot: Slot, now_ms: u64) -> Result<SlotRow, Failed> {
    let Some(row) = link.row(STATE, &[&id.0, &slot.as_str()]).await? else { return Ok(SlotRow::Unknown) };
    let meeting = state(&row)?;
    if meeting.expires_ms <= now_ms {
        return Ok(SlotRow::Expired);
    }
    // What waited under it is given to nobody any more; who came, and that it is over, is still said.
    if meeting.called_off && !matches!(slot, Slot::J1 | Slot::X) {
        return Ok(SlotRow::CalledOff);
    }
    match row.try_get::<_, Option<Vec<u8>>>(3)? {
        Some(sealed) => Ok(SlotRow::Filled(sealed)),
        None if meeting.called_off => Ok(SlotRow::CalledOff),
        None => Ok(SlotRow::Empty),
    }
}

/// Forgets what has been over for a week; until then it is still said that it is over.
pub(super) async fn sweep(link: &Link, now_ms: u64) -> Result<(), Failed> {
    const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
    let slots = "DELETE FROM slots WHERE invite IN (SELECT invite FROM invites WHERE expires_ms<=$1)";
    link.run(slots, &[&signed(now_ms)]).await?;
    let before = signed(now_ms.saturating_sub(WEEK_MS));
    link.run("DELETE FROM invites WHERE expires_ms<=$1", &[&before]).await.map(drop)
}
