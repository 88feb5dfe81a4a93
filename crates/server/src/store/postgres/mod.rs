//! The store in a database that speaks PostgreSQL's wire, shared by all nodes of one relay. A node keeps nothing that it
//! could not lose: what it remembers of a space is only ever a guess, and each write checks it.

mod accounts;
mod append;
mod columns;
mod desks;
mod erase;
mod failed;
mod kept;
mod lines;
mod meetings;
mod pages;
mod push;
mod refused;
mod schema;
mod sealing;
mod sessions;
mod spaces;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use protocol::admission::AdmissionCode;
use protocol::event::DeviceHead;
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, EventId, InviteId, NameHash, SpaceId};
use protocol::wire::{Slot, SpaceSeat};

use super::{
    Answer, AppendOutcome, Batch, BlobOutcome, BlobRow, ChainOutcome, ChainRow, ChainRows, Found,
    InviteOutcome, InviteRow, NewAccount, PageRows, PushRow, RegisterOutcome, Session, SlotOutcome, SlotRow,
    SpaceAt, Store, StoreProblem, Woken,
};
use crate::relay::randomness;
use desks::Desks;
use failed::Tries;
pub(crate) use failed::jitter;
use lines::Lines;
pub use refused::PostgresRefused;
pub use schema::Glimpse;

/// The store in a PostgreSQL database.
pub struct PostgresStore {
    lines: Arc<Lines>,
    desks: Arc<Desks>,
}

/// Has a single statement done, or some that only read, again when that helps.
macro_rules! ask {
    ($store:expr, |$link:ident| $work:expr) => {{
        let lines = Arc::clone(&$store.lines);
        Box::pin(async move {
            let mut tries = Tries::begin();
            loop {
                let done = match lines.shared().await {
                    Ok($link) => $work.await,
                    Err(failed) => Err(failed),
                };
                match done {
                    Ok(done) => return Ok(done),
                    Err(failed) => tries.next(failed).await?,
                }
            }
        })
    }};
}

/// Has a transaction done, again when others got ahead of it. It comes to its end though nobody waits for it any more.
macro_rules! transact {
    ($lines:ident, |$link:ident| $work:expr) => {{
        let mut tries = Tries::begin();
        loop {
            let done = match $lines.begin().await {
                Ok(transaction) => {
                    let $link = Arc::clone(&transaction.link);
                    let done = $work.await;
                    transaction.end(done).await
                }
                Err(failed) => Err(failed),
            };
            match done {
                Ok(done) => break Ok(done),
                Err(failed) => match tries.next(failed).await {
                    Ok(()) => {}
                    Err(problem) => break Err(problem),
                },
            }
        }
    }};
}

fn by_itself<T: Send + 'static>(
    work: impl Future<Output = Result<T, StoreProblem>> + Send + 'static,
) -> Answer<T> {
    let work = tokio::spawn(work);
    Box::pin(async move { work.await.unwrap_or(Err(StoreProblem::Closed)) })
}

macro_rules! alone {
    ($store:expr, |$link:ident| $work:expr) => {{
        let lines = Arc::clone(&$store.lines);
        by_itself(async move { transact!(lines, |$link| $work) })
    }};
}

// After the macros it uses.
mod attachments;

impl PostgresStore {
    /// Opens the store at this address, and brings its tables to the newest version.
    ///
    /// # Errors
    /// When the address cannot be read, the database does not let us in, or is of another version.
    pub async fn open(address: &str) -> Result<Self, PostgresRefused> {
        let (config, tls) = schema::address(address)?;
        let lines = Arc::new(Lines::to(config, tls));
        schema::prepare(&lines).await?;
        Ok(Self { lines, desks: Arc::default() })
    }

    /// Looks at a database and changes nothing in it.
    ///
    /// # Errors
    /// As for opening it.
    pub async fn glimpse(address: &str) -> Result<Glimpse, PostgresRefused> {
        let (config, tls) = schema::address(address)?;
        schema::glimpse(&Lines::to(config, tls)).await
    }

    /// Lets so many people in until a time, and gives the code for them as it is handed out. Only its hash is kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn admit_people(&self, people: u32, expires_ms: u64) -> Result<String, StoreProblem> {
        let code = AdmissionCode::make(&mut randomness());
        self.admit(code.kept(), people, expires_ms).await?;
        Ok(code.to_text())
    }

    /// What the database's own clock says, in milliseconds since 1970.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn now_ms(&self) -> Result<u64, StoreProblem> {
        let answer: Answer<u64> = ask!(self, |link| schema::now_ms(&link));
        answer.await
    }

    /// Tells every client that this store is another life of the one it knew. To be called after the database was put
    /// back from a copy, while no node runs on it: what the copy lacks, the clients then send again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_new_incarnation(&self, fresh: [u8; 16]) -> Result<(), StoreProblem> {
        let lines = Arc::clone(&self.lines);
        transact!(lines, |link| kept::begin_new_life(&link, &fresh))
    }
}

