//! What a hostile relay, a thief or a broken app tries, and the one reason each is refused for.

use super::*;
use crate::cbor::Blob;
use crate::ids::{DeviceKeyId, EventId, RecordHash};

#[test]
fn a_device_added_by_a_stranger_is_refused() {
    let mut ana = Ana::begin(21);
    let mut mallory = Ana::begin(22);
    let (laptop, record) = mallory.laptop();
    assert_eq!(ana.refuses(record), ChainRefusal::WrongAccount);

    let mut forged = mallory.phone.clone();
    let (public, key) = (laptop.public(), mallory.ring.current());
    let by = By::Device(&forged);
    let record = ana.chain.state().add_device(by, public.clone(), key, 1, &mut mallory.rng);
    assert_eq!(ana.refuses(record.accepted_by(&laptop)), ChainRefusal::SignerNotAllowed);
    forged.id = ana.phone.id;
    let by = By::Device(&forged);
    let record = ana.chain.state().add_device(by, public, key, 1, &mut mallory.rng);
    assert_eq!(ana.refuses(record.accepted_by(&laptop)), ChainRefusal::WrongSignature);
}

#[test]
fn a_device_that_did_not_accept_is_refused() {
    let mut ana = Ana::begin(23);
    let (_, record) = ana.laptop();
    let not_accepted = ana.twisted(&record, |_| ());
    assert_eq!(ana.refuses(not_accepted.clone()), ChainRefusal::WrongSignature);
    let other = DeviceKeys::make(&mut ana.rng);
    assert_eq!(ana.refuses(not_accepted.accepted_by(&other)), ChainRefusal::WrongSignature);
    let (rotated, _) = ana.rotation();
    let one_signature_too_many = rotated.accepted_by(&ana.phone);
    assert_eq!(ana.refuses(one_signature_too_many), ChainRefusal::WrongSignature);
}

#[test]
fn a_revoked_device_changes_nothing_any_more() {
    let mut ana = Ana::begin(24);
    let laptop = ana.adds_laptop();
    let by = By::Device(&laptop);
    let key = ana.ring.current();
    let itself = ana.chain.state().revoke_device(by, laptop.id, vec![], key, 5, &mut ana.rng);
    assert_eq!(ana.refuses(itself.0), ChainRefusal::RevokesItself);
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let revoked = ana.chain.state().revoke_device(by, laptop.id, vec![], key, 5, &mut ana.rng);
    ana.takes(revoked);
    let by = By::Device(&laptop);
    let key = ana.ring.current();
    let late = ana.chain.state().rotate(by, key, 6, &mut ana.rng);
    assert_eq!(ana.refuses(late.0), ChainRefusal::SignerNotAllowed);
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let twice = ana.chain.state().revoke_device(by, laptop.id, vec![], key, 7, &mut ana.rng);
    assert_eq!(ana.refuses(twice.0), ChainRefusal::NoSuchDevice);
    let by = By::Device(&ana.phone);
    let back = ana.chain.state().add_device(by, laptop.public(), ana.ring.current(), 8, &mut ana.rng);
    assert_eq!(ana.refuses(back.accepted_by(&laptop)), ChainRefusal::DeviceUsedBefore);
    let mut renamed = laptop.clone();
    renamed.id = DeviceKeyId([9; 16]);
    let by = By::Device(&ana.phone);
    let back = ana.chain.state().add_device(by, renamed.public(), ana.ring.current(), 8, &mut ana.rng);
    assert_eq!(ana.refuses(back.accepted_by(&renamed)), ChainRefusal::DeviceUsedBefore);
}

#[test]
fn a_new_device_has_its_own_name_and_a_whole_box() {
    let mut ana = Ana::begin(36);
    let (laptop, record) = ana.laptop();
    let cut = ana.twisted(&record, |body| match &mut body.change {
        Change::DeviceAdd { sealed, .. } => sealed.truncate(9),
        _ => panic!("a device comes in"),
    });
    assert_eq!(ana.refuses(cut.accepted_by(&laptop)), ChainRefusal::WrongBoxes);
    let mut namesake = DeviceKeys::make(&mut ana.rng);
    namesake.id = ana.phone.id;
    let by = By::Device(&ana.phone);
    let added = ana.chain.state().add_device(by, namesake.public(), ana.ring.current(), 8, &mut ana.rng);
    assert_eq!(ana.refuses(added.accepted_by(&namesake)), ChainRefusal::DeviceUsedBefore);
}

