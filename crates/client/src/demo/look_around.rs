//! Looking around without an account and without a relay: both made-up people on this one device, in memory only.

use core::cell::Cell;
use std::rc::Rc;

use domain::Moment;
use protocol::account::{AccountChain, AccountSecret, DeviceKeys, Founding, IdentityKey, PukRing, RelayPin};
use protocol::few::in_order;
use protocol::ids::{AccountId, Incarnation, NameHash};
use protocol::recovery::RecoveryCode;
use protocol::sign::SigningKey;
use protocol::space::{ControlRecord, Founder, Signer, SpaceKey, SpaceKind, found};

use super::room::{Ahead, Both, COUNSELLOR, Did};
use super::script::{Who, script};
use crate::keyring::{Keyring, Untold, new_bag};
use crate::local::LocalKey;
use crate::lock::LockAfter;
use crate::ours::Ours;
use crate::ports::{
    Clock, Entropy, Later, Method, Ports, Random, Relay, Reply, SlowWork, Token, Unreachable,
};
use crate::ram::{InRamStore, NoGuard};
use crate::seat;
use crate::session::Session;

/// A clock that can be set to the past while the past is being made.
struct DemoClock {
    real: Rc<dyn Clock>,
    past: Cell<Option<Moment>>,
}

impl Clock for DemoClock {
    fn moment(&self) -> Moment {
        self.past.get().unwrap_or_else(|| self.real.moment())
    }
}

struct Nowhere;

impl Relay for Nowhere {
    fn call<'a>(
        &'a self,
        _: Method,
        _: &'a str,
        _: Option<&'a Token>,
        _: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        Box::pin(core::future::ready(Err(Unreachable)))
    }
}

impl SlowWork for Nowhere {
    fn run<'a>(&'a self, job: &'a [u8]) -> Later<'a, Option<Vec<u8>>> {
        Box::pin(core::future::ready(Some(crate::slow::work(job))))
    }
}

/// Both made-up people. What one does reaches the other with [`LookAround::pass_on`].
pub struct LookAround {
    noor: Rc<Ours>,
    sam: Rc<Ours>,
    room: Both,
    clock: Rc<DemoClock>,
}

/// One person, before there is a session.
struct Person {
    keys: Keyring,
    chain: AccountChain,
}

impl LookAround {
    /// Makes the two and lets them live through their twelve weeks.
    #[must_use]
    pub fn begin(clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>) -> Option<Self> {
        let now = clock.moment();
        let around = Self::meet(clock, entropy, &now)?;
        around.live_through(&now);
        Some(around)
    }

    /// The two on the day before their first act.
    fn meet(clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>, now: &Moment) -> Option<Self> {
        let clock = Rc::new(DemoClock { real: clock, past: Cell::new(None) });
        let mut rng = Random::new(Rc::clone(&entropy));
        let mut made = |name| person(name, &mut rng);
        let (noor, sam) = (made(Who::Noor.name())?, made(Who::Sam.name())?);
        let counsellor = made(COUNSELLOR)?;
        let (genesis, key) = founded(SpaceKind::Ours, [&noor, &sam], &mut rng);
        let (rooms_genesis, rooms_key) = founded(SpaceKind::Counsel, [&noor, &counsellor], &mut rng);
        let chains = [noor.chain.clone(), sam.chain.clone()];
        let chains_there = [noor.chain.clone(), counsellor.chain.clone()];
        // Nothing but pictures is ever read from it.
        let store = Rc::new(InRamStore::new());
        let live = |person: Person| {
            let ports = ports(Rc::clone(&clock) as Rc<dyn Clock>, Rc::clone(&entropy), Rc::clone(&store));
            settle(person, &chains, ports)
        };
        clock.past.set(Some(super::moment_before(now, (86, 21, 0))));
        let (noor, sam, counsellor) = (live(noor), live(sam), live(counsellor));
        for ours in [&noor, &sam] {
            ours.with(|it| it.comes_together(&genesis, &key));
        }
        let room = Both { noor: Rc::clone(&noor), counsellor };
        room.enter(&chains_there, &rooms_genesis, &rooms_key);
        Some(Self { noor, sam, room, clock })
    }

    /// Gives the acts that a rule did not allow. A test holds the script to none.
    fn live_through(&self, now: &Moment) -> Vec<Moment> {
        let mut refused = Vec::new();
        self.pass_on();
        let mut ahead = Ahead::of(now);
        for act in script(now) {
            refused.extend(self.in_the_room(ahead.due(act.at.ms)));
            self.clock.past.set(Some(act.at));
            self.pass_on();
            let ours = self.person(act.who);
            let command = ours.read(|it| act.command(it.couple()));
            if command.is_none_or(|it| ours.perform(it).is_err()) {
                refused.push(act.at);
            }
            self.pass_on();
        }
        refused.extend(self.in_the_room(ahead.due(now.ms)));
        self.clock.past.set(None);
        self.pass_on();
        refused
    }

