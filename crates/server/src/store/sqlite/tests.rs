//! The contract on SQLite, and what only a file can do: be locked, old, foreign, full, cut off in the middle.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use protocol::ids::{AccountId, SpaceId};

use super::settle::Pace;
use super::*;
use crate::store::contract::{Bench, batch, event, holds, outcomes, row};
use crate::store::{EventOutcome, Store};

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("mend-store-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self) -> PathBuf {
        self.0.join("mend.db")
    }

    /// What is on the disk at this moment, as after a power cut.
    fn as_it_lies(&self) -> Folder {
        let copy = Folder::make();
        for ending in ["", "-wal"] {
            let name = format!("mend.db{ending}");
            if self.0.join(&name).exists() {
                std::fs::copy(self.0.join(&name), copy.0.join(&name)).unwrap();
            }
        }
        copy
    }

    fn holds_bytes(&self, needle: &[u8]) -> bool {
        ["mend.db", "mend.db-wal"].iter().any(|name| {
            let bytes = std::fs::read(self.0.join(name)).unwrap_or_default();
            bytes.windows(needle.len()).any(|it| it == needle)
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

struct OneStore(Arc<SqliteStore>);

impl Bench for OneStore {
    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }
}

/// Settles after every few events, so that small tests go through all of it.
const EAGER: Pace = Pace { stretch: 2, idle_stretch: 1, per_arrival: 3, idle_slice: 2 };
/// Never settles.
const LAZY: Pace = Pace { stretch: usize::MAX, idle_stretch: usize::MAX, per_arrival: 0, idle_slice: 0 };

const SPACE: SpaceId = SpaceId([5; 16]);

async fn with_space(folder: &Folder, pace: Pace) -> SqliteStore {
    let store = SqliteStore::open_with(&folder.file(), pace).unwrap();
    store.make_space(SPACE, vec![row(1)], vec![AccountId([1; 16])]).await.unwrap();
    store
}

#[tokio::test]
async fn sqlite_keeps_the_contract_of_every_store() {
    for pace in [Pace::default(), EAGER, LAZY] {
        let folder = Folder::make();
        let store = SqliteStore::open_with(&folder.file(), pace).unwrap();
        holds(&OneStore(Arc::new(store))).await;
    }
}

#[tokio::test]
async fn what_was_answered_is_there_after_a_power_cut() {
    for pace in [EAGER, LAZY] {
        let folder = Folder::make();
        let store = with_space(&folder, pace).await;
        for dseq in 1..=40 {
            let done = outcomes(&store, batch(SPACE, vec![event(1, dseq, 30), event(2, dseq, 30)])).await;
            assert!(done.iter().all(|it| matches!(it, EventOutcome::Stored { .. })));
            let cut = folder.as_it_lies();
            let after = SqliteStore::open_with(&cut.file(), pace).unwrap();
            let page = after.page(SPACE, 0, 1_000, 1 << 20).await.unwrap().unwrap();
            let places: Vec<u64> = page.rows.iter().map(|it| it.seq).collect();
            assert_eq!(places, (1..=dseq * 2).collect::<Vec<_>>());
            assert_eq!(page.head, store.page(SPACE, 0, 1, 1 << 20).await.unwrap().unwrap().head);
            let again =
                outcomes(&after, batch(SPACE, vec![event(1, dseq, 30), event(2, dseq + 1, 30)])).await;
            assert!(
                matches!(again[..], [EventOutcome::Duplicate { .. }, EventOutcome::Stored { .. }]),
                "{again:?}"
            );
        }
    }
}

#[tokio::test]
async fn settling_changes_nothing_that_a_reader_sees() {
    let folder = Folder::make();
    let store =
        with_space(&folder, Pace { stretch: 8, idle_stretch: 16, per_arrival: 1, idle_slice: 3 }).await;
    let mut written = 0;
    for dseq in 1..=200 {
        outcomes(&store, batch(SPACE, vec![event((dseq % 3) as u8 + 1, (dseq - 1) / 3 + 1, 20)])).await;
        written += 1;
        let from = written / 2;
        let page = store.page(SPACE, from, 1_000, 1 << 20).await.unwrap().unwrap();
        assert_eq!(
            page.rows.iter().map(|it| it.seq).collect::<Vec<_>>(),
            (from + 1..=written).collect::<Vec<_>>()
        );
        assert!(page.root_there.is_some());
    }
}

#[tokio::test]
async fn many_writers_at_once_get_one_place_each() {
    let folder = Folder::make();
    let store = Arc::new(with_space(&folder, EAGER).await);
    let writers = (1..=32_u8).map(|device| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for dseq in 1..=20 {
                outcomes(&*store, batch(SPACE, vec![event(device, dseq, 25)])).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let page = store.page(SPACE, 0, 1_000, 1 << 20).await.unwrap().unwrap();
    assert_eq!(page.rows.iter().map(|it| it.seq).collect::<Vec<_>>(), (1..=640).collect::<Vec<_>>());
}

#[test]
fn a_second_relay_on_the_same_file_is_refused_in_its_own_words() {
    let folder = Folder::make();
    let _first = SqliteStore::open(&folder.file()).unwrap();
    let second = SqliteStore::open(&folder.file()).err().unwrap();
    assert_eq!(second, OpenRefused::InUse(folder.file()));
    assert!(second.to_string().contains("another mend is running"));
    assert_eq!(begin_new_incarnation(&folder.file(), [1; 16]), Err(second));
}

#[test]
fn a_store_of_a_newer_release_is_refused_and_left_alone() {
    let folder = Folder::make();
    drop(SqliteStore::open(&folder.file()).unwrap());
    rusqlite::Connection::open(folder.file()).unwrap().execute_batch("PRAGMA user_version=99").unwrap();
    let refused = SqliteStore::open(&folder.file()).err().unwrap();
    assert!(matches!(refused, OpenRefused::Newer { found: 99, .. }), "{refused}");
}

#[test]
fn a_file_of_another_program_is_refused_and_left_alone() {
    let folder = Folder::make();
    std::fs::write(folder.file(), "a letter, and quite a long one at that".repeat(200)).unwrap();
    assert_eq!(SqliteStore::open(&folder.file()).err(), Some(OpenRefused::NotOurs(folder.file())));
    let other = Folder::make();
    rusqlite::Connection::open(other.file()).unwrap().execute_batch("CREATE TABLE theirs(x)").unwrap();
    assert_eq!(SqliteStore::open(&other.file()).err(), Some(OpenRefused::NotOurs(other.file())));
}

#[tokio::test]
async fn a_damaged_store_is_told_at_the_start() {
    let folder = Folder::make();
    let store = with_space(&folder, EAGER).await;
    for dseq in 1..=60 {
        outcomes(&store, batch(SPACE, vec![event(1, dseq, 2_000)])).await;
    }
    drop(store);
    let mut bytes = std::fs::read(folder.file()).unwrap();
    let middle = bytes.len() / 2 / 4_096 * 4_096;
    for page in [middle, middle + 4_096, middle + 8_192, middle + 16_384] {
        bytes[page..page + 64].fill(0xff);
    }
    std::fs::write(folder.file(), bytes).unwrap();
    assert_eq!(SqliteStore::open(&folder.file()).err(), Some(OpenRefused::Damaged(folder.file())));
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_nothing_half_done() {
    let folder = Folder::make();
    let store = with_space(&folder, LAZY).await;
    let pages: i64 =
        store.write(|it| it.db().query_row("PRAGMA page_count", [], |row| row.get(0))).await.unwrap();
    let limit = format!("PRAGMA max_page_count={}", pages + 4);
    store.write(move |it| it.db().query_row(&limit, [], |_| Ok(()))).await.unwrap();
    outcomes(&store, batch(SPACE, vec![event(1, 1, 100)])).await;
    let full = store.append(batch(SPACE, vec![event(1, 2, 100), event(1, 3, 60_000)])).await;
    assert_eq!(full, Err(StoreProblem::Full));
    assert_eq!(store.page(SPACE, 0, 9, 1 << 20).await.unwrap().unwrap().head.seq, 1);
    store.write(|it| it.db().query_row("PRAGMA max_page_count=1000000", [], |_| Ok(()))).await.unwrap();
    let after = outcomes(&store, batch(SPACE, vec![event(1, 2, 100), event(1, 3, 60_000)])).await;
    assert!(after.iter().all(|it| matches!(it, EventOutcome::Stored { .. })), "{after:?}");
}

#[tokio::test]
async fn nothing_of_a_withdrawn_body_stays_on_the_disk() {
    for pace in [EAGER, LAZY, Pace { stretch: 8, idle_stretch: usize::MAX, per_arrival: 1, idle_slice: 1 }] {
        let folder = Folder::make();
        let store = with_space(&folder, pace).await;
        let needle = b"what was never meant to be read";
        for dseq in 1..=30 {
            let mut event = event(1, dseq, 50);
            event.bytes = [needle.as_slice(), &dseq.to_be_bytes()].concat();
            outcomes(&store, batch(SPACE, vec![event])).await;
        }
        assert!(folder.holds_bytes(needle));
        let ids = (1..=30).map(|dseq| event(1, dseq, 1).id).collect();
        let found = store.find(SPACE, ids).await.unwrap();
        assert_eq!(found.len(), 30);
        store
            .erase(SPACE, found.into_iter().map(|it| Found { bytes: vec![0], ..it }).collect())
            .await
            .unwrap();
        assert!(!folder.holds_bytes(needle));
    }
}

#[tokio::test]
async fn nothing_of_a_closed_account_stays_on_the_disk() {
    let folder = Folder::make();
    let store = with_space(&folder, EAGER).await;
    let needle = b"nobody else is in this space";
    for dseq in 1..=9 {
        let event = crate::store::Incoming { bytes: needle.to_vec(), ..event(1, dseq, 1) };
        outcomes(&store, batch(SPACE, vec![event])).await;
    }
    assert_eq!(store.close_account(AccountId([1; 16])).await, Ok(vec![SPACE]));
    assert!(!folder.holds_bytes(needle));
    assert_eq!(store.append(batch(SPACE, vec![event(1, 10, 5)])).await, Ok(AppendOutcome::Unknown));
}

#[tokio::test]
async fn a_store_put_back_from_a_copy_begins_another_life() {
    let folder = Folder::make();
    let store = SqliteStore::open(&folder.file()).unwrap();
    assert_eq!(store.keep_once(INCARNATION, vec![1; 16]).await, Ok(vec![1; 16]));
    drop(store);
    begin_new_incarnation(&folder.file(), [2; 16]).unwrap();
    let store = SqliteStore::open(&folder.file()).unwrap();
    assert_eq!(store.keep_once(INCARNATION, vec![1; 16]).await, Ok(vec![2; 16]));
}

/// Sixteen bytes that stand nowhere else: eight for what they are, eight for whose.
fn mark(kind: u8, of: u8) -> [u8; 16] {
    std::array::from_fn(|at| if at < 8 { kind } else { of.wrapping_mul(31).wrapping_add(at as u8) })
}

/// What lies on the disk of whom. Kinds are 1 to 10.
fn marks(folder: &Folder, of: u8) -> Vec<u8> {
    let read = |ending| std::fs::read(folder.0.join(ending)).unwrap_or_default();
    let bytes = [read("mend.db"), read("mend.db-wal")].concat();
    let mut kinds: Vec<u8> = bytes
        .windows(16)
        .filter(|it| (1..=10).contains(&it[0]) && **it == mark(it[0], of))
        .map(|it| it[0])
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

async fn comes(store: &SqliteStore, of: u8) {
    let account = AccountId(mark(1, of));
    let twice = |kind| [mark(kind, of), mark(kind, of)].concat().try_into().unwrap();
    let long = |kind| mark(kind, of).repeat(20 + usize::from(of));
    let chain = vec![ChainRow { hash: [of; 32], body: long(3) }, ChainRow { hash: [!of; 32], body: long(3) }];
    let new = NewAccount {
        account,
        name: NameHash(twice(2)),
        opaque: long(4),
        chain,
        created_day: 9,
        admission: None,
    };
    store.register(new).await.unwrap();
    for slot in ["keys", "kit"] {
        store.put_blob(account, slot.into(), 0, long(5), 9).await.unwrap();
    }
    let reach = crate::store::Reach::Device(DeviceKeyId(mark(6, of)));
    store.begin_session(twice(7), Session { account, reach, expires_ms: 9_000 }, 9).await.unwrap();
    store.make_space(SpaceId(mark(8, of)), vec![row(of)], vec![account]).await.unwrap();
}

async fn writes(store: &SqliteStore, of: u8, dseq: u64) {
    let bytes = mark(10, of).repeat(1 + usize::from(of) % 9 * dseq as usize);
    let event = crate::store::Incoming { device: DeviceId(mark(9, of)), bytes, ..event(of, dseq, 1) };
    outcomes(store, batch(SpaceId(mark(8, of)), vec![event])).await;
}

#[tokio::test]
async fn nothing_of_a_closed_account_stays_between_those_of_others() {
    let folder = Folder::make();
    let store = SqliteStore::open_with(&folder.file(), EAGER).unwrap();
    for of in 1..=60 {
        comes(&store, of).await;
    }
    for dseq in 1..=6 {
        for of in 1..=60 {
            writes(&store, of, dseq).await;
        }
    }
    let all = (1..=10).collect::<Vec<_>>();
    assert_eq!((marks(&folder, 5), marks(&folder, 3)), (all.clone(), all.clone()));
    let gone: Vec<u8> = (1..=60).filter(|it| it % 3 != 0).collect();
    for of in &gone {
        store.close_account(AccountId(mark(1, *of))).await.unwrap();
    }
    // A relay that was stopped before it came to sweeping has not forgotten it.
    drop(store);
    let store = SqliteStore::open_with(&folder.file(), EAGER).unwrap();
    store.sweep(1).await.unwrap();
    for of in gone {
        assert_eq!(marks(&folder, of), [], "{of}");
    }
    // Those of others are as they were, and go on.
    assert_eq!(marks(&folder, 3), all);
    writes(&store, 3, 7).await;
    let page = store.page(SpaceId(mark(8, 3)), 0, 99, 1 << 20).await.unwrap().unwrap();
    assert_eq!(page.rows.iter().map(|it| it.seq).collect::<Vec<_>>(), (1..=7).collect::<Vec<_>>());
    assert_eq!(store.account_chain(AccountId(mark(1, 3)), 0, 9).await.unwrap().unwrap().rows.len(), 2);
}

#[cfg(unix)]
#[test]
fn a_new_store_is_nobody_elses_to_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::make();
    let _store = SqliteStore::open(&folder.file()).unwrap();
    for name in ["mend.db", "mend.db-wal"] {
        let mode = std::fs::metadata(folder.0.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}
