//! What whoever runs the relay can look at, on a listener of its own: on the address everybody knows, counts and times
//! of a relay with one couple on it would tell when the two write.

use std::path::PathBuf;

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;

use super::tally::{head, one};
use crate::relay::Relay;
use crate::routes::server;

/// The routes of the lookout. `files`: those of the store, whose lengths are told, by a name each.
pub fn lookout(relay: Relay, files: Vec<(&'static str, PathBuf)>) -> Router {
    let metrics = get(move |State(relay): State<Relay>| async move {
        let text = metrics(&relay, &files);
        ([(header::CONTENT_TYPE, "text/plain; version=0.0.4"), (header::CACHE_CONTROL, "no-store")], text)
            .into_response()
    });
    Router::new().route("/metrics", metrics).route("/ready", get(server::ready)).with_state(relay)
}

fn metrics(relay: &Relay, files: &[(&'static str, PathBuf)]) -> String {
    use std::fmt::Write as _;
    let mut text = relay.inner.tally.tell(relay.inner.turnstile.inside());
    head(&mut text, "mend_store_bytes", "gauge", "How long the files of the store are.");
    for (name, file) in files {
        let length = std::fs::metadata(file).map_or(0, |it| it.len());
        let _ = writeln!(text, "mend_store_bytes{{file=\"{name}\"}} {length}");
    }
    if let Some(bytes) = resident() {
        one(&mut text, ("mend_memory_bytes", "gauge", "Memory that it holds."), bytes);
    }
    text
}

/// Memory that this process holds, where the system says so (`proc(5)`, in pages of 4 KiB).
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(text.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}
