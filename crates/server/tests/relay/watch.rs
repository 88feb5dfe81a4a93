//! What whoever runs the relay sees: counts and times and no ids; and how it leaves.

use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::http::Request;
use protocol::wire::{Polled, ProblemCode};
use server::Flow;
use tower::ServiceExt;

use crate::frames::{couple, polls, sub};
use crate::people::{Person, ours};
use crate::rig::Rig;
use crate::wire::Line;

async fn looks(rig: &Rig, path: &str) -> (u16, String) {
    let app = server::lookout(rig.relay.clone(), vec![("store", rig.folder.join("mend.db"))]);
    let response = app.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn the_metrics_hold_counts_and_times_and_nobody_s_name() {
    let rig = Rig::with(|it| it.limits.account_events = Flow { burst: 4, per_minute: 1 }).await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, _) = ours(&rig, &ana, &ben).await;
    let said = hers.says(&rig, "one").await;
    let more: Vec<_> = (0..4).map(|_| hers.seals("two")).collect();
    assert_eq!(hers.sends(&rig, &more).await.code(), ProblemCode::TooMany);
    let (status, text) = looks(&rig, "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "mend_accounts_made_total 2",
        "mend_events_total{outcome=\"stored\"} 1",
        "mend_append_seconds_count 1",
        "mend_slowed_total{of=\"events\"} 1",
        "mend_answer_seconds_count{route=\"/v1/spaces/{space}/events\",answer=\"2xx\"} 1",
        "mend_answer_seconds_count{route=\"/v1/spaces/{space}/events\",answer=\"4xx\"} 1",
        "mend_listening 0",
    ] {
        assert!(text.lines().any(|it| it == line), "{line} is not in\n{text}");
    }
    for needle in
        [ana.account.to_string(), hers.space.to_string(), hers.device.to_string(), said.id.to_string()]
    {
        assert!(!text.contains(&needle[..8]), "not even the beginning of an id");
    }
    assert_eq!(
        rig.get("/metrics", None).await.body,
        b"<!doctype html>",
        "not on the address everybody knows"
    );
}

#[tokio::test]
async fn a_relay_that_leaves_says_so_lets_its_listeners_go_and_takes_no_new_ones() {
    let rig = Rig::with(|it| it.drain = Duration::from_millis(600)).await;
    let (mut hers, his) = couple(&rig).await;
    let start = his.start(&rig).await;
    assert_eq!(looks(&rig, "/ready").await.0, 200);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let app = server::router(rig.relay.clone());
    let serving = tokio::spawn(server::serve(listener, app, rig.relay.clone(), async move {
        stopped.await.unwrap();
    }));
    let mut line = Line::signed_in_at(address, &rig, &his).await;
    let listens = polls(&rig, &his.token, vec![sub(&his, start)]);
    let leaves = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let begun = Instant::now();
        stop.send(()).unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        begun
    };
    let (polled, begun) = tokio::join!(listens, leaves);
    assert!(!polled.read::<Polled>().frames.is_empty(), "a round that listens ends with what it has");
    assert_eq!(looks(&rig, "/ready").await, (503, "{\"status\":\"leaving\"}".to_owned()));
    let refused = polls(&rig, &his.token, vec![sub(&his, start)]).await.problem();
    assert_eq!((refused.code, refused.retry_ms), (ProblemCode::Busy, Some(1_000)));
    hers.says(&rig, "what is sent meanwhile is kept").await;
    while line.hear().await.is_some() {}
    assert!(begun.elapsed() < Duration::from_secs(10), "the socket was let go");
    serving.await.unwrap().unwrap();
    assert!(
        begun.elapsed() >= Duration::from_millis(600),
        "and it went on serving for as long as was asked for"
    );
}
