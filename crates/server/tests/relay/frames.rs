//! Frames over the long poll: the same words as over a socket.

use std::time::Duration;

use protocol::log::Cursor;
use protocol::space::{Change, Policy};
use protocol::wire::{
    AppendResult, Appended, ClientFrame, Poll, Polled, ProblemCode, ServerFrame, Token, V1,
};

use crate::people::{Person, Seat, appends_control, ours};
use crate::rig::{Reply, Rig};

pub(crate) async fn polls(rig: &Rig, token: &Token, frames: Vec<ClientFrame>) -> Reply {
    rig.post("/v1/poll", Some(token), &Poll { v: V1, frames }).await
}

pub(crate) fn sub(seat: &Seat, cursor: Cursor) -> ClientFrame {
    ClientFrame::Sub { space: seat.space, cursor }
}

pub(crate) async fn couple(rig: &Rig) -> (Seat, Seat) {
    let (ana, ben) = (Person::register(rig, "ana").await, Person::register(rig, "ben").await);
    ours(rig, &ana, &ben).await
}

#[tokio::test]
async fn an_append_is_acknowledged_under_its_own_number() {
    let rig = Rig::new().await;
    let (mut hers, _) = couple(&rig).await;
    let sealed = hers.seals("one");
    let append = |req| ClientFrame::Append { req, space: hers.space, events: vec![sealed.bytes.clone()] };
    let polled: Polled = polls(&rig, &hers.token, vec![append(7), append(8)]).await.read();
    let [ServerFrame::Ack { req: 7, results: first }, ServerFrame::Ack { req: 8, results: second }] =
        &polled.frames[..]
    else {
        panic!("{:?}", polled.frames)
    };
    assert!(matches!(first[..], [AppendResult::Stored { seq: 1, .. }]));
    assert!(matches!(second[..], [AppendResult::Duplicate { seq: 1, .. }]));
}

#[tokio::test]
async fn what_is_new_since_the_cursor_comes_at_once() {
    let rig = Rig::new().await;
    let (mut hers, his) = couple(&rig).await;
    hers.says(&rig, "one").await;
    let start = his.start(&rig).await;
    let polled: Polled = polls(&rig, &his.token, vec![sub(&his, start)]).await.read();
    let [ServerFrame::Ev { space, page }] = &polled.frames[..] else { panic!("{:?}", polled.frames) };
    assert_eq!((*space, page.items.len(), page.more), (his.space, 1, false));
}

#[tokio::test]
async fn who_waits_hears_it_when_it_is_said() {
    let rig = Rig::new().await;
    let (mut hers, his) = couple(&rig).await;
    let start = his.start(&rig).await;
    let (polled, said) = tokio::join!(polls(&rig, &his.token, vec![sub(&his, start)]), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        hers.says(&rig, "now").await
    });
    let polled: Polled = polled.read();
    let [ServerFrame::Head { head }, ServerFrame::Ev { page, .. }] = &polled.frames[..] else {
        panic!("{:?}", polled.frames)
    };
    assert_eq!(head.at, start);
    assert_eq!((page.prev_root, page.items[0].event.clone()), (start.root, said.bytes));
    assert_eq!(page.head.at.seq, 1);
    let all = his.reads_all(&rig).await;
    assert_eq!(
        (all.items, all.head.at),
        (page.items.clone(), page.head.at),
        "pushed and pulled are the same"
    );
}

#[tokio::test]
async fn nothing_new_is_a_signed_head_after_a_while() {
    let rig = Rig::new().await;
    let (_, his) = couple(&rig).await;
    let start = his.start(&rig).await;
    tokio::time::pause();
    let polled: Polled = polls(&rig, &his.token, vec![sub(&his, start)]).await.read();
    assert!(matches!(polled.frames[..], [ServerFrame::Head { .. }]));
}

