//! The load on our relay: sealed, signed events of a real account in real spaces.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use bench::http::Http;
use bench::sealed::{Founder, Seat};
use futures_util::{SinkExt, StreamExt};
use protocol::Wire;
use protocol::event::SealedEvent;
use protocol::log::Cursor;
use protocol::wire::{
    Append, AppendResult, AppendResults, ClientFrame, EventBytes, Page, PageQuery, ServerFrame, Token, V1,
    Want,
};
use server::{Flow, Relay, Settings, SqliteStore};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

use super::{JOURNEY, LISTENERS, Measured, WRITERS, listen, together};

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// More than a relay on two cores takes in a second.
const MOST_A_SECOND: usize = 25_000;

pub(crate) struct OursLoad {
    address: SocketAddr,
    token: Token,
    seats: Vec<Seat>,
    long: Seat,
    start: Cursor,
    /// Bytes of one event.
    length: u64,
}

impl OursLoad {
    pub(crate) async fn begin(folder: &Path) -> anyhow::Result<Self> {
        let mut settings = Settings::default();
        let endless = Flow { burst: 2_000_000, per_minute: 2_000_000_000 };
        settings.limits.account_events = endless;
        settings.limits.address_requests = endless;
        settings.limits.spaces_per_account = 1_000;
        let store = Arc::new(SqliteStore::open(&folder.join("ours.db"))?);
        let relay = Relay::open(store, settings, &[]).await?;
        let address = listen(server::router(relay)).await?;
        let founder = Founder::register(address).await?;
        let mut seats = Vec::new();
        for _ in 0..=WRITERS {
            seats.push(founder.vault().await?);
        }
        let mut long = seats.pop().context("a space")?;
        let start = founder.start(long.space).await?;
        let length = fill(address, &founder.token, &mut long).await?;
        Ok(Self { address, token: founder.token.clone(), seats, long, start, length })
    }

    async fn write(&mut self, writers: usize, time: Duration) -> anyhow::Result<Measured> {
        // Devices seal on their own processors, so what is sent is sealed before the clock starts.
        let each = MOST_A_SECOND * usize::try_from(time.as_millis())? / 1_000 / writers;
        let mut ready = Vec::new();
        for mut seat in self.seats.drain(..writers) {
            let before = seat.head();
            let events = (0..each).map(|_| seat.seal()).collect::<anyhow::Result<Vec<SealedEvent>>>()?;
            seat.go_on_after(before);
            ready.push((seat, events));
        }
        let (address, end) = (self.address, Instant::now() + time);
        let mut spent = Vec::new();
        for (mut seat, events) in ready {
            let token = self.token.clone();
            spent.push(tokio::spawn(async move {
                let mut http = Http::connect(address).await?;
                let (mut times, mut events) = (Vec::new(), events.into_iter());
                while Instant::now() < end {
                    let event = events.next().context("too few were sealed for so quick a relay")?;
                    let begun = Instant::now();
                    send(&mut http, &token, &seat, vec![event.bytes]).await?;
                    times.push(begun.elapsed());
                    seat.go_on_after(event.head);
                }
                anyhow::Ok((seat, times))
            }));
        }
        // The seats come back with their chains; the times go on as they are.
        let mut tasks = Vec::new();
        let (back, mut seats) = tokio::sync::mpsc::unbounded_channel();
        for task in spent {
            let back = back.clone();
            tasks.push(tokio::spawn(async move {
                let (seat, times) = task.await??;
                let _ = back.send(seat);
                Ok(times)
            }));
        }
        drop(back);
        let length = self.length;
        let measured = together(tasks, length).await?;
        while let Some(seat) = seats.recv().await {
            self.seats.push(seat);
        }
        Ok(measured)
    }

    pub(crate) async fn many(&mut self, time: Duration) -> anyhow::Result<Measured> {
        self.write(WRITERS, time).await
    }

    pub(crate) async fn alone(&mut self, time: Duration) -> anyhow::Result<Measured> {
        self.write(1, time).await
    }

