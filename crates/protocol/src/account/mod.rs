//! An account: one person, their devices, their recovery paper and their passphrase, held together by
//! a chain of signed records that anyone who pins the person can check from its beginning.
//!
//! `keys` are the secrets, `record` is what the chain is made of, `state` is what it says and the rules
//! by which it grows, `making` writes new records, `ring` opens the generations of the per-user key,
//! and `bag` is what a person's devices share under it.

mod answers;
mod bag;
mod chain;
mod keys;
mod making;
mod record;
mod ring;
mod state;
#[cfg(test)]
mod tests;

pub use bag::{BagRefusal, KeyBag, NamedDevice, PartnerPin, RelayPin, Setting, SpaceEntry};
pub use chain::AccountChain;
pub use keys::{AccountSecret, DeviceKeys, IdentityKey, PerUserKey, VirtualKeys, fingerprint};
pub use making::{By, Founding};
pub use record::{
    AccountRecord, Body, BoxFor, Change, Holder, MOST_DEVICES, NewDevice, Pin, Rotation, Signer,
    VirtualDevice,
};
pub use ring::{CannotOpenRing, PukRing};
pub use state::{AccountState, ChainRefusal, Device, MOST_RECORDS};
