//! What every store keeps to. A new store is done when it passes this.

mod pushes;

use std::sync::Arc;

use protocol::event::DeviceHead;
use protocol::ids::{AccountId, DeviceId, DeviceKeyId, EventId, InviteId, NameHash, SpaceId};
use protocol::log::{first_root, next_root};
use protocol::wire::Slot;

use super::*;

/// Opens the store under test again, as after a restart.
pub(super) trait Bench {
    /// The store.
    fn store(&self) -> Arc<dyn Store>;
}

/// Runs all of it.
pub(super) async fn holds(bench: &dyn Bench) {
    accounts(&*bench.store()).await;
    admissions(&*bench.store()).await;
    sessions(&*bench.store()).await;
    brief(&*bench.store()).await;
    pushes::hold(&*bench.store()).await;
    blobs(&*bench.store()).await;
    chains(&*bench.store()).await;
    log(&*bench.store()).await;
    withdrawal(&*bench.store()).await;
    meetings(&*bench.store()).await;
    open_meetings(&*bench.store()).await;
    super::attachments::holds(&*bench.store()).await;
    closing(&*bench.store()).await;
}

pub(super) fn row(byte: u8) -> ChainRow {
    ChainRow { hash: [byte; 32], body: vec![byte; 40] }
}

fn account(byte: u8) -> NewAccount {
    NewAccount {
        account: AccountId([byte; 16]),
        name: NameHash([byte; 32]),
        opaque: vec![byte; 8],
        chain: vec![row(byte)],
        created_day: 20_000,
        admission: None,
    }
}

/// An event of a device, following its last one.
pub(super) fn event(device: u8, dseq: u64, size: usize) -> Incoming {
    let prev = if dseq == 1 { EventId([0; 32]) } else { id(device, dseq - 1) };
    Incoming { id: id(device, dseq), device: DeviceId([device; 16]), dseq, prev, bytes: vec![device; size] }
}

fn id(device: u8, dseq: u64) -> EventId {
    let mut id = [device; 32];
    id[..8].copy_from_slice(&dseq.to_be_bytes());
    EventId(id)
}

/// A batch for a space.
pub(super) fn batch(space: SpaceId, events: Vec<Incoming>) -> Batch {
    Batch { space, ctl_seq: 0, quota: 1 << 20, now_ms: 1_000, events }
}

/// The outcomes of an append.
pub(super) async fn outcomes(store: &dyn Store, batch: Batch) -> Vec<EventOutcome> {
    match store.append(batch).await.unwrap() {
        AppendOutcome::Done { outcomes, .. } => outcomes,
        other => panic!("{other:?}"),
    }
}

async fn accounts(store: &dyn Store) {
    assert_eq!(store.register(account(1)).await, Ok(RegisterOutcome::Made));
    assert_eq!(
        store.register(NewAccount { account: AccountId([9; 16]), ..account(1) }).await,
        Ok(RegisterOutcome::NameTaken)
    );
    assert_eq!(
        store.register(NewAccount { name: NameHash([9; 32]), ..account(1) }).await,
        Ok(RegisterOutcome::AccountTaken)
    );
    assert_eq!(store.login(NameHash([1; 32])).await, Ok(Some((AccountId([1; 16]), vec![1; 8]))));
    assert_eq!(store.login(NameHash([2; 32])).await, Ok(None));
    let other_name =
        store.replace_login(AccountId([1; 16]), NameHash([2; 32]), vec![5], 1, vec![row(2)]).await;
    assert_eq!(other_name, Ok(ChainOutcome::Unknown));
    let replaced =
        store.replace_login(AccountId([1; 16]), NameHash([1; 32]), vec![5], 1, vec![row(2)]).await.unwrap();
    assert!(matches!(replaced, ChainOutcome::Grown(at) if at.seq == 1));
    assert_eq!(store.login(NameHash([1; 32])).await.unwrap().unwrap().1, vec![5]);
    assert_eq!(store.keep_once("contract", vec![1]).await, Ok(vec![1]));
    assert_eq!(store.keep_once("contract", vec![2]).await, Ok(vec![1]));
    assert_eq!(store.works().await, Ok(()));
}

