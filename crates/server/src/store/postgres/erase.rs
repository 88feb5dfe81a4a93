//! Erasing: withdrawn bodies, spaces that are nobody's, accounts. Each space goes in a transaction of its own; an account
//! that is closed is marked first, and whatever was left undone after that is done by the next sweep.

use protocol::ids::{AccountId, SpaceId};

use super::columns::{fixed, signed};
use super::failed::Failed;
use super::lines::Link;
use crate::store::Found;

/// Puts these bytes in the place of the events' own.
pub(super) async fn erase(link: &Link, space: SpaceId, events: &[Found]) -> Result<(), Failed> {
    for event in events {
        let put = "UPDATE events SET bytes=$4 WHERE space=$1 AND seq=$2 AND id=$3";
        link.run(put, &[&space.0, &signed(event.seq), &event.id.0, &event.bytes]).await?;
    }
    Ok(())
}

/// Takes an account its name, login, blobs, invitations and sessions, and marks it as closed.
pub(super) async fn shut(link: &Link, account: AccountId) -> Result<(), Failed> {
    for sql in [
        "UPDATE accounts SET closed=1 WHERE account=$1",
        "DELETE FROM login_names WHERE name_mac IN (SELECT name_mac FROM accounts WHERE account=$1)",
        "UPDATE accounts SET name_mac=NULL, opaque=NULL WHERE account=$1",
        "DELETE FROM account_blobs WHERE account=$1",
        "DELETE FROM sessions WHERE account=$1",
        "DELETE FROM push WHERE account=$1",
        "DELETE FROM slots WHERE invite IN (SELECT invite FROM invites WHERE account=$1)",
        "DELETE FROM invites WHERE account=$1",
    ] {
        link.run(sql, &[&account.0]).await?;
    }
    Ok(())
}

/// The spaces of a closed account in which nobody else's is open.
pub(super) async fn spaces_alone(link: &Link, account: AccountId) -> Result<Vec<SpaceId>, Failed> {
    let find = "SELECT space FROM members AS mine WHERE account=$1 AND NOT gone AND NOT EXISTS
     (SELECT 1 FROM members AS other JOIN accounts USING(account)
      WHERE other.space=mine.space AND NOT other.gone AND accounts.closed=0) ORDER BY space";
    let found = link.rows(find, &[&account.0]).await?;
    found.iter().map(|row| Ok(SpaceId(fixed(row, 0)?))).collect()
}

/// Erases a space; answers who had been in it.
pub(super) async fn space(link: &Link, space: SpaceId) -> Result<Vec<AccountId>, Failed> {
    // Whoever appends at this moment is done first, or finds no space.
    link.row("SELECT 1::BIGINT FROM spaces WHERE space=$1 FOR UPDATE", &[&space.0]).await?;
    let found = link.rows("SELECT account FROM members WHERE space=$1", &[&space.0]).await?;
    for sql in [
        "DELETE FROM events WHERE space=$1",
        "DELETE FROM attachment_chunks WHERE space=$1",
        "DELETE FROM attachments WHERE space=$1",
        "DELETE FROM devices WHERE space=$1",
        "DELETE FROM control_chain WHERE space=$1",
        "DELETE FROM members WHERE space=$1",
        "DELETE FROM spaces WHERE space=$1",
    ] {
        link.run(sql, &[&space.0]).await?;
    }
    found.iter().map(|row| Ok(AccountId(fixed(row, 0)?))).collect()
}

/// A co-member checks with a closed account's chain what was written together; when there is none any more, it goes.
pub(super) async fn forget_if_unneeded(link: &Link, account: AccountId) -> Result<(), Failed> {
    let needed = "SELECT 1::BIGINT FROM members WHERE account=$1 LIMIT 1";
    if link.row(needed, &[&account.0]).await?.is_some() {
        return link
            .run("UPDATE accounts SET closed=2 WHERE account=$1 AND closed=1", &[&account.0])
            .await
            .map(drop);
    }
    let chain = "DELETE FROM account_chain WHERE account IN (SELECT account FROM accounts WHERE account=$1 AND closed>0)";
    link.run(chain, &[&account.0]).await?;
    link.run("DELETE FROM accounts WHERE account=$1 AND closed>0", &[&account.0]).await.map(drop)
}

/// The accounts whose closing was begun and not ended.
pub(super) async fn half_closed(link: &Link) -> Result<Vec<AccountId>, Failed> {
    let found = link.rows("SELECT account FROM accounts WHERE closed=1", &[]).await?;
    found.iter().map(|row| Ok(AccountId(fixed(row, 0)?))).collect()
}
