//! What Mend's devices and its relay agree on: keys, envelopes, chains, logs, pairing and wire forms.
//! No IO and no clock; randomness comes in as an argument. This crate knows no practice.

pub mod account;
pub mod admission;
pub mod attachment;
pub mod cbor;
pub mod cipher;
pub mod device_code;
pub mod event;
pub mod few;
pub mod ids;
pub mod log;
pub mod pairing;
pub mod passing;
pub mod recovery;
pub mod reveal;
pub mod sign;
pub mod space;
pub mod wire;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod testing;

/// Where every key and nonce comes from: passed in by the caller, never taken from the system here.
pub use rand_core::CryptoRng;

pub use cbor::{Malformed, Wire};
