//! Waking a device through the push service of its browser's maker, at the moments it left, with nothing to read. The relay
//! reaches out to nobody unless whoever runs it says so, and then to the push services they allow and no others.

mod allowed;
mod message;
mod post;
#[cfg(test)]
mod tests;
mod wake;

use std::time::Duration;

use protocol::wire::POINT_BYTES;

use crate::tls::{Files, Tls};

pub use allowed::{Courier, PushRefused};
pub use message::is_key;
pub(crate) use message::{Sender, is_point, make_key};
pub(crate) use post::Post;
pub(crate) use wake::first;

/// The name under which the key for push services is kept.
pub(crate) const KEY: &str = "push_key";
/// The least time between two wakings of one device, whatever it asks for.
pub(crate) const LEAST_APART_MS: u64 = 20 * 60 * 60 * 1_000;
/// How long a push service keeps a message for a device that is away, in seconds; what is later than that is not sent.
const ON_ITS_WAY_S: u64 = 60 * 60;
/// How long a push service may take, unless whoever runs the relay says otherwise.
const PATIENCE: Duration = Duration::from_secs(15);
/// How far ahead a device may plan.
pub(crate) const FURTHEST_MS: u64 = 10 * 24 * 60 * 60 * 1_000;

/// What whoever runs the relay has chosen about waking devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushSettings {
    /// How a push service reaches whoever runs the relay: `mailto:…` or `https://…` (RFC 8292, section 2.1).
    pub contact: String,
    /// The push services that may be spoken to.
    pub services: Vec<Courier>,
    /// How long one of them may take to answer.
    pub patience: Duration,
    /// How TLS is spoken to them.
    tls: Option<Tls>,
}

impl PushSettings {
    /// With the usual push services, or these.
    ///
    /// # Errors
    /// When the contact is none, a service is not named as one, or nothing here says whom to trust over TLS.
    pub fn new(contact: &str, services: Option<&[String]>) -> Result<Self, PushRefused> {
        let known = contact.strip_prefix("mailto:").or_else(|| contact.strip_prefix("https://"));
        let plain = |it: u8| it.is_ascii_graphic() && !matches!(it, b'"' | b'\\' | b'<' | b'>');
        if !known.is_some_and(|it| it.len() > 2 && it.contains('.') && it.bytes().all(plain)) {
            return Err(PushRefused::Contact);
        }
        let services = match services {
            Some(said) => said.iter().map(|it| it.parse()).collect::<Result<_, _>>()?,
            None => Courier::usual(),
        };
        let needs_tls = services.iter().any(Courier::has_tls);
        let tls = needs_tls.then(|| Tls::of(Files::default())).transpose()?;
        Ok(Self { contact: contact.to_owned(), services, patience: PATIENCE, tls })
    }

    /// Whether the services can be reached from here, each by its name; those that are named for all below a name cannot be
    /// looked for. Nothing is said to them.
    #[must_use]
    pub fn reach(&self) -> Vec<(&str, bool)> {
        self.services.iter().filter_map(Courier::reach).collect()
    }
}

/// What wakes devices.
pub(crate) struct Push {
    pub(crate) sender: Sender,
    pub(crate) services: Vec<Courier>,
    pub(crate) post: Post,
}

impl Push {
    pub(crate) fn of(settings: &PushSettings, key: &[u8]) -> Option<Self> {
        let sender = Sender::of(key, &settings.contact)?;
        let post = Post { tls: settings.tls.clone(), patience: settings.patience };
        Some(Self { sender, services: settings.services.clone(), post })
    }

    /// The key that browsers are told, as an uncompressed point.
    pub(crate) fn public(&self) -> [u8; POINT_BYTES] {
        self.sender.public()
    }
}
