//! A gate before the server, as some networks have one: it lets requests through and no socket.

use std::io::{Read, Write, copy};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::spawn;
use std::time::Duration;

use crate::mend::Mend;

/// The longest head of a request that is looked at.
const MOST_HEAD: usize = 64 << 10;
const REFUSAL: &[u8] = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// See the module. It stands until the test ends.
pub struct Gate {
    port: u16,
    refused: Arc<AtomicUsize>,
}

impl Gate {
    /// Puts a gate before a server.
    pub fn before(mend: &Mend) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its number").port();
        let refused = Arc::new(AtomicUsize::new(0));
        let (behind, counted) = (mend.port(), Arc::clone(&refused));
        spawn(move || {
            for coming in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                // A connection that breaks is the browser's to open again.
                spawn(move || pass(coming, behind, &counted));
            }
        });
        Self { port, refused }
    }

    /// The address to open, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many sockets were refused.
    pub fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }
}

fn pass(mut coming: TcpStream, behind: u16, refused: &AtomicUsize) -> Option<()> {
    coming.set_read_timeout(Some(Duration::from_secs(90))).ok()?;
    let head = head(&mut coming)?;
    // A browser opens a connection of its own for a socket.
    if String::from_utf8_lossy(&head).to_ascii_lowercase().contains("upgrade: websocket") {
        refused.fetch_add(1, Ordering::Relaxed);
        return coming.write_all(REFUSAL).ok();
    }
    let mut server = TcpStream::connect(("127.0.0.1", behind)).ok()?;
    server.write_all(&head).ok()?;
    let (mut from, mut to) = (server.try_clone().ok()?, coming.try_clone().ok()?);
    spawn(move || {
        let _ = copy(&mut from, &mut to);
        to.shutdown(Shutdown::Both)
    });
    let _ = copy(&mut coming, &mut server);
    server.shutdown(Shutdown::Both).ok()
}

/// What came up to the end of the head, and perhaps more.
fn head(coming: &mut TcpStream) -> Option<Vec<u8>> {
    let (mut head, mut piece) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|it| it == b"\r\n\r\n") && head.len() < MOST_HEAD {
        let read = coming.read(&mut piece).ok().filter(|it| *it > 0)?;
        head.extend_from_slice(&piece[..read]);
    }
    Some(head)
}
