//! What the log and the control chains bring.

use domain::{Record, RecordId};
use protocol::Wire;
use protocol::cbor::Blob;
use protocol::event::DeviceHead;
use protocol::few::Few;
use protocol::ids::{AccountId, DeviceId, EventId, SpaceId};
use protocol::log::PageRefused;
use protocol::space::{ControlChain, ControlRecord, ControlRefused, SpaceKeys};
use protocol::wire::{Appended, ControlRecords, Page};
use protocol::wrap::WrapSecret;

use super::Session;
use crate::arrive::{Arrived, Fit};
use crate::calls::CallFailed;
use crate::local::key;
use crate::ports::Write;
use crate::seat::Seat;
use crate::sync::Notice;

/// A record that is in the log, and when the relay had it.
type Seen = (EventId, u64);

/// What came out of the logs while more of them is to be read. It is stored already.
#[derive(Default)]
pub(crate) struct Held {
    records: Vec<Record>,
    own: Vec<Seen>,
}

impl Session {
    /// A page that was asked for, after a place.
    pub(crate) fn page_came(&mut self, space: SpaceId, after: u64, page: &Page) {
        let Some(seat) = self.seat(space) else { return };
        let known = seat.reading().cursor();
        if known.seq == after {
            self.compare_heads(&page.head);
            return self.take_page(space, page);
        }
        // The line was quicker: what it brought lies between. That is no other story.
        self.sync.desk(space).behind = page.head.at.seq > known.seq;
    }

    fn take_page(&mut self, space: SpaceId, page: &Page) {
        let Some(seat) = self.seat(space) else { return };
        if seat.anew.is_some() {
            return self.take_page_anew(space, page);
        }
        match seat.take_page(page) {
            Ok(arrived) => {
                let desk = self.sync.desk(space);
                desk.behind = !arrived.complete;
                desk.control_fresh = false;
                desk.reading_rests.reset();
                self.head_holds(&page.head);
                self.arrived(space, page, arrived);
            }
            Err(refused) => self.page_refused(space, refused),
        }
    }

    /// A page that the relay pushed over the live link.
    pub(crate) fn pushed(&mut self, space: SpaceId, page: &Page) {
        let busy = self.sync.desk(space).heal.is_some();
        let Some(seat) = self.seat(space) else { return };
        match seat.fit(page) {
            _ if busy => {}
            Fit::Next => {
                self.compare_heads(&page.head);
                self.take_page(space, page);
            }
            Fit::Old => {}
            Fit::Later => self.sync.desk(space).behind = true,
        }
    }

    pub(crate) fn page_refused(&mut self, space: SpaceId, refused: PageRefused) {
        if refused.is_fork() {
            return self.begin_healing(space);
        }
        let desk = self.sync.desk(space);
        let fresh = core::mem::take(&mut desk.control_fresh);
        match refused {
            // Whoever wrote came in only now. Pushed or asked for, the page is asked for again once that was read.
            PageRefused::ReadControlOn if !fresh => {
                desk.control_stale = true;
                desk.control_wanted = true;
                desk.behind = true;
            }
            // Somebody else wrote under this device's name: its data was copied.
            PageRefused::Chain(device) if self.seat(space).is_some_and(|it| it.device == device) => {
                self.sync.notices.insert(Notice::CopiedDevice);
                self.begin_healing(space);
            }
            _ => {
                self.doubt();
                let now = self.clock.moment().ms;
                let rng = self.rng.clone();
                self.sync.rest_reading(space, now, &rng);
            }
        }
    }

    fn arrived(&mut self, space: SpaceId, page: &Page, arrived: Arrived) {
        let mut items = page.items.clone();
        // Who took a body away may be said further on.
        let held_back = self.seat(space).is_some_and(|it| {
            it.asks_for_bodies |= it.keep_bodies(&mut items);
            arrived.complete && core::mem::take(&mut it.asks_for_bodies) && it.lacks_a_body()
        });
        if arrived.two_stories || held_back {
            self.doubt();
        }
        let (mut writes, own) = self.leave_waiting(space, &arrived);
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        if let Some(seat) = self.seat(space) {
            let life = seat.life;
            writes.extend(seat.runs.keep(space, life, &items, (&local, &mut rng)));
            writes.push(seat.keep_standing(&local, &mut rng));
        }
        self.since_checkpoint += arrived.records.len();
        self.arrivals += 1;
        self.store(writes, Vec::new());
        self.held.records.extend(arrived.records);
        self.held.own.extend(own);
        if !self.reads_on() && !self.fold_held() {
            // That nothing has come may be what was waited for.
            self.do_what_is_due();
        }
    }

    /// Whether more of some log is asked for at once.
    fn reads_on(&self) -> bool {
        let now = self.clock.moment().ms;
        let mut desks = self.sync.desks.values();
        desks.any(|it| it.behind && it.heal.is_none() && it.reading_rests.may_try(now))
    }

