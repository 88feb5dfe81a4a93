//! When the relay's store was set back: everything it lacks is sent again, by everybody who has it,
//! and the log is read anew. Nothing that was written is lost as long as one device still has it.

use domain::Record;
use protocol::Wire;
use protocol::cbor::Blob;
use protocol::event::{EventView, open_event};
use protocol::ids::{AccountId, SpaceId};
use protocol::space::{Change, Recipient, Right, Signer, SpaceKey, SpaceState, seal_epoch};
use protocol::wire::{AppendControl, Lack, Logged, Token, V1};

use super::Session;
use crate::arrive::Opened;
use crate::calls::{self, Request};
use crate::local::key;
use crate::ports::Write;
use crate::seat::Seat;
use crate::sync::{Asked, Heal};

impl Session {
    pub(crate) fn begin_healing(&mut self, space: SpaceId) {
        self.sync.chain_stale = true;
        self.sync.spaces_stale = true;
        self.sync.take_back_restored();
        let desk = self.sync.desk(space);
        match desk.heal {
            None => {
                desk.heal = Some(Heal::AskCard);
                desk.control_stale = true;
                desk.sent_as = None;
            }
            // It changed again while it was read.
            Some(Heal::ReadAnew) => self.begin_again(space, Heal::AskCard),
            Some(_) => {}
        }
        self.unsend_in(space);
    }

    /// The relay does not know the space, or not that I belong to it: it lost it, if I do.
    pub(crate) fn space_is_lost(&mut self, space: SpaceId) -> bool {
        let me = self.keys.account;
        let Some(seat) = self.seat(space) else {
            self.sync.desks.remove(&space);
            return true;
        };
        if seat.records.is_empty() {
            return false;
        }
        if seat.has_left(me) {
            // A counsellor was removed, and is told no more of it.
            seat.is_out = true;
            self.sync.desks.remove(&space);
            self.changed = true;
            return true;
        }
        let desk = self.sync.desk(space);
        let again = core::mem::replace(&mut desk.lost, true);
        desk.control_stale = false;
        !again
    }

    /// What makes the relay whole again before anything else is asked of it.
    pub(crate) fn plan_restoring(&mut self, token: &Token) -> Option<(Asked, Request)> {
        if let Some(from) = self.sync.lost_records.take() {
            self.sync.chain_stale = true;
            return Some((Asked::ExtendMyChain, self.chain_request(token, from)));
        }
        let lost = self.sync.desks.iter().find(|(_, it)| it.lost).map(|(space, _)| *space);
        if let Some(space) = lost {
            return Some((Asked::Found(space), self.found_request(space, token)?));
        }
        let shorter = self.sync.desks.iter_mut();
        let (space, from) = shorter.filter_map(|(space, it)| Some((*space, it.lost_from.take()?))).next()?;
        self.sync.desk(space).control_stale = true;
        let seat = self.seat(space)?;
        let skipped = usize::try_from(from).unwrap_or(usize::MAX);
        let records: Vec<Blob> = seat.records.iter().skip(skipped).cloned().collect();
        let body = AppendControl { v: V1, expect_seq: from, records };
        Some((Asked::ExtendControl(space), calls::extend_control(token, space, &body)))
    }

    /// The space whose log must be read from the local store, to send what the relay lacks.
    pub(crate) fn resend_wanted(&self) -> Option<SpaceId> {
        let mut desks = self.sync.desks.iter();
        desks
            .find(|(_, it)| matches!(it.heal, Some(Heal::ReadLog(_) | Heal::ReadBodies)))
            .map(|(space, _)| *space)
    }

    /// The log that was wanted for sending again.
    pub(crate) fn log_read(&mut self, space: SpaceId, items: &[Logged]) {
        let lacks = match self.sync.desk(space).heal.take() {
            Some(Heal::ReadLog(lacks)) => lacks,
            Some(Heal::ReadBodies) => return self.bodies_read(space, items),
            other => return self.sync.desk(space).heal = other,
        };
        let Some(seat) = self.seats.iter().find(|it| it.space() == space) else { return };
        let state = seat.chain.state();
        let lacked = items.iter().filter(|it| lacks_it(&lacks, state, &it.event.0));
        let again: Vec<_> = lacked.map(|it| it.event.clone()).collect();
        self.sync.desk(space).heal = Some(Heal::Resend(again.into()));
        self.changed = true;
    }

    /// What waits was sealed under a name that this device no longer has here: seals it again under the new one.
    pub(crate) fn write_waiting_again(&mut self, space: SpaceId) {
        let me = AccountId(self.me().0);
        let Some(seat) = self.seat(space) else { return };
        if seat.audience().is_none() {
            return self.say_waiting_again(space);
        }
        let waiting = core::mem::take(&mut seat.waiting);
        if waiting.is_empty() {
            return;
        }
        let mut events = Vec::new();
        for it in &waiting {
            let Ok(view) = EventView::parse(&it.bytes.0) else { continue };
            let Some(key) = seat.keys.get(view.header().epoch) else { continue };
            if let Ok(payload) = open_event(&view, key, me) {
                events.push(domain::Event::from_parts(&payload.kind, payload.schema, &payload.body));
            }
        }
        // They were decided once already; a rule must not lose what a person wrote.
        let written = self.write_all(events).is_ok();
        let Some(seat) = self.seat(space) else { return };
        if !written {
            // Nowhere to write it again yet: it goes on waiting under its former name.
            seat.waiting = waiting;
            self.sync.desk(space).rebind = true;
            self.sync.desk(space).control_stale = true;
            return;
        }
        // A number may have been given again under the new name; that one stays.
        let again: Vec<u64> = seat.waiting.iter().map(|it| it.head.dseq).collect();
        let former = waiting.iter().map(|it| it.head.dseq).filter(|it| !again.contains(it));
        let writes = former.map(|dseq| Write::Remove { key: key::waiting(space, dseq) }).collect();
        self.store(writes, Vec::new());
        // The former names of these records are still in the fold.
        self.fold_again();
    }

