//! An account's chain, its blobs, and its end.

use protocol::Wire;
use protocol::account::By;
use protocol::cbor::Blob;
use protocol::ids::NameHash;
use protocol::wire::{
    AccountChain, AppendChain, BlobStored, LoginStart, LoginStarted, ProblemCode, PutBlob, SpaceList,
    StoredBlob, V1,
};

use crate::people::{Person, ours, rng, vault};
use crate::rig::{NOW, Rig};

#[tokio::test]
async fn a_chain_grows_only_from_where_it_stands() {
    let rig = Rig::new().await;
    let mut ana = Person::register(&rig, "ana").await;
    let (record, _) = ana.state().rotate(By::Device(&ana.device), &ana.puk, NOW, &mut rng());
    ana.adds_device(&rig).await;
    let body = AppendChain { v: V1, expect_seq: 1, records: vec![Blob(record.to_bytes())] };
    let late = rig.post("/v1/account/chain", Some(&ana.token), &body).await.problem();
    assert_eq!((late.code, late.at), (ProblemCode::Conflict, Some(ana.at())));
    let body = AppendChain { expect_seq: 2, ..body };
    assert_eq!(rig.post("/v1/account/chain", Some(&ana.token), &body).await.code(), ProblemCode::Refused);
    let rest: AccountChain = rig.get("/v1/account/chain?from=1", Some(&ana.token)).await.read();
    assert_eq!((rest.records.len(), rest.at), (1, ana.at()));
}

#[tokio::test]
async fn a_chain_takes_no_record_of_another_persons() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let ben = Person::register(&rig, "ben").await;
    let (record, _) = ben.state().rotate(By::Device(&ben.device), &ben.puk, NOW, &mut rng());
    let body = AppendChain { v: V1, expect_seq: 1, records: vec![Blob(record.to_bytes())] };
    assert_eq!(rig.post("/v1/account/chain", Some(&ana.token), &body).await.code(), ProblemCode::Refused);
}

#[tokio::test]
async fn a_co_members_chain_is_read_through_the_space_both_are_in() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let cat = Person::register(&rig, "cat").await;
    let (seat, _) = ours(&rig, &ana, &ben).await;
    let path = |whose: &Person| format!("/v1/accounts/{}/chain?space={}", whose.account, seat.space);
    let chain: AccountChain = rig.get(&path(&ben), Some(&ana.token)).await.read();
    assert_eq!(chain.records, ben.chain.bytes_from(0));
    assert_eq!(rig.get(&path(&ben), Some(&cat.token)).await.code(), ProblemCode::NotMember);
    assert_eq!(rig.get(&path(&cat), Some(&ana.token)).await.code(), ProblemCode::NotMember);
    let without = format!("/v1/accounts/{}/chain", ben.account);
    assert_eq!(rig.get(&without, Some(&ana.token)).await.code(), ProblemCode::Malformed);
}

#[tokio::test]
async fn a_blob_is_written_only_over_what_was_read() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let put = async |slot: &str, expect_version, body: &[u8]| {
        let body = PutBlob { v: V1, expect_version, body: body.to_vec() };
        rig.put(&format!("/v1/account/blob/{slot}"), Some(&ana.token), &body).await
    };
    assert_eq!(put("bag", 0, b"one").await.read::<BlobStored>().version, 1);
    assert_eq!(put("bag", 0, b"other").await.code(), ProblemCode::Conflict);
    let kept: StoredBlob = rig.get("/v1/account/blob/bag", Some(&ana.token)).await.read();
    assert_eq!((kept.version, kept.body), (1, b"one".to_vec()));
    assert_eq!(rig.get("/v1/account/blob/none", Some(&ana.token)).await.code(), ProblemCode::Unknown);
    assert_eq!(put("Bag", 0, b"").await.code(), ProblemCode::Unknown);
    for number in 0..7 {
        put(&format!("b{number}"), 0, b"").await.read::<BlobStored>();
    }
    assert_eq!(put("one-more", 0, b"").await.code(), ProblemCode::TooMany);
}

#[tokio::test]
async fn closing_an_account_leaves_the_partner_what_is_shared_and_nobody_anything_else() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let mut own = vault(&rig, &ana).await;
    let (mut hers, his) = ours(&rig, &ana, &ben).await;
    own.says(&rig, "for nobody").await;
    hers.says(&rig, "for both").await;
    assert_eq!(rig.delete("/v1/account", Some(&ana.token)).await.status, 204);
    assert_eq!(rig.get("/v1/account/spaces", Some(&ana.token)).await.code(), ProblemCode::Unauthorised);
    assert_eq!(ana.proves(&rig, &ana.device).await.code(), ProblemCode::Unauthorised, "no way back in");
    assert_eq!(his.reads_all(&rig).await.items.len(), 1);
    let path = format!("/v1/accounts/{}/chain?space={}", ana.account, his.space);
    rig.get(&path, Some(&ben.token)).await.read::<AccountChain>();
    let (_, request) = opaque::client_login_start(b"any", &mut rng()).unwrap();
    let body = LoginStart { v: V1, name_hash: NameHash::of("ana"), request };
    rig.post("/v1/opaque/login/start", None, &body).await.read::<LoginStarted>();
    let other_ana = Person::register(&rig, "ana").await;
    let spaces: SpaceList = rig.get("/v1/account/spaces", Some(&other_ana.token)).await.read();
    assert!(spaces.spaces.is_empty(), "the name is free, and says nothing of who had it");
}
