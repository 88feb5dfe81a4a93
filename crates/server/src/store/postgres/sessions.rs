//! Sessions, and what lives for a minute. Of a token only its hash is kept.

use protocol::ids::{AccountId, DeviceKeyId};

use super::columns::{at_most, fixed, number, perhaps_fixed, signed};
use super::failed::Failed;
use super::lines::Link;
use crate::store::{Reach, Session};

const OWN_CHAIN: i64 = 0;
const DEVICE: i64 = 1;

/// Begins a session, if the account is open. Said again it is the same one.
pub(super) async fn begin(
    link: &Link,
    token_hash: &[u8; 32],
    session: Session,
    most: usize,
) -> Result<bool, Failed> {
    let (reach, device) = match session.reach {
        Reach::OwnChain => (OWN_CHAIN, None),
        Reach::Device(device) => (DEVICE, Some(device.0)),
    };
    let insert = "INSERT INTO sessions(token_hash, account, device, reach, expires_ms)
     SELECT $1, account, $3::BYTEA, $4::BIGINT, $5::BIGINT FROM accounts WHERE account=$2 AND closed=0
     ON CONFLICT (token_hash) DO UPDATE SET account=excluded.account, device=excluded.device, reach=excluded.reach, expires_ms=excluded.expires_ms";
    let device = device.as_ref().map(<[u8; 16]>::as_slice);
    let expires = signed(session.expires_ms);
    if link.run(insert, &[token_hash, &session.account.0, &device, &reach, &expires]).await? == 0 {
        return Ok(false);
    }
    let oldest = "DELETE FROM sessions WHERE account=$1 AND token_hash IN
     (SELECT token_hash FROM sessions WHERE account=$1 AND token_hash<>$2 ORDER BY expires_ms DESC OFFSET $3)";
    link.run(oldest, &[&session.account.0, token_hash, &at_most(most.saturating_sub(1))]).await?;
    Ok(true)
}

/// The session of a token.
pub(super) async fn find(link: &Link, token_hash: &[u8; 32]) -> Result<Option<Session>, Failed> {
    let find = "SELECT account, reach, device, expires_ms FROM sessions WHERE token_hash=$1";
    let Some(row) = link.row(find, &[token_hash]).await? else { return Ok(None) };
    let reach = match (row.try_get::<_, i64>(1)?, perhaps_fixed(&row, 2)?) {
        (DEVICE, Some(device)) => Reach::Device(DeviceKeyId(device)),
        _ => Reach::OwnChain,
    };
    Ok(Some(Session { account: AccountId(fixed(&row, 0)?), reach, expires_ms: number(&row, 3)? }))
}

/// Ends a session.
pub(super) async fn end(link: &Link, token_hash: &[u8; 32]) -> Result<(), Failed> {
    link.run("DELETE FROM sessions WHERE token_hash=$1", &[token_hash]).await.map(drop)
}

/// Keeps something for a while.
pub(super) async fn keep_briefly(
    link: &Link,
    key: &[u8; 32],
    value: &[u8],
    until_ms: u64,
) -> Result<(), Failed> {
    let insert = "INSERT INTO fleeting(key, value, until_ms) VALUES($1,$2,$3) ON CONFLICT DO NOTHING";
    link.run(insert, &[key, &value, &signed(until_ms)]).await.map(drop)
}

/// Takes it out, once, if its time is not over.
pub(super) async fn take_once(link: &Link, key: &[u8; 32], now_ms: u64) -> Result<Option<Vec<u8>>, Failed> {
    let take = "DELETE FROM fleeting WHERE key=$1 RETURNING value, until_ms";
    let Some(row) = link.row(take, &[key]).await? else { return Ok(None) };
    let lives = number(&row, 1)? > now_ms;
    Ok(if lives { Some(row.try_get(0)?) } else { None })
}

/// What nodes leave for each other begins with this, and with no number that anybody draws.
const NODES: [u8; 16] = *b"mend/nodes/0001/";

/// Leaves word of a node; answers what the others left.
pub(super) async fn say_among_nodes(
    link: &Link,
    node: &[u8; 16],
    says: &[u8],
    until_ms: u64,
    now_ms: u64,
) -> Result<Vec<Vec<u8>>, Failed> {
    let key = [NODES, *node].concat();
    let put = "INSERT INTO fleeting(key, value, until_ms) VALUES($1,$2,$3)
     ON CONFLICT (key) DO UPDATE SET value=excluded.value, until_ms=excluded.until_ms";
    link.run(put, &[&key, &says, &signed(until_ms)]).await?;
    let (first, last) = ([NODES, [0; 16]].concat(), [NODES, [0xff; 16]].concat());
    let others = "SELECT value FROM fleeting WHERE key>=$1 AND key<=$2 AND key<>$3 AND until_ms>$4";
    let found = link.rows(others, &[&first, &last, &key, &signed(now_ms)]).await?;
    found.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Forgets what is over.
pub(super) async fn sweep(link: &Link, now_ms: u64) -> Result<(), Failed> {
    link.run("DELETE FROM sessions WHERE expires_ms<=$1", &[&signed(now_ms)]).await?;
    link.run("DELETE FROM admissions WHERE expires_ms<=$1 OR people<=0", &[&signed(now_ms)]).await?;
    super::push::sweep(link, now_ms.saturating_sub(crate::push::LEAST_APART_MS)).await?;
    link.run("DELETE FROM fleeting WHERE until_ms<=$1", &[&signed(now_ms)]).await.map(drop)
}
