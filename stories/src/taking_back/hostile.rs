//! Programs of somebody's own: what they say to have taken back is believed only as far as a device's own rule goes.

use domain::withdrawal::{Command as Withdrawal, Gone};
use domain::{Audience, Record, withdrawal};
use protocol::event::Erasure;
use protocol::ids::{DeviceId, EventId};
use protocol::sign::SigningKey;

use super::{has, latest, told};
use crate::world::{Device, PASSPHRASE, TwoPartners};

/// A program of somebody's own names a record as taken back, with the good word of a device of theirs.
fn named_by(device: &Device, as_device: domain::DeviceId, record: &Record) -> Gone {
    let seed = device.ours().read(client::Session::secrets_for_canaries);
    let seed = seed.iter().find(|it| it.0 == "device signing key").unwrap().1.clone();
    let dsk = SigningKey::from_seed(seed.as_slice().try_into().unwrap());
    let nothing = withdrawal::stays_of(&record.event);
    Gone {
        record: record.id,
        at: record.stamp,
        kind: nothing.kind().to_owned(),
        schema: nothing.schema(),
        body: nothing.to_cbor(),
        was: record.event.kind().to_owned(),
        word: Erasure::sign(EventId(record.id.0), DeviceId(as_device.0), &dsk).to_bytes(),
    }
}

fn names(device: &Device, gone: Gone) {
    let by = device.ours().read(|it| it.couple().withdrawal.unnamed(Audience::Ours, it.me()).collect());
    let name = Withdrawal::Name { audience: Audience::Ours, by, gone: vec![gone] };
    device.ours().perform(name.into()).unwrap();
}

fn promise_of(device: &Device) -> Record {
    let find = |it: &client::Session| {
        let promise = it.history().records().find(|it| it.event.kind() == "promises.made");
        promise.map(Record::copied)
    };
    device.ours().read(find).unwrap()
}

#[test]
fn nobody_erases_what_no_practice_lets_them_take_back() {
    let us = TwoPartners::apart();
    us.noor.promises("home by seven");
    us.meet();
    let promised = promise_of(&us.noor);
    names(&us.noor, named_by(&us.noor, promised.device, &promised));
    us.meet();
    us.meet();
    assert!(has(&us, &us.sam, b"home by seven"), "he still has what she promised");
    assert_eq!(latest(&us.noor).on_theirs, (0, 1));
    assert_eq!(told(&us.sam), [], "and nothing is said to have been taken back");
    us.sam.is_killed_and_opened().unwrap();
    us.meet();
    assert!(has(&us, &us.sam, b"home by seven"));
    // Also where the relay did as it was asked, and was set back then: he follows it and keeps what he holds.
    let copy = us.house.backup();
    us.house.restore(&copy);
    us.hours_pass(1);
    us.meet();
    us.hours_pass(1);
    us.meet();
    assert!(has(&us, &us.sam, b"home by seven"));
    us.sam.promises("and the bins");
    us.meet();
    assert!(has(&us, &us.noor, b"and the bins"), "and all goes on");
}

/// Her phone names what her other device has not sent yet, which then sends it. Gives whether he held it before the
/// relay had erased it, and whether he holds it in the end.
fn named_before_it_comes(calls: u32) -> (bool, bool) {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    phone.promises("from the phone");
    phone.looks();
    us.meet();
    let of_phone = promise_of(&us.sam);
    us.noor.promises("home by seven");
    us.noor.saves();
    let promised = us.noor.ours().read(|it| {
        let made = it.history().records().filter(|it| it.event.kind() == "promises.made");
        made.last().map(Record::copied).unwrap()
    });
    names(&phone, named_by(&phone, of_phone.device, &promised));
    phone.looks();
    us.sam.looks();
    us.noor.weather(crate::world::Weather::CutAfter(calls));
    us.noor.looks();
    us.sam.looks();
    let held = has(&us, &us.sam, b"home by seven");
    us.noor.weather(crate::world::Weather::Fine);
    us.hours_pass(1);
    for _ in 0..2 {
        us.meet();
        phone.looks();
    }
    us.sam.is_killed_and_opened().unwrap();
    us.meet();
    (held, has(&us, &us.sam, b"home by seven"))
}

#[test]
fn what_is_named_before_it_comes_is_not_believed() {
    let all: Vec<(bool, bool)> = (0..12).map(named_before_it_comes).collect();
    assert!(all.iter().any(|it| it.0), "he held it once: {all:?}");
    assert!(all.iter().all(|it| it.1 || !it.0), "what he held he still holds: {all:?}");
}
