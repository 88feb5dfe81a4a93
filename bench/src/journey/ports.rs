//! What the two clients run on: the relay in the same process, a store in memory, and one clock for everybody.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, header};
use client::Ports;
use client::ports::{Clock, Entropy, Later, Method, Relay, Reply, Token, Unreachable};
use client::ram::{InRamStore, NoGuard};
use client::slow::AtOnce;
use domain::Moment;
use server::HandClock;
use tower::ServiceExt as _;

/// As much as a page may hold.
const MOST_ANSWER: usize = 32 << 20;

/// The one clock, on the wall of both and of the relay.
pub(super) struct Wall {
    now: Cell<u64>,
    relay: Arc<HandClock>,
}

impl Wall {
    pub(super) fn at(ms: u64) -> Self {
        Self { now: Cell::new(ms), relay: Arc::new(HandClock::at(ms)) }
    }

    pub(super) fn set(&self, ms: u64) {
        self.now.set(ms);
        self.relay.set(ms);
    }

    pub(super) fn of_relay(&self) -> Arc<HandClock> {
        Arc::clone(&self.relay)
    }
}

impl Clock for Wall {
    fn moment(&self) -> Moment {
        client::demo::moment_at(self.now.get())
    }
}

/// Everything one client needs.
pub(super) fn ports(router: axum::Router, wall: Rc<Wall>) -> Ports {
    Ports {
        relay: Rc::new(InProcess(router)),
        store: Rc::new(InRamStore::new()),
        clock: wall,
        entropy: Rc::new(SystemEntropy),
        guard: Rc::new(NoGuard),
        slow: Rc::new(AtOnce),
        origin: "http://127.0.0.1".into(),
    }
}

struct InProcess(axum::Router);

impl Relay for InProcess {
    fn call<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        token: Option<&'a Token>,
        body: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        Box::pin(async move {
            let mut request = Request::builder().method(method.name()).uri(path);
            if let Some(token) = token {
                request = request.header(header::AUTHORIZATION, token.to_bearer());
            }
            let request = request.header(header::CONTENT_TYPE, "application/cbor");
            let request = request.body(Body::from(body.to_vec())).map_err(|_| Unreachable)?;
            let answer = self.0.clone().oneshot(request).await.map_err(|_| Unreachable)?;
            let status = answer.status().as_u16();
            let body = axum::body::to_bytes(answer.into_body(), MOST_ANSWER).await;
            Ok(Reply { status, body: body.map_err(|_| Unreachable)?.to_vec() })
        })
    }
}

struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        #[expect(clippy::expect_used, reason = "keys made without randomness would be worse than none")]
        getrandom::fill(bytes).expect("the system has randomness");
    }
}
