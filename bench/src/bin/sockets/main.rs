//! What an idle socket costs the relay: signed in and subscribed, beside a bare socket of the same library with small
//! buffers and with its own. Each server is a process of its own, so that its memory is only its own.
//! `cargo run --release -p bench --bin sockets -- [sockets]`

mod restart;
mod serving;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;
use bench::sealed::{Founder, Seat};
use futures_util::{SinkExt, StreamExt};
use protocol::Wire;
use protocol::log::Cursor;
use protocol::wire::{ClientFrame, Want};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// Opened before the first reading, so that what a server needs once is not counted.
const FIRST: usize = 200;
/// Spaces that the devices listen to.
const SPACES: usize = 50;

/// A server in a process of its own.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(kind: &str) -> anyhow::Result<Self> {
        let program = std::env::current_exe()?;
        let mut process = Command::new(program)
            .args(["--serve", kind])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no output")?).read_line(&mut line)?;
        Ok(Self { address: line.trim().parse()?, process })
    }

    /// Resident memory, in KiB.
    fn memory(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends when nobody holds its input any more.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

async fn connect(address: SocketAddr, path: &str) -> anyhow::Result<Socket> {
    let small = WebSocketConfig::default().read_buffer_size(1 << 10).write_buffer_size(1 << 10);
    Ok(connect_async_with_config(format!("ws://{address}{path}"), Some(small), true).await?.0)
}

/// Who is in what, at our relay.
struct Signed {
    founder: Founder,
    seats: Vec<(Seat, Cursor)>,
}

impl Signed {
    async fn up(address: SocketAddr) -> anyhow::Result<Self> {
        let founder = Founder::register(address).await?;
        let mut seats = Vec::new();
        for _ in 0..SPACES {
            let seat = founder.vault().await?;
            let start = founder.start(seat.space).await?;
            seats.push((seat, start));
        }
        Ok(Self { founder, seats })
    }

    async fn socket(&self, address: SocketAddr, number: usize) -> anyhow::Result<Socket> {
        let mut socket = connect(address, "/v1/ws").await?;
        let (seat, start) = self.seats.get(number % SPACES).context("a space")?;
        let want = vec![Want { space: seat.space, cursor: *start }];
        let hello = ClientFrame::Hello { token: self.founder.token.clone(), want };
        socket.send(Message::Binary(hello.to_bytes().into())).await?;
        for _ in 0..2 {
            socket.next().await.context("hung up")??;
        }
        Ok(socket)
    }
}

async fn one(signed: Option<&Signed>, address: SocketAddr, number: usize) -> anyhow::Result<Socket> {
    match signed {
        Some(signed) => signed.socket(address, number).await,
        None => connect(address, "/ws").await,
    }
}

/// KiB a socket.
async fn measure(kind: &str, count: usize) -> anyhow::Result<f64> {
    let server = Server::start(kind)?;
    let signed = if kind == "ours" { Some(Signed::up(server.address).await?) } else { None };
    let mut sockets = Vec::with_capacity(count + FIRST);
    for number in 0..FIRST {
        sockets.push(one(signed.as_ref(), server.address, number).await?);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = server.memory()?;
    for number in 0..count {
        sockets.push(one(signed.as_ref(), server.address, number).await?);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = server.memory()?;
    println!("{kind:<10} {count} sockets: {:>8.0} KiB before, {after:>8.0} KiB after", before);
    Ok((after - before) / count as f64)
}

async fn run(count: usize) -> anyhow::Result<()> {
    let ours = measure("ours", count).await?;
    let bare = measure("bare", count).await?;
    let usual = measure("usual", count).await?;
    println!(
        "11 memory of an idle socket: ours {ours:.1} KiB, bare with 4 KiB buffers {bare:.1} KiB, with the library's own {usual:.1} KiB"
    );
    println!("   ours is {:.2}x the bare one, {:.3}x the library's own", ours / bare, ours / usual);
    restart::measure(count).await
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (Some("--serve"), Some(kind)) if ["ours", "bare", "usual"].contains(&kind.as_str()) => {
            serving::serve(&kind).await
        }
        (Some(bench::served::SERVE), Some(store)) => bench::served::serve(&store, None).await,
        (count, _) => run(count.map_or(Ok(9_000), str::parse)?).await,
    }
}
