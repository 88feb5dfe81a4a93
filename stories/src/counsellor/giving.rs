//! What somebody gives to their counsellor, who reads it, and the end.

use client::{CannotInRoom, NotSaid};
use domain::counsel::{Command, Refusal};
use domain::{Audience, RecordId, RoomId, hurts};

use super::{all_look, invites, note, notes, opens, rooms, says, with_a_counsellor};
use crate::world::{Device, PASSPHRASE, TwoPartners};

/// Writes what happened for oneself alone. Gives the newest record of the vault.
fn writes_alone(us: &TwoPartners, device: &Device, name: &str) -> RecordId {
    let account = hurts::Account::default().with(hurts::Part::What, "Nobody else reads this.");
    let telling = hurts::Telling { name: name.to_owned(), side: hurts::Side::IWasHurt, account };
    let write = hurts::Command::Write { hurt: None, telling };
    device.ours().perform(domain::Command::Hurts(write)).unwrap();
    device.looks();
    us.meet_as_far_as_possible();
    newest(device, Audience::Mine, "hurts.")
}

fn newest(device: &Device, audience: Audience, kind: &str) -> RecordId {
    device.ours().read(|it| {
        let records = it.history().records().filter(|it| it.audience == audience);
        records.filter(|it| it.event.kind().starts_with(kind)).last().unwrap().id
    })
}

fn gives(us: &TwoPartners, device: &Device, room: RoomId, records: &[RecordId]) -> Result<(), CannotInRoom> {
    us.house.run(device.ours().give(room, records))
}

/// Every key of a space that this device holds.
fn space_keys(device: &Device) -> Vec<Vec<u8>> {
    let secrets = device.ours().read(|it| it.secrets_for_canaries());
    secrets.into_iter().filter(|(what, _)| what == "space key").map(|(_, key)| key).collect()
}

/// The names of the hurts that somebody may read in a room, in the order of the alphabet.
fn reads(device: &Device, room: RoomId) -> Vec<String> {
    let seen = device.ours().read(|it| it.seen_in(room).unwrap());
    let written = seen.couple().hurts.written();
    let mut names: Vec<_> =
        written.filter_map(|(_, own, _)| Some(own.telling.as_ref()?.name.clone())).collect();
    names.sort();
    names
}

#[test]
fn the_counsellor_reads_what_was_given_and_nothing_else_until_it_is_taken_out() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    let given = writes_alone(&us, &us.noor, "January");
    writes_alone(&us, &us.noor, "March");
    gives(&us, &us.noor, room, &[given]).unwrap();
    all_look(&us, &carl);
    assert_eq!((reads(&carl, room), reads(&us.noor, room)), (vec!["January".into()], vec!["January".into()]));
    assert_eq!(carl.ours().read(|it| it.couple().hurts.written().count()), 0, "it is no part of Carl's own");
    says(&us.noor, room, Command::Stop { record: given });
    all_look(&us, &carl);
    assert!(reads(&carl, room).is_empty());
    gives(&us, &us.noor, room, &[given]).unwrap();
    all_look(&us, &carl);
    assert_eq!(reads(&carl, room), ["January"]);
}

#[test]
fn what_is_put_away_is_given_no_more_also_where_it_is_given_as_it_is_written() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    let given = writes_alone(&us, &us.noor, "January");
    gives(&us, &us.noor, room, &[given]).unwrap();
    all_look(&us, &carl);
    assert_eq!(reads(&carl, room), ["January"]);
    let hurt = us.noor.ours().read(|it| it.couple().hurts.written().last().unwrap().0);
    us.noor.ours().perform(hurts::Command::PutAway { hurt }.into()).unwrap();
    us.noor.looks();
    us.house.run(us.noor.ours().tend_rooms()).unwrap();
    all_look(&us, &carl);
    assert!(reads(&carl, room).is_empty() && reads(&us.noor, room).is_empty());
}

#[test]
fn what_both_share_does_not_enter_the_room_of_one_and_what_is_not_here_is_not_given() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    us.sam.promises("I am home at six.");
    all_look(&us, &carl);
    let shared = newest(&us.noor, Audience::Ours, "promises.");
    let own = writes_alone(&us, &us.noor, "January");
    let refused = CannotInRoom::NotSaid(NotSaid::Refused(Refusal::SharedIntoOwn));
    assert_eq!(gives(&us, &us.noor, room, &[own, shared]), Err(refused));
    let sams = writes_alone(&us, &us.sam, "April");
    assert_eq!(gives(&us, &us.noor, room, &[sams]), Err(CannotInRoom::NotSaid(NotSaid::NotHere)));
    assert_eq!(gives(&us, &carl, room, &[own]), Err(CannotInRoom::NotSaid(NotSaid::NotHere)));
    all_look(&us, &carl);
    assert!(reads(&carl, room).is_empty(), "all of it or nothing");
}

