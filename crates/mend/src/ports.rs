//! The client's ports on a machine without a browser: HTTP over loopback, the system's randomness, a store in memory.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use client::Ports;
use client::ports::{Clock, Entropy, Later, Method, Relay, Reply, Token, Unreachable};
use client::ram::{InRamStore, NoGuard};
use client::slow::AtOnce;
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// As long as a client waits for an answer before it believes that there is none.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything a client needs, towards the relay at `address`.
pub(crate) fn ports(address: SocketAddr, clock: Rc<dyn Clock>) -> Ports {
    Ports {
        relay: Rc::new(HttpRelay { address }),
        store: Rc::new(InRamStore::new()),
        clock,
        entropy: Rc::new(SystemEntropy),
        guard: Rc::new(NoGuard),
        slow: Rc::new(AtOnce),
        origin: format!("http://{address}").into(),
    }
}

/// The way to a relay on this machine. A connection for each request: neither a demo nor an export is in a hurry.
struct HttpRelay {
    address: SocketAddr,
}

impl Relay for HttpRelay {
    fn call<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        token: Option<&'a Token>,
        body: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        Box::pin(async move {
            let asked = tokio::time::timeout(PATIENCE, self.ask(method, path, token, body)).await;
            asked.map_err(|_| Unreachable)?.ok_or(Unreachable)
        })
    }
}

impl HttpRelay {
    async fn ask(&self, method: Method, path: &str, token: Option<&Token>, body: &[u8]) -> Option<Reply> {
        let stream = TcpStream::connect(self.address).await.ok()?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.ok()?;
        // The connection carries the bytes; it ends by itself when the answer is read.
        tokio::task::spawn_local(connection);
        let mut request = Request::builder()
            .method(method.name())
            .uri(path)
            .header(HOST, self.address.to_string())
            .header(CONTENT_TYPE, "application/cbor");
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, token.to_bearer());
        }
        let request = request.body(Full::new(Bytes::copy_from_slice(body))).ok()?;
        let answer = sender.send_request(request).await.ok()?;
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.ok()?.to_bytes().to_vec();
        Some(Reply { status, body })
    }
}

/// The system's randomness.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "keys made without randomness would be worse than none")]
        getrandom::fill(bytes).expect("the system has randomness");
    }
}
