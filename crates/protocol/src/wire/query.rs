//! The query of a page: what a cursor looks like in an address.

use super::{MOST_PAGE, from_base64url, to_base64url};
use crate::log::Cursor;

/// `?inc=&seq=&root=&limit=`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageQuery {
    /// How far the log is known.
    pub cursor: Cursor,
    /// The most events wanted.
    pub limit: usize,
}

impl PageQuery {
    /// Writes the query, without the question mark.
    #[must_use]
    pub fn to_text(&self) -> String {
        let Cursor { inc, seq, root } = self.cursor;
        let root = to_base64url(&root);
        format!("inc={inc}&seq={seq}&root={root}&limit={}", self.limit)
    }

    /// Reads the query; every part must be there once, and nothing else.
    #[must_use]
    pub fn from_text(query: &str) -> Option<Self> {
        let mut parts = query.split('&');
        let inc = parts.next()?.strip_prefix("inc=")?.parse().ok()?;
        let seq = number(parts.next()?.strip_prefix("seq=")?)?;
        let root = from_base64url(parts.next()?.strip_prefix("root=")?)?;
        let limit = number(parts.next()?.strip_prefix("limit=")?)?;
        let limit = usize::try_from(limit).ok()?;
        if parts.next().is_some() || limit == 0 || limit > MOST_PAGE {
            return None;
        }
        let root = root.try_into().ok()?;
        Some(Self { cursor: Cursor { inc, seq, root }, limit })
    }
}

fn number(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Incarnation;

    #[test]
    fn a_query_reads_back_and_nothing_else_is_taken() {
        let query = PageQuery {
            cursor: Cursor { inc: Incarnation([3; 16]), seq: u64::MAX, root: [250; 32] },
            limit: MOST_PAGE,
        };
        let text = query.to_text();
        assert_eq!(PageQuery::from_text(&text), Some(query));
        let over = text.replace("limit=1000", "limit=1001");
        for other in [
            "",
            "inc=1",
            &over,
            &format!("{text}&x=1"),
            &text.replace("inc=03", "inc=3"),
            &text.replace("seq=1", "seq=+1"),
            &text.replace("limit=1000", "limit=0"),
        ] {
            assert_eq!(PageQuery::from_text(other), None, "{other}");
        }
    }
}
