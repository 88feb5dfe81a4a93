//! A person on a device: the journey as it is known here, what waits to be sent, and what is being typed.
//! Does no IO: it says what to store and what to call, and takes in what came of it.

mod anew;
mod arrival;
#[cfg(feature = "weak-for-tests")]
mod canaries;
mod demo;
mod drafts;
mod erasing;
mod giving;
mod heads;
mod heal;
mod link;
mod news;
mod photos;
mod plan;
mod poll;
mod replies;
mod rooms;
mod sent;
mod talking;
mod wake;

use std::collections::VecDeque;
use std::rc::Rc;

use domain::stamp::StampClock;
use domain::{Audience, Command, Couple, Deciding, Event, History, PersonId, Record, RecordId, Refusal};
use protocol::event::Payload;
use protocol::ids::{AccountId, SpaceId};
use thiserror::Error;

use crate::circle::Circle;
use crate::keyring::Keyring;
use crate::local::LocalKey;
use crate::ports::{Clock, Random, StoreProblem, Write};
use crate::sealing::InSpace;
use crate::seat::{Seat, Step};
use crate::sync::{Standing, Sync, SyncView};

pub use erasing::TakenBackView;
pub use rooms::NotSaid;
pub use talking::{InTalk, TalkView};
pub(crate) use wake::Woken;

/// The version of the fold that records are written for.
const FOLD: u32 = 1;

/// Why a command did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotDone {
    /// A rule says no; the screen has kind words for it.
    #[error("a rule says no")]
    Refused(Refusal),
    /// The key of the space it belongs to has not come to this device yet.
    #[error("the key of the space is not here yet")]
    KeyNotHere,
    /// It is longer than one record may be.
    #[error("longer than one record may be")]
    TooLong,
    /// This was closed: locked, signed out, or handed over to another tab.
    #[error("this was closed")]
    Closed,
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What is being stored: once it is durable, these records may be sent.
struct Unstored {
    tx: u64,
    writes: Vec<Write>,
    records: Vec<(SpaceId, u64)>,
}

/// See the module.
pub struct Session {
    pub(crate) keys: Keyring,
    pub(crate) local: LocalKey,
    pub(crate) clock: Rc<dyn Clock>,
    pub(crate) rng: Random,
    pub(crate) origin: Rc<str>,
    pub(crate) history: History,
    pub(crate) circle: Circle,
    pub(crate) seats: Vec<Seat>,
    pub(crate) sync: Sync,
    stamps: StampClock,
    typing: lean::Named<drafts::Typed>,
    unstored: VecDeque<Unstored>,
    storing: Option<u64>,
    next_tx: u64,
    store_problem: Option<StoreProblem>,
    since_checkpoint: usize,
    /// What has come and is not folded yet, because more is on its way.
    held: arrival::Held,
    /// There is no checkpoint: what is read of the logs is all of them.
    whole_tail: bool,
    /// The journey must be folded from the logs once more.
    refold: bool,
    /// Counts what has come and was written, to notice when something comes during a read.
    arrivals: u64,
    /// Records that name what nobody took back, by this device's own rule.
    not_believed: Vec<RecordId>,
    /// The talk that is held on this device now.
    held_talk: Option<talking::Held>,
    /// What was written in the vault of a session that never calls anybody.
    stayed: Vec<(SpaceId, protocol::wire::Logged)>,
    changed: bool,
}

impl Session {
    pub(crate) fn new(
        keys: Keyring,
        local: LocalKey,
        clock: Rc<dyn Clock>,
        rng: Random,
        origin: Rc<str>,
    ) -> Self {
        let me = PersonId(keys.account.0);
        Self {
            keys,
            local,
            clock,
            rng,
            origin,
            history: History::new(me),
            circle: Circle::default(),
            seats: Vec::new(),
            sync: Sync::new(),
            stamps: StampClock::default(),
            typing: lean::Named::default(),
            unstored: VecDeque::new(),
            storing: None,
            next_tx: 1,
            store_problem: None,
            since_checkpoint: 0,
            held: arrival::Held::default(),
            whole_tail: false,
            refold: false,
            arrivals: 0,
            not_believed: Vec::new(),
            held_talk: None,
            stayed: Vec::new(),
            changed: true,
        }
    }

