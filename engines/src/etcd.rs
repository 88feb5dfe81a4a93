//! An etcd server: what Patroni's members agree over.

use std::io;

use crate::http;
use crate::watched::{Watched, folder, free_port, program, remove, wait_for};

/// A server of its own.
#[derive(Debug)]
pub(crate) struct Etcd {
    folder: std::path::PathBuf,
    port: u16,
    running: Option<Watched>,
}

impl Etcd {
    /// Starts a new server.
    pub(crate) fn start() -> io::Result<Self> {
        let (port, among_themselves) = (free_port()?, free_port()?);
        let mut server = Self { folder: folder("etcd")?, port, running: None };
        let (here, there) =
            (format!("http://127.0.0.1:{port}"), format!("http://127.0.0.1:{among_themselves}"));
        let data = server.folder.join("data").display().to_string();
        let members = ["only=", &there].concat();
        let words = [
            ["--name", "only"],
            ["--data-dir", &data],
            ["--listen-client-urls", &here],
            ["--advertise-client-urls", &here],
            ["--listen-peer-urls", &there],
            ["--initial-advertise-peer-urls", &there],
            ["--initial-cluster", &members],
        ];
        let found = program("etcd", "etcd-server")?;
        server.running = Some(Watched::start(&server.folder, "KILL", &found, words.as_flattened())?);
        wait_for("etcd", || Ok(http::is_well(port, "/health")))?;
        Ok(server)
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for Etcd {
    fn drop(&mut self) {
        self.running = None;
        remove(&self.folder);
    }
}
