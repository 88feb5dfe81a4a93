//! How a relay holds that has many couples in its store: the time of one append, and of a start, with a thousand, a hundred
//! thousand and a million couples. The couples are rows made up in the store itself, as long as real ones.
//! `cargo run --release -p bench --bin growth -- sqlite|postgres [seconds per measure] [rounds]`

mod couples;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::bail;
use bench::figures::{load_average, spread};
use bench::ours::Ours;
use bench::served::Served;
use engines::Postgres;

/// Couples in the store.
const SIZES: [u32; 3] = [1_000, 100_000, 1_000_000];
const WRITERS: usize = 64;

/// What a size came to.
#[derive(Default)]
struct Column {
    starts: Vec<f64>,
    alone: Vec<f64>,
    many: Vec<f64>,
    many_p99: Vec<f64>,
}

/// The system forgets what it holds of a file in memory, as after the machine was started.
fn forget(file: &Path) -> anyhow::Result<()> {
    let of = ["of=", &file.display().to_string()].concat();
    let mut dd = Command::new("dd");
    dd.args([&of, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"]);
    anyhow::ensure!(dd.status()?.success(), "dd does not go");
    Ok(())
}

async fn measure(store: &str, couples: u32, time: Duration, rounds: usize) -> anyhow::Result<Column> {
    let mut column = Column::default();
    for round in 0..rounds {
        if let Some(file) = store.strip_prefix("sqlite:") {
            forget(Path::new(file))?;
        }
        let served = Served::start(store.trim_start_matches("sqlite:"), None)?;
        column.starts.push(served.start.as_secs_f64() * 1e3);
        let name = format!("growth {couples} {round}");
        let mut ours = Ours::begin(vec![served.address], &name, WRITERS, 1).await?;
        column.alone.push(ours.many(1, time).await?.at(0.5));
        let mut many = ours.many(WRITERS, time).await?;
        column.many.push(many.per_second());
        column.many_p99.push(many.at(0.99));
    }
    Ok(column)
}

fn print(columns: Vec<(u32, Column)>) {
    println!(
        "\n| couples in the store | start until it answers | one writer alone, p50 | 64 writers | their p99 |"
    );
    println!("| --- | --- | --- | --- | --- |");
    for (couples, column) in columns {
        println!(
            "| {couples} | {} | {} | {} | {} |",
            spread(column.starts, "ms"),
            spread(column.alone, "us"),
            spread(column.many, "/s"),
            spread(column.many_p99, "us"),
        );
    }
    println!("load average at the end: {}", load_average());
}

async fn run(kind: &str, time: Duration, rounds: usize) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("mend-growth-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    println!("load average at the beginning: {}", load_average());
    let mut columns = Vec::new();
    if kind == "sqlite" {
        let file = folder.join("growth.sqlite").display().to_string();
        let store = ["sqlite:", &file].concat();
        // The tables.
        drop(Served::start(&file, None)?);
        let mut have = 0;
        for couples in SIZES {
            couples::into_a_file(&file, have, couples)?;
            have = couples;
            columns.push((couples, measure(&store, couples, time, rounds).await?));
        }
    } else if kind == "postgres" {
        let server = Postgres::start_to_measure()?;
        let database = server.new_database()?;
        drop(Served::start(&database.url, None)?);
        let mut have = 0;
        for couples in SIZES {
            couples::into_a_database(&database, have, couples)?;
            have = couples;
            columns.push((couples, measure(&database.url, couples, time, rounds).await?));
        }
    } else {
        bail!("sqlite or postgres");
    }
    print(columns);
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
        [kind, rest @ ..] => {
            let number = |at: usize, usual| rest.get(at).map_or(Ok(usual), |it| it.parse::<u64>());
            run(kind, Duration::from_secs(number(0, 3)?), usize::try_from(number(1, 5)?)?).await
        }
        [] => bail!("sqlite or postgres"),
    }
}