#[test]
fn paper_and_passphrase_add_devices_and_do_nothing_else() {
    let mut ana = Ana::begin(25);
    for by in [By::Paper(&ana.paper.clone()), By::Password(&ana.password.clone())] {
        let (state, rng) = (ana.chain.state(), &mut ana.rng);
        let key = ana.ring.current();
        let fresh = RecoveryCode::make(rng).derive_keys().public();
        let tries = [
            state.rotate(by, key, 1, rng).0,
            state.revoke_device(by, ana.phone.id, vec![], key, 1, rng).0,
            state.replace_paper(by, fresh.clone(), key, 1, rng).0,
            state.replace_password(by, Some(fresh), key, 1, rng).0,
        ];
        for record in tries {
            assert_eq!(ana.refuses(record), ChainRefusal::SignerNotAllowed);
        }
    }
}

#[test]
fn the_identity_key_begins_a_chain_and_does_nothing_else() {
    let mut ana = Ana::begin(26);
    let (record, _) = ana.rotation();
    let mut body = record.body().unwrap();
    body.signer = Signer::Identity;
    let record = AccountRecord::sign(&body, ana.identity.signing_key());
    assert_eq!(ana.refuses(record), ChainRefusal::SignerNotAllowed);
}

#[test]
fn records_stand_in_one_line() {
    let mut ana = Ana::begin(27);
    let (record, _) = ana.rotation();
    for twist in [
        |body: &mut Body| body.seq = 2,
        |body: &mut Body| body.seq = 0,
        |body: &mut Body| body.prev = None,
        |body: &mut Body| body.prev = Some(RecordHash([0; 32])),
    ] {
        let twisted = ana.twisted(&record, twist);
        assert_eq!(ana.refuses(twisted), ChainRefusal::WrongPlace);
    }
    for twist in [|body: &mut Body| body.version = 2, |body: &mut Body| body.suite = 2] {
        let twisted = ana.twisted(&record, twist);
        assert_eq!(ana.refuses(twisted), ChainRefusal::UnknownVersion);
    }
    ana.chain.append(record.clone()).unwrap();
    assert_eq!(ana.refuses(record), ChainRefusal::WrongPlace, "not twice");
    let genesis = ana.chain.records()[0].clone();
    let mut body = genesis.body().unwrap();
    (body.seq, body.prev) = (2, Some(ana.state().head()));
    body.signer = Signer::Device(ana.phone.id);
    let second = AccountRecord::sign(&body, &ana.phone.sign).accepted_by(&ana.phone);
    assert_eq!(ana.refuses(second), ChainRefusal::WrongGenesis);
}

#[test]
fn boxes_are_for_exactly_the_holders() {
    let mut ana = Ana::begin(28);
    ana.adds_laptop();
    let (record, _) = ana.rotation();
    type Twist = fn(&mut Rotation);
    let twists: [(Twist, ChainRefusal); 10] = [
        (|it| drop(it.boxes.remove(0)), ChainRefusal::WrongBoxes),
        (|it| drop(it.boxes.pop()), ChainRefusal::WrongBoxes),
        (|it| it.boxes.swap(0, 1), ChainRefusal::WrongBoxes),
        (|it| it.boxes.push(it.boxes[0].clone()), ChainRefusal::WrongBoxes),
        (|it| it.boxes[0].holder = Holder::Device(DeviceKeyId([0; 16])), ChainRefusal::WrongBoxes),
        (|it| it.boxes[0].sealed.truncate(9), ChainRefusal::WrongBoxes),
        (|it| it.previous = None, ChainRefusal::WrongBoxes),
        (|it| it.previous = Some(Blob(vec![0; 9])), ChainRefusal::WrongBoxes),
        (|it| it.generation = 3, ChainRefusal::WrongGeneration),
        (|it| it.generation = 1, ChainRefusal::WrongGeneration),
    ];
    for (index, (twist, refusal)) in twists.into_iter().enumerate() {
        let twisted = ana.twisted(&record, |body| twist(rotation_of(body)));
        assert_eq!(ana.refuses(twisted), refusal, "twist {index}");
    }
    let used = ana.state().puk_public().clone();
    let twisted = ana.twisted(&record, |body| rotation_of(body).public = used);
    assert_eq!(ana.refuses(twisted), ChainRefusal::WrongGeneration, "a key is not used again");
}

#[test]
fn a_box_moved_to_another_holder_or_generation_does_not_open() {
    let mut ana = Ana::begin(29);
    let laptop = ana.adds_laptop();
    let (record, _) = ana.rotation();
    let swapped = ana.twisted(&record, |body| {
        let boxes = &mut rotation_of(body).boxes;
        let first = std::mem::take(&mut boxes[0].sealed);
        let second = std::mem::replace(&mut boxes[1].sealed, first);
        boxes[0].sealed = second;
    });
    ana.chain.append(swapped).unwrap();
    for device in [&ana.phone, &laptop] {
        let shut = PukRing::open(ana.state(), Holder::Device(device.id), &device.wrap).unwrap_err();
        assert_eq!(shut, CannotOpenRing::WrongKey);
    }
}

