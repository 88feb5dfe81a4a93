//! What devices pass on to each other through the relay, and nobody keeps.

use std::collections::BTreeMap;
use std::time::Duration;

use protocol::ids::SpaceId;
use protocol::passing::{Passing, open_passing, seal_passing};
use protocol::wire::{ClientFrame, MOST_PASSED, Polled, ProblemCode, ServerFrame, Token};
use server::Flow;

use crate::frames::{couple, polls, sub};
use crate::people::{Person, Seat, rng, vault};
use crate::rig::Rig;

/// What somebody says to those who listen now.
async fn passes_on(rig: &Rig, seat: &Seat, ct: &[u8]) -> Vec<ServerFrame> {
    let eph = ClientFrame::Eph { space: seat.space, ct: ct.to_vec() };
    polls(rig, &seat.token, vec![eph]).await.read::<Polled>().frames
}

/// What a seat hears while something is done.
async fn hears(rig: &Rig, seat: &Seat, doing: impl Future<Output = ()>) -> Vec<ServerFrame> {
    hears_as(rig, (&seat.token, sub(seat, seat.start(rig).await)), doing).await
}

async fn hears_as(
    rig: &Rig,
    (token, listens): (&Token, ClientFrame),
    doing: impl Future<Output = ()>,
) -> Vec<ServerFrame> {
    let (polled, ()) = tokio::join!(polls(rig, token, vec![listens]), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        doing.await;
    });
    polled.read::<Polled>().frames
}

fn passed(frames: &[ServerFrame]) -> Vec<&[u8]> {
    let mut all = Vec::new();
    for frame in frames {
        if let ServerFrame::Eph { ct, .. } = frame {
            all.push(ct.as_slice());
        }
    }
    all
}

fn code(frame: &ServerFrame) -> ProblemCode {
    let ServerFrame::Err { code, .. } = frame else { panic!("{frame:?}") };
    code.clone()
}

/// Every file of the relay with all its bytes; but for the readers' marks of who reads, which hold nothing.
fn disk(rig: &Rig) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(&rig.folder).unwrap().map(Result::unwrap);
    let files = files.filter(|it| !it.file_name().to_string_lossy().ends_with("-shm"));
    files.map(|it| (it.file_name().to_string_lossy().into(), std::fs::read(it.path()).unwrap())).collect()
}

#[tokio::test]
async fn what_is_passed_on_reaches_the_others_under_the_name_of_who_said_it() {
    let rig = Rig::new().await;
    let (hers, his) = couple(&rig).await;
    let passing = Passing { space: hers.space, from: hers.account };
    let sealed = seal_passing(&passing, &hers.key, b"the floor is yours", &mut rng()).unwrap();
    let heard = hears(&rig, &his, async {
        assert_eq!(passes_on(&rig, &hers, &sealed).await, []);
    });
    let heard = heard.await;
    let [_, ServerFrame::Eph { space, ct, from }] = &heard[..] else { panic!("{heard:?}") };
    let passing = Passing { space: *space, from: *from };
    assert_eq!(open_passing(&passing, &his.key, ct).unwrap().as_slice(), b"the floor is yours");
    assert_eq!(his.reads_all(&rig).await.items.len(), 0);
}

#[tokio::test]
async fn what_is_passed_on_never_touches_the_disk() {
    let rig = Rig::new().await;
    let (hers, his) = couple(&rig).await;
    let _ = passes_on(&rig, &hers, b"the first brings the session in").await;
    let before = disk(&rig);
    let heard = hears(&rig, &his, async {
        for number in 0..50_u8 {
            let _ = passes_on(&rig, &hers, &[b"heron on the ice ".as_slice(), &[number]].concat()).await;
        }
    });
    assert!(!passed(&heard.await).is_empty());
    let after = disk(&rig);
    let other: Vec<&String> = after.keys().filter(|it| after.get(*it) != before.get(*it)).collect();
    assert!(other.is_empty(), "not one byte of any file is another: {other:?}");
}

#[tokio::test]
async fn only_members_pass_on_and_only_who_listens_to_the_space_hears() {
    let rig = Rig::new().await;
    let (mut hers, his) = couple(&rig).await;
    let cat = Person::register(&rig, "cat").await;
    let mut cats = vault(&rig, &cat).await;
    let listens = sub(&cats, cats.start(&rig).await);
    let token = cats.token.clone();
    let stranger = ClientFrame::Eph { space: hers.space, ct: b"let me in".to_vec() };
    let nowhere = ClientFrame::Eph { space: SpaceId([0; 16]), ct: b"let me in".to_vec() };
    let heard = hears(&rig, &his, async {
        let told: Polled = polls(&rig, &cat.token, vec![stranger, nowhere]).await.read();
        assert_eq!(
            told.frames.iter().map(code).collect::<Vec<_>>(),
            [ProblemCode::NotMember, ProblemCode::Unknown]
        );
        // What comes after it in the same line is heard; nothing came before.
        hers.says(&rig, "a record").await;
    });
    assert_eq!(passed(&heard.await), [b""; 0]);
    let heard = hears_as(&rig, (&token, listens), async {
        let _ = passes_on(&rig, &hers, b"between the two").await;
        cats.says(&rig, "a record of another space").await;
    });
    assert_eq!(passed(&heard.await), [b""; 0]);
}

#[tokio::test]
async fn a_device_does_not_hear_itself_by_whichever_way_it_listens() {
    let rig = Rig::new().await;
    let (mut hers, his) = couple(&rig).await;
    let (start, token) = (hers.start(&rig).await, hers.token.clone());
    let heard = hears_as(&rig, (&token, sub(&hers, start)), async {
        let _ = passes_on(&rig, &hers, b"mine").await;
        let _ = passes_on(&rig, &his, b"his").await;
        hers.says(&rig, "a record").await;
    });
    assert_eq!(passed(&heard.await), [b"his"]);
}

#[tokio::test]
async fn who_has_only_something_to_say_is_answered_at_once() {
    let rig = Rig::new().await;
    let (hers, _) = couple(&rig).await;
    let said = passes_on(&rig, &hers, b"now");
    let answered = tokio::time::timeout(Duration::from_secs(5), said).await;
    assert_eq!(answered, Ok(vec![]), "nobody waits half a minute for nothing");
}

#[tokio::test]
async fn who_passes_on_too_much_is_asked_for_patience_and_the_partner_is_not() {
    let rig = Rig::with(|it| it.limits.account_passing = Flow { burst: 3, per_minute: 60 }).await;
    let (mut hers, his) = couple(&rig).await;
    for _ in 0..3 {
        assert_eq!(passes_on(&rig, &hers, b"again").await, []);
    }
    let told = passes_on(&rig, &hers, b"again").await;
    let [ServerFrame::Err { code: ProblemCode::TooMany, retry_ms: 1_000, space }] = told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(space, Some(hers.space));
    assert_eq!(passes_on(&rig, &his, b"mine").await, []);
    hers.says(&rig, "what is kept has a measure of its own").await;
    rig.clock.set(crate::rig::NOW + 1_000);
    assert_eq!(passes_on(&rig, &hers, b"again").await, []);
}

#[tokio::test]
async fn what_is_longer_than_may_be_passed_on_is_not_taken() {
    let rig = Rig::new().await;
    let (hers, _) = couple(&rig).await;
    assert_eq!(passes_on(&rig, &hers, &[7; MOST_PASSED]).await, []);
    let frame = ClientFrame::Eph { space: hers.space, ct: vec![7; MOST_PASSED + 1] };
    assert_eq!(polls(&rig, &hers.token, vec![frame]).await.code(), ProblemCode::Malformed);
}
