//! The relay as it runs for people, on a file in a folder that goes away with the story; and the way to it, which fails on demand.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use client::ports::{Later, Method, Relay, Reply, Token, Unreachable};
use protocol::Wire;
use protocol::event::EventView;
use protocol::ids::AttachmentId;
use protocol::wire::{Page, Problem, ProblemCode, ServerCard};
use server::{HandClock, Settings, SqliteStore};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

use super::nodes::Nodes;

/// Counts folders, so that stories told at the same time do not share one.
static FOLDERS: AtomicU64 = AtomicU64::new(0);

/// The house the relay runs in.
pub(crate) struct RelayHouse {
    runtime: Runtime,
    router: RefCell<Option<axum::Router>>,
    relay: RefCell<Option<server::Relay>>,
    /// Through whom it may wake devices, from the next start on.
    pub(crate) wakes: RefCell<Option<server::PushSettings>>,
    folder: PathBuf,
    clock: Arc<HandClock>,
    /// The nodes, when there are several.
    nodes: Option<Nodes>,
    /// How many bytes a space may hold, from the next start on.
    pub(crate) quota: Cell<u64>,
    /// How many bytes its photos may take, from the next start on.
    pub(crate) photo_room: Cell<u64>,
    /// Whom it lets in, from the next start on.
    pub(crate) lets_in: Cell<server::Registration>,
    /// Whether whoever runs it erases the body of every event it gives out.
    pub(crate) erases: Cell<bool>,
    /// Everything the relay ever answered.
    pub(crate) answers: RefCell<Vec<u8>>,
}

impl RelayHouse {
    /// A new relay on an empty file.
    pub(crate) fn open(now_ms: u64) -> Self {
        let house = Self::empty(now_ms);
        house.start();
        house
    }

    /// A new relay of several nodes on an empty database.
    pub(crate) fn of_nodes(
        now_ms: u64,
        count: usize,
        database: engines::Database,
        bus: Option<&engines::Nats>,
    ) -> Self {
        let mut house = Self::empty(now_ms);
        house.nodes = Some(Nodes::start(count, database, bus, house.clock.clone()));
        house
    }

    /// The nodes of a relay that has several.
    pub(crate) fn nodes(&self) -> &Nodes {
        self.nodes.as_ref().unwrap()
    }

