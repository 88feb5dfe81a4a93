//! What a seat knows of records that their authors took back: what stays in their place, and the erasing itself.

use domain::withdrawal::Gone;
use domain::{Audience, PersonId, Record, RecordId};
use protocol::event::{Erasure, EventView};
use protocol::ids::{AccountId, EventId};
use protocol::wire::EventBytes;

use crate::arrive::Opened;
use crate::seat::{Parked, Seat};

/// A record that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TakenBack {
    pub(crate) by: AccountId,
    pub(crate) gone: Gone,
    /// This device has erased it: its words are not expected to come again.
    pub(crate) erased_here: bool,
}

impl Seat {
    /// Takes in what somebody says they took back, as far as a device of theirs has signed it. What is known stays known.
    pub(crate) fn learn(&mut self, by: PersonId, gone: &[Gone]) {
        for it in gone {
            let event = EventId(it.record.0);
            if !self.taken_back.contains_key(&event) && self.word_of(by, it).is_some() {
                let (by, gone) = (AccountId(by.0), it.clone());
                self.taken_back.insert(event, TakenBack { by, gone, erased_here: false });
            }
        }
    }

    /// Takes in what this device has erased, as it believed it.
    pub(crate) fn remember_erased(&mut self, by: PersonId, gone: &[Gone]) {
        for it in gone {
            let (by, gone) = (AccountId(by.0), it.clone());
            self.taken_back.insert(EventId(it.record.0), TakenBack { by, gone, erased_here: true });
        }
    }

    /// Whether its author has taken back an event.
    pub(crate) fn is_taken_back(&self, event: &EventView<'_>) -> bool {
        let author = self.chain.state().device(event.header().device).map(|it| it.account);
        self.taken_back.get(&event.id()).is_some_and(|it| Some(it.by) == author)
    }

    /// Whether this device has erased an event.
    pub(crate) fn was_erased_here(&self, event: EventId) -> bool {
        self.taken_back.get(&event).is_some_and(|it| it.erased_here)
    }

    /// An event whose body is not there: what stays of it, if its author took it back. Nobody else's signature stands
    /// behind an erased body, so that otherwise it counts as not here.
    pub(crate) fn open_erased(
        &self,
        event: &EventView<'_>,
        (account, audience): (AccountId, Option<Audience>),
        received_ms: Option<u64>,
    ) -> Opened {
        let known = self.taken_back.get(&event.id()).filter(|it| it.by == account);
        let (Some(known), Some(audience)) = (known, audience) else { return Opened::NotYet };
        let Some(stays) = known.gone.stays() else { return Opened::Nothing };
        let header = event.header();
        Opened::Record(Box::new(Record {
            id: RecordId(event.id().0),
            author: PersonId(account.0),
            device: domain::DeviceId(header.device.0),
            dseq: header.dseq,
            audience,
            stamp: known.gone.at,
            received_ms,
            event: stays,
        }))
    }

    /// Whether a body is missing here that its author did not take back, as far as this device can tell: what it cannot
    /// open yet may say that they did.
    pub(crate) fn lacks_a_body(&self) -> bool {
        let erased = |it: &Parked| EventView::parse(&it.item.event.0).is_ok_and(|it| it.is_withdrawn());
        self.parked.iter().all(erased)
    }

    /// The author's word in what names a record, if a device of theirs gave it.
    pub(crate) fn word_of(&self, by: PersonId, gone: &Gone) -> Option<Erasure> {
        let word = Erasure::from_bytes(&gone.word)?;
        let signer = self.chain.state().device(word.device).filter(|it| it.account.0 == by.0)?;
        word.verify(EventId(gone.record.0), &signer.dsk).is_ok().then_some(word)
    }

    /// What is left of an event that this device erases.
    pub(crate) fn stub_of(&self, event: &EventView<'_>) -> Option<EventBytes> {
        if !self.is_taken_back(event) || !self.was_erased_here(event.id()) {
            return None;
        }
        let known = self.taken_back.get(&event.id())?;
        let word = Erasure::from_bytes(&known.gone.word)?;
        (event.erasure() != Some(word)).then(|| event.erased(&word))
    }

    /// What waits for its key or its proof is erased as well.
    pub(crate) fn erase_parked(&mut self) {
        let mut parked = core::mem::take(&mut self.parked);
        for it in &mut parked {
            let left = EventView::parse(&it.item.event.0).ok().and_then(|it| self.stub_of(&it));
            if let Some(left) = left {
                it.item.event = left;
            }
        }
        self.parked = parked;
    }
}
