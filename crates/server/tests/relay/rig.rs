//! A relay for one test: its own store in its own folder, a clock that is set by hand, requests without a network.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use protocol::Wire;
use protocol::sign::VerifyKey;
use protocol::wire::{Problem, ProblemCode, ServerCard, Token};
use server::{Asset, HandClock, Relay, Settings, SqliteStore, router};
use tower::ServiceExt;

pub(crate) const NOW: u64 = 1_790_000_000_000;

static ASSETS: &[Asset] = &[
    Asset {
        path: "/",
        bytes: b"<!doctype html>",
        br: Some(b"shell-br"),
        mime: "text/html; charset=utf-8",
        immutable: false,
    },
    Asset {
        path: "/app-1a2b.wasm",
        bytes: b"wasm",
        br: Some(b"wasm-br"),
        mime: "application/wasm",
        immutable: true,
    },
    Asset { path: "/plain.svg", bytes: b"<svg/>", br: None, mime: "image/svg+xml", immutable: false },
];

pub(crate) struct Rig {
    pub(crate) folder: PathBuf,
    pub(crate) clock: Arc<HandClock>,
    settings: Settings,
    pub(crate) relay: Relay,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn read<T: Wire>(&self) -> T {
        assert!(self.status.is_success(), "{} {:?}", self.status, Problem::from_bytes(&self.body));
        T::from_bytes(&self.body).unwrap()
    }

    pub(crate) fn problem(&self) -> Problem {
        assert!(!self.status.is_success(), "{}", self.status);
        let problem = Problem::from_bytes(&self.body).unwrap();
        assert_eq!(problem.code.status(), self.status.as_u16());
        problem
    }

    pub(crate) fn code(&self) -> ProblemCode {
        self.problem().code
    }
}

pub(crate) fn folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("mend-relay-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Rig {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(HandClock::at(NOW));
        let mut settings = Settings { clock: clock.clone(), ..Settings::default() };
        change(&mut settings);
        let folder = folder();
        let relay = open(&folder, &settings).await;
        Self { folder, clock, settings, relay }
    }

    /// Stops the relay and starts it again on the same store.
    pub(crate) async fn restarted(self) -> Self {
        self.restarted_after(|| {}).await
    }

    /// The same, with something done while no relay runs.
    pub(crate) async fn restarted_after(mut self, meanwhile: impl FnOnce()) -> Self {
        // The old store must be closed before anything else may open it.
        let spare = folder();
        self.relay = open(&spare, &self.settings).await;
        meanwhile();
        self.relay = open(&self.folder, &self.settings).await;
        let _ = std::fs::remove_dir_all(spare);
        self
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = router(self.relay.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&Token>,
        body: Vec<u8>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header("authorization", token.to_bearer());
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// The key that this relay signs its heads with.
    pub(crate) async fn head_key(&self) -> VerifyKey {
        let card: ServerCard = self.get("/v1/server", None).await.read();
        card.instance.head_key
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&Token>) -> Reply {
        self.call(Method::GET, path, token, Vec::new()).await
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&Token>, body: &impl Wire) -> Reply {
        self.call(Method::POST, path, token, body.to_bytes()).await
    }

    pub(crate) async fn put(&self, path: &str, token: Option<&Token>, body: &impl Wire) -> Reply {
        self.call(Method::PUT, path, token, body.to_bytes()).await
    }

    pub(crate) async fn delete(&self, path: &str, token: Option<&Token>) -> Reply {
        self.call(Method::DELETE, path, token, Vec::new()).await
    }

    /// Serves on a real socket; the answer is where.
    pub(crate) async fn listen(&self) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let relay = self.relay.clone();
        tokio::spawn(server::serve(listener, router(relay.clone()), relay, std::future::pending()));
        address
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn open(folder: &std::path::Path, settings: &Settings) -> Relay {
    let store = SqliteStore::open(&folder.join("mend.db")).unwrap();
    Relay::open(Arc::new(store), settings.clone(), ASSETS).await.unwrap()
}
