//! Every bit of every kind of control record.

use protocol::Wire;
use protocol::cbor::Blob;
use protocol::event::DeviceHead;
use protocol::ids::{AccountId, SpaceId};
use protocol::space::{Change, ControlChain, ControlRecord, Signer};

use crate::control::{next_epoch, policy, seat};
use crate::members::{binding, pin, with_second_device};
use crate::scene::{Couple, person};

/// A couple, and a record that their chain would take next.
type Next = fn(&mut Couple) -> ControlRecord;

/// One maker for each kind of record but the genesis.
const KINDS: [(&str, Next); 8] = [
    ("bind", |it| {
        let second = with_second_device(&mut it.ana, false);
        it.known.insert(it.ana.chain.state().clone());
        binding(it, &second, it.ana.at())
    }),
    ("unbind", |it| {
        let last = it.ana_writes("the last that counts").head;
        it.state().unbind_device(pin(it.anas.device, last), it.anas.device, &it.anas.dsk)
    }),
    ("add", |it| {
        let account = it.ben.account;
        let pins = it.state().pins_for(account, |_| DeviceHead::START);
        it.append(it.by_ana(Change::MemberRemove { account, pins }));
        let (state, members) = (it.chain.state(), [it.ana.recipient()]);
        let (record, _) = state.begin_epoch(&it.key, &members, it.anas.device, &it.anas.dsk, &mut it.dice);
        it.append(record);
        let again = person(3);
        it.known.insert(again.chain.state().clone());
        let said = it.state().next(Change::MemberAdd { seat: seat(&again, 1) });
        let by_ana = said.sign(Signer::Device(it.anas.device), &it.anas.dsk);
        let by_ben = said.sign(again.signer(), again.identity.signing_key());
        said.signed(vec![by_ana, by_ben])
    }),
    ("remove", |it| {
        let account = it.ana.account;
        let pins = it.state().pins_for(account, |_| DeviceHead::START);
        it.by_ana(Change::MemberRemove { account, pins })
    }),
    ("epoch", next_epoch),
    ("policy", |it| it.by_ana(policy(2, 1, 1))),
    ("counsellor", |it| {
        let said = it.state().next(Change::CounsellorInvite {
            room: SpaceId([6; 16]),
            counsellor: AccountId([7; 16]),
            identity: person(7).identity.verify_key(),
            until_ms: 99,
        });
        let ana = said.sign(it.ana.signer(), it.ana.identity.signing_key());
        let ben = said.sign(it.ben.signer(), it.ben.identity.signing_key());
        said.signed(vec![ana, ben])
    }),
    ("end", |it| it.by_ana(Change::EndSpace)),
];

fn is_taken(couple: &Couple, bytes: Vec<u8>) -> bool {
    let mut chain = couple.chain.clone();
    chain.append_checked(couple.state().length(), &[Blob(bytes)], &couple.known).is_ok()
}

#[test]
fn every_flipped_bit_of_every_kind_of_record_is_refused() {
    for (kind, make) in KINDS {
        let mut couple = Couple::new();
        let record = make(&mut couple).to_bytes();
        assert!(is_taken(&couple, record.clone()), "{kind} as it was made");
        for bit in 0..record.len() * 8 {
            let mut changed = record.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_taken(&couple, changed), "{kind}, bit {bit}");
        }
    }
}

#[test]
fn every_flipped_bit_of_a_genesis_is_refused() {
    let couple = Couple::new();
    let begin = couple.records[0].to_bytes();
    for bit in 0..begin.len() * 8 {
        let mut changed = begin.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(ControlChain::begin_checked(&[Blob(changed)], &couple.known).is_err(), "bit {bit}");
    }
}