    pub(crate) async fn heard(&mut self, time: Duration) -> anyhow::Result<Measured> {
        let mut seat = self.seats.pop().context("a space")?;
        let mut http = Http::connect(self.address).await?;
        let at = newest(&mut http, &self.token, &seat, Cursor::start(seat.space, self.start.inc)).await?;
        let mut sockets = Vec::new();
        for _ in 0..LISTENERS {
            sockets.push(self.socket(&seat, at).await?);
        }
        let mut times = Vec::new();
        let begun = Instant::now();
        while begun.elapsed() < time {
            let said = Instant::now();
            let append = ClientFrame::Append { req: 1, space: seat.space, events: vec![seat.seal()?.bytes] };
            let speaker = sockets.first_mut().context("a socket")?;
            speaker.send(Message::Binary(append.to_bytes().into())).await?;
            for socket in &mut sockets {
                hear(socket).await?;
            }
            times.push(said.elapsed());
        }
        self.seats.insert(0, seat);
        Ok(Measured { times, wall: begun.elapsed(), disk: 0, bytes: 0 })
    }

    async fn socket(&self, seat: &Seat, cursor: Cursor) -> anyhow::Result<Socket> {
        let (mut socket, _) =
            connect_async_with_config(format!("ws://{}/v1/ws", self.address), None, true).await?;
        let want = vec![Want { space: seat.space, cursor }];
        let hello = ClientFrame::Hello { token: self.token.clone(), want };
        socket.send(Message::Binary(hello.to_bytes().into())).await?;
        for _ in 0..2 {
            socket.next().await.context("hung up")??;
        }
        Ok(socket)
    }

    pub(crate) async fn catch_up(&self) -> anyhow::Result<Duration> {
        let mut http = Http::connect(self.address).await?;
        let (bearer, mut read) = (self.token.to_bearer(), 0);
        let mut bodies = Vec::new();
        let mut cursor = Cursor::start(self.long.space, self.start.inc);
        let mut spent = Duration::ZERO;
        while read < JOURNEY {
            let query = PageQuery { cursor, limit: 1_000 };
            let path = format!("/v1/spaces/{}/events?{}", self.long.space, query.to_text());
            let begun = Instant::now();
            let (_, body) = http.call("GET", &path, &bearer, b"").await?;
            spent += begun.elapsed();
            // What a device does with it is measured elsewhere.
            let page = Page::from_bytes(&body)?;
            cursor = after(cursor, &page)?;
            read += page.items.len();
            bodies.push(body.len());
        }
        Ok(spent)
    }
}

fn after(mut cursor: Cursor, page: &Page) -> anyhow::Result<Cursor> {
    for item in &page.items {
        let id = protocol::event::EventView::parse(&item.event.0)?.id();
        cursor.root = protocol::log::next_root(&cursor.root, id, item.recv_ms);
        cursor.seq = item.seq;
    }
    Ok(cursor)
}

async fn newest(http: &mut Http, token: &Token, seat: &Seat, start: Cursor) -> anyhow::Result<Cursor> {
    let query = PageQuery { cursor: start, limit: 1 };
    let path = format!("/v1/spaces/{}/events?{}", seat.space, query.to_text());
    let (_, body) = http.call("GET", &path, &token.to_bearer(), b"").await?;
    Ok(Page::from_bytes(&body)?.head.at)
}

async fn hear(socket: &mut Socket) -> anyhow::Result<()> {
    loop {
        let message = socket.next().await.context("hung up")??;
        let frame = ServerFrame::from_bytes(&message.into_data())?;
        if matches!(frame, ServerFrame::Ev { .. }) {
            return Ok(());
        }
    }
}

async fn send(http: &mut Http, token: &Token, seat: &Seat, events: Vec<EventBytes>) -> anyhow::Result<()> {
    let body = Append { v: V1, events }.to_bytes();
    let path = format!("/v1/spaces/{}/events", seat.space);
    let (status, answer) = http.call("POST", &path, &token.to_bearer(), &body).await?;
    anyhow::ensure!(status == 200, "the relay said {status}");
    let results = AppendResults::from_bytes(&answer)?.results;
    anyhow::ensure!(results.iter().all(|it| matches!(it, AppendResult::Stored { .. })), "{results:?}");
    Ok(())
}

async fn fill(address: SocketAddr, token: &Token, seat: &mut Seat) -> anyhow::Result<u64> {
    let mut http = Http::connect(address).await?;
    let (mut left, mut length) = (JOURNEY, 0);
    while left > 0 {
        let some = left.min(250);
        let events: Vec<EventBytes> =
            (0..some).map(|_| Ok(seat.seal()?.bytes)).collect::<anyhow::Result<_>>()?;
        length = events.first().map_or(0, |it| it.0.len() as u64);
        send(&mut http, token, seat, events).await?;
        left -= some;
    }
    Ok(length)
}
