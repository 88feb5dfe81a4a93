//! The live link, when the relay or a proxy will not have it.

use client::{Standing, Wish};
use protocol::Wire;
use protocol::wire::{ProblemCode, ServerFrame};

use crate::world::{Device, TwoPartners};

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
