//! Keys of a space: every member opens the same, a new device opens all of history, and a newcomer only what it may.

use protocol::cbor::Blob;
use protocol::event::DeviceHead;
use protocol::ids::SpaceId;
use protocol::space::{
    Change, EpochProblem, Role, Seat, Signer, SpaceKey, SpaceKeys, open_epoch, seal_epoch,
};

use crate::scene::{Couple, Person, person};

fn keys(couple: &Couple, who: &Person) -> SpaceKeys {
    SpaceKeys::gather(&couple.records, who.account, |generation| {
        who.ring.get(generation).map(|it| it.derive_wrap_secret())
    })
}

fn next_epoch(couple: &mut Couple, members: &[&Person]) {
    let recipients: Vec<_> = members.iter().map(|it| it.recipient()).collect();
    let (device, dsk) = (couple.anas.device, &couple.anas.dsk);
    let (record, key) =
        couple.chain.state().begin_epoch(&couple.key, &recipients, device, dsk, &mut couple.dice);
    couple.append(record);
    couple.key = key;
}

fn both_begin(couple: &mut Couple) {
    let (ana, ben) = (person(1), person(2));
    next_epoch(couple, &[&ana, &ben]);
}

#[test]
fn both_members_open_every_epoch_alike() {
    let mut couple = Couple::new();
    let first = couple.key.clone();
    both_begin(&mut couple);
    both_begin(&mut couple);
    for who in [&couple.ana, &couple.ben] {
        let keys = keys(&couple, who);
        assert_eq!(keys.iter().count(), 3);
        assert_eq!(keys.get(1), Some(&first));
        assert_eq!(keys.get(3), Some(&couple.key));
        assert_eq!(keys.problems().count(), 0);
    }
    let stranger = keys(&couple, &person(5));
    assert_eq!(stranger.iter().count(), 0);
    assert!(stranger.problems().all(|(_, why)| why == EpochProblem::NoBox));
}

#[test]
fn a_key_other_than_the_one_committed_to_is_not_taken() {
    let couple = Couple::new();
    let space = couple.space();
    let (one, other) = (SpaceKey::from_bytes(1, [1; 32]), SpaceKey::from_bytes(1, [2; 32]));
    let mut dice = crate::scene::Dice::new(60);
    let honest = seal_epoch(space, &one, None, &[couple.ana.recipient(), couple.ben.recipient()], &mut dice);
    let split = seal_epoch(space, &other, None, &[couple.ana.recipient(), couple.ben.recipient()], &mut dice);
    // Whoever begins an epoch gives Ben another key than Ana, under one commitment.
    let mut mixed = honest.clone();
    mixed.boxes[1] = split.boxes[1].clone();
    let ana = couple.ana.ring.current().derive_wrap_secret();
    let ben = couple.ben.ring.current().derive_wrap_secret();
    assert!(open_epoch(space, &mixed, couple.ana.account, &ana).is_ok());
    assert_eq!(open_epoch(space, &mixed, couple.ben.account, &ben), Err(EpochProblem::WrongKey));
    assert_eq!(open_epoch(space, &honest, couple.ana.account, &ben), Err(EpochProblem::WrongKey));
    let elsewhere = SpaceId([1; 16]);
    assert_eq!(open_epoch(elsewhere, &honest, couple.ana.account, &ana), Err(EpochProblem::WrongKey));
    let mut later = honest.clone();
    later.epoch = 2;
    assert_eq!(open_epoch(space, &later, couple.ana.account, &ana), Err(EpochProblem::WrongKey));
    let mut swapped = honest;
    swapped.boxes[0].account = couple.ben.account;
    assert_eq!(open_epoch(space, &swapped, couple.ben.account, &ana), Err(EpochProblem::WrongKey));
}

#[test]
fn an_epoch_whose_box_does_not_open_is_reported_and_hides_no_other() {
    let mut couple = Couple::new();
    both_begin(&mut couple);
    both_begin(&mut couple);
    let record = couple.records.last_mut().unwrap();
    let Change::Epoch { seal } = &mut record.record.change else { panic!() };
    seal.boxes[0].sealed = Blob(vec![0; 1168]);
    let keys = keys(&couple, &couple.ana);
    assert_eq!(keys.problems().collect::<Vec<_>>(), [(3, EpochProblem::WrongKey)]);
    assert_eq!(keys.iter().map(SpaceKey::epoch).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_newcomer_without_history_opens_nothing_older() {
    let mut couple = Couple::new();
    let account = couple.ben.account;
    let pins = couple.state().pins_for(account, |_| DeviceHead::START);
    let record = couple.by_ana(Change::MemberRemove { account, pins });
    couple.append(record);
    let ana = person(1);
    next_epoch(&mut couple, &[&ana]);
    let late = person(3);
    couple.known.insert(late.chain.state().clone());
    let identity = late.identity.verify_key();
    let seat = Seat { account: late.account, identity, role: Role::Partner, history_from: 3 };
    let said = couple.state().next(Change::MemberAdd { seat });
    let hands = vec![
        said.sign(Signer::Device(couple.anas.device), &couple.anas.dsk),
        said.sign(late.signer(), late.identity.signing_key()),
    ];
    couple.append(said.signed(hands));
    let members = [ana.recipient(), late.recipient()];
    let (space, both) = (couple.space(), SpaceKey::from_bytes(3, [3; 32]));
    let seal = seal_epoch(space, &both, Some(&couple.key), &members, &mut couple.dice);
    let gives_away = couple.by_ana(Change::Epoch { seal });
    assert_eq!(crate::control::refused(&couple, &gives_away), protocol::space::ControlRefused::Boxes);
    next_epoch(&mut couple, &[&ana, &late]);
    let newcomer = keys(&couple, &late);
    assert_eq!(newcomer.iter().map(SpaceKey::epoch).collect::<Vec<_>>(), [3]);
    let stayed = keys(&couple, &couple.ana);
    assert_eq!(stayed.iter().map(SpaceKey::epoch).collect::<Vec<_>>(), [1, 2, 3]);
    let gone = keys(&couple, &couple.ben);
    assert_eq!(gone.iter().map(SpaceKey::epoch).collect::<Vec<_>>(), [1]);
}
