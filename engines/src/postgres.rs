//! A PostgreSQL server.

use std::env;
use std::fs;
use std::io;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::certificate::Certificate;
use crate::watched::{Watched, as_nobody_special, folder, free_port, kill_noted, remove, wait_for};

/// The password of the server's one user.
pub const PASSWORD: &str = "only-for-tests";
pub(crate) const USER: &str = "mend";

/// A server of its own. Unless it is there to be measured nothing is flushed to the disk: programs are killed here, and
/// the machine is not.
#[derive(Debug)]
pub struct Postgres {
    folder: PathBuf,
    port: u16,
    /// Certificate and key, when it speaks TLS.
    seal: Option<[String; 2]>,
    /// Whether it flushes to the disk, as it does where nobody tests.
    flushes: bool,
    running: Option<Watched>,
}

/// An empty database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// How it is named: `postgres://…`.
    pub url: String,
}

/// Where a program of PostgreSQL's lies: the newest that is installed.
pub(crate) fn program(name: &str) -> io::Result<PathBuf> {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = installed.map(|it| it.path().join("bin")).collect();
    folders.sort();
    let path = env::var_os("PATH").unwrap_or_default();
    let places = folders.into_iter().rev().chain(env::split_paths(&path));
    let found = places.map(|it| it.join(name)).find(|it| it.is_file());
    found.ok_or_else(|| io::Error::other(["there is no ", name, " here: install PostgreSQL"].concat()))
}

impl Postgres {
    /// Starts a new, empty server.
    ///
    /// # Errors
    /// When PostgreSQL is not installed, or does not start.
    pub fn start() -> io::Result<Self> {
        Self::start_as(None, false)
    }

    /// Starts one as it is where people use it: everything is flushed, and it may have some memory.
    ///
    /// # Errors
    /// As for starting one for tests.
    pub fn start_to_measure() -> io::Result<Self> {
        Self::start_as(None, true)
    }

    /// Starts one that speaks TLS with whoever wants to. The certificate's files must stay as long as it runs.
    ///
    /// # Errors
    /// As for starting one without.
    pub fn start_with(certificate: &Certificate) -> io::Result<Self> {
        Self::start_as(Some([certificate.own(), certificate.key()]), false)
    }

    fn start_as(seal: Option<[String; 2]>, flushes: bool) -> io::Result<Self> {
        let folder = folder("postgres")?;
        let mut server = Self { port: 0, seal, flushes, running: None, folder };
        server.begin()?;
        server.start_again()?;
        Ok(server)
    }

