//! The one request that the relay makes to others: a message to a push service. It follows no redirect, reads nothing of the
//! answer but its status, and does not wait for long.

use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::ON_ITS_WAY_S;
use super::allowed::Target;
use crate::tls::Tls;

/// What a push service said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// It will tell the browser.
    Taken,
    /// There is no such browser any more.
    Gone,
    /// It does not want this: a status of RFC 9110.
    Refused(u16),
    /// It was not reached, or not over a line that can be trusted.
    Away,
}

/// Posts messages; over TLS, where a service was allowed that wants it.
pub(crate) struct Post {
    pub(super) tls: Option<Tls>,
    pub(super) patience: Duration,
}

impl Post {
    /// Posts one message.
    pub(super) async fn post(&self, to: &Target, authorization: &str, sealed: Vec<u8>) -> Said {
        let said = timeout(self.patience, self.try_post(to, authorization, sealed)).await;
        match said.ok().flatten() {
            Some(200..=299) => Said::Taken,
            Some(404 | 410) => Said::Gone,
            Some(status) => Said::Refused(status),
            None => Said::Away,
        }
    }

    async fn try_post(&self, to: &Target, authorization: &str, sealed: Vec<u8>) -> Option<u16> {
        let request = Request::post(to.path.as_str())
            .header(header::HOST, to.authority())
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", ON_ITS_WAY_S)
            .header("urgency", "normal")
            // One that still waits is replaced by the next (RFC 8030, section 5.4).
            .header("topic", "mend")
            .body(Full::new(Bytes::from(sealed)))
            .ok()?;
        let host = to.host.trim_matches(['[', ']']);
        let line = TcpStream::connect((host, to.port)).await.ok()?;
        if !to.has_tls {
            return status(line, request).await;
        }
        status(self.tls.as_ref()?.over(host, line).await.ok()?, request).await
    }
}

async fn status(
    line: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
) -> Option<u16> {
    let (mut asks, line) = http1::handshake(TokioIo::new(line)).await.ok()?;
    let held = tokio::spawn(line);
    let answer = asks.send_request(request).await;
    held.abort();
    Some(answer.ok()?.status().as_u16())
}
