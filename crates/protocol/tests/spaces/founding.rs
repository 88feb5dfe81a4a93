//! Founding a space and letting people in: every condition of a genesis, a counsellor's room, and who may change it.

use protocol::account::IdentityKey;
use protocol::event::DeviceHead;
use protocol::ids::{AccountId, DeviceId, RecordHash};
use protocol::space::{
    Binding, Change, ControlChain, ControlRecord, ControlRefused, KnownAccounts, MOST_DEVICES, Policy, Role,
    Seat, Signer, SpaceKind, Unsigned, found,
};

use crate::control::{policy, refused};
use crate::scene::{Couple, Dice, Person, bind, person};

fn known(people: &[&Person]) -> KnownAccounts {
    people.iter().map(|it| it.chain.state().clone()).collect()
}

/// A genesis with other content, signed by all these in the order given.
fn founded(
    kind: SpaceKind,
    people: &[&Person],
    edit: impl Fn(&mut Unsigned),
) -> Result<ControlChain, ControlRefused> {
    let founders: Vec<_> = people.iter().map(|it| it.founder()).collect();
    let mut said = found(kind, "https://mend.example", &founders, &mut Dice::new(70)).genesis;
    edit(&mut said);
    let hands = people.iter().map(|it| said.sign(it.signer(), it.identity.signing_key())).collect();
    ControlChain::begin(&said.signed(hands), &known(people))
}

fn seats(said: &mut Unsigned) -> &mut Vec<Seat> {
    let Change::Genesis { members, .. } = &mut said.change else { panic!() };
    members
}

fn with_policy(version: u32, min_suite: u32) -> Result<ControlChain, ControlRefused> {
    founded(SpaceKind::Ours, &[&person(1), &person(2)], |said| {
        let Change::Genesis { policy, .. } = &mut said.change else { panic!() };
        *policy = Policy { version, min_suite, ..Policy::FIRST };
    })
}

#[test]
fn a_genesis_stands_at_the_beginning_and_nowhere_else() {
    let (ana, ben) = (person(1), person(2));
    let ours = |edit: fn(&mut Unsigned)| founded(SpaceKind::Ours, &[&ana, &ben], edit);
    assert!(ours(|_| ()).is_ok());
    assert_eq!(ours(|said| said.seq = 1), Err(ControlRefused::NotNext));
    assert_eq!(ours(|said| said.prev = RecordHash([1; 32])), Err(ControlRefused::NotNext));
    assert_eq!(ours(|said| said.v = 2), Err(ControlRefused::Malformed));
    assert_eq!(ours(|said| said.suite = 2), Err(ControlRefused::Malformed));
}

#[test]
fn each_kind_of_space_begins_with_its_own_people() {
    let (ana, ben, carl) = (person(1), person(2), person(3));
    let refused = Err(ControlRefused::NotAllowed);
    let same = |_: &mut Unsigned| ();
    assert!(founded(SpaceKind::Vault, &[&ana], same).is_ok());
    assert_eq!(founded(SpaceKind::Vault, &[&ana, &ben], same), refused);
    assert_eq!(founded(SpaceKind::Ours, &[&ana], same), refused);
    assert_eq!(founded(SpaceKind::Ours, &[&ana, &ben, &carl], same), refused);
    assert!(founded(SpaceKind::Counsel, &[&ana], same).is_ok());
    assert!(founded(SpaceKind::Counsel, &[&ana, &ben], same).is_ok());
    assert_eq!(founded(SpaceKind::Counsel, &[&ana, &ben, &carl], same), refused);
    let counselled = |said: &mut Unsigned| seats(said).last_mut().unwrap().role = Role::Counsellor;
    assert!(founded(SpaceKind::Counsel, &[&ana, &ben, &carl], counselled).is_ok());
    assert!(founded(SpaceKind::Counsel, &[&ana, &carl], counselled).is_ok());
    assert_eq!(founded(SpaceKind::Counsel, &[&carl], counselled), refused);
    assert_eq!(founded(SpaceKind::Ours, &[&ana, &ben, &carl], counselled), refused);
    assert_eq!(founded(SpaceKind::Vault, &[&ana, &carl], counselled), refused);
    let two = |said: &mut Unsigned| seats(said)[1..].iter_mut().for_each(|it| it.role = Role::Counsellor);
    assert_eq!(founded(SpaceKind::Counsel, &[&ana, &ben, &carl], two), refused);
}