    /// One for all tests of this program; it ends with the program.
    ///
    /// # Errors
    /// As for starting one.
    pub fn shared() -> io::Result<&'static Self> {
        static SHARED: OnceLock<Result<Postgres, String>> = OnceLock::new();
        let shared = SHARED.get_or_init(|| Self::start().map_err(|it| it.to_string()));
        shared.as_ref().map_err(|why| io::Error::other(why.clone()))
    }

    fn begin(&self) -> io::Result<()> {
        let mut command = as_nobody_special(Path::new("sh"));
        // The password comes over the input: it is in no list of processes.
        let words = "cat >\"$1/password\"; exec \"$2\" --pgdata \"$1/data\" --pwfile \"$1/password\" --username \"$3\"
         --auth=scram-sha-256 --no-sync --no-locale --encoding=UTF8";
        command
            .arg("-c")
            .arg(words.replace('\n', " "))
            .arg("sh")
            .arg(&self.folder)
            .arg(program("initdb")?)
            .arg(USER);
        command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        if let Some(mut input) = child.stdin.take() {
            writeln!(input, "{PASSWORD}")?;
        }
        let output = child.wait_with_output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }

    /// Starts it again after it was killed: with the same data, on the same port.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self) -> io::Result<()> {
        self.running = None;
        if self.port == 0 {
            self.port = free_port()?;
        }
        let (data, port) = (self.folder.join("data").display().to_string(), self.port.to_string());
        let socket = ["unix_socket_directories=", &self.folder.display().to_string()].concat();
        let usual = ["fsync=off", "shared_buffers=32MB", "max_connections=200"];
        let measured = ["shared_buffers=512MB", "max_wal_size=4GB", "max_connections=100"];
        let settings = [
            if self.flushes { measured } else { usual }.as_slice(),
            &["listen_addresses=127.0.0.1", &socket],
        ]
        .concat();
        let mut words = vec!["-D", &data, "-p", &port];
        words.extend(settings.iter().flat_map(|it| ["-c", it]));
        let seal = self.seal.as_ref().map(|[own, key]| {
            [["ssl_cert_file=", own].concat(), ["ssl_key_file=", key].concat(), "ssl=on".to_owned()]
        });
        words.extend(seal.iter().flatten().flat_map(|it| ["-c", it.as_str()]));
        let server = program("postgres")?;
        wait_for("PostgreSQL", || {
            // What a killed one leaves behind may be in the way for a moment.
            if !self.running.as_mut().is_some_and(Watched::lives) {
                self.running = Some(Watched::start(&self.folder, "QUIT", &server, &words)?);
            }
            self.answers()
        })
    }

    fn answers(&self) -> io::Result<bool> {
        let mut ready = Command::new(program("pg_isready")?);
        ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        Ok(ready.status()?.success())
    }

    /// Kills it without a word, as a power cut would.
    ///
    /// # Errors
    /// When it cannot be found.
    pub fn kill(&mut self) -> io::Result<()> {
        kill_noted(&self.folder.join("data").join("postmaster.pid"))?;
        self.running = None;
        Ok(())
    }

    fn address(&self, password: &str, name: &str) -> String {
        format!("postgres://{USER}:{password}@127.0.0.1:{}/{name}?sslmode=disable", self.port)
    }

    /// Makes an empty database.
    ///
    /// # Errors
    /// When the server does not make it.
    pub fn new_database(&self) -> io::Result<Database> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("mend_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.run_sql("postgres", &format!("CREATE DATABASE {name}"))?;
        Ok(Database { url: self.address(PASSWORD, &name) })
    }

    /// How a database is named by the machine's name, which a certificate may carry, with these words about TLS.
    #[must_use]
    pub fn sealed(&self, name: &str, words: &str) -> String {
        format!("postgres://{USER}:{PASSWORD}@localhost:{}/{name}?{words}", self.port)
    }

    /// How a database would be named with another password, or one that is not there.
    #[must_use]
    pub fn named(&self, password: &str, name: &str) -> String {
        self.address(password, name)
    }

    fn run_sql(&self, name: &str, sql: &str) -> io::Result<()> {
        run_sql(&self.address(PASSWORD, name), sql).map(drop)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.running = None;
        remove(&self.folder);
    }
}

impl Database {
    /// Another database with the same contents. Whoever is connected to this one must go first.
    ///
    /// # Errors
    /// When somebody stays, or the server does not make it.
    pub fn copy(&self) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let (server, rest) = self.url.rsplit_once('/').ok_or_else(|| io::Error::other("no address"))?;
        let (name, words) = rest.split_once('?').unwrap_or((rest, ""));
        let copy = format!("{name}_copy_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let make = format!("CREATE DATABASE {copy} TEMPLATE {name}");
        let mut refused = io::Error::other("not tried");
        // Connections that were cut are noticed a moment later.
        for _ in 0..50 {
            match run_sql(&format!("{server}/postgres?{words}"), &make) {
                Ok(_) => return Ok(Self { url: format!("{server}/{copy}?{words}") }),
                Err(error) => refused = error,
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        Err(refused)
    }

    /// Says something to the database from outside; what it answers, row by row.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn run_sql(&self, sql: &str) -> io::Result<String> {
        run_sql(&self.url, sql)
    }
}

pub(crate) fn run_sql(url: &str, sql: &str) -> io::Result<String> {
    let mut psql = Command::new(program("psql")?);
    psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]);
    let output = psql.args(["--dbname", url, "--command", sql]).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_was_killed_comes_back_with_what_it_had() -> io::Result<()> {
        let mut server = Postgres::start()?;
        let database = server.new_database()?;
        database.run_sql("CREATE TABLE kept(word TEXT); INSERT INTO kept VALUES('here')")?;
        server.kill()?;
        assert!(database.run_sql("SELECT 1").is_err());
        server.start_again()?;
        assert_eq!(database.run_sql("SELECT word FROM kept")?, "here");
        let folder = server.folder.clone();
        drop(server);
        assert!(!folder.exists());
        Ok(())
    }
}
