//! Giving one event to a counsellor's room: the same header, signature and sealed body, and its content key in a slot
//! that the key of the room opens. Nothing is sealed anew, so it can be told from the copy who wrote it.

use rand_core::CryptoRng;

use super::seal::{content_key, open_with};
use super::view::write;
use super::{EventRefused, EventView, Payload};
use crate::ids::{AccountId, EventId, SpaceId};
use crate::sign::VerifyKey;
use crate::space::SpaceKey;
use crate::wire::EventBytes;

/// An event as it is given to a room: the canonical array of the event, with the slot exchanged. It is opened with the
/// key of the room in the epoch in which it was given, and says nothing about any other event of its space.
///
/// # Errors
/// `Withdrawn`, `OtherEpoch`, and `Tampered` for what `author` did not seal: what cannot be read is not passed on.
pub fn grant_event(
    event: &EventView<'_>,
    own: &SpaceKey,
    author: AccountId,
    room: (SpaceId, &SpaceKey),
    rng: &mut dyn CryptoRng,
) -> Result<EventBytes, EventRefused> {
    super::open_event(event, own, author)?;
    let cek = content_key(event, own).ok_or(EventRefused::Tampered)?;
    let (space, key) = room;
    let slot = key.wrap_key().seal(&slot_aad(space, key.epoch(), event.id()), cek.as_bytes(), rng);
    Ok(write(event.header_bytes(), event.signature(), event.body(), &slot))
}

/// Opens an event that was given to a room. `room` is the room and its key in the epoch in which it was given, `signer`
/// the key of the device of `author` that wrote it, by the author's verified account chain.
///
/// # Errors
/// `Withdrawn` when it was taken back, `Tampered` for all that this author's device did not sign and seal, and for what
/// was given to another room or in another epoch.
pub fn open_granted(
    event: &EventView<'_>,
    room: (SpaceId, &SpaceKey),
    signer: &VerifyKey,
    author: AccountId,
) -> Result<Payload, EventRefused> {
    if event.is_withdrawn() {
        return Err(EventRefused::Withdrawn);
    }
    event.verify_signature(signer)?;
    let (space, key) = room;
    let aad = slot_aad(space, key.epoch(), event.id());
    let opened = open_with(event, key, &aad);
    opened.filter(|payload| payload.author == author).ok_or(EventRefused::Tampered)
}

/// Bound to the room and its epoch: a slot that was copied into another room opens nothing there.
fn slot_aad(room: SpaceId, epoch: u32, id: EventId) -> Vec<u8> {
    [b"mend/v1/kw/room".as_slice(), room.as_bytes(), &epoch.to_be_bytes(), id.as_bytes()].concat()
}