    /// What happened in Noor's room. Gives what a rule did not allow.
    fn in_the_room(&self, due: Vec<(Moment, Did)>) -> Vec<Moment> {
        let mut refused = Vec::new();
        for (at, did) in due {
            self.clock.past.set(Some(at));
            refused.extend(self.room.do_here(at, did).is_none().then_some(at));
        }
        refused
    }

    /// One of the two, as their own device shows it.
    #[must_use]
    pub fn person(&self, who: Who) -> &Rc<Ours> {
        match who {
            Who::Noor => &self.noor,
            Who::Sam => &self.sam,
        }
    }

    /// Lets what either did reach the other, as a relay would. Call it whenever something has changed.
    pub fn pass_on(&self) {
        loop {
            let from_noor = self.noor.with(Session::hand_over);
            let from_sam = self.sam.with(Session::hand_over);
            if from_noor.is_empty() && from_sam.is_empty() {
                return;
            }
            self.sam.with(|it| it.be_handed(from_noor));
            self.noor.with(|it| it.be_handed(from_sam));
        }
    }
}

const HOME: &str = "http://look.around";

/// A space of two, signed by both. In a room the second one is the counsellor.
fn founded(kind: SpaceKind, two: [&Person; 2], rng: &mut Random) -> (ControlRecord, SpaceKey) {
    let [one, other] = two.map(|it| Founder::of(it.chain.state()));
    let other = if kind == SpaceKind::Counsel { other.as_counsellor() } else { other };
    let founding = found(kind, HOME, &[one, other], rng);
    let mut signed = two.map(|it| {
        let by = Signer::Identity(it.keys.account);
        (it.keys.account, founding.genesis.sign(by, it.keys.bag.identity.signing_key()))
    });
    in_order(&mut signed, |(account, _)| *account);
    (founding.genesis.signed(signed.map(|(_, it)| it).to_vec()), founding.key)
}

fn person(name: &str, rng: &mut Random) -> Option<Person> {
    let (identity, device) = (IdentityKey::make(rng), DeviceKeys::make(rng));
    let account = AccountId::make(rng);
    let founding = Founding {
        account,
        identity: &identity,
        device: &device,
        paper: &RecoveryCode::make(rng).derive_keys().public(),
        password: None,
    };
    let (genesis, first) = founding.genesis(0, rng);
    let head_key = SigningKey::make(rng).verify_key();
    let pin = RelayPin { origin: HOME.to_owned(), head_key, opaque_public: [0; 32] };
    let keys = Keyring {
        account,
        name: NameHash([0; 32]),
        device,
        ring: PukRing::begin(account, first),
        bag: new_bag(AccountSecret::make(rng), identity, name, pin),
        bag_version: 0,
        bag_changed: false,
        relay: seat::Relay { inc: Incarnation([0; 16]), head_key },
        lock_after: LockAfter::TwelveHours,
        untold: Untold::default(),
        unwritten: None,
    };
    Some(Person { keys, chain: AccountChain::begin(genesis).ok()? })
}

fn ports(clock: Rc<dyn Clock>, entropy: Rc<dyn Entropy>, store: Rc<InRamStore>) -> Ports {
    Ports {
        relay: Rc::new(Nowhere),
        store,
        clock,
        entropy,
        guard: Rc::new(NoGuard),
        slow: Rc::new(Nowhere),
        origin: HOME.into(),
    }
}

fn settle(person: Person, chains: &[AccountChain], ports: Ports) -> Rc<Ours> {
    let mut rng = ports.rng();
    let local = LocalKey::make(&mut rng);
    let (clock, origin) = (Rc::clone(&ports.clock), Rc::clone(&ports.origin));
    let Person { keys, chain: person_chain } = person;
    let mut session = Session::new(keys, local, clock, rng, origin);
    for chain in chains.iter().chain([&person_chain]) {
        session.circle.meet(chain.clone());
    }
    session.found_vault();
    session.stay_here();
    Ours::new(session, ports)
}

