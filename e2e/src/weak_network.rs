//! A network between a browser and the server that can go and come back, as in a tunnel: what is on its way is lost, and
//! nobody is told until it is back.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use crate::mend::Mend;

/// See the module. It stands until the test ends.
pub struct WeakNetwork {
    port: u16,
    inside: Arc<Inside>,
}

#[derive(Default)]
struct Inside {
    is_gone: AtomicBool,
    /// How often it went. A connection from before is dead.
    went: AtomicUsize,
    connections: Mutex<Vec<TcpStream>>,
}

impl WeakNetwork {
    /// Puts a network before a server.
    pub fn before(mend: &Mend) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("its number").port();
        let inside = Arc::new(Inside::default());
        let (behind, within) = (mend.port(), Arc::clone(&inside));
        spawn(move || {
            for coming in listener.incoming().flatten() {
                // While it is gone nobody comes through; a connection that breaks is the browser's to open again.
                if !within.is_gone.load(Ordering::SeqCst) {
                    let _ = join(coming, behind, &within);
                }
            }
        });
        Self { port, inside }
    }

    /// The address to open, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// It is gone from now on.
    pub fn goes(&self) {
        self.inside.is_gone.store(true, Ordering::SeqCst);
        self.inside.went.fetch_add(1, Ordering::SeqCst);
    }

    /// It is back. The system notices that what was open is dead.
    pub fn comes_back(&self) {
        for dead in self.inside.connections.lock().expect("the list").drain(..) {
            let _ = dead.shutdown(Shutdown::Both);
        }
        self.inside.is_gone.store(false, Ordering::SeqCst);
    }
}

fn join(coming: TcpStream, behind: u16, inside: &Arc<Inside>) -> std::io::Result<()> {
    let server = TcpStream::connect(("127.0.0.1", behind))?;
    let born = inside.went.load(Ordering::SeqCst);
    inside.connections.lock().expect("the list").extend([coming.try_clone()?, server.try_clone()?]);
    for (from, to) in [(coming.try_clone()?, server.try_clone()?), (server, coming)] {
        let inside = Arc::clone(inside);
        spawn(move || carry(from, to, born, &inside));
    }
    Ok(())
}

fn carry(mut from: TcpStream, mut to: TcpStream, born: usize, inside: &Inside) {
    let mut piece = [0; 16 << 10];
    while let Ok(read) = from.read(&mut piece) {
        let lives = inside.went.load(Ordering::SeqCst) == born;
        if read == 0 || (lives && to.write_all(&piece[..read]).is_err()) {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
