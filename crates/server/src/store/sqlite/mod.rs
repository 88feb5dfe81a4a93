//! The store in one SQLite file: one thread that writes, a few connections that read, one thread that moves the
//! write-ahead log into the file, and a lock so that no second relay opens it.

mod accounts;
mod admissions;
mod append;
mod attachments;
mod backup;
mod checkpoints;
mod erase;
mod file;
mod live;
mod meetings;
mod pages;
mod push;
mod readers;
mod rewrite;
mod sessions;
mod settle;
mod sound;
mod spaces;
mod tail;
#[cfg(test)]
mod tests;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use protocol::event::DeviceHead;
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, EventId, InviteId, NameHash, SpaceId};
use protocol::wire::{Slot, SpaceSeat};
use rusqlite::OptionalExtension;

use super::fleeting::Fleeting;
use super::{
    Answer, AppendOutcome, Batch, BlobOutcome, BlobRow, ChainOutcome, ChainRow, ChainRows, Found,
    InviteOutcome, InviteRow, NewAccount, PageRows, PushRow, RegisterOutcome, Session, SlotOutcome, SlotRow,
    SpaceAt, Store, StoreProblem, Woken,
};
pub use admissions::admit;
pub use backup::{BackUpRefused, Restored, back_up, restore};
pub use file::{OpenRefused, begin_new_incarnation};
use readers::Readers;
pub use sound::{Glance, Sound, glance, sound};
use tail::Tail;
use writer::Writer;

/// The name under which the life of the store is kept.
const INCARNATION: &str = "incarnation";

/// What lives for a moment, at one time.
const MOST_FLEETING: usize = 40_000;

/// How many connections read beside the one that writes.
const READERS: usize = 3;

/// The store in one SQLite file.
pub struct SqliteStore {
    // Closed first: the last connection to close empties the write-ahead log, and a reader may not.
    readers: Readers,
    writer: Writer,
    tail: Arc<Mutex<Tail>>,
    fleeting: Fleeting<[u8; 32], Vec<u8>>,
    path: PathBuf,
    // Held until everything else is closed; dropped last because it is declared last.
    _lock: std::fs::File,
}

impl SqliteStore {
    /// Opens or makes a store.
    ///
    /// # Errors
    /// When another relay has it open, when it is not ours or of a newer release, or when it is damaged.
    pub fn open(path: &Path) -> Result<Self, OpenRefused> {
        Self::open_with(path, settle::Pace::default())
    }

    fn open_with(path: &Path, pace: settle::Pace) -> Result<Self, OpenRefused> {
        let lock = file::lock(path)?;
        if !path.exists() {
            file::only_ours(path).map_err(|error| OpenRefused::Broken(error.to_string()))?;
        }
        let db = file::open(path)?;
        file::check(&db, path)?;
        file::migrate(&db)?;
        let tail = tail::read(&db).map_err(|error| OpenRefused::from_sqlite(&error))?;
        let tail = Arc::new(Mutex::new(tail));
        let readers = Readers::open(path, READERS)?;
        let writer = Writer::start(db, file::open(path)?, path, Arc::clone(&tail), pace)?;
        let fleeting = Fleeting::holding(MOST_FLEETING);
        Ok(Self { writer, readers, tail, fleeting, path: path.to_owned(), _lock: lock })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut writer::Writing<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<T> {
        self.writer.ask(work)
    }

    fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Answer<T> {
        self.readers.ask(work)
    }
}

/// What went wrong, in our words.
fn problem(error: &rusqlite::Error) -> StoreProblem {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => StoreProblem::Full,
        _ => StoreProblem::Broken(error.to_string()),
    }
}

