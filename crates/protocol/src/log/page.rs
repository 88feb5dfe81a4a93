//! Reading a log page by page: roots, heads and device chains are checked before anything is opened.

use std::collections::VecDeque;

use lean::{Form, Reader, Writer};
use thiserror::Error;

use super::{Cursor, next_root};
use crate::cbor::Wire;
use crate::event::{Anchor, DeviceHead, EventView, RunRefused, follow_one};
use crate::few::Few;
use crate::ids::{DeviceId, EventId, Incarnation, SpaceId};
use crate::sign::VerifyKey;
use crate::space::{Right, SpaceState};
use crate::wire::{DeviceMark, Frontier, Logged, Page, V1};

/// How many roots are remembered to check what others say they saw.
const ROOTS_KEPT: usize = 1024;

/// Why a page was not taken. Nothing of it counts then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PageRefused {
    /// The head is not signed by the pinned key of the relay, or is another space's.
    #[error("the head is not signed by the relay")]
    Head,
    /// The store lives another life than the cursor's: it was restored. Heal.
    #[error("the store was restored")]
    OtherIncarnation,
    /// The log does not go through what was read before. Heal.
    #[error("the log does not go through what was read before")]
    Fork,
    /// The head lies behind what was read before. Heal.
    #[error("the head lies behind what was read before")]
    RolledBack,
    /// Places are missing or out of order, or the page ends before the head it claims to reach.
    #[error("places are missing or out of order")]
    Order,
    /// The relay's times run backwards or past its head.
    #[error("the times of receipt cannot be")]
    Time,
    /// An event is not one its device wrote for this space.
    #[error("an event is not what its device wrote")]
    Tampered,
    /// A device's chain does not go on: something was left out, doubled or exchanged.
    #[error("a device's chain does not go on")]
    Chain(DeviceId),
    /// A device or a control record that is not known: read the control chain on, then this page again.
    #[error("the control chain is not known far enough")]
    ReadControlOn,
}

impl PageRefused {
    /// Whether what the relay holds and what was read before have parted: the state to heal from.
    #[must_use]
    pub fn is_fork(self) -> bool {
        matches!(self, Self::OtherIncarnation | Self::Fork | Self::RolledBack)
    }
}

/// Something an event says about the log that does not fit: shown, but no reason to stop, for its author may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// Whose event it is.
    pub device: DeviceId,
    /// Its place.
    pub seq: u64,
    /// What does not fit.
    pub kind: DoubtKind,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtKind {
    /// Its author saw another root at a place we know: the relay may have told two stories.
    OtherRoot,
    /// Its author saw the log further on than the event's own place.
    Ahead,
}

/// One event of a page.
#[derive(Debug, Clone, Copy)]
pub struct ReadEvent<'p> {
    /// Its place.
    pub seq: u64,
    /// When the relay received it.
    pub recv_ms: u64,
    /// The event.
    pub view: EventView<'p>,
    /// Whether it counts.
    pub right: Right,
}

/// A page that was taken.
#[derive(Debug, Clone)]
pub struct ReadPage<'p> {
    /// Its events, in order, each proven by a signature of its device.
    pub events: Vec<ReadEvent<'p>>,
    /// Events no signature proves yet. They are kept and must not be opened until `proven` reaches them.
    /// An honest device and relay never cause one.
    pub unproven: Vec<ReadEvent<'p>>,
    /// For each device in it: up to which number its chain is proven now, events of earlier pages included.
    pub proven: Vec<(DeviceId, u64)>,
    /// Whether the reader has come to the signed head.
    pub complete: bool,
    /// What others saw differently.
    pub doubts: Vec<Doubt>,
}

lean::row! {
    /// How far one device's chain was read and proven.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    struct Track {
        #[n(0)]
        tip: DeviceHead,
        #[n(1)]
        proven: u64,
    }
}

