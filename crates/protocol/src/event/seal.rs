//! Sealing an event and opening it again: a fresh content key for each, committed to in the header.

use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use super::header::{associated, body_hash, event_id};
use super::view::{SIGNED, sealed_length, write};
use super::{Anchor, DeviceHead, EventRefused, EventView, Header, Place, SUITE, VERSION};
use crate::cbor::Wire;
use crate::cipher::{AeadKey, derive, hash, pad, padded_length, same, unpad};
use crate::ids::{AccountId, DeviceId, EventId, RecordHash, SpaceId};
use crate::sign::SigningKey;
use crate::space::SpaceKey;
use crate::wire::EventBytes;

/// The longest body of a payload.
pub const MOST_BODY: usize = 128 << 10;
/// The slot every event is written with. What is given to a room has another, bound to that room.
const OWN_SLOT: u16 = 0;

lean::row! {
    /// A hybrid time: the author's clock and a counter.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub struct Stamp {
        /// Unix time in milliseconds, at most 48 bits.
        #[n(0)]
        pub ms: u64,
        /// Orders what happened in one millisecond.
        #[n(1)]
        pub counter: u16,
    }
}

lean::body! {
    /// What is sealed: none of it is seen by the relay.
    #[derive(Clone, PartialEq, Eq)]
    pub struct Payload {
        /// The event's kind, kept for ever.
        #[n(0)]
        #[most(80)]
        pub kind: String,
        /// The form of the body.
        #[n(1)]
        pub schema: u16,
        /// The person who says it.
        #[n(2)]
        pub author: AccountId,
        /// When, by the author's clock.
        #[n(3)]
        pub stamp: Stamp,
        /// The events a text edit builds on.
        #[n(4)]
        #[most(32)]
        pub base: Vec<EventId>,
        /// The content.
        #[n(5)]
        #[most(MOST_BODY)]
        pub body: Vec<u8>,
        /// The version of the fold it was written for.
        #[n(6)]
        pub fold_v: u32,
    }
}

impl Wire for Payload {
    const LONGEST: usize = MOST_BODY + 4096;
}

impl core::fmt::Debug for Payload {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("[payload]")
    }
}

/// Where a new event goes. The epoch comes from the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placing {
    /// The space.
    pub space: SpaceId,
    /// This device, as the space names it.
    pub device: DeviceId,
    /// Its newest event so far.
    pub after: DeviceHead,
    /// The control chain's head it has verified.
    pub ctl: RecordHash,
    /// The log's head it has verified.
    pub anchor: Anchor,
}

/// A new event: its name and the bytes that travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEvent {
    /// The event's name.
    pub id: EventId,
    /// The bytes.
    pub bytes: EventBytes,
    /// Where the device's chain stands with it.
    pub head: DeviceHead,
}

/// The content is longer than an event may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("longer than an event may be")]
pub struct TooLong;

/// Seals and signs an event.
///
/// # Errors
/// When the payload is longer than an event may be.
pub fn seal_event(
    placing: &Placing,
    payload: &Payload,
    key: &SpaceKey,
    dsk: &SigningKey,
    rng: &mut dyn CryptoRng,
) -> Result<SealedEvent, TooLong> {
    let plain = Zeroizing::new(payload.to_bytes());
    if payload.body.len() > MOST_BODY || plain.len() > Payload::LONGEST {
        return Err(TooLong);
    }
    let ct_len = u32::try_from(sealed_length(padded_length(plain.len()))).map_err(|_| TooLong)?;
    let place = place(placing, key);
    let aad = associated(&place);
    let cek = AeadKey::make(rng);
    let mut nonce = [0; 24];
    rng.fill_bytes(&mut nonce);
    let ct = cek.seal_with_nonce(&nonce, &aad, &pad(&plain));
    let header = header(&place, nonce, commitment(&cek, &nonce, &aad), ct_len, &ct).to_bytes();
    let id = event_id(&header);
    let kw = key.wrap_key().seal(&slot_aad(id, OWN_SLOT), cek.as_bytes(), rng);
    let sig = dsk.sign(SIGNED, id.as_bytes());
    let head = DeviceHead { dseq: place.dseq, id };
    Ok(SealedEvent { id, bytes: write(&header, &sig, &ct, &kw), head })
}

