//! Attachments: for members alone, chunk by chunk, within their room, and forgotten when no event comes to tell of them.

use protocol::attachment::{Attachment, open_attachment, seal_attachment};
use protocol::ids::AttachmentId;
use protocol::wire::{
    AttachmentHeld, ChunkStored, ProblemCode, PutChunk, SortAttachments, SortedAttachments, StoredChunk, V1,
};

use crate::people::{Person, Seat, ours, rng};
use crate::rig::{Reply, Rig};

const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1_000;

async fn couple(rig: &Rig) -> (Seat, Seat) {
    let (ana, ben) = (Person::register(rig, "ana").await, Person::register(rig, "ben").await);
    ours(rig, &ana, &ben).await
}

fn picture(length: usize) -> Vec<u8> {
    (0..length).map(|it| (it % 251) as u8).collect()
}

/// Three chunks.
fn sealed(seat: &Seat) -> (Attachment, Vec<Vec<u8>>) {
    seal_attachment(seat.space, &picture(600_000), &mut rng()).unwrap()
}

fn path(seat: &Seat, id: AttachmentId, n: usize) -> String {
    seat.path(&format!("attachments/{id}/{n}"))
}

async fn puts(rig: &Rig, seat: &Seat, id: AttachmentId, n: usize, chunks: &[Vec<u8>]) -> Reply {
    let body = PutChunk { v: V1, of: chunks.len() as u32, sealed: chunks[n].clone() };
    rig.put(&path(seat, id, n), Some(&seat.token), &body).await
}

async fn held(rig: &Rig, seat: &Seat, id: AttachmentId) -> Reply {
    rig.get(&seat.path(&format!("attachments/{id}")), Some(&seat.token)).await
}

async fn sorts(rig: &Rig, seat: &Seat, keep: &[AttachmentId], drop: &[AttachmentId]) -> SortedAttachments {
    let body = SortAttachments { v: V1, keep: keep.to_vec(), drop: drop.to_vec() };
    rig.post(&seat.path("attachments"), Some(&seat.token), &body).await.read()
}

#[tokio::test]
async fn what_one_brings_the_other_opens_and_an_upload_goes_on_where_it_was_cut_off() {
    let rig = Rig::new().await;
    let (ana, ben) = couple(&rig).await;
    let (told, chunks) = sealed(&ana);
    assert_eq!(held(&rig, &ana, told.id).await.read::<AttachmentHeld>().held, []);
    // The connection is cut after each chunk, the program ends, the relay is started again.
    let mut rig = rig;
    for n in [2, 0, 1] {
        let stored: ChunkStored = puts(&rig, &ana, told.id, n, &chunks).await.read();
        assert!(stored.bytes <= stored.room);
        rig = rig.restarted().await;
        let there: AttachmentHeld = held(&rig, &ana, told.id).await.read();
        assert!(there.held.contains(&(n as u32)) && there.of == 3 && !there.kept);
    }
    assert_eq!(sorts(&rig, &ana, &[told.id], &[]).await.kept, [told.id]);
    let mut got = Vec::new();
    for n in 0..3 {
        got.push(rig.get(&path(&ben, told.id, n), Some(&ben.token)).await.read::<StoredChunk>().sealed);
    }
    assert_eq!(*open_attachment(ben.space, &told, &got).unwrap(), picture(600_000));
}

#[tokio::test]
async fn nobody_else_brings_reads_keeps_or_takes_them() {
    let rig = Rig::new().await;
    let (ana, ben) = couple(&rig).await;
    let (told, chunks) = sealed(&ana);
    puts(&rig, &ana, told.id, 0, &chunks).await.read::<ChunkStored>();
    let mallory = Person::register(&rig, "mallory").await;
    let stranger = |path: String| {
        let (rig, token) = (&rig, &mallory.token);
        async move { rig.get(&path, Some(token)).await.code() }
    };
    assert_eq!(stranger(path(&ana, told.id, 0)).await, ProblemCode::NotMember);
    assert_eq!(stranger(ana.path(&format!("attachments/{}", told.id))).await, ProblemCode::NotMember);
    assert_eq!(rig.get(&path(&ana, told.id, 0), None).await.code(), ProblemCode::Unauthorised);
    let body = PutChunk { v: V1, of: 3, sealed: vec![1] };
    assert_eq!(
        rig.put(&path(&ana, told.id, 1), Some(&mallory.token), &body).await.code(),
        ProblemCode::NotMember
    );
    // The partner neither adds to it nor takes it away.
    assert_eq!(puts(&rig, &ben, told.id, 1, &chunks).await.code(), ProblemCode::Conflict);
    assert_eq!(sorts(&rig, &ben, &[], &[told.id]).await.dropped, []);
    assert_eq!(sorts(&rig, &ana, &[], &[told.id]).await.dropped, [told.id]);
    assert_eq!(rig.get(&path(&ana, told.id, 0), Some(&ana.token)).await.code(), ProblemCode::Unknown);
}

