//! Erasing what was taken back: the author's device names the records, asks the relay to erase them and erases its own;
//! every other device erases what its own rule says was taken back, and says that it has.

use domain::withdrawal::{Command, Gone, Reached, Taking, taken_back};
use domain::{Audience, PersonId, Record, RecordId, Stamp};
use protocol::event::{Erasure, EventView};
use protocol::ids::{AccountId, EventId, SpaceId};
use protocol::wire::{Logged, MOST_EVENTS, ToErase, Token, V1, Withdraw};

use super::Session;
use crate::arrive::Opened;
use crate::calls::{self, Request};
use crate::ports::{Pairs, StoreProblem};
use crate::runs::{erase_in, items_of};
use crate::seat::Seat;
use crate::sync::{Asked, Wish};

/// Which log is to be looked through, and with what.
pub(crate) struct LogToErase {
    pub(crate) space: SpaceId,
    pub(crate) life: u32,
    arrivals: u64,
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
        let all = all.filter(|it| !it.gone.is_empty());
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
            let due = || self.unnamed_in(seat).next().is_some() || self.to_erase_here(seat).next().is_some();
            may && !looked && due()
        })?;
        Some(LogToErase { space: seat.space(), life: seat.life, arrivals: self.arrivals })
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
            let again = desk.erase_again || !it.is_erased_on(here);
            again && !seat.waits(EventId(it.id.0)) && !desk.erased_at_relay.contains(&it.id)
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
            self.sync.desk(space).erase_again = false;
            return None;
        }
        let request = calls::withdraw(token, space, &Withdraw { v: V1, events });
        Some((Asked::Withdraw(space, of), request))
    }

    /// The relay has erased what these took back.
    pub(crate) fn erased_at_relay(&mut self, space: SpaceId, of: &[RecordId]) {
        let desk = self.sync.desk(space);
        desk.erased_at_relay.extend_from_slice(of);
        desk.erasing_rests.reset();
        desk.looked_through = None;
    }

    /// The relay is there and did not do it. Nothing else waits for it.
    pub(crate) fn erases_later(&mut self, space: SpaceId) -> bool {
        let (now, rng) = (self.clock.moment().ms, self.rng.clone());
        let wait = self.sync.desk(space).erasing_rests.fail(now, None, &rng);
        self.sync.wishes.push(Wish::TickAfter(wait));
        true
    }

    /// The relay's store was set back: it may hold again what it had erased.
    pub(crate) fn erase_at_relay_again(&mut self, space: SpaceId) {
        let desk = self.sync.desk(space);
        desk.erase_again = true;
        desk.erased_at_relay.clear();
    }

    /// The log that [`Session::log_to_erase`] asked for, in the pieces in which it is kept.
    pub(crate) fn erase(&mut self, wanted: &LogToErase, kept: &Pairs) -> Result<(), StoreProblem> {
        if wanted.arrivals != self.arrivals || !self.unstored.is_empty() {
            return Ok(());
        }
        let items = items_of(kept, &self.local, wanted.space, wanted.life)?;
        let Some(seat) = self.seats.iter().find(|it| it.space() == wanted.space) else { return Ok(()) };
        let records = seat.look_through(&items);
        let Some(audience) = seat.audience() else { return Ok(()) };
        let reached = taken_back(audience, records.iter());
        let naming = self.naming(seat, &reached);
        let due: Vec<Taking> = self.to_erase_here(seat).cloned().collect();
        let named = |it: &&Taking| records.iter().any(|record| record.id == it.id);
        let believed = |it: &&Taking| seat.believes(it, &items, &reached);
        let (erased, not): (Vec<&Taking>, Vec<&Taking>) =
            due.iter().partition(|it| named(it) && believed(it));
        let not: Vec<RecordId> = not.into_iter().map(|it| it.id).collect();
        self.not_believed.extend(not);
        if !erased.is_empty() {
            self.erase_here(wanted.space, kept, &erased)?;
        }
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
        let gone = reached.iter().filter(new).map(word).collect();
        (!by.is_empty()).then_some(Command::Name { audience, by, gone })
    }

    fn erase_here(&mut self, space: SpaceId, kept: &Pairs, erased: &[&Taking]) -> Result<(), StoreProblem> {
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let Some(seat) = self.seat(space) else { return Ok(()) };
        let Some(audience) = seat.audience() else { return Ok(()) };
        for taking in erased {
            seat.learn(taking.by, &taking.gone, true);
        }
        let writes = erase_in(kept, (&local, &mut rng), &|it| seat.stub_of(it))?;
        let mut runs = core::mem::take(&mut seat.runs);
        runs.erase(&|it| seat.stub_of(it));
        seat.runs = runs;
        let here = domain::DeviceId(seat.device.0);
        if !writes.is_empty() {
            self.store(writes, Vec::new());
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
                seat.learn(taking.by, &taking.gone, taking.is_erased_on(here));
            }
        }
    }
}

impl Seat {
    /// Whether a record of this device was not seen in the log yet.
    fn waits(&self, event: EventId) -> bool {
        self.waiting.iter().any(|it| it.head.id == event)
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

    /// Whether each record that was named was really taken back by its author, by this device's own rule, as far as its
    /// words are here.
    fn believes(&self, taking: &Taking, items: &[Logged], reached: &[Reached]) -> bool {
        taking.gone.iter().all(|gone| {
            let event = EventId(gone.record.0);
            let mut views = items.iter().filter_map(|it| EventView::parse(&it.event.0).ok());
            let Some(view) = views.find(|it| it.id() == event) else { return true };
            let by_rule = |it: &Reached| it.author == taking.by && it.stays.is_as(gone);
            let own = |by: PersonId| {
                let author = self.chain.state().device(view.header().device).map(|it| it.account);
                author == Some(AccountId(by.0))
            };
            own(taking.by)
                && self.word_of(taking.by, gone).is_some()
                && (view.is_withdrawn() || reached.iter().any(by_rule))
        })
    }
}
