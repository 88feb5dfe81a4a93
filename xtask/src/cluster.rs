//! `cargo xtask cluster`: what becomes of writing when machines go, with a report of its own. Apart from `cargo verify`,
//! because it takes minutes and kills databases on purpose.

use anyhow::{Result, bail};

use crate::verify::engines;
use crate::workspace;

/// Builds the file and the load program, and runs it.
pub(crate) fn cluster(words: &[String]) -> Result<()> {
    if words.len() > 1 || words.iter().any(|it| it.parse::<usize>().is_err()) {
        bail!("cargo xtask cluster [TIMES]: how often the primary is killed");
    }
    engines::ensure()?;
    engines::ensure_cluster()?;
    let mut cargo = workspace::cargo();
    cargo.args([
        "build",
        "--release",
        "--package",
        "mend",
        "--package",
        "bench",
        "--bin",
        "mend",
        "--bin",
        "cluster",
    ]);
    workspace::succeed(&mut cargo, "building the server and the load")?;
    let programs = workspace::target().join("release");
    let mut run = std::process::Command::new(programs.join("cluster"));
    run.args(words).env("MEND_BIN", programs.join("mend"));
    workspace::succeed(&mut run, "the cluster").map(drop)
}
