//! What every store keeps of attachments: sealed chunks of what is too long for an event. Chunks come first; once an
//! event tells of an attachment it is kept, and what none came to tell of is forgotten after a week.

use protocol::ids::{AccountId, AttachmentId, SpaceId};

use super::Answer;

/// So long an attachment waits for its event, in milliseconds from its first chunk: seven days.
pub(crate) const WAITS_MS: u64 = 7 * 24 * 60 * 60 * 1_000;
/// A chunk counts for no fewer bytes than this, so that many small ones are bounded too.
pub(crate) const LEAST_COUNTED: usize = 16 << 10;

/// A chunk on its way in. Whoever brings it is a member of the space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The space.
    pub space: SpaceId,
    /// Who brings it.
    pub account: AccountId,
    /// Of which attachment.
    pub attachment: AttachmentId,
    /// Its number, below `of`.
    pub n: u32,
    /// How many there are.
    pub of: u32,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
    /// The relay's clock.
    pub now_ms: u64,
    /// Bytes that the attachments of the space may take.
    pub room: u64,
}

impl Chunk {
    /// Bytes it counts for.
    pub(crate) fn counts(&self) -> u64 {
        self.sealed.len().max(LEAST_COUNTED) as u64
    }
}

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkOutcome {
    /// It is there; what this account brought takes so many bytes in all spaces.
    Stored(u64),
    /// The account has no room left for it.
    Full,
    /// Somebody else brought an attachment of this name, or it was cut otherwise.
    Conflict,
    /// There is no such space.
    Unknown,
}

/// How an attachment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// How many chunks it has.
    pub of: u32,
    /// The numbers of those that are there, in order.
    pub held: Vec<u32>,
    /// An event tells of it.
    pub kept: bool,
}

/// What became of attachments that were sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Those that are whole and kept now.
    pub kept: Vec<AttachmentId>,
    /// Those that are not there any more.
    pub dropped: Vec<AttachmentId>,
}

/// The part of a store that keeps attachments.
pub trait AttachmentStore {
    /// Keeps a chunk; one that is there stays as it is.
    fn put_chunk(&self, chunk: Chunk) -> Answer<ChunkOutcome>;
    /// A chunk.
    fn chunk(&self, space: SpaceId, attachment: AttachmentId, n: u32) -> Answer<Option<Vec<u8>>>;
    /// How an attachment stands.
    fn attachment(&self, space: SpaceId, attachment: AttachmentId) -> Answer<Option<Held>>;
    /// Keeps some for good, and erases others that this account brought.
    fn sort_attachments(
        &self,
        space: SpaceId,
        account: AccountId,
        keep: Vec<AttachmentId>,
        drop: Vec<AttachmentId>,
    ) -> Answer<Sorted>;
}

#[cfg(test)]
pub(super) use contract::{holds, went_with_its_space};

#[cfg(test)]
mod contract {
    use super::*;
    use crate::store::Store;

    const SPACE: SpaceId = SpaceId([2; 16]);
    const ME: AccountId = AccountId([1; 16]);
    const YOU: AccountId = AccountId([2; 16]);

    fn named(byte: u8) -> AttachmentId {
        AttachmentId([byte; 16])
    }

    fn chunk(attachment: u8, n: u32, of: u32) -> Chunk {
        let sealed = vec![attachment; 20_000 + n as usize];
        Chunk {
            space: SPACE,
            account: ME,
            attachment: named(attachment),
            n,
            of,
            sealed,
            now_ms: 1_000,
            room: 100_000,
        }
    }

    async fn takes(store: &dyn Store, chunk: Chunk) -> ChunkOutcome {
        store.put_chunk(chunk).await.unwrap()
    }

    /// What every store keeps to.
    pub(in crate::store) async fn holds(store: &dyn Store) {
        let nowhere = Chunk { space: SpaceId([99; 16]), ..chunk(1, 0, 2) };
        assert_eq!(takes(store, nowhere).await, ChunkOutcome::Unknown);
        assert_eq!(store.attachment(SPACE, named(1)).await, Ok(None));
        assert_eq!(takes(store, chunk(1, 1, 2)).await, ChunkOutcome::Stored(20_001));
        assert_eq!(
            takes(store, chunk(1, 1, 2)).await,
            ChunkOutcome::Stored(20_001),
            "said twice it is there once"
        );
        assert_eq!(takes(store, chunk(1, 0, 3)).await, ChunkOutcome::Conflict, "it is cut otherwise");
        assert_eq!(takes(store, Chunk { account: YOU, ..chunk(1, 0, 2) }).await, ChunkOutcome::Conflict);
        let half = Held { of: 2, held: vec![1], kept: false };
        assert_eq!(store.attachment(SPACE, named(1)).await, Ok(Some(half.clone())));
        sorting(store, half).await;
        bounds(store).await;
        forgetting(store).await;
    }

