//! The log: append, pages, missing, withdraw.

use protocol::event::{Erasure, EventView};
use protocol::ids::{DeviceId, Incarnation};
use protocol::log::{Cursor, next_root};
use protocol::wire::{
    AppendResult, AppendResults, DeviceMark, EventBytes, Frontier, Lacks, PageQuery, ProblemCode, ServerCard,
    ToErase, V1, Withdraw, Withdrawn,
};
use server::Flow;

use crate::people::{Person, Seat, binds, ours, vault};
use crate::rig::{NOW, Rig};

async fn alone(rig: &Rig) -> Seat {
    let ana = Person::register(rig, "ana").await;
    vault(rig, &ana).await
}

fn refused(results: &[AppendResult]) -> Vec<ProblemCode> {
    let code = |it: &AppendResult| match it {
        AppendResult::Refused { code, .. } => Some(code.clone()),
        _ => None,
    };
    results.iter().filter_map(code).collect()
}

#[tokio::test]
async fn what_is_sent_twice_is_there_once() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    let (one, two) = (seat.seals("one"), seat.seals("two"));
    let stored =
        |it: &protocol::event::SealedEvent, seq| AppendResult::Stored { id: it.id, seq, recv_ms: NOW };
    let there =
        |it: &protocol::event::SealedEvent, seq| AppendResult::Duplicate { id: it.id, seq, recv_ms: NOW };
    assert_eq!(seat.appends(&rig, std::slice::from_ref(&one)).await, [stored(&one, 1)]);
    rig.clock.advance(5);
    let again = seat.appends(&rig, &[one.clone(), two.clone()]).await;
    assert_eq!(again, [there(&one, 1), AppendResult::Stored { id: two.id, seq: 2, recv_ms: NOW + 5 }]);
    assert_eq!(seat.appends(&rig, std::slice::from_ref(&one)).await, [there(&one, 1)]);
    assert_eq!(seat.reads_all(&rig).await.items.len(), 2);
}

#[tokio::test]
async fn a_head_is_never_older_than_what_it_covers_though_the_clock_be_set_back() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    seat.says(&rig, "before").await;
    rig.clock.set(NOW - 60_000);
    seat.says(&rig, "after").await;
    let page = seat.reads_all(&rig).await;
    assert_eq!(page.items.last().unwrap().recv_ms, NOW + 1);
    assert_eq!(page.head.time_ms, NOW + 1);
}

#[tokio::test]
async fn a_page_carries_the_roots_a_reader_checks() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    for number in 0..5 {
        seat.says(&rig, &number.to_string()).await;
        rig.clock.advance(1_000);
    }
    let start = seat.start(&rig).await;
    let page = seat.reads_all(&rig).await;
    assert_eq!((page.from_seq, page.prev_root, page.more), (1, start.root, false));
    let roots: Vec<_> = page
        .items
        .iter()
        .scan(start.root, |root, it| {
            *root = next_root(root, EventView::parse(&it.event.0).unwrap().id(), it.recv_ms);
            Some(*root)
        })
        .collect();
    assert_eq!(page.head.at, Cursor { inc: start.inc, seq: 5, root: roots[4] });
    let card: ServerCard = rig.get("/v1/server", None).await.read();
    card.verify().unwrap();
    page.head.verify(&card.instance.head_key).unwrap();
    let query = PageQuery { cursor: Cursor { seq: 2, root: roots[1], ..start }, limit: 2 };
    let path = format!("{}?{}", seat.path("events"), query.to_text());
    let middle: protocol::wire::Page = rig.get(&path, Some(&seat.token)).await.read();
    assert_eq!(middle.items.iter().map(|it| it.seq).collect::<Vec<_>>(), [3, 4]);
    assert!(middle.more);
}

#[tokio::test]
async fn a_cursor_the_log_does_not_go_through_is_a_fork() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    seat.says(&rig, "one").await;
    let start = seat.start(&rig).await;
    let wrong = [
        Cursor { root: [1; 32], ..start },
        Cursor { seq: 1, root: [1; 32], ..start },
        Cursor { seq: 9, ..start },
        Cursor { inc: Incarnation([9; 16]), ..start },
    ];
    for cursor in wrong {
        let problem = seat.reads(&rig, cursor).await.problem();
        assert_eq!(problem.code, ProblemCode::Fork);
        assert_eq!(problem.head.unwrap().at.seq, 1, "with the signed head, as a proof");
    }
    let path = format!("{}?seq=0", seat.path("events"));
    assert_eq!(rig.get(&path, Some(&seat.token)).await.code(), ProblemCode::Malformed);
}

