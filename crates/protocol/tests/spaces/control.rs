//! The control chain: what it takes, whom it lets write, and what attacks on it end in.

use proptest::prelude::*;
use protocol::Wire;
use protocol::cbor::Blob;
use protocol::ids::{DeviceId, RecordHash, SpaceId};
use protocol::space::{
    Change, ControlChain, ControlRecord, ControlRefused, KnownAccounts, Policy, Role, Seat, Signer,
    SpaceKind, SpaceState, found_vault,
};

use crate::scene::{Couple, Dice, Person, bind, genesis, person};

pub(crate) fn refused(couple: &Couple, record: &ControlRecord) -> ControlRefused {
    let mut chain = couple.chain.clone();
    let why = chain.append(record, &couple.known).unwrap_err();
    assert_eq!(chain, couple.chain, "a refused record changes nothing");
    why
}

/// The record with another content, signed again by Ana's device.
fn changed(couple: &Couple, record: &ControlRecord, change: impl Fn(&mut Change)) -> ControlRecord {
    let mut said = record.record.clone();
    change(&mut said.change);
    let signed = said.sign(Signer::Device(couple.anas.device), &couple.anas.dsk);
    said.signed(vec![signed])
}

pub(crate) fn next_epoch(couple: &mut Couple) -> ControlRecord {
    let members = [couple.ana.recipient(), couple.ben.recipient()];
    let state = couple.chain.state();
    let (device, dsk) = (couple.anas.device, &couple.anas.dsk);
    state.begin_epoch(&couple.key, &members, device, dsk, &mut couple.dice).0
}

pub(crate) fn policy(version: u32, min_suite: u32, fold_v: u32) -> Change {
    Change::Policy { policy: Policy { version, min_suite, fold_v, retention_days: 30 } }
}

pub(crate) fn seat(person: &Person, history_from: u32) -> Seat {
    Seat {
        account: person.account,
        identity: person.identity.verify_key(),
        role: Role::Partner,
        history_from,
    }
}

#[test]
fn a_couples_chain_verifies_from_its_genesis() {
    let couple = Couple::new();
    let again = ControlChain::verify(&couple.records, &couple.known).unwrap();
    assert_eq!(again, couple.chain);
    let state = again.state();
    assert_eq!((state.kind(), state.epoch(), state.length()), (SpaceKind::Ours, 1, 3));
    assert_eq!(state.members().count(), 2);
    let kept = SpaceState::from_bytes(&state.to_bytes()).unwrap();
    assert_eq!(ControlChain::resume(kept), couple.chain);
}

#[test]
fn a_vault_has_one_member_and_takes_no_second() {
    let (ana, ben) = (person(1), person(2));
    let known: KnownAccounts = [ana.chain.state().clone(), ben.chain.state().clone()].into_iter().collect();
    let identity = ana.identity.signing_key();
    let (genesis, _) = found_vault("https://mend.example", &ana.founder(), identity, &mut Dice::new(1));
    let mut chain = ControlChain::begin(&genesis, &known).unwrap();
    let device = DeviceId([1; 16]);
    chain.append(&bind(chain.state(), &ana, device), &known).unwrap();
    let said = chain.state().next(Change::MemberAdd { seat: seat(&ben, 1) });
    let signed = vec![
        said.sign(Signer::Device(device), &ana.device.sign),
        said.sign(ben.signer(), ben.identity.signing_key()),
    ];
    let refused = chain.append(&said.signed(signed), &known);
    assert_eq!(refused, Err(ControlRefused::NotAllowed));
}

#[test]
fn a_shared_space_begins_only_with_both_signatures() {
    let couple = Couple::new();
    let whole = &couple.records[0];
    for gone in 0..2 {
        let mut record = whole.clone();
        record.signatures.remove(gone);
        let refused = ControlChain::begin(&record, &couple.known);
        assert_eq!(refused, Err(ControlRefused::Signers));
    }
    let mut twice = whole.clone();
    twice.signatures[1] = twice.signatures[0];
    assert_eq!(ControlChain::begin(&twice, &couple.known), Err(ControlRefused::Signers));
    let mut swapped = whole.clone();
    let one = swapped.signatures[0].sig;
    swapped.signatures[0].sig = swapped.signatures[1].sig;
    swapped.signatures[1].sig = one;
    assert_eq!(ControlChain::begin(&swapped, &couple.known), Err(ControlRefused::Signature));
}