#[test]
fn founders_stand_in_order_once_and_read_from_the_start() {
    let (ana, ben) = (person(1), person(2));
    let refused = Err(ControlRefused::NotAllowed);
    let ours = |edit: fn(&mut Unsigned)| founded(SpaceKind::Ours, &[&ana, &ben], edit);
    assert_eq!(ours(|said| seats(said)[0].history_from = 2), refused);
    assert_eq!(ours(|said| seats(said)[1].history_from = 0), refused);
    let swapped = founded(SpaceKind::Ours, &[&ben, &ana], |said| seats(said).swap(0, 1));
    assert_eq!(swapped, refused);
    let twice = founded(SpaceKind::Ours, &[&ana, &ana], |_| ());
    assert_eq!(twice, refused);
}

#[test]
fn the_first_policy_is_the_first_and_of_a_suite_there_is() {
    assert!(with_policy(1, 1).is_ok());
    for (version, min_suite) in [(0, 1), (2, 1), (1, 0), (1, 2)] {
        assert_eq!(with_policy(version, min_suite), Err(ControlRefused::PolicyFalls));
    }
}

#[test]
fn a_device_is_bound_by_its_own_hand_only() {
    let couple = Couple::new();
    let record = bind(couple.state(), &couple.ana, DeviceId([3; 16]));
    let said = &record.record;
    let hands = [
        (said.sign(Signer::Device(DeviceId([3; 16])), &couple.bens.dsk), ControlRefused::Signature),
        (said.sign(Signer::Device(couple.anas.device), &couple.anas.dsk), ControlRefused::Signers),
        (said.sign(couple.ana.signer(), couple.ana.identity.signing_key()), ControlRefused::Signers),
    ];
    for (hand, why) in hands {
        assert_eq!(refused(&couple, &said.clone().signed(vec![hand])), why);
    }
    let stranger = person(3);
    let mut couple = couple;
    couple.known.insert(stranger.chain.state().clone());
    let foreign = bind(couple.state(), &stranger, DeviceId([3; 16]));
    assert_eq!(refused(&couple, &foreign), ControlRefused::NotAllowed);
}

#[test]
fn nobody_fills_a_space_with_devices() {
    let mut couple = Couple::new();
    for n in 1..MOST_DEVICES {
        let mut name = [100; 16];
        name[0] = u8::try_from(n).unwrap();
        let record = bind(couple.state(), &couple.ana, DeviceId(name));
        couple.append(record);
    }
    let over = bind(couple.state(), &couple.ana, DeviceId([3; 16]));
    assert_eq!(refused(&couple, &over), ControlRefused::NotAllowed);
    let bens = bind(couple.state(), &couple.ben, DeviceId([3; 16]));
    couple.append(bens);
}

/// A room of one partner and a counsellor, each with a device.
struct Room {
    ana: Person,
    carl: Person,
    chain: ControlChain,
    known: KnownAccounts,
}

const ANAS: DeviceId = DeviceId([11; 16]);
const CARLS: DeviceId = DeviceId([33; 16]);

fn room() -> Room {
    let (ana, carl) = (person(1), person(3));
    let counselled = |said: &mut Unsigned| seats(said)[1].role = Role::Counsellor;
    let mut chain = founded(SpaceKind::Counsel, &[&ana, &carl], counselled).unwrap();
    let known = known(&[&ana, &carl, &person(2), &person(4)]);
    for (person, device) in [(&ana, ANAS), (&carl, CARLS)] {
        chain.append(&bind(chain.state(), person, device), &known).unwrap();
    }
    Room { ana, carl, chain, known }
}

impl Room {
    fn takes(&self, record: &ControlRecord) -> Result<(), ControlRefused> {
        self.chain.clone().append(record, &self.known)
    }

    fn by(&self, change: Change, person: &Person, device: DeviceId) -> ControlRecord {
        self.chain.state().signed_by_device(change, device, &person.device.sign)
    }

    /// A seat signed by a device of somebody here and by the newcomer's identity.
    fn adding(&self, seat: Seat, by: (&Person, DeviceId), identity: &IdentityKey) -> ControlRecord {
        let said = self.chain.state().next(Change::MemberAdd { seat });
        let device = said.sign(Signer::Device(by.1), &by.0.device.sign);
        let newcomer = said.sign(Signer::Identity(seat.account), identity.signing_key());
        said.signed(vec![device, newcomer])
    }
}

fn seat(person: &Person, role: Role, history_from: u32) -> Seat {
    Seat { account: person.account, identity: person.identity.verify_key(), role, history_from }
}