    /// Folds what has come. A long journey is folded once, and not again for every page that lies before another one in time.
    /// Gives whether there was anything.
    pub(crate) fn fold_held(&mut self) -> bool {
        let Held { records, own } = core::mem::take(&mut self.held);
        let any = !records.is_empty() || !own.is_empty();
        if any {
            self.take_in(records, &own);
            self.do_what_is_due();
        }
        any
    }

    /// Whether something has come that is not folded yet.
    pub(crate) fn holds(&self) -> bool {
        !self.held.records.is_empty() || !self.held.own.is_empty()
    }

    /// A record leaves the outbox here and nowhere else: it was seen in the log, under a head that holds.
    pub(crate) fn leave_waiting(&mut self, space: SpaceId, arrived: &Arrived) -> (Vec<Write>, Vec<Seen>) {
        let (mut removed, mut own) = (Vec::new(), Vec::new());
        let Some(seat) = self.seat(space) else { return (removed, own) };
        seat.waiting.retain(|it| {
            let seen = arrived.seen.iter().find(|(id, _)| *id == it.head.id);
            if let Some(seen) = seen {
                removed.push(Write::Remove { key: key::waiting(space, it.head.dseq) });
                own.push(*seen);
            }
            seen.is_none()
        });
        // A device whose data was set back goes on after what it has written already.
        let known = seat.reader.device_head(seat.device);
        if known.dseq > seat.head.dseq {
            seat.head = known;
        }
        (removed, own)
    }

    pub(crate) fn take_in(&mut self, records: Vec<Record>, seen: &[Seen]) {
        let now = self.clock.moment().ms;
        for record in &records {
            self.stamps.seen(record.stamp, record.received_ms, now);
        }
        let opener = self.sealing();
        self.notice_late(records.iter());
        self.history.take_in_all(records, &opener);
        for (id, received_ms) in seen {
            self.stamps.received(Some(*received_ms));
            self.history.confirm(RecordId(id.0), *received_ms, &opener);
        }
        self.notice_late_own(seen);
        self.changed = true;
    }

    /// The control chain of a space that is known here has been read on.
    pub(crate) fn control_grew(&mut self, space: SpaceId, answer: &ControlRecords) -> Result<(), CallFailed> {
        let Some(at) = self.seats.iter().position(|it| it.space() == space) else { return Ok(()) };
        let Some(seat) = self.seats.get_mut(at) else { return Ok(()) };
        let known = seat.chain.state().length();
        if answer.at.seq + 1 < known {
            self.sync.desk(space).lost_from = Some(answer.at.seq + 1);
            self.sync.desk(space).control_stale = false;
            return Ok(());
        }
        let taken = seat.chain.append_checked(known, &answer.records, &self.circle);
        match taken {
            Ok(_) => seat.records.extend(answer.records.iter().cloned()),
            Err(ControlRefused::Account) => return self.read_chains_on(space),
            Err(_) => return Err(CallFailed::Nonsense),
        }
        let more = seat.chain.state().length() <= answer.at.seq;
        let desk = self.sync.desk(space);
        desk.control_stale = more;
        desk.control_fresh = core::mem::take(&mut desk.control_wanted) && answer.records.is_empty();
        desk.chains_read = false;
        if !answer.records.is_empty() {
            self.ground_changed(space);
        }
        Ok(())
    }

    /// A record rests on an account chain that is not known far enough.
    fn read_chains_on(&mut self, space: SpaceId) -> Result<(), CallFailed> {
        if core::mem::replace(&mut self.sync.desk(space).chains_read, true) {
            return Err(CallFailed::Nonsense);
        }
        let me = self.keys.account;
        let Some(seat) = self.seats.iter().find(|it| it.space() == space) else { return Ok(()) };
        let members: Vec<AccountId> = seat.chain.state().members().map(|it| it.seat.account).collect();
        self.sync.chain_stale |= members.contains(&me);
        let others = members.into_iter().filter(|it| *it != me);
        self.sync.chains_wanted.extend(others.map(|it| (it, space)));
        Ok(())
    }

    /// A space that is new to this device: after pairing elsewhere, or on a new device.
    pub(crate) fn new_space(&mut self, space: SpaceId, answer: &ControlRecords) -> Result<(), CallFailed> {
        let records = read_all(&answer.records)?;
        let me = self.keys.account;
        let unknown: Vec<AccountId> =
            named_accounts(&records).filter(|it| self.circle.state(*it).is_none()).collect();
        let desk = self.sync.desk(space);
        if !unknown.is_empty() && !core::mem::replace(&mut desk.chains_read, true) {
            let wanted = unknown.into_iter().filter(|it| *it != me);
            self.sync.chains_wanted.extend(wanted.map(|it| (it, space)));
            return Ok(());
        }
        desk.chains_read = false;
        let chain = ControlChain::verify(&records, &self.circle).map_err(|_| CallFailed::Nonsense)?;
        let length = chain.state().length();
        let keys = self.gather(&records);
        let device = DeviceId::make(&mut self.rng);
        let seat = Seat::new(chain, answer.records.clone(), keys, device, self.keys.relay);
        self.add_seat(seat);
        let desk = self.sync.desk(space);
        desk.control_stale = length <= answer.at.seq;
        desk.behind = true;
        Ok(())
    }

