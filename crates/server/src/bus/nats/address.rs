//! Where a NATS server is, and as whom one speaks to it.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::tls::{self, Files, Tls, TlsRefused};

/// Where a NATS server is, and as whom one speaks to it.
#[derive(Clone, PartialEq, Eq)]
pub struct BusAddress {
    pub(super) host: String,
    /// How the connection is sealed, where it is.
    pub(super) tls: Option<Tls>,
    /// Name and password, or a token alone.
    credentials: Option<(String, Option<String>)>,
}

/// Why the bus is not used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BusRefused {
    /// The address cannot be read.
    #[error(
        "the bus is not named in a way that can be read; it looks like nats://host:4222, or tls://host:4222"
    )]
    Address,
    /// TLS cannot be spoken as the address asks.
    #[error(transparent)]
    Tls(#[from] TlsRefused),
}

impl fmt::Debug for BusAddress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[bus]")
    }
}

impl FromStr for BusAddress {
    type Err = BusRefused;

    fn from_str(text: &str) -> Result<Self, BusRefused> {
        let (text, tls) = tls::asked_in(text).map_err(|it| it.map_or(BusRefused::Address, Into::into))?;
        let (rest, tls) = match (text.strip_prefix("nats://"), text.strip_prefix("tls://")) {
            (Some(rest), _) => (rest, tls),
            (None, Some(rest)) => (rest, Some(tls.map_or_else(|| Tls::of(Files::default()), Ok)?)),
            (None, None) => return Err(BusRefused::Address),
        };
        let rest = rest.trim_end_matches('/');
        let (credentials, host) = match rest.rsplit_once('@') {
            Some((who, host)) => (Some(who), host),
            None => (None, rest),
        };
        let host = if host.contains(':') { host.to_owned() } else { [host, ":4222"].concat() };
        if host.starts_with(':') || host.contains(['/', '?']) {
            return Err(BusRefused::Address);
        }
        let credentials = credentials.map(|it| match it.split_once(':') {
            Some((name, password)) => (name.to_owned(), Some(password.to_owned())),
            None => (it.to_owned(), None),
        });
        Ok(Self { host, tls, credentials })
    }
}

fn quoted(text: &str) -> String {
    let plain = text.chars().filter(|it| !it.is_control());
    let escaped: String =
        plain.flat_map(|it| matches!(it, '"' | '\\').then_some('\\').into_iter().chain([it])).collect();
    ["\"", &escaped, "\""].concat()
}

impl BusAddress {
    /// The server's name without its port, which its certificate must carry.
    pub(super) fn name(&self) -> &str {
        let name = self.host.rsplit_once(':').map_or(self.host.as_str(), |(name, _)| name);
        name.trim_start_matches('[').trim_end_matches(']')
    }

    /// What is said first. One's own words do not come back.
    pub(super) fn greeting(&self) -> String {
        let who = match &self.credentials {
            Some((name, Some(password))) => {
                [",\"user\":", &quoted(name), ",\"pass\":", &quoted(password)].concat()
            }
            Some((token, None)) => [",\"auth_token\":", &quoted(token)].concat(),
            None => String::new(),
        };
        let rest = "{\"verbose\":false,\"pedantic\":false,\"echo\":false,\"name\":\"mend\",\"lang\":\"rust\",\"version\":\"1\",\"protocol\":1";
        ["CONNECT ", rest, &who, "}\r\nPING\r\n"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Result<BusAddress, BusRefused> {
        text.parse()
    }

    #[test]
    fn a_server_is_named_with_or_without_port_name_and_token() {
        assert_eq!(address("nats://bus").unwrap().host, "bus:4222");
        assert_eq!(address("nats://10.0.0.1:99/").unwrap().host, "10.0.0.1:99");
        let named = address("nats://ana:p\"w@bus:1").unwrap();
        assert!(named.greeting().contains(r#""user":"ana","pass":"p\"w""#), "{}", named.greeting());
        assert!(address("nats://token@bus").unwrap().greeting().contains(r#""auth_token":"token""#));
        assert!(!format!("{named:?}").contains("ana"));
        let missing = "tls://bus?sslrootcert=/nowhere/root.pem";
        assert!(matches!(address(missing), Err(BusRefused::Tls(TlsRefused::Unreadable { .. }))));
        assert_eq!(address("nats://[::1]:99").unwrap().name(), "::1");
        for text in ["bus", "http://bus", "nats://", "nats://bus/x", "nats://bus?x=y"] {
            assert_eq!(address(text), Err(BusRefused::Address), "{text}");
        }
    }
}
