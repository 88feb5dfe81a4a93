//! Which push services may be spoken to. A device says where its browser is to be told; without this list it could send the
//! relay anywhere, also into the network it stands in.

use std::net::{IpAddr, TcpStream, ToSocketAddrs as _};
use std::str::FromStr;
use std::time::Duration;

use axum::http::Uri;
use thiserror::Error;

use crate::tls::TlsRefused;

/// The push services of the browsers' makers: Chrome and those built like it, Firefox, Safari, Edge.
const USUAL: [&str; 4] = [
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
];

/// How long it is knocked at a service's door.
const KNOCK: Duration = Duration::from_secs(5);

/// Why it cannot be set like this.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PushRefused {
    /// Nobody can be reached by it.
    #[error(
        "`push_contact` is how the push services reach you when something is wrong: mailto:you@example.org, or an https address"
    )]
    Contact,
    /// No push service is named like that.
    #[error(
        "cannot wake devices through `{0}`: name a push service as https://push.example, or as https://*.push.example for all below it"
    )]
    Service(String),
    /// Nobody could be sure whom the relay speaks to.
    #[error("push services are spoken to over TLS, and that cannot be: {0}")]
    Tls(#[from] TlsRefused),
}

/// One push service that may be spoken to, or all below one name. (The standards' word for it says nothing here.)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Courier {
    has_tls: bool,
    /// Any name that ends with a dot and this one.
    below: bool,
    host: String,
    port: u16,
}

/// Where a browser is told.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) has_tls: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Path and query.
    pub(crate) path: String,
}

impl Target {
    fn of(address: &str) -> Option<Self> {
        let address: Uri = address.parse().ok()?;
        let has_tls = match address.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = address.authority()?;
        if authority.as_str().contains('@') {
            return None;
        }
        let usual = if has_tls { 443 } else { 80 };
        let port = match authority.port() {
            Some(port) => port.as_str().parse().ok()?,
            None if authority.as_str() == authority.host() => usual,
            None => return None,
        };
        let path = address.path_and_query().map_or("/", |it| it.as_str()).to_owned();
        Some(Self { has_tls, host: authority.host().to_ascii_lowercase(), port, path })
    }

    /// Scheme, host and port, as a push service's signature names it (RFC 8292, section 2).
    pub(crate) fn origin(&self) -> String {
        let scheme = if self.has_tls { "https://" } else { "http://" };
        [scheme, &self.authority()].concat()
    }

    /// Host and port, as after `Host:`.
    pub(crate) fn authority(&self) -> String {
        match (self.has_tls, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            (_, port) => [self.host.as_str(), ":", &port.to_string()].concat(),
        }
    }
}

impl Courier {
    /// Those of the browsers' makers.
    pub(crate) fn usual() -> Vec<Self> {
        USUAL.iter().filter_map(|it| it.parse().ok()).collect()
    }

    pub(super) fn has_tls(&self) -> bool {
        self.has_tls
    }

    /// Its name, and whether it can be reached; nothing for all below a name.
    pub(super) fn reach(&self) -> Option<(&str, bool)> {
        if self.below {
            return None;
        }
        let places = (self.host.trim_matches(['[', ']']), self.port).to_socket_addrs();
        let reached = places.is_ok_and(|mut it| it.any(|at| TcpStream::connect_timeout(&at, KNOCK).is_ok()));
        Some((&self.host, reached))
    }

    fn is_at(&self, target: &Target) -> bool {
        let named = match self.below {
            true => target.host.strip_suffix(&self.host).is_some_and(|it| it.len() > 1 && it.ends_with('.')),
            false => target.host == self.host,
        };
        named && self.has_tls == target.has_tls && self.port == target.port
    }

    /// Reads where a browser is told, if that is one of these.
    pub(crate) fn target(services: &[Self], address: &str) -> Option<Target> {
        let target = Target::of(address)?;
        services.iter().any(|it| it.is_at(&target)).then_some(target)
    }
}

impl FromStr for Courier {
    type Err = PushRefused;

    fn from_str(text: &str) -> Result<Self, PushRefused> {
        let refused = || PushRefused::Service(text.to_owned());
        let (below, plain) = match text.replacen("://*.", "://", 1) {
            plain if plain.len() < text.len() => (true, plain),
            plain => (false, plain),
        };
        let target = Target::of(&plain).filter(|it| it.path == "/").ok_or_else(refused)?;
        let address: Option<IpAddr> = target.host.trim_matches(['[', ']']).parse().ok();
        // Without TLS only on this machine: a push service of one's own, or of a test.
        let safe = target.has_tls || address.is_some_and(|it| it.is_loopback());
        let named = address.is_some() || target.host.contains('.');
        let Target { has_tls, host, port, .. } = target;
        let plain = host.bytes().all(|it| it.is_ascii_alphanumeric() || b".-:[]".contains(&it));
        if !safe || !named || !plain || (below && address.is_some()) {
            return Err(refused());
        }
        Ok(Self { has_tls, below, host, port })
    }
}
