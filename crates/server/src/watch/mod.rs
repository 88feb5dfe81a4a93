//! For whoever runs the relay: what it counts about itself, and whether it should be sent people. How many and how
//! long, never who or what.

pub(crate) mod farewell;
mod lookout;
mod tally;

pub use lookout::lookout;
pub(crate) use tally::{EventCounts, Tally, count};
