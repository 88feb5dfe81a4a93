//! Where a request comes from, only as closely as a limit needs it, and never written down.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::Extensions;
use axum::http::HeaderMap;

/// An address as limits count it: all of IPv4, the first 64 bits of IPv6.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Origin([u8; 8]);

impl Origin {
    /// The origin of a request. Behind a proxy it is the last address the proxy has added: what stands before that
    /// is what the caller says.
    pub(crate) fn of(extensions: &Extensions, headers: &HeaderMap, behind_proxy: bool) -> Self {
        let told = headers.get("x-forwarded-for").filter(|_| behind_proxy).and_then(|it| it.to_str().ok());
        let told = told.and_then(|it| it.rsplit(',').next()).and_then(|it| it.trim().parse().ok());
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
        told.or(peer).map(Self::of_ip).unwrap_or_default()
    }

    fn of_ip(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V4(ip) => {
                let [a, b, c, d] = ip.octets();
                Self([0, 0, 0, 4, a, b, c, d])
            }
            IpAddr::V6(ip) => {
                let [a, b, c, d, e, f, g, h, ..] = ip.octets();
                Self([a, b, c, d, e, f, g, h])
            }
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::of_ip(text.parse().unwrap())
    }

    #[test]
    fn one_subscriber_line_counts_as_one() {
        assert!(origin("2001:db8:1:2::1") == origin("2001:db8:1:2:ffff::9"));
        assert!(origin("2001:db8:1:2::1") != origin("2001:db8:1:3::1"));
        assert!(origin("192.0.2.1") != origin("192.0.2.2"));
        assert!(origin("192.0.2.1") == origin("::ffff:192.0.2.1"));
    }

    #[test]
    fn what_a_caller_says_of_itself_counts_only_behind_a_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 192.0.2.1".parse().unwrap());
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 1))));
        assert!(Origin::of(&extensions, &headers, false) == origin("127.0.0.1"));
        assert!(Origin::of(&extensions, &headers, true) == origin("192.0.2.1"));
    }
}
