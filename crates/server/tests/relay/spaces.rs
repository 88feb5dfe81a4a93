//! Spaces and their control chains.

use protocol::space::{Change, Policy};
use protocol::wire::{Appended, ControlRecords, ProblemCode, SpaceList, SpaceMade};

use crate::people::{Person, appends_control, makes_space, ours, ours_genesis, vault, vault_genesis};
use crate::rig::Rig;

#[tokio::test]
async fn a_space_is_made_once_however_often_it_is_said() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let (genesis, _) = vault_genesis(&ana);
    let made: SpaceMade = makes_space(&rig, &ana, &genesis).await.read();
    let again: SpaceMade = makes_space(&rig, &ana, &genesis).await.read();
    assert_eq!((made.space, made.at), (again.space, again.at));
    assert_eq!(made.at.hash, genesis.hash());
    let spaces: SpaceList = rig.get("/v1/account/spaces", Some(&ana.token)).await.read();
    assert_eq!(spaces.spaces.len(), 1);
}

#[tokio::test]
async fn nobody_founds_a_space_for_others_or_without_them() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let cat = Person::register(&rig, "cat").await;
    let (genesis, _) = vault_genesis(&ana);
    assert_eq!(makes_space(&rig, &ben, &genesis).await.code(), ProblemCode::NotMember);
    let (genesis, _) = ours_genesis(&ana, &ben);
    assert_eq!(makes_space(&rig, &cat, &genesis).await.code(), ProblemCode::NotMember);
    let one_sided =
        protocol::space::ControlRecord { signatures: genesis.signatures[..1].to_vec(), ..genesis };
    assert_eq!(makes_space(&rig, &ana, &one_sided).await.code(), ProblemCode::Refused);
}

#[tokio::test]
async fn an_account_is_in_so_many_spaces_and_no_more() {
    let rig = Rig::with(|it| it.limits.spaces_per_account = 2).await;
    let ana = Person::register(&rig, "ana").await;
    vault(&rig, &ana).await;
    vault(&rig, &ana).await;
    let (genesis, _) = vault_genesis(&ana);
    assert_eq!(makes_space(&rig, &ana, &genesis).await.code(), ProblemCode::TooMany);
}

#[tokio::test]
async fn a_control_chain_grows_only_from_where_it_stands_and_by_its_rules() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (hers, his) = ours(&rig, &ana, &ben).await;
    let state = hers.chain.state();
    let policy = Policy { version: 2, ..Policy::FIRST };
    let rise = state.signed_by_device(Change::Policy { policy }, hers.device, &hers.keys.sign);
    let forged = state.signed_by_device(Change::Policy { policy }, hers.device, &his.keys.sign);
    let send =
        async |token, expect_seq, record| appends_control(&rig, token, hers.space, expect_seq, record).await;
    assert_eq!(send(&ana.token, 3, &forged).await.code(), ProblemCode::Refused);
    let cat = Person::register(&rig, "cat").await;
    assert_eq!(send(&cat.token, 3, &rise).await.code(), ProblemCode::NotMember);
    send(&ana.token, 3, &rise).await.read::<Appended>();
    let late = send(&ben.token, 3, &rise).await.problem();
    assert_eq!((late.code, late.at.unwrap().seq), (ProblemCode::Conflict, 3));
    let path = format!("/v1/spaces/{}/ctl?from=2", hers.space);
    let rest: ControlRecords = rig.get(&path, Some(&ben.token)).await.read();
    assert_eq!((rest.records.len(), rest.at.seq), (2, 3));
    assert_eq!(rig.get(&path, Some(&cat.token)).await.code(), ProblemCode::NotMember);
}

#[tokio::test]
async fn who_was_removed_reads_and_writes_no_more() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (hers, mut his) = ours(&rig, &ana, &ben).await;
    his.says(&rig, "still here").await;
    let state = hers.chain.state();
    let pins = state.pins_for(ben.account, |device| if device == his.device { his.head } else { hers.head });
    let remove = Change::MemberRemove { account: ben.account, pins };
    let record = state.signed_by_device(remove, hers.device, &hers.keys.sign);
    appends_control(&rig, &ana.token, hers.space, 3, &record).await.read::<Appended>();
    assert_eq!(his.reads(&rig, his.start(&rig).await).await.code(), ProblemCode::NotMember);
    let late = his.seals("one more");
    assert_eq!(his.sends(&rig, std::slice::from_ref(&late)).await.code(), ProblemCode::NotMember);
    let relayed = protocol::wire::Append { v: protocol::wire::V1, events: vec![late.bytes] };
    let reply = rig.post(&hers.path("events"), Some(&ana.token), &relayed).await;
    let results = reply.read::<protocol::wire::AppendResults>().results;
    assert!(
        matches!(&results[..], [protocol::wire::AppendResult::Refused { code: ProblemCode::Removed, .. }]),
        "{results:?}"
    );
    let spaces: SpaceList = rig.get("/v1/account/spaces", Some(&ben.token)).await.read();
    assert!(spaces.spaces.is_empty());
}