/// Opens an event with the key of its epoch. Signature and rights are the caller's: see the log and the space.
/// `author` is the account the device belongs to; an event that claims another author is refused.
///
/// # Errors
/// `Withdrawn`, `OtherEpoch`, and `Tampered` for everything its author did not seal in this place.
pub fn open_event(event: &EventView<'_>, key: &SpaceKey, author: AccountId) -> Result<Payload, EventRefused> {
    if event.is_withdrawn() {
        return Err(EventRefused::Withdrawn);
    }
    if key.epoch() != event.header().epoch {
        return Err(EventRefused::OtherEpoch);
    }
    let opened = open_with(event, key, &slot_aad(event.id(), OWN_SLOT));
    opened.filter(|payload| payload.author == author).ok_or(EventRefused::Tampered)
}

/// The content key of an event, from the slot it was written with.
pub(super) fn content_key(event: &EventView<'_>, key: &SpaceKey) -> Option<AeadKey> {
    slot_key(event, key, &slot_aad(event.id(), OWN_SLOT))
}

fn slot_key(event: &EventView<'_>, key: &SpaceKey, slot: &[u8]) -> Option<AeadKey> {
    let cek = key.wrap_key().open(slot, event.key_slot()).ok()?;
    Some(AeadKey::from_bytes(cek.as_slice().try_into().ok()?))
}

/// Opens the body with the content key in the slot that this key opens in this place.
pub(super) fn open_with(event: &EventView<'_>, key: &SpaceKey, slot: &[u8]) -> Option<Payload> {
    event.verify_body().ok()?;
    let header = event.header();
    let cek = slot_key(event, key, slot)?;
    let aad = associated(&header.place());
    // The commitment is checked first: a body that opens under two keys must not open under either.
    if !same(&commitment(&cek, &header.nonce, &aad), &header.kcom) {
        return None;
    }
    let padded = cek.open_with_nonce(&header.nonce, &aad, event.body()).ok()?;
    Payload::from_bytes(unpad(&padded).ok()?).ok()
}

fn place(placing: &Placing, key: &SpaceKey) -> Place {
    Place {
        v: VERSION,
        suite: SUITE,
        space: placing.space,
        device: placing.device,
        dseq: placing.after.dseq + 1,
        prev: placing.after.id,
        epoch: key.epoch(),
        ctl: placing.ctl,
        anchor: placing.anchor,
    }
}

fn header(place: &Place, nonce: [u8; 24], kcom: [u8; 32], ct_len: u32, ct: &[u8]) -> Header {
    Header {
        v: place.v,
        suite: place.suite,
        space: place.space,
        device: place.device,
        dseq: place.dseq,
        prev: place.prev,
        epoch: place.epoch,
        ctl: place.ctl,
        anchor: place.anchor,
        nonce,
        kcom,
        ct_len,
        ct_hash: body_hash(ct),
    }
}

/// Commits to the content key and to the place at once.
fn commitment(cek: &AeadKey, nonce: &[u8; 24], aad: &[u8]) -> [u8; 32] {
    let mut material = Zeroizing::new([0; 32 + 24 + 32]);
    let parts = cek.as_bytes().iter().chain(nonce).copied();
    for (to, from) in material.iter_mut().zip(parts.chain(hash(&[aad]))) {
        *to = from;
    }
    derive("mend/v1/kcom", material.as_slice())
}

fn slot_aad(id: EventId, slot: u16) -> Vec<u8> {
    [b"mend/v1/kw".as_slice(), id.as_bytes(), &slot.to_be_bytes()].concat()
}
