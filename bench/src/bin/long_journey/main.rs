//! Opening a journey of ten years: cold from the server by the kit, and warm from the device.
//!
//! `cargo run --release -p bench --bin long_journey -- PATH [--records N]` writes the journey to an SQLite file at PATH
//! unless it is there already (with its kit in PATH.kit), then opens it in Chromium. Takes the binary in `MEND_BIN`.

mod open;
mod report;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

/// Ten years at twenty a day.
const RECORDS: usize = 73_000;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let path = PathBuf::from(words.next().context("where the journey lies, or is to be written")?);
    let mut records = RECORDS;
    if words.next().is_some_and(|it| it == "--records") {
        records = words.next().context("how many")?.parse()?;
    }
    let kit = kit_beside(&path);
    if !path.exists() {
        write(&path, records)?;
    }
    let kit = std::fs::read_to_string(&kit).context("the kit beside the journey")?;
    println!("{}", report::HEADING);
    for slowed in [1, 4] {
        report::print(slowed, &open::measure(&path, &kit, slowed)?);
    }
    Ok(())
}

fn kit_beside(path: &Path) -> PathBuf {
    path.with_extension("kit")
}

fn write(path: &Path, records: usize) -> anyhow::Result<()> {
    let begun = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let written = runtime.block_on(bench::journey::write(path, records))?;
    println!(
        "{} records in {} days, written in {:.1} s; the couple's checkpoint has {} bytes",
        written.records,
        written.days,
        begun.elapsed().as_secs_f64(),
        written.ours.read(|it| it.history().checkpoint().bytes().len()),
    );
    println!("  name {}  kit {}", bench::journey::NAME, written.kit);
    std::fs::write(kit_beside(path), &written.kit)?;
    Ok(())
}
