//! A NATS server.

use std::env;
use std::io;
use std::net::TcpStream;
use std::path::PathBuf;

use crate::watched::{Watched, folder, free_port, remove, wait_for};

/// A server of its own.
#[derive(Debug)]
pub struct Nats {
    folder: PathBuf,
    port: u16,
    running: Option<Watched>,
}

fn program() -> io::Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    // A plain user's path may lack the administrator's folder.
    let places = env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = places.map(|it| it.join("nats-server")).find(|it| it.is_file());
    found.ok_or_else(|| io::Error::other("there is no nats-server here: install it"))
}

impl Nats {
    /// Starts a new server.
    ///
    /// # Errors
    /// When it is not installed, or does not start.
    pub fn start() -> io::Result<Self> {
        let mut server = Self { folder: folder("nats")?, port: free_port()?, running: None };
        server.start_again()?;
        Ok(server)
    }

    /// Starts it again on the same port.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self) -> io::Result<()> {
        let port = self.port.to_string();
        let words = ["-a", "127.0.0.1", "-p", &port];
        self.running = Some(Watched::start(&self.folder, "KILL", &program()?, &words)?);
        wait_for("NATS", || Ok(TcpStream::connect(("127.0.0.1", self.port)).is_ok()))
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// How it is named: `nats://…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.running = None;
        remove(&self.folder);
    }
}
