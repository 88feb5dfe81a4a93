//! What whoever runs a relay may choose, and the limits that hold for everybody.

use std::sync::Arc;
use std::time::Duration;

use crate::bus::BusAddress;
use crate::clock::{Clock, SystemClock};
use crate::push::PushSettings;

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// Anybody.
    Open,
    /// Who was given a code by whoever runs the relay.
    ByInvitation,
    /// Nobody any more.
    Closed,
}

/// A flow that refills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// How much at once.
    pub burst: u32,
    /// How much comes back in a minute.
    pub per_minute: u32,
}

/// How much is allowed. Every list and body has its own bound in the protocol besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes one space may hold.
    pub space_bytes: u64,
    /// Bytes the attachments of one space may take, besides.
    pub attachment_bytes: u64,
    /// Spaces one account may be in.
    pub spaces_per_account: usize,
    /// Sessions of one account.
    pub sessions_per_account: usize,
    /// Blobs beside one account.
    pub blobs_per_account: usize,
    /// Open invitations of one account.
    pub invites_per_account: usize,
    /// Sockets and long polls in all.
    pub sockets: usize,
    /// Sockets and long polls of one account.
    pub sockets_per_account: usize,
    /// Attempts to sign in with one name.
    pub name_attempts: Flow,
    /// Attempts to sign in, register or recover from one address.
    pub address_attempts: Flow,
    /// Requests from one address.
    pub address_requests: Flow,
    /// Events of one account.
    pub account_events: Flow,
    /// What the devices of one account pass on to the others and nobody keeps.
    pub account_passing: Flow,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            space_bytes: 1 << 30,
            attachment_bytes: 2 << 30,
            spaces_per_account: protocol::wire::MOST_SPACES,
            sessions_per_account: 64,
            blobs_per_account: 8,
            invites_per_account: 16,
            sockets: 20_000,
            sockets_per_account: 64,
            name_attempts: Flow { burst: 10, per_minute: 2 },
            address_attempts: Flow { burst: 200, per_minute: 60 },
            address_requests: Flow { burst: 6_000, per_minute: 12_000 },
            account_events: Flow { burst: 100_000, per_minute: 12_000 },
            account_passing: Flow { burst: 120, per_minute: 240 },
        }
    }
}

/// What whoever runs the relay has chosen.
#[derive(Clone)]
pub struct Settings {
    /// Who may make an account.
    pub registration: Registration,
    /// How much is allowed.
    pub limits: Limits,
    /// Whether a proxy stands before the relay and says who is calling in `x-forwarded-for`.
    pub behind_proxy: bool,
    /// How long leaving may take, from the word to stop until nobody is served any more.
    pub drain: Duration,
    /// Over which the nodes of one relay tell each other what is new; without it they look in the store.
    pub bus: Option<BusAddress>,
    /// How devices are woken; without it they are not, and the relay reaches out to nobody.
    pub push: Option<PushSettings>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            registration: Registration::Open,
            limits: Limits::default(),
            behind_proxy: false,
            drain: Duration::ZERO,
            bus: None,
            push: None,
            clock: Arc::new(SystemClock),
        }
    }
}
