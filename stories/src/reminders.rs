//! Being reminded: what a device leaves at the relay, when it is woken, and that nobody learns anything by it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use client::{Browser, NotWoken};
use domain::reminders::{Because, Clock, Planned, QuietHours, Wanted, planned};
use domain::space::{self, Contact};
use domain::{Command, Day, WallTime};
use protocol::wire::from_base64url;
use server::PushSettings;

use crate::world::{Device, PASSPHRASE, TwoPartners};

/// What came to the push service of a browser's maker.
type Came = Arc<Mutex<Vec<Vec<u8>>>>;

async fn take(State(came): State<Came>, body: Bytes) -> StatusCode {
    came.lock().unwrap().push(body.to_vec());
    StatusCode::CREATED
}

fn service(us: &TwoPartners) -> (Came, SocketAddr) {
    let came = Came::default();
    let app = Router::new().route("/noor", post(take)).with_state(came.clone());
    let address = us.house.run(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    });
    (came, address)
}

/// The two, and a relay that may wake devices through a push service on this machine.
fn reminded() -> (TwoPartners, Came, Browser) {
    let us = TwoPartners::apart();
    let (came, address) = service(&us);
    let services = [format!("http://{address}")];
    let push = PushSettings::new("mailto:noor@mend.example", Some(&services)).unwrap();
    *us.house.wakes.borrow_mut() = Some(push);
    us.house.kill();
    us.house.start();
    // RFC 8291, section 5.
    let point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let p256dh = from_base64url(point).unwrap();
    let browser = Browser { endpoint: format!("http://{address}/noor"), p256dh, auth: vec![1; 16] };
    (us, came, browser)
}

/// A clock on a wall in Greenwich.
struct Wall;

impl Clock for Wall {
    fn instant(&self, day: Day, minute: u16) -> u64 {
        u64::try_from(day.number()).unwrap() * 86_400_000 + u64::from(minute) * 60_000
    }

    fn wall(&self, ms: u64) -> WallTime {
        WallTime::of_greenwich(ms / 1_000)
    }
}

fn plans(device: &Device) -> Vec<Planned> {
    let ours = device.ours();
    let wanted = Wanted { quiet: QuietHours::USUAL, spread: ours.own_minute(), shown: None };
    ours.read(|it| planned(it.couple(), &device.moment(), &wanted, &Wall))
}

/// Hour by hour; when the device was woken, and how often.
fn woken_within(us: &TwoPartners, days: u64) -> Vec<u64> {
    let begun = us.now.get();
    let woken = (0..days * 24 * 4).filter_map(|_| {
        let now = us.now.get() + 15 * 60_000;
        us.now.set(now);
        us.house.set_clock(now);
        (us.house.wakes_who_is_due() > 0).then(|| (now - begun) / 86_400_000)
    });
    woken.collect()
}

#[test]
fn a_closed_page_is_woken_once_for_what_is_new_and_once_more_after_a_week() {
    let (us, came, browser) = reminded();
    let ours = us.noor.ours();
    us.house.run(ours.waking_key()).unwrap();
    us.house.run(ours.wake_at(&browser, &plans(&us.noor))).unwrap();
    assert_eq!(woken_within(&us, 2), [0; 0], "nothing is new");
    us.sam.promises("the dentist on Thursday");
    us.sam.looks();
    us.sam.promises("and the garage");
    us.sam.looks();
    let woken = woken_within(&us, 8);
    assert_eq!(woken.len(), 2, "{woken:?}");
    let lengths: Vec<usize> = came.lock().unwrap().iter().map(Vec::len).collect();
    assert_eq!(lengths[0], lengths[1], "and both say the same");
    assert_eq!(woken_within(&us, 20), [0; 0], "then there is silence");
}

#[test]
fn during_space_no_moment_is_left_and_a_device_that_was_ended_is_not_woken() {
    let (us, came, browser) = reminded();
    let until_ms = us.now.get() + 30 * 24 * 3_600_000;
    let asks = space::Command::Ask { until_ms, contact: Contact::AllButThis, words: String::new() };
    us.sam.ours().perform(Command::Space(asks)).unwrap();
    us.meet();
    assert_eq!(plans(&us.noor), []);
    us.house.run(us.noor.ours().wake_at(&browser, &plans(&us.noor))).unwrap();
    assert_eq!(woken_within(&us, 9), [0; 0]);
    us.meet();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    let week = [Planned { at_ms: us.now.get() + 3_600_000, because: Because::WeekOfSilence }];
    us.house.run(phone.ours().wake_at(&browser, &week)).unwrap();
    us.noor.looks();
    let lost = phone.ours().devices().into_iter().find(|it| it.this_one).unwrap().id;
    us.house.run(us.noor.ours().end_device(lost)).unwrap();
    assert_eq!(woken_within(&us, 1), [0; 0]);
    assert!(came.lock().unwrap().is_empty());
}

#[test]
fn who_switches_it_off_is_not_woken_and_a_relay_that_wakes_nobody_says_so() {
    let (us, came, browser) = reminded();
    let week = [Planned { at_ms: us.now.get() + 3_600_000, because: Because::WeekOfSilence }];
    us.house.run(us.noor.ours().wake_at(&browser, &week)).unwrap();
    us.house.run(us.noor.ours().wake_never()).unwrap();
    assert_eq!(woken_within(&us, 1), [0; 0]);
    assert!(came.lock().unwrap().is_empty());
    let elsewhere = Browser { endpoint: "https://push.example/noor".to_owned(), ..browser.clone() };
    let refused = us.house.run(us.noor.ours().wake_at(&elsewhere, &week));
    assert_eq!(refused, Err(NotWoken::NotHere));
    *us.house.wakes.borrow_mut() = None;
    us.house.kill();
    assert_eq!(us.house.run(us.noor.ours().waking_key()), Err(NotWoken::Away));
    us.house.start();
    us.hours_pass(1);
    us.noor.looks();
    assert_eq!(us.house.run(us.noor.ours().waking_key()), Err(NotWoken::NotHere));
    assert_eq!(us.house.run(us.noor.ours().wake_at(&browser, &week)), Err(NotWoken::NotHere));
}

#[test]
fn right_after_opening_while_the_device_is_still_coming_in_the_relay_is_asked_all_the_same() {
    let us = TwoPartners::apart();
    us.noor.is_killed_and_opened().unwrap();
    us.noor.way.lag.set(30);
    let noor = us.noor.ours();
    let asked = us.house.run(async { tokio::join!(noor.work(), noor.waking_key()).1 });
    assert_eq!(asked, Err(NotWoken::NotHere), "it answered that it wakes nobody, and was not taken for away");
}
