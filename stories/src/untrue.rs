//! A server that was set back, leaves something out or erases is not believed: what a device knows it keeps.

use client::{Notice, Standing};

use crate::world::{Device, TwoPartners};

fn promises_of(device: &Device) -> Vec<String> {
    let mut all: Vec<String> =
        device.ours().read(|it| it.couple().promises.all().iter().map(|it| it.words.clone()).collect());
    all.sort();
    all
}

fn notices_of(device: &Device) -> Vec<Notice> {
    device.ours().sync_view().notices
}

fn days_pass(us: &TwoPartners) {
    for _ in 0..3 {
        us.noor.looks();
        us.sam.looks();
        us.hours_pass(24);
    }
}

#[test]
fn a_restored_server_without_room_is_healed_when_there_is_some_and_nothing_is_given_up_before() {
    let us = TwoPartners::apart();
    let copy = us.house.backup();
    us.noor.promises("a");
    us.noor.promises("b");
    us.sam.promises("c");
    us.meet();
    us.house.quota.set(1);
    us.house.restore(&copy);
    us.hours_pass(1);
    days_pass(&us);
    for device in [&us.noor, &us.sam] {
        assert_eq!(promises_of(device), ["a", "b", "c"]);
        assert_eq!(device.ours().sync_view().standing, Standing::Healing);
        assert_eq!(notices_of(device), [Notice::NoRoom]);
    }
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(promises_of(&us.noor), ["a", "b", "c"]);
    us.house.quota.set(1 << 30);
    us.house.kill();
    us.house.start();
    days_pass(&us);
    us.same_journey();
    for device in [&us.noor, &us.sam] {
        assert_eq!(promises_of(device), ["a", "b", "c"]);
        assert_eq!(device.ours().sync_view().standing, Standing::Live);
        assert!(matches!(notices_of(device)[..], [Notice::Restored { .. }]));
    }
}

#[test]
fn a_server_without_room_is_there_and_says_so() {
    let us = TwoPartners::apart();
    us.house.quota.set(1);
    us.house.kill();
    us.house.start();
    us.noor.promises("soup on Wednesday");
    us.noor.looks();
    let view = us.noor.ours().sync_view();
    assert_eq!((view.standing, view.waiting), (Standing::CatchingUp, 1));
    assert_eq!(view.notices, [Notice::NoRoom]);
    us.house.quota.set(1 << 30);
    us.house.kill();
    us.house.start();
    us.hours_pass(1);
    us.meet();
    assert_eq!(promises_of(&us.sam), ["soup on Wednesday"]);
    assert_eq!(us.noor.ours().sync_view().notices, []);
}

#[test]
fn a_server_set_back_without_a_word_is_made_whole_and_never_called_restored() {
    let us = TwoPartners::apart();
    let copy = us.house.backup();
    us.noor.promises("a");
    us.sam.promises("b");
    us.meet();
    us.house.set_back(&copy);
    us.hours_pass(1);
    days_pass(&us);
    us.same_journey();
    for device in [&us.noor, &us.sam] {
        assert_eq!(promises_of(device), ["a", "b"]);
        assert_eq!(notices_of(device), [Notice::Doubtful]);
    }
}

#[test]
fn another_record_in_the_place_of_one_that_was_read_is_never_followed() {
    let us = TwoPartners::apart();
    let (copy, disk) = (us.house.backup(), us.noor.disk());
    us.noor.promises("what Sam has read");
    us.meet();
    us.house.restore(&copy);
    us.noor.is_set_back_to(disk);
    us.noor.promises("what stands there instead");
    us.hours_pass(1);
    us.noor.looks();
    us.hours_pass(1);
    days_pass(&us);
    assert_eq!(promises_of(&us.sam), ["what Sam has read"]);
    assert_eq!(notices_of(&us.sam), [Notice::Doubtful]);
    us.sam.is_killed_and_opened().unwrap();
    assert_eq!(promises_of(&us.sam), ["what Sam has read"]);
}

#[test]
fn what_one_wrote_stays_ones_own_though_the_server_gives_it_back_erased() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.house.erases.set(true);
    us.noor.looks();
    us.noor.looks();
    assert_eq!(notices_of(&us.noor), [Notice::Doubtful]);
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(promises_of(&us.noor), ["soup on Wednesday"]);
    us.house.erases.set(false);
    us.hours_pass(1);
    us.meet();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(promises_of(&us.noor), ["soup on Wednesday"]);
    us.same_journey();
}

#[test]
fn what_the_other_wrote_and_the_server_erased_is_counted_and_said() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.noor.looks();
    us.house.erases.set(true);
    us.sam.looks();
    let view = us.sam.ours().sync_view();
    assert_eq!((view.parked, &view.notices[..]), (1, &[Notice::Doubtful][..]));
    us.sam.is_killed_and_opened().unwrap();
    assert_eq!(us.sam.ours().sync_view().parked, 1);
    assert_eq!(notices_of(&us.sam), [Notice::Doubtful], "told until it was read");
    us.sam.ours().dismiss(Notice::Doubtful);
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    assert_eq!(notices_of(&us.sam), [], "it was read");
}

#[test]
fn a_restored_server_that_erased_what_was_held_is_not_followed() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.meet();
    let copy = us.house.backup();
    us.house.restore(&copy);
    us.house.erases.set(true);
    us.hours_pass(1);
    days_pass(&us);
    for device in [&us.noor, &us.sam] {
        assert_eq!(promises_of(device), ["soup on Wednesday"]);
        device.is_killed_and_opened().unwrap();
        assert_eq!(promises_of(device), ["soup on Wednesday"]);
        assert!(notices_of(device).iter().all(|it| !matches!(it, Notice::Restored { .. })));
    }
    us.house.erases.set(false);
    us.hours_pass(1);
    days_pass(&us);
    us.same_journey();
    assert_eq!(promises_of(&us.sam), ["soup on Wednesday"]);
}

#[test]
fn two_signed_heads_that_contradict_each_other_are_doubted_and_both_kept_as_proof() {
    let us = TwoPartners::apart();
    let copy = us.house.backup();
    us.noor.promises("a");
    us.noor.looks();
    us.noor.looks();
    us.house.set_back(&copy);
    us.sam.promises("b");
    us.sam.looks();
    assert_eq!(us.house.run(us.noor.ours().contradictions()), Ok(Vec::new()));
    us.noor.looks();
    assert!(notices_of(&us.noor).contains(&Notice::Doubtful));
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    let proofs = us.house.run(us.noor.ours().contradictions()).unwrap();
    let [(one, other)] = proofs[..] else { panic!("one pair, and not {}", proofs.len()) };
    assert!(protocol::log::contradict(&one, &other));
    let relay = us.house.card().instance.head_key;
    assert!(one.verify(&relay).is_ok() && other.verify(&relay).is_ok(), "anybody can check it");
}

#[test]
fn an_honest_relay_leaves_no_proof_against_itself() {
    let us = TwoPartners::apart();
    for words in ["a", "b"] {
        us.noor.promises(words);
        us.meet();
        us.sam.promises(words);
        us.meet();
    }
    let copy = us.house.backup();
    us.noor.promises("c");
    us.meet();
    us.house.restore(&copy);
    days_pass(&us);
    for device in [&us.noor, &us.sam] {
        assert_eq!(us.house.run(device.ours().contradictions()), Ok(Vec::new()));
    }
}
