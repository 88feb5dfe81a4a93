//! The browser in which the end-to-end tests run: taken where it is, installed where that is possible.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use super::install::{Package, ensure as installed, on_path};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// How the package managers we know are asked for it.
const CHROMIUM: Package = Package {
    name: "Chromium",
    installers: &[
        ("apt-get", &["install", "--yes", "--no-install-recommends", "chromium"]),
        ("dnf", &["install", "--assumeyes", "chromium"]),
        ("pacman", &["-S", "--noconfirm", "chromium"]),
        ("apk", &["add", "chromium"]),
    ],
};

/// Finds Chromium, or installs it, or says what to install.
pub(crate) fn ensure() -> Result<()> {
    if let Some(path) = found() {
        println!("{}", path.display());
    }
    if !installed(&CHROMIUM, || found().is_some())? {
        bail!(
            "the tests in the browser need Chromium: install the package `chromium`, or name a browser in CHROMIUM"
        );
    }
    Ok(())
}

fn found() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|it| it.exists());
    named.or_else(|| NAMES.iter().find_map(|name| on_path(name)))
}
