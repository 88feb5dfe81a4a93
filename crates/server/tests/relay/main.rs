//! The relay's rules, told through its router: what each route does and what it refuses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "tests stop at the first surprise"
)]

mod account;
mod attachments;
mod backup;
mod events;
mod files;
mod flood;
mod frames;
mod login;
mod logs;
mod meetings;
mod nodes;
mod passing;
mod people;
mod push;
mod rig;
mod spaces;
mod watch;
mod wire;