#[test]
fn a_key_that_is_not_the_one_announced_is_refused_by_who_opens_it() {
    let mut ana = Ana::begin(30);
    let (record, _) = ana.rotation();
    let other = PerUserKey::make(&mut ana.rng).public();
    let lying = ana.twisted(&record, |body| rotation_of(body).public = other);
    ana.chain.append(lying).unwrap();
    let shut = PukRing::open(ana.state(), ana.phone_holds(), &ana.phone.wrap).unwrap_err();
    assert_eq!(shut, CannotOpenRing::WrongKey);
}

#[test]
fn an_old_or_other_chain_does_not_continue_what_was_seen() {
    let mut ana = Ana::begin(31);
    let old = ana.chain.clone();
    ana.adds_laptop();
    let (seq, head) = (ana.state().seq(), ana.state().head());
    assert!(!old.state().continues(seq, head), "the relay shows a chain from before");
    let mut forked = old;
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let (record, _) = forked.state().rotate(by, key, 3, &mut ana.rng);
    forked.append(record).unwrap();
    assert!(!forked.state().continues(seq, head), "the relay shows another chain");
}

#[test]
fn pins_are_ordered_and_each_space_is_pinned_once() {
    let mut ana = Ana::begin(32);
    let laptop = ana.adds_laptop();
    let pin = |mark| Pin { mark: [mark; 32], dseq: 1, event: EventId([0; 32]) };
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let pins = vec![pin(2), pin(1)];
    let (record, _) = ana.chain.state().revoke_device(by, laptop.id, pins, key, 5, &mut ana.rng);
    for wrong in [vec![pin(2), pin(1)], vec![pin(1), pin(1)]] {
        let twisted = ana.twisted(&record, |body| match &mut body.change {
            Change::DeviceRevoke { pins, .. } => *pins = wrong,
            _ => panic!("a revocation"),
        });
        assert_eq!(ana.refuses(twisted), ChainRefusal::PinsOutOfOrder);
    }
    ana.chain.append(record).unwrap();
}

#[test]
fn an_account_has_a_bounded_number_of_devices() {
    let mut ana = Ana::begin(33);
    for _ in 1..MOST_DEVICES {
        ana.adds_laptop();
    }
    let (_, record) = ana.laptop();
    assert_eq!(ana.refuses(record), ChainRefusal::TooManyDevices);
    let (rotated, _) = ana.rotation();
    assert!(rotated.to_bytes().len() <= AccountRecord::LONGEST, "a full house still fits a record");
    ana.chain.append(rotated).unwrap();
}

#[test]
fn a_genesis_is_whole_and_signed_by_both_keys() {
    let ana = Ana::begin(34);
    let genesis = ana.chain.records()[0].clone();
    let resigned = |twist: fn(&mut Body)| {
        let mut body = genesis.body().unwrap();
        twist(&mut body);
        let record = AccountRecord::sign(&body, ana.identity.signing_key());
        AccountChain::begin(record.accepted_by(&ana.phone)).unwrap_err()
    };
    assert_eq!(resigned(|body| body.seq = 1), ChainRefusal::WrongGenesis);
    assert_eq!(resigned(|body| body.prev = Some(RecordHash([0; 32]))), ChainRefusal::WrongGenesis);
    assert_eq!(resigned(|body| body.signer = Signer::Paper), ChainRefusal::WrongGenesis);
    assert_eq!(resigned(|body| body.suite = 0), ChainRefusal::UnknownVersion);
    assert_eq!(resigned(|body| rotation_of(body).generation = 0), ChainRefusal::WrongGeneration);
    assert_eq!(resigned(|body| drop(rotation_of(body).boxes.pop())), ChainRefusal::WrongBoxes);
    let previous = |body: &mut Body| rotation_of(body).previous = Some(Blob(vec![0; 72]));
    assert_eq!(resigned(previous), ChainRefusal::WrongBoxes);
    let not_accepted = AccountRecord::sign(&genesis.body().unwrap(), ana.identity.signing_key());
    assert_eq!(AccountChain::begin(not_accepted).unwrap_err(), ChainRefusal::WrongSignature);
    let by_the_phone = AccountRecord::sign(&genesis.body().unwrap(), &ana.phone.sign).accepted_by(&ana.phone);
    assert_eq!(AccountChain::begin(by_the_phone).unwrap_err(), ChainRefusal::WrongSignature);
}

#[test]
fn a_chain_has_a_bounded_number_of_records() {
    let mut ana = Ana::begin(35);
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let without = ana.chain.state().replace_password(by, None, key, 4, &mut ana.rng);
    ana.takes(without);
    while ana.chain.records().len() < MOST_RECORDS {
        let rotated = ana.rotation();
        ana.takes(rotated);
    }
    let (record, _) = ana.rotation();
    assert_eq!(ana.refuses(record), ChainRefusal::TooLong);
}
