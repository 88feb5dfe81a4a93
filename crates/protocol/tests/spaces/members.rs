//! Who belongs to a space and which devices write in it: binding, ending, leaving, joining again, the end.

use protocol::account::By;
use protocol::event::DeviceHead;
use protocol::ids::{DeviceId, EventId, RecordHash, SpaceId};
use protocol::space::{Change, ControlRecord, ControlRefused, Pin, Right, Role, Signer, Whiteout};
use protocol::wire::ChainHead;

use crate::control::{changed_place, next_epoch, policy, refused, seat};
use crate::scene::{Couple, Dice, Person, person, view};

pub(crate) fn pin(device: DeviceId, last: DeviceHead) -> Pin {
    Pin { device, last }
}

/// Ana's account with a second device that was added, and revoked if asked.
pub(crate) fn with_second_device(ana: &mut Person, revoke: bool) -> protocol::account::DeviceKeys {
    let mut dice = Dice::new(40);
    let second = protocol::account::DeviceKeys::make(&mut dice);
    let by = By::Device(&ana.device);
    let current = ana.ring.current().clone();
    let record = ana.chain.state().add_device(by, second.public(), &current, 1, &mut dice);
    ana.chain.append(record.accepted_by(&second)).unwrap();
    if revoke {
        let (record, next) =
            ana.chain.state().revoke_device(by, second.id, Vec::new(), &current, 2, &mut dice);
        ana.chain.append(record).unwrap();
        ana.ring.push(next);
    }
    second
}

pub(crate) fn binding(couple: &Couple, key: &protocol::account::DeviceKeys, at: ChainHead) -> ControlRecord {
    let device = DeviceId([33; 16]);
    let account = couple.ana.account;
    let binding = protocol::space::Binding { device, account, key: key.id, at };
    couple.state().bind_device(&binding, &key.sign)
}

#[test]
fn a_device_is_bound_only_while_its_account_has_it() {
    let mut couple = Couple::new();
    let stranger = protocol::account::DeviceKeys::make(&mut Dice::new(41));
    let at = couple.ana.at();
    assert_eq!(refused(&couple, &binding(&couple, &stranger, at)), ControlRefused::Account);
    let second = with_second_device(&mut couple.ana, false);
    let (before, now) = (at, couple.ana.at());
    let record = binding(&couple, &second, now);
    assert_eq!(
        refused(&couple, &record),
        ControlRefused::Account,
        "the newer account chain is not known yet"
    );
    couple.known.insert(couple.ana.chain.state().clone());
    assert_eq!(refused(&couple, &binding(&couple, &second, before)), ControlRefused::Account);
    let other_place = ChainHead { hash: RecordHash([1; 32]), ..now };
    assert_eq!(refused(&couple, &binding(&couple, &second, other_place)), ControlRefused::Account);
    couple.append(record.clone());
    assert_eq!(refused(&couple, &changed_place(&couple, &record)), ControlRefused::NotAllowed);
}

#[test]
fn a_revoked_device_cannot_come_back_through_an_older_place_of_its_account() {
    let mut couple = Couple::new();
    let second = with_second_device(&mut couple.ana, true);
    couple.known.insert(couple.ana.chain.state().clone());
    let state = couple.ana.chain.state();
    let while_active = ChainHead { seq: 1, hash: state.hash_at(1).unwrap() };
    assert_eq!(refused(&couple, &binding(&couple, &second, couple.ana.at())), ControlRefused::Account);
    // Another device was bound at the newer place, so the older one is over.
    let again = protocol::space::Binding {
        device: DeviceId([44; 16]),
        account: couple.ana.account,
        key: couple.ana.device.id,
        at: couple.ana.at(),
    };
    let record = couple.state().bind_device(&again, &couple.ana.device.sign);
    couple.append(record);
    assert_eq!(refused(&couple, &binding(&couple, &second, while_active)), ControlRefused::Account);
}

