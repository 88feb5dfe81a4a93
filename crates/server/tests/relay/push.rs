//! Waking devices: through a push service of the test's own, at the moments that were left, and never because of more.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use p256::SecretKey;
use protocol::Wire;
use protocol::ids::{AccountId, DeviceKeyId, NameHash, SpaceId};
use protocol::wire::{
    Endpoint, POINT_BYTES, ProblemCode, PushOffer, PutPush, SHARED_BYTES, V1, WakeAt, Watched,
};
use server::store::{ChainRow, NewAccount, PushRow, Reach, Session};
use server::{HandClock, PushSettings, Relay, Settings, SqliteStore, Store};
use tokio::sync::Notify;

use crate::people::{Person, ours};
use crate::rig::{NOW, Rig};

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

/// A push service: who was told, and what it answers. To a browser that is called slow it answers once that is asked for.
#[derive(Clone, Default)]
struct OwnCourier(Arc<Mutex<Told>>, Arc<Notify>);

#[derive(Default)]
struct Told {
    messages: Vec<(String, HeaderMap, Bytes)>,
    answer: StatusCode,
}

async fn take(
    State(service): State<OwnCourier>,
    path: Path<String>,
    head: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let is_slow = path.0 == "slow";
    let answer = {
        let mut told = service.0.lock().unwrap();
        told.messages.push((path.0, head, body));
        told.answer
    };
    if is_slow {
        service.1.notified().await;
    }
    answer
}

impl OwnCourier {
    async fn begin() -> (Self, SocketAddr) {
        let service = Self::default();
        service.0.lock().unwrap().answer = StatusCode::CREATED;
        let app = Router::new().route("/to/{browser}", post(take)).with_state(service.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async { axum::serve(listener, app).await });
        (service, address)
    }

    fn told(&self) -> Vec<(String, HeaderMap, Bytes)> {
        core::mem::take(&mut self.0.lock().unwrap().messages)
    }

    fn answers(&self, status: u16) {
        self.0.lock().unwrap().answer = StatusCode::from_u16(status).unwrap();
    }
}

fn browser() -> SecretKey {
    SecretKey::from_slice(&[7; 32]).unwrap()
}

fn left(service: SocketAddr, moments: Vec<WakeAt>) -> PutPush {
    let p256dh: [u8; POINT_BYTES] = (*browser().public_key().to_sec1_bytes()).try_into().unwrap();
    let endpoint = Endpoint(format!("http://{service}/to/ana"));
    PutPush { v: V1, endpoint, p256dh, auth: [1; SHARED_BYTES], watched: Vec::new(), moments }
}

fn at(ms: u64) -> WakeAt {
    WakeAt { at_ms: NOW + ms, only_if_new: false }
}

fn if_new(ms: u64) -> WakeAt {
    WakeAt { only_if_new: true, ..at(ms) }
}

/// Has patience: what a test waits for is said by the test.
fn wakes(service: SocketAddr) -> PushSettings {
    let services = [format!("http://{service}")];
    let mut push = PushSettings::new("mailto:ana@mend.example", Some(&services)).unwrap();
    push.patience = Duration::from_secs(3_600);
    push
}

async fn rig(service: SocketAddr) -> Rig {
    Rig::with(|it| it.push = Some(wakes(service))).await
}

async fn looks(rig: &Rig, after_ms: u64) -> usize {
    rig.clock.set(NOW + after_ms);
    rig.relay.wake_due().await.unwrap()
}

#[tokio::test]
async fn a_device_is_woken_at_its_moment_with_nothing_to_read_and_once() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let ana = Person::register(&rig, "ana").await;
    let offer: PushOffer = rig.get("/v1/push", Some(&ana.token)).await.read();
    let reply = rig.put("/v1/push", Some(&ana.token), &left(address, vec![at(HOUR), at(DAY + HOUR)])).await;
    assert_eq!(reply.status, 204);
    assert_eq!((looks(&rig, HOUR - 1).await, service.told().len()), (0, 0));
    assert_eq!(looks(&rig, HOUR).await, 1);
    let told = service.told();
    let [(browser_told, head, body)] = told.as_slice() else { panic!("{}", told.len()) };
    assert_eq!(browser_told, "ana");
    let text = web_push_native::decrypt(body.to_vec(), &browser(), &[1; SHARED_BYTES].into()).unwrap();
    assert_eq!(text, b"{}");
    let value = |name: &str| head.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!((value("ttl").as_str(), value("content-encoding").as_str()), ("3600", "aes128gcm"));
    let key = protocol::wire::to_base64url(&offer.key.unwrap());
    assert!(value("authorization").ends_with(&[", k=", &key].concat()));
    assert_eq!((looks(&rig, 2 * HOUR).await, service.told().len()), (0, 0));
    assert_eq!(looks(&rig, DAY + HOUR).await, 1);
    assert_eq!(looks(&rig, 3 * DAY).await, 0, "then there is silence");
}