async fn sessions(store: &dyn Store) {
    let device =
        Session { account: AccountId([1; 16]), reach: Reach::Device(DeviceKeyId([7; 16])), expires_ms: 500 };
    let own = Session { reach: Reach::OwnChain, expires_ms: 900, ..device };
    assert_eq!(store.begin_session([1; 32], device, 2).await, Ok(true));
    let nobodys = Session { account: AccountId([77; 16]), ..device };
    assert_eq!(store.begin_session([7; 32], nobodys, 2).await, Ok(false));
    store.begin_session([2; 32], own, 2).await.unwrap();
    assert_eq!(store.session([1; 32]).await, Ok(Some(device)));
    assert_eq!(store.session([2; 32]).await, Ok(Some(own)));
    store.begin_session([3; 32], own, 2).await.unwrap();
    assert_eq!(store.session([1; 32]).await, Ok(None), "the oldest gives way");
    store.end_session([3; 32]).await.unwrap();
    assert_eq!(store.session([3; 32]).await, Ok(None));
    store.sweep(900).await.unwrap();
    assert_eq!(store.session([2; 32]).await, Ok(None), "what is over is forgotten");
    store.begin_session([4; 32], device, 2).await.unwrap();
    store.grow_account_chain(AccountId([1; 16]), 2, vec![row(3)], vec![DeviceKeyId([7; 16])]).await.unwrap();
    assert_eq!(store.session([4; 32]).await, Ok(None), "a revoked device has no session");
}

async fn brief(store: &dyn Store) {
    assert_eq!(store.keep_briefly([1; 32], vec![1], 100, 50).await, Ok(true));
    assert_eq!(store.keep_briefly([2; 32], vec![2], 100, 50).await, Ok(true));
    let (one, other) = tokio::join!(store.take_once([1; 32], 60), store.take_once([1; 32], 60));
    let took: Vec<_> = [one, other].into_iter().filter_map(|it| it.unwrap()).collect();
    assert_eq!(took, [vec![1]], "of two that take it, one gets it");
    assert_eq!(store.take_once([2; 32], 100).await, Ok(None), "its time is over");
}

async fn blobs(store: &dyn Store) {
    let me = AccountId([1; 16]);
    let put = |slot: &str, version, body| store.put_blob(me, slot.into(), version, body, 2);
    assert_eq!(put("bag", 0, vec![1]).await, Ok(BlobOutcome::Stored(1)));
    assert_eq!(put("bag", 0, vec![2]).await, Ok(BlobOutcome::Conflict));
    assert_eq!(put("bag", 1, vec![3]).await, Ok(BlobOutcome::Stored(2)));
    assert_eq!(store.blob(me, "bag".into()).await, Ok(Some(BlobRow { version: 2, body: vec![3] })));
    assert_eq!(put("second", 0, vec![1]).await, Ok(BlobOutcome::Stored(1)));
    assert_eq!(put("third", 0, vec![1]).await, Ok(BlobOutcome::TooMany));
}

async fn chains(store: &dyn Store) {
    let (space, me, you) = (SpaceId([1; 16]), AccountId([1; 16]), AccountId([2; 16]));
    let made = store.make_space(space, vec![row(1)], vec![me, you]).await.unwrap();
    assert!(matches!(made, ChainOutcome::Grown(at) if at.seq == 0 && at.hash.0 == [1; 32]));
    let again = store.make_space(space, vec![row(1)], vec![me, you]).await.unwrap();
    assert!(matches!(again, ChainOutcome::Conflict(at) if at.seq == 0));
    let grown = store.grow_control_chain(space, 1, vec![row(2), row(3)], vec![me]).await.unwrap();
    assert!(matches!(grown, ChainOutcome::Grown(at) if at.seq == 2 && at.hash.0 == [3; 32]));
    let late = store.grow_control_chain(space, 1, vec![row(4)], vec![me]).await.unwrap();
    assert!(matches!(late, ChainOutcome::Conflict(at) if at.seq == 2));
    let chain = store.control_chain(space, 1, 1).await.unwrap().unwrap();
    assert_eq!((chain.rows, chain.at.seq), (vec![row(2)], 2));
    assert_eq!(store.control_chain(SpaceId([99; 16]), 0, 9).await, Ok(None));
    assert_eq!(store.spaces_of(you).await, Ok(vec![]), "who was removed is no member");
    assert_eq!(store.spaces_of(me).await.unwrap().len(), 1);
    assert!(matches!(store.account_chain(me, 0, 9).await, Ok(Some(chain)) if chain.rows.len() == 4));
}

