//! Taking a journey along, deleting the account, and bringing the journey into a fresh one.

use client::CannotBring;
use client::ports::Ports;
use domain::brought::Journey;
use domain::check_in::{self, Answers, Facet};
use domain::{Command, Couple, people, questions};

use crate::world::{Device, PASSPHRASE, TwoPartners, Weather};

/// Weeks of two: promises, a question that rests, drafts, a check-in that both opened.
fn a_while() -> TwoPartners {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.hours_pass(1);
    us.sam.promises("home by seven");
    us.noor.ours().save_draft("questions/new", "When did it start");
    let rest = questions::Command::Write {
        text: "Was she in our flat?".to_owned(),
        shelf: questions::Shelf::NotSure,
        rest_hours: 24,
        sure: questions::Sure::default(),
        about: None,
    };
    us.noor.ours().perform(rest.into()).unwrap();
    let seal =
        |support| Command::from(check_in::Command::Seal(Answers::default().with(Facet::Support, support)));
    us.noor.ours().perform(seal(4)).unwrap();
    us.sam.ours().perform(seal(7)).unwrap();
    us.meet();
    us.hours_pass(1);
    us.meet();
    us
}

/// What two people would look at to see whether it is the same journey.
fn seen(couple: &Couple) -> (Vec<String>, Vec<String>, usize) {
    let promises = couple.promises.all().into_iter().map(|it| it.words.clone()).collect();
    let drafts = couple.drafts.all().map(|(_, text)| text.to_owned()).collect();
    (promises, drafts, couple.check_in.opened(couple).len())
}

fn told(journey: &Journey, ports: &Ports) -> Vec<u8> {
    client::couple_of(journey, ports).to_cbor()
}

fn journey_of(us: &TwoPartners, device: &Device) -> Journey {
    us.house.run(device.ours().journey()).unwrap()
}

fn brings(us: &TwoPartners, device: &Device, journey: &Journey) -> Result<(), CannotBring> {
    us.house.run(device.ours().bring(journey, |_| {}))
}

#[test]
fn exported_deleted_and_brought_into_a_fresh_account_it_is_the_same_journey() {
    let us = a_while();
    us.noor.ours().save_draft("talk/kind", "Thank you for");
    let file = book::write(&journey_of(&us, &us.noor));
    let before = us.noor.ours().read(|it| seen(it.couple()));
    us.house.run(us.noor.ours().delete_account()).unwrap();
    let fresh = Device::with_account("noor again", "Noor", &us.house, &us.now);
    let journey = book::read(file.as_bytes()).unwrap();
    brings(&us, &fresh, &journey).unwrap();
    fresh.looks();
    assert_eq!(fresh.ours().read(|it| seen(it.couple())), before);
    assert_eq!(before.2, 1, "the check-in that was opened is open there, too");
    // Another device of the same person reads it from the relay alone, and it is the same to the byte.
    let phone = Device::new("noor again", &us.house, &us.now);
    phone.opens_with("noor again", &fresh.code(), PASSPHRASE).unwrap();
    phone.looks();
    let again = journey_of(&us, &phone);
    let back = |journey: &Journey| {
        let mut journey = journey.clone();
        journey.entries.retain(|it| it.record.event.kind() != "people.called");
        let bytes = journey.entries.iter().map(|it| (it.record.stamp, it.record.event.kind().to_owned()));
        bytes.collect::<Vec<_>>()
    };
    let first = back(&journey);
    assert!(
        back(&again).iter().filter(|it| first.contains(it)).eq(first.iter()),
        "every record, in its order"
    );
    assert_eq!(phone.ours().read(|it| it.couple().to_cbor()), fresh.ours().read(|it| it.couple().to_cbor()));
    assert!(!told(&again, &phone.ports).is_empty());
}

#[test]
fn a_journey_that_is_cut_off_while_it_is_brought_goes_on_when_it_is_brought_again() {
    let us = a_while();
    let journey = journey_of(&us, &us.noor);
    let fresh = Device::with_account("noor again", "Noor", &us.house, &us.now);
    let mut part = journey.clone();
    part.entries.truncate(journey.entries.len() / 2);
    fresh.weather(Weather::CutAfter(0));
    brings(&us, &fresh, &part).unwrap();
    fresh.is_killed_and_opened().unwrap();
    brings(&us, &fresh, &journey).unwrap();
    fresh.weather(Weather::Fine);
    fresh.looks();
    brings(&us, &fresh, &journey).unwrap();
    let records = journey.entries.len() as u64;
    assert_eq!(fresh.ours().read(|it| it.couple().brought.count()), records);
    assert_eq!(fresh.ours().sync_view().waiting, 0);
}

#[test]
fn what_was_brought_along_is_for_its_person_alone_also_with_a_partner() {
    let us = a_while();
    let journey = journey_of(&us, &us.noor);
    assert!(matches!(brings(&us, &us.noor, &journey), Err(CannotBring::NotDone(_))), "two are here");
    let fresh = TwoPartners::named(["noor again", "eli"]);
    // Here it is still an hour earlier: the clock was ahead where the journey was written.
    brings(&fresh, &fresh.noor, &journey).unwrap();
    let alone = |it: &client::Session| it.couple().people.together(it.me()) == people::Together::Alone;
    assert!(fresh.noor.ours().read(alone));
    fresh.noor.looks();
    fresh.pair().unwrap();
    fresh.meet();
    fresh.hours_pass(48);
    fresh.meet();
    let sams =
        fresh.sam.ours().read(|it| (it.couple().promises.all().len(), it.couple().questions.asked().len()));
    assert_eq!(sams, (0, 0), "nothing of it was shared, and no question that rested there was sent");
    assert!(!fresh.noor.ours().read(alone));
}

#[test]
fn the_kit_alone_reads_the_whole_journey_and_the_person_is_told_of_it() {
    let us = a_while();
    us.noor.looks();
    let code = us.noor.code();
    let read =
        |name: &str, code: &str| us.house.run(client::read_with_kit(&us.sam.ports, name, code, "Export"));
    let devices = us.noor.ours().devices().len();
    let journey = read("noor", &code).unwrap().journey;
    let own = journey_of(&us, &us.noor);
    assert_eq!(journey.entries, own.entries);
    assert_eq!(journey.name, "Noor");
    assert!(read("sam", &code).is_err() && read("noor", "0000").is_err());
    us.noor.looks();
    let last = us.noor.ours().devices().last().unwrap().clone();
    assert_eq!((us.noor.ours().devices().len(), last.name.as_deref()), (devices + 1, Some("Export")));
    let notices = us.noor.ours().sync_view().notices;
    assert!(
        matches!(notices[..], [client::Notice::NewDevice { by: client::CameBy::Kit, .. }]),
        "{notices:?}"
    );
    us.house.run(us.noor.ours().end_device(last.id)).unwrap();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &code, PASSPHRASE).unwrap();
}

#[test]
fn an_account_is_deleted_while_another_device_of_it_is_offline() {
    let us = a_while();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    us.noor.looks();
    phone.promises("a letter on Sunday");
    us.house.run(us.noor.ours().delete_account()).unwrap();
    phone.looks();
    let notices = phone.ours().sync_view().notices;
    assert!(notices.contains(&client::Notice::Ended), "{notices:?}");
    // What it has stays readable there, and can be taken along.
    let journey = us.house.run(phone.ours().journey()).unwrap();
    let book = book::write(&journey);
    assert!(book.contains("a letter on Sunday") && book.contains("soup on Wednesday"));
    us.sam.looks();
    assert_eq!(us.sam.ours().read(|it| it.couple().promises.all().len()), 2, "Sam keeps what both had");
}
