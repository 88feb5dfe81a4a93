//! The live link, when the relay or a proxy will not have it.

use std::time::Duration;

use client::{Standing, Wish};
use protocol::Wire;
use protocol::wire::{ProblemCode, ServerFrame};

use domain::people::Together;

use crate::world::{Device, TwoPartners, before_long};

fn connects(device: &Device) -> usize {
    device.ours().take_wishes().iter().filter(|it| matches!(it, Wish::Connect { .. })).count()
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
