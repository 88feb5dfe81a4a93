//! Pairing with a counsellor: the same steps, the same words, and another kind of space at the end.

use protocol::event::{DeviceHead, EventView, SealedEvent, grant_event, open_granted};
use protocol::ids::DeviceId;
use protocol::pairing::{Paired, PairingRefused, Step};
use protocol::space::{
    Change, ControlChain, ControlRefused, EpochProblem, KnownAccounts, Role, Seat, Signed, Signer, SpaceKey,
    SpaceKeys, SpaceKind, Unsigned, found,
};
use protocol::wire::{EventBytes, Slot};

use crate::control::seat;
use crate::pairings::{INC, SERVER, head_key, hears, met_as, posts, words_of};
use crate::rewriting::rewritten;
use crate::scene::{Couple, Dice, bind, person, view};

const ANAS: DeviceId = DeviceId([11; 16]);
const CARLS: DeviceId = DeviceId([22; 16]);

/// Ana and Carl, her counsellor, after the whole pairing.
fn paired() -> (Paired, Paired) {
    let (mut ana, mut carl) = met_as(Role::Counsellor);
    assert_eq!(words_of(ana.step()), words_of(carl.step()));
    ana.confirm(true, &mut Dice::new(5));
    carl.confirm(true, &mut Dice::new(6));
    let i2 = posts!(ana, Slot::I2);
    hears!(carl, Slot::I2, &i2).unwrap();
    let j3 = posts!(carl, Slot::J3);
    hears!(ana, Slot::J3, &j3).unwrap();
    ana.created(head_key().verify_key(), INC, &mut Dice::new(7));
    let i3 = posts!(ana, Slot::I3);
    hears!(carl, Slot::I3, &i3).unwrap();
    (ana.into_paired().unwrap(), carl.into_paired().unwrap())
}

#[test]
fn a_counsellor_who_hears_the_same_words_ends_in_a_room_with_the_one_who_invited() {
    let (anas, carls) = paired();
    assert_eq!((&anas.genesis, &anas.key), (&carls.genesis, &carls.key));
    let Change::Genesis { kind, members, .. } = &anas.genesis.record.change else { panic!() };
    let roles: Vec<_> = members.iter().map(|it| (it.account, it.role)).collect();
    assert_eq!(*kind, SpaceKind::Counsel);
    assert_eq!(roles, [(person(1).account, Role::Partner), (person(2).account, Role::Counsellor)]);
}

lean::body! {
    /// What an inviter says in `i2`.
    struct Founds {
        #[n(0)]
        genesis: Unsigned,
        #[n(1)]
        signed: Signed,
    }
}

#[test]
fn a_counsellor_who_was_removed_opens_nothing_that_is_given_later_with_all_they_kept_and_all_the_relay_gives()
{
    let (anas, _) = paired();
    let (ana, carl) = (person(1), person(2));
    let known: KnownAccounts = [ana.chain.state().clone(), carl.chain.state().clone()].into_iter().collect();
    let mut records = vec![anas.genesis.clone()];
    let mut chain = ControlChain::begin(&anas.genesis, &known).unwrap();
    for (person, device) in [(&ana, ANAS), (&carl, CARLS)] {
        records.push(bind(chain.state(), person, device));
        chain.append(records.last().unwrap(), &known).unwrap();
    }
    let room = chain.state().space();
    let mut couple = Couple::new();
    let (early, late) = (couple.ana_writes("early"), couple.ana_writes("late"));
    let give = |event: &SealedEvent, key: &SpaceKey| {
        grant_event(&view(event), &couple.key, couple.ana.account, (room, key), &mut Dice::new(70)).unwrap()
    };
    let early = give(&early, &anas.key);
    let pins = chain.state().pins_for(carl.account, |_| DeviceHead::START);
    let removed = Change::MemberRemove { account: carl.account, pins };
    records.push(chain.state().signed_by_device(removed, ANAS, &ana.device.sign));
    chain.append(records.last().unwrap(), &known).unwrap();
    let (record, next) =
        chain.state().begin_epoch(&anas.key, &[ana.recipient()], ANAS, &ana.device.sign, &mut Dice::new(9));
    chain.append(&record, &known).unwrap();
    records.push(record);
    let late = give(&late, &next);
    // Carl's device with every record of the chain, also those it must not be given any more.
    let keys = SpaceKeys::gather(&records, carl.account, |it| Some(carl.ring.get(it)?.derive_wrap_secret()));
    assert_eq!(keys.problems().collect::<Vec<_>>(), [(2, EpochProblem::NoBox)]);
    let signer = couple.ana.device.sign.verify_key();
    let opens = |given: &EventBytes| {
        let given = EventView::parse(&given.0).unwrap();
        keys.iter().any(|it| open_granted(&given, (room, it), &signer, couple.ana.account).is_ok())
    };
    assert!(opens(&early), "what was read stays read");
    assert!(!opens(&late));
    // And nothing that Carl's device writes counts, whatever place in the chain it names after its end.
    assert_eq!(chain.state().device(CARLS).unwrap().until.map(|it| it.seq), Some(3));
}

#[test]
fn whoever_answers_a_link_for_a_counsellor_is_not_made_a_partner_nor_the_other_way_about() {
    for (answers, kind, founds) in [
        (Role::Counsellor, SpaceKind::Ours, Role::Partner),
        (Role::Partner, SpaceKind::Counsel, Role::Counsellor),
        // The right kind of space, and the wrong seat in it.
        (Role::Counsellor, SpaceKind::Counsel, Role::Partner),
    ] {
        let (mut ana, mut carl) = met_as(answers);
        ana.confirm(true, &mut Dice::new(5));
        carl.confirm(true, &mut Dice::new(6));
        let i2 = posts!(ana, Slot::I2);
        // What a changed program would send instead: the other kind of space, rightly signed and sealed for this link.
        let (one, other) = (person(1), person(2).founder());
        let other = if founds == Role::Counsellor { other.as_counsellor() } else { other };
        let genesis = found(kind, SERVER, &[one.founder(), other], &mut Dice::new(8)).genesis;
        let signed = genesis.sign(one.signer(), one.identity.signing_key());
        let said = lean::to_bytes(&Founds { genesis, signed });
        let link = carl.link().clone();
        let changed = rewritten(&link, Slot::I2, &i2, |_| said.clone());
        assert_eq!(hears!(carl, Slot::I2, &changed), Err(PairingRefused::Malformed));
    }
}

#[test]
fn a_room_takes_no_second_counsellor() {
    let (anas, _) = paired();
    let (ana, carl, kim) = (person(1), person(2), person(3));
    let known: KnownAccounts = [&ana, &carl, &kim].map(|it| it.chain.state().clone()).into_iter().collect();
    let mut chain = ControlChain::begin(&anas.genesis, &known).unwrap();
    chain.append(&bind(chain.state(), &ana, ANAS), &known).unwrap();
    let adds = |role| {
        let said = chain.state().next(Change::MemberAdd { seat: Seat { role, ..seat(&kim, 1) } });
        let by_ana = said.sign(Signer::Device(ANAS), &ana.device.sign);
        let by_kim = said.sign(kim.signer(), kim.identity.signing_key());
        chain.clone().append(&said.signed(vec![by_ana, by_kim]), &known)
    };
    assert_eq!(adds(Role::Counsellor), Err(ControlRefused::NotAllowed));
    assert_eq!(adds(Role::Partner), Ok(()));
}
