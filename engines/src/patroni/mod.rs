//! Three PostgreSQL servers that Patroni keeps in step, and etcd, over which its members agree who leads. Everything is
//! flushed to the disk here as it would be elsewhere.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::etcd::Etcd;
use crate::http;
use crate::postgres::{self, PASSWORD, USER};
use crate::watched::{Watched, as_nobody_special, folder, free_port, kill_noted, program, remove};

/// How long a member may take to come to where it is waited for.
const PATIENCE: Duration = Duration::from_secs(180);

/// How a primary goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// The database's own program is killed; its Patroni lives and tells the others.
    Database,
    /// Both are killed at once, as when the machine is gone: nobody tells anybody.
    Machine,
}

#[derive(Debug)]
struct Member {
    folder: PathBuf,
    port: u16,
    /// Where its Patroni answers.
    rest: u16,
    running: Option<Watched>,
}

/// Three PostgreSQL servers, of which one leads.
#[derive(Debug)]
pub struct Patroni {
    // Before etcd, so that they go in this order.
    members: Vec<Member>,
    _etcd: Etcd,
}

impl Member {
    fn new(number: usize, etcd: &Etcd) -> io::Result<Self> {
        let member =
            Self { folder: folder("patroni")?, port: free_port()?, rest: free_port()?, running: None };
        let programs = postgres::program("postgres")?;
        let programs = programs.parent().unwrap_or(Path::new("/")).display().to_string();
        let folder = member.folder.display().to_string();
        let says = [
            ("{number}", number.to_string()),
            ("{rest}", member.rest.to_string()),
            ("{port}", member.port.to_string()),
            ("{etcd}", etcd.address()),
            ("{folder}", folder),
            ("{programs}", programs),
            ("{user}", USER.to_owned()),
            ("{password}", PASSWORD.to_owned()),
        ];
        let written = include_str!("member.yml");
        let written = says.iter().fold(written.to_owned(), |text, (name, is)| text.replace(name, is));
        // The passwords come over the input: they are in no list of processes.
        let mut command = as_nobody_special(Path::new("sh"));
        command.args(["-c", "umask 077; cat >\"$1\"", "sh"]).arg(member.settings());
        let mut child = command.current_dir("/").stdin(Stdio::piped()).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(written.as_bytes())?;
        }
        if child.wait()?.success() { Ok(member) } else { Err(io::Error::other("no settings for Patroni")) }
    }

    fn settings(&self) -> PathBuf {
        self.folder.join("member.yml")
    }

    fn start(&mut self) -> io::Result<()> {
        self.running = None;
        let settings = self.settings().display().to_string();
        let patroni = program("patroni", "patroni")?;
        self.running = Some(Watched::start(&self.folder, "TERM", &patroni, &[&settings])?);
        Ok(())
    }

    fn is(&self, what: &str) -> bool {
        http::is_well(self.rest, what)
    }

    fn kill_database(&self) -> io::Result<()> {
        kill_noted(&self.folder.join("data").join("postmaster.pid"))
    }

    fn kill(&mut self) -> io::Result<()> {
        // Patroni first: it has no time to tell.
        kill_noted(&self.folder.join("number"))?;
        self.kill_database()?;
        self.running = None;
        Ok(())
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // It takes its database with it.
        self.running = None;
        remove(&self.folder);
    }
}

/// Asks until the answer is yes; how long that took.
fn in_time(what: &str, mut is_so: impl FnMut() -> bool) -> io::Result<Duration> {
    let begun = Instant::now();
    while !is_so() {
        if begun.elapsed() > PATIENCE {
            return Err(io::Error::other(["waited in vain until ", what].concat()));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(begun.elapsed())
}

impl Patroni {
    /// Starts three servers, one after the other, and waits until all are in step.
    ///
    /// # Errors
    /// When PostgreSQL, Patroni or etcd is not installed, or does not start.
    pub fn start() -> io::Result<Self> {
        let etcd = Etcd::start()?;
        let mut members = Vec::new();
        for number in 0..3 {
            let mut member = Member::new(number, &etcd)?;
            member.start()?;
            if number == 0 {
                in_time("the first PostgreSQL leads", || member.is("/primary"))?;
            }
            members.push(member);
        }
        let cluster = Self { members, _etcd: etcd };
        cluster.wait_until_whole()?;
        Ok(cluster)
    }

    /// Waits until one leads, both others follow, and one of them has all that is acknowledged.
    ///
    /// # Errors
    /// When that does not come.
    pub fn wait_until_whole(&self) -> io::Result<Duration> {
        let count = |what: &str| self.members.iter().filter(|it| it.is(what)).count();
        in_time("all three PostgreSQL servers are in step", || {
            count("/primary") == 1 && count("/replica") == 2 && count("/synchronous") == 1
        })
    }

    /// Which one leads now.
    #[must_use]
    pub fn primary(&self) -> Option<usize> {
        self.members.iter().position(|it| it.is("/primary"))
    }

    /// Waits until another one than this leads.
    ///
    /// # Errors
    /// When none does.
    pub fn another_than(&self, gone: usize) -> io::Result<usize> {
        let mut found = gone;
        in_time("another PostgreSQL leads", || {
            found = self.primary().unwrap_or(gone);
            found != gone
        })?;
        Ok(found)
    }

    /// Kills a member without a word.
    ///
    /// # Errors
    /// When it is not there.
    pub fn kill(&mut self, number: usize, goes: Goes) -> io::Result<()> {
        let member = self.members.get_mut(number).ok_or_else(|| io::Error::other("no such member"))?;
        match goes {
            Goes::Database => member.kill_database(),
            Goes::Machine => member.kill(),
        }
    }

    /// Starts a member whose machine had gone.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&mut self, number: usize) -> io::Result<()> {
        self.members.get_mut(number).map_or(Ok(()), Member::start)
    }

    /// Makes an empty database; how it is named at whichever server leads: `postgres://…`.
    ///
    /// # Errors
    /// When the server does not make it.
    pub fn new_database(&self, name: &str) -> io::Result<String> {
        self.run_sql("postgres", &["CREATE DATABASE ", name].concat())?;
        let hosts: Vec<String> = self.members.iter().map(|it| format!("127.0.0.1:{}", it.port)).collect();
        Ok(format!(
            "postgres://{USER}:{PASSWORD}@{}/{name}?sslmode=disable&target_session_attrs=read-write",
            hosts.join(",")
        ))
    }

    /// Says something to the server that leads; what it answers, row by row.
    ///
    /// # Errors
    /// When none leads, or it refuses.
    pub fn run_sql(&self, name: &str, sql: &str) -> io::Result<String> {
        let leads = self.primary().and_then(|it| self.members.get(it));
        let leads = leads.ok_or_else(|| io::Error::other("no PostgreSQL leads"))?;
        postgres::run_sql(
            &format!("postgres://{USER}:{PASSWORD}@127.0.0.1:{}/{name}?sslmode=disable", leads.port),
            sql,
        )
    }

    /// The folder of a member's log, for whoever wants to know why.
    #[must_use]
    pub fn log(&self, number: usize) -> Option<String> {
        let member = self.members.get(number)?;
        let told = Command::new("tail").args(["-n", "40"]).arg(member.folder.join("log")).output().ok()?;
        Some(String::from_utf8_lossy(&told.stdout).into_owned())
    }
}
