//! A log that is read from its beginning, because the relay's store was set back or tells another story.
//! What is known stays as it is until the new log has shown that it holds as much.

use protocol::event::{DeviceHead, EventView};
use protocol::ids::{DeviceId, EventId};
use protocol::log::{PageRefused, PageVerifier};
use protocol::wire::{Logged, Page};

use crate::arrive::Arrived;
use crate::runs::{Index, erase_items};
use crate::seat::{Parked, Relay, Seat, Step};

/// See the module.
pub(crate) struct Anew {
    reader: PageVerifier,
    parked: Vec<Parked>,
    items: Vec<Logged>,
    arrived: Arrived,
    /// What this device holds of bodies that are missing from it was put into it.
    has_bodies: bool,
}

impl Seat {
    /// Reads the log from its beginning, beside the one that is known.
    pub(crate) fn begin_anew(&mut self, relay: Relay) {
        self.anew = Some(Anew {
            reader: PageVerifier::start(self.space(), relay.inc, relay.head_key),
            parked: Vec::new(),
            items: Vec::new(),
            arrived: Arrived::default(),
            has_bodies: false,
        });
    }

    /// What verifies the next page that is asked for.
    pub(crate) fn reading(&self) -> &PageVerifier {
        self.anew.as_ref().map_or(&self.reader, |it| &it.reader)
    }

    /// Takes a page of the log that is read anew; gives whether it has come to its end.
    pub(crate) fn take_page_anew(&mut self, page: &Page) -> Result<bool, PageRefused> {
        let Some(mut anew) = self.anew.take() else { return Ok(false) };
        let read_once = self.read_once;
        core::mem::swap(&mut self.reader, &mut anew.reader);
        core::mem::swap(&mut self.parked, &mut anew.parked);
        let taken = self.take_page(page);
        core::mem::swap(&mut self.reader, &mut anew.reader);
        core::mem::swap(&mut self.parked, &mut anew.parked);
        self.read_once = read_once;
        if let Ok(arrived) = &taken {
            anew.items.extend_from_slice(&page.items);
            anew.arrived.seen.extend_from_slice(&arrived.seen);
            anew.arrived.two_stories |= arrived.two_stories;
        }
        self.anew = Some(anew);
        taken.map(|it| it.complete)
    }

    /// Whether the log that was read anew holds all that was known of every device, and no body that was held
    /// is missing from it, unless its author took it back. An event's name covers all that its device wrote before it.
    pub(crate) fn anew_holds_all(&self) -> bool {
        let Some(anew) = &self.anew else { return false };
        let taken = |it: &Logged| EventView::parse(&it.event.0).is_ok_and(|it| self.is_taken_back(&it));
        let mut erased = anew.items.iter().filter(|it| !taken(it)).filter_map(erased);
        self.must_hold().all(|it| anew.arrived.seen.iter().any(|(id, _)| *id == it))
            && !erased.any(|it| self.had_body(it))
    }

    /// Whether bodies are missing from the log that was read anew that this device holds: their authors took them back,
    /// and this device has not looked yet whether they may.
    pub(crate) fn anew_lacks_bodies(&self) -> bool {
        let Some(anew) = self.anew.as_ref().filter(|it| !it.has_bodies) else { return false };
        let mut erased = anew.items.iter().filter_map(erased);
        erased.any(|it| !self.was_erased_here(it.1.id) && self.had_body(it))
    }

    /// Puts bodies out of the log as it was kept into the one that was read anew.
    pub(crate) fn put_bodies(&mut self, kept: &[Logged]) {
        let Some(anew) = &mut self.anew else { return };
        let index = Index::of(kept);
        for item in &mut anew.items {
            let held = erased(item).and_then(|(_, stub)| kept.get(index.at(stub.id)?));
            if let Some(held) = held {
                item.event = held.event.clone();
            }
        }
        anew.has_bodies = true;
    }

    /// Whether an event was read before, with a body that only the log keeps.
    fn had_body(&self, (device, event): (DeviceId, DeviceHead)) -> bool {
        let read = event.dseq <= self.reader.device_head(device).dseq;
        let mut erased_before = self.parked.iter().filter_map(|it| erased(&it.item));
        read && !self.was_erased_here(event.id)
            && !erased_before.any(|(_, it)| it.id == event.id)
            && !self.waiting.iter().any(|it| it.head.id == event.id)
    }

    /// The newest event of each device that was read and still counts.
    fn must_hold(&self) -> impl Iterator<Item = EventId> {
        let state = self.chain.state();
        self.reader.frontier().devices.into_iter().filter_map(move |mark| {
            let until = state.device(mark.device).and_then(|it| it.until);
            match until.filter(|it| it.last.dseq < mark.dseq) {
                // What a device wrote after its end is taken by no relay again.
                Some(until) => (until.last.dseq > 0).then_some(until.last.id),
                None => Some(mark.id),
            }
        })
    }

    /// From here on the log that was read anew is the log. Gives its events, and what was seen in it.
    pub(crate) fn follow_anew(&mut self) -> Option<(Vec<Logged>, Arrived)> {
        let anew = self.anew.take()?;
        self.reader = anew.reader;
        self.parked = anew.parked;
        self.erase_parked();
        self.life += 1;
        self.runs.forget();
        for it in self.waiting.iter_mut().filter(|it| it.at != Step::Storing) {
            it.at = Step::Here;
        }
        Some((anew.items, anew.arrived))
    }
}

impl Seat {
    /// Puts the bodies that this device still holds in the place of erased ones. Gives whether there were any
    /// erased that nobody took back: whoever serves a page can erase, and no author asked for it.
    pub(crate) fn keep_bodies(&mut self, items: &mut [Logged]) -> bool {
        let mut any = false;
        // What was erased here does not come again, whatever the relay gives.
        erase_items(items, &|it| self.stub_of(it));
        for item in items {
            let Some((_, erased)) = erased(item) else { continue };
            any |= !self.taken_back.contains_key(&erased.id);
            if let Some(held) = self.waiting.iter().find(|it| it.head.id == erased.id) {
                item.event = held.bytes.clone();
                self.parked.retain(|it| it.item.seq != item.seq);
            }
        }
        any
    }
}

/// An event whose body or key slot is not there.
fn erased(item: &Logged) -> Option<(DeviceId, DeviceHead)> {
    let view = EventView::parse(&item.event.0).ok()?;
    view.is_withdrawn().then(|| (view.header().device, view.device_head()))
}
