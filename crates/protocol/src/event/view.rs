//! An event as it is read: nothing is copied, and nothing is believed before it was checked.

use lean::{Form, Reader, Writer};

use super::erasure::{ERASURE_LENGTH, Erasure};
use super::header::{body_hash, event_id};
use super::{DeviceHead, EventRefused, Header, SUITE, VERSION};
use crate::cbor::Wire;
use crate::cipher::{TAG_LENGTH, same};
use crate::ids::EventId;
use crate::sign::{Signature, VerifyKey};
use crate::wire::{EventBytes, MOST_EVENT_BYTES};

pub(super) const SIGNED: &str = "mend/v1/sig";

/// How long a key slot is: nonce, key, tag.
pub(super) const SLOT_LENGTH: usize = 24 + 32 + 16;
/// The shortest body: the smallest padding and a tag.
const SHORTEST_BODY: u32 = 256 + 16;

/// One event, borrowed from its bytes. Its form is checked; its signature, its body and its rights are not yet.
#[derive(Debug, Clone, Copy)]
pub struct EventView<'a> {
    header: Header,
    id: EventId,
    header_bytes: &'a [u8],
    sig: Signature,
    ct: &'a [u8],
    kw: &'a [u8],
}

impl<'a> EventView<'a> {
    /// Reads the canonical array. Body and key slot are there, or each is empty after a withdrawal; then its author's
    /// word may stand in the place of the key slot.
    ///
    /// # Errors
    /// `Tampered` for whatever no device of ours would have written.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, EventRefused> {
        let view = read(bytes).ok_or(EventRefused::Tampered)?;
        view.has_a_valid_form().then_some(view).ok_or(EventRefused::Tampered)
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The event's name.
    #[must_use]
    pub fn id(&self) -> EventId {
        self.id
    }

    /// The header's canonical bytes.
    #[must_use]
    pub fn header_bytes(&self) -> &'a [u8] {
        self.header_bytes
    }

    /// The signature, not verified by looking at it.
    #[must_use]
    pub fn signature(&self) -> &Signature {
        &self.sig
    }

    /// The sealed body; empty after a withdrawal.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.ct
    }

    /// The key slot; empty, or its author's word, after a withdrawal.
    #[must_use]
    pub fn key_slot(&self) -> &'a [u8] {
        self.kw
    }

    /// Whether body or key slot were erased.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.ct.is_empty() || self.kw.is_empty()
    }

    /// Where the device's chain stands with this event.
    #[must_use]
    pub fn device_head(&self) -> DeviceHead {
        DeviceHead { dseq: self.header.dseq, id: self.id }
    }

    /// Whether this device signed the event.
    ///
    /// # Errors
    /// `Tampered` when it did not.
    pub fn verify_signature(&self, dsk: &VerifyKey) -> Result<(), EventRefused> {
        dsk.verify(SIGNED, self.id.as_bytes(), &self.sig).map_err(|_| EventRefused::Tampered)
    }

    /// Whether the body is the one the header names; an erased body is no contradiction.
    ///
    /// # Errors
    /// `Tampered` when it is another one.
    pub fn verify_body(&self) -> Result<(), EventRefused> {
        if self.ct.is_empty() || same(&body_hash(self.ct), &self.header.ct_hash) {
            return Ok(());
        }
        Err(EventRefused::Tampered)
    }

    /// The event without body and key slot: what stays when its author takes it back.
    #[must_use]
    pub fn withdrawn(&self) -> EventBytes {
        write(self.header_bytes, &self.sig, &[], &[])
    }

    /// The same, with the author's word that it was their wish.
    #[must_use]
    pub fn erased(&self, by: &Erasure) -> EventBytes {
        write(self.header_bytes, &self.sig, &[], &by.to_bytes())
    }

    /// The author's word in an erased event, not verified by looking at it.
    #[must_use]
    pub fn erasure(&self) -> Option<Erasure> {
        let stub = self.ct.is_empty() && self.kw.len() == ERASURE_LENGTH;
        stub.then(|| Erasure::from_bytes(self.kw)).flatten()
    }

    fn has_a_valid_form(&self) -> bool {
        let header = &self.header;
        let first = header.prev == DeviceHead::START.id;
        let body = self.ct.is_empty() || u32::try_from(self.ct.len()) == Ok(header.ct_len);
        let word = self.ct.is_empty() && self.kw.len() == ERASURE_LENGTH;
        let slot = self.kw.is_empty() || self.kw.len() == SLOT_LENGTH || word;
        header.v == VERSION
            && header.suite == SUITE
            && header.epoch > 0
            && header.dseq > 0
            && first == (header.dseq == 1)
            && header.ct_len >= SHORTEST_BODY
            && body
            && slot
    }
}

fn read(bytes: &[u8]) -> Option<EventView<'_>> {
    if bytes.len() > MOST_EVENT_BYTES {
        return None;
    }
    let mut from = Reader::new(bytes);
    let four = from.list() == 4;
    let (header_bytes, sig) = (from.bytes(), Signature::read(&mut from));
    let (ct, kw) = (from.bytes(), from.bytes());
    // The reader takes no other spelling of a length, and nothing may follow.
    if !four || !from.is_done() {
        return None;
    }
    Some(EventView {
        header: Header::from_bytes(header_bytes).ok()?,
        id: event_id(header_bytes),
        header_bytes,
        sig,
        ct,
        kw,
    })
}

/// Writes the canonical array.
pub(super) fn write(header: &[u8], sig: &Signature, ct: &[u8], kw: &[u8]) -> EventBytes {
    let mut to = Writer::default();
    to.list(4);
    for part in [header, sig.as_bytes(), ct, kw] {
        to.bytes(part);
    }
    EventBytes(to.into_bytes())
}

/// The length of a sealed body whose padded text is this long.
pub(super) const fn sealed_length(padded: usize) -> usize {
    padded + TAG_LENGTH
}