/// Numbers that SQLite keeps as signed.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The other way round.
fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl Store for SqliteStore {
    fn keep_once(&self, name: &'static str, value: Vec<u8>) -> Answer<Vec<u8>> {
        self.write(move |it| file::keep_once(it.db(), name, &value))
    }

    fn works(&self) -> Answer<()> {
        self.write(|it| it.db().query_row("SELECT 1", [], |_| Ok(())))
    }

    fn admit(&self, code: [u8; 32], people: u32, expires_ms: u64) -> Answer<()> {
        self.write(move |it| admissions::add(it.db(), &code, people, expires_ms))
    }

    fn register(&self, account: NewAccount) -> Answer<RegisterOutcome> {
        self.write(move |it| accounts::register(it.db(), &account))
    }

    fn login(&self, name: NameHash) -> Answer<Option<(AccountId, Vec<u8>)>> {
        self.read(move |db| accounts::login(db, name))
    }

    fn replace_login(
        &self,
        account: AccountId,
        name: NameHash,
        opaque: Vec<u8>,
        expect_seq: u64,
        chain: Vec<ChainRow>,
    ) -> Answer<ChainOutcome> {
        self.write(move |it| accounts::replace_login(it.db(), account, name, &opaque, expect_seq, &chain))
    }

    fn account_chain(&self, account: AccountId, from: u64, most: usize) -> Answer<Option<ChainRows>> {
        self.read(move |db| accounts::chain(db, account, from, most))
    }

    fn grow_account_chain(
        &self,
        account: AccountId,
        expect_seq: u64,
        chain: Vec<ChainRow>,
        revoked: Vec<DeviceKeyId>,
    ) -> Answer<ChainOutcome> {
        self.write(move |it| {
            let outcome = accounts::grow_chain(it.db(), account, expect_seq, &chain)?;
            if matches!(outcome, ChainOutcome::Grown(_)) {
                sessions::end_for(it.db(), account, &revoked)?;
                push::drop_all(it.db(), account, &revoked)?;
            }
            Ok(outcome)
        })
    }

    fn blob(&self, account: AccountId, slot: String) -> Answer<Option<BlobRow>> {
        self.read(move |db| accounts::blob(db, account, &slot))
    }

    fn put_blob(
        &self,
        account: AccountId,
        slot: String,
        expect_version: u64,
        body: Vec<u8>,
        most: usize,
    ) -> Answer<BlobOutcome> {
        self.write(move |it| accounts::put_blob(it.db(), account, &slot, expect_version, &body, most))
    }

    fn close_account(&self, account: AccountId) -> Answer<Vec<SpaceId>> {
        self.write(move |it| erase::close_account(it, account))
    }

    fn begin_session(&self, token_hash: [u8; 32], session: Session, most: usize) -> Answer<bool> {
        self.write(move |it| sessions::begin(it.db(), &token_hash, session, most))
    }

    fn session(&self, token_hash: [u8; 32]) -> Answer<Option<Session>> {
        self.read(move |db| sessions::find(db, &token_hash))
    }

    fn end_session(&self, token_hash: [u8; 32]) -> Answer<()> {
        self.write(move |it| sessions::end(it.db(), &token_hash))
    }

    fn keep_push(&self, row: PushRow) -> Answer<bool> {
        self.write(move |it| push::keep(it.db(), &row))
    }

    fn stop_push(&self, account: AccountId, device: DeviceKeyId) -> Answer<()> {
        self.write(move |it| push::stop(it.db(), account, device))
    }

    fn due_push(&self, now_ms: u64, again_ms: u64, most: usize) -> Answer<Vec<PushRow>> {
        self.write(move |it| push::due(it.db(), now_ms, again_ms, most))
    }

    fn after_push(&self, row: PushRow, woken: Woken) -> Answer<()> {
        self.write(move |it| push::after(it.db(), &row, &woken))
    }

    fn keep_briefly(&self, key: [u8; 32], value: Vec<u8>, until_ms: u64, now_ms: u64) -> Answer<bool> {
        Box::pin(std::future::ready(Ok(self.fleeting.keep(key, value, until_ms, now_ms))))
    }

    fn take_once(&self, key: [u8; 32], now_ms: u64) -> Answer<Option<Vec<u8>>> {
        Box::pin(std::future::ready(Ok(self.fleeting.take(&key, now_ms))))
    }

    fn sweep(&self, now_ms: u64) -> Answer<()> {
        self.write(move |it| {
            sessions::sweep(it.db(), now_ms)?;
            meetings::sweep(it.db(), now_ms)?;
            admissions::sweep(it.db(), now_ms)?;
            attachments::sweep(it, now_ms)?;
            push::sweep(it.db(), now_ms.saturating_sub(crate::push::LEAST_APART_MS))?;
            it.rewrite_if_owed()
        })
    }

    fn make_space(
        &self,
        space: SpaceId,
        chain: Vec<ChainRow>,
        members: Vec<AccountId>,
    ) -> Answer<ChainOutcome> {
        self.write(move |it| spaces::make(it.db(), space, &chain, &members))
    }

    fn control_chain(&self, space: SpaceId, from: u64, most: usize) -> Answer<Option<ChainRows>> {
        self.read(move |db| spaces::chain(db, space, from, most))
    }

    fn grow_control_chain(
        &self,
        space: SpaceId,
        expect_seq: u64,
        chain: Vec<ChainRow>,
        members: Vec<AccountId>,
    ) -> Answer<ChainOutcome> {
        self.write(move |it| spaces::grow_chain(it, space, expect_seq, &chain, &members))
    }

    fn spaces_of(&self, account: AccountId) -> Answer<Vec<SpaceSeat>> {
        self.read(move |db| spaces::of(db, account))
    }

    fn append(&self, batch: Batch) -> Answer<AppendOutcome> {
        self.write(move |it| append::append(it, &batch))
    }

    fn page(&self, space: SpaceId, after: u64, most: usize, most_bytes: usize) -> Answer<Option<PageRows>> {
        let tail = Arc::clone(&self.tail);
        self.read(move |db| pages::page(db, &tail, space, after, most, most_bytes))
    }

    fn stand(&self, spaces: Vec<SpaceId>) -> Answer<Vec<SpaceAt>> {
        let tail = Arc::clone(&self.tail);
        self.read(move |db| pages::stand(db, &tail, &spaces))
    }

    fn device_heads(&self, space: SpaceId) -> Answer<Vec<(DeviceId, DeviceHead)>> {
        self.write(move |it| live::heads(it, space))
    }

    fn find(&self, space: SpaceId, ids: Vec<EventId>) -> Answer<Vec<Found>> {
        let tail = Arc::clone(&self.tail);
        self.read(move |db| pages::find(db, &tail, space, &ids))
    }

    fn erase(&self, space: SpaceId, events: Vec<Found>) -> Answer<()> {
        self.write(move |it| erase::erase(it, space, &events))
    }

    fn open_invite(
        &self,
        invite: InviteId,
        account: AccountId,
        expires_ms: u64,
        most: usize,
        now_ms: u64,
    ) -> Answer<InviteOutcome> {
        self.write(move |it| meetings::open(it.db(), (invite, account), expires_ms, most, now_ms))
    }

    fn invite(&self, invite: InviteId) -> Answer<Option<InviteRow>> {
        self.read(move |db| meetings::invite(db, invite).optional())
    }

    fn put_slot(&self, invite: InviteId, slot: Slot, sealed: Vec<u8>, now_ms: u64) -> Answer<SlotOutcome> {
        self.write(move |it| meetings::put_slot(it.db(), invite, slot, &sealed, now_ms))
    }

    fn slot(&self, invite: InviteId, slot: Slot, now_ms: u64) -> Answer<SlotRow> {
        self.read(move |db| meetings::slot(db, invite, slot, now_ms))
    }
}