#[tokio::test]
async fn what_no_chunk_can_be_is_refused() {
    let rig = Rig::new().await;
    let (ana, _) = couple(&rig).await;
    let id = AttachmentId([7; 16]);
    let put = async |path: String, of, length| {
        let body = PutChunk { v: V1, of, sealed: vec![1; length] };
        rig.put(&path, Some(&ana.token), &body).await.code()
    };
    assert_eq!(put(path(&ana, id, 3), 3, 9).await, ProblemCode::Malformed);
    assert_eq!(put(path(&ana, id, 0), 65, 9).await, ProblemCode::Malformed);
    assert_eq!(put(path(&ana, id, 0), 1, 0).await, ProblemCode::Malformed);
    assert_eq!(put(path(&ana, id, 0), 1, (256 << 10) + 17).await, ProblemCode::Malformed);
    assert_eq!(put(path(&ana, id, 0), 1, (256 << 10) + 200).await, ProblemCode::TooLarge);
    assert_eq!(put(path(&ana, id, 64), 1, 9).await, ProblemCode::Unknown);
    assert_eq!(put(ana.path(&format!("attachments/{id}/00")), 1, 9).await, ProblemCode::Unknown);
    assert_eq!(put(ana.path("attachments/x/0"), 1, 9).await, ProblemCode::Unknown);
}

#[tokio::test]
async fn where_no_room_is_left_it_says_so_and_words_still_go() {
    let rig = Rig::with(|it| it.limits.attachment_bytes = 700_000).await;
    let (mut ana, _) = couple(&rig).await;
    let (told, chunks) = sealed(&ana);
    for n in 0..2 {
        puts(&rig, &ana, told.id, n, &chunks).await.read::<ChunkStored>();
    }
    let (other, its) = sealed(&ana);
    assert_eq!(puts(&rig, &ana, other.id, 0, &its).await.code(), ProblemCode::Full);
    ana.says(&rig, "words still go").await;
    assert_eq!(sorts(&rig, &ana, &[told.id], &[]).await.kept, [], "it is not whole");
    sorts(&rig, &ana, &[], &[told.id]).await;
    puts(&rig, &ana, other.id, 0, &its).await.read::<ChunkStored>();
}

#[tokio::test]
async fn what_no_event_came_to_tell_of_is_gone_after_a_week_from_the_disk_too() {
    let rig = Rig::new().await;
    let (ana, _) = couple(&rig).await;
    let (told, chunks) = sealed(&ana);
    let needle = chunks[1][1_000..1_064].to_vec();
    let (kept, its) = sealed(&ana);
    for n in 0..3 {
        puts(&rig, &ana, told.id, n, &chunks).await.read::<ChunkStored>();
        puts(&rig, &ana, kept.id, n, &its).await.read::<ChunkStored>();
    }
    sorts(&rig, &ana, &[kept.id], &[]).await;
    assert!(on_the_disk(&rig, &needle));
    rig.clock.advance(WEEK_MS - 1);
    rig.relay.sweep().await.unwrap();
    assert!(held(&rig, &ana, told.id).await.read::<AttachmentHeld>().held.len() == 3);
    rig.clock.advance(1);
    rig.relay.sweep().await.unwrap();
    assert_eq!(held(&rig, &ana, told.id).await.read::<AttachmentHeld>().held, []);
    assert!(!on_the_disk(&rig, &needle));
    assert!(held(&rig, &ana, kept.id).await.read::<AttachmentHeld>().kept);
}

#[tokio::test]
async fn with_the_last_account_of_a_space_its_attachments_leave_the_disk() {
    let rig = Rig::new().await;
    let (ana, ben) = couple(&rig).await;
    let (told, chunks) = sealed(&ana);
    let needle = chunks[1][1_000..1_064].to_vec();
    for n in 0..3 {
        puts(&rig, &ana, told.id, n, &chunks).await.read::<ChunkStored>();
    }
    sorts(&rig, &ana, &[told.id], &[]).await;
    assert!(rig.delete("/v1/account", Some(&ana.token)).await.status.is_success());
    assert!(on_the_disk(&rig, &needle), "whoever stays keeps what both have");
    assert!(rig.delete("/v1/account", Some(&ben.token)).await.status.is_success());
    assert!(!on_the_disk(&rig, &needle));
}

fn on_the_disk(rig: &Rig, needle: &[u8]) -> bool {
    let files = std::fs::read_dir(&rig.folder).unwrap().map(|it| it.unwrap().path());
    let mut bytes = files.filter(|it| it.is_file()).map(|it| std::fs::read(it).unwrap());
    bytes.any(|it| it.windows(needle.len()).any(|it| it == needle))
}