    /// Who I am.
    #[must_use]
    pub fn me(&self) -> PersonId {
        PersonId(self.keys.account.0)
    }

    /// The journey as I may see it.
    #[must_use]
    pub fn couple(&self) -> &Couple {
        self.history.couple()
    }

    /// Every record this device has.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What the partner calls me.
    #[must_use]
    pub fn display_name(&self) -> &str {
        &self.keys.bag.display_name
    }

    /// Carries out a command. What follows from it has happened when this returns: it is on the screen,
    /// it is on its way into the local store, and from there to the relay.
    ///
    /// # Errors
    /// When a rule says no, or it cannot be written; then nothing has changed.
    pub fn perform(&mut self, command: Command) -> Result<(), NotDone> {
        let talks = matches!(command, Command::Talk(_));
        let now = if talks { self.of_the_moment() } else { self.clock.moment() };
        let mut sealing = self.sealing();
        let rng = self.rng.clone();
        let mut fresh = || rng.bytes();
        let mut with = Deciding { me: self.me(), now, fresh: &mut fresh, sealing: &mut sealing };
        let events = self.history.couple().decide(&mut with, command)?;
        self.write_all(events)
    }

    /// Seals events and takes them in; all of them or none.
    fn write_all(&mut self, events: Vec<Event>) -> Result<(), NotDone> {
        let places: Vec<usize> = events
            .iter()
            .map(|it| self.seat_for(it.audience()).ok_or(NotDone::KeyNotHere))
            .collect::<Result<_, _>>()?;
        if events.iter().any(|it| it.to_cbor().len() > protocol::event::MOST_BODY) {
            return Err(NotDone::TooLong);
        }
        let mut written = Vec::new();
        for (event, at) in events.into_iter().zip(places) {
            written.push(self.write(event, at)?);
        }
        let opener = self.sealing();
        let writes = self.writes_for(&written);
        let records = written.iter().map(|(space, it)| (*space, it.dseq)).collect();
        self.history.take_in_all(written.into_iter().map(|(_, it)| it).collect(), &opener);
        self.store(writes, records);
        self.arrivals += 1;
        self.changed = true;
        Ok(())
    }

    fn write(&mut self, event: Event, at: usize) -> Result<(SpaceId, Record), NotDone> {
        let me = self.me();
        let stamp = match &event {
            // What is brought along keeps its place in time.
            Event::Brought(domain::brought::Event::Along(it)) => it.at,
            _ => self.stamps.next(self.stamp_ms(&event)),
        };
        let payload = Payload {
            kind: event.kind().to_owned(),
            schema: event.schema(),
            author: AccountId(me.0),
            stamp: protocol::event::Stamp { ms: stamp.ms, counter: stamp.counter },
            base: Vec::new(),
            body: event.to_cbor(),
            fold_v: FOLD,
        };
        let audience = event.audience();
        let seat = self.seats.get_mut(at).ok_or(NotDone::KeyNotHere)?;
        let sealed =
            seat.write(&payload, &self.keys.device.sign, &mut self.rng).map_err(|_| NotDone::KeyNotHere)?;
        let record = Record {
            id: RecordId(sealed.id.0),
            author: me,
            device: domain::DeviceId(seat.device.0),
            dseq: sealed.head.dseq,
            audience,
            stamp,
            received_ms: None,
            event,
        };
        Ok((seat.space(), record))
    }

    /// What stores these new records so that neither they nor their numbers can get lost.
    fn writes_for(&mut self, written: &[(SpaceId, Record)]) -> Vec<Write> {
        let mut writes = Vec::new();
        for seat in &self.seats {
            let dseqs = written.iter().filter(|(space, _)| *space == seat.space());
            let dseqs: Vec<u64> = dseqs.map(|(_, it)| it.dseq).collect();
            if dseqs.is_empty() {
                continue;
            }
            let new = seat.waiting.iter().filter(|it| dseqs.contains(&it.head.dseq));
            writes.extend(new.map(|it| seat.keep_waiting(it, &self.local, &mut self.rng)));
            writes.push(seat.keep_standing(&self.local, &mut self.rng));
        }
        writes
    }

    /// Where records of an audience go: the place, if it can be written to.
    fn seat_for(&self, audience: Audience) -> Option<usize> {
        self.seats
            .iter()
            .position(|it| it.audience() == Some(audience) && it.is_bound() && it.writing_key().is_some())
    }