#[tokio::test]
async fn a_device_that_was_copied_is_told_so() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    let before = seat.head;
    seat.says(&rig, "the original").await;
    seat.says(&rig, "goes on").await;
    seat.head = before;
    let copy = seat.seals("the copy");
    assert_eq!(refused(&seat.appends(&rig, &[copy]).await), [ProblemCode::DeviceFork]);
}

#[tokio::test]
async fn an_event_out_of_its_chain_is_refused_and_those_before_it_stay() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    let (one, two, three) = (seat.seals("one"), seat.seals("two"), seat.seals("three"));
    let results = seat.appends(&rig, &[one, three.clone()]).await;
    assert!(matches!(results[0], AppendResult::Stored { seq: 1, .. }));
    assert_eq!(refused(&results), [ProblemCode::Gap]);
    let results = seat.appends(&rig, &[two, three]).await;
    assert_eq!(refused(&results), []);
}

#[tokio::test]
async fn the_token_of_one_device_cannot_write_as_another() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (hers, mut his) = ours(&rig, &ana, &ben).await;
    // As his device, under her key.
    let own_keys = std::mem::replace(&mut his.keys, hers.keys.clone());
    let forged = his.seals("not said by him");
    let results = hers.appends(&rig, &[forged]).await;
    assert_eq!(refused(&results), [ProblemCode::Refused]);
    // What he has signed she may bring, as after a restore; it stays his.
    his.keys = own_keys;
    his.head = protocol::event::DeviceHead::START;
    let real = his.seals("said by him");
    assert!(matches!(hers.appends(&rig, &[real]).await[..], [AppendResult::Stored { .. }]));
}

#[tokio::test]
async fn an_event_that_was_changed_on_the_way_is_refused() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    let sealed = seat.seals("as it was said");
    for at in [5, 200, 400, sealed.bytes.0.len() - 100] {
        let mut changed = sealed.clone();
        changed.bytes.0[at] ^= 1;
        let reply = seat.sends(&rig, &[changed]).await;
        let refused_whole = !reply.status.is_success() && reply.code() == ProblemCode::Malformed;
        let taken = |reply: crate::rig::Reply| reply.read::<protocol::wire::AppendResults>().results;
        assert!(refused_whole || refused(&taken(reply)) == [ProblemCode::Refused], "byte {at}");
    }
    assert_eq!(seat.reads_all(&rig).await.items.len(), 0);
}

#[tokio::test]
async fn an_event_of_one_space_is_refused_in_another() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let (mut one, other) = (vault(&rig, &ana).await, vault(&rig, &ana).await);
    let event = one.seals("for this space");
    assert_eq!(refused(&other.appends(&rig, &[event]).await), [ProblemCode::Refused]);
}

#[tokio::test]
async fn only_members_read_and_write() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    let ben = Person::register(&rig, "ben").await;
    let event = seat.seals("one");
    seat.token = ben.token.clone();
    assert_eq!(seat.sends(&rig, &[event]).await.code(), ProblemCode::NotMember);
    assert_eq!(seat.reads(&rig, seat.start(&rig).await).await.code(), ProblemCode::NotMember);
    let frontier = Frontier { v: V1, devices: vec![] };
    assert_eq!(
        rig.post(&seat.path("missing"), Some(&ben.token), &frontier).await.code(),
        ProblemCode::NotMember
    );
    let withdraw = Withdraw { v: V1, events: vec![] };
    assert_eq!(
        rig.post(&seat.path("withdraw"), Some(&ben.token), &withdraw).await.code(),
        ProblemCode::NotMember
    );
    let path = format!("/v1/spaces/{}/missing", "0".repeat(32));
    assert_eq!(rig.post(&path, Some(&ben.token), &frontier).await.code(), ProblemCode::Unknown);
}

#[tokio::test]
async fn a_space_that_is_full_says_so_and_takes_nothing_more() {
    let rig = Rig::with(|it| it.limits.space_bytes = 2_000).await;
    let mut seat = alone(&rig).await;
    seat.says(&rig, "one").await;
    seat.says(&rig, "two").await;
    let three = seat.seals("three");
    assert_eq!(refused(&seat.appends(&rig, &[three]).await), [ProblemCode::Full]);
    assert_eq!(seat.reads_all(&rig).await.items.len(), 2);
}

