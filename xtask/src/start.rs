//! `cargo start`: from a fresh clone to a running Mend, saying what it is doing.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::client::{self, Grade};
use crate::workspace;

const HELP: &str = "\
cargo start [--demo] [--listen ADDR] [--data DIR] [--dev | --release]

  --demo         opens with a made-up couple and twelve weeks of their journey
  --listen ADDR  where to serve (127.0.0.1:8730)
  --data DIR     where the database lies (./data)
  --dev          builds quickly for the next look at a change, larger and slower
  --release      builds as it is served to people (this is what happens anyway)";

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
struct Wish {
    demo: bool,
    listen: SocketAddr,
    data: PathBuf,
    grade: Grade,
}

/// Builds, then becomes the server.
pub(crate) fn start(words: &[String]) -> Result<ExitCode> {
    if words.iter().any(|it| it == "--help" || it == "-h") {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let wish = read(words)?;
    let begun = Instant::now();
    if !workspace::dist().join("manifest.txt").exists() {
        println!("The first time takes a few minutes: everything is compiled here, from source.");
    }
    client::build(wish.grade)?;
    let mend = build_server(wish.grade)?;
    println!("Ready after {:.0} s.", begun.elapsed().as_secs_f64());
    serve(&mend, &wish)
}

fn read(words: &[String]) -> Result<Wish> {
    let mut wish = Wish {
        demo: false,
        listen: SocketAddr::from(([127, 0, 0, 1], 8730)),
        data: PathBuf::from("data"),
        grade: Grade::Release,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (name, given) =
            word.split_once('=').map_or((word.as_str(), None), |(name, it)| (name, Some(it.to_owned())));
        let mut value = || {
            given
                .clone()
                .or_else(|| words.next().cloned())
                .with_context(|| format!("{name} needs a value\n\n{HELP}"))
        };
        match name {
            "--demo" => wish.demo = true,
            "--dev" => wish.grade = Grade::Dev,
            "--release" => wish.grade = Grade::Release,
            "--data" => wish.data = PathBuf::from(value()?),
            "--listen" => {
                let text = value()?;
                wish.listen = text
                    .parse()
                    .with_context(|| format!("`{text}` is no address; one looks like 127.0.0.1:8730"))?;
            }
            other => bail!("unknown: `{other}`\n\n{HELP}"),
        }
    }
    Ok(wish)
}

fn build_server(grade: Grade) -> Result<PathBuf> {
    println!("Building the server …");
    let mut cargo = workspace::cargo();
    cargo.args(["build", "--package", "mend"]).env("MEND_DIST", workspace::dist());
    if grade == Grade::Release {
        cargo.arg("--release");
    }
    let took = workspace::succeed(&mut cargo, "building the server")?;
    println!("  built after {:.1} s", took.as_secs_f64());
    let folder = if grade == Grade::Release { "release" } else { "debug" };
    Ok(workspace::target().join(folder).join(format!("mend{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs the server in our place, so that Ctrl-C and the system's stop signal reach it and nobody else.
fn serve(mend: &Path, wish: &Wish) -> Result<ExitCode> {
    let mut command = Command::new(mend);
    command.arg("serve").arg("--listen").arg(wish.listen.to_string());
    if wish.demo {
        // The made-up couple is written anew each time, and leaves no folder behind.
        command.arg("--demo");
    } else {
        std::fs::create_dir_all(&wish.data)
            .with_context(|| format!("could not make the folder {}", wish.data.display()))?;
        command.arg("--store").arg(format!("sqlite:{}", wish.data.join("mend.sqlite").display()));
    }
    become_server(&mut command).with_context(|| format!("could not run {}", mend.display()))
}

#[cfg(unix)]
fn become_server(command: &mut Command) -> std::io::Result<ExitCode> {
    Err(std::os::unix::process::CommandExt::exec(command))
}

#[cfg(not(unix))]
fn become_server(command: &mut Command) -> std::io::Result<ExitCode> {
    let status = command.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(line: &str) -> Result<Wish> {
        read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn without_a_word_it_serves_people_on_this_machine_only() {
        let plain = wish("").unwrap();
        assert!(plain.listen.ip().is_loopback() && plain.listen.port() == 8730);
        assert_eq!((plain.demo, plain.grade, plain.data), (false, Grade::Release, PathBuf::from("data")));
    }

    #[test]
    fn values_follow_after_a_space_or_an_equals_sign() {
        assert_eq!(
            wish("--demo --listen=0.0.0.0:80 --data /tmp/x --dev").unwrap(),
            wish("--dev --data=/tmp/x --listen 0.0.0.0:80 --demo").unwrap()
        );
    }

    #[test]
    fn what_it_does_not_know_is_refused_with_the_help() {
        for line in ["--fast", "--listen", "--listen here", "--data"] {
            assert!(wish(line).is_err(), "{line} was taken");
        }
    }
}
