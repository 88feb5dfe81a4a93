//! How sealed events are best laid out in SQLite: durable appends in groups, bytes on disk and page reads, per layout.
//! `cargo run --release -p bench --bin layout -- [events stored] [seconds per measure] [layout ...]`
#![allow(clippy::indexing_slicing, reason = "a measuring program may stop on its own mistakes")]

mod arrival;
mod clustered;
mod five_tables;
mod journal;

use std::time::{Duration, Instant};

use bench::draw::Draw;
use bench::{disk_bytes_written, quantile};
use rusqlite::Connection;

/// Spaces that write at random.
pub(crate) const SPACES: usize = 1_000;
/// Devices in each space.
pub(crate) const DEVICES: usize = 6;
/// Bytes of one event as it comes from the wire.
pub(crate) const EVENT: usize = 700;
/// Events in one commit.
const GROUP: usize = 64;
/// Rows in one page read.
pub(crate) const PAGE: usize = 1_000;

/// One event on its way into the store.
pub(crate) struct Arriving {
    /// Which space.
    pub(crate) space: usize,
    /// Its place in the space.
    pub(crate) seq: i64,
    /// Which device, over all spaces.
    pub(crate) device: usize,
    /// Its place in the device's chain.
    pub(crate) dseq: i64,
    /// The event id.
    pub(crate) id: [u8; 32],
    /// The root of the log after it.
    pub(crate) root: [u8; 32],
    /// Header, signature, ciphertext and key slot.
    pub(crate) bytes: Vec<u8>,
}

/// One way to keep events.
pub(crate) trait Layout {
    /// Appends a group in one durable commit.
    fn append(&mut self, group: &[Arriving]) -> anyhow::Result<()>;
    /// Reads up to `PAGE` events of a space after `seq`; answers how many and how many bytes.
    fn read(&mut self, space: usize, after: i64) -> anyhow::Result<(usize, usize)>;
}

/// Opens a connection the way the server does.
pub(crate) fn open(path: &std::path::Path) -> anyhow::Result<Connection> {
    let db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-16384; PRAGMA busy_timeout=5000;",
    )?;
    Ok(db)
}

/// Draws groups of events for random spaces, in each space and device in order.
struct Source {
    draw: Draw,
    heads: Vec<i64>,
    devices: Vec<i64>,
}

impl Source {
    fn group(&mut self, size: usize) -> Vec<Arriving> {
        (0..size)
            .map(|_| {
                let space = self.draw.below(SPACES);
                let device = space * DEVICES + self.draw.below(DEVICES);
                self.heads[space] += 1;
                self.devices[device] += 1;
                let mut bytes = vec![0_u8; EVENT];
                self.draw.fill(&mut bytes);
                let mut id = [0_u8; 32];
                let mut root = [0_u8; 32];
                self.draw.fill(&mut id);
                self.draw.fill(&mut root);
                Arriving {
                    space,
                    seq: self.heads[space],
                    device,
                    dseq: self.devices[device],
                    id,
                    root,
                    bytes,
                }
            })
            .collect()
    }
}

/// Moves the write-ahead log into the file from a second connection, so that no commit waits for it.
fn checkpoint_beside(
    path: std::path::PathBuf,
    stop: std::sync::Arc<std::sync::atomic::AtomicBool>,
) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let Ok(db) = open(&path) else { return };
        while !stop.load(std::sync::atomic::Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(200));
            let _ = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        }
    })
}

fn measure_appends(layout: &mut dyn Layout, source: &mut Source, seconds: u64) -> anyhow::Result<String> {
    let mut times = Vec::new();
    let written = disk_bytes_written();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(seconds) {
        let group = source.group(GROUP);
        let at = Instant::now();
        layout.append(&group)?;
        times.push(at.elapsed());
    }
    let busy: Duration = times.iter().sum();
    let events = times.len() * GROUP;
    let disk = disk_bytes_written() - written;
    Ok(format!(
        "{:>7.0}/s | p50 {:>5.2} ms | p99 {:>6.2} ms | {:>5.1} B/B",
        events as f64 / busy.as_secs_f64(),
        quantile(&mut times, 0.5).as_secs_f64() * 1e3,
        quantile(&mut times, 0.99).as_secs_f64() * 1e3,
        disk as f64 / (events * EVENT) as f64
    ))
}

fn measure_reads(layout: &mut dyn Layout, draw: &mut Draw) -> anyhow::Result<String> {
    let begun = Instant::now();
    let (mut rows, mut bytes) = (0, 0);
    for _ in 0..200 {
        let space = draw.below(SPACES);
        let (read_rows, read_bytes) = layout.read(space, 0)?;
        rows += read_rows;
        bytes += read_bytes;
    }
    let seconds = begun.elapsed().as_secs_f64();
    Ok(format!("reads {:>9.0} rows/s {:>5.0} MB/s", rows as f64 / seconds, bytes as f64 / seconds / 1e6))
}

fn run(name: &str, stored: usize, seconds: u64) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("mend-layout-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("store.db");
    let db = open(&path)?;
    let mut layout: Box<dyn Layout> = match name {
        "arrival" => Box::new(arrival::Arrival::begin(db)?),
        "clustered" => Box::new(clustered::Clustered::begin(db)?),
        "five" => Box::new(five_tables::FiveTables::begin(db)?),
        "journal" => Box::new(journal::Journal::begin(db)?),
        other => anyhow::bail!("no layout is called {other}"),
    };
    let mut source =
        Source { draw: Draw::begin(7), heads: vec![0; SPACES], devices: vec![0; SPACES * DEVICES] };
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let beside = checkpoint_beside(path, stop.clone());
    println!("{name:<10} empty      | {}", measure_appends(layout.as_mut(), &mut source, seconds)?);
    while source.heads.iter().sum::<i64>() < stored as i64 {
        layout.append(&source.group(2_048))?;
    }
    println!("{name:<10} {stored:<10} | {}", measure_appends(layout.as_mut(), &mut source, seconds)?);
    println!("{name:<10} {stored:<10} | {}", measure_reads(layout.as_mut(), &mut source.draw)?);
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let _ = beside.join();
    drop(layout);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let stored = arguments.first().map_or(Ok(1_000_000), |it| it.parse())?;
    let seconds = arguments.get(1).map_or(Ok(5), |it| it.parse())?;
    let named: Vec<&str> = arguments.iter().skip(2).map(String::as_str).collect();
    let all = ["arrival", "clustered", "journal", "five"];
    for name in if named.is_empty() { all.to_vec() } else { named } {
        run(name, stored, seconds)?;
    }
    Ok(())
}