/// What a reader keeps of a log to take the next page. Kept with the events, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageVerifier {
    space: SpaceId,
    head_key: VerifyKey,
    cursor: Cursor,
    last_recv_ms: u64,
    devices: Few<DeviceId, Track>,
    /// Not kept: what others say they saw is checked against what was read since the start.
    roots: VecDeque<[u8; 16]>,
}

impl Form for PageVerifier {
    fn write(&self, to: &mut Writer) {
        let outer = to.begin_body();
        self.space.write_field(0, to);
        self.head_key.write_field(1, to);
        self.cursor.write_field(2, to);
        self.last_recv_ms.write_field(3, to);
        self.devices.write_field(4, to);
        to.end(outer);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let outer = from.begin_body();
        let read = Self {
            space: Form::read_field(0, from),
            head_key: Form::read_field(1, from),
            cursor: Form::read_field(2, from),
            last_recv_ms: Form::read_field(3, from),
            devices: Form::read_field(4, from),
            roots: VecDeque::new(),
        };
        from.end(outer);
        read
    }
}

impl Wire for PageVerifier {
    const LONGEST: usize = 1 << 20;
}

impl PageVerifier {
    /// A reader at the beginning of a log. `head_key` is the relay's key, pinned.
    #[must_use]
    pub fn start(space: SpaceId, inc: Incarnation, head_key: VerifyKey) -> Self {
        Self {
            space,
            head_key,
            cursor: Cursor::start(space, inc),
            last_recv_ms: 0,
            devices: Few::new(),
            roots: VecDeque::new(),
        }
    }

    /// How far it has come.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    /// The newest event of a device that was read.
    #[must_use]
    pub fn device_head(&self, device: DeviceId) -> DeviceHead {
        self.devices.get(&device).map_or(DeviceHead::START, |it| it.tip)
    }

