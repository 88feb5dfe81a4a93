//! A server's folder with its settings, the server, and what its commands say.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A server's folder with its settings; gone with the test.
pub(crate) struct House {
    pub(crate) folder: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) watch: SocketAddr,
    child: Option<Child>,
}

/// What a command said, and how it ended.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

impl House {
    pub(crate) fn new(more: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("mend-house-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (listen, watch) = (free_address(), free_address());
        let settings =
            format!("listen = \"{listen}\"\nstore = \"sqlite:a.sqlite\"\nwatch = \"{watch}\"\n{more}");
        fs::write(folder.join("mend.toml"), settings).unwrap();
        Self { folder, listen, watch, child: None }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mend"));
        command.current_dir(&self.folder).args(words);
        for name in ["MEND_LISTEN", "MEND_STORE", "MEND_SETTINGS", "MEND_LOG", "MEND_WATCH"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn calls(&self, words: &[&str]) -> Said {
        let done = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { status: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
    }

    pub(crate) fn starts(&mut self) {
        let mut child = self
            .command(&["serve", "--log-as", "json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("Mend is at http://"), "{line}");
        self.child = Some(child);
    }

    /// Stops the server; what it wrote to its log.
    pub(crate) fn stops(&mut self) -> String {
        let mut child = self.child.take().unwrap();
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
        let mut log = String::new();
        child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert!(child.wait().unwrap().success());
        log
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn get(address: SocketAddr, path: &str, more: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\n{more}connection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
