//! `mend serve --demo`: a made-up couple whose twelve weeks are written by the real client through the real relay,
//! and whose kits are handed to whoever asks. Nothing here guards anything; it is gone when the server stops.

mod clock;
mod couple;

use std::fs;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use axum::Router;
use axum::extract::{Path as InPath, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use thiserror::Error;

use clock::StoryClock;
use couple::{Couple, Who};

/// Why there is no made-up couple.
#[derive(Debug, Error)]
pub(crate) enum NoDemo {
    /// There is no place for it.
    #[error("there is no place for the made-up couple's records ({0})")]
    NoPlace(io::Error),
    /// Its work could not be begun.
    #[error("the made-up couple cannot begin ({0})")]
    NotBegun(io::Error),
}

/// The place of the made-up couple's records; cleared away when dropped.
pub(crate) struct Demo {
    folder: PathBuf,
    store: PathBuf,
    clock: Arc<StoryClock>,
}

impl Demo {
    /// Makes an empty place that nobody else uses.
    pub(crate) fn prepare() -> Result<Self, NoDemo> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("mend-demo-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).map_err(NoDemo::NoPlace)?;
        let store = folder.join("demo.sqlite");
        Ok(Self { folder, store, clock: Arc::default() })
    }

    /// Where its records are kept.
    pub(crate) fn store(&self) -> &Path {
        &self.store
    }

    /// The clock of the relay they meet at.
    pub(crate) fn clock(&self) -> Arc<dyn server::Clock> {
        Arc::clone(&self.clock) as Arc<dyn server::Clock>
    }

    /// Lets the two live through their weeks, as soon as the relay answers, and gives the way to their kits.
    pub(crate) fn begin(&self, listening: SocketAddr) -> Result<Router, NoDemo> {
        let begun = Instant::now();
        println!("Two made-up people live through twelve weeks, a moment please …");
        let reach = reachable(listening);
        let told = move |outcome: &Result<(), String>| match outcome {
            Ok(()) => {
                let page = page(listening);
                println!(
                    "They are here after {:.1} s. Nothing of them is true, and nothing is kept.",
                    begun.elapsed().as_secs_f64()
                );
                println!("  Noor  {page}/#demo=noor");
                println!("  Sam   {page}/#demo=sam");
                println!("Open each in a window of its own. Ctrl-C stops it.");
            }
            Err(reason) => eprintln!("The made-up couple could not be written: {reason}."),
        };
        let couple = Couple::begin(reach, Arc::clone(&self.clock), told).map_err(NoDemo::NotBegun)?;
        Ok(Router::new().route("/demo/{who}", get(kit)).with_state(couple))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // What stays behind is made up, and lies where the system clears up by itself.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The address to type, for a server that may listen on all of the machine's.
pub(crate) fn page(listening: SocketAddr) -> String {
    format!("http://{}", reachable(listening))
}

fn reachable(listening: SocketAddr) -> SocketAddr {
    if listening.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), listening.port())
    } else {
        listening
    }
}

/// `/demo/noor.json`: the name and the kit that open one of the two in a browser.
async fn kit(State(couple): State<Couple>, InPath(file): InPath<String>) -> Response {
    let who = match file.as_str() {
        "noor.json" => Who::Noor,
        "sam.json" => Who::Sam,
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match couple.kit(who).await {
        Some(kit) => {
            let body = json!({ "name": who.name(), "kit": kit }).to_string();
            ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], body).into_response()
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_to_type_is_one_that_answers() {
        assert_eq!(page("0.0.0.0:8730".parse().unwrap()), "http://127.0.0.1:8730");
        assert_eq!(page("127.0.0.1:1".parse().unwrap()), "http://127.0.0.1:1");
        assert_eq!(page("[::1]:8730".parse().unwrap()), "http://[::1]:8730");
    }

    #[test]
    fn the_records_of_the_made_up_are_cleared_away() {
        let demo = Demo::prepare().unwrap();
        fs::write(demo.store(), "made up").unwrap();
        let store = demo.store().to_path_buf();
        drop(demo);
        assert!(!store.exists());
    }
}