    /// Whether a new key is due: members changed, or mine has a new generation that the space does not use yet.
    pub(crate) fn epoch_is_due(&self, space: SpaceId) -> bool {
        let Some(seat) = self.seats.iter().find(|it| it.space() == space) else { return false };
        let state = seat.chain.state();
        let mine = state.member(self.keys.account).map_or(0, |it| it.generation);
        !state.has_ended()
            && state.member(self.keys.account).is_some()
            && (state.epoch_due() || mine < self.keys.ring.generation())
    }

    /// The record that begins a new key.
    pub(crate) fn plan_epoch(&mut self, space: SpaceId, token: &Token) -> Option<Request> {
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        let state = seat.chain.state();
        let members: Vec<_> = state.members().map(|it| it.seat).collect();
        let known: Option<Vec<_>> =
            members.iter().map(|it| Some((it.account, self.circle.state(it.account)?))).collect();
        let known = known?;
        let recipients: Vec<Recipient<'_>> = known
            .iter()
            .map(|(account, it)| Recipient {
                account: *account,
                generation: it.generation(),
                public: it.puk_public(),
            })
            .collect();
        let epoch = state.epoch() + 1;
        let key = SpaceKey::make(epoch, &mut self.rng);
        let all_read_back = members.iter().all(|it| it.history_from < epoch);
        let previous = if all_read_back { seat.keys.get(state.epoch()) } else { None };
        let seal = seal_epoch(space, &key, previous, &recipients, &mut self.rng);
        let record = state.next(Change::Epoch { seal });
        let signed = record.sign(Signer::Device(seat.device), &self.keys.device.sign);
        let record = Blob(record.signed(vec![signed]).to_bytes());
        let expect_seq = state.length();
        self.sync.desk(space).turning = Some((key, record.clone()));
        let body = AppendControl { v: V1, expect_seq, records: vec![record] };
        Some(calls::extend_control(token, space, &body))
    }

    /// Opens the log as it was kept; it was verified when it came.
    pub(crate) fn open_kept(&mut self, space: SpaceId, items: &[Logged]) -> Vec<Record> {
        let Some(seat) = self.seat(space) else { return Vec::new() };
        let unproven: Vec<u64> = seat.parked.iter().map(|it| it.item.seq).collect();
        let mut records = Vec::with_capacity(items.len());
        let mut not_yet = Vec::new();
        for item in items.iter().filter(|it| !unproven.contains(&it.seq)) {
            if !seat.open_one_kept(item, &mut records) {
                not_yet.push(item);
            }
        }
        // What stays of a record was named after it.
        for item in not_yet {
            seat.open_one_kept(item, &mut records);
        }
        records
    }

    /// Opens what still waits to be seen in the log, and what never will be.
    pub(crate) fn open_waiting(&self) -> Vec<Record> {
        let mut records = Vec::new();
        for opened in self.seats.iter().flat_map(Seat::open_waiting) {
            if let Opened::Record(record) = opened {
                records.push(*record);
            }
        }
        records
    }

    /// The same in counsellors' rooms: each takes in what waits there.
    pub(crate) fn hear_waiting(&mut self) {
        for seat in &mut self.seats {
            for opened in seat.open_waiting() {
                match opened {
                    Opened::Said(entry) => seat.hear(*entry),
                    Opened::Copy(copy) => seat.keep_copy(*copy),
                    Opened::Record(_) | Opened::NotYet | Opened::Nothing => {}
                }
            }
        }
    }
}

impl Seat {
    /// Opens one event of a log as it was kept. Gives whether it could be.
    fn open_one_kept(&mut self, item: &Logged, records: &mut Vec<Record>) -> bool {
        let Ok(view) = EventView::parse(&item.event.0) else { return true };
        match self.open(&view, Some(item.recv_ms)) {
            Opened::Record(record) => {
                self.hear_of_taking_back(&record);
                records.push(*record);
            }
            Opened::Said(entry) => self.hear(*entry),
            Opened::Copy(copy) => self.keep_copy(*copy),
            Opened::NotYet => return false,
            Opened::Nothing => {}
        }
        true
    }
}

/// Whether the relay lacks an event and would take it: what does not count any more is taken by no relay.
fn lacks_it(lacks: &[Lack], state: &SpaceState, event: &[u8]) -> bool {
    let Ok(view) = EventView::parse(event) else { return false };
    let header = view.header();
    let lacked = lacks.iter().any(|it| it.device == header.device && header.dseq >= it.from_dseq);
    lacked && matches!(state.right(header, view.id()), Right::Writes { .. })
}
