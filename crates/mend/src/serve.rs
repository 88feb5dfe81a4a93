//! `mend serve`: the relay with the client inside it, until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use server::{
    Clock as _, OpenRefused, PostgresRefused, PostgresStore, Relay, SqliteStore, Store, StoreProblem,
    SystemClock,
};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tracing::Level;

use crate::assets::ASSETS;
use crate::demo::{self, Demo};
use crate::logs::{self, LogAs};
use crate::settings::{Place, Registration, Said, Settings, SettingsProblem};

/// So far may a node's clock be from the database's: much less than by what devices' own clocks are cut.
const MOST_APART_MS: u64 = 30_000;

/// How it is called.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    said: Said,
    /// Open with a made-up couple and twelve weeks of their journey; kept only until the server stops
    #[arg(long)]
    demo: bool,
    /// How much is told on the way: error, warn, info, debug
    #[arg(long, env = "MEND_LOG", default_value = "info", value_name = "LEVEL")]
    log: Level,
    /// How it is told: as text, or one JSON object a line
    #[arg(long, env = "MEND_LOG_AS", default_value = "text", value_name = "text|json")]
    log_as: LogAs,
}

/// Why it does not serve, each in a sentence for the person who started it.
#[derive(Debug, Error)]
pub(crate) enum CannotServe {
    /// The settings are wrong.
    #[error("{0}.")]
    Settings(#[from] SettingsProblem),
    /// The store was not opened.
    #[error("Mend does not start: {0}.")]
    Store(#[from] OpenRefused),
    /// The database was not opened.
    #[error("Mend does not start: {0}.")]
    Database(#[from] PostgresRefused),
    /// This machine's clock and the database's are apart.
    #[error(
        "Mend does not start: this machine's clock and the database's are {0} seconds apart; set both by the network (NTP), then start again."
    )]
    Clock(u64),
    /// The store was opened and does not work.
    #[error("Mend does not start: {0}.")]
    Relay(#[from] StoreProblem),
    /// The folder of the store is missing.
    #[error("Mend does not start: there is no folder {}; make it, or name another store.", .0.display())]
    NoFolder(PathBuf),
    /// Somebody else has the address.
    #[error(
        "Mend does not start: something is listening on {0} already; stop it, or choose another address with --listen."
    )]
    AddressTaken(SocketAddr),
    /// The system does not allow the address.
    #[error(
        "Mend does not start: it may not listen on {0}; choose a port above 1023, or ask whoever runs this machine."
    )]
    AddressForbidden(SocketAddr),
    /// The address is not this machine's.
    #[error("Mend does not start: this machine has no address {0}; choose another with --listen.")]
    AddressElsewhere(SocketAddr),
    /// The made-up couple could not be written.
    #[error("Mend does not start: {0}.")]
    Demo(#[from] demo::NoDemo),
    /// Anything else that the system refused.
    #[error("Mend stopped: {0}.")]
    System(#[from] io::Error),
}

impl Serve {
    /// Serves until Ctrl-C or the system's stop signal.
    pub(crate) fn run(self) -> Result<(), CannotServe> {
        let settings = self.said.settle()?;
        logs::begin(self.log, self.log_as);
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(serve(settings, self.demo))
    }
}

async fn serve(settings: Settings, with_demo: bool) -> Result<(), CannotServe> {
    let demo = with_demo.then(Demo::prepare).transpose()?;
    let store = open(&settings, demo.as_ref()).await?;
    let relay = relay(store, &settings, demo.as_ref()).await?;
    let listener =
        TcpListener::bind(settings.listen).await.map_err(|error| cannot_listen(&error, settings.listen))?;
    let address = listener.local_addr()?;
    if ASSETS.is_empty() {
        eprintln!("This binary carries no client, only the relay. `cargo start` builds both.");
    }
    let file = match (&settings.store, &demo) {
        (_, Some(demo)) => Some(demo.store()),
        (Place::Sqlite(path), None) => Some(path.as_path()),
        (Place::Postgres(_), None) => None,
    };
    let watch = lookout(&settings, file, &relay).await?;
    let stop = stop_asked()?;
    let mut app = server::router(relay.clone());
    if let Some(demo) = &demo {
        app = app.merge(demo.begin(address)?);
    } else {
        let kept = match &settings.store {
            Place::Sqlite(path) => path.display().to_string(),
            Place::Postgres(_) => "the database".to_owned(),
        };
        println!("Mend is at {}. Records are kept in {kept}. Ctrl-C stops it.", demo::page(address));
    }
    server::serve(listener, app, relay, stop).await?;
    watch.abort();
    println!("Stopped. Everything that was acknowledged is kept.");
    Ok(())
}

/// Lets whoever runs it look at how it is, where that was asked for.
async fn lookout(
    settings: &Settings,
    store: Option<&Path>,
    relay: &Relay,
) -> Result<AbortHandle, CannotServe> {
    let Some(address) = settings.watch else { return Ok(tokio::spawn(async {}).abort_handle()) };
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(&error, address))?;
    let files = store.map_or(Vec::new(), |store| {
        let mut wal = store.as_os_str().to_owned();
        wal.push("-wal");
        vec![("store", store.to_owned()), ("log", wal.into())]
    });
    let app = server::lookout(relay.clone(), files);
    Ok(tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(error = %error, "nobody can look at how it is any more");
        }
    })
    .abort_handle())
}