#[tokio::test]
async fn something_new_is_what_somebody_else_wrote_after_what_was_read_and_is_told_once() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let (ana, ben) = (Person::register(&rig, "ana").await, Person::register(&rig, "ben").await);
    let (mut hers, mut his) = ours(&rig, &ana, &ben).await;
    let watched = vec![Watched { space: hers.space, seq: 0 }];
    let moments = vec![if_new(HOUR), if_new(DAY + HOUR), if_new(2 * DAY + HOUR), at(4 * DAY)];
    rig.put("/v1/push", Some(&hers.token), &PutPush { watched, ..left(address, moments) }).await;
    hers.says(&rig, "my own").await;
    assert_eq!(looks(&rig, HOUR).await, 0, "she wrote that herself, elsewhere");
    his.says(&rig, "his").await;
    assert_eq!(looks(&rig, 2 * HOUR).await, 0, "nobody is woken because of a time at which the other writes");
    assert_eq!(looks(&rig, DAY + HOUR).await, 1);
    his.says(&rig, "more").await;
    assert_eq!(looks(&rig, 2 * DAY + HOUR).await, 0, "it was told once");
    assert_eq!(looks(&rig, 4 * DAY).await, 1);
    assert_eq!(service.told().len(), 2);
    let elsewhere = vec![Watched { space: SpaceId([9; 16]), seq: 0 }];
    rig.clock.set(NOW);
    let moments = vec![if_new(6 * DAY)];
    rig.put("/v1/push", Some(&hers.token), &PutPush { watched: elsewhere, ..left(address, moments) }).await;
    assert_eq!(looks(&rig, 6 * DAY).await, 0, "a space that is not hers is never new");
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten_and_a_service_that_fails_is_not_asked_again_that_day() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let ana = Person::register(&rig, "ana").await;
    let moments = || left(address, vec![at(HOUR), at(2 * DAY), at(4 * DAY)]);
    rig.put("/v1/push", Some(&ana.token), &moments()).await;
    service.answers(503);
    assert_eq!(looks(&rig, HOUR).await, 0);
    assert_eq!(looks(&rig, HOUR + 1).await, 0);
    assert_eq!(service.told().len(), 1);
    service.answers(410);
    looks(&rig, 2 * DAY).await;
    assert_eq!(service.told().len(), 1);
    service.answers(201);
    looks(&rig, 4 * DAY).await;
    assert_eq!(service.told().len(), 0, "nobody is there any more");
    rig.clock.set(NOW);
    rig.put("/v1/push", Some(&ana.token), &moments()).await;
    rig.delete("/v1/push", Some(&ana.token)).await;
    looks(&rig, HOUR).await;
    assert_eq!(service.told().len(), 0, "she has switched it off");
    rig.put("/v1/push", Some(&ana.token), &moments()).await;
    rig.delete("/v1/account", Some(&ana.token)).await;
    looks(&rig, 2 * DAY).await;
    assert_eq!(service.told().len(), 0, "her account is gone");
}

/// Hour by hour for two days, a device asks to be woken, and somebody looks whom to wake.
async fn asks_every_hour(rig: &Rig, who: &Person, service: SocketAddr, switches_off: bool) {
    for hour in 1..48 {
        rig.put("/v1/push", Some(&who.token), &left(service, vec![at(hour * HOUR)])).await;
        looks(rig, hour * HOUR).await;
        if switches_off {
            rig.delete("/v1/push", Some(&who.token)).await;
            rig.relay.sweep().await.unwrap();
        }
    }
}

#[tokio::test]
async fn whatever_a_device_asks_for_it_is_woken_once_a_day_at_most() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let ana = Person::register(&rig, "ana").await;
    asks_every_hour(&rig, &ana, address, false).await;
    assert_eq!(service.told().len(), 3);
    let close = left(address, vec![at(50 * HOUR), at(51 * HOUR)]);
    assert_eq!(rig.put("/v1/push", Some(&ana.token), &close).await.code(), ProblemCode::Malformed);
    let far = left(address, vec![at(20 * DAY)]);
    assert_eq!(rig.put("/v1/push", Some(&ana.token), &far).await.code(), ProblemCode::Malformed);
}

#[tokio::test]
async fn switched_off_and_on_again_a_device_is_still_woken_once_a_day_at_most() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let ana = Person::register(&rig, "ana").await;
    asks_every_hour(&rig, &ana, address, true).await;
    assert_eq!(service.told().len(), 3);
    service.answers(410);
    rig.clock.set(NOW + 3 * DAY);
    rig.put("/v1/push", Some(&ana.token), &left(address, vec![at(4 * DAY)])).await;
    looks(&rig, 4 * DAY).await;
    rig.put("/v1/push", Some(&ana.token), &left(address, vec![at(4 * DAY + HOUR)])).await;
    looks(&rig, 4 * DAY + HOUR).await;
    assert_eq!(service.told().len(), 1, "nor is one whose browser was said to be gone");
}