#[test]
fn a_revoked_device_cannot_come_back_after_the_next_key_though_nobody_bound_since() {
    let mut couple = Couple::new();
    let second = with_second_device(&mut couple.ana, true);
    couple.known.insert(couple.ana.chain.state().clone());
    let state = couple.ana.chain.state();
    let while_active = ChainHead { seq: 1, hash: state.hash_at(1).unwrap() };
    let newer = next_epoch(&mut couple);
    couple.append(newer);
    assert_eq!(refused(&couple, &binding(&couple, &second, while_active)), ControlRefused::Account);
}

#[test]
fn a_new_epoch_is_never_wrapped_for_an_older_generation() {
    let mut couple = Couple::new();
    let old = next_epoch(&mut couple);
    with_second_device(&mut couple.ana, true);
    couple.known.insert(couple.ana.chain.state().clone());
    let newer = next_epoch(&mut couple);
    couple.append(newer);
    let Change::Epoch { seal } = &old.record.change else { panic!() };
    let mut seal = seal.clone();
    seal.epoch = 3;
    let back = couple.by_ana(Change::Epoch { seal });
    assert_eq!(refused(&couple, &back), ControlRefused::Account);
}

#[test]
fn only_a_device_of_the_same_person_ends_a_device() {
    let mut couple = Couple::new();
    let last = couple.ben_writes("the last that counts").head;
    let by_other = couple.by_ana(Change::DeviceUnbind { pin: pin(couple.bens.device, last) });
    assert_eq!(refused(&couple, &by_other), ControlRefused::Signers);
    let own =
        couple.state().unbind_device(pin(couple.bens.device, last), couple.bens.device, &couple.bens.dsk);
    couple.append(own.clone());
    let again =
        couple.state().unbind_device(pin(couple.bens.device, last), couple.bens.device, &couple.bens.dsk);
    assert_eq!(refused(&couple, &again), ControlRefused::Signers, "an ended device signs nothing");
}

#[test]
fn what_follows_a_pin_is_whited_out_and_what_led_to_it_stays() {
    let mut couple = Couple::new();
    let counted = couple.ben_writes("counted");
    let (ctl, space) = (couple.state().head().hash, couple.space());
    let instead = couple.bens.drafts(ctl, space, &couple.key, "another at the pin", &mut couple.dice);
    let pinned = couple.ben_writes("the pinned one");
    let later = couple.ben_writes("after the pin, before the record");
    let end = couple.state().unbind_device(
        pin(couple.bens.device, pinned.head),
        couple.bens.device,
        &couple.bens.dsk,
    );
    couple.append(end);
    let after = couple.ben_writes("after the record");
    let right = |event| {
        let event = view(event);
        couple.state().right(event.header(), event.id())
    };
    assert!(matches!(right(&counted), Right::Writes { .. }));
    assert!(matches!(right(&pinned), Right::Writes { .. }));
    assert_eq!(right(&instead), Right::Whiteout(Whiteout::NotThePinned));
    assert_eq!(right(&later), Right::Whiteout(Whiteout::Ended));
    assert_eq!(right(&after), Right::Whiteout(Whiteout::Ended));
}

#[test]
fn rights_come_from_the_chain_alone() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("x");
    let view = view(&event);
    let header = *view.header();
    let ana = Right::Writes { account: couple.ana.account, role: Role::Partner };
    let right = |header, id| couple.state().right(&header, id);
    assert_eq!(right(header, event.id), ana);
    let mut other = header;
    other.device = DeviceId([9; 16]);
    assert_eq!(right(other, event.id), Right::NotKnown);
    let mut other = header;
    other.ctl = RecordHash([9; 32]);
    assert_eq!(right(other, event.id), Right::NotKnown);
    let mut other = header;
    other.epoch = 0;
    assert_eq!(right(other, event.id), Right::Whiteout(Whiteout::Epoch));
    let mut other = header;
    other.epoch = 2;
    assert_eq!(right(other, event.id), Right::Whiteout(Whiteout::Epoch));
    let mut other = header;
    other.space = SpaceId([9; 16]);
    assert_eq!(right(other, EventId([0; 32])), Right::Whiteout(Whiteout::OtherSpace));
}

