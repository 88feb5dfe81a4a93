//! The browser in which the end-to-end tests run: taken where it is, installed where that is possible.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// How the package managers we know are asked for it.
const INSTALLERS: [&[&str]; 4] = [
    &["apt-get", "install", "--yes", "--no-install-recommends", "chromium"],
    &["dnf", "install", "--assumeyes", "chromium"],
    &["pacman", "-S", "--noconfirm", "chromium"],
    &["apk", "add", "chromium"],
];

/// Finds Chromium, or installs it, or says what to install.
pub(crate) fn ensure() -> Result<()> {
    if let Some(path) = found() {
        println!("{}", path.display());
        return Ok(());
    }
    for installer in INSTALLERS {
        let Some((program, words)) = installer.split_first() else {
            continue;
        };
        if on_path(program).is_none() {
            continue;
        }
        println!("There is no Chromium; installing it: {}", installer.join(" "));
        if *program == "apt-get" {
            // A fresh machine has no list of packages; without one the installation below says so.
            let _ = as_administrator(program, &["update"]).status();
        }
        let installed = as_administrator(program, words).status();
        if installed.is_ok_and(|it| it.success()) && found().is_some() {
            return Ok(());
        }
    }
    bail!(
        "the tests in the browser need Chromium: install the package `chromium`, or name a browser in CHROMIUM"
    )
}

fn found() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|it| it.exists());
    named.or_else(|| NAMES.iter().find_map(|name| on_path(name)))
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|it| it.is_file())
}

/// Without asking for a password: nobody may be sitting there.
fn as_administrator(program: &str, words: &[&str]) -> Command {
    let root =
        env::var("USER").is_ok_and(|it| it == "root") || env::var("HOME").is_ok_and(|it| it == "/root");
    let mut command = if root || on_path("sudo").is_none() {
        Command::new(program)
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", program]);
        sudo
    };
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    command
}
