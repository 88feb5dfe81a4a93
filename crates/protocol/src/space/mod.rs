//! A space: its key, one for each epoch, and its control chain, which says who belongs to it and what they may.

mod accounts;
mod chain;
mod epoch;
mod keys;
mod making;
mod record;
mod rules;
mod signers;
mod state;

pub use accounts::KnownAccounts;
pub use chain::{Accounts, ControlChain, ControlRefused};
pub use epoch::{EpochProblem, Recipient, SpaceKeys, open_epoch, seal_epoch};
pub use keys::SpaceKey;
pub use making::{Binding, Founder, Founding, found, found_vault};
pub use record::{
    Change, ControlRecord, EpochBox, EpochSeal, MOST_DEVICES, MOST_MEMBERS, Pin, Policy, Role, Seat, Signed,
    Signer, SpaceKind, Unsigned,
};
pub use state::{BoundDevice, Invited, Member, Right, SpaceState, Until, Whiteout};
