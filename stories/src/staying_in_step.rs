//! Two devices stay in step, whatever happens to the line, the server or the disk.

use client::ports::{LocalStore, StoreProblem, Write};
use client::{Notice, Standing};
use domain::{Command, promises};

use crate::world::{Device, TwoPartners, Weather};

fn promises_of(device: &Device) -> Vec<String> {
    let mut all: Vec<String> =
        device.ours().read(|it| it.couple().promises.all().iter().map(|it| it.words.clone()).collect());
    all.sort();
    all
}

#[test]
fn both_write_at_once_offline_and_have_the_same_bytes_afterwards() {
    // Whoever comes back first, and in whatever order their records reach the relay.
    for noor_first in [true, false] {
        let us = TwoPartners::apart();
        for day in 0..4 {
            us.noor.promises(&format!("noor {day}"));
            us.hours_pass(1);
            us.sam.promises(&format!("sam {day}"));
        }
        if noor_first {
            us.noor.looks();
            us.sam.looks();
        } else {
            us.sam.looks();
            us.noor.looks();
        }
        us.meet();
        us.same_journey();
        assert_eq!(promises_of(&us.noor).len(), 8);
        // The same after a restart, from what was stored.
        let (before, shared) = (us.noor.whole(), us.noor.shared());
        us.noor.is_killed_and_opened().unwrap();
        assert_eq!((us.noor.whole(), us.noor.shared()), (before, shared));
    }
}

#[test]
fn a_server_killed_between_taking_and_answering_loses_and_doubles_nothing() {
    for requests in 0..8 {
        let us = TwoPartners::apart();
        us.noor.promises("soup on Wednesday");
        us.noor.promises("no phone at table");
        us.noor.weather(Weather::AnswersLost(requests));
        us.noor.looks();
        us.house.kill();
        us.house.start();
        us.noor.weather(Weather::Fine);
        us.hours_pass(1);
        us.meet();
        assert_eq!(promises_of(&us.sam), ["no phone at table", "soup on Wednesday"]);
        us.same_journey();
        assert_eq!(us.noor.ours().sync_view().notices, []);
    }
}

#[test]
fn a_record_leaves_the_outbox_only_when_it_was_seen_in_the_log() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    assert_eq!(us.noor.ours().sync_view().waiting, 1);
    // Far enough for the record to arrive, not far enough for the answer.
    us.noor.weather(Weather::AnswersLost(4));
    us.noor.looks();
    us.sam.looks();
    let view = us.noor.ours().sync_view();
    assert_eq!((view.waiting, view.standing), (1, Standing::Offline));
    us.noor.weather(Weather::Fine);
    us.hours_pass(1);
    us.noor.looks();
    assert_eq!(us.noor.ours().sync_view().waiting, 0);
}

#[test]
fn a_server_restored_from_an_older_copy_is_made_whole_again_by_its_people() {
    let us = TwoPartners::apart();
    us.noor.promises("before the copy");
    us.meet();
    let copy = us.house.backup();
    us.noor.promises("after the copy, from Noor");
    us.sam.promises("after the copy, from Sam");
    us.meet();
    let (noor, sam) = (us.noor.whole(), us.sam.whole());
    us.house.restore(&copy);
    us.noor.promises("while nobody knew");
    us.hours_pass(1);
    us.meet();
    us.same_journey();
    assert_eq!(promises_of(&us.noor).len(), 4);
    assert_eq!(promises_of(&us.sam).len(), 4);
    assert_ne!((noor, sam), (us.noor.whole(), us.sam.whole()));
    for device in [&us.noor, &us.sam] {
        let notices = device.ours().sync_view().notices;
        assert!(matches!(notices[..], [Notice::Restored { .. }]), "{notices:?}");
        device.is_killed_and_opened().unwrap();
    }
    us.same_journey();
}

#[test]
fn a_server_that_lost_even_the_couple_gets_it_back() {
    let us = TwoPartners::strangers();
    let copy = us.house.backup();
    us.pair().unwrap();
    us.meet();
    us.noor.promises("soup on Wednesday");
    us.meet();
    us.house.restore(&copy);
    us.hours_pass(1);
    us.meet();
    us.hours_pass(1);
    us.meet();
    us.sam.promises("no phone at table");
    us.meet();
    us.same_journey();
    assert_eq!(promises_of(&us.noor).len(), 2);
}