#[test]
fn what_is_given_without_a_network_and_from_a_new_device_is_read_later() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    let first = writes_alone(&us, &us.noor, "January");
    gives(&us, &us.noor, room, &[first]).unwrap();
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    all_look(&us, &carl);
    assert_eq!(reads(&carl, room), ["January"]);
    let phone = Device::new("noor's phone", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    let second = writes_alone(&us, &phone, "March");
    gives(&us, &phone, room, &[second]).unwrap();
    phone.looks();
    all_look(&us, &carl);
    assert_eq!(reads(&carl, room), ["January", "March"]);
    carl.is_killed_and_opened().unwrap();
    assert_eq!(reads(&carl, room), ["January", "March"]);
}

#[test]
fn a_counsellor_who_was_let_go_writes_nothing_more_and_gets_nothing_more() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    let early = writes_alone(&us, &us.noor, "January");
    gives(&us, &us.noor, room, &[early]).unwrap();
    all_look(&us, &carl);
    let before = space_keys(&us.noor);
    us.house.run(us.noor.ours().end_room(room)).unwrap();
    let begun: Vec<_> = space_keys(&us.noor).into_iter().filter(|it| !before.contains(it)).collect();
    assert_eq!(begun.len(), 1, "a new key begins");
    let over = NotSaid::Refused(Refusal::Over);
    let late = writes_alone(&us, &us.noor, "March");
    assert_eq!(gives(&us, &us.noor, room, &[late]), Err(CannotInRoom::NotSaid(over)));
    // What Carl writes before he hears of it reaches nobody.
    says(&carl, room, note("too late"));
    for _ in 0..3 {
        all_look(&us, &carl);
    }
    assert!(notes(&us.noor, room).is_empty());
    assert!(!space_keys(&carl).contains(&begun[0]), "and Carl has it on no device");
    assert_eq!(reads(&carl, room), ["January"], "what was read stays read");
    assert!(carl.ours().say_in(room, note("later still")).is_err());
    let again = us.house.run(us.noor.ours().end_room(room));
    assert_eq!(again, Err(CannotInRoom::NotSaid(NotSaid::NoSuchRoom)));
    us.same_journey();
}

#[test]
fn a_counsellor_leaves_by_themselves_and_another_can_be_invited() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    all_look(&us, &carl);
    us.house.run(carl.ours().end_room(room)).unwrap();
    all_look(&us, &carl);
    let now = us.noor.moment().ms;
    assert!(us.noor.ours().read(|it| it.room(room).unwrap().is_over(now)));
    invites(&us, &us.noor, &carl);
    assert_eq!((rooms(&us.noor).len(), rooms(&us.sam).len()), (2, 0));
}

fn tends(us: &TwoPartners, device: &Device) {
    us.house.run(device.ours().tend_rooms()).unwrap();
}

#[test]
fn a_practice_is_given_as_it_is_written_until_that_is_stopped() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    writes_alone(&us, &us.noor, "before");
    let from_ms = us.noor.moment().ms + 1;
    us.hours_pass(1);
    let until_ms = from_ms + 30 * 24 * 3_600_000;
    says(&us.noor, room, Command::GivePractice { practice: "hurts".to_owned(), from_ms, until_ms });
    let first = writes_alone(&us, &us.noor, "first");
    for _ in 0..2 {
        tends(&us, &us.noor);
        all_look(&us, &carl);
    }
    assert_eq!(reads(&carl, room), ["first"]);
    says(&us.noor, room, Command::Stop { record: first });
    writes_alone(&us, &us.noor, "second");
    tends(&us, &us.noor);
    all_look(&us, &carl);
    assert_eq!(reads(&carl, room), ["second"], "what was taken out is not given again by itself");
    let window = us.noor.ours().read(|it| it.room(room).unwrap().windows()[0].id);
    says(&us.noor, room, Command::StopPractice { window });
    writes_alone(&us, &us.noor, "third");
    tends(&us, &us.noor);
    tends(&us, &us.sam);
    tends(&us, &carl);
    all_look(&us, &carl);
    assert_eq!(reads(&carl, room), ["second"]);
}

#[test]
fn a_room_whose_time_is_over_is_ended_by_the_partners_device_when_it_is_next_open() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    all_look(&us, &carl);
    tends(&us, &us.noor);
    assert!(us.noor.ours().read(|it| it.room(room).unwrap().counsellor()).is_some());
    us.hours_pass(90 * 24);
    tends(&us, &carl);
    let before = space_keys(&us.noor);
    us.noor.is_killed_and_opened().unwrap();
    tends(&us, &us.noor);
    assert_eq!(us.noor.ours().read(|it| it.room(room).unwrap().counsellor()), None);
    assert_eq!(space_keys(&us.noor).len(), before.len() + 1);
    all_look(&us, &carl);
    assert!(carl.ours().say_in(room, note("after the end")).is_err());
}
