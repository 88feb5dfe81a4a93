//! Our relay on a file, and on PostgreSQL with one, two and three nodes (hints over NATS), each node a process of its own,
//! beside plain INSERTs into the same PostgreSQL: alternately, in one run. Only the ratios count.
//! `cargo run --release -p bench --bin relays -- [seconds per measure] [rounds]`

mod inserts;
mod setup;

use std::time::Duration;

use bench::figures::{load_average, median, spread};
use engines::{Nats, Postgres};
use inserts::Inserts;
use setup::{COUPLES, EVERY, Setup};

/// What is measured, with its unit; the first ones are those of plain INSERTs too.
const MEASURES: [(&str, &str); 14] = [
    ("single events, 64 writers", "/s"),
    ("its p50", "us"),
    ("its p95", "us"),
    ("its p99", "us"),
    ("one writer alone, p50", "us"),
    ("backlog: 16 devices, batches of 100", "/s"),
    ("active couples: events", "/s"),
    ("from said until the other has it, p50", "us"),
    ("its p95", "us"),
    ("its p99", "us"),
    ("burst of 1,000 until the other has all", "/s"),
    ("memory of the first node, idle", "KiB"),
    ("the most it came to", "KiB"),
    ("stored for each byte of an event", "B/B"),
];

/// One value for each measure in each round; some have none.
pub(crate) type Columns = [Vec<f64>; MEASURES.len()];

fn print(names: &[String], columns: &[Columns]) {
    println!("\n| measure | {} |", names.join(" | "));
    println!("| --- |{}", " --- |".repeat(names.len()));
    for (number, (what, unit)) in MEASURES.iter().enumerate() {
        let cells = columns.iter().map(|column| match column.get(number) {
            Some(values) if !values.is_empty() && *unit == "B/B" => format!("{:.1}", median(values.clone())),
            Some(values) if !values.is_empty() => spread(values.clone(), unit),
            _ => "–".to_owned(),
        });
        println!("| {what} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

async fn run(seconds: Duration, rounds: usize) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("mend-relays-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("load average at the beginning: {}", load_average());
    println!("{COUPLES} couples, each with an event every {} s", EVERY.as_secs());
    let (postgres, nats) = (Postgres::start_to_measure()?, Nats::start()?);
    let mut inserts = Inserts::begin(&postgres.new_database()?.url).await?;
    let file = folder.join("ours.sqlite");
    let mut setups = vec![Setup::on_a_file(&file).await?];
    for nodes in 1..=3 {
        setups.push(Setup::on_a_database(postgres.new_database()?, nodes, &nats.url()).await?);
    }
    let mut columns = vec![Columns::default(); setups.len() + 2];
    for round in 0..rounds {
        if let Some(column) = columns.get_mut(setups.len()) {
            inserts.measure(16, 1, seconds, column).await?;
        }
        if let Some(column) = columns.get_mut(setups.len() + 1) {
            inserts.measure(1, 64, seconds, column).await?;
        }
        for (setup, column) in setups.iter_mut().zip(&mut columns) {
            setup.measure(seconds, column).await?;
        }
        println!("round {} of {rounds}: load average {}", round + 1, load_average());
    }
    let mut names: Vec<String> = setups.iter().map(|it| it.name.clone()).collect();
    names.extend(["INSERT, 16 connections x 1".to_owned(), "INSERT, 1 connection x 64".to_owned()]);
    print(&names, &columns);
    drop(setups);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.as_slice() {
        [serve, store, rest @ ..] if serve == bench::served::SERVE => {
            bench::served::serve(store, rest.first().map(String::as_str)).await
        }
        words => {
            let number = |at: usize, usual| words.get(at).map_or(Ok(usual), |it| it.parse::<u64>());
            run(Duration::from_secs(number(0, 3)?), usize::try_from(number(1, 5)?)?).await
        }
    }
}