#[tokio::test]
async fn a_flood_of_events_is_limited() {
    let rig = Rig::with(|it| it.limits.account_events = Flow { burst: 2, per_minute: 60 }).await;
    let mut seat = alone(&rig).await;
    seat.says(&rig, "one").await;
    seat.says(&rig, "two").await;
    let three = seat.seals("three");
    let problem = seat.sends(&rig, std::slice::from_ref(&three)).await.problem();
    assert_eq!((problem.code, problem.retry_ms), (ProblemCode::TooMany, Some(1_000)));
    rig.clock.advance(1_000);
    assert_eq!(refused(&seat.appends(&rig, &[three]).await), []);
}

#[tokio::test]
async fn a_body_that_is_too_large_or_not_canonical_is_refused() {
    let rig = Rig::new().await;
    let seat = alone(&rig).await;
    let post = async |body: Vec<u8>| {
        rig.call(axum::http::Method::POST, &seat.path("events"), Some(&seat.token), body).await.code()
    };
    assert_eq!(post(vec![0; (1 << 20) + 1]).await, ProblemCode::TooLarge);
    assert_eq!(post(vec![0xa0]).await, ProblemCode::Malformed);
    assert_eq!(
        post(vec![0xa2, 0x00, 0x18, 0x01, 0x01, 0x80]).await,
        ProblemCode::Malformed,
        "a longer spelling of 1"
    );
    let odd = protocol::wire::Append { v: V1, events: vec![EventBytes(vec![1, 2, 3])] };
    let reply = rig.post(&seat.path("events"), Some(&seat.token), &odd).await;
    assert_eq!(reply.code(), ProblemCode::Malformed);
}

#[tokio::test]
async fn a_frontier_is_answered_with_what_is_lacking() {
    let rig = Rig::new().await;
    let mut seat = alone(&rig).await;
    let one = seat.says(&rig, "one").await;
    let (two, three) = (seat.seals("two"), seat.seals("three"));
    let mark =
        |device, it: &protocol::event::SealedEvent| DeviceMark { device, dseq: it.head.dseq, id: it.id };
    let ask = async |devices| {
        let body = Frontier { v: V1, devices };
        rig.post(&seat.path("missing"), Some(&seat.token), &body).await.read::<Lacks>().devices
    };
    assert_eq!(ask(vec![mark(seat.device, &one)]).await, []);
    let lacks = ask(vec![mark(seat.device, &three), mark(DeviceId([9; 16]), &two)]).await;
    assert_eq!(
        lacks.iter().map(|it| (it.device, it.from_dseq)).collect::<Vec<_>>(),
        [(seat.device, 2), (DeviceId([9; 16]), 1)]
    );
}

#[tokio::test]
async fn only_its_author_withdraws_an_event_and_the_log_still_verifies() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, his) = ours(&rig, &ana, &ben).await;
    let said = hers.says(&rig, "taken back").await;
    hers.says(&rig, "stays").await;
    let withdraw = async |seat: &Seat| {
        let by = Erasure::sign(said.id, seat.device, &seat.keys.sign);
        let body = Withdraw { v: V1, events: vec![ToErase { event: said.id, by }] };
        rig.post(&seat.path("withdraw"), Some(&seat.token), &body).await.read::<Withdrawn>().events
    };
    assert_eq!(withdraw(&his).await, []);
    assert_eq!(withdraw(&hers).await, [said.id]);
    let page = his.reads_all(&rig).await;
    let views: Vec<_> = page.items.iter().map(|it| EventView::parse(&it.event.0).unwrap()).collect();
    assert_eq!(views.iter().map(EventView::is_withdrawn).collect::<Vec<_>>(), [true, false]);
    let word = views[0].erasure().unwrap();
    assert!(word.verify(said.id, &hers.keys.sign.verify_key()).is_ok(), "everybody sees whose wish it was");
    assert_eq!(views[0].id(), said.id);
    views[0].verify_signature(&hers.keys.sign.verify_key()).unwrap();
    assert!(
        matches!(hers.appends(&rig, &[said]).await[..], [AppendResult::Duplicate { .. }]),
        "and does not come back"
    );
    let page = his.reads_all(&rig).await;
    assert!(EventView::parse(&page.items[0].event.0).unwrap().is_withdrawn());
}

