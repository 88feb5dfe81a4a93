//! The live link, when the relay or a proxy will not have it.

use std::time::Duration;

use client::{Standing, Wish};
use protocol::Wire;
use protocol::wire::{ProblemCode, ServerFrame};

use domain::people::Together;

use crate::world::{Device, OpenPage, TwoPartners, at_home, before_long, shut_address};

fn connects(device: &Device) -> usize {
    device.ours().take_wishes().iter().filter(|it| **it == Wish::Connect).count()
}

/// Noor's device can hold a link, and wishes for one.
fn with_a_wish() -> TwoPartners {
    let us = TwoPartners::apart();
    us.noor.ours().can_hold_a_link();
    us.house.run(us.noor.ours().work());
    assert_eq!(connects(&us.noor), 1);
    us
}

#[test]
fn a_link_that_is_refused_is_tried_again_later_and_not_at_once() {
    let us = with_a_wish();
    let arrived = us.noor.way.arrived.get();
    for _ in 0..50 {
        us.noor.ours().link_closed();
        us.house.run(us.noor.ours().work());
        assert_eq!(connects(&us.noor), 0);
    }
    assert!(us.noor.way.arrived.get() - arrived <= 100);
    us.hours_pass(1);
    us.noor.ours().tick();
    us.house.run(us.noor.ours().work());
    assert_eq!(connects(&us.noor), 1);
}

#[test]
fn without_a_link_records_still_reach_the_relay() {
    let us = with_a_wish();
    us.noor.ours().link_closed();
    us.noor.promises("soup on Wednesday");
    us.house.run(us.noor.ours().work());
    let view = us.noor.ours().sync_view();
    assert!(view.saved_on_both() && view.standing == Standing::Live, "{view:?}");
}

#[test]
fn a_link_on_which_the_relay_says_no_is_let_go_and_opened_anew() {
    for (code, retry_ms) in [(ProblemCode::Unauthorised, 0), (ProblemCode::TooMany, 30_000)] {
        let us = with_a_wish();
        let ours = us.noor.ours();
        ours.link_opened();
        drop(ours.take_wishes());
        ours.frame(&ServerFrame::Err { code, retry_ms, space: None }.to_bytes());
        assert!(ours.take_wishes().contains(&Wish::Disconnect));
        us.noor.promises("soup on Wednesday");
        us.house.run(ours.work());
        assert!(ours.sync_view().saved_on_both(), "{:?}", ours.sync_view());
        us.now.set(us.now.get() + retry_ms.saturating_sub(1));
        us.house.run(ours.work());
        assert_eq!(connects(&us.noor), 0);
        us.now.set(us.now.get() + 120_000);
        us.house.run(ours.work());
        assert_eq!(connects(&us.noor), 1);
    }
}

fn knows_the_other(device: &Device) -> bool {
    device.ours().read(|it| it.couple().people.together(it.me()) == Together::Both)
}

#[test]
fn what_the_partner_writes_first_is_heard_although_their_device_is_known_late() {
    for (noor, sam) in [(0, 0), (120, 0), (0, 120), (120, 60)] {
        let us = TwoPartners::strangers();
        us.noor.way.lag.set(noor);
        us.sam.way.lag.set(sam);
        us.at_home(async |_pages| {
            us.become_a_couple().await.unwrap();
            let both = before_long(|| knows_the_other(&us.noor) && knows_the_other(&us.sam)).await;
            assert!(both, "{noor} {sam}: {:?} {:?}", us.noor.ours().sync_view(), us.sam.ours().sync_view());
            for device in [&us.noor, &us.sam] {
                assert_eq!(device.ours().sync_view().notices, []);
            }
        });
    }
}

#[test]
fn a_page_that_was_overtaken_by_the_line_is_no_other_story() {
    let us = TwoPartners::apart();
    us.at_home(async |_pages| {
        before_long(|| us.noor.ours().sync_view().standing == Standing::Live).await;
        us.noor.way.lag.set(40);
        for number in 0..9 {
            us.noor.ours().look_again();
            // Each time at another moment of what is asked: one of them is the page.
            tokio::time::sleep(Duration::from_millis(20 + 40 * number)).await;
            us.sam.promises(&format!("soup number {number}"));
            let heard = || us.noor.ours().read(|it| it.couple().promises.all().len() as u64) == number + 1;
            assert!(before_long(heard).await);
            assert!(before_long(|| us.noor.ours().sync_view().standing == Standing::Live).await);
            assert_eq!(us.noor.ours().sync_view().notices, []);
        }
    });
}

/// Tells a story in which no socket is let through to Noor's device; Sam's page is open as usual.
fn without_sockets(us: &TwoPartners, story: impl AsyncFnOnce(&OpenPage)) {
    at_home(&us.house, &us.now, async {
        let noors = OpenPage::of(&us.noor, shut_address().await);
        let _sams = OpenPage::of(&us.sam, us.house.listens().await);
        assert!(before_long(|| noors.listens()).await);
        story(&noors).await;
    });
}

