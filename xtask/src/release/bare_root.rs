//! A root with nothing in it but the one file: whoever starts there has no library, no user, no clock's zone and no
//! certificate to lean on. As in an empty container.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Ways of changing the root: as the administrator, who lets it run as the user that `deploy/Containerfile` names, and as
/// somebody who is one only in a world of their own.
const WAYS: [&[&str]; 2] =
    [&["chroot", "--userspec=65532:65532"], &["unshare", "--user", "--map-root-user", "chroot"]];

/// A folder that becomes the root, and goes with its tenant.
struct Bare(PathBuf);

impl Drop for Bare {
    fn drop(&mut self) {
        // What cannot be removed lies in the target folder and is in nobody's way.
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already when all went well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts it on a bare root, asks for the page, and stops it. `false` when nobody here may change the root.
pub(super) fn starts(file: &Path) -> Result<bool> {
    let bare = Bare(workspace::target().join("bare-root"));
    let _ = fs::remove_dir_all(&bare.0);
    let data = bare.0.join("data");
    fs::create_dir_all(&data).context("while making a bare root")?;
    fs::copy(file, bare.0.join("mend")).context("while putting the file into a bare root")?;
    // Whoever is not the administrator runs as themselves, and the folder is theirs already.
    let _ = chown(&data, Some(65_532), Some(65_532));
    let Some(way) = WAYS.iter().find(|way| goes(way, &bare.0)) else { return Ok(false) };
    let mut mend = inside(way, &bare.0);
    mend.args(["serve", "--listen", "127.0.0.1:0", "--store", "sqlite:/data/mend.sqlite"]);
    let mut running =
        Running(mend.stdout(Stdio::piped()).spawn().context("while starting it on a bare root")?);
    let mut told = BufReader::new(running.0.stdout.take().context("it tells nothing")?);
    let mut line = String::new();
    told.read_line(&mut line)?;
    let address = line.split("://").nth(1).and_then(|it| it.split(['/', ' ']).next()).unwrap_or_default();
    let address = address.trim_end_matches('.').to_owned();
    ensure!(!address.is_empty(), "it did not start on a bare root");
    ensure!(answer(&address, "/health")?.starts_with("HTTP/1.1 200"), "it does not answer on a bare root");
    ensure!(answer(&address, "/")?.contains("<html"), "the page is not in it");
    let number = running.0.id().to_string();
    workspace::succeed(Command::new("kill").args(["-TERM", &number]), "stopping it")?;
    let mut rest = String::new();
    told.read_to_string(&mut rest)?;
    ensure!(running.0.wait()?.success() && rest.contains("Stopped."), "it did not stop as it was told");
    Ok(true)
}

fn inside(way: &[&str], root: &Path) -> Command {
    let mut command = Command::new(way.first().copied().unwrap_or_default());
    command.args(way.iter().skip(1)).arg(root).arg("/mend").env_clear();
    // The programs that change the root are looked for on it; inside there is nothing to be found.
    command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    command
}

fn goes(way: &[&str], root: &Path) -> bool {
    let tried = inside(way, root).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    tried.is_ok_and(|it| it.success())
}

fn answer(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address).with_context(|| format!("while calling {address}"))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut read = Vec::new();
    stream.read_to_end(&mut read)?;
    Ok(String::from_utf8_lossy(&read).into_owned())
}
