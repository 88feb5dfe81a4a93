//! The envelope of one event: a header everybody may see, a sealed body, a key slot that can be erased, a signature.
//! On the wire it is the canonical array `[header, signature, body, key slot]`, each a byte string.

mod erasure;
mod grant;
mod header;
mod run;
mod seal;
mod view;

pub use erasure::Erasure;
pub use grant::{grant_event, open_granted};
pub use header::{Anchor, DeviceHead, Header, Place, SUITE, VERSION};
pub(crate) use run::step as follow_one;
pub use run::{RunRefused, verify_run};
pub use seal::{MOST_BODY, Payload, Placing, SealedEvent, Stamp, TooLong, open_event, seal_event};
pub use view::EventView;

use thiserror::Error;

/// Why an event was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EventRefused {
    /// Not the bytes its author sealed and signed, or not for this place. Every changed bit ends here.
    #[error("the event is not what its author sealed")]
    Tampered,
    /// Its body or its key slot was erased by its author's wish.
    #[error("the event was withdrawn")]
    Withdrawn,
    /// It is sealed under another epoch than that of the key at hand.
    #[error("the event is sealed under another epoch")]
    OtherEpoch,
}
