//! What belongs to the relay itself: its keys, its life, and whether it may write.

use super::failed::Failed;
use super::lines::Link;

/// The name under which the life of the store is kept.
const INCARNATION: &str = "incarnation";

/// The value kept under a name, or else this one, from now on.
pub(super) async fn keep_once(link: &Link, name: &str, value: &[u8]) -> Result<Vec<u8>, Failed> {
    let insert = "INSERT INTO kept(name, value) VALUES($1,$2) ON CONFLICT DO NOTHING";
    link.run(insert, &[&name, &value]).await?;
    let row = link.row("SELECT value FROM kept WHERE name=$1", &[&name]).await?.ok_or(Failed::Again)?;
    Ok(row.try_get(0)?)
}

/// Nobody is signed in by what a copy says, and no invitation of back then is open: what was ended since would be good again.
pub(super) async fn begin_new_life(link: &Link, fresh: &[u8; 16]) -> Result<(), Failed> {
    let put =
        "INSERT INTO kept(name, value) VALUES($1,$2) ON CONFLICT (name) DO UPDATE SET value=excluded.value";
    link.run(put, &[&INCARNATION, fresh]).await?;
    for sql in [
        "DELETE FROM sessions",
        "DELETE FROM push",
        "DELETE FROM fleeting",
        "DELETE FROM slots",
        "DELETE FROM invites",
    ] {
        link.run(sql, &[]).await?;
    }
    Ok(())
}

/// A database that only reads, because another leads now, does not work for us.
pub(super) async fn works(link: &Link) -> Result<(), Failed> {
    let row = link.row("SELECT current_setting('transaction_read_only', true)", &[]).await?;
    match row.map_or(Ok(None), |it| it.try_get::<_, Option<String>>(0))? {
        Some(word) if word == "on" => Err(Failed::Away("it only reads".to_owned())),
        _ => Ok(()),
    }
}
