//! The relay: keeps sealed records in order and passes them on. It cannot read them, and it knows no practice.

pub mod clock;
pub mod store;
