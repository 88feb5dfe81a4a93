//! The project's own chores: build the client, start everything, check everything.
//! Kept to few dependencies, because it is the first thing a fresh clone compiles.

mod client;
mod cluster;
mod new_practice;
mod release;
mod start;
mod tidy;
mod toolchain;
mod verify;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
Chores of Mend:

  cargo start [--demo] [--listen ADDR] [--data DIR] [--dev]
      builds the client and the server, runs them, and prints the address to open
  cargo verify
      everything a change must pass; the last line counts the tests
  cargo xtask client [--dev]
      builds the client into target/dist
  cargo xtask release
      builds the one file to put on a server: static, with the page inside
  cargo xtask cluster [TIMES]
      three databases, three buses, three nodes; kills the primary under load and proves that nothing is lost
  cargo xtask tidy
      checks the rules of the house that no compiler knows
  cargo xtask new-practice NAME
      writes the files and the list lines of a new practice";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<ExitCode> {
    let (chore, rest) = words.split_first().map_or(("help", &[][..]), |(first, rest)| (first.as_str(), rest));
    match chore {
        "start" => start::start(rest),
        "client" => {
            client::build(client::Grade::from_words(rest)?)?;
            Ok(ExitCode::SUCCESS)
        }
        "cluster" => cluster::cluster(rest).map(|()| ExitCode::SUCCESS),
        "new-practice" => new_practice::begin(rest).map(|()| ExitCode::SUCCESS),
        "release" => release::release().map(|()| ExitCode::SUCCESS),
        "verify" => Ok(verify::verify()),
        "tidy" => Ok(if tidy::tidy()? { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no chore called `{other}`\n\n{HELP}"),
    }
}