async fn log(store: &dyn Store) {
    let space = SpaceId([2; 16]);
    store.make_space(space, vec![row(1)], vec![AccountId([1; 16])]).await.unwrap();
    let stored = |seq, after: u64| EventOutcome::Stored { seq, recv_ms: 1_000 + after };
    let first = outcomes(store, batch(space, vec![event(1, 1, 10), event(1, 2, 10), event(2, 1, 10)])).await;
    assert_eq!(first, [stored(1, 0), stored(2, 0), stored(3, 0)]);
    let again = outcomes(store, batch(space, vec![event(1, 2, 10), event(1, 3, 10), event(1, 3, 10)])).await;
    let there = |seq, after: u64| EventOutcome::Duplicate { seq, recv_ms: 1_000 + after };
    // The same millisecond: a log's times grow from batch to batch all the same.
    assert_eq!(again, [there(2, 0), stored(4, 1), there(4, 1)]);
    let odd = Incoming { id: EventId([200; 32]), ..event(1, 2, 10) };
    let unlinked = Incoming { prev: EventId([201; 32]), ..event(1, 4, 10) };
    let bad = outcomes(store, batch(space, vec![odd, event(1, 9, 10), unlinked])).await;
    assert_eq!(bad, [EventOutcome::DeviceFork, EventOutcome::Gap, EventOutcome::DeviceFork]);
    let full = Batch { quota: 45, ..batch(space, vec![event(1, 4, 10), event(2, 2, 5)]) };
    assert_eq!(outcomes(store, full).await, [EventOutcome::Full, stored(5, 2)]);
    let moved = store.append(Batch { ctl_seq: 7, ..batch(space, vec![event(1, 4, 10)]) }).await;
    assert_eq!(moved, Ok(AppendOutcome::ControlMoved));
    assert_eq!(store.append(batch(SpaceId([98; 16]), vec![])).await, Ok(AppendOutcome::Unknown));
    // A relay's clock that is set back does not set the log back.
    let early = Batch { now_ms: 10, ..batch(space, vec![event(1, 4, 10)]) };
    assert_eq!(outcomes(store, early).await, [stored(6, 3)]);
    reading(store, space).await;
}