#[test]
fn a_shared_space_with_a_stranger_in_a_members_place_is_refused() {
    let (ana, ben, eve) = (person(1), person(2), person(2));
    // Eve's account has Ben's name and other keys: whoever pinned Ben's chain refuses it.
    let mut dice = Dice::new(3);
    let stranger = Person { identity: protocol::account::IdentityKey::make(&mut dice), ..eve };
    let known: KnownAccounts = [ana.chain.state().clone(), ben.chain.state().clone()].into_iter().collect();
    let mut founder = stranger.founder();
    founder.identity = stranger.identity.verify_key();
    let founding = protocol::space::found(SpaceKind::Ours, "https://a", &[ana.founder(), founder], &mut dice);
    let signed = vec![
        founding.genesis.sign(ana.signer(), ana.identity.signing_key()),
        founding.genesis.sign(stranger.signer(), stranger.identity.signing_key()),
    ];
    let refused = ControlChain::begin(&founding.genesis.signed(signed), &known);
    assert_eq!(refused, Err(ControlRefused::Account));
}

#[test]
fn records_stand_in_one_line() {
    let couple = Couple::new();
    let record = couple.by_ana(policy(2, 1, 1));
    for wrong in [
        protocol::space::Unsigned { seq: 4, ..record.record.clone() },
        protocol::space::Unsigned { seq: 2, ..record.record.clone() },
        protocol::space::Unsigned { prev: RecordHash([0; 32]), ..record.record.clone() },
        protocol::space::Unsigned { prev: couple.records[1].hash(), ..record.record.clone() },
        protocol::space::Unsigned { space: SpaceId([1; 16]), ..record.record.clone() },
    ] {
        let signed = wrong.sign(Signer::Device(couple.anas.device), &couple.anas.dsk);
        assert_eq!(refused(&couple, &wrong.signed(vec![signed])), ControlRefused::NotNext);
    }
    for older in &couple.records {
        assert_eq!(refused(&couple, older), ControlRefused::NotNext);
    }
    for (v, suite) in [(2, 1), (0, 1), (1, 0), (1, 2)] {
        let wrong = protocol::space::Unsigned { v, suite, ..record.record.clone() };
        let signed = wrong.sign(Signer::Device(couple.anas.device), &couple.anas.dsk);
        assert_eq!(refused(&couple, &wrong.signed(vec![signed])), ControlRefused::Malformed);
    }
}

#[test]
fn of_two_records_for_one_place_the_second_must_decide_again() {
    let mut couple = Couple::new();
    let (one, other) = (couple.by_ana(policy(2, 1, 1)), couple.by_ana(Change::EndSpace));
    let mut chain = couple.chain.clone();
    let known = couple.known.clone();
    chain.append_checked(3, &[Blob(one.to_bytes())], &known).unwrap();
    let late = chain.append_checked(3, &[Blob(other.to_bytes())], &known);
    assert_eq!(late, Err(ControlRefused::NotNext));
    couple.append(one);
    assert_eq!(refused(&couple, &other), ControlRefused::NotNext);
}

#[test]
fn records_of_one_append_are_taken_all_or_none() {
    let couple = Couple::new();
    let mut chain = couple.chain.clone();
    let good = couple.by_ana(policy(2, 1, 1));
    let bad = couple.by_ana(policy(3, 1, 1));
    let both = [Blob(good.to_bytes()), Blob(bad.to_bytes())];
    assert_eq!(chain.append_checked(3, &both, &couple.known), Err(ControlRefused::NotNext));
    assert_eq!(chain, couple.chain);
    let garbage = [Blob(vec![1, 2, 3])];
    assert_eq!(chain.append_checked(3, &garbage, &couple.known), Err(ControlRefused::Malformed));
    assert_eq!(chain.append_checked(3, &both[..1], &couple.known), Ok(vec![good]));
}

#[test]
fn a_swapped_box_breaks_the_signature_of_an_epoch() {
    let mut couple = Couple::new();
    let mut record = next_epoch(&mut couple);
    let Change::Epoch { seal } = &mut record.record.change else { panic!() };
    let other = seal.boxes[1].sealed.clone();
    seal.boxes[0].sealed = other;
    assert_eq!(refused(&couple, &record), ControlRefused::Signature);
}

#[test]
fn a_key_wrapped_for_a_generation_the_account_never_had_is_refused() {
    let mut couple = Couple::new();
    let record = next_epoch(&mut couple);
    let swapped = changed(&couple, &record, |change| {
        let Change::Epoch { seal } = change else { panic!() };
        seal.boxes[1].generation = 2;
    });
    assert_eq!(refused(&couple, &swapped), ControlRefused::Account);
}

#[test]
fn an_epoch_with_a_recipient_too_many_or_too_few_is_refused() {
    let mut couple = Couple::new();
    let record = next_epoch(&mut couple);
    let edits: [fn(&mut Change); 5] = [
        |change| {
            let one = boxes(change)[0].clone();
            boxes(change).push(one);
        },
        |change| boxes(change)[1].account = protocol::ids::AccountId([7; 16]),
        |change| drop(boxes(change).pop()),
        |change| boxes(change).swap(0, 1),
        |change| boxes(change)[0].sealed.0.truncate(1167),
    ];
    for edit in edits {
        let record = changed(&couple, &record, edit);
        assert_eq!(refused(&couple, &record), ControlRefused::Boxes);
    }
    assert!(couple.chain.append(&record, &couple.known).is_ok());
}

