//! Promises, and what is said about them.

use domain::promises::{self, Seen};
use domain::{Command, PromiseId};

use crate::world::{Device, TwoPartners};

fn misses(device: &Device, promise: PromiseId, what_i_do: &str) {
    let on = device.moment().today();
    let what_i_do = what_i_do.to_owned();
    let report = promises::Command::ReportMissed { promise, on, what_i_do };
    device.ours().perform(Command::Promises(report)).unwrap();
}

#[test]
fn a_promise_reaches_the_other_and_its_keeping_is_confirmed() {
    let us = TwoPartners::apart();
    let walk = us.sam.promises("a walk without phones");
    let on = us.sam.moment().today();
    let kept = promises::Command::ReportKept { promise: walk, on };
    us.sam.ours().perform(Command::Promises(kept)).unwrap();
    us.meet();
    let confirm = promises::Command::Confirm { promise: walk, on, seen: Seen::Kept };
    us.noor.ours().perform(Command::Promises(confirm)).unwrap();
    us.meet();
    us.sam.ours().read(|it| {
        let record = it.couple().promises.get(walk).unwrap().record(&us.sam.moment());
        assert_eq!((record.counts.kept, record.counts.missed), (1, 0));
    });
    us.same_journey();
}

#[test]
fn a_missed_promise_told_first_is_shown_as_honesty() {
    let us = TwoPartners::apart();
    let walk = us.sam.promises("a walk without phones");
    us.meet();
    misses(&us.sam, walk, "I set an alarm for tomorrow");
    us.meet();
    us.noor.ours().read(|it| {
        let record = it.couple().promises.get(walk).unwrap().record(&us.noor.moment());
        assert_eq!(record.counts.told_first, 1);
        assert_eq!(record.days[0].what_i_do.as_deref(), Some("I set an alarm for tomorrow"));
    });
}

#[test]
fn a_promise_written_while_the_server_is_down_arrives_when_it_is_back() {
    let us = TwoPartners::apart();
    us.house.kill();
    let walk = us.noor.promises("soup on Wednesday");
    us.noor.looks();
    let view = us.noor.ours().sync_view();
    assert!(view.saved_here && view.waiting == 1, "{view:?}");
    us.noor.is_killed_and_opened().unwrap();
    us.house.start();
    us.hours_pass(1);
    us.meet();
    assert!(us.sam.ours().read(|it| it.couple().promises.get(walk).is_some()));
}

#[test]
fn nobody_else_can_say_how_my_promise_went() {
    let us = TwoPartners::apart();
    let walk = us.sam.promises("a walk without phones");
    us.meet();
    let on = us.noor.moment().today();
    let kept = promises::Command::ReportKept { promise: walk, on };
    assert!(us.noor.ours().perform(Command::Promises(kept)).is_err());
}