async fn reading(store: &dyn Store, space: SpaceId) {
    let page = store.page(space, 1, 3, 1 << 20).await.unwrap().unwrap();
    assert_eq!(page.rows.iter().map(|it| it.seq).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(page.rows[1].bytes, vec![2; 10]);
    assert_eq!(page.head.seq, 6);
    let order = [id(1, 1), id(1, 2), id(2, 1), id(1, 3), id(2, 2), id(1, 4)];
    let roots = order.iter().zip([0_u64, 0, 0, 1, 2, 3]).scan(first_root(space), |root, (id, after)| {
        *root = next_root(root, *id, 1_000 + after);
        Some(*root)
    });
    let roots: Vec<_> = roots.collect();
    assert_eq!(page.root_there, Some(roots[0]));
    assert_eq!(page.root_after, Some(roots[3]));
    assert_eq!(page.head.root, roots[5]);
    let small = store.page(space, 0, 9, 25).await.unwrap().unwrap();
    assert_eq!(small.rows.len(), 2, "no more bytes than asked for");
    assert_eq!(store.page(space, 3, 9, 1).await.unwrap().unwrap().rows.len(), 1, "but never nothing");
    let small = store.page(space, 0, 9, 25).await.unwrap().unwrap();
    assert_eq!(small.rows.len(), 2, "no more bytes than asked for");
    assert_eq!(store.page(space, 3, 9, 1).await.unwrap().unwrap().rows.len(), 1, "but never nothing");
    let start = store.page(space, 0, 1, 1 << 20).await.unwrap().unwrap();
    assert_eq!(start.root_there, Some(first_root(space)));
    let beyond = store.page(space, 7, 10, 1 << 20).await.unwrap().unwrap();
    assert_eq!((beyond.root_there, beyond.rows.len()), (None, 0));
    let end = store.page(space, 6, 10, 1 << 20).await.unwrap().unwrap();
    assert_eq!((end.root_there, end.rows.len()), (Some(roots[5]), 0));
    assert_eq!(store.page(SpaceId([98; 16]), 0, 1, 1 << 20).await, Ok(None));
    let stands = store.stand(vec![space, SpaceId([98; 16])]).await.unwrap();
    assert_eq!(stands, [SpaceAt { space, seq: 6, ctl_seq: 0 }]);
    let mut heads = store.device_heads(space).await.unwrap();
    heads.sort_unstable_by_key(|it| it.0);
    let head = |device, dseq| (DeviceId([device; 16]), DeviceHead { dseq, id: id(device, dseq) });
    assert_eq!(heads, [head(1, 4), head(2, 2)]);
}

async fn withdrawal(store: &dyn Store) {
    let space = SpaceId([2; 16]);
    let mut found = store.find(space, vec![id(1, 2), id(2, 2), EventId([99; 32])]).await.unwrap();
    found.sort_unstable_by_key(|it| it.seq);
    assert_eq!(found.iter().map(|it| (it.id, it.seq)).collect::<Vec<_>>(), [(id(1, 2), 2), (id(2, 2), 5)]);
    let stubs = found.into_iter().map(|it| Found { bytes: vec![0], ..it }).collect();
    let before = store.page(space, 0, 10, 1 << 20).await.unwrap().unwrap();
    store.erase(space, stubs).await.unwrap();
    let after = store.page(space, 0, 10, 1 << 20).await.unwrap().unwrap();
    assert_eq!(after.head, before.head, "the log still verifies");
    let lengths: Vec<_> = after.rows.iter().map(|it| it.bytes.len()).collect();
    assert_eq!(lengths, [10, 1, 10, 10, 1, 10]);
}

async fn meetings(store: &dyn Store) {
    let opens = async |invite: u8, account: u8, expires_ms, now_ms| {
        let (invite, account) = (InviteId([invite; 16]), AccountId([account; 16]));
        store.open_invite(invite, account, expires_ms, 1, now_ms).await.unwrap()
    };
    let invite = InviteId([1; 16]);
    assert_eq!(opens(1, 1, 100, 50).await, InviteOutcome::Open);
    assert_eq!(opens(1, 1, 100, 50).await, InviteOutcome::Open);
    assert_eq!(opens(1, 2, 100, 50).await, InviteOutcome::Used);
    assert_eq!(opens(2, 1, 100, 50).await, InviteOutcome::TooMany);
    assert_eq!(store.slot(invite, Slot::J1, 50).await, Ok(SlotRow::Empty));
    assert_eq!(store.put_slot(invite, Slot::J1, vec![1], 50).await, Ok(SlotOutcome::Written));
    assert_eq!(store.put_slot(invite, Slot::J1, vec![1], 50).await, Ok(SlotOutcome::Written));
    assert_eq!(
        store.put_slot(invite, Slot::J1, vec![2], 50).await,
        Ok(SlotOutcome::Used),
        "who comes second"
    );
    assert_eq!(store.slot(invite, Slot::J1, 50).await, Ok(SlotRow::Filled(vec![1])));
    let state = InviteRow { expires_ms: 100, answered: true, called_off: false };
    assert_eq!(store.invite(invite).await, Ok(Some(state)));
    assert_eq!(store.put_slot(invite, Slot::I1, vec![1], 50).await, Ok(SlotOutcome::Written));
    assert_eq!(store.put_slot(invite, Slot::X, vec![3], 50).await, Ok(SlotOutcome::Written));
    assert_eq!(store.put_slot(invite, Slot::I2, vec![1], 50).await, Ok(SlotOutcome::Used));
    assert_eq!(store.slot(invite, Slot::I2, 50).await, Ok(SlotRow::CalledOff));
    assert_eq!(store.slot(invite, Slot::I1, 50).await, Ok(SlotRow::CalledOff), "what was left is not given");
    assert_eq!(
        store.slot(invite, Slot::J1, 50).await,
        Ok(SlotRow::Filled(vec![1])),
        "who came is still said"
    );
    assert_eq!(store.slot(invite, Slot::X, 50).await, Ok(SlotRow::Filled(vec![3])));
    assert_eq!(store.put_slot(invite, Slot::I1, vec![1], 100).await, Ok(SlotOutcome::Expired));
    assert_eq!(store.slot(invite, Slot::J1, 100).await, Ok(SlotRow::Expired));
    assert_eq!(store.slot(InviteId([0; 16]), Slot::J1, 1).await, Ok(SlotRow::Unknown));
    assert_eq!(store.put_slot(InviteId([0; 16]), Slot::J1, vec![], 1).await, Ok(SlotOutcome::Unknown));
}

/// After `meetings`, whose one invitation was called off.
async fn admissions(store: &dyn Store) {
    store.admit([7; 32], 2, 100).await.unwrap();
    let comes = async |byte: u8, code: [u8; 32], now_ms| {
        let admission = Some(Admitted { code, now_ms });
        store.register(NewAccount { admission, ..account(byte) }).await.unwrap()
    };
    assert_eq!(comes(100, [8; 32], 50).await, RegisterOutcome::NotAdmitted, "another code");
    assert_eq!(comes(100, [7; 32], 100).await, RegisterOutcome::NotAdmitted, "its time is over");
    assert_eq!(comes(100, [7; 32], 99).await, RegisterOutcome::Made);
    assert_eq!(comes(100, [7; 32], 99).await, RegisterOutcome::NameTaken, "and nobody was let in by it");
    assert_eq!(comes(101, [7; 32], 99).await, RegisterOutcome::Made);
    assert_eq!(comes(102, [7; 32], 99).await, RegisterOutcome::NotAdmitted, "it was for two");
    assert_eq!(store.login(NameHash([102; 32])).await, Ok(None));
    store.admit([9; 32], 1, 100).await.unwrap();
    store.sweep(100).await.unwrap();
    assert_eq!(comes(102, [9; 32], 50).await, RegisterOutcome::NotAdmitted, "what is over is forgotten");
}

async fn open_meetings(store: &dyn Store) {
    let opens = async |invite: u8, account: u8, expires_ms, now_ms| {
        let (invite, account) = (InviteId([invite; 16]), AccountId([account; 16]));
        store.open_invite(invite, account, expires_ms, 1, now_ms).await.unwrap()
    };
    // Only what is open counts: not what was called off, not what is over in time, and all of it not without end.
    assert_eq!(opens(2, 1, 60, 50).await, InviteOutcome::Open);
    assert_eq!(opens(3, 1, 60, 59).await, InviteOutcome::TooMany);
    assert_eq!(opens(3, 1, 61, 60).await, InviteOutcome::Open);
    let more = (4..=255).map(|it| (it, u64::from(it) + 100));
    let mut most = 3;
    for (invite, now_ms) in more {
        match opens(invite, 1, now_ms + 1, now_ms).await {
            InviteOutcome::Open => most += 1,
            refused => assert_eq!(refused, InviteOutcome::TooMany),
        }
    }
    assert_eq!(most, 64);
}

async fn closing(store: &dyn Store) {
    let (me, you) = (AccountId([1; 16]), AccountId([3; 16]));
    store.register(account(3)).await.unwrap();
    store.make_space(SpaceId([3; 16]), vec![row(1)], vec![me, you]).await.unwrap();
    let alone = async || {
        let spaces = store.spaces_of(you).await.unwrap();
        spaces.iter().find(|it| it.space == SpaceId([3; 16])).map(|it| it.alone)
    };
    assert_eq!(alone().await, Some(false));
    let closed = store.close_account(me).await.unwrap();
    assert_eq!(alone().await, Some(true), "whoever stays is told");
    assert_eq!(closed, [SpaceId([1; 16]), SpaceId([2; 16])], "only what nobody else is in");
    assert_eq!(store.page(SpaceId([2; 16]), 0, 9, 1 << 20).await, Ok(None));
    super::attachments::went_with_its_space(store, SpaceId([2; 16])).await;
    assert!(store.page(SpaceId([3; 16]), 0, 9, 1 << 20).await.unwrap().is_some());
    assert_eq!(store.login(NameHash([1; 32])).await, Ok(None));
    assert_eq!(store.blob(me, "bag".into()).await, Ok(None));
    let session = Session { account: me, reach: Reach::OwnChain, expires_ms: 1 };
    assert_eq!(
        store.begin_session([8; 32], session, 2).await,
        Ok(false),
        "a closed account is not signed in to"
    );
    assert_eq!(store.due_push(2_000, 2_001, 9).await, Ok(vec![]), "nobody is woken for it");
    assert!(store.account_chain(me, 0, 9).await.unwrap().is_some(), "the partner checks old records with it");
    assert_eq!(
        store.register(account(1)).await,
        Ok(RegisterOutcome::AccountTaken),
        "an account is never somebody else's"
    );
    assert_eq!(store.close_account(you).await, Ok(vec![SpaceId([3; 16])]), "the last one out");
    assert_eq!(store.account_chain(me, 0, 9).await, Ok(None));
}
