//! Whether every acknowledged event is there, once: asked of the server that leads, and of every node.

use std::collections::HashMap;
use std::net::SocketAddr;

use anyhow::{Context, ensure};
use bench::http::Http;
use bench::sealed::{Seat, after};
use engines::Patroni;
use protocol::Wire;
use protocol::event::EventView;
use protocol::ids::EventId;
use protocol::log::Cursor;
use protocol::wire::{Page, PageQuery, Token};

use super::DATABASE;
use super::writers::Kept;

fn hex(id: EventId) -> String {
    id.0.iter().map(|it| format!("{it:02x}")).collect()
}

/// Asks the server that leads; how many of the acknowledged ones lie there, which is all of them.
pub(crate) fn on_the_primary(cluster: &Patroni, kept: &[Kept]) -> anyhow::Result<usize> {
    let told = cluster.run_sql(DATABASE, "SELECT encode(id, 'hex') FROM mend.events")?;
    let mut there: HashMap<&str, usize> = HashMap::new();
    for line in told.lines() {
        *there.entry(line).or_default() += 1;
    }
    for it in kept {
        let id = hex(it.id);
        let times = there.get(id.as_str()).copied().unwrap_or_default();
        ensure!(times == 1, "{id} was acknowledged and is there {times} times");
    }
    Ok(kept.len())
}

/// Reads a whole space at a node: the acknowledged ones, in their order, each once, and nothing else; and the roots lead
/// from the beginning to the head.
pub(crate) async fn at_a_node(
    node: SocketAddr,
    token: &Token,
    seat: &Seat,
    start: Cursor,
    kept: &[Kept],
) -> anyhow::Result<usize> {
    let mut http = Http::connect(node).await?.calling_from(60_000);
    let mut expected = kept.iter().filter(|it| it.space == seat.space).map(|it| it.id);
    let (mut cursor, mut read) = (start, 0);
    loop {
        let path =
            format!("/v1/spaces/{}/events?{}", seat.space, PageQuery { cursor, limit: 1_000 }.to_text());
        let (status, body) = http.call("GET", &path, &token.to_bearer(), b"").await?;
        ensure!(status == 200, "a node answered {status}");
        let page = Page::from_bytes(&body)?;
        for item in &page.items {
            let id = EventView::parse(&item.event.0)?.id();
            let next = expected.next().context("more is there than was acknowledged")?;
            ensure!(id == next, "another event is there than was acknowledged");
            read += 1;
        }
        cursor = after(cursor, &page)?;
        if page.items.is_empty() || cursor.seq == page.head.at.seq {
            ensure!(cursor.root == page.head.at.root, "the roots do not lead to the head");
            break;
        }
    }
    ensure!(expected.next().is_none(), "less is there than was acknowledged");
    Ok(read)
}
