//! `cargo verify`: everything a change must pass, each step named and timed, the last line a count.
//! A step that fails does not stop the others, and a step that cannot run has failed.

mod chromium;
mod count;
pub(crate) mod engines;
mod install;

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::toolchain::{self, WASM};
use crate::{client, tidy, workspace};
use count::Count;

type Step = (&'static str, fn(&mut Count) -> Result<()>);

/// In the order in which builds help each other: checks share their crates, and the browser's tests
/// find the client and the server ready.
const STEPS: [Step; 10] = [
    ("formatting", |_| formatting()),
    ("tidy", |_| if tidy::tidy()? { Ok(()) } else { bail!("see above") }),
    ("a browser for the tests", |_| chromium::ensure()),
    ("a database and a bus for the tests", |_| engines::ensure()),
    ("clippy", |_| clippy()),
    ("clippy for the browser", |_| clippy_wasm()),
    ("the client as it is served", |_| client::build(client::Grade::Release)),
    ("the server for the browser's tests", |_| server()),
    ("tests", tests),
    ("documentation", |_| documentation()),
];

/// Runs all steps; the last line is the count of tests, in which a step that failed counts as one more failure.
pub(crate) fn verify() -> ExitCode {
    let begun = Instant::now();
    let mut count = Count::default();
    let mut report = Vec::new();
    for (name, step) in STEPS {
        println!("\n=== {name}");
        let step_begun = Instant::now();
        let outcome = step(&mut count);
        let took = step_begun.elapsed();
        if let Err(error) = &outcome {
            eprintln!("{name}: {error:#}");
        }
        println!(
            "=== {name}: {}, {:.1} s",
            if outcome.is_ok() { "ok" } else { "FAILED" },
            took.as_secs_f64()
        );
        report.push((name, outcome.is_ok(), took));
    }
    summarise(&report, begun.elapsed());
    let failed_steps = report.iter().filter(|(name, ok, _)| !ok && *name != "tests").count();
    let failed = count.failed + failed_steps;
    println!("{} passed, {failed} failed", count.passed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn summarise(report: &[(&str, bool, Duration)], all: Duration) {
    println!("\n{:>8.1} s  everything", all.as_secs_f64());
    for (name, ok, took) in report {
        println!("{:>8.1} s  {name}{}", took.as_secs_f64(), if *ok { "" } else { ": FAILED" });
    }
}

fn formatting() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["fmt", "--all", "--check"]);
    workspace::succeed(&mut cargo, "cargo fmt --all --check").map(drop)
}

fn clippy() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    workspace::succeed(&mut cargo, "clippy").map(drop)
}

/// What runs in a browser is checked as it is compiled for one.
fn clippy_wasm() -> Result<()> {
    toolchain::ensure_wasm()?;
    let mut cargo = workspace::cargo();
    cargo.args(["clippy", "--target", WASM]);
    for package in ["domain", "protocol", "client", "web"] {
        cargo.args(["--package", package]);
    }
    cargo.args(["--", "-D", "warnings"]);
    workspace::succeed(&mut cargo, "clippy for the browser").map(drop)
}

/// Built apart from the tests, because they would switch on what only tests may use, and laid aside,
/// because they would build over it.
fn server() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--package", "mend"]).env("MEND_DIST", workspace::dist());
    workspace::succeed(&mut cargo, "building the server")?;
    let aside = server_aside();
    let folder = aside.parent().context("the server is laid aside in no folder")?;
    std::fs::create_dir_all(folder)?;
    std::fs::copy(workspace::target().join("debug").join(server_name()), &aside)
        .with_context(|| format!("while laying the server aside in {}", folder.display()))?;
    Ok(())
}

fn server_aside() -> PathBuf {
    workspace::target().join("verify").join(server_name())
}

fn server_name() -> String {
    format!("mend{}", std::env::consts::EXE_SUFFIX)
}

/// All tests of the workspace, those in the browser among them.
fn tests(count: &mut Count) -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    cargo.env("MEND_DIST", workspace::dist()).env("MEND_BIN", server_aside());
    let mut child = cargo.stdout(Stdio::piped()).spawn().context("could not start the tests")?;
    let told = child.stdout.take().context("the tests tell nothing")?;
    for line in BufReader::new(told).lines() {
        let line = line?;
        if count.take_in(&line) {
            println!("{line}");
        }
    }
    let status = child.wait()?;
    count.close(status.success());
    if count.ignored > 0 {
        bail!(
            "{} tests are marked to be ignored; nothing is skipped here: mend them or remove them",
            count.ignored
        );
    }
    if !status.success() {
        bail!("see above");
    }
    Ok(())
}

fn documentation() -> Result<()> {
    let mut cargo = workspace::cargo();
    cargo.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
    workspace::succeed(&mut cargo, "the documentation").map(drop)
}
