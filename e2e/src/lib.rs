//! Two people at two browsers: a small client for Chromium's debugging pipe, a real `mend` beside it, and
//! the few things a person does with a page. Everything here waits as a person waits, and fails as a test
//! fails: with a sentence.
#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this crate is only used by tests and reports by failing them; a missing JSON field reads as null"
)]

mod act;
mod browser;
mod cdp;
mod check;
mod counsellor;
mod gate;
mod keys;
mod mend;
mod page;
mod partner;
mod release;
mod wait;
mod weak_network;
mod wire;
mod words;

pub use browser::{Browser, Person};
pub use counsellor::{comes_as_a_counsellor, invites_a_counsellor};
pub use gate::Gate;
pub use mend::Mend;
pub use page::{Page, Shape, Theme};
pub use partner::{Kit, Partner, invites, pair, words_to_compare, writes_down_kit};
pub use release::Release;
pub use wait::{PATIENCE, until, until_within};
pub use weak_network::WeakNetwork;
pub use wire::Wire;
pub use words::{say, say_with};
