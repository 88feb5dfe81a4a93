//! `mend new-life`: tells every device that the store was put back from a copy. What the copy lacks they then send again.

use std::io;

use clap::Args;
use server::{OpenRefused, PostgresRefused, PostgresStore, StoreProblem, begin_new_incarnation};
use thiserror::Error;

use crate::settings::{Place, SettingsProblem, Which};

/// How it is called.
#[derive(Debug, Args)]
pub(crate) struct NewLife {
    #[command(flatten)]
    which: Which,
}

/// Why not.
#[derive(Debug, Error)]
pub(crate) enum NotBegun {
    /// The settings are wrong.
    #[error("{0}.")]
    Settings(#[from] SettingsProblem),
    /// The file cannot be used.
    #[error("Nothing was changed: {0}.")]
    Store(#[from] OpenRefused),
    /// The database cannot be used.
    #[error("Nothing was changed: {0}.")]
    Database(#[from] PostgresRefused),
    /// The database did not take it.
    #[error("Nothing was changed: {0}.")]
    NotKept(#[from] StoreProblem),
    /// The system refused.
    #[error("Nothing was changed: {0}.")]
    System(#[from] io::Error),
}

impl NewLife {
    /// Begins it. To be called while no server runs on the store: a server takes its life from there when it starts.
    pub(crate) fn run(self) -> Result<(), NotBegun> {
        let mut fresh = [0; 16];
        getrandom::fill(&mut fresh).map_err(io::Error::other)?;
        match self.which.place()? {
            Place::Sqlite(path) => begin_new_incarnation(&path, fresh)?,
            Place::Postgres(address) => tokio::runtime::Runtime::new()?.block_on(async {
                let store = PostgresStore::open(&address).await?;
                Ok::<_, NotBegun>(store.begin_new_incarnation(fresh).await?)
            })?,
        }
        println!("Start every node again. Each device that comes back sends what the copy lacks.");
        Ok(())
    }
}
