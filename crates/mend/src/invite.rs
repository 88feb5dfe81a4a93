//! `mend invite`: a code by which people may make an account, where the registration is by invitation.

use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use server::{OpenRefused, PostgresRefused, PostgresStore, StoreProblem};
use thiserror::Error;

use crate::settings::{Place, SettingsProblem, Which};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// How it is called.
#[derive(Debug, Args)]
pub(crate) struct Invite {
    #[command(flatten)]
    which: Which,
    /// How many people may come by the code: a couple, unless said otherwise
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    people: u32,
    /// For how many days it is good
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    days: u32,
}

/// Why there is no code.
#[derive(Debug, Error)]
pub(crate) enum NotInvited {
    /// The settings are wrong.
    #[error("{0}.")]
    Settings(#[from] SettingsProblem),
    /// The store cannot be used.
    #[error("No code was made: {0}.")]
    Store(#[from] OpenRefused),
    /// The database cannot be used.
    #[error("No code was made: {0}.")]
    Database(#[from] PostgresRefused),
    /// The database did not take it.
    #[error("No code was made: {0}.")]
    NotKept(#[from] StoreProblem),
    /// The system refused.
    #[error("No code was made: {0}.")]
    System(#[from] io::Error),
}

impl Invite {
    /// Makes a code and prints it. The store keeps its hash only: nobody can read it there.
    pub(crate) fn run(self) -> Result<(), NotInvited> {
        let place = self.which.place()?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let expires_ms = u64::try_from(now).unwrap_or(u64::MAX).saturating_add(u64::from(self.days) * DAY_MS);
        let code = match place {
            Place::Sqlite(path) => server::admit(&path, self.people, expires_ms)?,
            Place::Postgres(address) => tokio::runtime::Runtime::new()?.block_on(async {
                let store = PostgresStore::open(&address).await?;
                Ok::<_, NotInvited>(store.admit_people(self.people, expires_ms).await?)
            })?,
        };
        let (people, days) = (of(self.people, "person", "people"), of(self.days, "day", "days"));
        println!("{}", code);
        eprintln!("Good for {people} and {days}. It is asked for when they make their account.");
        Ok(())
    }
}

fn of(count: u32, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
