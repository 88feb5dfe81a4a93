//! The wire between people and the server, with a meter on it: how many bytes went either way. What moves no byte, nobody
//! on the other end can see.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::spawn;
use std::time::{Duration, Instant};

use crate::mend::Mend;
use crate::wait::PATIENCE;

/// So long nothing must pass for the wire to be called quiet.
const QUIET: Duration = Duration::from_millis(1_500);

/// See the module. It stands until the test ends.
pub struct Wire {
    port: u16,
    bytes: Arc<AtomicU64>,
}

impl Wire {
    /// Lays a wire before a server.
    pub fn before(mend: &Mend) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its number").port();
        let bytes = Arc::new(AtomicU64::new(0));
        let (behind, counted) = (mend.port(), Arc::clone(&bytes));
        spawn(move || {
            for coming in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                // A connection that breaks is the browser's to open again.
                spawn(move || join(coming, behind, &counted));
            }
        });
        Self { port, bytes }
    }

    /// The address to open, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many bytes have passed so far, both ways together.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Waits until nothing passes any more, and says how many bytes have passed by then.
    pub fn is_quiet(&self) -> u64 {
        let begun = Instant::now();
        let (mut last, mut since) = (self.bytes(), Instant::now());
        while since.elapsed() < QUIET {
            assert!(begun.elapsed() < PATIENCE * 2, "the wire is never quiet");
            std::thread::sleep(Duration::from_millis(50));
            let now = self.bytes();
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
        last
    }
}

fn join(coming: TcpStream, behind: u16, counted: &Arc<AtomicU64>) -> Option<()> {
    let server = TcpStream::connect(("127.0.0.1", behind)).ok()?;
    let (back_from, back_to) = (server.try_clone().ok()?, coming.try_clone().ok()?);
    let back = Arc::clone(counted);
    spawn(move || carry(back_from, back_to, &back));
    carry(coming, server, counted);
    Some(())
}

fn carry(mut from: TcpStream, mut to: TcpStream, counted: &AtomicU64) {
    let mut piece = [0; 16 << 10];
    while let Ok(read) = from.read(&mut piece) {
        counted.fetch_add(read as u64, Ordering::SeqCst);
        if read == 0 || to.write_all(&piece[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
