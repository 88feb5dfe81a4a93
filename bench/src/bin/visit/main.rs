//! The first visit and the second: bytes over the wire, and the time until the first control can be used.
//!
//! `cargo run --release -p bench --bin visit` builds nothing: it takes the binary in `MEND_BIN` (or the newest built),
//! with the client that was embedded into it.

mod counting;

use std::time::Duration;

use bench::chromium::Chromium;
use bench::figures::{load_average, median, spread};
use e2e::Mend;

use counting::{Asker, Counting};

/// How often each is repeated.
const REPEATS: usize = 5;
/// The first thing a person can do: a control of the page itself, not the way out that stands there from the start.
const CONTROL: &str = "main a[href], main button";

fn main() -> anyhow::Result<()> {
    let mend = Mend::starts();
    println!("load average {}", load_average());
    count(&mend)?;
    println!("\n| visit | first control usable | blocked |\n| --- | --- | --- |");
    for slowed in [1, 4] {
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            let chromium = Chromium::start()?;
            let page = chromium.page(slowed)?;
            page.watches_for(CONTROL)?;
            first.push((page.goes_to(&mend.url())?, blocked(&page)?));
            page.is_slowed(1)?;
            // The second visit comes from what is kept, and the keeping must be over.
            page.waits_for("navigator.serviceWorker.ready.then((it) => it.active ? 1 : 0)")?;
            std::thread::sleep(Duration::from_secs(2));
            page.is_slowed(slowed)?;
            page.leaves()?;
            second.push((page.goes_to(&mend.url())?, blocked(&page)?));
        }
        for (name, all) in [("first", first), ("second", second)] {
            let (usable, blocked): (Vec<f64>, Vec<f64>) = all.into_iter().unzip();
            println!("| {name}, x{slowed} | {} | {:.0} ms |", spread(usable, "ms"), median(blocked));
        }
    }
    println!("load average {}", load_average());
    Ok(())
}

fn blocked(page: &bench::chromium::Page<'_>) -> anyhow::Result<f64> {
    Ok(page.eval("window.measured.spent.blocked")?.as_f64().unwrap_or_default())
}

/// One visit past somebody who counts.
fn count(mend: &Mend) -> anyhow::Result<()> {
    let counting = Counting::before(mend.port())?;
    let chromium = Chromium::start()?;
    let page = chromium.page(1)?;
    page.watches_for(CONTROL)?;
    page.goes_to(&counting.url())?;
    let until_usable = counting.answers();
    page.waits_for("navigator.serviceWorker.ready.then((it) => it.active ? 1 : 0)")?;
    std::thread::sleep(Duration::from_secs(2));
    let all = counting.answers();
    println!("\n| asked by | answers | bytes (body + {} each) |\n| --- | --- | --- |", counting::AROUND);
    let askers = [
        ("the page, until usable", Asker::Page),
        ("workers, until usable", Asker::Worker),
        ("the service worker, which keeps all for offline", Asker::Keeper),
    ];
    for (name, asker) in askers {
        let of = if asker == Asker::Keeper { &all } else { &until_usable };
        let answers: Vec<usize> = of.iter().filter(|it| it.asker == asker).map(|it| it.bytes).collect();
        println!("| {name} | {} | {} |", answers.len(), answers.iter().sum::<usize>());
    }
    let later: usize = all.iter().filter(|it| it.asker != Asker::Keeper).map(|it| it.bytes).sum();
    let later =
        later - until_usable.iter().filter(|it| it.asker != Asker::Keeper).map(|it| it.bytes).sum::<usize>();
    println!("| the page, afterwards | | {later} |");
    println!("\nUntil usable, one by one:");
    for answer in until_usable {
        println!("  {:>8}  {:?}  {}", answer.bytes, answer.asker, answer.path);
    }
    Ok(())
}
