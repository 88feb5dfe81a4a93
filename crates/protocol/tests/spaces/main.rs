//! Spaces, events, logs, reveals, pairings and wire forms, told from outside: what two people, their devices and
//! a relay may do, and what every attack on them ends in.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on says so by panicking"
)]

mod bits;
mod control;
mod counsellors;
mod epochs;
mod events;
mod founding;
mod grants;
mod logs;
mod members;
mod pairings;
mod rewriting;
mod scene;
mod vectors;
mod wires;
