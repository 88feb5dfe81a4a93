//! Invitations and the slots where two devices meet.

use std::time::Duration;

use protocol::ids::InviteId;
use protocol::wire::{InviteMade, InviteState, NewInvite, ProblemCode, Slot, SlotBox, V1};

use crate::people::Person;
use crate::rig::{NOW, Reply, Rig};

const INVITE: InviteId = InviteId([4; 16]);

async fn opened(rig: &Rig) {
    let ana = Person::register(rig, "ana").await;
    opens(rig, &ana, INVITE, 60_000).await.read::<InviteMade>();
}

async fn opens(rig: &Rig, person: &Person, invite: InviteId, ttl_ms: u64) -> Reply {
    rig.post("/v1/invites", Some(&person.token), &NewInvite { v: V1, invite, ttl_ms }).await
}

async fn puts(rig: &Rig, slot: Slot, sealed: &[u8]) -> Reply {
    let path = format!("/v1/rdv/{INVITE}/{}", slot.as_str());
    rig.post(&path, None, &SlotBox { v: V1, sealed: sealed.to_vec() }).await
}

async fn awaits(rig: &Rig, slot: Slot) -> Reply {
    rig.get(&format!("/v1/rdv/{INVITE}/{}", slot.as_str()), None).await
}

#[tokio::test]
async fn what_one_side_leaves_the_other_finds() {
    let rig = Rig::new().await;
    opened(&rig).await;
    assert_eq!(puts(&rig, Slot::J1, b"hello").await.status, 204);
    assert_eq!(awaits(&rig, Slot::J1).await.read::<SlotBox>().sealed, b"hello");
    let state: InviteState = rig.get(&format!("/v1/invites/{INVITE}"), None).await.read();
    assert_eq!((state.expires_ms, state.answered), (NOW + 60_000, true));
}

#[tokio::test]
async fn who_waits_is_woken_when_it_comes() {
    let rig = Rig::new().await;
    opened(&rig).await;
    let (found, put) = tokio::join!(awaits(&rig, Slot::I1), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        puts(&rig, Slot::I1, b"later").await
    });
    assert_eq!(put.status, 204);
    assert_eq!(found.read::<SlotBox>().sealed, b"later");
}

#[tokio::test]
async fn who_waits_in_vain_is_told_to_ask_again() {
    let rig = Rig::new().await;
    opened(&rig).await;
    tokio::time::pause();
    let problem = awaits(&rig, Slot::I1).await.problem();
    assert_eq!((problem.code, problem.retry_ms), (ProblemCode::Unknown, Some(0)));
}

#[tokio::test]
async fn a_second_joiner_finds_the_invitation_used() {
    let rig = Rig::new().await;
    opened(&rig).await;
    assert_eq!(puts(&rig, Slot::J1, b"first").await.status, 204);
    assert_eq!(puts(&rig, Slot::J1, b"first").await.status, 204, "whose answer got lost may say it again");
    assert_eq!(puts(&rig, Slot::J1, b"second").await.code(), ProblemCode::Used);
}

#[tokio::test]
async fn a_meeting_called_off_stays_called_off() {
    let rig = Rig::new().await;
    opened(&rig).await;
    puts(&rig, Slot::J1, b"hello").await;
    puts(&rig, Slot::I1, b"hello").await;
    assert_eq!(puts(&rig, Slot::X, b"").await.status, 204);
    assert_eq!(puts(&rig, Slot::I2, b"hello").await.code(), ProblemCode::Used);
    assert_eq!(awaits(&rig, Slot::I1).await.code(), ProblemCode::Used, "what was left is given to nobody");
    assert_eq!(awaits(&rig, Slot::I2).await.code(), ProblemCode::Used);
    assert_eq!(rig.get(&format!("/v1/invites/{INVITE}"), None).await.code(), ProblemCode::Used);
}

#[tokio::test]
async fn an_invitation_ends_in_time_and_lives_a_day_at_most() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let made: InviteMade = opens(&rig, &ana, INVITE, u64::MAX).await.read();
    assert_eq!(made.expires_ms, NOW + 24 * 60 * 60 * 1_000);
    rig.clock.set(made.expires_ms);
    assert_eq!(rig.get(&format!("/v1/invites/{INVITE}"), None).await.code(), ProblemCode::Expired);
    assert_eq!(puts(&rig, Slot::J1, b"late").await.code(), ProblemCode::Expired);
    assert_eq!(awaits(&rig, Slot::J1).await.code(), ProblemCode::Expired);
}

#[tokio::test]
async fn an_invitation_that_never_was_is_unknown() {
    let rig = Rig::new().await;
    assert_eq!(rig.get(&format!("/v1/invites/{INVITE}"), None).await.code(), ProblemCode::Unknown);
    assert_eq!(awaits(&rig, Slot::J1).await.problem().retry_ms, None);
    assert_eq!(puts(&rig, Slot::J1, b"x").await.code(), ProblemCode::Unknown);
    assert_eq!(rig.get("/v1/rdv/xyz/j1", None).await.code(), ProblemCode::Unknown);
    assert_eq!(rig.get(&format!("/v1/rdv/{INVITE}/j9"), None).await.code(), ProblemCode::Unknown);
}

#[tokio::test]
async fn only_who_is_signed_in_invites_and_not_without_end() {
    let rig = Rig::with(|it| it.limits.invites_per_account = 2).await;
    let body = NewInvite { v: V1, invite: INVITE, ttl_ms: 1_000 };
    assert_eq!(rig.post("/v1/invites", None, &body).await.code(), ProblemCode::Unauthorised);
    let ana = Person::register(&rig, "ana").await;
    let ben = Person::register(&rig, "ben").await;
    opens(&rig, &ana, INVITE, 1_000).await.read::<InviteMade>();
    assert_eq!(opens(&rig, &ben, INVITE, 1_000).await.code(), ProblemCode::Used, "another's id");
    opens(&rig, &ana, InviteId([5; 16]), 1_000).await.read::<InviteMade>();
    assert_eq!(opens(&rig, &ana, InviteId([6; 16]), 1_000).await.code(), ProblemCode::TooMany);
}
