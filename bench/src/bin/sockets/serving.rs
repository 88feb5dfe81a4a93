//! The servers that are measured; each prints its address and ends with its input.

use std::sync::Arc;

use axum::Router;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::routing::get;
use axum::serve::ListenerExt;
use server::{Flow, Relay, Settings, SqliteStore};
use tokio::io::AsyncReadExt;

/// Our relay over a new store, or a bare socket that only listens.
pub(crate) async fn serve(kind: &str) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("mend-sockets-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let app = match kind {
        "ours" => ours(&folder).await?,
        "bare" => Router::new().route("/ws", get(small)),
        _ => Router::new().route("/ws", get(usual)),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    // As the relay itself does.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    tokio::spawn(async move { axum::serve(listener, app).await });
    tokio::io::stdin().read_to_end(&mut Vec::new()).await?;
    std::fs::remove_dir_all(folder)?;
    Ok(())
}

async fn ours(folder: &std::path::Path) -> anyhow::Result<Router> {
    let mut settings = Settings::default();
    let endless = Flow { burst: 2_000_000, per_minute: 2_000_000_000 };
    settings.limits.address_requests = endless;
    settings.limits.sockets_per_account = settings.limits.sockets;
    settings.limits.spaces_per_account = 1_000;
    let store = Arc::new(SqliteStore::open(&folder.join("ours.db"))?);
    Ok(server::router(Relay::open(store, settings, &[]).await?))
}

async fn small(upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.read_buffer_size(4 << 10).write_buffer_size(4 << 10).on_upgrade(listen)
}

async fn usual(upgrade: WebSocketUpgrade) -> axum::response::Response {
    upgrade.on_upgrade(listen)
}

async fn listen(mut socket: WebSocket) {
    while let Some(Ok(_)) = socket.recv().await {}
}
