//! What people do with an account.

use super::*;
use crate::ids::{DeviceId, EventId, SpaceId};

#[test]
fn everyone_who_holds_a_box_opens_the_same_key() {
    let ana = Ana::begin(1);
    let holders = [
        (ana.phone_holds(), &ana.phone.wrap),
        (Holder::Paper, &ana.paper.wrap),
        (Holder::Password, &ana.password.wrap),
    ];
    for (holder, secret) in holders {
        let ring = PukRing::open(ana.state(), holder, secret).unwrap();
        assert_eq!(ring.current().as_bytes(), ana.ring.current().as_bytes());
        assert_eq!(ring.generation(), 1);
    }
    assert_eq!(ana.state().fingerprint(), ana.identity.fingerprint());
    assert_eq!(ana.state().puk_public(), &ana.ring.current().public());
}

#[test]
fn a_device_is_added_by_a_device_the_paper_or_the_passphrase() {
    let mut ana = Ana::begin(2);
    for seed in 0..3 {
        let new = DeviceKeys::make(&mut ana.rng);
        let by = [By::Device(&ana.phone), By::Paper(&ana.paper), By::Password(&ana.password)][seed];
        let key = ana.ring.current();
        let record = ana.chain.state().add_device(by, new.public(), key, 5, &mut ana.rng).accepted_by(&new);
        ana.chain.append(record).unwrap();
        let ring = PukRing::open(ana.state(), Holder::Device(new.id), &new.wrap).unwrap();
        assert_eq!(ring.current().as_bytes(), ana.ring.current().as_bytes());
    }
    assert_eq!(ana.state().active_devices().count(), 4);
    assert_eq!(ana.state().generation(), 1, "a device more needs no new key");
}

#[test]
fn a_new_device_reads_all_generations_and_a_revoked_one_none_that_follow() {
    let mut ana = Ana::begin(3);
    let laptop = ana.adds_laptop();
    let rotated = ana.rotation();
    ana.takes(rotated);
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let revoked = ana.chain.state().revoke_device(by, laptop.id, vec![], key, 9, &mut ana.rng);
    ana.takes(revoked);
    let tablet = DeviceKeys::make(&mut ana.rng);
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let record = ana.chain.state().add_device(by, tablet.public(), key, 9, &mut ana.rng).accepted_by(&tablet);
    ana.chain.append(record).unwrap();

    let ring = PukRing::open(ana.state(), Holder::Device(tablet.id), &tablet.wrap).unwrap();
    assert_eq!(ring.generation(), 3);
    for generation in 1..=3 {
        let (opened, known) = (ring.get(generation).unwrap(), ana.ring.get(generation).unwrap());
        assert_eq!(opened.as_bytes(), known.as_bytes());
    }
    assert!(ring.get(0).is_none() && ring.get(4).is_none());
    let shut_out = PukRing::open(ana.state(), Holder::Device(laptop.id), &laptop.wrap);
    assert_eq!(shut_out.unwrap_err(), CannotOpenRing::NoBox);
}

#[test]
fn after_a_recovery_the_old_paper_is_worth_nothing() {
    let mut ana = Ana::begin(4);
    let new = DeviceKeys::make(&mut ana.rng);
    let by = By::Paper(&ana.paper);
    let ring = PukRing::open(ana.state(), Holder::Paper, &ana.paper.wrap).unwrap();
    let record = ana.chain.state().add_device(by, new.public(), ring.current(), 7, &mut ana.rng);
    ana.chain.append(record.accepted_by(&new)).unwrap();

    let paper = RecoveryCode::make(&mut ana.rng).derive_keys();
    let (by, key) = (By::Device(&new), ring.current());
    let replaced = ana.chain.state().replace_paper(by, paper.public(), key, 8, &mut ana.rng);
    ana.takes(replaced);
    let password = VirtualKeys::derive_from_password(&[9; 64], &AccountSecret::make(&mut ana.rng));
    let (by, key) = (By::Device(&new), ana.ring.current());
    let replaced = ana.chain.state().replace_password(by, Some(password.public()), key, 9, &mut ana.rng);
    ana.takes(replaced);

    for (holder, old, fresh) in
        [(Holder::Paper, ana.paper.clone(), paper), (Holder::Password, ana.password.clone(), password)]
    {
        assert!(PukRing::open(ana.state(), holder, &fresh.wrap).is_ok());
        let shut = PukRing::open(ana.state(), holder, &old.wrap).unwrap_err();
        assert_eq!(shut, CannotOpenRing::WrongKey);
        let by = if holder == Holder::Paper { By::Paper(&old) } else { By::Password(&old) };
        let thief = DeviceKeys::make(&mut ana.rng);
        let (public, key) = (thief.public(), ana.ring.current());
        let record = ana.chain.state().add_device(by, public, key, 10, &mut ana.rng).accepted_by(&thief);
        assert_eq!(ana.refuses(record), ChainRefusal::WrongSignature);
    }
}

#[test]
fn a_person_can_do_without_a_passphrase() {
    let mut ana = Ana::begin(5);
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let without = ana.chain.state().replace_password(by, None, key, 4, &mut ana.rng);
    ana.takes(without);
    assert_eq!(ana.state().password(), None);
    let shut = PukRing::open(ana.state(), Holder::Password, &ana.password.wrap).unwrap_err();
    assert_eq!(shut, CannotOpenRing::NoBox);
}

