//! The floor relay: as little as a relay can be. One SQLite writer that commits whatever waits, a push to whoever listens,
//! a paged pull. No accounts, no checks, no roots. What ours costs above this is the price of what it promises.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use rusqlite::{Connection, params};
use tokio::sync::{broadcast, oneshot};

const GROUP: usize = 256;
const SPACES: usize = 1_024;

struct Ask {
    space: u32,
    events: Vec<Bytes>,
    done: oneshot::Sender<i64>,
}

struct Floor {
    queue: SyncSender<Ask>,
    reader: std::sync::Mutex<Connection>,
    rooms: Vec<broadcast::Sender<Bytes>>,
}

fn open(path: &std::path::Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA busy_timeout=5000;
         CREATE TABLE IF NOT EXISTS events(place INTEGER PRIMARY KEY, bytes BLOB);",
    )?;
    Ok(db)
}

fn write(mut db: Connection, asks: &Receiver<Ask>) -> rusqlite::Result<()> {
    let mut heads = vec![0_i64; SPACES];
    while let Ok(first) = asks.recv() {
        let mut group = vec![first];
        while let Some(next) = (group.len() < GROUP).then(|| asks.try_recv().ok()).flatten() {
            group.push(next);
        }
        let mut seqs = Vec::with_capacity(group.len());
        let tx = db.transaction()?;
        for ask in &group {
            let Some(head) = heads.get_mut(ask.space as usize) else { continue };
            for event in &ask.events {
                *head += 1;
                let place = i64::from(ask.space) << 32 | *head;
                tx.prepare_cached("INSERT INTO events VALUES(?,?)")?
                    .execute(params![place, event.as_ref()])?;
            }
            seqs.push(*head);
        }
        tx.commit()?;
        for (ask, seq) in group.into_iter().zip(seqs) {
            let _ = ask.done.send(seq);
        }
    }
    Ok(())
}

impl Floor {
    async fn append(&self, space: u32, events: Vec<Bytes>) -> Option<i64> {
        let (done, answer) = oneshot::channel();
        let newest = events.last()?.clone();
        self.queue.try_send(Ask { space, events, done }).ok()?;
        let seq = answer.await.ok()?;
        if let Some(room) = self.rooms.get(space as usize) {
            let _ = room.send(newest);
        }
        Some(seq)
    }

    fn pull(&self, space: u32, after: i64) -> rusqlite::Result<Vec<u8>> {
        let db = self.reader.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut find = db
            .prepare_cached("SELECT bytes FROM events WHERE place>? AND place<? ORDER BY place LIMIT 1000")?;
        let from = i64::from(space) << 32;
        let mut rows = find.query([from | after, from | 0xffff_ffff])?;
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(0)?.as_blob()?;
            page.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
            page.extend_from_slice(bytes);
        }
        Ok(page)
    }
}

/// The floor relay's routes over a new store.
///
/// # Errors
/// When the store cannot be made.
pub fn router(path: &std::path::Path) -> anyhow::Result<Router> {
    let (queue, asks) = sync_channel(4_096);
    let db = open(path)?;
    let reader = std::sync::Mutex::new(open(path)?);
    std::thread::spawn(move || write(db, &asks));
    let rooms = (0..SPACES).map(|_| broadcast::channel(64).0).collect();
    let floor = Arc::new(Floor { queue, reader, rooms });
    Ok(Router::new()
        .route("/events/{space}/{after}", get(pull).post(append))
        .route("/ws/{space}", get(socket))
        .with_state(floor))
}

async fn append(
    State(floor): State<Arc<Floor>>,
    Path((space, count)): Path<(u32, usize)>,
    body: Bytes,
) -> (StatusCode, String) {
    // So many of one length.
    let each = (body.len() / count.max(1)).max(1);
    let events = (0..body.len() / each).map(|it| body.slice(it * each..(it + 1) * each)).collect();
    match floor.append(space, events).await {
        Some(seq) => (StatusCode::OK, seq.to_string()),
        None => (StatusCode::SERVICE_UNAVAILABLE, String::new()),
    }
}

async fn pull(
    State(floor): State<Arc<Floor>>,
    Path((space, after)): Path<(u32, i64)>,
) -> (StatusCode, Vec<u8>) {
    let page = tokio::task::spawn_blocking(move || floor.pull(space, after)).await;
    match page {
        Ok(Ok(page)) => (StatusCode::OK, page),
        _ => (StatusCode::SERVICE_UNAVAILABLE, Vec::new()),
    }
}

async fn socket(
    State(floor): State<Arc<Floor>>,
    Path(space): Path<u32>,
    upgrade: WebSocketUpgrade,
) -> axum::response::Response {
    upgrade
        .read_buffer_size(4_096)
        .write_buffer_size(4_096)
        .on_upgrade(move |socket| talk(socket, floor, space))
}

async fn talk(mut socket: WebSocket, floor: Arc<Floor>, space: u32) {
    let Some(mut room) = floor.rooms.get(space as usize).map(broadcast::Sender::subscribe) else { return };
    loop {
        let sent = tokio::select! {
            said = socket.recv() => match said {
                Some(Ok(Message::Binary(event))) => {
                    let Some(seq) = floor.append(space, vec![event]).await else { return };
                    socket.send(Message::Text(seq.to_string().into())).await
                }
                Some(Ok(_)) => Ok(()),
                _ => return,
            },
            heard = room.recv() => match heard {
                Ok(event) => socket.send(Message::Binary(event)).await,
                Err(_) => return,
            },
        };
        if sent.is_err() {
            return;
        }
    }
}
