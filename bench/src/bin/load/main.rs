//! The load on our relay, on the floor relay and on the bare engine, alternately, in one run: only the ratios count.
//! `cargo run --release -p bench --bin load -- [seconds per measure] [rounds]`

mod engine;
mod floor_load;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::serve::ListenerExt;
use bench::figures::{load_average, median};
use bench::measured::Measured;
use bench::ours::Ours;
use bench::quantile;
use server::{Flow, Relay, Settings, SqliteStore};

/// Who writes at the same time.
pub(crate) const WRITERS: usize = 64;
/// Devices of the space in which something is said.
pub(crate) const LISTENERS: usize = 6;
/// Single changes of a burst.
const BURST: usize = 1_000;
/// Events of a new device's catch-up.
pub(crate) const JOURNEY: usize = 73_000;

/// Serves on a free port.
pub(crate) async fn listen(app: Router) -> anyhow::Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    // As the relay itself does: a small frame does not wait for the one before to be acknowledged.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

fn line(goal: &str, unit: &str, [engine, floor, ours]: [Vec<f64>; 3]) {
    // Nobody hears a bare engine.
    let no_engine = engine.is_empty();
    let (engine, floor, ours) = (median(engine), median(floor), median(ours));
    let bare = if no_engine {
        format!("{:>22}", "-")
    } else {
        format!("{engine:>10.1} {unit:<4} {:>5.2}x", ours / engine)
    };
    println!(
        "{goal:<42} | ours {ours:>10.1} {unit:<4} | floor {floor:>10.1} {unit:<4} {:>5.2}x | engine {bare}",
        ours / floor
    );
}

/// How long this disk takes to make 4 KiB durable.
fn flush_p50(folder: &std::path::Path) -> anyhow::Result<f64> {
    use std::io::{Seek, Write};
    let mut file = std::fs::File::create(folder.join("flush"))?;
    let mut times = Vec::new();
    for _ in 0..500 {
        file.rewind()?;
        let begun = Instant::now();
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    Ok(quantile(&mut times, 0.5).as_secs_f64() * 1e6)
}

#[derive(Default)]
struct Columns([Vec<f64>; 10]);

impl Columns {
    fn add(&mut self, at: usize, value: f64) {
        if let Some(column) = self.0.get_mut(at) {
            column.push(value);
        }
    }
}

fn note(columns: &mut Columns, mut many: Measured, mut alone: Measured, catch_up: Duration) {
    columns.add(0, many.per_second());
    columns.add(1, many.at(0.99));
    columns.add(2, alone.at(0.5));
    columns.add(3, many.disk as f64 / many.bytes.max(1) as f64);
    columns.add(4, catch_up.as_secs_f64() * 1e3);
}

fn note_heard(columns: &mut Columns, mut heard: Measured, burst: Duration) {
    columns.add(6, heard.at(0.5));
    columns.add(7, heard.at(0.99));
    columns.add(8, BURST as f64 / burst.as_secs_f64());
}

/// Our relay over a file of its own, with nobody told to wait.
async fn relay(folder: &std::path::Path) -> anyhow::Result<SocketAddr> {
    let mut settings = Settings::default();
    let endless = Flow { burst: 2_000_000, per_minute: 2_000_000_000 };
    settings.limits.account_events = endless;
    settings.limits.address_requests = endless;
    let store = Arc::new(SqliteStore::open(&folder.join("ours.db"))?);
    listen(server::router(Relay::open(store, settings, &[]).await?)).await
}

async fn run() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let seconds = Duration::from_secs(arguments.next().map_or(Ok(3), |it| it.parse())?);
    let rounds: usize = arguments.next().map_or(Ok(5), |it| it.parse())?;
    let folder = std::env::temp_dir().join(format!("mend-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("this disk makes 4 KiB durable in {:.0} us (p50)", flush_p50(&folder)?);
    println!("load average at the beginning: {}", load_average());
    let floor_load = floor_load::FloorLoad::begin(&folder).await?;
    let mut ours_load = Ours::begin(vec![relay(&folder).await?], "load", WRITERS, JOURNEY).await?;
    let mut bare = engine::Engine::begin(&folder)?;
    let [mut engine, mut floor, mut ours] = [Columns::default(), Columns::default(), Columns::default()];
    for _ in 0..rounds {
        note(&mut engine, bare.many(seconds)?, bare.alone(seconds)?, bare.catch_up()?);
        engine.add(5, bare.backlog(seconds)?.per_second());
        let many = floor_load.many(seconds).await?;
        note(&mut floor, many, floor_load.alone(seconds).await?, floor_load.catch_up().await?);
        floor.add(5, floor_load.backlog(seconds).await?.per_second());
        note_heard(&mut floor, floor_load.heard(seconds).await?, floor_load.burst(BURST).await?);
        let many = ours_load.many(WRITERS, seconds).await?;
        note(&mut ours, many, ours_load.many(1, seconds).await?, ours_load.catch_up().await?);
        ours.add(5, ours_load.backlog(seconds).await?.per_second());
        note_heard(&mut ours, ours_load.heard(LISTENERS, seconds).await?, ours_load.burst(BURST).await?);
    }
    println!("load average at the end: {}", load_average());
    let goals = [
        ("1 single durable events, 64 writers", "/s"),
        ("2 its p99", "us"),
        ("3 one writer alone, p50", "us"),
        ("5 bytes to disk per byte of event", "B/B"),
        ("7 catch-up of 73,000 events, server side", "ms"),
        ("6 backlog: 16 devices, batches of 100", "/s"),
        ("9 heard by all six devices, p50", "us"),
        ("9 heard by all six devices, p99", "us"),
        ("10 burst of 1,000 until the other has all", "/s"),
    ];
    let columns = engine.0.into_iter().zip(floor.0).zip(ours.0);
    for ((goal, unit), ((engine, floor), ours)) in goals.into_iter().zip(columns) {
        line(goal, unit, [engine, floor, ours]);
    }
    drop(ours_load);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    run().await
}
