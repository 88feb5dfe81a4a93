//! What the tests need of the system: taken where it is, installed by the system's package manager where that is possible.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

/// Something to install, and how each package manager is asked for it.
pub(crate) struct Package {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Programs and their words.
    pub(crate) installers: &'static [(&'static str, &'static [&'static str])],
}

/// Installs it unless it is there. Whether it is there now.
pub(crate) fn ensure(package: &Package, is_there: impl Fn() -> bool) -> Result<bool> {
    for (program, words) in package.installers {
        if is_there() {
            return Ok(true);
        }
        if on_path(program).is_none() {
            continue;
        }
        println!("There is no {}; installing it: {program} {}", package.name, words.join(" "));
        if *program == "apt-get" {
            // A fresh machine has no list of packages; without one the installation below says so.
            let _ = as_administrator(program, &["update"]).status();
        }
        let _ = as_administrator(program, words).status();
    }
    Ok(is_there())
}

/// Where a program lies.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
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