#[test]
fn a_device_whose_disk_was_set_back_goes_on_under_a_new_name_and_loses_nothing() {
    let us = TwoPartners::apart();
    let old = us.noor.disk();
    us.noor.promises("written before the disk broke");
    us.meet();
    us.noor.is_set_back_to(old);
    us.noor.promises("written from the restored disk");
    us.hours_pass(1);
    us.meet();
    us.hours_pass(1);
    us.meet();
    us.same_journey();
    assert_eq!(promises_of(&us.sam).len(), 2);
}

#[test]
fn what_was_typed_is_there_after_the_program_was_killed() {
    let us = TwoPartners::apart();
    us.noor.ours().save_draft("check_in/need", "a quiet eve");
    us.noor.ours().save_draft("check_in/need", "a quiet evening");
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("check_in/need").as_deref(), Some("a quiet evening"));
    us.noor.ours().clear_draft("check_in/need");
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("check_in/need"), None);
}

#[test]
fn what_was_typed_reaches_ones_other_device_and_nobody_else() {
    let us = TwoPartners::apart();
    us.noor.ours().save_draft("check_in/need", "a quiet evening");
    us.hours_pass(1);
    us.meet();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), "another long passphrase").unwrap();
    assert_eq!(phone.ours().draft("check_in/need").as_deref(), Some("a quiet evening"));
    assert!(!us.sam.whole().windows(5).any(|it| it == b"quiet"));
}

#[test]
fn a_full_disk_is_said_and_what_was_written_is_stored_when_there_is_room() {
    let us = TwoPartners::apart();
    us.noor.store.borrow().fill_up(true);
    us.noor.promises("soup on Wednesday");
    us.house.run(us.noor.ours().work());
    let view = us.noor.ours().sync_view();
    assert_eq!((view.saved_here, view.store_problem), (false, Some(StoreProblem::Full)));
    // Nothing is sent that could not be stored: its number would be given twice after a crash.
    us.sam.looks();
    assert!(promises_of(&us.sam).is_empty());
    us.noor.store.borrow().fill_up(false);
    us.hours_pass(1);
    us.meet();
    assert_eq!(promises_of(&us.sam), ["soup on Wednesday"]);
}

#[test]
fn a_damaged_store_is_said_and_not_taken_for_a_new_person() {
    let us = TwoPartners::apart();
    let disk = us.noor.disk();
    let spoilt = disk.everything().into_iter().filter(|(key, _)| key.starts_with("log/"));
    for (key, mut value) in spoilt {
        value[30] ^= 1;
        us.house.run(disk.commit(&[Write::Put { key, value }])).unwrap();
    }
    *us.noor.store.borrow_mut() = std::rc::Rc::new(disk);
    let opened = us.noor.is_killed_and_opened();
    assert_eq!(opened, Err(client::CannotUnlock::Store(StoreProblem::Damaged)));
}

#[test]
fn a_long_journey_opens_from_its_checkpoint_and_is_the_same() {
    let us = TwoPartners::apart();
    let walk = us.noor.promises("a walk without phones");
    for number in 0..600 {
        let key = format!("notes/{}", number % 7);
        let save = domain::drafts::Command::Save { key, text: format!("line {number}") };
        us.noor.ours().perform(Command::Drafts(save)).unwrap();
        if number % 50 == 0 {
            us.noor.looks();
        }
    }
    us.meet();
    us.noor.looks();
    let checkpoint = us.noor.disk().everything().iter().any(|(key, _)| key == "checkpoint");
    assert!(checkpoint);
    let before = us.noor.whole();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.whole(), before);
    // A record from before the checkpoint comes late: everything is folded in its right order again.
    let on = us.noor.moment().today();
    us.sam.looks();
    let confirm = promises::Command::ReportKept { promise: walk, on };
    us.noor.ours().perform(Command::Promises(confirm)).unwrap();
    us.meet();
    us.same_journey();
}

#[test]
fn a_clock_that_is_forty_days_ahead_keeps_nobody_from_the_server() {
    const FORTY_DAYS_MS: i64 = 40 * 24 * 60 * 60 * 1_000;
    let us = TwoPartners::apart();
    us.sam.ahead_ms.set(FORTY_DAYS_MS);
    us.sam.is_killed_and_opened().unwrap();
    us.sam.promises("Home before seven");
    us.noor.promises("One evening a week");
    us.meet();
    us.same_journey();
    assert_eq!(promises_of(&us.noor), ["Home before seven", "One evening a week"]);
}
