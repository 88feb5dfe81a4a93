//! What the parts cost by themselves: `cargo bench -p bench --bench parts`.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot begin has nothing to say")]

mod scene;

use std::sync::LazyLock;

use divan::{Bencher, black_box};
use domain::{Commitment, History, PersonId, Record, RevealKey, RoundId, SealedBox, SealedText, Sealing};
use protocol::Wire;
use protocol::event::{DeviceHead, EventView, open_event, verify_run};
use protocol::recovery::RecoveryCode;
use protocol::wire::Page;

use scene::Scene;

/// Records that are folded.
const RECORDS: usize = 10_000;
/// Events of a page.
const PAGE: usize = 1_000;
/// Events of one append.
const BATCH: usize = 64;

static SCENE: LazyLock<Scene> = LazyLock::new(|| Scene::new().unwrap());
static JOURNEY: LazyLock<(PersonId, Vec<Record>)> = LazyLock::new(|| journey().unwrap());

fn main() {
    // Not while the clock runs.
    LazyLock::force(&JOURNEY);
    divan::main();
}

/// Records as the real clients write them, taken from the relay's other side.
fn journey() -> anyhow::Result<(PersonId, Vec<Record>)> {
    let folder = std::env::temp_dir().join(format!("mend-parts-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let written = runtime.block_on(bench::journey::write(&folder.join("parts.sqlite"), RECORDS));
    let read = written.map(|it| it.ours.read(|it| (it.me(), it.history().records().cloned().collect())));
    std::fs::remove_dir_all(&folder)?;
    read
}

/// The few sealed check-ins among the records stay shut: opening is measured by itself.
struct Shut;

impl Sealing for Shut {
    fn seal(&mut self, _: RoundId, _: PersonId, text: &[u8]) -> SealedText {
        SealedText { commitment: Commitment([0; 32]), sealed: text.to_vec(), key: RevealKey([0; 32]) }
    }

    fn open(&self, _: RoundId, _: PersonId, _: &SealedBox<'_>, _: &RevealKey) -> Option<Vec<u8>> {
        None
    }
}

fn folded() -> History {
    let (viewer, records) = &*JOURNEY;
    let mut history = History::new(*viewer);
    history.take_in_all(records.clone(), &Shut);
    history
}

#[divan::bench]
fn seal_and_sign_an_event(bencher: Bencher) {
    bencher.bench(|| SCENE.seal(black_box(DeviceHead::START)).unwrap());
}

#[divan::bench]
fn open_an_event(bencher: Bencher) {
    let sealed = SCENE.seal(DeviceHead::START).unwrap();
    bencher.bench(|| {
        let view = EventView::parse(black_box(&sealed.bytes.0)).unwrap();
        open_event(&view, &SCENE.key, SCENE.account).unwrap()
    });
}

#[divan::bench(args = [1, BATCH])]
fn check_an_append_of(bencher: Bencher, events: usize) {
    let run = SCENE.run(events).unwrap();
    let dsk = SCENE.keys.sign.verify_key();
    bencher.counter(divan::counter::ItemsCount::new(events)).bench(|| {
        let views: Vec<_> = run.iter().map(|it| EventView::parse(&it.bytes.0).unwrap()).collect();
        verify_run(black_box(&views), &dsk, DeviceHead::START).unwrap()
    });
}

#[divan::bench]
fn read_the_bytes_of_a_page(bencher: Bencher) {
    let bytes = SCENE.page(&SCENE.run(PAGE).unwrap()).to_bytes();
    bencher
        .counter(divan::counter::ItemsCount::new(PAGE))
        .bench(|| Page::from_bytes(black_box(&bytes)).unwrap());
}

#[divan::bench]
fn verify_a_page(bencher: Bencher) {
    let page = SCENE.page(&SCENE.run(PAGE).unwrap());
    bencher
        .counter(divan::counter::ItemsCount::new(PAGE))
        .with_inputs(|| SCENE.reader())
        .bench_refs(|reader| reader.read(black_box(&page), SCENE.state()).unwrap().events.len());
}

#[divan::bench(sample_count = 20)]
fn fold_ten_thousand_records(bencher: Bencher) {
    let (viewer, records) = &*JOURNEY;
    bencher
        .counter(divan::counter::ItemsCount::new(records.len()))
        .with_inputs(|| (History::new(*viewer), records.clone()))
        .bench_values(|(mut history, records)| {
            history.take_in_all(records, &Shut);
            history
        });
}

#[divan::bench(sample_count = 20)]
fn write_their_checkpoint(bencher: Bencher) {
    let history = folded();
    bencher.bench(|| black_box(&history).checkpoint());
}

#[divan::bench(sample_count = 20)]
fn resume_from_it(bencher: Bencher) {
    let checkpoint = folded().checkpoint();
    bencher.bench(|| History::resume(JOURNEY.0, black_box(&checkpoint), Vec::new(), &Shut).unwrap());
}

#[divan::bench]
fn take_in_one_record_more(bencher: Bencher) {
    let (viewer, records) = &*JOURNEY;
    let (last, before) = records.split_last().unwrap();
    let mut history = History::new(*viewer);
    history.take_in_all(before.to_vec(), &Shut);
    bencher.with_inputs(|| history.clone()).bench_values(|mut history| {
        history.take_in(last.clone(), &Shut);
        history
    });
}

#[divan::bench]
fn read_a_kit_and_derive_its_keys(bencher: Bencher) {
    let text = RecoveryCode::make(&mut rand_core::UnwrapErr(getrandom::SysRng)).to_text();
    bencher.bench(|| RecoveryCode::parse(black_box(&text)).unwrap().derive_keys());
}

#[divan::bench(sample_count = 10)]
fn stretch_a_passphrase(bencher: Bencher) {
    bencher.bench(|| opaque::stretch(black_box(b"slow river copper window"), &[7; 16]).unwrap());
}