    fn empty(now_ms: u64) -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("mend-story-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            runtime: Builder::new_current_thread().enable_all().build().unwrap(),
            router: RefCell::new(None),
            relay: RefCell::new(None),
            wakes: RefCell::new(None),
            folder,
            clock: Arc::new(HandClock::at(now_ms)),
            quota: Cell::new(1 << 30),
            photo_room: Cell::new(1 << 30),
            lets_in: Cell::new(server::Registration::Open),
            erases: Cell::new(false),
            answers: RefCell::new(Vec::new()),
            nodes: None,
        }
    }

    /// Runs what people do until it is done.
    pub(crate) fn run<T>(&self, doing: impl Future<Output = T>) -> T {
        self.runtime.block_on(doing)
    }

    pub(crate) fn set_clock(&self, ms: u64) {
        self.clock.set(ms);
    }

    /// The file everything is kept in.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("mend.sqlite")
    }

    /// Every file of the relay's, whole.
    pub(crate) fn all_bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(&self.folder).unwrap();
        let files = files.map(|it| it.unwrap().path()).filter(|it| it.is_file());
        files.flat_map(|it| std::fs::read(it).unwrap()).collect()
    }

    /// Starts the relay on its file.
    pub(crate) fn start(&self) {
        let (space_bytes, attachment_bytes) = (self.quota.get(), self.photo_room.get());
        let limits = server::Limits { space_bytes, attachment_bytes, ..server::Limits::default() };
        let registration = self.lets_in.get();
        let (clock, push) = (self.clock.clone(), self.wakes.borrow().clone());
        let settings = Settings { clock, limits, registration, push, ..Settings::default() };
        let file = self.file();
        let relay = self.run(async move {
            let store = SqliteStore::open(&file).unwrap();
            server::Relay::open(Arc::new(store), settings, &[]).await.unwrap()
        });
        *self.router.borrow_mut() = Some(server::router(relay.clone()));
        *self.relay.borrow_mut() = Some(relay);
    }

    /// Wakes the devices whose moment has come; how many push services were told.
    pub(crate) fn wakes_who_is_due(&self) -> usize {
        let relay = self.relay.borrow().clone().unwrap();
        self.run(relay.wake_due()).unwrap()
    }

    /// Listens on this machine too, for lines, until the story ends.
    pub(crate) async fn listens(&self) -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.borrow().clone().unwrap();
        tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        address
    }

    /// Stops it without a word.
    pub(crate) fn kill(&self) {
        *self.router.borrow_mut() = None;
        *self.relay.borrow_mut() = None;
    }

    /// Its card.
    pub(crate) fn card(&self) -> ServerCard {
        let router = self.router.borrow().clone().unwrap();
        let asked = Request::builder().uri("/v1/server").body(Body::empty()).unwrap();
        let body = self.run(async {
            let response = router.oneshot(asked).await.unwrap();
            axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap()
        });
        ServerCard::from_bytes(&body).unwrap()
    }

    /// A copy of its file, as a backup would be one.
    pub(crate) fn backup(&self) -> PathBuf {
        self.kill();
        let copy = self.folder.join("backup");
        std::fs::create_dir_all(&copy).unwrap();
        each_file(&self.folder, |it| {
            std::fs::copy(it, copy.join(it.file_name().unwrap())).unwrap();
        });
        self.start();
        copy
    }

    /// Puts the copy in place of what is there, as somebody would after a broken disk.
    pub(crate) fn restore(&self, copy: &Path) {
        self.set_back(copy);
        self.kill();
        let mut fresh = [0; 16];
        getrandom::fill(&mut fresh).unwrap();
        server::begin_new_incarnation(&self.file(), fresh).unwrap();
        self.start();
    }

    /// A copy made by the command, while the relay goes on.
    pub(crate) fn copies_while_it_runs(&self) -> PathBuf {
        let copy = self.folder.join(format!("copy-{}", FOLDERS.fetch_add(1, Ordering::Relaxed)));
        server::back_up(&self.file(), &copy).unwrap();
        copy
    }

    /// Puts such a copy back by the command, and starts again.
    pub(crate) fn puts_back(&self, copy: &Path) {
        self.kill();
        let mut fresh = [0; 16];
        getrandom::fill(&mut fresh).unwrap();
        server::restore(copy, &self.file(), fresh).unwrap();
        self.start();
    }

    /// Puts the copy in place and says nothing of it.
    pub(crate) fn set_back(&self, copy: &Path) {
        self.kill();
        each_file(&self.folder, |it| std::fs::remove_file(it).unwrap());
        each_file(copy, |it| {
            std::fs::copy(it, self.folder.join(it.file_name().unwrap())).unwrap();
        });
        self.start();
    }
}

/// How many events of a page have no body.
fn stubs(body: &[u8]) -> usize {
    let items = Page::from_bytes(body).map(|it| it.items).unwrap_or_default();
    items.iter().filter(|it| EventView::parse(&it.event.0).unwrap().is_withdrawn()).count()
}

/// The page without the bodies of its events.
fn erased(body: &[u8]) -> Vec<u8> {
    let Ok(mut page) = Page::from_bytes(body) else { return body.to_vec() };
    for item in &mut page.items {
        item.event = EventView::parse(&item.event.0).unwrap().withdrawn();
    }
    page.to_bytes()
}

fn each_file(folder: &Path, act: impl Fn(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            act(&path);
        }
    }
}

