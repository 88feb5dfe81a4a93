//! Erasing what was taken back: the author's device names the records, asks the relay to erase them and erases its own;
//! every other device erases what its own rule says was taken back, and says that it has.

use domain::withdrawal::{Command, Gone, Reached, Taking, can_be_taken_back, taken_back};
use domain::{Audience, Record, RecordId, Stamp};
use protocol::event::{Erasure, EventView};
use protocol::ids::{AccountId, EventId, SpaceId};
use protocol::wire::{EventBytes, Logged, MOST_EVENTS, ToErase, Token, V1, Withdraw};

use super::Session;
use crate::arrive::Opened;
use crate::calls::{self, Request};
use crate::ports::{Pairs, StoreProblem};
use crate::runs::{Index, erase_in, items_of};
use crate::seat::Seat;
use crate::sync::{Asked, Wish};

/// Which log is to be looked through, and with what.
pub(crate) struct LogToErase {
    pub(crate) space: SpaceId,
    pub(crate) life: u32,
    arrivals: u64,
    /// What was given to the store until then: only what it holds is written over.
    tx: u64,
}

/// Something that was taken back, and where it is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBackView {
    /// Whether I took it back.
    pub mine: bool,
    /// When.
    pub at: Stamp,
    /// What the records were called, each name once.
    pub was: Vec<String>,
    /// Whether the relay has erased it.
    pub at_relay: bool,
    /// On how many devices of mine it is erased, and of how many.
    pub on_mine: (usize, usize),
    /// The same of the other's devices.
    pub on_theirs: (usize, usize),
}

impl Session {
    /// What both have taken back, the latest first.
    #[must_use]
    pub fn taken_back(&self) -> Vec<TakenBackView> {
        let Some(seat) = self.seats.iter().find(|it| it.audience() == Some(Audience::Ours)) else {
            return Vec::new();
        };
        let me = self.me();
        let devices = seat.chain.state().devices().filter(|(_, it)| it.until.is_none());
        let devices: Vec<_> =
            devices.map(|(id, it)| (domain::DeviceId(id.0), it.account.0 == me.0)).collect();
        let view = |taking: &Taking| {
            let on = |mine: bool| {
                let theirs = devices.iter().filter(move |it| it.1 == mine);
                (theirs.clone().filter(|it| taking.is_erased_on(it.0)).count(), theirs.count())
            };
            let mut was: Vec<String> = taking.gone.iter().map(|it| it.was.clone()).collect();
            was.sort_unstable();
            was.dedup();
            let (mine, at, at_relay) = (taking.by == me, taking.at, taking.is_erased_at_the_relay());
            TakenBackView { mine, at, was, at_relay, on_mine: on(true), on_theirs: on(false) }
        };
        let all = self.couple().withdrawal.all(Audience::Ours).iter().rev();
        let here = domain::DeviceId(seat.device.0);
        // What the other only says to have taken back is not shown.
        let all = all.filter(|it| !it.gone.is_empty() && (it.by == me || it.is_erased_on(here)));
        all.map(view).collect()
    }

    /// The log that must be looked through, because something in it was taken back or put away.
    pub(crate) fn log_to_erase(&self) -> Option<LogToErase> {
        if self.refold || self.holds() {
            return None;
        }
        let seat = self.seats.iter().find(|seat| {
            let desk = self.sync.desks.get(&seat.space());
            let looked = desk.is_some_and(|it| it.looked_through == Some(self.arrivals));
            let may = seat.audience().is_some() && seat.is_bound() && !seat.chain.state().has_ended();
            let late = desk.is_some_and(|it| it.came_late);
            let due = || {
                late || self.unnamed_in(seat).next().is_some() || self.to_erase_here(seat).next().is_some()
            };
            may && !looked && due()
        })?;
        let (space, life, arrivals) = (seat.space(), seat.life, self.arrivals);
        Some(LogToErase { space, life, arrivals, tx: self.next_tx })
    }

    /// Everything that was taken back in the place of a seat. Nothing of a journey lies in a counsellor's room.
    fn taken_in(&self, seat: &Seat) -> &[Taking] {
        seat.audience().map(|it| self.couple().withdrawal.all(it)).unwrap_or_default()
    }

