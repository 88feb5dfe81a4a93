//! Pairing: two honest sides end with one space; everybody in between ends with a typed refusal.

use protocol::Wire;
use protocol::cbor::Blob;
use protocol::ids::Incarnation;
use protocol::pairing::{InviteLink, Inviter, Joiner, Myself, PairingRefused, Step};
use protocol::sign::SigningKey;
use protocol::space::{ControlChain, KnownAccounts, Role};
use protocol::wire::{ProblemCode, Slot, from_base64url};

use crate::rewriting::rewritten;
use crate::scene::{Dice, Person, bind, person, person_as};

pub(crate) const SERVER: &str = "https://mend.example";

fn myself(person: &Person) -> Myself {
    Myself {
        chain: person.chain.clone(),
        identity: person.identity.clone(),
        wrap: person.ring.current().derive_wrap_secret(),
    }
}

fn inviter(seed: u8) -> Inviter {
    inviter_of(Role::Partner, seed)
}

fn inviter_of(role: Role, seed: u8) -> Inviter {
    Inviter::begin(myself(&person(seed)), role, SERVER, &mut Dice::new(100 + seed))
}

fn joiner(seed: u8, link: &InviteLink) -> Joiner {
    Joiner::begin(myself(&person(seed)), link.clone(), &mut Dice::new(100 + seed))
}

pub(crate) fn head_key() -> SigningKey {
    SigningKey::from_seed(&[55; 32])
}

pub(crate) const INC: Incarnation = Incarnation([4; 16]);

/// What a side posts next; the relay has taken it.
macro_rules! posts {
    ($side:expr, $slot:pat) => {{
        let Step::Post($slot, sealed) = $side.step() else { panic!("{:?}", $side.step()) };
        $side.posted();
        sealed
    }};
}

pub(crate) use posts;

/// A side receives what it waits for.
macro_rules! hears {
    ($side:expr, $slot:pat, $sealed:expr) => {{
        let Step::Await($slot) = $side.step() else { panic!("{:?}", $side.step()) };
        $side.received($sealed, &mut Dice::new(77))
    }};
}

pub(crate) use hears;

pub(crate) fn words_of(step: Step) -> [&'static str; 4] {
    let Step::Compare(words) = step else { panic!("{step:?}") };
    words
}

/// Both sides up to the words.
pub(crate) fn met() -> (Inviter, Joiner) {
    met_as(Role::Partner)
}

pub(crate) fn met_as(role: Role) -> (Inviter, Joiner) {
    let mut ana = inviter_of(role, 1);
    let mut ben = joiner(2, ana.link());
    let j1 = posts!(ben, Slot::J1);
    hears!(ana, Slot::J1, &j1).unwrap();
    let i1 = posts!(ana, Slot::I1);
    hears!(ben, Slot::I1, &i1).unwrap();
    let j2 = posts!(ben, Slot::J2);
    hears!(ana, Slot::J2, &j2).unwrap();
    (ana, ben)
}

#[test]
fn two_people_who_hear_the_same_words_end_with_one_space() {
    let (mut ana, mut ben) = met();
    let words = words_of(ana.step());
    assert_eq!(words, words_of(ben.step()));
    ana.confirm(true, &mut Dice::new(5));
    ben.confirm(true, &mut Dice::new(6));
    let i2 = posts!(ana, Slot::I2);
    hears!(ben, Slot::I2, &i2).unwrap();
    let j3 = posts!(ben, Slot::J3);
    hears!(ana, Slot::J3, &j3).unwrap();
    let Step::Create(records) = ana.step() else { panic!() };
    ana.created(head_key().verify_key(), INC, &mut Dice::new(7));
    let i3 = posts!(ana, Slot::I3);
    hears!(ben, Slot::I3, &i3).unwrap();
    assert_eq!((ana.step(), ben.step()), (Step::Done, Step::Done));
    let (anas, bens) = (ana.into_paired().unwrap(), ben.into_paired().unwrap());
    assert_eq!(anas.genesis, bens.genesis);
    assert_eq!(anas.key, bens.key);
    assert_eq!(records, [Blob(anas.genesis.to_bytes())]);
    assert_eq!(bens.head_key, head_key().verify_key());
    assert_eq!(bens.incarnation, INC);
    let (one, other) = (person(1), person(2));
    assert_eq!(bens.partner.state().fingerprint(), one.identity.fingerprint());
    assert_eq!(anas.partner.state().fingerprint(), other.identity.fingerprint());
    let known: KnownAccounts =
        [anas.partner.state().clone(), bens.partner.state().clone()].into_iter().collect();
    let mut chain = ControlChain::begin(&anas.genesis, &known).unwrap();
    for (at, person) in [one, other].iter().enumerate() {
        let device = protocol::ids::DeviceId([at as u8 + 1; 16]);
        chain.append(&bind(chain.state(), person, device), &known).unwrap();
    }
}

#[test]
fn no_key_is_given_before_the_words_were_confirmed() {
    let (ana, ben) = met();
    assert!(matches!(ana.step(), Step::Compare(_)));
    assert!(matches!(ben.step(), Step::Compare(_)));
}