fn boxes(change: &mut Change) -> &mut Vec<protocol::space::EpochBox> {
    let Change::Epoch { seal } = change else { panic!() };
    &mut seal.boxes
}

#[test]
fn an_older_epoch_cannot_be_replayed() {
    let mut couple = Couple::new();
    let second = next_epoch(&mut couple);
    couple.append(second.clone());
    assert_eq!(refused(&couple, &second), ControlRefused::NotNext);
    let again = changed_place(&couple, &second);
    assert_eq!(refused(&couple, &again), ControlRefused::Epoch);
    let skipped = changed(&couple, &again, |change| {
        let Change::Epoch { seal } = change else { panic!() };
        seal.epoch = 4;
    });
    assert_eq!(refused(&couple, &skipped), ControlRefused::Epoch);
}

pub(crate) fn changed_place(couple: &Couple, record: &ControlRecord) -> ControlRecord {
    couple.by_ana(record.record.change.clone())
}

#[test]
fn an_epoch_must_pass_the_old_key_on_exactly_when_all_may_read_back() {
    let mut couple = Couple::new();
    let record = next_epoch(&mut couple);
    let without = changed(&couple, &record, |change| {
        let Change::Epoch { seal } = change else { panic!() };
        seal.previous = None;
    });
    assert_eq!(refused(&couple, &without), ControlRefused::Boxes);
    let short = changed(&couple, &record, |change| {
        let Change::Epoch { seal } = change else { panic!() };
        seal.previous = Some(Blob(vec![0; 71]));
    });
    assert_eq!(refused(&couple, &short), ControlRefused::Boxes);
}

#[test]
fn a_policy_never_falls() {
    let mut couple = Couple::new();
    let second = couple.by_ana(policy(2, 1, 3));
    couple.append(second);
    for fallen in [policy(3, 0, 3), policy(3, 1, 2), policy(2, 1, 3), policy(4, 1, 3), policy(3, 2, 3)] {
        let record = couple.by_ana(fallen);
        assert_eq!(refused(&couple, &record), ControlRefused::PolicyFalls);
    }
    assert_eq!(couple.state().policy().fold_v, 3);
}

#[test]
fn records_signed_by_the_wrong_hand_are_refused() {
    let couple = Couple::new();
    let record = couple.by_ana(policy(2, 1, 1));
    let unsigned = record.record.clone().signed(Vec::new());
    assert_eq!(refused(&couple, &unsigned), ControlRefused::Signers);
    let said = &record.record;
    let hands = [
        (said.sign(Signer::Device(couple.bens.device), &couple.anas.dsk), ControlRefused::Signature),
        (said.sign(Signer::Device(DeviceId([9; 16])), &couple.anas.dsk), ControlRefused::Signers),
        (said.sign(couple.ana.signer(), couple.ana.identity.signing_key()), ControlRefused::Signers),
    ];
    for (hand, why) in hands {
        assert_eq!(refused(&couple, &said.clone().signed(vec![hand])), why);
    }
    let both = vec![record.signatures[0], said.sign(Signer::Device(couple.bens.device), &couple.bens.dsk)];
    assert_eq!(refused(&couple, &said.clone().signed(both)), ControlRefused::Signers);
}

#[test]
fn a_genesis_begins_a_chain_and_never_goes_on_one() {
    let couple = Couple::new();
    let (second, _) = genesis([&couple.ana, &couple.ben], &mut Dice::new(50));
    let inside = changed_place(&couple, &second);
    assert_eq!(refused(&couple, &inside), ControlRefused::NotNext);
    let not_first = ControlChain::begin(&couple.records[1], &couple.known);
    assert_eq!(not_first, Err(ControlRefused::NotNext));
    assert_eq!(ControlChain::verify(&[], &couple.known), Err(ControlRefused::Malformed));
}

proptest! {
    #[test]
    fn hostile_bytes_are_no_record(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(record) = ControlRecord::from_bytes(&bytes) {
            prop_assert_eq!(record.to_bytes(), bytes);
        }
    }

    #[test]
    fn a_record_cut_or_changed_anywhere_is_refused_or_has_one_spelling(at in 0usize..6000, byte: u8) {
        let couple = genesis_bytes();
        let mut changed = couple.clone();
        let at = at % changed.len();
        changed[at] = byte;
        if let Ok(record) = ControlRecord::from_bytes(&changed) {
            prop_assert_eq!(record.to_bytes(), changed);
        }
        prop_assert!(ControlRecord::from_bytes(&couple[..at]).is_err());
    }
}

fn genesis_bytes() -> Vec<u8> {
    static BYTES: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BYTES.get_or_init(|| Couple::new().records[0].to_bytes()).clone()
}
