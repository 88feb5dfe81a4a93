//! Those who write without end, each a device in a space of its own: what is not acknowledged is sent again, to the next
//! node, until it is. And some who listen at another node.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use bench::draw::Draw;
use bench::http::Http;
use bench::sealed::{Seat, after};
use futures_util::{SinkExt, StreamExt};
use protocol::Wire;
use protocol::event::{EventView, SealedEvent};
use protocol::ids::{EventId, SpaceId};
use protocol::log::Cursor;
use protocol::wire::{Append, AppendResult, AppendResults, ClientFrame, ServerFrame, Token, V1, Want};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message;

/// How long a device waits for an answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// Between one event of a device and the next.
const PAUSE: Duration = Duration::from_millis(10);

/// An event that was acknowledged.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    pub(crate) space: SpaceId,
    pub(crate) id: EventId,
    /// First sent.
    pub(crate) asked: Instant,
    pub(crate) acked: Instant,
    /// It lay there already: an answer before had been lost.
    pub(crate) was_there: bool,
}

/// What all of them share.
pub(crate) struct Shared {
    nodes: Vec<SocketAddr>,
    kept: Mutex<Vec<Kept>>,
    arrived: Mutex<HashMap<EventId, Instant>>,
    over: AtomicBool,
}

fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(nodes: Vec<SocketAddr>) -> Arc<Self> {
        Arc::new(Self {
            nodes,
            kept: Mutex::default(),
            arrived: Mutex::default(),
            over: AtomicBool::new(false),
        })
    }

    /// Everything acknowledged so far, in the order of the answers.
    pub(crate) fn kept(&self) -> Vec<Kept> {
        let mut kept = open(&self.kept).clone();
        kept.sort_by_key(|it| it.acked);
        kept
    }

    /// From first sent until heard at another node, for what was sent in between.
    pub(crate) fn arrivals(&self, from: Instant, to: Instant) -> Vec<Duration> {
        let arrived = open(&self.arrived);
        let sent = self.kept().into_iter().filter(|it| it.asked >= from && it.asked < to);
        sent.filter_map(|it| Some(arrived.get(&it.id)?.saturating_duration_since(it.asked))).collect()
    }

    /// No event is begun any more.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    fn node(&self, number: usize) -> anyhow::Result<SocketAddr> {
        self.nodes.get(number % self.nodes.len()).copied().context("no node")
    }
}

/// Somebody who writes until it is over; they give the seat back when their last event is acknowledged.
pub(crate) fn write(
    shared: &Arc<Shared>,
    token: &Token,
    mut seat: Seat,
    number: usize,
) -> JoinHandle<anyhow::Result<Seat>> {
    let (shared, token) = (Arc::clone(shared), token.clone());
    tokio::spawn(async move {
        let mut device =
            Device { shared, token, number, at: number, http: None, draw: Draw::begin(number as u64) };
        while !device.shared.is_over() {
            let event = seat.seal()?;
            device.send_until_kept(seat.space, event).await?;
            sleep(PAUSE).await;
        }
        Ok(seat)
    })
}

struct Device {
    shared: Arc<Shared>,
    token: Token,
    number: usize,
    /// The node it calls.
    at: usize,
    http: Option<Http>,
    draw: Draw,
}

impl Device {
    async fn send_until_kept(&mut self, space: SpaceId, event: SealedEvent) -> anyhow::Result<()> {
        let body = Append { v: V1, events: vec![event.bytes] }.to_bytes();
        let asked = Instant::now();
        loop {
            let sent = timeout(PATIENCE, self.send(space, &body)).await;
            if let Ok(Ok(Some(result))) = sent {
                let was_there = match result {
                    AppendResult::Stored { .. } => false,
                    AppendResult::Duplicate { .. } => true,
                    other => bail!("the relay refuses what it must take: {other:?}"),
                };
                let kept = Kept { space, id: event.id, asked, acked: Instant::now(), was_there };
                open(&self.shared.kept).push(kept);
                return Ok(());
            }
            // The next node, and not all at once.
            self.http = None;
            self.at += 1;
            sleep(Duration::from_millis(20 + self.draw.below(80) as u64)).await;
        }
    }

    /// Nothing when it is to be tried again.
    async fn send(&mut self, space: SpaceId, body: &[u8]) -> anyhow::Result<Option<AppendResult>> {
        let mut http = match self.http.take() {
            Some(http) => http,
            None => Http::connect(self.shared.node(self.at)?).await?.calling_from(self.number),
        };
        let path = format!("/v1/spaces/{space}/events");
        let (status, answer) = http.call("POST", &path, &self.token.to_bearer(), body).await?;
        if status != 200 {
            return Ok(None);
        }
        self.http = Some(http);
        Ok(AppendResults::from_bytes(&answer)?.results.pop())
    }
}

/// Somebody who listens to a space until it is over, first at the node after the writer's, and elsewhere when that is gone.
pub(crate) fn listen(
    shared: &Arc<Shared>,
    token: &Token,
    (space, start): (SpaceId, Cursor),
    number: usize,
) -> JoinHandle<()> {
    let (shared, token) = (Arc::clone(shared), token.clone());
    tokio::spawn(async move {
        let (mut cursor, mut at) = (start, number + 1);
        while !shared.is_over() {
            // What breaks is begun again at the next node.
            let _ = hear(&shared, &token, (space, &mut cursor), at).await;
            at += 1;
            sleep(Duration::from_millis(200)).await;
        }
    })
}

async fn hear(
    shared: &Shared,
    token: &Token,
    (space, cursor): (SpaceId, &mut Cursor),
    at: usize,
) -> anyhow::Result<()> {
    let address = shared.node(at)?;
    let (mut socket, _) = connect_async_with_config(format!("ws://{address}/v1/ws"), None, true).await?;
    let want = vec![Want { space, cursor: *cursor }];
    socket.send(Message::Binary(ClientFrame::Hello { token: token.clone(), want }.to_bytes().into())).await?;
    while !shared.is_over() {
        let Ok(message) = timeout(Duration::from_secs(1), socket.next()).await else { continue };
        let Message::Binary(frame) = message.context("hung up")?? else { continue };
        match ServerFrame::from_bytes(&frame)? {
            ServerFrame::Ev { page, .. } => {
                let now = Instant::now();
                for item in &page.items {
                    open(&shared.arrived).entry(EventView::parse(&item.event.0)?.id()).or_insert(now);
                }
                *cursor = after(*cursor, &page)?;
            }
            ServerFrame::Err { .. } => bail!("refused"),
            _ => {}
        }
    }
    Ok(())
}
