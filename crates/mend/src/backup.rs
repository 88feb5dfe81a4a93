//! `mend backup` and `mend restore`: a copy of the store, and putting one back.

use std::io;
use std::path::PathBuf;

use clap::Args;
use server::{BackUpRefused, Sound};
use thiserror::Error;

use crate::settings::{Place, SettingsProblem, Which};

/// How a copy is made.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Where the copy goes; nothing may be there yet
    to: PathBuf,
    #[command(flatten)]
    which: Which,
}

/// How a copy is put back.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The copy
    from: PathBuf,
    #[command(flatten)]
    which: Which,
}

/// Why not.
#[derive(Debug, Error)]
pub(crate) enum NotDone {
    /// The settings are wrong.
    #[error("{0}.")]
    Settings(#[from] SettingsProblem),
    /// The records lie in a database.
    #[error(
        "The records lie in a database, which has its own means for copies (pg_dump, pg_basebackup). After one was put back, with every node stopped, say `mend new-life`."
    )]
    Database,
    /// The copy was not made.
    #[error("No copy was made: {0}.")]
    NoCopy(BackUpRefused),
    /// The copy was not put back.
    #[error("Nothing was put back, and the store is as it was: {0}.")]
    NotPutBack(BackUpRefused),
    /// There is no randomness.
    #[error("Nothing was put back, and the store is as it was: the system gives no randomness ({0}).")]
    NoRandomness(io::Error),
}

fn held(found: Sound) -> String {
    let count =
        |count: u64, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    [count(found.events, "record", "records"), " in ".to_owned(), count(found.spaces, "space", "spaces")]
        .concat()
}

impl Backup {
    /// Copies, checks the copy, and says what it holds.
    pub(crate) fn run(self) -> Result<(), NotDone> {
        let Place::Sqlite(store) = self.which.place()? else { return Err(NotDone::Database) };
        let found = server::back_up(&store, &self.to).map_err(NotDone::NoCopy)?;
        println!("{} holds {}, each of them checked.", self.to.display(), held(found));
        Ok(())
    }
}

impl Restore {
    /// Puts a copy back and says what happens next.
    pub(crate) fn run(self) -> Result<(), NotDone> {
        let Place::Sqlite(store) = self.which.place()? else { return Err(NotDone::Database) };
        let mut fresh = [0; 16];
        getrandom::fill(&mut fresh).map_err(|error| NotDone::NoRandomness(io::Error::other(error)))?;
        let restored = server::restore(&self.from, &store, fresh).map_err(NotDone::NotPutBack)?;
        println!("{} holds {} again, each of them checked.", store.display(), held(restored.sound));
        if let Some(aside) = restored.aside {
            println!("What was there before lies in {}; remove it when you are sure.", aside.display());
        }
        println!("Start mend on it. Every device that comes back sends again what it lacks.");
        Ok(())
    }
}
