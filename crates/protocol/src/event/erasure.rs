//! The author's word that an event is to be erased: it stands in the place of the key slot, so that everybody who passes
//! the stub on can show whose wish it was.

use lean::{Form, Reader, Writer};

use crate::ids::{DeviceId, EventId};
use crate::sign::{Signature, SigningKey, VerifyKey, WrongSignature};

const WITHDRAWN: &str = "mend/v1/withdrawn";

/// How long it is: the device, its signature.
pub(super) const ERASURE_LENGTH: usize = 16 + 64;

/// See the module. A device of the author signs it: the one that wrote the event, or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erasure {
    /// The device that signed, as the space names it.
    pub device: DeviceId,
    /// Over the context `mend/v1/withdrawn`, the name of the event and the device.
    pub signature: Signature,
}

impl Erasure {
    /// Signs that an event is to be erased.
    #[must_use]
    pub fn sign(event: EventId, device: DeviceId, dsk: &SigningKey) -> Self {
        Self { device, signature: dsk.sign(WITHDRAWN, &message(event, device)) }
    }

    /// Whether the holder of the device's key signed it. That the device is the author's is for the caller to know.
    ///
    /// # Errors
    /// When it did not.
    pub fn verify(&self, event: EventId, dsk: &VerifyKey) -> Result<(), WrongSignature> {
        dsk.verify(WITHDRAWN, &message(event, self.device), &self.signature)
    }

    /// The 80 bytes that stand in the place of the key slot.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.device.as_bytes().as_slice(), self.signature.as_bytes()].concat()
    }

    /// Reads what [`Erasure::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (device, signature) = bytes.split_first_chunk::<16>()?;
        Some(Self { device: DeviceId(*device), signature: Signature(signature.try_into().ok()?) })
    }
}

impl Form for Erasure {
    fn write(&self, to: &mut Writer) {
        to.bytes(&self.to_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(ERASURE_LENGTH as u64);
        Self::from_bytes(from.bytes()).unwrap_or_else(|| {
            from.fail();
            Self { device: DeviceId([0; 16]), signature: Signature([0; 64]) }
        })
    }
}

fn message(event: EventId, device: DeviceId) -> Vec<u8> {
    [event.as_bytes().as_slice(), device.as_bytes()].concat()
}
