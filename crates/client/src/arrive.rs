//! What comes out of the log: a page is verified as a whole, then what is proven and has its key is opened.

use domain::counsel::Entry;
use domain::{Audience, Event, PersonId, Record, RecordId, Stamp};
use protocol::event::{EventView, Payload, open_event};
use protocol::ids::{AccountId, EventId};
use protocol::log::PageRefused;
use protocol::space::Right;
use protocol::wire::Page;

use crate::rooms::{Copy, copy, entry};
use crate::seat::{Parked, Seat};

/// What a page brought.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    /// What could be opened, in the order of the log.
    pub(crate) records: Vec<Record>,
    /// Records by anybody that are in the log now, and when the relay had them.
    pub(crate) seen: Vec<(EventId, u64)>,
    /// Whether the log is known to its end.
    pub(crate) complete: bool,
    /// Somebody's device has verified another log than this one.
    pub(crate) two_stories: bool,
}

/// How a page stands to what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It goes on where this device stands.
    Next,
    /// It holds nothing new.
    Old,
    /// Something lies between.
    Later,
}

impl Seat {
    /// How a page that was pushed stands to what is known.
    pub(crate) fn fit(&self, page: &Page) -> Fit {
        let known = self.reader.cursor().seq;
        if page.from_seq == known + 1 {
            return Fit::Next;
        }
        let last = page.from_seq.saturating_add(page.items.len() as u64).saturating_sub(1);
        if last <= known && page.inc == self.reader.cursor().inc { Fit::Old } else { Fit::Later }
    }

    /// Verifies a page and takes it, or leaves everything as it was.
    pub(crate) fn take_page(&mut self, page: &Page) -> Result<Arrived, PageRefused> {
        let read = self.reader.read(page, self.chain.state())?;
        let mut arrived = Arrived { complete: read.complete, ..Arrived::default() };
        arrived.two_stories = !read.doubts.is_empty();
        let known_gone = self.taken_back.len();
        // What was read earlier may be proven by a signature of this page.
        let mut parked = core::mem::take(&mut self.parked);
        for it in &mut parked {
            let Ok(view) = EventView::parse(&it.item.event.0) else { continue };
            let device = view.header().device;
            let dseq = view.header().dseq;
            it.proven |= read.proven.iter().any(|(whose, to)| *whose == device && dseq <= *to);
        }
        for it in parked {
            self.open_or_park(it, &mut arrived.records);
        }
        for item in &page.items {
            let at = read.events.binary_search_by_key(&item.seq, |it| it.seq);
            let proven = at.ok().and_then(|at| read.events.get(at));
            if let Some(event) = proven {
                arrived.seen.push((event.view.id(), event.recv_ms));
            }
            let parked = Parked { item: item.clone(), proven: proven.is_some() };
            self.open_or_park(parked, &mut arrived.records);
        }
        if self.taken_back.len() > known_gone {
            // What stays of them was named after them.
            arrived.records.extend(self.unpark());
        }
        self.read_once |= arrived.complete;
        Ok(arrived)
    }

    /// Opens what was parked for want of a key, as far as its keys have come.
    pub(crate) fn unpark(&mut self) -> Vec<Record> {
        let mut records = Vec::new();
        for it in core::mem::take(&mut self.parked) {
            self.open_or_park(it, &mut records);
        }
        records
    }

    /// Opens what still waits to be seen in the log, and what never will be.
    pub(crate) fn open_waiting(&self) -> Vec<Opened> {
        let mut opened = Vec::new();
        for bytes in self.waiting.iter().map(|it| &it.bytes).chain(&self.untaken) {
            let Ok(view) = EventView::parse(&bytes.0) else { continue };
            opened.push(self.open(&view, None));
        }
        opened
    }

    fn open_or_park(&mut self, parked: Parked, records: &mut Vec<Record>) {
        let Ok(view) = EventView::parse(&parked.item.event.0) else { return };
        let received_ms = Some(parked.item.recv_ms);
        let opened = if parked.proven { self.open(&view, received_ms) } else { Opened::NotYet };
        match opened {
            Opened::Record(record) => {
                self.hear_of_taking_back(&record);
                records.push(*record);
            }
            Opened::Said(entry) => self.hear(*entry),
            Opened::Copy(copy) => self.keep_copy(*copy),
            Opened::NotYet => self.parked.push(parked),
            Opened::Nothing => {}
        }
    }

    /// A record may say what its author took back.
    pub(crate) fn hear_of_taking_back(&mut self, record: &Record) {
        if let Event::Withdrawal(event) = &record.event
            && let Some((_, gone)) = event.names()
            && event.audience() == record.audience
        {
            self.learn(record.author, gone);
        }
    }

    /// Opens a record whose proof was checked when it arrived.
    pub(crate) fn open(&self, view: &EventView<'_>, received_ms: Option<u64>) -> Opened {
        let right = self.chain.state().right(view.header(), view.id());
        let Right::Writes { account, role } = right else { return Opened::Nothing };
        if view.is_withdrawn() || self.was_erased_here(view.id()) {
            return self.open_erased(view, (account, self.audience()), received_ms);
        }
        let Some(key) = self.keys.get(view.header().epoch) else { return Opened::NotYet };
        let Ok(payload) = open_event(view, key, account) else { return Opened::Nothing };
        match self.audience() {
            Some(audience) => {
                let record = record(view, (account, audience), &payload, received_ms);
                Opened::Record(Box::new(record))
            }
            None => match (entry(view, (account, role), &payload, received_ms), copy(view, role, &payload)) {
                (Some(entry), _) => Opened::Said(Box::new(entry)),
                (None, Some(copy)) => Opened::Copy(Box::new(copy)),
                (None, None) => Opened::Nothing,
            },
        }
    }
}

fn record(
    view: &EventView<'_>,
    (account, audience): (AccountId, Audience),
    payload: &Payload,
    received_ms: Option<u64>,
) -> Record {
    let header = view.header();
    Record {
        id: RecordId(view.id().0),
        author: PersonId(account.0),
        device: domain::DeviceId(header.device.0),
        dseq: header.dseq,
        audience,
        stamp: Stamp { ms: payload.stamp.ms, counter: payload.stamp.counter },
        received_ms,
        event: Event::from_parts(&payload.kind, payload.schema, &payload.body),
    }
}

/// What came of opening one record.
pub(crate) enum Opened {
    /// The record.
    Record(Box<Record>),
    /// What was said in a counsellor's room.
    Said(Box<Entry>),
    /// A copy of a record, given to a counsellor's room.
    Copy(Box<Copy>),
    /// Its key, its proof or its body is not here yet.
    NotYet,
    /// It does not count, or is not what its author sealed.
    Nothing,
}
