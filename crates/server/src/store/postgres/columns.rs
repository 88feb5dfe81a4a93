//! Numbers and ids as they stand in rows.

use tokio_postgres::Row;

use super::failed::Failed;
use crate::store::StoreProblem;

/// Numbers that the database keeps as signed.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How many at most, as the database counts.
pub(super) fn at_most(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number out of a row.
pub(super) fn number(row: &Row, at: usize) -> Result<u64, Failed> {
    Ok(u64::try_from(row.try_get::<_, i64>(at)?).unwrap_or(0))
}

/// Bytes of a fixed length out of a row: an id, a hash, a root.
pub(super) fn fixed<const N: usize>(row: &Row, at: usize) -> Result<[u8; N], Failed> {
    row.try_get::<_, &[u8]>(at)?.try_into().map_err(|_| misshapen())
}

/// The same, where there may be none.
pub(super) fn perhaps_fixed<const N: usize>(row: &Row, at: usize) -> Result<Option<[u8; N]>, Failed> {
    let there = row.try_get::<_, Option<&[u8]>>(at)?;
    there.map(|it| it.try_into().map_err(|_| misshapen())).transpose()
}

fn misshapen() -> Failed {
    Failed::For(StoreProblem::Broken("an id in the database has the wrong length".to_owned()))
}