#[tokio::test]
async fn a_grown_control_chain_is_told() {
    let rig = Rig::new().await;
    let (hers, his) = couple(&rig).await;
    let policy = Policy { version: 2, ..Policy::FIRST };
    let record = hers.chain.state().signed_by_device(Change::Policy { policy }, hers.device, &hers.keys.sign);
    let start = his.start(&rig).await;
    let (polled, grown) = tokio::join!(polls(&rig, &his.token, vec![sub(&his, start)]), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        appends_control(&rig, &hers.token, hers.space, 3, &record).await
    });
    grown.read::<Appended>();
    let polled: Polled = polled.read();
    assert!(matches!(polled.frames[..], [ServerFrame::Head { .. }, ServerFrame::Ctl { seq: 3, .. }]));
}

/// Something that is answered at once.
fn bad_sub() -> ClientFrame {
    let space = protocol::ids::SpaceId([0; 16]);
    ClientFrame::Sub { space, cursor: Cursor::start(space, protocol::ids::Incarnation([0; 16])) }
}

#[tokio::test]
async fn a_strangers_space_is_not_listened_to() {
    let rig = Rig::new().await;
    let (hers, _) = couple(&rig).await;
    let cat = Person::register(&rig, "cat").await;
    let start = hers.start(&rig).await;
    let frames = vec![
        sub(&hers, start),
        ClientFrame::Eph { space: hers.space, ct: vec![1] },
        ClientFrame::Append { req: 1, space: hers.space, events: vec![] },
    ];
    let polled: Polled = polls(&rig, &cat.token, frames).await.read();
    assert_eq!(polled.frames.len(), 3);
    for frame in polled.frames {
        let ServerFrame::Err { code, space, .. } = frame else { panic!("{frame:?}") };
        assert_eq!((code, space), (ProblemCode::NotMember, Some(hers.space)));
    }
}

#[tokio::test]
async fn a_cursor_of_another_life_is_told_to_heal() {
    let rig = Rig::new().await;
    let (hers, _) = couple(&rig).await;
    let start = hers.start(&rig).await;
    let cursor = Cursor { seq: 9, ..start };
    let polled: Polled = polls(&rig, &hers.token, vec![sub(&hers, cursor)]).await.read();
    assert!(matches!(&polled.frames[..], [ServerFrame::Err { code: ProblemCode::Fork, space: Some(_), .. }]));
}

#[tokio::test]
async fn only_so_many_wait_at_once() {
    let rig = Rig::with(|it| it.limits.sockets_per_account = 1).await;
    let (hers, his) = couple(&rig).await;
    let start = hers.start(&rig).await;
    let waiting = polls(&rig, &hers.token, vec![sub(&hers, start)]);
    tokio::select! {
        biased;
        _ = waiting => panic!("nothing was said"),
        () = tokio::time::sleep(Duration::from_millis(50)) => {}
    }
    let first = polls(&rig, &hers.token, vec![sub(&hers, start)]);
    let second = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let second = polls(&rig, &hers.token, vec![sub(&hers, start)]).await.code();
        let other_account = polls(&rig, &his.token, vec![bad_sub()]).await.status;
        (second, other_account.as_u16())
    };
    tokio::select! {
        _ = first => panic!("nothing was said"),
        told = second => assert_eq!(told, (ProblemCode::TooMany, 200)),
    }
}

#[tokio::test]
async fn a_long_log_comes_in_several_answers() {
    let rig = Rig::new().await;
    let (mut hers, his) = couple(&rig).await;
    let words = "x".repeat(100_000);
    for _ in 0..40 {
        hers.says(&rig, &words).await;
    }
    let mut cursor = his.start(&rig).await;
    let (mut seen, mut answers) = (0, 0);
    while seen < 40 {
        let polled: Polled = polls(&rig, &his.token, vec![sub(&his, cursor)]).await.read();
        for frame in polled.frames {
            let ServerFrame::Ev { page, .. } = frame else { panic!("{frame:?}") };
            assert_eq!(page.prev_root, cursor.root);
            for item in &page.items {
                let id = protocol::event::EventView::parse(&item.event.0).unwrap().id();
                cursor.root = protocol::log::next_root(&cursor.root, id, item.recv_ms);
                cursor.seq = item.seq;
                seen += 1;
            }
        }
        answers += 1;
    }
    assert_eq!(cursor, his.reads_all_heads(&rig).await);
    assert!(answers > 1, "{answers}");
}
