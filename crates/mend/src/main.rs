//! The one binary of Mend. One file a command.

mod assets;
mod backup;
mod demo;
mod doctor;
mod export;
mod invite;
mod logs;
mod new_life;
mod ports;
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
    /// Lets people in where the registration is by invitation: prints a code for them
    Invite(invite::Invite),
    /// Copies the store while the server goes on, and checks the whole copy
    Backup(backup::Backup),
    /// Puts a copy in place of the store, while no server runs on it; devices then send again what the copy lacks
    Restore(backup::Restore),
    /// Tells every device that the database was put back from a copy, while no server runs on it
    NewLife(new_life::NewLife),
    /// Looks whether everything is as it should be, and says what to do where it is not
    Doctor(doctor::Doctor),
    /// Writes everything that one person can read into two files, with the code of their recovery kit.
    Export(export::Export),
    /// Reads an apology from standard input and writes one JSON object for each place that undoes it. Keeps and sends nothing.
    ReadApology(read_apology::ReadApology),
}

fn main() -> ExitCode {
    let call = Call::parse();
    match call.command {
        Command::Serve(serve) => told(serve.run()),
        Command::Invite(invite) => told(invite.run()),
        Command::Backup(backup) => told(backup.run()),
        Command::Restore(restore) => told(restore.run()),
        Command::NewLife(new_life) => told(new_life.run()),
        Command::Doctor(doctor) => doctor.run(),
        Command::Export(export) => told(export.run()),
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
