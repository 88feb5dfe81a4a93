//! After a server was started again all devices come back: signed in and subscribed, with nothing missed, beside bare
//! handshakes of as many sockets.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bench::served::Served;

use super::{Server, Signed, Socket, one};

/// Devices that knock at the same time.
const AT_ONCE: usize = 64;

/// How long it takes until so many have come.
async fn come(
    signed: Option<Arc<Signed>>,
    to: SocketAddr,
    count: usize,
) -> anyhow::Result<(Duration, Vec<Socket>)> {
    let begun = Instant::now();
    let tasks = (0..AT_ONCE).map(|first| {
        let signed = signed.clone();
        tokio::spawn(async move {
            let mut sockets = Vec::new();
            for number in (first..count).step_by(AT_ONCE) {
                sockets.push(one(signed.as_deref(), to, number).await?);
            }
            anyhow::Ok(sockets)
        })
    });
    let mut all = Vec::with_capacity(count);
    for task in tasks.collect::<Vec<_>>() {
        all.extend(task.await??);
    }
    Ok((begun.elapsed(), all))
}

/// Ours after a new start, and bare handshakes.
pub(super) async fn measure(count: usize) -> anyhow::Result<()> {
    let file = std::env::temp_dir().join(format!("mend-restart-{}.sqlite", std::process::id()));
    let store = file.display().to_string();
    let served = Served::start(&store, None)?;
    let signed = Arc::new(Signed::up(served.address).await?);
    let (first, sockets) = come(Some(Arc::clone(&signed)), served.address, count).await?;
    drop(served);
    drop(sockets);
    let served = Served::start(&store, None)?;
    let (again, sockets) = come(Some(signed), served.address, count).await?;
    let start = served.start;
    drop(sockets);
    drop(served);
    let bare = Server::start("bare")?;
    let (handshakes, sockets) = come(None, bare.address, count).await?;
    drop(sockets);
    for end in ["", "-wal", "-shm"] {
        // Not all of them are there.
        let _ = std::fs::remove_file([&store, end].concat());
    }
    println!(
        "13 {count} devices come: {:.2} s; after a new start, which took {:.0} ms, back in {:.2} s; bare handshakes {:.2} s; ours is {:.2}x",
        first.as_secs_f64(),
        start.as_secs_f64() * 1e3,
        again.as_secs_f64(),
        handshakes.as_secs_f64(),
        again.as_secs_f64() / handshakes.as_secs_f64(),
    );
    Ok(())
}