impl Drop for RelayHouse {
    fn drop(&mut self) {
        self.kill();
        // A folder that cannot be removed is the system's to clean.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What goes wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Everything arrives.
    Fine,
    /// After so many requests that arrive whole, requests arrive and their answers get lost.
    AnswersLost(u32),
    /// After so many requests nothing arrives any more.
    CutAfter(u32),
}

/// One device's way to the relay.
pub(crate) struct Way {
    house: Rc<RelayHouse>,
    pub(crate) weather: Cell<Weather>,
    /// How many requests arrived.
    pub(crate) arrived: Cell<u32>,
    /// How long each answer is on its way, in milliseconds.
    pub(crate) lag: Cell<u64>,
    /// How many events without a body were served here.
    pub(crate) stubs: Cell<usize>,
    /// To which node it leads, when there are several.
    pub(crate) node: Cell<usize>,
    /// Each request goes to another node than the one before.
    pub(crate) alternates: Cell<bool>,
    /// Of this attachment the relay wants to hear nothing, whatever is asked.
    pub(crate) refuses: Cell<Option<AttachmentId>>,
}

impl Way {
    pub(crate) fn new(house: &Rc<RelayHouse>) -> Self {
        Self {
            house: Rc::clone(house),
            weather: Cell::new(Weather::Fine),
            arrived: Cell::new(0),
            lag: Cell::new(0),
            stubs: Cell::new(0),
            node: Cell::new(0),
            alternates: Cell::new(false),
            refuses: Cell::new(None),
        }
    }

    async fn send(&self, request: Request<Body>) -> Result<Reply, Unreachable> {
        let reads = request.uri().to_string().contains("/events?");
        let response = match &self.house.nodes {
            Some(nodes) => {
                if self.alternates.get() {
                    self.node.set(1 - self.node.get());
                }
                self.arrived.set(self.arrived.get() + 1);
                nodes.call(self.node.get(), request).await?
            }
            None => {
                let router = self.house.router.borrow().clone().ok_or(Unreachable)?;
                self.arrived.set(self.arrived.get() + 1);
                router.oneshot(request).await.map_err(|_| Unreachable)?
            }
        };
        let status = response.status().as_u16();
        let headers = format!("{:?}", response.headers());
        let body = axum::body::to_bytes(response.into_body(), 32 << 20).await.map_err(|_| Unreachable)?;
        let mut answers = self.house.answers.borrow_mut();
        answers.extend_from_slice(headers.as_bytes());
        answers.extend_from_slice(&body);
        if reads {
            self.stubs.set(self.stubs.get() + stubs(&body));
        }
        let erases = reads && self.house.erases.get();
        Ok(Reply { status, body: if erases { erased(&body) } else { body.to_vec() } })
    }

    /// Whether this request arrives, and whether its answer does.
    fn fate(&self) -> (bool, bool) {
        match self.weather.get() {
            Weather::Fine => (true, true),
            Weather::CutAfter(0) => (false, false),
            Weather::AnswersLost(0) => (true, false),
            Weather::AnswersLost(left) => {
                self.weather.set(Weather::AnswersLost(left - 1));
                (true, true)
            }
            Weather::CutAfter(left) => {
                self.weather.set(Weather::CutAfter(left - 1));
                (true, true)
            }
        }
    }
}

impl Relay for Way {
    fn call<'a>(
        &'a self,
        method: Method,
        path: &'a str,
        token: Option<&'a Token>,
        body: &'a [u8],
    ) -> Later<'a, Result<Reply, Unreachable>> {
        let mut request = Request::builder().method(method.name()).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, token.to_bearer());
        }
        let request =
            request.header(header::CONTENT_TYPE, "application/cbor").body(Body::from(body.to_vec()));
        Box::pin(async move {
            let (arrives, answered) = self.fate();
            if !arrives {
                return Err(Unreachable);
            }
            let names = |it: AttachmentId| {
                path.contains(&it.to_string()) || body.windows(16).any(|part| part == it.0)
            };
            if self.refuses.get().is_some_and(names) {
                let says = Problem::new(ProblemCode::NotMember);
                return Ok(Reply { status: says.code.status(), body: says.to_bytes() });
            }
            let reply = self.send(request.unwrap()).await?;
            if self.lag.get() > 0 {
                tokio::time::sleep(Duration::from_millis(self.lag.get())).await;
            }
            answered.then_some(reply).ok_or(Unreachable)
        })
    }
}
