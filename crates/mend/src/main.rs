//! The one binary of Mend. One file a command.

mod assets;
mod demo;
mod serve;
mod settings;

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
}

fn main() -> ExitCode {
    let call = Call::parse();
    let done = match call.command {
        Command::Serve(serve) => serve.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
