//! What every store keeps to about devices that are woken.

use protocol::ids::{AccountId, DeviceKeyId};

use super::row;
use crate::store::{NEVER_MS, PushRow, Reach, Session, Store, Woken};

fn left(device: u8, body: u8, due_ms: u64) -> PushRow {
    let (account, device) = (AccountId([1; 16]), DeviceKeyId([device; 16]));
    PushRow { account, device, body: vec![body], due_ms, sent_ms: 0 }
}

/// A device that is in.
async fn comes_in(store: &dyn Store, device: u8) {
    let reach = Reach::Device(DeviceKeyId([device; 16]));
    let session = Session { account: AccountId([1; 16]), reach, expires_ms: 9_000 };
    assert_eq!(store.begin_session([100 + device; 32], session, 99).await, Ok(true));
}

pub(super) async fn hold(store: &dyn Store) {
    assert_eq!(store.keep_push(left(1, 1, 100)).await, Ok(false), "it is not in");
    for device in [1, 2, 3, 9] {
        comes_in(store, device).await;
    }
    let nobodys = PushRow { account: AccountId([77; 16]), ..left(1, 1, 100) };
    assert_eq!(store.keep_push(nobodys).await, Ok(false));
    for row in [left(1, 1, 100), left(2, 2, 200), left(3, 3, NEVER_MS)] {
        assert_eq!(store.keep_push(row).await, Ok(true));
    }
    let due = |now_ms| store.due_push(now_ms, now_ms + 50, 9);
    assert_eq!(due(99).await, Ok(vec![]));
    let taken = due(100).await.unwrap();
    assert_eq!(taken, [PushRow { due_ms: 150, ..left(1, 1, 100) }]);
    assert_eq!(due(120).await, Ok(vec![]), "nobody else gets it meanwhile");
    assert_eq!(due(150).await.unwrap().len(), 1, "whoever took it may have fallen");
    let next = |body, due_ms, sent_ms| Woken::Next { body: vec![body], due_ms, sent_ms };
    let [first] = <[PushRow; 1]>::try_from(taken).unwrap();
    store.after_push(first.clone(), next(8, 160, 150)).await.unwrap();
    assert_eq!(
        due(160).await,
        Ok(vec![]),
        "it was taken by another one, which has not said yet what became of it"
    );
    let first = PushRow { due_ms: 200, ..first };
    store.after_push(first, next(9, 300, 150)).await.unwrap();
    // What a device leaves anew stands, and when it was last woken stays.
    store.keep_push(left(1, 7, 310)).await.unwrap();
    let mut taken = due(310).await.unwrap();
    taken.sort_unstable_by_key(|it| it.device.0);
    assert_eq!(
        taken.iter().map(|it| (it.device.0[0], it.body[0], it.sent_ms)).collect::<Vec<_>>(),
        [(1, 7, 150), (2, 2, 0)]
    );
    store.keep_push(left(1, 6, 400)).await.unwrap();
    for row in taken {
        store.after_push(row, Woken::Gone).await.unwrap();
    }
    let taken = due(400).await.unwrap();
    assert_eq!(
        taken.iter().map(|it| (it.device.0[0], it.body[0])).collect::<Vec<_>>(),
        [(1, 6)],
        "the second is gone"
    );
    let stop = |device: u8| store.stop_push(AccountId([1; 16]), DeviceKeyId([device; 16]));
    stop(1).await.unwrap();
    assert_eq!(due(1_000).await, Ok(vec![]));
    store.keep_push(left(1, 5, 1_000)).await.unwrap();
    let again = due(1_000).await.unwrap();
    assert_eq!(again.iter().map(|it| (it.body[0], it.sent_ms)).collect::<Vec<_>>(), [(5, 150)], "as before");
    stop(1).await.unwrap();
    store.keep_push(left(9, 9, 1_000)).await.unwrap();
    store.grow_account_chain(AccountId([1; 16]), 3, vec![row(4)], vec![DeviceKeyId([9; 16])]).await.unwrap();
    assert_eq!(due(1_000).await, Ok(vec![]), "it goes with its device");
    assert_eq!(store.keep_push(left(9, 9, 1_000)).await, Ok(false), "and does not come again");
    store.sweep(u64::MAX >> 1).await.unwrap();
    comes_in(store, 1).await;
    store.keep_push(left(1, 4, 2_000)).await.unwrap();
    assert_eq!(store.due_push(2_000, 2_000, 9).await.unwrap()[0].sent_ms, 0, "that is long ago");
}
