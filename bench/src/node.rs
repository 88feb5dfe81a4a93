//! A node of Mend as whoever runs one starts it: the one file `mend`, in a process of its own, on a free port.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};

/// Nobody is told to wait while something is measured.
const SETTINGS: &str =
    "[limits]\nevents_per_minute = 2000000000\nevents_at_once = 2000000\nsockets_per_account = 20000\n";

/// A node.
pub struct Node {
    process: Option<Child>,
    folder: PathBuf,
    store: String,
    bus: Option<String>,
    /// Where it answers; the same after a new start.
    pub address: SocketAddr,
}

/// The file `mend`: the one named in MEND_BIN, or the one that lies beside this program.
fn file() -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os("MEND_BIN") {
        return Ok(PathBuf::from(named));
    }
    let beside = std::env::current_exe()?.with_file_name("mend");
    ensure!(beside.is_file(), "there is no mend beside this program: cargo build --release -p mend");
    Ok(beside)
}

impl Node {
    /// Starts a node on a store, with or without a bus.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(folder: &Path, store: &str, bus: Option<String>) -> anyhow::Result<Self> {
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        drop(listener);
        let folder = folder.join(format!("node-{}", address.port()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("mend.toml"), SETTINGS)?;
        let mut node = Self { process: None, folder, store: store.to_owned(), bus, address };
        node.start_again()?;
        Ok(node)
    }

    /// Starts it again where it was.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        self.kill();
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.join("log"))?;
        let mut mend = Command::new(file()?);
        mend.arg("serve").current_dir(&self.folder).stderr(log).stdin(Stdio::null()).stdout(Stdio::piped());
        // The address of a database may hold a password, and what is said at the start stands in a list.
        mend.env("MEND_STORE", &self.store).env("MEND_LISTEN", self.address.to_string());
        mend.env("MEND_BEHIND_PROXY", "true").env_remove("MEND_BUS").env_remove("MEND_SETTINGS");
        if let Some(bus) = &self.bus {
            mend.env("MEND_BUS", bus);
        }
        let process = self.process.insert(mend.spawn().context("while starting a node")?);
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("no output")?).read_line(&mut line)?;
        ensure!(line.starts_with("Mend is at "), "a node did not start: {}", self.log());
        Ok(())
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Resident memory, in KiB.
    ///
    /// # Errors
    /// When it is not there.
    pub fn memory(&self) -> anyhow::Result<f64> {
        let number = self.process.as_ref().context("no node")?.id();
        let status = std::fs::read_to_string(format!("/proc/{number}/status"))?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }

    /// What it wrote to its log.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}