#[test]
fn differing_words_burn_the_link() {
    let (mut ana, mut ben) = met();
    ana.confirm(false, &mut Dice::new(5));
    let sealed = posts!(ana, Slot::X);
    assert!(!sealed.is_empty());
    assert_eq!(ana.step(), Step::Ended(PairingRefused::WordsDiffer));
    ben.confirm(true, &mut Dice::new(6));
    assert_eq!(ben.step(), Step::Await(Slot::I2));
    ben.ended(PairingRefused::CalledOff);
    assert_eq!(ben.step(), Step::Ended(PairingRefused::CalledOff));
    assert!(ana.into_paired().is_none() && ben.into_paired().is_none());
    let (_, mut ben) = met();
    ben.confirm(false, &mut Dice::new(6));
    posts!(ben, Slot::X);
    assert_eq!(ben.step(), Step::Ended(PairingRefused::WordsDiffer));
}

#[test]
fn somebody_who_stands_in_for_the_inviter_is_not_whom_the_link_names() {
    let ana = inviter(1);
    let mut ben = joiner(2, ana.link());
    let j1 = posts!(ben, Slot::J1);
    // Eve knows the link and answers in Ana's place: her identity is not the one in it.
    let mut eve = standing_in(ana.link(), 3);
    hears!(eve, Slot::J1, &j1).unwrap();
    let i1 = posts!(eve, Slot::I1);
    assert_eq!(hears!(ben, Slot::I1, &i1), Err(PairingRefused::WrongFingerprint));
    posts!(ben, Slot::X);
    assert_eq!(ben.step(), Step::Ended(PairingRefused::WrongFingerprint));
}

/// An inviter with another identity who knows the secret of a link: her own link is made to carry it.
fn standing_in(link: &InviteLink, seed: u8) -> Inviter {
    struct Fixed([u8; 16]);
    impl rand_core::TryRng for Fixed {
        type Error = core::convert::Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            Ok(0)
        }
        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            Ok(0)
        }
        fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Self::Error> {
            to.copy_from_slice(&self.0);
            Ok(())
        }
    }
    impl rand_core::TryCryptoRng for Fixed {}
    let fragment = link.to_fragment();
    let secret = from_base64url(fragment.rsplit('.').next().unwrap()).unwrap();
    let eve =
        Inviter::begin(myself(&person(seed)), Role::Partner, SERVER, &mut Fixed(secret.try_into().unwrap()));
    assert_eq!(eve.link().invite_id(), link.invite_id());
    eve
}

#[test]
fn somebody_who_stands_in_for_the_joiner_is_heard_in_the_words() {
    // Eve knows the link, gives Ana her own hello, and passes Ana's answer on to Ben.
    let mut ana = inviter(1);
    let link = ana.link().clone();
    let mut ben = joiner(2, &link);
    posts!(ben, Slot::J1);
    let mut eve = joiner(3, &link);
    let j1 = posts!(eve, Slot::J1);
    hears!(ana, Slot::J1, &j1).unwrap();
    let i1 = posts!(ana, Slot::I1);
    hears!(ben, Slot::I1, &i1).unwrap();
    hears!(eve, Slot::I1, &i1).unwrap();
    let j2 = posts!(eve, Slot::J2);
    hears!(ana, Slot::J2, &j2).unwrap();
    posts!(ben, Slot::J2);
    assert_ne!(words_of(ana.step()), words_of(ben.step()));
}

#[test]
fn a_joiner_cannot_choose_its_nonce_after_it_saw_the_inviters() {
    let mut ana = inviter(1);
    let link = ana.link().clone();
    let mut eve = joiner(3, &link);
    let j1 = posts!(eve, Slot::J1);
    hears!(ana, Slot::J1, &j1).unwrap();
    let i1 = posts!(ana, Slot::I1);
    // Another attempt of Eve's has the same account and another nonce.
    let mut second = Joiner::begin(myself(&person(3)), link, &mut Dice::new(200));
    posts!(second, Slot::J1);
    hears!(second, Slot::I1, &i1).unwrap();
    let j2 = posts!(second, Slot::J2);
    assert_eq!(hears!(ana, Slot::J2, &j2), Err(PairingRefused::Malformed));
    posts!(ana, Slot::X);
    assert_eq!(ana.step(), Step::Ended(PairingRefused::Malformed));
}

#[test]
fn of_two_joiners_on_one_link_only_the_first_is_heard() {
    let (mut ana, _) = met();
    let second = joiner(3, ana.link());
    let Step::Post(Slot::J1, j1) = second.step() else { panic!() };
    assert_eq!(ana.received(&j1, &mut Dice::new(9)), Err(PairingRefused::Malformed));
    assert!(matches!(ana.step(), Step::Post(Slot::X, _)));
    // The relay writes each slot once and tells the second so.
    assert_eq!(PairingRefused::from_problem(&ProblemCode::Used), Some(PairingRefused::Used));
}

#[test]
fn a_link_whose_time_is_over_says_so() {
    let mut ben = joiner(2, inviter(1).link());
    let why = PairingRefused::from_problem(&ProblemCode::Expired).unwrap();
    ben.ended(why);
    assert_eq!(ben.step(), Step::Ended(PairingRefused::Expired));
    assert_eq!(PairingRefused::from_problem(&ProblemCode::Busy), None);
}

