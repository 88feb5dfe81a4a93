//! The real `mend`, as a stranger starts it: own folder, own port, and the means to stop it rudely.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::wait::{until_within, within};

const STARTS_WITHIN: Duration = Duration::from_secs(30);

/// A running server, its folder and its address. Everything is cleared away at the end.
pub struct Mend {
    folder: PathBuf,
    port: u16,
    extra: Vec<String>,
    child: Option<Child>,
}

impl Mend {
    /// Starts a server with an empty folder.
    pub fn starts() -> Self {
        Self::starts_with(&[])
    }

    /// Starts a server with more words on its command line.
    pub fn starts_with(extra: &[&str]) -> Self {
        let port = free_port();
        let folder = std::env::temp_dir().join(format!("mend-e2e-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the server");
        let extra = extra.iter().map(|&it| it.to_owned()).collect();
        let mut mend = Self { folder, port, extra, child: None };
        mend.starts_again();
        mend
    }

    /// Starts the server again, on the same file and address.
    pub fn starts_again(&mut self) {
        assert!(self.child.is_none(), "the server is running already");
        let log = OpenOptions::new().create(true).append(true).open(self.log_file());
        let log = log.expect("a log file");
        let child = Command::new(binary())
            .arg("serve")
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .args(["--store", &format!("sqlite:{}", self.folder.join("mend.db").display())])
            .args(&self.extra)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::from(log.try_clone().expect("a second handle")))
            .stderr(Stdio::from(log))
            .spawn()
            .expect("mend starts");
        self.child = Some(child);
        let mut ask = || self.answers("/health").filter(|it| it.starts_with("HTTP/1.1 200"));
        if within(STARTS_WITHIN, &mut ask).is_none() {
            panic!("mend does not answer; it says:\n{}", self.log());
        }
    }

    /// Ends the server as a power cut does.
    pub fn is_killed(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("mend is killed");
            child.wait().expect("mend has ended");
        }
        let gone = || TcpStream::connect(("127.0.0.1", self.port)).is_err().then_some(());
        until_within(STARTS_WITHIN, "the port is closed", gone);
    }

    /// Runs another command of the same program on its store; what it prints.
    pub fn is_told(&self, words: &[&str]) -> String {
        let store = format!("sqlite:{}", self.folder.join("mend.db").display());
        let mut call = Command::new(binary());
        let done = call.args(words).args(["--store", &store]).current_dir(&self.folder).output();
        let done = done.expect("mend runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    /// Days go by: every invitation that is out has run its time. The server is stopped meanwhile.
    pub fn invitations_run_out(&mut self) {
        self.is_killed();
        let base = rusqlite::Connection::open(self.folder.join("mend.db")).expect("the server's file");
        let changed = base.execute("UPDATE invites SET expires_ms = (unixepoch() - 60) * 1000", []);
        assert_ne!(changed, Ok(0), "there is an invitation");
        drop(base);
        self.starts_again();
    }

    /// The address to open, without a slash at its end.
    pub fn url(&self) -> String {
        // Not `localhost`: each server's port makes an origin of its own, and 127.0.0.1 needs no resolver.
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder with everything it keeps.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it wrote to its log so far.
    pub fn log(&self) -> String {
        let mut text = String::new();
        if let Ok(mut file) = File::open(self.log_file()) {
            let _ = file.read_to_string(&mut text);
        }
        text
    }

    fn log_file(&self) -> PathBuf {
        self.folder.join("mend.log")
    }

    /// The whole answer to a plain request, if there is one.
    pub fn answers(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Mend {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            eprintln!("the server said:\n{}", self.log());
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// The binary named in `MEND_BIN`, or the newest that was built.
fn binary() -> PathBuf {
    if let Some(named) = std::env::var_os("MEND_BIN") {
        return named.into();
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| here.join("../target"), PathBuf::from);
    let built = ["release/mend", "debug/mend"].map(|it| target.join(it));
    let age = |it: &PathBuf| it.metadata().and_then(|it| it.modified()).ok();
    built.into_iter().filter(|it| it.is_file()).max_by_key(age).unwrap_or_else(|| {
        panic!("no mend to test: build it with `cargo xtask client` and `cargo build -p mend`, or name one in MEND_BIN")
    })
}
