//! A node among others on one database.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use engines::Postgres;
use protocol::wire::Token;
use server::store::{NewAccount, Reach, Session};
use server::{PostgresStore, Relay, Settings, Store, router};
use tower::ServiceExt;

async fn is_ready(relay: &Relay) -> bool {
    let asked = Request::builder().uri("/ready").body(Body::empty()).unwrap();
    router(relay.clone()).oneshot(asked).await.unwrap().status() == StatusCode::OK
}

#[tokio::test]
async fn a_node_whose_database_was_put_back_under_its_feet_sends_people_elsewhere() {
    let database = Postgres::shared().unwrap().new_database().unwrap();
    let store = Arc::new(PostgresStore::open(&database.url).await.unwrap());
    let relay = Relay::open(store.clone(), Settings::default(), &[]).await.unwrap();
    assert!(is_ready(&relay).await);
    store.begin_new_incarnation([7; 16]).await.unwrap();
    for _ in 0..100 {
        if !is_ready(&relay).await {
            let next = Relay::open(store, Settings::default(), &[]).await.unwrap();
            assert!(is_ready(&next).await, "one that starts now is of the new life");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it goes on as if nothing had happened");
}

#[tokio::test]
async fn nobody_is_signed_in_by_what_a_copy_says() {
    let database = Postgres::shared().unwrap().new_database().unwrap();
    let store = PostgresStore::open(&database.url).await.unwrap();
    let account = protocol::ids::AccountId([1; 16]);
    let row = server::store::ChainRow { hash: [1; 32], body: vec![1] };
    let name = protocol::ids::NameHash([1; 32]);
    let new =
        NewAccount { account, name, opaque: vec![1], chain: vec![row], created_day: 1, admission: None };
    store.register(new).await.unwrap();
    let token = Token::make(&mut crate::people::rng()).hash();
    let session = Session { account, reach: Reach::OwnChain, expires_ms: u64::MAX >> 1 };
    assert_eq!(store.begin_session(token, session, 2).await, Ok(true));
    store.begin_new_incarnation([7; 16]).await.unwrap();
    assert_eq!(store.session(token).await, Ok(None));
}