    /// Everything that was read, a line a device: what the relay is asked to compare when healing.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        let devices = self.devices.iter().map(|(device, it)| DeviceMark {
            device: *device,
            dseq: it.tip.dseq,
            id: it.tip.id,
        });
        Frontier { v: V1, devices: devices.collect() }
    }

    /// Takes the next page, or leaves everything as it was.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn read<'p>(&mut self, page: &'p Page, state: &SpaceState) -> Result<ReadPage<'p>, PageRefused> {
        self.fits(page)?;
        let mut next = self.clone();
        let mut events = Vec::with_capacity(page.items.len());
        let mut doubts = Vec::new();
        for logged in &page.items {
            let event = next.take(logged, state, page.head.time_ms)?;
            doubts.extend(next.doubt(&event));
            events.push(event);
        }
        next.ends(page)?;
        let proven = next.prove(&events, state)?;
        let complete = next.cursor == page.head.at;
        *self = next;
        let (events, unproven) = events.into_iter().partition(|it| {
            let header = it.view.header();
            header.dseq <= self.proven(header.device)
        });
        Ok(ReadPage { events, unproven, proven, complete, doubts })
    }

    fn fits(&self, page: &Page) -> Result<(), PageRefused> {
        let head = &page.head;
        if head.space != self.space || head.verify(&self.head_key).is_err() {
            return Err(PageRefused::Head);
        }
        if head.at.inc != self.cursor.inc || page.inc != self.cursor.inc {
            return Err(PageRefused::OtherIncarnation);
        }
        if head.at.seq < self.cursor.seq {
            return Err(PageRefused::RolledBack);
        }
        if page.prev_root != self.cursor.root {
            return Err(PageRefused::Fork);
        }
        if page.from_seq != self.cursor.seq.saturating_add(1) {
            return Err(PageRefused::Order);
        }
        Ok(())
    }

    fn take<'p>(
        &mut self,
        logged: &'p Logged,
        state: &SpaceState,
        head_ms: u64,
    ) -> Result<ReadEvent<'p>, PageRefused> {
        let Logged { seq, recv_ms, event } = logged;
        if *seq != self.cursor.seq.saturating_add(1) {
            return Err(PageRefused::Order);
        }
        if *recv_ms < self.last_recv_ms || *recv_ms > head_ms {
            return Err(PageRefused::Time);
        }
        let view = EventView::parse(&event.0).map_err(|_| PageRefused::Tampered)?;
        let right = state.right(view.header(), view.id());
        match right {
            Right::NotKnown => return Err(PageRefused::ReadControlOn),
            _ if view.header().space != self.space => return Err(PageRefused::Tampered),
            _ => self.walk(&view)?,
        }
        self.move_on(*recv_ms, view.id());
        Ok(ReadEvent { seq: *seq, recv_ms: *recv_ms, view, right })
    }

    fn walk(&mut self, view: &EventView<'_>) -> Result<(), PageRefused> {
        let device = view.header().device;
        let tip = follow_one(view, self.device_head(device)).map_err(|why| match why {
            RunRefused::Mixed => PageRefused::Tampered,
            _ => PageRefused::Chain(device),
        })?;
        match self.devices.get_mut(&device) {
            Some(track) => track.tip = tip,
            None => {
                self.devices.insert(device, Track { tip, proven: 0 });
            }
        }
        Ok(())
    }

    fn move_on(&mut self, recv_ms: u64, id: EventId) {
        self.cursor.seq += 1;
        self.cursor.root = next_root(&self.cursor.root, id, recv_ms);
        self.last_recv_ms = recv_ms;
        if self.roots.len() == ROOTS_KEPT {
            self.roots.pop_front();
        }
        self.roots.push_back(Anchor::of(&self.cursor).root16);
    }

    /// What the event's author saw of the log, against what we have seen.
    fn doubt(&self, event: &ReadEvent<'_>) -> Option<Doubt> {
        let anchor = event.view.header().anchor;
        let kind = if anchor.inc != self.cursor.inc {
            return None;
        } else if anchor.seq >= event.seq {
            DoubtKind::Ahead
        } else {
            let back = usize::try_from(self.cursor.seq - anchor.seq).ok()?;
            let kept = self.roots.len().checked_sub(back + 1)?;
            let root = self.roots.get(kept)?;
            (*root != anchor.root16).then_some(DoubtKind::OtherRoot)?
        };
        Some(Doubt { device: event.view.header().device, seq: event.seq, kind })
    }

    fn ends(&self, page: &Page) -> Result<(), PageRefused> {
        let (here, head) = (self.cursor, page.head.at);
        let goes_on = page.more && here.seq < head.seq && !page.items.is_empty();
        if here.seq == head.seq && here.root != head.root {
            return Err(PageRefused::Fork);
        }
        let at_head = !page.more && here == head;
        if goes_on || at_head {
            return Ok(());
        }
        Err(PageRefused::Order)
    }

    /// One signature a device: that of its newest event here. Only where it fails are older ones looked at,
    /// so that one bad signature hides nothing but what no later signature covers.
    fn prove(
        &mut self,
        events: &[ReadEvent<'_>],
        state: &SpaceState,
    ) -> Result<Vec<(DeviceId, u64)>, PageRefused> {
        let mut open: Vec<DeviceId> = Vec::new();
        for event in events {
            let device = event.view.header().device;
            if let Err(at) = open.binary_search(&device) {
                open.insert(at, device);
            }
        }
        let seen = open.clone();
        for event in events.iter().rev() {
            let header = event.view.header();
            if !open.contains(&header.device) {
                continue;
            }
            let device = state.device(header.device).ok_or(PageRefused::ReadControlOn)?;
            if event.view.verify_signature(&device.dsk).is_ok() {
                open.retain(|it| *it != header.device);
                self.proven_up_to(header.device, header.dseq);
            }
        }
        Ok(seen.iter().map(|it| (*it, self.proven(*it))).collect())
    }

    fn proven(&self, device: DeviceId) -> u64 {
        self.devices.get(&device).map_or(0, |it| it.proven)
    }

    fn proven_up_to(&mut self, device: DeviceId, dseq: u64) {
        if let Some(track) = self.devices.get_mut(&device) {
            track.proven = dseq;
        }
    }
}