fn sees(device: &Device, words: &str) -> bool {
    device.ours().read(|it| it.couple().promises.all().iter().any(|it| it.words == words))
}

#[test]
fn where_no_socket_is_let_through_the_two_still_hear_each_other_at_once() {
    let us = TwoPartners::apart();
    without_sockets(&us, async |noors| {
        let arrived = us.noor.way.arrived.get();
        for number in 0..3 {
            let (one, other) = (format!("soup {number}"), format!("bread {number}"));
            us.sam.promises(&one);
            assert!(before_long(|| sees(&us.noor, &one)).await);
            us.noor.promises(&other);
            assert!(before_long(|| sees(&us.sam, &other)).await);
        }
        assert!(before_long(|| us.noor.ours().sync_view().standing == Standing::Live).await);
        assert_eq!(us.noor.ours().sync_view().notices, []);
        // Two sockets were tried, and the relay is not asked in circles.
        assert_eq!(noors.connects.get(), 2);
        assert!(us.noor.way.arrived.get() - arrived < 30, "{} calls", us.noor.way.arrived.get() - arrived);
    });
}

#[test]
fn where_no_socket_is_let_through_a_new_couple_hears_each_other_too() {
    let us = TwoPartners::strangers();
    without_sockets(&us, async |_| {
        us.become_a_couple().await.unwrap();
        assert!(before_long(|| knows_the_other(&us.noor) && knows_the_other(&us.sam)).await);
    });
}

#[test]
fn a_socket_is_tried_again_now_and_then() {
    let us = TwoPartners::apart();
    without_sockets(&us, async |noors| {
        for tried in 2..5 {
            assert_eq!(noors.connects.get(), tried);
            us.now.set(us.now.get() + 11 * 60 * 1000);
            us.noor.ours().tick();
            assert!(before_long(|| noors.connects.get() > tried).await);
            let words = format!("soup {tried}");
            us.sam.promises(&words);
            assert!(before_long(|| sees(&us.noor, &words)).await, "the poll listens meanwhile");
        }
    });
}

#[test]
fn a_relay_that_goes_away_is_not_asked_in_circles_by_the_poll() {
    let us = TwoPartners::apart();
    without_sockets(&us, async |_| {
        us.noor.way.weather.set(crate::world::Weather::CutAfter(0));
        us.sam.promises("soup on Wednesday");
        let waits = || us.noor.ours().sync_view().standing == Standing::Offline;
        us.noor.ours().look_again();
        assert!(before_long(waits).await);
        us.noor.way.weather.set(crate::world::Weather::Fine);
        assert!(before_long(|| sees(&us.noor, "soup on Wednesday")).await);
    });
}

#[test]
fn a_link_that_says_nothing_any_more_is_let_go_and_opened_anew() {
    let us = with_a_wish();
    let ours = us.noor.ours();
    ours.link_opened();
    ours.frame(&ServerFrame::Welcome { now_ms: 1 }.to_bytes());
    drop(ours.take_wishes());
    us.now.set(us.now.get() + 30_000);
    ours.tick();
    assert_eq!(ours.take_wishes(), []);
    ours.frame(&ServerFrame::Ping.to_bytes());
    us.now.set(us.now.get() + 30_000);
    ours.tick();
    assert!(!ours.take_wishes().contains(&Wish::Disconnect), "it was heard half a minute ago");
    us.now.set(us.now.get() + 20_000);
    ours.tick();
    assert!(ours.take_wishes().contains(&Wish::Disconnect));
    us.now.set(us.now.get() + 120_000);
    us.house.run(ours.work());
    assert_eq!(connects(&us.noor), 1);
}

#[test]
fn what_was_said_into_a_dead_link_is_said_again() {
    let us = with_a_wish();
    let ours = us.noor.ours();
    ours.link_opened();
    ours.frame(&ServerFrame::Welcome { now_ms: 1 }.to_bytes());
    us.noor.promises("soup on Wednesday");
    us.house.run(ours.work());
    assert!(ours.take_wishes().iter().any(|it| matches!(it, Wish::Send(_))));
    assert_eq!(ours.sync_view().waiting, 1);
    us.now.set(us.now.get() + 21_000);
    ours.tick();
    assert!(ours.take_wishes().contains(&Wish::Disconnect));
    us.house.run(ours.work());
    assert!(ours.sync_view().saved_on_both(), "{:?}", ours.sync_view());
}

#[test]
fn a_socket_that_never_opens_is_given_up() {
    let us = with_a_wish();
    us.now.set(us.now.get() + 16_000);
    us.noor.ours().tick();
    assert!(us.noor.ours().take_wishes().contains(&Wish::Disconnect));
}
