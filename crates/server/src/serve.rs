//! Listening, until told to stop.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::relay::Relay;

/// How often what is over is forgotten.
const SWEEP: Duration = Duration::from_secs(600);
/// How often it is looked whose moment has come to be woken.
const WAKE: Duration = Duration::from_secs(20);
/// How long open requests may take to end after the word to stop; sockets and long polls are cut, their devices return.
const GRACE: Duration = Duration::from_secs(3);

/// Serves an app until `shutdown` is done, and then for as long as leaving may take. What was answered before is durable.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    relay: Relay,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // A frame is small and somebody waits for it.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let (told, stopping) = tokio::sync::watch::channel(false);
    let mut also_stopping = stopping.clone();
    let sweeping = tokio::spawn(sweep(relay.clone()));
    let waking = tokio::spawn(wake(relay.clone()));
    tokio::spawn(async move {
        shutdown.await;
        relay.inner.farewell.begin();
        // Whoever divides people among relays has to notice first.
        tokio::time::sleep(relay.inner.settings.drain).await;
        let _ = told.send(true);
    });
    let stopped = async move {
        let mut stopping = stopping;
        let _ = stopping.wait_for(|it| *it).await;
    };
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopped);
    let cut = async move {
        let _ = also_stopping.wait_for(|it| *it).await;
        tokio::time::sleep(GRACE).await;
    };
    let ended = tokio::select! {
        ended = serving => ended,
        () = cut => Ok(()),
    };
    sweeping.abort();
    waking.abort();
    ended
}

async fn sweep(relay: Relay) {
    loop {
        tokio::time::sleep(SWEEP).await;
        if let Err(error) = relay.sweep().await {
            tracing::warn!(error = %error, "could not forget what is over, will try again");
        }
    }
}

async fn wake(relay: Relay) {
    loop {
        tokio::time::sleep(WAKE).await;
        if let Err(error) = relay.wake_due().await {
            tracing::warn!(error = %error, "could not look whom to wake, will try again");
        }
    }
}