#[test]
fn an_event_cannot_name_an_epoch_its_author_did_not_know_of() {
    let mut couple = Couple::new();
    let event = couple.ana_writes("x");
    let mut header = *view(&event).header();
    let record = next_epoch(&mut couple);
    couple.append(record);
    header.epoch = 2;
    assert_eq!(couple.state().right(&header, event.id), Right::Whiteout(Whiteout::Epoch));
    header.ctl = couple.state().head().hash;
    assert!(matches!(couple.state().right(&header, event.id), Right::Writes { .. }));
}

#[test]
fn an_ended_device_that_knows_of_its_end_writes_nothing_that_counts() {
    let mut couple = Couple::new();
    let first = couple.ben_writes("one");
    let last = couple.ben_writes("two").head;
    let bens = couple.bens.device;
    let record = couple.state().unbind_device(pin(bens, last), bens, &couple.bens.dsk);
    couple.append(record);
    let mut header = *view(&first).header();
    assert!(matches!(couple.state().right(&header, first.id), Right::Writes { .. }));
    header.ctl = couple.state().head().hash;
    assert_eq!(couple.state().right(&header, first.id), Right::Whiteout(Whiteout::Ended));
}

#[test]
fn a_pin_that_was_set_is_not_moved() {
    let mut couple = Couple::new();
    let second = crate::scene::bind(couple.state(), &couple.ana, DeviceId([12; 16]));
    couple.append(second);
    let end = couple.by_ana(Change::DeviceUnbind { pin: pin(DeviceId([12; 16]), DeviceHead::START) });
    couple.append(end);
    let later = DeviceHead { dseq: 9, id: EventId([9; 32]) };
    let again = couple.by_ana(Change::DeviceUnbind { pin: pin(DeviceId([12; 16]), later) });
    assert_eq!(refused(&couple, &again), ControlRefused::NotAllowed);
}

#[test]
fn a_partner_left_alone_cannot_let_a_counsellor_into_what_was_shared() {
    let mut couple = Couple::new();
    let account = couple.ben.account;
    let pins = couple.state().pins_for(account, |_| DeviceHead::START);
    let record = couple.by_ana(Change::MemberRemove { account, pins });
    couple.append(record);
    let members = [couple.ana.recipient()];
    let (device, dsk) = (couple.anas.device, &couple.anas.dsk);
    let (record, _) = couple.chain.state().begin_epoch(&couple.key, &members, device, dsk, &mut couple.dice);
    couple.append(record);
    let said = couple.state().next(Change::CounsellorInvite {
        room: SpaceId([6; 16]),
        counsellor: person(7).account,
        identity: person(7).identity.verify_key(),
        until_ms: 99,
    });
    let alone = said.sign(couple.ana.signer(), couple.ana.identity.signing_key());
    assert_eq!(refused(&couple, &said.signed(vec![alone])), ControlRefused::NotAllowed);
}

#[test]
fn a_partner_may_leave_alone_and_the_other_begins_a_new_key() {
    let mut couple = Couple::new();
    let last = couple.ben_writes("goodbye").head;
    let wrong = [vec![], vec![pin(couple.anas.device, last)], vec![pin(couple.bens.device, last); 2]];
    let (account, device) = (couple.ben.account, couple.bens.device);
    for pins in wrong {
        let change = Change::MemberRemove { account, pins };
        let record = couple.state().signed_by_device(change, device, &couple.bens.dsk);
        assert_eq!(refused(&couple, &record), ControlRefused::NotAllowed);
    }
    let pins = couple.state().pins_for(account, |_| last);
    let change = Change::MemberRemove { account, pins };
    let record = couple.state().signed_by_device(change, device, &couple.bens.dsk);
    couple.append(record);
    assert_eq!(couple.state().writable_epoch(), None);
    let too_soon = couple.by_ana(policy(2, 1, 1));
    assert_eq!(refused(&couple, &too_soon), ControlRefused::EpochDue);
    let with_ben = next_epoch(&mut couple);
    assert_eq!(refused(&couple, &with_ben), ControlRefused::Boxes);
    let members = [couple.ana.recipient()];
    let (record, _) = couple.chain.state().begin_epoch(
        &couple.key,
        &members,
        couple.anas.device,
        &couple.anas.dsk,
        &mut couple.dice,
    );
    couple.append(record);
    assert_eq!(couple.state().writable_epoch(), Some(2));
    let own = couple.state().pins_for(couple.ana.account, |_| DeviceHead::START);
    let last_one = couple.by_ana(Change::MemberRemove { account: couple.ana.account, pins: own });
    assert_eq!(refused(&couple, &last_one), ControlRefused::NotAllowed);
}

