//! Reading a log. It only grows: the head is read first, and what was written after it is left out.

use protocol::ids::{EventId, SpaceId};
use protocol::log::first_root;

use super::columns::{at_most, fixed, number, signed};
use super::failed::Failed;
use super::lines::Link;
use crate::store::{EventRow, Found, LogHead, PageRows, SpaceAt};

/// As many events as fit: the sum of their lengths is taken in the database, so that no more comes over than is wanted.
const PAGE: &str = "
SELECT seq, recv_ms, root, bytes FROM (
  SELECT seq, recv_ms, root, bytes, sum(octet_length(bytes)) OVER (ORDER BY seq) AS size FROM (
    SELECT seq, recv_ms, root, bytes FROM events WHERE space=$1 AND seq>$2 AND seq<=$3 ORDER BY seq LIMIT $4
  ) AS next_ones
) AS fitting WHERE size<=$5 OR seq=$2+1 ORDER BY seq";

/// A stretch of a log.
pub(super) async fn page(
    link: &Link,
    space: SpaceId,
    after: u64,
    most: usize,
    most_bytes: usize,
) -> Result<Option<PageRows>, Failed> {
    let find = "SELECT head_seq, head_root, recv_ms, (SELECT root FROM events WHERE space=$1 AND seq=$2)
     FROM spaces WHERE space=$1";
    let Some(row) = link.row(find, &[&space.0, &signed(after)]).await? else { return Ok(None) };
    let head = LogHead { seq: number(&row, 0)?, root: fixed(&row, 1)?, recv_ms: number(&row, 2)? };
    let root_there = match after {
        0 => Some(first_root(space)),
        _ if after > head.seq => None,
        _ => super::columns::perhaps_fixed(&row, 3)?,
    };
    let mut page = PageRows { root_there, rows: Vec::new(), root_after: root_there, head };
    if root_there.is_none() || after >= head.seq {
        return Ok(Some(page));
    }
    let (from, to) = (signed(after), signed(head.seq));
    let rows = link.rows(PAGE, &[&space.0, &from, &to, &at_most(most), &at_most(most_bytes)]).await?;
    for row in &rows {
        let bytes = row.try_get(3)?;
        page.rows.push(EventRow { seq: number(row, 0)?, recv_ms: number(row, 1)?, bytes });
        page.root_after = Some(fixed(row, 2)?);
    }
    Ok(Some(page))
}

/// Events by their ids. Rare (a withdrawal), so it looks through the space instead of keeping an index of ids.
pub(super) async fn find(link: &Link, space: SpaceId, ids: &[EventId]) -> Result<Vec<Found>, Failed> {
    let ids: Vec<&[u8]> = ids.iter().map(|it| it.0.as_slice()).collect();
    let find = "SELECT id, seq, bytes FROM events WHERE space=$1 AND id = ANY($2) ORDER BY seq";
    let found = link.rows(find, &[&space.0, &ids]).await?;
    let read = found
        .iter()
        .map(|row| Ok(Found { id: EventId(fixed(row, 0)?), seq: number(row, 1)?, bytes: row.try_get(2)? }));
    read.collect()
}

/// Where these spaces stand; those that are not there are left out.
pub(super) async fn stand(link: &Link, spaces: &[SpaceId]) -> Result<Vec<SpaceAt>, Failed> {
    let spaces: Vec<&[u8]> = spaces.iter().map(|it| it.0.as_slice()).collect();
    let find = "SELECT space, head_seq, ctl_seq FROM spaces WHERE space = ANY($1)";
    let found = link.rows(find, &[&spaces]).await?;
    let read = found.iter().map(|row| {
        Ok(SpaceAt { space: SpaceId(fixed(row, 0)?), seq: number(row, 1)?, ctl_seq: number(row, 2)? })
    });
    read.collect()
}