#[test]
fn nobody_pairs_with_themselves() {
    let ana = inviter(1);
    let own = joiner(1, ana.link());
    assert_eq!(own.step(), Step::Ended(PairingRefused::Oneself));
    // A link that was bent to name somebody else does not help: the inviter sees who answers.
    let (same_account, same_identity) = (person(1).account, person(1).identity);
    let other_identity = person(3).identity;
    let other_account = person(3).account;
    let bent = naming_another(ana.link());
    for answering in [person_as(3, same_account, other_identity), person_as(3, other_account, same_identity)]
    {
        let mut ana = inviter(1);
        let mut own = Joiner::begin(myself(&answering), bent.clone(), &mut Dice::new(8));
        let j1 = posts!(own, Slot::J1);
        assert_eq!(hears!(ana, Slot::J1, &j1), Err(PairingRefused::Oneself));
    }
}

/// The same secret with another fingerprint beside it.
fn naming_another(link: &InviteLink) -> InviteLink {
    let fragment = link.to_fragment();
    let parts: Vec<_> = fragment.split('.').collect();
    let other = protocol::wire::to_base64url(&[9; 16]);
    InviteLink::parse(&[parts[0], parts[1], &other, parts[3]].join(".")).unwrap()
}

#[test]
fn a_chain_of_another_account_than_the_one_named_is_refused() {
    let mut ana = inviter(1);
    let link = ana.link().clone();
    let mut ben = joiner(2, &link);
    let j1 = posts!(ben, Slot::J1);
    let changed = rewritten(&link, Slot::J1, &j1, |mut plain| {
        assert_eq!(plain[3..19], [2; 16]);
        plain[3] = 1;
        plain
    });
    assert_eq!(hears!(ana, Slot::J1, &changed), Err(PairingRefused::Malformed));
}

#[test]
fn a_space_at_another_relay_than_the_links_is_refused() {
    let mut ana = inviter(1);
    let fragment = ana.link().to_fragment();
    let parts: Vec<_> = fragment.split('.').collect();
    let elsewhere = protocol::wire::to_base64url(b"https://elsewhere.example");
    let link = InviteLink::parse(&[parts[0], &elsewhere, parts[2], parts[3]].join(".")).unwrap();
    let mut ben = joiner(2, &link);
    let j1 = posts!(ben, Slot::J1);
    hears!(ana, Slot::J1, &j1).unwrap();
    let i1 = posts!(ana, Slot::I1);
    hears!(ben, Slot::I1, &i1).unwrap();
    let j2 = posts!(ben, Slot::J2);
    hears!(ana, Slot::J2, &j2).unwrap();
    ana.confirm(true, &mut Dice::new(5));
    ben.confirm(true, &mut Dice::new(6));
    let i2 = posts!(ana, Slot::I2);
    assert_eq!(hears!(ben, Slot::I2, &i2), Err(PairingRefused::Malformed));
}

/// Both sides up to the last slot; what the inviter's dice show after the words makes the space.
fn nearly_done(dice: u8) -> (Vec<u8>, Joiner) {
    let (mut ana, mut ben) = met();
    ana.confirm(true, &mut Dice::new(dice));
    ben.confirm(true, &mut Dice::new(6));
    let i2 = posts!(ana, Slot::I2);
    hears!(ben, Slot::I2, &i2).unwrap();
    let j3 = posts!(ben, Slot::J3);
    hears!(ana, Slot::J3, &j3).unwrap();
    ana.created(head_key().verify_key(), INC, &mut Dice::new(7));
    (posts!(ana, Slot::I3), ben)
}

#[test]
fn the_end_of_another_pairing_ends_nothing() {
    let (own, mut ben) = nearly_done(5);
    let (other, _) = nearly_done(50);
    assert_eq!(hears!(ben, Slot::I3, &other), Err(PairingRefused::Malformed));
    let (_, mut ben) = nearly_done(5);
    assert_eq!(hears!(ben, Slot::I3, &own), Ok(()));
}

#[test]
fn whoever_does_not_know_the_link_can_put_nothing_into_it() {
    let mut ana = inviter(1);
    let other = inviter(4);
    let ben = joiner(2, other.link());
    let Step::Post(Slot::J1, foreign) = ben.step() else { panic!() };
    for bytes in [foreign.as_slice(), b"", &[0; 500]] {
        let mut ana = inviter(1);
        assert_eq!(hears!(ana, Slot::J1, bytes), Err(PairingRefused::Malformed));
    }
    // What was meant for one slot does not fit another.
    let mut ben = joiner(2, ana.link());
    let j1 = posts!(ben, Slot::J1);
    assert_eq!(hears!(ben, Slot::I1, &j1), Err(PairingRefused::Malformed));
    hears!(ana, Slot::J1, &j1).unwrap();
}

/// The words of two honest sides, for the pinned vectors.
pub(crate) fn words_of_two() -> [&'static str; 4] {
    words_of(met().0.step())
}
