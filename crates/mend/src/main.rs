//! The one binary of Mend. One file a command.

mod assets;
mod demo;
mod read_apology;
mod serve;
mod settings;

use std::fmt::Display;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Mend: for two people who mend their trust. This is the relay they meet at; it cannot read what they write.
#[derive(Debug, Parser)]
#[command(name = "mend", version)]
struct Call {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the client and keeps the sealed records of everyone who uses it.
    Serve(serve::Serve),
    /// Reads an apology from standard input and writes one JSON object for each place that undoes it. Keeps and sends nothing.
    ReadApology(read_apology::ReadApology),
}

fn main() -> ExitCode {
    let call = Call::parse();
    match call.command {
        Command::Serve(serve) => told(serve.run()),
        Command::ReadApology(read) => told(read.run()),
    }
}

fn told(done: Result<(), impl Display>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