#[tokio::test]
async fn a_device_that_was_signed_out_is_woken_no_more() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let ana = Person::register(&rig, "ana").await;
    rig.put("/v1/push", Some(&ana.token), &left(address, vec![at(HOUR)])).await;
    assert_eq!(rig.delete("/v1/session", Some(&ana.token)).await.status, 204);
    assert_eq!((looks(&rig, HOUR).await, service.told().len()), (0, 0));
}

/// A store in which so many devices of one account want to be woken in an hour; the first one's browser is slow.
async fn many(devices: u8, service: SocketAddr) -> Arc<SqliteStore> {
    let folder = crate::rig::folder();
    let store = Arc::new(SqliteStore::open(&folder.join("mend.db")).unwrap());
    let account = AccountId([1; 16]);
    let ana = NewAccount {
        account,
        name: NameHash([1; 32]),
        opaque: vec![1],
        chain: vec![ChainRow { hash: [1; 32], body: vec![1] }],
        created_day: 20_000,
        admission: None,
    };
    store.register(ana).await.unwrap();
    for number in 0..devices {
        let device = DeviceKeyId([number; 16]);
        let session = Session { account, reach: Reach::Device(device), expires_ms: NOW + DAY };
        store.begin_session([number; 32], session, devices.into()).await.unwrap();
        let name = if number == 0 { "slow" } else { "quick" };
        let endpoint = Endpoint(format!("http://{service}/to/{name}"));
        let body = PutPush { endpoint, ..left(service, vec![at(HOUR)]) }.to_bytes();
        let due_ms = NOW + HOUR + u64::from(number);
        assert_eq!(store.keep_push(PushRow { account, device, body, due_ms, sent_ms: 0 }).await, Ok(true));
    }
    store
}

#[tokio::test]
async fn a_push_service_that_is_slow_for_one_holds_nobody_else_up() {
    const DEVICES: u8 = 150;
    let (service, address) = OwnCourier::begin().await;
    let store = many(DEVICES, address).await;
    let clock = Arc::new(HandClock::at(NOW + HOUR + u64::from(DEVICES)));
    let settings = Settings { clock, push: Some(wakes(address)), ..Settings::default() };
    let relay = Relay::open(store, settings, &[]).await.unwrap();
    let waking = tokio::spawn(async move { relay.wake_due().await });
    let all_are_told = async {
        while service.0.lock().unwrap().messages.len() < DEVICES.into() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(120), all_are_told).await;
    told.expect("all but one wait for nobody, and still they were not told");
    service.1.notify_one();
    assert_eq!(waking.await.unwrap(), Ok(DEVICES.into()));
}

#[tokio::test]
async fn the_relay_speaks_to_no_other_service_and_to_none_unless_it_was_told_to() {
    let (service, address) = OwnCourier::begin().await;
    let (_, elsewhere) = OwnCourier::begin().await;
    let open = rig(address).await;
    let ana = Person::register(&open, "ana").await;
    let reply = open.put("/v1/push", Some(&ana.token), &left(elsewhere, vec![at(HOUR)])).await;
    assert_eq!(reply.code(), ProblemCode::Refused);
    assert_eq!(open.put("/v1/push", None, &left(address, vec![])).await.code(), ProblemCode::Unauthorised);
    let shut = Rig::new().await;
    let ana = Person::register(&shut, "ana").await;
    let offer: PushOffer = shut.get("/v1/push", Some(&ana.token)).await.read();
    assert_eq!(offer.key, None);
    let reply = shut.put("/v1/push", Some(&ana.token), &left(address, vec![at(HOUR)])).await;
    assert_eq!(reply.code(), ProblemCode::Unknown);
    assert_eq!(looks(&shut, HOUR).await + service.told().len(), 0);
}

#[tokio::test]
async fn the_key_and_what_devices_left_outlast_a_restart() {
    let (service, address) = OwnCourier::begin().await;
    let rig = rig(address).await;
    let ana = Person::register(&rig, "ana").await;
    rig.put("/v1/push", Some(&ana.token), &left(address, vec![at(HOUR)])).await;
    let before: PushOffer = rig.get("/v1/push", Some(&ana.token)).await.read();
    let rig = rig.restarted().await;
    let after: PushOffer = rig.get("/v1/push", Some(&ana.token)).await.read();
    assert_eq!(before, after);
    assert_eq!((looks(&rig, HOUR).await, service.told().len()), (1, 1));
}
