//! Our relay in a process of its own, so that its memory and its work are only its own: the same library that `mend` is,
//! with nobody told to wait. A program that starts one calls [`serve`] when it is started with `--serve STORE [BUS]`.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::serve::ListenerExt;
use server::{Flow, PostgresStore, Relay, Settings, SqliteStore, Store};
use tokio::io::AsyncReadExt;

/// The word with which such a program is started.
pub const SERVE: &str = "--serve";

/// A relay in a process of its own.
pub struct Served {
    process: Child,
    /// Where it answers.
    pub address: SocketAddr,
    /// From its start until it answers.
    pub start: Duration,
}

impl Served {
    /// Starts one on a file, or on a database (`postgres://…`) with or without a bus.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(store: &str, bus: Option<&str>) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let mut process = Command::new(std::env::current_exe()?)
            .args([SERVE, store].into_iter().chain(bus))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no output")?).read_line(&mut line)?;
        Ok(Self {
            address: line.trim().parse().context("a relay did not start")?,
            process,
            start: begun.elapsed(),
        })
    }

    /// A line of what the kernel says of its memory (`VmRSS` now, `VmHWM` the most there was), in KiB.
    ///
    /// # Errors
    /// When it is not there.
    pub fn memory(&self, line: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let found = status.lines().find_map(|it| it.strip_prefix(line)?.strip_prefix(':'));
        Ok(found.context("no such line")?.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It ends when nobody holds its input any more.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Serves, says where, and ends with its input.
///
/// # Errors
/// When the store does not open.
pub async fn serve(store: &str, bus: Option<&str>) -> anyhow::Result<()> {
    let mut settings = Settings::default();
    let endless = Flow { burst: 2_000_000, per_minute: 2_000_000_000 };
    settings.limits.account_events = endless;
    settings.limits.address_requests = endless;
    settings.limits.address_attempts = endless;
    settings.limits.sockets_per_account = settings.limits.sockets;
    settings.bus = bus.map(str::parse).transpose()?;
    let store: Arc<dyn Store> = if store.starts_with("postgres:") {
        Arc::new(PostgresStore::open(store).await?)
    } else {
        Arc::new(SqliteStore::open(store.as_ref())?)
    };
    let app = server::router(Relay::open(store, settings, &[]).await?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    // As the relay itself does.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    Ok(())
}
