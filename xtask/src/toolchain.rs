//! The pieces a fresh Rust installation lacks: the standard libraries of what we compile for.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// What the client is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Sees to it that the compiler can build for WebAssembly, or says what the person has to do.
pub(crate) fn ensure_wasm() -> Result<()> {
    ensure(WASM)
}

/// The same for any target.
pub(crate) fn ensure(target: &str) -> Result<()> {
    if has(target)? {
        return Ok(());
    }
    println!("Adding Rust's target {target} (once) …");
    let added =
        Command::new("rustup").args(["target", "add", target]).current_dir(workspace::root()).status();
    match added {
        Ok(status) if status.success() && has(target)? => Ok(()),
        Ok(_) => bail!(
            "rustup could not add the target {target}. Check the network and run `rustup target add {target}`, then start again."
        ),
        Err(_) => bail!(
            "Rust here has no target {target}, and there is no rustup to add it. \
             Install Rust from rustup, or your system's package for Rust's {target} standard library, then start again."
        ),
    }
}

fn has(target: &str) -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", target])
        .current_dir(workspace::root())
        .output()
        .context("could not ask rustc for its targets")?;
    let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    Ok(output.status.success() && folder.is_dir())
}