    pub(crate) fn seat(&mut self, space: SpaceId) -> Option<&mut Seat> {
        self.seats.iter_mut().find(|it| it.space() == space)
    }

    /// The couple's space, or a place that seals nothing while there is none.
    pub(crate) fn sealing(&self) -> InSpace {
        let ours = self.seats.iter().find(|it| it.audience() == Some(Audience::Ours));
        let space = ours.map_or(SpaceId([0; 16]), Seat::space);
        InSpace { space, rng: self.rng.clone() }
    }

    /// What the device does by itself: lets go of keys whose rounds are ready, sends questions whose time has come.
    pub(crate) fn do_what_is_due(&mut self) {
        if self.holds() {
            // What has come and is not folded yet may have done it already.
            return;
        }
        self.join_if_paired();
        let now = self.clock.moment();
        for command in self.history.couple().due(&now) {
            // A refusal here means that a rule changed its mind in between; there will be another time.
            let _ = self.perform(command);
        }
    }

    /// Lets writes become durable; the records named may be sent from then on.
    pub(crate) fn store(&mut self, writes: Vec<Write>, records: Vec<(SpaceId, u64)>) {
        if writes.is_empty() {
            return;
        }
        let tx = self.next_tx;
        self.next_tx += 1;
        self.unstored.push_back(Unstored { tx, writes, records });
    }

    /// What is to be stored next, in one transaction. Nothing while the last one is still on its way.
    pub fn next_commit(&mut self) -> Option<(u64, Vec<Write>)> {
        if self.storing.is_some() {
            return None;
        }
        let last = self.unstored.back()?.tx;
        self.storing = Some(last);
        let writes = self.unstored.iter().flat_map(|it| it.writes.iter().cloned());
        Some((last, writes.collect()))
    }

    /// What [`Session::next_commit`] gave is durable.
    pub fn stored(&mut self, tx: u64) {
        self.storing = None;
        self.store_problem = None;
        while self.unstored.front().is_some_and(|it| it.tx <= tx) {
            let Some(done) = self.unstored.pop_front() else { break };
            for (space, dseq) in done.records {
                let Some(seat) = self.seat(space) else { continue };
                let waiting = seat.waiting.iter_mut().find(|it| it.head.dseq == dseq);
                if let Some(it) = waiting.filter(|it| it.at == Step::Storing) {
                    it.at = Step::Here;
                }
            }
        }
        self.changed = true;
    }

    /// The store said no. Everything is still in memory and is tried again with the next tick.
    pub fn not_stored(&mut self, problem: StoreProblem) {
        self.storing = None;
        self.store_problem = Some(problem);
        self.changed = true;
    }

    /// Whether something is not stored yet and nobody is storing.
    pub(crate) fn has_unstored(&self) -> bool {
        self.storing.is_none() && !self.unstored.is_empty()
    }

    /// What is true about saving and sending.
    #[must_use]
    pub fn sync_view(&self) -> SyncView {
        let waiting = self.seats.iter().map(|it| it.waiting.len()).sum();
        let busy = self.sync.desks.values().any(|it| it.behind || it.control_stale);
        let standing = if !self.sync.reached {
            Standing::Offline
        } else if self.sync.heals() {
            Standing::Healing
        } else if waiting > 0 || busy {
            Standing::CatchingUp
        } else {
            Standing::Live
        };
        SyncView {
            standing,
            saved_here: self.unstored.is_empty(),
            store_problem: self.store_problem,
            waiting,
            untaken: self.untaken(),
            parked: self.seats.iter().map(|it| it.parked.len()).sum(),
            notices: self.sync.notices.iter().copied().collect(),
        }
    }

    /// Puts away what the person was told.
    pub fn dismiss(&mut self, notice: crate::sync::Notice) {
        self.sync.notices.remove(&notice);
        self.put_away(notice);
        if matches!(notice, crate::sync::Notice::Restored { .. }) {
            self.sync.resent = 0;
        }
        self.changed = true;
    }

    /// Whether something has changed since this was last asked.
    pub(crate) fn take_changed(&mut self) -> bool {
        core::mem::take(&mut self.changed)
    }
}