#[tokio::test]
async fn nobody_brings_what_another_wrote_without_its_body() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, his) = ours(&rig, &ana, &ben).await;
    let said = hers.seals("not for him to take back");
    let stub = EventView::parse(&said.bytes.0).unwrap().withdrawn();
    let body = protocol::wire::Append { v: V1, events: vec![stub] };
    let brings = async |seat: &Seat| {
        rig.post(&seat.path("events"), Some(&seat.token), &body).await.read::<AppendResults>().results
    };
    let refused = brings(&his).await;
    assert!(matches!(refused[..], [AppendResult::Refused { code: ProblemCode::Refused, .. }]), "{refused:?}");
    assert!(matches!(hers.appends(&rig, &[said]).await[..], [AppendResult::Stored { .. }]));
}

#[tokio::test]
async fn whoever_brings_the_stub_with_its_authors_word_is_heard_and_with_no_other_word() {
    let rig = Rig::new().await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, his) = ours(&rig, &ana, &ben).await;
    let said = hers.seals("taken back before the relay was set back");
    let view = EventView::parse(&said.bytes.0).unwrap();
    let brings = async |by: Erasure| {
        let body = protocol::wire::Append { v: V1, events: vec![view.erased(&by)] };
        rig.post(&his.path("events"), Some(&his.token), &body).await.read::<AppendResults>().results
    };
    let word = Erasure::sign(said.id, hers.device, &hers.keys.sign);
    let his_word = Erasure::sign(said.id, his.device, &his.keys.sign);
    for by in [his_word, Erasure { device: his.device, ..word }, Erasure { device: hers.device, ..his_word }]
    {
        let refused = brings(by).await;
        assert!(
            matches!(refused[..], [AppendResult::Refused { code: ProblemCode::Refused, .. }]),
            "{refused:?}"
        );
    }
    assert!(matches!(brings(word).await[..], [AppendResult::Stored { .. }]));
    assert!(EventView::parse(&his.reads_all(&rig).await.items[0].event.0).unwrap().is_withdrawn());
}

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let rig = Rig::new().await;
    let mut ana = Person::register(&rig, "ana").await;
    let mut seat = vault(&rig, &ana).await;
    for number in 0..20 {
        seat.says(&rig, &number.to_string()).await;
    }
    let before = seat.reads_all(&rig).await;
    let rig = rig.restarted().await;
    let after = seat.reads_all(&rig).await;
    assert_eq!((after.items, after.head.at), (before.items, before.head.at));
    seat.says(&rig, "and it goes on").await;
    let phone = ana.adds_device(&rig).await;
    let mut second = binds(&rig, &ana, &phone, seat.chain.clone(), seat.key.clone(), &[&ana]).await;
    second.says(&rig, "also with another device").await;
}

#[tokio::test]
async fn a_store_put_back_from_a_copy_is_a_fork_for_who_knew_more() {
    let rig = Rig::new().await;
    let ana = Person::register(&rig, "ana").await;
    let mut seat = vault(&rig, &ana).await;
    let one = seat.says(&rig, "in the copy").await;
    let start = seat.start(&rig).await;
    let folder = rig.folder.clone();
    let copy = |to: &str, from: &str| {
        for ending in ["", "-wal"] {
            let _ = std::fs::remove_file(folder.join(format!("{to}{ending}")));
            let _ =
                std::fs::copy(folder.join(format!("{from}{ending}")), folder.join(format!("{to}{ending}")));
        }
    };
    copy("copy.db", "mend.db");
    let two = seat.says(&rig, "not in the copy").await;
    let rig = rig
        .restarted_after(|| {
            copy("mend.db", "copy.db");
            server::begin_new_incarnation(&folder.join("mend.db"), [7; 16]).unwrap();
        })
        .await;
    // Nobody is signed in by what a copy says.
    seat.token = ana.signs_in(&rig, &ana.device).await;
    assert_eq!(seat.reads(&rig, start).await.code(), ProblemCode::Fork);
    assert_eq!(seat.reads_all(&rig).await.items.len(), 1);
    let again = seat.appends(&rig, &[one, two]).await;
    assert!(
        matches!(again[..], [AppendResult::Duplicate { .. }, AppendResult::Stored { seq: 2, .. }]),
        "{again:?}"
    );
}
