//! A NATS server.

use std::io;
use std::net::TcpStream;
use std::path::PathBuf;

use crate::certificate::Certificate;
use crate::watched::{Watched, folder, free_port, program, remove, wait_for};

/// A server of its own.
#[derive(Debug)]
pub struct Nats {
    folder: PathBuf,
    port: u16,
    /// Where the servers of a cluster hear each other: this one's, and everybody's.
    among: Option<(u16, String)>,
    /// Certificate and key, when it speaks nothing but TLS.
    seal: Option<[String; 2]>,
    running: Option<Watched>,
}

impl Nats {
    /// Starts a new server.
    ///
    /// # Errors
    /// When it is not installed, or does not start.
    pub fn start() -> io::Result<Self> {
        Self::start_as(None, None)
    }

    /// Starts one that speaks nothing but TLS. The certificate's files must stay as long as it runs.
    ///
    /// # Errors
    /// As for starting one without.
    pub fn start_with(certificate: &Certificate) -> io::Result<Self> {
        Self::start_as(None, Some([certificate.own(), certificate.key()]))
    }

    /// Starts three servers that pass on to each other what is said to one of them.
    ///
    /// # Errors
    /// As for starting one.
    pub fn start_cluster() -> io::Result<[Self; 3]> {
        let ports = [free_port()?, free_port()?, free_port()?];
        let routes = ports.map(|it| format!("nats://127.0.0.1:{it}")).join(",");
        let [one, two, three] = ports.map(|port| Self::start_as(Some((port, routes.clone())), None));
        Ok([one?, two?, three?])
    }

    fn start_as(among: Option<(u16, String)>, seal: Option<[String; 2]>) -> io::Result<Self> {
        let mut server = Self { folder: folder("nats")?, port: free_port()?, among, seal, running: None };
        server.start_again()?;
        Ok(server)
    }

    /// Starts it again on the same port.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self) -> io::Result<()> {
        let port = self.port.to_string();
        let mut words = vec!["-a", "127.0.0.1", "-p", &port];
        let among = self.among.as_ref().map(|(port, routes)| (format!("nats://127.0.0.1:{port}"), routes));
        if let Some((here, routes)) = &among {
            words.extend(["-cluster_name", "mend", "-cluster", here, "-routes", routes]);
        }
        if let Some([own, key]) = &self.seal {
            words.extend(["--tls", "--tlscert", own, "--tlskey", key]);
        }
        let found = program("nats-server", "nats-server")?;
        self.running = Some(Watched::start(&self.folder, "KILL", &found, &words)?);
        wait_for("NATS", || Ok(TcpStream::connect(("127.0.0.1", self.port)).is_ok()))
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// How it is named by the machine's name, which its certificate carries, and the authority that signed that.
    #[must_use]
    pub fn sealed(&self, root: &str) -> String {
        format!("tls://localhost:{}?sslrootcert={root}", self.port)
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