/// Does what is still to be done for an account that was closed; answers the spaces that went with it.
async fn finish_closing(lines: &Arc<Lines>, account: AccountId) -> Result<Vec<SpaceId>, StoreProblem> {
    let alone: Vec<SpaceId> = transact!(lines, |link| erase::spaces_alone(&link, account))?;
    let mut concerned = vec![account];
    for space in &alone {
        concerned.extend::<Vec<_>>(transact!(lines, |link| erase::space(&link, *space))?);
    }
    for account in concerned {
        transact!(lines, |link| erase::forget_if_unneeded(&link, account))?;
    }
    Ok(alone)
}

async fn sweep(lines: Arc<Lines>, now_ms: u64) -> Result<(), StoreProblem> {
    transact!(lines, |link| sessions::sweep(&link, now_ms))?;
    transact!(lines, |link| meetings::sweep(&link, now_ms))?;
    transact!(lines, |link| attachments::sweep(&link, now_ms))?;
    let half_closed: Vec<AccountId> = transact!(lines, |link| erase::half_closed(&link))?;
    for account in half_closed {
        finish_closing(&lines, account).await?;
    }
    Ok(())
}

impl Store for PostgresStore {
    fn is_shared(&self) -> bool {
        true
    }

    fn keep_once(&self, name: &'static str, value: Vec<u8>) -> Answer<Vec<u8>> {
        ask!(self, |link| kept::keep_once(&link, name, &value))
    }

    fn works(&self) -> Answer<()> {
        ask!(self, |link| kept::works(&link))
    }

    fn register(&self, account: NewAccount) -> Answer<RegisterOutcome> {
        alone!(self, |link| accounts::register(&link, &account))
    }

    fn admit(&self, code: [u8; 32], people: u32, expires_ms: u64) -> Answer<()> {
        ask!(self, |link| accounts::admit(&link, &code, people, expires_ms))
    }

    fn login(&self, name: NameHash) -> Answer<Option<(AccountId, Vec<u8>)>> {
        ask!(self, |link| accounts::login(&link, name))
    }

    fn replace_login(
        &self,
        account: AccountId,
        name: NameHash,
        opaque: Vec<u8>,
        expect_seq: u64,
        chain: Vec<ChainRow>,
    ) -> Answer<ChainOutcome> {
        alone!(self, |link| accounts::replace_login(&link, account, name, &opaque, expect_seq, &chain))
    }

    fn account_chain(&self, account: AccountId, from: u64, most: usize) -> Answer<Option<ChainRows>> {
        ask!(self, |link| accounts::chain(&link, account, from, most))
    }

    fn grow_account_chain(
        &self,
        account: AccountId,
        expect_seq: u64,
        chain: Vec<ChainRow>,
        revoked: Vec<DeviceKeyId>,
    ) -> Answer<ChainOutcome> {
        alone!(self, |link| accounts::grow_chain(&link, account, expect_seq, &chain, &revoked))
    }

    fn blob(&self, account: AccountId, slot: String) -> Answer<Option<BlobRow>> {
        ask!(self, |link| accounts::blob(&link, account, &slot))
    }

    fn put_blob(
        &self,
        account: AccountId,
        slot: String,
        expect_version: u64,
        body: Vec<u8>,
        most: usize,
    ) -> Answer<BlobOutcome> {
        alone!(self, |link| accounts::put_blob(&link, account, &slot, expect_version, &body, most))
    }

    fn close_account(&self, account: AccountId) -> Answer<Vec<SpaceId>> {
        let lines = Arc::clone(&self.lines);
        by_itself(async move {
            transact!(lines, |link| erase::shut(&link, account))?;
            finish_closing(&lines, account).await
        })
    }

    fn begin_session(&self, token_hash: [u8; 32], session: Session, most: usize) -> Answer<bool> {
        ask!(self, |link| sessions::begin(&link, &token_hash, session, most))
    }

    fn session(&self, token_hash: [u8; 32]) -> Answer<Option<Session>> {
        ask!(self, |link| sessions::find(&link, &token_hash))
    }

    fn end_session(&self, token_hash: [u8; 32]) -> Answer<()> {
        ask!(self, |link| sessions::end(&link, &token_hash))
    }