#[test]
fn what_a_revoked_device_wrote_counts_up_to_its_pin() {
    let mut ana = Ana::begin(6);
    let laptop = ana.adds_laptop();
    let (vault, here) = (SpaceId([1; 16]), DeviceId([2; 16]));
    let pin = Pin { mark: Pin::mark_of(vault, here), dseq: 17, event: EventId([3; 32]) };
    let other = Pin { mark: Pin::mark_of(SpaceId([9; 16]), here), ..pin.clone() };
    assert_eq!(ana.state().pin(laptop.id, vault, here), None, "not revoked, so nothing is pinned");
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let pins = vec![other, pin.clone()];
    let revoked = ana.chain.state().revoke_device(by, laptop.id, pins, key, 9, &mut ana.rng);
    ana.takes(revoked);
    assert_eq!(ana.state().pin(laptop.id, vault, here), Some(Some(&pin)));
    assert_eq!(ana.state().pin(laptop.id, SpaceId([4; 16]), here), Some(None));
}

#[test]
fn the_chain_answers_for_every_earlier_place() {
    let mut ana = Ana::begin(7);
    let (first, head) = (ana.state().puk_public().clone(), ana.state().head());
    let laptop = ana.adds_laptop();
    let (by, key) = (By::Device(&ana.phone), ana.ring.current());
    let revoked = ana.chain.state().revoke_device(by, laptop.id, vec![], key, 9, &mut ana.rng);
    ana.takes(revoked);
    let state = ana.state();
    let active_at = [0, 1, 2, 3].map(|seq| state.device_at(laptop.id, seq).is_some());
    assert_eq!(active_at, [false, true, false, false]);
    assert!(state.device_at(ana.phone.id, 2).is_some() && state.device_at(ana.phone.id, 3).is_none());
    assert_eq!(state.puk_public_at(1), Some(&first));
    assert_eq!(state.puk_public_at(2), Some(state.puk_public()));
    assert_eq!(state.puk_public_at(3), None);
    assert!(state.continues(0, head) && !state.continues(1, head) && !state.continues(9, head));
}

#[test]
fn a_chain_is_verified_again_from_its_bytes() {
    let mut ana = Ana::begin(8);
    ana.adds_laptop();
    let rotated = ana.rotation();
    ana.takes(rotated);
    let again = AccountChain::verify(ana.chain.bytes_from(0)).unwrap();
    assert_eq!(again, ana.chain);
    assert_eq!(ana.chain.bytes_from(2).len(), 1);
    assert_eq!(ana.chain.bytes_from(9).len(), 0);
    let nothing: [&[u8]; 0] = [];
    assert_eq!(AccountChain::verify(nothing), Err(ChainRefusal::WrongGenesis));
}

#[test]
fn all_devices_share_a_bag_that_only_they_can_open() {
    let mut ana = Ana::begin(9);
    let bag = bag_of(&ana);
    let sealed = bag.seal(&ana.ring, &mut ana.rng);
    let opened = KeyBag::open(&ana.ring, &sealed).unwrap();
    assert_eq!(opened.account_secret.as_bytes(), bag.account_secret.as_bytes());
    assert_eq!(opened.identity.fingerprint(), ana.identity.fingerprint());
    assert_eq!((opened.partners, opened.relays), (bag.partners.clone(), bag.relays.clone()));
    assert_eq!((opened.spaces, opened.devices), (bag.spaces.clone(), bag.devices.clone()));
    assert_eq!((opened.display_name, opened.settings), ("Ana".into(), bag.settings.clone()));

    let old_ring = ana.ring.clone();
    let rotated = ana.rotation();
    ana.takes(rotated);
    assert!(KeyBag::open(&ana.ring, &sealed).is_ok(), "an older bag opens with its own generation");
    let newer = bag.seal(&ana.ring, &mut ana.rng);
    assert_eq!(KeyBag::open(&old_ring, &newer).unwrap_err(), BagRefusal::UnknownGeneration(2));
    let stranger = Ana::begin(10);
    assert_eq!(KeyBag::open(&stranger.ring, &sealed).unwrap_err(), BagRefusal::CannotOpen);
}

#[test]
fn a_bag_does_not_tell_how_much_is_in_it() {
    let mut ana = Ana::begin(11);
    let mut bag = bag_of(&ana);
    let short = bag.seal(&ana.ring, &mut ana.rng).len();
    bag.display_name = "Anastasia".into();
    assert_eq!(bag.seal(&ana.ring, &mut ana.rng).len(), short);
}

#[test]
fn a_bag_with_long_names_and_many_spaces_still_opens() {
    let mut ana = Ana::begin(12);
    let mut bag = bag_of(&ana);
    bag.display_name = "Ana ".repeat(500);
    bag.spaces = vec![bag.spaces[0].clone(); 1_000];
    let sealed = bag.seal(&ana.ring, &mut ana.rng);
    assert_eq!(KeyBag::open(&ana.ring, &sealed).unwrap().spaces.len(), 1_000);
}

pub(super) fn bag_of(ana: &Ana) -> KeyBag {
    KeyBag {
        account_secret: AccountSecret::from_bytes([5; 16]),
        identity: ana.identity.clone(),
        display_name: "Ana".into(),
        partners: vec![PartnerPin {
            account: AccountId([1; 16]),
            fingerprint: ana.identity.fingerprint(),
            seq: 3,
            head: ana.state().head(),
            compared: true,
        }],
        relays: vec![RelayPin {
            origin: "https://mend.example".into(),
            head_key: ana.phone.sign.verify_key(),
            opaque_public: [7; 32],
        }],
        spaces: vec![SpaceEntry {
            space: SpaceId([2; 16]),
            home: "https://mend.example".into(),
            genesis: ana.state().head(),
        }],
        devices: vec![NamedDevice { device: ana.phone.id, name: "Phone".into() }],
        settings: vec![Setting { name: "quick_exit".into(), value: crate::cbor::Blob(vec![1]) }],
    }
}