async fn open(settings: &Settings, demo: Option<&Demo>) -> Result<Arc<dyn Store>, CannotServe> {
    match (&settings.store, demo) {
        (_, Some(demo)) => open_file(demo.store()),
        (Place::Sqlite(path), None) => open_file(path),
        (Place::Postgres(address), None) => {
            let store = PostgresStore::open(address).await?;
            // What one node receives carries its time, and all read it.
            let apart_ms = store.now_ms().await?.abs_diff(SystemClock.now_ms());
            if apart_ms > MOST_APART_MS {
                return Err(CannotServe::Clock(apart_ms / 1_000));
            }
            Ok(Arc::new(store))
        }
    }
}

fn open_file(path: &Path) -> Result<Arc<dyn Store>, CannotServe> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(missing) = folder.filter(|it| !it.is_dir()) {
        return Err(CannotServe::NoFolder(missing.to_path_buf()));
    }
    Ok(Arc::new(SqliteStore::open(path)?))
}

async fn relay(
    store: Arc<dyn Store>,
    settings: &Settings,
    demo: Option<&Demo>,
) -> Result<Relay, CannotServe> {
    let (behind_proxy, drain) = (settings.behind_proxy, settings.drain);
    let bus = settings.bus.clone().filter(|_| demo.is_none());
    let mut relay = server::Settings { behind_proxy, drain, bus, ..server::Settings::default() };
    // Made-up people are reminded of nothing.
    relay.push = settings.push.clone().filter(|_| demo.is_none());
    settings.limits.put_into(&mut relay.limits);
    relay.registration = match settings.registration {
        Registration::Open => server::Registration::Open,
        Registration::ByInvitation => server::Registration::ByInvitation,
        Registration::Closed => server::Registration::Closed,
    };
    if let Some(demo) = demo {
        relay.clock = demo.clock();
        // Many people may come in by the same two names; there is nothing to guess.
        relay.limits.name_attempts = relay.limits.address_requests;
    }
    Ok(Relay::open(store, relay, ASSETS).await?)
}

fn cannot_listen(error: &io::Error, address: SocketAddr) -> CannotServe {
    match error.kind() {
        io::ErrorKind::AddrInUse => CannotServe::AddressTaken(address),
        io::ErrorKind::PermissionDenied => CannotServe::AddressForbidden(address),
        io::ErrorKind::AddrNotAvailable => CannotServe::AddressElsewhere(address),
        kind => CannotServe::System(kind.into()),
    }
}

/// Ends when somebody wants the server to stop. It listens from this call on, not only when it is awaited:
/// whoever reads the address may send the signal at once.
#[cfg(unix)]
fn stop_asked() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_asked() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without the signal there is nothing to wait for; the system's own way of stopping still works.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
