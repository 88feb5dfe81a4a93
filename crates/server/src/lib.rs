//! The relay: keeps sealed records in order and passes them on. It cannot read them, and it knows no practice.
//!
//! `router` has every route on one page, `gate` is what a request passes before a handler sees it, `routes` are the
//! handlers, `log` and `facts` are the rules, `store` keeps everything, `bus` tells listeners, `conversation` is what is
//! said over a socket or a long poll.

mod agreement;
mod asset;
mod briefly;
mod bus;
pub mod clock;
mod conversation;
mod facts;
mod gate;
mod headers;
mod log;
mod looking;
mod meeting_bells;
mod push;
mod relay;
mod router;
mod routes;
mod serve;
mod sessions;
mod settings;
mod socket;
pub mod store;
mod tls;
mod watch;

pub use asset::Asset;
pub use bus::{BusAddress, BusRefused};
pub use clock::{Clock, HandClock, SystemClock};
pub use headers::{CONTENT_SECURITY_POLICY, guarding_headers};
pub use push::{Courier, PushRefused, PushSettings, is_key as is_push_key};
pub use relay::Relay;
pub use router::router;
pub use serve::serve;
pub use settings::{Flow, Limits, Registration, Settings};
pub use store::postgres::{Glimpse, PostgresRefused, PostgresStore};
pub use store::sqlite::{
    BackUpRefused, Glance, OpenRefused, Restored, Sound, SqliteStore, admit, back_up, begin_new_incarnation,
    glance, restore, sound,
};
pub use store::{Store, StoreProblem};
pub use tls::TlsRefused;
pub use watch::lookout;