impl Session {
    /// The two have found together.
    fn comes_together(&mut self, genesis: &ControlRecord, key: &SpaceKey) {
        let relay = self.keys.relay;
        if let Some(space) = self.found(genesis, key.clone(), relay) {
            self.let_myself_in(space);
        }
        self.stay_here();
        self.join_if_paired();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::moment_at;
    use crate::testing::{HandClock, Repeating};
    use domain::check_in::WeekState;
    use domain::path::{Chapter, chapter};

    /// 12 June 2025, 20:30.
    const NOW: u64 = 1_749_760_200_000;

    fn around(ms: u64) -> LookAround {
        let entropy = Rc::new(Repeating::new(1));
        LookAround::begin(Rc::new(HandClock::new(ms)), entropy).unwrap()
    }

    #[test]
    fn the_script_breaks_no_rule_at_whatever_hour_it_is_looked_at() {
        for hours in [0, 4, 20, 400] {
            let now = moment_at(NOW + hours * 3_600_000);
            let clock = Rc::new(HandClock::new(now.ms));
            let around = LookAround::meet(clock, Rc::new(Repeating::new(1)), &now).unwrap();
            let refused = around.live_through(&now);
            let refused: Vec<String> = refused.iter().map(|it| it.local.to_string()).collect();
            assert_eq!(refused, Vec::<String>::new(), "at {}", now.local);
            let told = around.noor.read(|it| it.history().records().count());
            assert!(told > 150, "{told} records at {}", now.local);
        }
    }

    #[test]
    fn their_weeks_lead_from_steady_through_understanding_and_amends_to_rebuilding() {
        let now = moment_at(NOW);
        let clock = Rc::new(HandClock::new(NOW));
        let around = LookAround::meet(clock, Rc::new(Repeating::new(1)), &now).unwrap();
        around.pass_on();
        let mut walked = Vec::new();
        for act in script(&now) {
            around.clock.past.set(Some(act.at));
            let ours = around.person(act.who);
            let command = ours.read(|it| act.command(it.couple())).unwrap();
            ours.perform(command).unwrap();
            around.pass_on();
            let chapter = ours.read(|it| chapter::of_both(it.couple()));
            walked.extend((walked.last() != Some(&chapter)).then_some(chapter));
        }
        assert_eq!(walked, Chapter::ALL[..4]);
    }

    #[test]
    fn both_see_the_same_twelve_weeks() {
        let around = around(NOW);
        let of = |who| around.person(who).read(|it| it.couple().shared_cbor());
        assert_eq!(of(Who::Noor), of(Who::Sam));
        let opened = around.noor.read(|it| it.couple().check_in.opened(it.couple()).len());
        assert_eq!(opened, 11);
    }

    #[test]
    fn whoever_looks_around_as_sam_can_seal_and_see_both_open() {
        let around = around(NOW);
        let now = moment_at(NOW);
        let state =
            |who| around.person(who).read(|it| it.couple().check_in.this_week(it.couple(), &now).state);
        assert!(matches!(state(Who::Noor), WeekState::Sealed { mine: Some(_) }));
        assert_eq!(state(Who::Sam), WeekState::ToWrite);
        let answers = domain::check_in::Answers::default().with(domain::check_in::Facet::Support, 7);
        let seal = domain::Command::CheckIn(domain::check_in::Command::Seal(answers));
        around.sam.perform(seal).unwrap();
        around.pass_on();
        assert!(matches!(state(Who::Sam), WeekState::Open(_)));
        assert!(matches!(state(Who::Noor), WeekState::Open(_)));
    }

    #[test]
    fn there_is_a_missed_promise_told_first_and_a_question_asked_twice() {
        let around = around(NOW);
        around.noor.read(|it| {
            let promises = it.couple().promises.all();
            let told_first = promises.iter().flat_map(|it| it.days.values()).filter(|it| it.told_first);
            assert!(told_first.count() >= 2);
            let again = it.couple().questions.asked().into_iter().filter(|it| it.again.is_some());
            assert_eq!(again.count(), 1);
            assert!(it.couple().questions.hours(it.me()).is_some());
        });
    }

    #[test]
    fn two_hurts_were_told_and_named_and_an_apology_was_revised_before_it_was_accepted() {
        let around = around(NOW);
        around.sam.read(|it| {
            let couple = it.couple();
            let hurts = couple.hurts.all();
            let hurt_ones = hurts.iter().map(|it| it.roles().unwrap().hurt).collect::<Vec<_>>();
            assert_eq!(hurt_ones, [couple.partner().unwrap(), it.me()], "they point in both directions");
            let versions = couple.apology.for_hurt(hurts[0].id, it.me()).unwrap().versions.len();
            assert_eq!(versions, 2);
            assert!(couple.apology.all().all(|it| it.is_accepted()));
            assert!(couple.why.shared_by(it.me()).next().is_some());
            assert_eq!(couple.talk.held().len(), 2);
        });
    }

    #[test]
    fn noor_has_a_room_with_a_counsellor_and_sam_has_none() {
        let around = around(NOW);
        assert_eq!(around.sam.read(|it| it.rooms().count()), 0);
        around.noor.read(|it| {
            let id = it.rooms().next().unwrap();
            let (room, seen) = (it.room(id).unwrap(), it.seen_in(id).unwrap());
            assert!(!room.is_over(NOW) && room.is_agreed());
            let kinds: Vec<_> = seen.records().map(|it| it.event.kind()).collect();
            let whole = ["learning.written", "setting_down.set_down"];
            assert!(whole.iter().all(|it| kinds.contains(it)) && kinds.len() == room.seen().count());
            assert_eq!((room.notes().count(), room.topics().count()), (1, 1));
        });
    }

    #[test]
    fn what_is_private_of_one_is_not_with_the_other() {
        let around = around(NOW);
        let in_vault = |who: Who| {
            around.person(who).read(|it| {
                it.history()
                    .records()
                    .filter(|it| it.audience == domain::Audience::Mine)
                    .all(|record| record.author == it.me())
            })
        };
        assert!(in_vault(Who::Noor) && in_vault(Who::Sam));
    }
}