    fn keep_push(&self, row: PushRow) -> Answer<bool> {
        ask!(self, |link| push::keep(&link, &row))
    }

    fn stop_push(&self, account: AccountId, device: DeviceKeyId) -> Answer<()> {
        ask!(self, |link| push::stop(&link, account, device))
    }

    fn due_push(&self, now_ms: u64, again_ms: u64, most: usize) -> Answer<Vec<PushRow>> {
        ask!(self, |link| push::due(&link, now_ms, again_ms, most))
    }

    fn after_push(&self, row: PushRow, woken: Woken) -> Answer<()> {
        alone!(self, |link| push::after(&link, &row, &woken))
    }

    fn keep_briefly(&self, key: [u8; 32], value: Vec<u8>, until_ms: u64, _now_ms: u64) -> Answer<bool> {
        ask!(self, |link| async {
            sessions::keep_briefly(&link, &key, &value, until_ms).await.map(|()| true)
        })
    }

    fn take_once(&self, key: [u8; 32], now_ms: u64) -> Answer<Option<Vec<u8>>> {
        // What was taken when the connection broke is gone, and the sign-in begins anew.
        ask!(self, |link| sessions::take_once(&link, &key, now_ms))
    }

    fn say_among_nodes(
        &self,
        node: [u8; 16],
        says: Vec<u8>,
        until_ms: u64,
        now_ms: u64,
    ) -> Answer<Vec<Vec<u8>>> {
        ask!(self, |link| sessions::say_among_nodes(&link, &node, &says, until_ms, now_ms))
    }

    fn sweep(&self, now_ms: u64) -> Answer<()> {
        by_itself(sweep(Arc::clone(&self.lines), now_ms))
    }

    fn make_space(
        &self,
        space: SpaceId,
        chain: Vec<ChainRow>,
        members: Vec<AccountId>,
    ) -> Answer<ChainOutcome> {
        alone!(self, |link| spaces::make(&link, space, &chain, &members))
    }

    fn control_chain(&self, space: SpaceId, from: u64, most: usize) -> Answer<Option<ChainRows>> {
        ask!(self, |link| spaces::chain(&link, space, from, most))
    }

    fn grow_control_chain(
        &self,
        space: SpaceId,
        expect_seq: u64,
        chain: Vec<ChainRow>,
        members: Vec<AccountId>,
    ) -> Answer<ChainOutcome> {
        alone!(self, |link| spaces::grow_chain(&link, space, expect_seq, &chain, &members))
    }

    fn spaces_of(&self, account: AccountId) -> Answer<Vec<SpaceSeat>> {
        ask!(self, |link| spaces::of(&link, account))
    }

    fn append(&self, batch: Batch) -> Answer<AppendOutcome> {
        Desks::append(&self.desks, &self.lines, batch)
    }

    fn page(&self, space: SpaceId, after: u64, most: usize, most_bytes: usize) -> Answer<Option<PageRows>> {
        ask!(self, |link| pages::page(&link, space, after, most, most_bytes))
    }

    fn stand(&self, spaces: Vec<SpaceId>) -> Answer<Vec<SpaceAt>> {
        ask!(self, |link| pages::stand(&link, &spaces))
    }

    fn device_heads(&self, space: SpaceId) -> Answer<Vec<(DeviceId, DeviceHead)>> {
        ask!(self, |link| append::devices(&link, space))
    }

    fn find(&self, space: SpaceId, ids: Vec<EventId>) -> Answer<Vec<Found>> {
        ask!(self, |link| pages::find(&link, space, &ids))
    }

    fn erase(&self, space: SpaceId, events: Vec<Found>) -> Answer<()> {
        alone!(self, |link| erase::erase(&link, space, &events))
    }

    fn open_invite(
        &self,
        invite: InviteId,
        account: AccountId,
        expires_ms: u64,
        most: usize,
        now_ms: u64,
    ) -> Answer<InviteOutcome> {
        alone!(self, |link| meetings::open(&link, (invite, account), expires_ms, most, now_ms))
    }

    fn invite(&self, invite: InviteId) -> Answer<Option<InviteRow>> {
        ask!(self, |link| meetings::invite(&link, invite))
    }

    fn put_slot(&self, invite: InviteId, slot: Slot, sealed: Vec<u8>, now_ms: u64) -> Answer<SlotOutcome> {
        alone!(self, |link| meetings::put_slot(&link, invite, slot, &sealed, now_ms))
    }

    fn slot(&self, invite: InviteId, slot: Slot, now_ms: u64) -> Answer<SlotRow> {
        ask!(self, |link| meetings::slot(&link, invite, slot, now_ms))
    }
}
