//! Where the checkout is, and how cargo is called from inside it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Cargo's target folder, wherever the person has put it.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |it| root().join(it))
}

/// Where the finished client lies, ready to be embedded.
pub(crate) fn dist() -> PathBuf {
    target().join("dist")
}

/// The cargo that runs us, called in the workspace's root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root()).env("CARGO_TARGET_DIR", target());
    // Set for us by the outer `cargo run`; a nested build would otherwise see our own package's values.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|it| it.starts_with("CARGO_PKG_") || it == "CARGO_MANIFEST_DIR") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end; its failure is ours, named by `what`.
pub(crate) fn succeed(command: &mut Command, what: &str) -> Result<Duration> {
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("could not start: {what}"))?;
    if !status.success() {
        bail!("{what} failed ({status})");
    }
    Ok(begun.elapsed())
}
