//! The practices, one module each.

pub mod apology;
pub mod boosters;
pub mod check_in;
pub mod circle;
pub mod closeness;
pub mod forgiveness;
pub mod ground_rules;
pub mod hurts;
pub mod leaning;
pub mod learning;
pub mod memories;
pub mod needs;
pub mod open_book;
pub mod our_future;
pub mod promises;
pub mod questions;
pub mod same_page;
pub mod setting_down;
pub mod signs;
pub mod space;
pub mod talk;
pub mod time;
pub mod vulnerability;
pub mod why;
