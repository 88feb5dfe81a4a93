//! `cargo xtask release`: the one file that is put on a server. It is static: it needs no library of the machine, and
//! runs in an empty container.

mod bare_root;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::client::{self, Grade};
use crate::{toolchain, workspace};

/// Builds it and says where it lies.
pub(crate) fn release() -> Result<()> {
    let target = [std::env::consts::ARCH, "-unknown-linux-musl"].concat();
    toolchain::ensure(&target)?;
    // SQLite is C.
    if Command::new("musl-gcc").arg("--version").output().is_err() {
        bail!(
            "There is no musl-gcc here to compile SQLite with. On Debian: apt install musl-tools; then start again."
        );
    }
    client::build(Grade::Release)?;
    println!("Building the server for {target} …");
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--package", "mend", "--release", "--target", &target]);
    cargo.env("MEND_DIST", workspace::dist());
    let took = workspace::succeed(&mut cargo, "building the server")?;
    let file = workspace::target().join(&target).join("release/mend");
    let bytes = std::fs::read(&file).with_context(|| format!("{} is not there", file.display()))?;
    if needs_a_loader(&bytes) {
        bail!("{} is not static: it names a loader of the machine", file.display());
    }
    if bare_root::starts(&file)? {
        println!("  starts, serves the page and stops on a root with nothing else in it");
    } else {
        runs(&file)?;
        println!("  runs; whether it starts on a bare root was not tried: nobody here may change the root");
    }
    println!("  built after {:.1} s", took.as_secs_f64());
    let image = for_an_image(&file)?;
    println!("{} ({:.1} MB, static)", file.display(), bytes.len() as f64 / 1e6);
    println!("  for a container: podman build -f deploy/Containerfile -t mend {}", image.display());
    Ok(())
}

/// The folder from which `deploy/Containerfile` builds: the file, and an empty folder for what it keeps.
fn for_an_image(file: &Path) -> Result<PathBuf> {
    let image = workspace::target().join("image");
    std::fs::create_dir_all(image.join("data")).context("while making a folder for a container")?;
    std::fs::copy(file, image.join("mend")).context("while filling a folder for a container")?;
    Ok(image)
}

/// Whether an ELF file of 64 bits asks the system for a loader: a program header of the kind `PT_INTERP` (3).
/// <https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html>
fn needs_a_loader(elf: &[u8]) -> bool {
    let number = |at: usize, length: usize| {
        let bytes = elf.get(at..at + length).unwrap_or_default();
        bytes.iter().rev().fold(0_usize, |sum, it| sum << 8 | usize::from(*it))
    };
    let (table, size, count) = (number(32, 8), number(54, 2), number(56, 2));
    (0..count).any(|it| number(table + it * size, 4) == 3)
}

fn runs(file: &Path) -> Result<()> {
    let mut mend = Command::new(file);
    workspace::succeed(mend.arg("--version"), "running it").map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_names_a_loader_is_not_static() {
        let mut elf = vec![0; 64 + 2 * 56];
        elf[32] = 64;
        elf[54] = 56;
        elf[56] = 2;
        assert!(!needs_a_loader(&elf));
        elf[64 + 56] = 3;
        assert!(needs_a_loader(&elf));
        assert!(!needs_a_loader(b"short"));
    }
}