    /// By what I took something back that no device of mine has named, as far as the relay has it.
    fn unnamed_in<'a>(&'a self, seat: &'a Seat) -> impl Iterator<Item = RecordId> + 'a {
        let me = self.me();
        let mine = seat.audience().into_iter().flat_map(move |it| self.couple().withdrawal.unnamed(it, me));
        mine.filter(|it| !seat.waits(EventId(it.0)))
    }

    /// What this device is to erase now. What I took back goes from the relay first.
    fn to_erase_here<'a>(&'a self, seat: &'a Seat) -> impl Iterator<Item = &'a Taking> + 'a {
        let (here, me) = (domain::DeviceId(seat.device.0), self.me());
        let desk = self.sync.desks.get(&seat.space());
        self.taken_in(seat).iter().filter(move |it| {
            let from_relay = it.by != me || desk.is_some_and(|desk| desk.erased_at_relay.contains(&it.id));
            from_relay
                && !it.gone.is_empty()
                && !it.is_erased_on(here)
                && !seat.waits(EventId(it.id.0))
                && !self.not_believed.contains(&it.id)
        })
    }

    /// What the relay is asked to erase, if it is time to.
    pub(crate) fn plan_erasing(
        &mut self,
        space: SpaceId,
        token: &Token,
        now: u64,
    ) -> Option<(Asked, Request)> {
        let me = self.me();
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        let desk = self.sync.desks.get(&space)?;
        if !desk.erasing_rests.may_try(now) {
            return None;
        }
        let here = domain::DeviceId(seat.device.0);
        let mine = self.taken_in(seat).iter().filter(|it| it.by == me);
        let due = mine.filter(|it| {
            let again = seat.erased_in != seat.life || !it.is_erased_on(here);
            again
                && !it.gone.is_empty()
                && !seat.waits(EventId(it.id.0))
                && !desk.erased_at_relay.contains(&it.id)
        });
        let (mut of, mut events) = (Vec::new(), Vec::new());
        for taking in due {
            if events.len() + taking.gone.len() > MOST_EVENTS {
                break;
            }
            of.push(taking.id);
            let named = taking.gone.iter().filter_map(|it| Some((it, seat.word_of(me, it)?)));
            events.extend(named.map(|(it, by)| ToErase { event: EventId(it.record.0), by }));
        }
        if of.is_empty() {
            self.asked_for_all(space);
            return None;
        }
        let request = calls::withdraw(token, space, &Withdraw { v: V1, events });
        Some((Asked::Withdraw(space, of), request))
    }

    /// All that I took back is asked for, in this life of the log.
    fn asked_for_all(&mut self, space: SpaceId) {
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let Some(seat) = self.seat(space).filter(|it| it.erased_in != it.life) else { return };
        seat.erased_in = seat.life;
        let write = seat.keep_standing(&local, &mut rng);
        self.store(vec![write], Vec::new());
    }

    /// The relay has erased these events: what was taken back by these records, if it is all of it.
    pub(crate) fn erased_at_relay(&mut self, space: SpaceId, of: &[RecordId], events: &[EventId]) {
        let Some(seat) = self.seats.iter().find(|it| it.space() == space) else { return };
        let all = |it: &Taking| it.gone.iter().all(|it| events.contains(&EventId(it.record.0)));
        let whole = self.taken_in(seat).iter().filter(|it| of.contains(&it.id) && all(it));
        let whole: Vec<RecordId> = whole.map(|it| it.id).collect();
        let desk = self.sync.desk(space);
        desk.looked_through = None;
        if whole.len() < of.len() {
            self.erases_later(space);
        } else {
            desk.erasing_rests.reset();
        }
        self.sync.desk(space).erased_at_relay.extend(whole);
    }

    /// The relay is there and did not do it. Nothing else waits for it.
    pub(crate) fn erases_later(&mut self, space: SpaceId) -> bool {
        let (now, rng) = (self.clock.moment().ms, self.rng.clone());
        let wait = self.sync.desk(space).erasing_rests.fail(now, None, &rng);
        self.sync.wishes.push(Wish::TickAfter(wait));
        true
    }

    /// The log was read anew: a store that was set back may hold again what it had erased.
    pub(crate) fn erase_at_relay_again(&mut self, space: SpaceId) {
        self.sync.desk(space).erased_at_relay.clear();
    }

    /// Something of my own came late, and may have been taken back already: the log is looked through once more.
    pub(crate) fn notice_late<'a>(&mut self, records: impl Iterator<Item = &'a Record>) {
        let late: Vec<Audience> = records.filter(|it| self.is_late(it)).map(|it| it.audience).collect();
        for seat in self.seats.iter().filter(|it| it.audience().is_some_and(|it| late.contains(&it))) {
            self.sync.desk(seat.space()).came_late = true;
        }
    }

    /// The same of what waited on this device until now.
    pub(crate) fn notice_late_own(&mut self, seen: &[(EventId, u64)]) {
        let any = |audience| self.couple().withdrawal.all(audience).iter().any(|it| it.by == self.me());
        if seen.is_empty() || !(any(Audience::Ours) || any(Audience::Mine)) {
            return;
        }
        let now_seen = |it: &&Record| seen.iter().any(|(id, _)| id.0 == it.id.0);
        let records: Vec<Record> = self.history.records().filter(now_seen).map(Record::copied).collect();
        self.notice_late(records.iter());
    }

    /// Whether a record of mine stands before something I took back, so that it may be reached by it.
    fn is_late(&self, record: &Record) -> bool {
        let me = self.me();
        let mut mine = self.couple().withdrawal.all(record.audience).iter().rev().filter(|it| it.by == me);
        record.author == me
            && mine.next().is_some_and(|it| record.stamp.effective(record.received_ms) < it.at)
            && can_be_taken_back(&record.event)
    }

    /// The log that [`Session::log_to_erase`] asked for, in the pieces in which it is kept.
    pub(crate) fn erase(&mut self, wanted: &LogToErase, kept: &Pairs) -> Result<(), StoreProblem> {
        let moved = wanted.arrivals != self.arrivals || wanted.tx != self.next_tx;
        if moved || self.storing.is_some() || !self.unstored.is_empty() {
            return Ok(());
        }
        let items = items_of(kept, &self.local, wanted.space, wanted.life)?;
        let index = Index::of(&items);
        let Some(seat) = self.seats.iter().find(|it| it.space() == wanted.space) else { return Ok(()) };
        let records = seat.look_through(&items);
        let Some(audience) = seat.audience() else { return Ok(()) };
        let reached = taken_back(audience, records.iter());
        let naming = self.naming(seat, &reached);
        let due: Vec<Taking> = self.to_erase_here(seat).cloned().collect();
        let named = |it: &&Taking| records.iter().any(|record| record.id == it.id);
        let believed = |it: &&Taking| seat.believes(it, (&items, &index), &reached);
        let (erased, not): (Vec<&Taking>, Vec<&Taking>) =
            due.iter().partition(|it| named(it) && believed(it));
        // What cannot be opened yet may still show that it is so.
        let whole = seat.parked.is_empty() && self.sync.desks.get(&wanted.space).is_some_and(|it| !it.behind);
        let not: Vec<RecordId> = not.into_iter().filter(|_| whole).map(|it| it.id).collect();
        self.not_believed.extend(not);
        if !erased.is_empty() {
            self.erase_here(wanted.space, kept, &erased)?;
        }
        self.sync.desk(wanted.space).came_late = false;
        if let Some(naming) = naming {
            // Where nothing can be written now, it is named another time.
            let _ = self.perform(naming.into());
        }
        self.sync.desk(wanted.space).looked_through = Some(self.arrivals);
        Ok(())
    }

    /// Names what I took back and no device of mine has named, each with my word for the relay.
    fn naming(&self, seat: &Seat, reached: &[Reached]) -> Option<Command> {
        let (me, audience) = (self.me(), seat.audience()?);
        let by: Vec<RecordId> = self.unnamed_in(seat).collect();
        let known = |it: RecordId| self.couple().withdrawal.gone(audience, it, me).is_some();
        let new = |it: &&Reached| it.author == me && !known(it.record);
        let word = |it: &Reached| {
            let word = Erasure::sign(EventId(it.record.0), seat.device, &self.keys.device.sign);
            Gone { word: word.to_bytes(), ..it.stays.clone() }
        };
        let gone: Vec<Gone> = reached.iter().filter(new).map(word).collect();
        (!by.is_empty() || !gone.is_empty()).then_some(Command::Name { audience, by, gone })
    }

    fn erase_here(&mut self, space: SpaceId, kept: &Pairs, erased: &[&Taking]) -> Result<(), StoreProblem> {
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let Some(seat) = self.seat(space) else { return Ok(()) };
        let Some(audience) = seat.audience() else { return Ok(()) };
        for taking in erased {
            seat.remember_erased(taking.by, &taking.gone);
        }
        let writes = erase_in(kept, (&local, &mut rng), &|it| seat.stub_of(it))?;
        let mut runs = core::mem::take(&mut seat.runs);
        runs.erase(&|it| seat.stub_of(it));
        seat.runs = runs;
        seat.erase_parked();
        let standing = seat.keep_standing(&local, &mut rng);
        let here = domain::DeviceId(seat.device.0);
        if !writes.is_empty() {
            self.store(writes, Vec::new());
            self.store(vec![standing], Vec::new());
            // Nothing of it stays in what was folded.
            self.fold_again();
        }
        if audience == Audience::Mine {
            self.gives_no_more(erased);
        }
        let of = erased.iter().map(|it| it.id).collect();
        // Whoever cannot say it now says it another time.
        let _ = self.perform(Command::Erased { audience, of, here }.into());
        Ok(())
    }

    /// What was put away is given to no counsellor any more.
    fn gives_no_more(&mut self, erased: &[&Taking]) {
        let rooms: Vec<_> = self.rooms().collect();
        for room in rooms {
            for record in erased.iter().flat_map(|it| &it.gone).map(|it| it.record) {
                // A room to which it was not given, or not by me, says no.
                let _ = self.say_in(room, domain::counsel::Command::Stop { record });
            }
        }
    }

    /// After a restart each seat knows what was taken back in it.
    pub(crate) fn remember_taken_back(&mut self) {
        for seat in &mut self.seats {
            let Some(audience) = seat.audience() else { continue };
            let here = domain::DeviceId(seat.device.0);
            for taking in self.history.couple().withdrawal.all(audience) {
                if taking.is_erased_on(here) {
                    seat.remember_erased(taking.by, &taking.gone);
                } else {
                    seat.learn(taking.by, &taking.gone);
                }
            }
        }
    }
}

