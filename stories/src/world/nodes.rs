//! Several nodes of one relay on one database, each with threads of its own, so that one can be killed with everything
//! it holds; and what stands before them, which sends whoever comes to a node that lives.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use client::ports::Unreachable;
use engines::{Database, Nats};
use server::{HandClock, PostgresStore, Relay, Settings};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

struct Node {
    runtime: Runtime,
    router: axum::Router,
    address: SocketAddr,
}

/// See the module.
pub(crate) struct Nodes {
    database: Mutex<Database>,
    bus: Option<String>,
    clock: Arc<HandClock>,
    alive: Arc<Mutex<Vec<Option<Node>>>>,
}

impl Nodes {
    /// So many nodes on an empty database.
    pub(super) fn start(count: usize, database: Database, bus: Option<&Nats>, clock: Arc<HandClock>) -> Self {
        let alive = Arc::new(Mutex::new((0..count).map(|_| None).collect()));
        let nodes = Self { database: Mutex::new(database), bus: bus.map(Nats::url), clock, alive };
        (0..count).for_each(|it| nodes.start_again(it));
        nodes
    }

    /// Starts one that is not there.
    pub(crate) fn start_again(&self, number: usize) {
        // A story may be running on this thread; the node begins on another.
        let node = std::thread::scope(|it| it.spawn(|| self.node()).join()).unwrap();
        self.alive.lock().unwrap()[number] = Some(node);
    }

    fn node(&self) -> Node {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let settings = Settings {
            clock: self.clock.clone(),
            bus: self.bus.as_ref().map(|it| it.parse().unwrap()),
            ..Settings::default()
        };
        let url = self.database.lock().unwrap().url.clone();
        let (router, listener) = runtime.block_on(async {
            let store = PostgresStore::open(&url).await.unwrap();
            let relay = Relay::open(Arc::new(store), settings, &[]).await.unwrap();
            (server::router(relay), TcpListener::bind(("127.0.0.1", 0)).await.unwrap())
        });
        let address = listener.local_addr().unwrap();
        let app = router.clone();
        runtime.spawn(async move { axum::serve(listener, app).await });
        Node { runtime, router, address }
    }

    /// Kills one: what it was doing is not done, and its sockets are cut.
    pub(crate) fn kill(&self, number: usize) {
        let node = self.alive.lock().unwrap()[number].take().unwrap();
        node.runtime.shutdown_background();
    }

    /// A copy of the database as it is now. The nodes stand still meanwhile.
    pub(crate) fn copy(&self) -> Database {
        let count = self.alive.lock().unwrap().len();
        (0..count).for_each(|it| self.kill(it));
        let copy = self.database.lock().unwrap().copy().unwrap();
        (0..count).for_each(|it| self.start_again(it));
        copy
    }

    /// Puts a copy in place of the database, as somebody would after a broken disk.
    pub(crate) fn put_back(&self, copy: Database) {
        let count = self.alive.lock().unwrap().len();
        (0..count).for_each(|it| self.kill(it));
        let mut fresh = [0; 16];
        getrandom::fill(&mut fresh).unwrap();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = PostgresStore::open(&copy.url).await.unwrap();
            store.begin_new_incarnation(fresh).await.unwrap();
        });
        *self.database.lock().unwrap() = copy;
        (0..count).for_each(|it| self.start_again(it));
    }

    /// Has a request done by this node, or by another when it is not there.
    pub(super) async fn call(&self, number: usize, request: Request<Body>) -> Result<Response, Unreachable> {
        let working = {
            let alive = self.alive.lock().unwrap();
            let node = living(&alive, number).ok_or(Unreachable)?;
            node.runtime.spawn(node.router.clone().oneshot(request))
        };
        match working.await {
            Ok(Ok(response)) => Ok(response),
            _ => Err(Unreachable),
        }
    }

    /// An address whose lines lead to this node, or to another when it is not there.
    pub(crate) async fn door(&self, number: usize) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let alive = Arc::clone(&self.alive);
        tokio::spawn(async move {
            while let Ok((mut inside, _)) = listener.accept().await {
                let node = living(&alive.lock().unwrap(), number).map(|it| it.address);
                let Some(node) = node else { continue };
                tokio::spawn(async move {
                    if let Ok(mut outside) = TcpStream::connect(node).await {
                        let _ = copy_bidirectional(&mut inside, &mut outside).await;
                    }
                });
            }
        });
        address
    }

    /// What the database holds of all logs.
    pub(crate) fn events(&self) -> String {
        let count = "SELECT count(*), count(DISTINCT id) FROM mend.events";
        self.database.lock().unwrap().run_sql(count).unwrap()
    }
}

fn living(alive: &[Option<Node>], number: usize) -> Option<&Node> {
    alive[number].as_ref().or_else(|| alive.iter().flatten().next())
}

impl Drop for Nodes {
    fn drop(&mut self) {
        for node in self.alive.lock().unwrap().drain(..).flatten() {
            node.runtime.shutdown_background();
        }
    }
}