    /// Whose chains are needed to understand a control chain, and are not known yet.
    pub(crate) fn strangers_in(&self, answer: &ControlRecords) -> Result<Vec<AccountId>, CallFailed> {
        let records = read_all(&answer.records)?;
        Ok(named_accounts(&records).filter(|it| self.circle.state(*it).is_none()).collect())
    }

    /// Takes a seat, the vault's first: keys kept there must be sent before what they seal.
    pub(crate) fn add_seat(&mut self, seat: Seat) {
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let writes = vec![seat.keep_ground(&local, &mut rng), seat.keep_standing(&local, &mut rng)];
        self.seats.push(seat);
        self.sort_seats();
        self.store(writes, Vec::new());
        self.changed = true;
    }

    pub(crate) fn ground_changed(&mut self, space: SpaceId) {
        let Some(seat) = self.seats.iter().find(|it| it.space() == space) else { return };
        if let Ok(records) = read_all(&seat.records) {
            let mut keys = self.gather(&records);
            let Some(seat) = self.seat(space) else { return };
            for known in seat.keys.iter() {
                if keys.get(known.epoch()).is_none() {
                    keys.insert(known.clone());
                }
            }
            seat.keys = keys;
        }
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let Some(seat) = self.seat(space) else { return };
        let records = seat.unpark();
        let writes = vec![seat.keep_ground(&local, &mut rng), seat.keep_standing(&local, &mut rng)];
        self.store(writes, Vec::new());
        self.take_in(records, &[]);
    }

    fn gather(&self, records: &[ControlRecord]) -> SpaceKeys {
        let ring = &self.keys.ring;
        let generations =
            (1..=ring.generation()).filter_map(|it| Some((it, ring.get(it)?.derive_wrap_secret())));
        let secrets: Few<u32, WrapSecret> = generations.collect();
        SpaceKeys::gather(records, self.keys.account, |it| secrets.get(&it).cloned())
    }

    /// This device may write in a space now.
    pub(crate) fn bound(&mut self, space: SpaceId, _answer: &Appended) {
        let desk = self.sync.desk(space);
        desk.rebind = false;
        let Some((device, record)) = desk.binding.take() else { return };
        self.append_own(space, record);
        let Some(seat) = self.seat(space) else { return };
        if seat.chain.state().device(device).is_none() {
            // The chain grew meanwhile. It is read, and this device asks once more.
            let desk = self.sync.desk(space);
            desk.rebind = true;
            desk.control_stale = true;
            return;
        }
        seat.device = device;
        seat.head = DeviceHead::START;
        self.write_waiting_again(space);
        self.ground_changed(space);
        self.do_what_is_due();
    }

    /// A new key holds in a space from here on.
    pub(crate) fn rotated(&mut self, space: SpaceId, _answer: &Appended) {
        let Some((key, record)) = self.sync.desk(space).turning.take() else { return };
        self.append_own(space, record);
        if let Some(seat) = self.seat(space) {
            seat.keys.insert(key);
        }
        self.ground_changed(space);
    }

    /// An ended device counts no more in a space.
    pub(crate) fn unbound(&mut self, space: SpaceId, _answer: &Appended) {
        let Some(record) = self.sync.desk(space).unbinding.take() else { return };
        self.append_own(space, record);
        self.ground_changed(space);
    }

    /// A record of this device's own that the relay took.
    pub(crate) fn append_own(&mut self, space: SpaceId, record: Blob) {
        let Some(at) = self.seats.iter().position(|it| it.space() == space) else { return };
        let Some(seat) = self.seats.get_mut(at) else { return };
        let known = seat.chain.state().length();
        let appended = seat.chain.append_checked(known, core::slice::from_ref(&record), &self.circle);
        match appended {
            Ok(_) => seat.records.push(record),
            Err(_) => self.sync.desk(space).control_stale = true,
        }
    }
}

fn read_all(records: &[Blob]) -> Result<Vec<ControlRecord>, CallFailed> {
    let read = records.iter().map(|it| ControlRecord::from_bytes(it.as_ref()));
    read.collect::<Result<_, _>>().map_err(|_| CallFailed::Nonsense)
}

/// Every account that a chain speaks of.
fn named_accounts(records: &[ControlRecord]) -> impl Iterator<Item = AccountId> {
    use protocol::space::Change;
    records.iter().flat_map(|it| match &it.record.change {
        Change::Genesis { members, .. } => members.iter().map(|it| it.account).collect(),
        Change::MemberAdd { seat } => vec![seat.account],
        _ => Vec::new(),
    })
}
