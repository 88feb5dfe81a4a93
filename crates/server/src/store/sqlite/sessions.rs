//! Sessions. Of a token only its hash is kept: whoever steals the store cannot act for anybody.

use protocol::ids::{AccountId, DeviceKeyId};
use rusqlite::{Connection, OptionalExtension, params};

use super::{signed, unsigned};
use crate::store::{Reach, Session};

const OWN_CHAIN: i64 = 0;
const DEVICE: i64 = 1;

/// Begins a session, if the account is open.
pub(super) fn begin(
    db: &Connection,
    token_hash: &[u8; 32],
    session: Session,
    most: usize,
) -> rusqlite::Result<bool> {
    if !db
        .prepare_cached("SELECT 1 FROM accounts WHERE account=? AND closed=0")?
        .exists([session.account.0])?
    {
        return Ok(false);
    }
    let (reach, device) = match session.reach {
        Reach::OwnChain => (OWN_CHAIN, None),
        Reach::Device(device) => (DEVICE, Some(device.0)),
    };
    db.prepare_cached(
        "INSERT OR REPLACE INTO sessions(token_hash, account, device, reach, expires_ms) VALUES(?,?,?,?,?)",
    )?
    .execute(params![token_hash, session.account.0, device, reach, signed(session.expires_ms)])?;
    let mut oldest = db.prepare_cached(
        "DELETE FROM sessions WHERE account=?1 AND token_hash IN
         (SELECT token_hash FROM sessions WHERE account=?1 ORDER BY expires_ms DESC LIMIT -1 OFFSET ?2)",
    )?;
    oldest.execute(params![session.account.0, signed(most as u64)])?;
    Ok(true)
}

/// The session of a token.
pub(super) fn find(db: &Connection, token_hash: &[u8; 32]) -> rusqlite::Result<Option<Session>> {
    let mut find =
        db.prepare_cached("SELECT account, reach, device, expires_ms FROM sessions WHERE token_hash=?")?;
    find.query_row([token_hash], |row| {
        let device: Option<[u8; 16]> = row.get(2)?;
        let reach = match (row.get::<_, i64>(1)?, device) {
            (DEVICE, Some(device)) => Reach::Device(DeviceKeyId(device)),
            _ => Reach::OwnChain,
        };
        Ok(Session { account: AccountId(row.get(0)?), reach, expires_ms: unsigned(row.get(3)?) })
    })
    .optional()
}

/// Ends a session.
pub(super) fn end(db: &Connection, token_hash: &[u8; 32]) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM sessions WHERE token_hash=?")?.execute([token_hash]).map(|_| ())
}

/// Ends the sessions of devices.
pub(super) fn end_for(db: &Connection, account: AccountId, devices: &[DeviceKeyId]) -> rusqlite::Result<()> {
    let mut end = db.prepare_cached("DELETE FROM sessions WHERE account=? AND device=?")?;
    for device in devices {
        end.execute(params![account.0, device.0])?;
    }
    Ok(())
}

/// Forgets what is over.
pub(super) fn sweep(db: &Connection, now_ms: u64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM sessions WHERE expires_ms<=?")?.execute([signed(now_ms)]).map(|_| ())
}