impl Seat {
    /// Whether a record of this device was not seen in the log yet, or never will be.
    fn waits(&self, event: EventId) -> bool {
        let untaken = |it: &EventBytes| EventView::parse(&it.0).is_ok_and(|it| it.id() == event);
        self.waiting.iter().any(|it| it.head.id == event) || self.untaken.iter().any(untaken)
    }

    /// Opens what lies in the log, as far as it can be opened here.
    fn look_through(&self, items: &[Logged]) -> Vec<Record> {
        let unproven: Vec<u64> = self.parked.iter().map(|it| it.item.seq).collect();
        let to = self.reader.cursor().seq;
        let known = items.iter().filter(|it| it.seq <= to && !unproven.contains(&it.seq));
        let mut records = Vec::with_capacity(items.len());
        for item in known {
            let Ok(view) = EventView::parse(&item.event.0) else { continue };
            if let Opened::Record(record) = self.open(&view, Some(item.recv_ms)) {
                records.push(*record);
            }
        }
        records
    }

    /// Whether each record that was named lies in this log and was taken back by its author: by this device's own rule
    /// where its words are here.
    fn believes(&self, taking: &Taking, (items, index): (&[Logged], &Index), reached: &[Reached]) -> bool {
        taking.gone.iter().all(|gone| {
            let item = index.at(EventId(gone.record.0)).and_then(|at| items.get(at));
            let view = item.and_then(|it| EventView::parse(&it.event.0).ok());
            // What is not here yet may be anything.
            let Some(view) = view else { return false };
            let author = self.chain.state().device(view.header().device).map(|it| it.account);
            let by_rule = |it: &Reached| it.author == taking.by && it.stays.is_as(gone);
            author == Some(AccountId(taking.by.0))
                && self.word_of(taking.by, gone).is_some()
                && (view.is_withdrawn() || reached.iter().any(by_rule))
        })
    }
}