    async fn sorting(store: &dyn Store, half: Held) {
        let sort = |account, keep: &[u8], drop: &[u8]| {
            let of = |all: &[u8]| all.iter().map(|it| named(*it)).collect();
            store.sort_attachments(SPACE, account, of(keep), of(drop))
        };
        assert_eq!(sort(ME, &[1, 7], &[]).await, Ok(Sorted::default()), "what is not whole is not kept");
        assert_eq!(store.attachment(SPACE, named(1)).await, Ok(Some(half)));
        assert_eq!(takes(store, chunk(1, 0, 2)).await, ChunkOutcome::Stored(40_001));
        let kept = Sorted { kept: vec![named(1)], dropped: vec![] };
        assert_eq!(sort(YOU, &[1], &[]).await, Ok(kept.clone()), "any member saw the event");
        assert_eq!(sort(ME, &[1], &[]).await, Ok(kept), "and twice is once");
        let whole = Held { of: 2, held: vec![0, 1], kept: true };
        assert_eq!(store.attachment(SPACE, named(1)).await, Ok(Some(whole)));
        assert_eq!(store.chunk(SPACE, named(1), 1).await, Ok(Some(vec![1; 20_001])));
        assert_eq!(store.chunk(SPACE, named(1), 2).await, Ok(None));
        assert_eq!(store.chunk(SpaceId([1; 16]), named(1), 1).await, Ok(None), "of this space alone");
        assert_eq!(sort(YOU, &[], &[1]).await, Ok(Sorted::default()), "it is not theirs to let go");
        let gone = Sorted { kept: vec![], dropped: vec![named(1), named(8)] };
        assert_eq!(sort(ME, &[], &[1, 8]).await, Ok(gone));
        assert_eq!(store.chunk(SPACE, named(1), 1).await, Ok(None));
    }

    async fn bounds(store: &dyn Store) {
        let small = Chunk { sealed: vec![1], ..chunk(2, 0, 9) };
        let counted = LEAST_COUNTED as u64;
        assert_eq!(takes(store, small).await, ChunkOutcome::Stored(counted), "a small one counts too");
        for n in 1..=4 {
            assert_eq!(
                takes(store, Chunk { sealed: vec![1; 20_000], ..chunk(2, n, 9) }).await,
                ChunkOutcome::Stored(counted + 20_000 * u64::from(n))
            );
        }
        assert_eq!(takes(store, chunk(2, 5, 9)).await, ChunkOutcome::Full);
        assert_eq!(takes(store, chunk(3, 0, 1)).await, ChunkOutcome::Full);
        assert_eq!(store.attachment(SPACE, named(3)).await, Ok(None), "nothing is begun where no room is");
        assert_eq!(
            takes(store, Chunk { account: YOU, ..chunk(6, 0, 1) }).await,
            ChunkOutcome::Stored(20_000),
            "what one brought takes nothing of the other's room"
        );
        store.sort_attachments(SPACE, YOU, vec![], vec![named(6)]).await.unwrap();
        store.sort_attachments(SPACE, ME, vec![], vec![named(2)]).await.unwrap();
        assert_eq!(
            takes(store, chunk(3, 0, 1)).await,
            ChunkOutcome::Stored(20_000),
            "what was let go gives room"
        );
    }

    async fn forgetting(store: &dyn Store) {
        takes(store, Chunk { now_ms: 2_000, ..chunk(4, 0, 1) }).await;
        takes(store, chunk(5, 0, 1)).await;
        store.sort_attachments(SPACE, ME, vec![named(5)], vec![]).await.unwrap();
        store.sweep(1_000 + WAITS_MS).await.unwrap();
        assert_eq!(store.attachment(SPACE, named(3)).await, Ok(None), "no event came to tell of it");
        assert_eq!(store.chunk(SPACE, named(3), 0).await, Ok(None));
        assert!(store.attachment(SPACE, named(4)).await.unwrap().is_some(), "its week is not over");
        assert!(store.attachment(SPACE, named(5)).await.unwrap().is_some(), "it is kept");
    }

    /// With a space its attachments go.
    pub(in crate::store) async fn went_with_its_space(store: &dyn Store, space: SpaceId) {
        assert_eq!(store.attachment(space, named(5)).await, Ok(None));
        assert_eq!(store.chunk(space, named(5), 0).await, Ok(None));
    }
}
