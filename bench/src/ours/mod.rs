//! The load on our relay, on one node or on several: sealed, signed events of real accounts in real spaces. Devices seal on
//! their own processors, so what is sent is sealed before the clock starts.

mod couples;
mod hearing;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use protocol::Wire;
use protocol::event::SealedEvent;
use protocol::log::Cursor;
use protocol::wire::{Append, AppendResult, AppendResults, EventBytes, Page, PageQuery, Token, V1};
use tokio::sync::mpsc::unbounded_channel;

use crate::http::Http;
use crate::measured::{Measured, together};
use crate::sealed::{Founder, Seat, after};

/// More than a relay on two cores takes in a second, one by one and in batches; and more than one writer gets in.
const MOST_A_SECOND: [usize; 2] = [25_000, 40_000];
const MOST_OF_ONE: usize = 5_000;
/// Spaces of one account; a relay takes 64.
const SPACES: usize = 60;

/// Somebody who writes, at a node of their own.
struct Writer {
    seat: Seat,
    token: Token,
    node: SocketAddr,
    start: Cursor,
}

/// The load.
pub struct Ours {
    nodes: Vec<SocketAddr>,
    writers: Vec<Writer>,
    long: Option<Writer>,
    /// Bytes of one event.
    pub length: u64,
}

impl Ours {
    /// Makes so many spaces, spread over the nodes, and one with so long a journey.
    ///
    /// # Errors
    /// When a relay does not take it.
    pub async fn begin(
        nodes: Vec<SocketAddr>,
        name: &str,
        spaces: usize,
        journey: usize,
    ) -> anyhow::Result<Self> {
        let mut writers = Vec::new();
        while writers.len() <= spaces {
            let node = nodes.get(writers.len() % nodes.len()).copied().context("no node")?;
            let founder = Founder::register_as(node, &format!("{name} {}", writers.len())).await?;
            for _ in 0..SPACES.min(spaces + 1 - writers.len()) {
                let (seat, token) = (founder.vault().await?, founder.token.clone());
                let node = nodes.get(writers.len() % nodes.len()).copied().context("no node")?;
                let start = founder.start(seat.space).await?;
                writers.push(Writer { seat, token, node, start });
            }
        }
        let mut long = writers.pop().context("a space")?;
        let length = fill(&mut long, journey.max(1)).await?;
        Ok(Self { nodes, writers, long: Some(long), length })
    }

    async fn write(&mut self, count: usize, at_once: usize, time: Duration) -> anyhow::Result<Measured> {
        let [single, batched] = MOST_A_SECOND;
        let most = if at_once == 1 { single.min(MOST_OF_ONE * count) } else { batched };
        let each = (most * usize::try_from(time.as_millis())? / 1_000 / count).next_multiple_of(at_once);
        let mut ready = Vec::new();
        for mut writer in self.writers.drain(..count) {
            let before = writer.seat.head();
            let events =
                (0..each).map(|_| writer.seat.seal()).collect::<anyhow::Result<Vec<SealedEvent>>>()?;
            writer.seat.go_on_after(before);
            ready.push((writer, events));
        }
        let end = Instant::now() + time;
        // The writers come back with their chains; the times go on as they are.
        let (back, mut writers) = unbounded_channel();
        let tasks = ready.into_iter().map(|(mut writer, events)| {
            let back = back.clone();
            tokio::spawn(async move {
                let times = write_until(&mut writer, &events, at_once, end).await?;
                let _ = back.send(writer);
                Ok(times)
            })
        });
        let measured = together(tasks.collect(), at_once, self.length).await?;
        drop(back);
        while let Some(writer) = writers.recv().await {
            self.writers.push(writer);
        }
        Ok(measured)
    }

    /// So many who write one event after the other.
    ///
    /// # Errors
    /// When the relay refuses something.
    pub async fn many(&mut self, writers: usize, time: Duration) -> anyhow::Result<Measured> {
        self.write(writers, 1, time).await
    }

    /// Sixteen devices that come back from being offline, with batches of a hundred.
    ///
    /// # Errors
    /// When the relay refuses something.
    pub async fn backlog(&mut self, time: Duration) -> anyhow::Result<Measured> {
        self.write(16, 100, time).await
    }

    /// A new device reads a long journey in pages of a thousand: the server's side of it.
    ///
    /// # Errors
    /// When the relay refuses something.
    pub async fn catch_up(&self) -> anyhow::Result<Duration> {
        let long = self.long.as_ref().context("a journey")?;
        let mut http = Http::connect(long.node).await?;
        let (mut cursor, mut spent) = (long.start, Duration::ZERO);
        loop {
            let path = format!(
                "/v1/spaces/{}/events?{}",
                long.seat.space,
                PageQuery { cursor, limit: 1_000 }.to_text()
            );
            let begun = Instant::now();
            let (_, body) = http.call("GET", &path, &long.token.to_bearer(), b"").await?;
            spent += begun.elapsed();
            // What a device does with it is measured elsewhere.
            let page = Page::from_bytes(&body)?;
            cursor = after(cursor, &page)?;
            if page.items.is_empty() || cursor.seq == page.head.at.seq {
                return Ok(spent);
            }
        }
    }
}

async fn write_until(
    writer: &mut Writer,
    events: &[SealedEvent],
    at_once: usize,
    end: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut http = Http::connect(writer.node).await?;
    let (mut times, mut batches) = (Vec::new(), events.chunks(at_once));
    while Instant::now() < end {
        let batch = batches.next().context("too few were sealed for so quick a relay")?;
        let body = batch.iter().map(|it| it.bytes.clone()).collect();
        let begun = Instant::now();
        send(&mut http, writer, body).await?;
        times.push(begun.elapsed());
        if let Some(last) = batch.last() {
            writer.seat.go_on_after(last.head);
        }
    }
    Ok(times)
}

async fn send(http: &mut Http, writer: &Writer, events: Vec<EventBytes>) -> anyhow::Result<()> {
    let body = Append { v: V1, events }.to_bytes();
    let path = format!("/v1/spaces/{}/events", writer.seat.space);
    let (status, answer) = http.call("POST", &path, &writer.token.to_bearer(), &body).await?;
    anyhow::ensure!(status == 200, "the relay said {status}");
    let results = AppendResults::from_bytes(&answer)?.results;
    anyhow::ensure!(results.iter().all(|it| matches!(it, AppendResult::Stored { .. })), "{results:?}");
    Ok(())
}

async fn fill(writer: &mut Writer, journey: usize) -> anyhow::Result<u64> {
    let mut http = Http::connect(writer.node).await?;
    let (mut left, mut length) = (journey, 0);
    while left > 0 {
        let some = left.min(250);
        let events: Vec<EventBytes> =
            (0..some).map(|_| Ok(writer.seat.seal()?.bytes)).collect::<anyhow::Result<_>>()?;
        length = events.first().map_or(0, |it| it.0.len() as u64);
        send(&mut http, writer, events).await?;
        left -= some;
    }
    Ok(length)
}