#[test]
fn a_partner_who_lost_everything_joins_again_only_with_both_hands() {
    let mut couple = Couple::new();
    let account = couple.ben.account;
    let pins = couple.state().pins_for(account, |_| DeviceHead::START);
    let record = couple.by_ana(Change::MemberRemove { account, pins });
    couple.append(record);
    let members = [couple.ana.recipient()];
    let (record, key) = couple.chain.state().begin_epoch(
        &couple.key,
        &members,
        couple.anas.device,
        &couple.anas.dsk,
        &mut couple.dice,
    );
    couple.append(record);
    let again = person(3);
    couple.known.insert(again.chain.state().clone());
    let said = couple.state().next(Change::MemberAdd { seat: seat(&again, 1) });
    let by_ana = said.sign(Signer::Device(couple.anas.device), &couple.anas.dsk);
    let by_ben = said.sign(again.signer(), again.identity.signing_key());
    assert_eq!(refused(&couple, &said.clone().signed(vec![by_ana])), ControlRefused::Signers);
    assert_eq!(refused(&couple, &said.clone().signed(vec![by_ana, by_ana])), ControlRefused::Signers);
    couple.append(said.signed(vec![by_ana, by_ben]));
    let members = [couple.ana.recipient(), again.recipient()];
    let (record, _) = couple.chain.state().begin_epoch(
        &key,
        &members,
        couple.anas.device,
        &couple.anas.dsk,
        &mut couple.dice,
    );
    let Change::Epoch { seal } = &record.record.change else { panic!() };
    assert!(seal.previous.is_some(), "who may read from the start gets the older keys");
    couple.append(record);
    let third = person(4);
    couple.known.insert(third.chain.state().clone());
    let said = couple.state().next(Change::MemberAdd { seat: seat(&third, 1) });
    let hands = vec![
        said.sign(Signer::Device(couple.anas.device), &couple.anas.dsk),
        said.sign(third.signer(), third.identity.signing_key()),
    ];
    assert_eq!(refused(&couple, &said.signed(hands)), ControlRefused::NotAllowed, "ours is for two");
}

#[test]
fn a_counsellor_enters_only_with_both_partners_signatures() {
    let mut couple = Couple::new();
    let invite = Change::CounsellorInvite {
        room: SpaceId([6; 16]),
        counsellor: protocol::ids::AccountId([7; 16]),
        identity: person(7).identity.verify_key(),
        until_ms: 99,
    };
    let said = couple.state().next(invite.clone());
    let ana = said.sign(couple.ana.signer(), couple.ana.identity.signing_key());
    let ben = said.sign(couple.ben.signer(), couple.ben.identity.signing_key());
    let alone = couple.by_ana(invite);
    for hands in [alone.signatures, vec![ana], vec![ben], vec![ana, ana]] {
        assert_eq!(refused(&couple, &said.clone().signed(hands)), ControlRefused::Signers);
    }
    couple.append(said.signed(vec![ana, ben]));
    assert_eq!(couple.state().invited().len(), 1);
    assert_eq!(couple.state().members().count(), 2, "a counsellor is no member of what is ours");
}

#[test]
fn after_the_end_nothing_follows() {
    let mut couple = Couple::new();
    let before = couple.ana_writes("before the end");
    let end = couple.state().signed_by_device(Change::EndSpace, couple.bens.device, &couple.bens.dsk);
    couple.append(end);
    assert!(couple.state().has_ended() && couple.state().writable_epoch().is_none());
    let more = couple.by_ana(policy(2, 1, 1));
    assert_eq!(refused(&couple, &more), ControlRefused::Ended);
    let after = couple.ana_writes("after the end");
    let right = |event| couple.state().right(view(event).header(), view(event).id());
    assert!(matches!(right(&before), Right::Writes { .. }));
    assert_eq!(right(&after), Right::Whiteout(Whiteout::Ended));
}
