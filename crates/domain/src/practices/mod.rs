//! The practices, one module each.

pub mod check_in;
pub mod promises;
pub mod questions;
