//! What whoever runs a relay does, as the two people feel it: letting people in, copying the store, putting a copy back.

use client::{CannotCreate, Door, LetsIn, NewAccount, Notice};

use crate::world::{Device, MORNING, PASSPHRASE, TwoPartners};

/// Somebody makes an account with a code.
fn comes(us: &TwoPartners, name: &'static str, code: &str) -> Result<Device, CannotCreate> {
    let device = Device::new(name, &us.house, &us.now);
    let new = NewAccount { name, passphrase: PASSPHRASE, display_name: "Ines", admission: Some(code) };
    let made = us.house.run(client::create_account(&device.ports, new)).map(|_| ());
    if made.is_err() {
        assert_eq!(us.house.run(client::door(&device.ports)), Ok(Door::Nobody), "nothing of it stays behind");
    }
    made.map(|()| device)
}

fn lets_in(us: &TwoPartners, registration: server::Registration) -> LetsIn {
    us.house.kill();
    us.house.lets_in.set(registration);
    us.house.start();
    us.house.run(client::lets_in(&us.noor.ports))
}

#[test]
fn where_people_come_by_invitation_one_code_lets_in_a_couple_and_nobody_else() {
    let us = TwoPartners::strangers();
    assert_eq!(us.house.run(client::lets_in(&us.noor.ports)), LetsIn::Everybody);
    assert_eq!(lets_in(&us, server::Registration::ByInvitation), LetsIn::WithCode);
    let code = server::admit(&us.house.file(), 2, MORNING + 86_400_000).unwrap();
    for wrong in ["", "1234", "0000-0000-0000-0000"] {
        assert_eq!(comes(&us, "ines", wrong).err(), Some(CannotCreate::NotAdmitted), "{wrong}");
    }
    // A name that is taken uses nothing up: another one comes in by the same code.
    assert_eq!(comes(&us, "noor", &code).err(), Some(CannotCreate::NameTaken));
    let ines = comes(&us, "ines", &code.to_lowercase()).unwrap();
    let jan = comes(&us, "jan", &code.replace('-', " ")).unwrap();
    assert_eq!(comes(&us, "kim", &code).err(), Some(CannotCreate::NotAdmitted), "it was for two");
    for device in [ines, jan] {
        device.opens(PASSPHRASE).unwrap();
        device.looks();
        assert!(device.ours().sync_view().saved_on_both());
    }
    let late = server::admit(&us.house.file(), 1, MORNING + 1_000).unwrap();
    us.hours_pass(1);
    assert_eq!(comes(&us, "kim", &late).err(), Some(CannotCreate::NotAdmitted), "its time is over");
}

#[test]
fn a_closed_server_says_so_before_and_lets_its_own_people_in() {
    let us = TwoPartners::strangers();
    assert_eq!(lets_in(&us, server::Registration::Closed), LetsIn::Nobody);
    assert_eq!(comes(&us, "ines", "").err(), Some(CannotCreate::Closed));
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    us.house.kill();
    assert_eq!(
        us.house.run(client::lets_in(&phone.ports)),
        LetsIn::Everybody,
        "who cannot be asked is in nobody's way"
    );
}

#[test]
fn a_copy_made_while_both_write_and_put_back_later_is_made_whole_by_their_devices() {
    let us = TwoPartners::apart();
    us.noor.promises("before the copy");
    us.noor.looks();
    let copy = us.house.copies_while_it_runs();
    us.sam.looks();
    us.noor.promises("after the copy, from Noor");
    us.sam.promises("after the copy, from Sam");
    us.sam.seals(4).unwrap();
    us.meet();
    us.noor.promises("not sent yet when the disk broke");
    us.house.puts_back(&copy);
    us.hours_pass(1);
    us.meet();
    us.same_journey();
    for device in [&us.noor, &us.sam] {
        assert_eq!(device.ours().read(|it| it.couple().promises.all().len()), 4);
        let notices = device.ours().sync_view().notices;
        assert!(matches!(notices[..], [Notice::Restored { .. }]), "{notices:?}");
    }
    // The relay holds all of it again: a device that comes in now reads the whole journey there.
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    assert_eq!(phone.whole(), us.noor.whole());
    let again = us.house.copies_while_it_runs();
    assert!(server::sound(&again).unwrap().events > server::sound(&copy).unwrap().events);
}

#[test]
fn a_device_that_was_ended_after_the_copy_stays_ended_when_the_copy_is_put_back() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    us.noor.looks();
    let copy = us.house.copies_while_it_runs();
    let lost = phone.ours().devices().into_iter().find(|it| it.this_one).unwrap().id;
    us.house.run(us.noor.ours().end_device(lost)).unwrap();
    us.meet();
    us.house.puts_back(&copy);
    us.hours_pass(1);
    us.meet();
    us.meet();
    us.noor.promises("not for a thief");
    us.meet();
    phone.looks();
    phone.looks();
    let read = phone.ours().read(|it| it.couple().promises.all().len());
    assert_eq!(read, 0);
    us.same_journey();
}
