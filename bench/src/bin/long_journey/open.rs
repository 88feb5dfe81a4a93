//! One device after another that has never seen the journey, and the same device coming back.

use std::path::Path;
use std::time::Duration;

use bench::chromium::{Chromium, Page};
use bench::journey::NAME;
use e2e::Mend;
use serde_json::Value;

/// What opens the kit.
const OPEN: &str = "main form button[type=submit]";
/// Today and its neighbours, where only somebody who is in can go.
const TODAY: &str = "nav:not(.exits) a[href='/ours']";
/// How often each is repeated.
const REPEATS: usize = 5;
/// After this long the page has kept its checkpoint, as it does when nothing else is to be done.
const AT_REST: Duration = Duration::from_secs(36);

/// What one opening took, in milliseconds and bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opening {
    /// From the press of the button, or from the first byte of the address, to Today.
    pub(crate) usable: f64,
    /// Of that, in the worker that stretches the passphrase.
    pub(crate) workers: f64,
    /// Of that, waiting for the relay.
    pub(crate) requests: f64,
    /// Of that, waiting for the local store to be durable.
    pub(crate) commits: f64,
    /// Of that, waiting for reads of the local store.
    pub(crate) reads: f64,
    /// Beyond the first 50 ms of each task.
    pub(crate) blocked: f64,
    /// Bytes from the relay.
    pub(crate) received: f64,
    /// Bytes written to the local store.
    pub(crate) written: f64,
    /// Bytes read from it.
    pub(crate) read: f64,
    /// Of the page's process, in MiB, afterwards.
    pub(crate) memory: f64,
}

/// All openings at one speed.
pub(crate) struct Openings {
    /// By the kit, on a device that has nothing.
    pub(crate) cold: Vec<Opening>,
    /// The page loaded again before it had any rest.
    pub(crate) at_once: Vec<Opening>,
    /// The page opened again after it had kept its checkpoint.
    pub(crate) warm: Vec<Opening>,
}

/// Opens a copy of the journey again and again.
pub(crate) fn measure(journey: &Path, kit: &str, slowed: u32) -> anyhow::Result<Openings> {
    let mut all = Openings { cold: Vec::new(), at_once: Vec::new(), warm: Vec::new() };
    for repeat in 0..REPEATS {
        // A kit opens one device: each gets a copy of the store from before.
        let mut mend = Mend::starts();
        mend.is_killed();
        let store = mend.folder().join("mend.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(with_ending(&store, ending));
            let from = with_ending(journey, ending);
            if from.exists() {
                std::fs::copy(&from, with_ending(&store, ending))?;
            }
        }
        mend.starts_again();
        let chromium = Chromium::start()?;
        let page = chromium.page(slowed)?;
        all.cold.push(cold(&chromium, &page, &mend.url(), kit)?);
        all.at_once.push(come_back(&chromium, &page, &mend.url())?);
        std::thread::sleep(AT_REST);
        // The first time also fills the browser's own caches.
        let times = if repeat == 0 { REPEATS + 1 } else { 1 };
        for time in 0..times {
            let opening = come_back(&chromium, &page, &mend.url())?;
            if time > 0 || repeat > 0 {
                all.warm.push(opening);
            }
        }
    }
    Ok(all)
}

fn with_ending(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// By the kit: typed in, opened, and on to Today.
fn cold(chromium: &Chromium, page: &Page<'_>, url: &str, kit: &str) -> anyhow::Result<Opening> {
    page.watches_for(&format!("{OPEN}, {TODAY}"))?;
    page.goes_to(&format!("{url}/kit"))?;
    page.writes("#sign-in", NAME)?;
    page.writes("#code", kit)?;
    page.writes("#passphrase", "slow river copper window")?;
    page.eval(
        "{ const it = window.measured; for (const name in it) if (typeof it[name] === 'number') it[name] = 0;
         window.pressed = performance.now();
         it.watch('.code', (at) => { window.spent = { ...it }; window.opened = at; });
         document.querySelector('main form button[type=submit]').click(); }",
    )?;
    let opened = page.waits_for("window.opened && window.opened - window.pressed")?;
    let spent = page.eval("window.spent")?;
    // The person writes down the new code, later. That is not counted; the way on to Today is.
    page.eval(&format!(
        "localStorage.setItem('kit-later', Math.floor(Date.now() / 864e5));
         window.pressed = performance.now();
         var way = document.createElement('a'); way.href = '/'; document.body.append(way); way.click(); way.remove();
         window.measured.watch({}, (at) => {{ window.today = at; }})",
        Value::from(TODAY)
    ))?;
    let today = page.waits_for("window.today && window.today - window.pressed")?;
    let mut opening = read(&spent);
    opening.usable = opened + today;
    opening.memory = chromium.page_memory()?;
    Ok(opening)
}

/// The page is opened again while its door stands ajar.
fn come_back(chromium: &Chromium, page: &Page<'_>, url: &str) -> anyhow::Result<Opening> {
    page.leaves()?;
    let usable = page.goes_to(&format!("{url}/"))?;
    let is_today = page.eval(&format!("!!document.querySelector({})", Value::from(TODAY)))?;
    anyhow::ensure!(is_today == true, "the door is not ajar");
    let mut opening = read(&page.eval("window.measured.spent")?);
    opening.usable = usable;
    // What the page does right after it can be used belongs to its memory too.
    std::thread::sleep(Duration::from_secs(2));
    opening.memory = chromium.page_memory()?;
    Ok(opening)
}

fn read(spent: &Value) -> Opening {
    let field = |name: &str| spent.get(name).and_then(Value::as_f64).unwrap_or_default();
    Opening {
        usable: 0.0,
        workers: field("workers"),
        requests: field("requests"),
        commits: field("commits"),
        reads: field("reads"),
        blocked: field("blocked"),
        received: field("received"),
        written: field("written"),
        read: field("read"),
        memory: 0.0,
    }
}