#[test]
fn a_newcomer_is_let_in_by_a_partner_and_by_their_own_hand() {
    let room = room();
    let ben = person(2);
    let good = seat(&ben, Role::Partner, 2);
    let ana = (&room.ana, ANAS);
    assert_eq!(room.takes(&room.adding(good, ana, &ben.identity)), Ok(()));
    let by_counsellor = room.adding(good, (&room.carl, CARLS), &ben.identity);
    assert_eq!(room.takes(&by_counsellor), Err(ControlRefused::Signers));
    let forged = room.adding(good, ana, &person(4).identity);
    assert_eq!(room.takes(&forged), Err(ControlRefused::Signature));
    let by_other_device = room.adding(good, (&room.carl, ANAS), &ben.identity);
    assert_eq!(room.takes(&by_other_device), Err(ControlRefused::Signature));
    let mut other_name = room.adding(good, ana, &ben.identity);
    other_name.signatures[1].by = Signer::Identity(AccountId([4; 16]));
    assert_eq!(room.takes(&other_name), Err(ControlRefused::Signers));
    let other = person(4).identity;
    let replaced = Seat { identity: other.verify_key(), ..good };
    assert_eq!(room.takes(&room.adding(replaced, ana, &other)), Err(ControlRefused::Account));
}

#[test]
fn a_newcomer_reads_from_an_epoch_there_is_or_the_next() {
    let room = room();
    let ben = person(2);
    for (from, taken) in [(0, false), (1, true), (2, true), (3, false)] {
        let record = room.adding(seat(&ben, Role::Partner, from), (&room.ana, ANAS), &ben.identity);
        assert_eq!(room.takes(&record).is_ok(), taken, "from {from}");
    }
    let again = room.adding(seat(&room.ana, Role::Partner, 1), (&room.ana, ANAS), &room.ana.identity);
    assert_eq!(room.takes(&again), Err(ControlRefused::NotAllowed));
}

#[test]
fn a_counsellor_decides_nothing_about_others() {
    let room = room();
    let by_carl = |change| room.takes(&room.by(change, &room.carl, CARLS));
    let pins = room.chain.state().pins_for(room.ana.account, |_| DeviceHead::START);
    let removed = Change::MemberRemove { account: room.ana.account, pins };
    assert_eq!(by_carl(removed), Err(ControlRefused::Signers));
    assert_eq!(by_carl(policy(2, 1, 1)), Err(ControlRefused::Signers));
    assert_eq!(by_carl(Change::EndSpace), Err(ControlRefused::Signers));
    let pins = room.chain.state().pins_for(room.carl.account, |_| DeviceHead::START);
    let leaving = Change::MemberRemove { account: room.carl.account, pins };
    assert_eq!(by_carl(leaving.clone()), Ok(()));
    assert_eq!(room.takes(&room.by(leaving, &room.ana, ANAS)), Ok(()));
}

#[test]
fn whoever_is_no_member_cannot_be_removed() {
    let room = room();
    let stranger = Change::MemberRemove { account: person(4).account, pins: Vec::new() };
    assert_eq!(room.takes(&room.by(stranger, &room.ana, ANAS)), Err(ControlRefused::NotAllowed));
    let own = room.chain.state().pins_for(room.ana.account, |_| DeviceHead::START);
    let last_partner = Change::MemberRemove { account: room.ana.account, pins: own };
    assert_eq!(room.takes(&room.by(last_partner, &room.ana, ANAS)), Err(ControlRefused::NotAllowed));
}

#[test]
fn a_room_takes_no_invitation_to_another_room() {
    let room = room();
    let identity = person(4).identity.verify_key();
    let counsellor = person(4).account;
    let invite =
        Change::CounsellorInvite { room: room.chain.state().space(), counsellor, identity, until_ms: 1 };
    let said = room.chain.state().next(invite);
    let hands = [&room.ana, &room.carl].map(|it| said.sign(it.signer(), it.identity.signing_key()));
    assert_eq!(room.takes(&said.signed(hands.to_vec())), Err(ControlRefused::NotAllowed));
}

#[test]
fn records_late_by_their_own_count_are_not_looked_at() {
    let couple = Couple::new();
    let mut chain = couple.chain.clone();
    for expected in [2, 4] {
        assert_eq!(chain.append_checked(expected, &[], &couple.known), Err(ControlRefused::NotNext));
    }
    assert_eq!(chain.append_checked(3, &[], &couple.known), Ok(Vec::new()));
}

#[test]
fn a_device_name_is_never_used_twice() {
    let couple = Couple::new();
    let binding = Binding {
        device: couple.bens.device,
        account: couple.ana.account,
        key: couple.ana.device.id,
        at: couple.ana.at(),
    };
    let record = couple.state().bind_device(&binding, &couple.ana.device.sign);
    assert_eq!(refused(&couple, &record), ControlRefused::NotAllowed);
}
