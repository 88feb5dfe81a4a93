//! The tables, and the way from older ones. Several nodes may start at once: the one that holds the lease takes the
//! steps, the others wait. A lease that was not given back runs out by the database's own clock.

use std::time::{Duration, Instant};

use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;

use super::columns::number;
use super::failed::{Failed, jitter};
use super::lines::{Lines, Link};
use super::refused::PostgresRefused;
use crate::tls::{self, Tls};

/// Every step, in order, by the names they have in every store. One is added, never changed.
const STEPS: &[&str] = &[
    include_str!("../../../migrations/postgres/0001_begin.sql"),
    include_str!("../../../migrations/postgres/0002_admissions.sql"),
    include_str!("../../../migrations/postgres/0003_attachments.sql"),
    include_str!("../../../migrations/postgres/0004_push.sql"),
];

/// The oldest engine that is spoken to.
const OLDEST_ENGINE: u64 = 130_000;
/// How long a node may take for one step before another may think it gone.
const LEASE_MS: i64 = 120_000;
/// How long a node waits for another one's steps.
const PATIENCE: Duration = Duration::from_secs(300);

/// One row: the version, and who is changing it until when.
const BEGIN: &str = "CREATE SCHEMA IF NOT EXISTS mend; CREATE TABLE IF NOT EXISTS mend.schema_version(
 one BIGINT PRIMARY KEY, version BIGINT NOT NULL, holder BYTEA NOT NULL, until_ms BIGINT NOT NULL);
 INSERT INTO mend.schema_version(one, version, holder, until_ms) VALUES(1, 0, '', 0) ON CONFLICT DO NOTHING";

/// How the driver begins when TLS did not come about.
const NO_TLS: &str = "error performing TLS handshake";

const NOW: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";

/// Reads how the database is named, and refuses what cannot be kept.
pub(super) fn address(text: &str) -> Result<(Config, Option<Tls>), PostgresRefused> {
    let (text, tls) = tls::asked_in(text).map_err(|it| it.map_or(PostgresRefused::Address, Into::into))?;
    let mut config: Config = text.parse().map_err(|_| PostgresRefused::Address)?;
    if config.get_hosts().is_empty() {
        return Err(PostgresRefused::Address);
    }
    config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
    config.application_name("mend").keepalives_idle(Duration::from_secs(10));
    config.tcp_user_timeout(Duration::from_secs(10)).connect_timeout(Duration::from_secs(4));
    Ok((config, tls))
}

/// What can be seen of a database without changing anything in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glimpse {
    /// The version of its tables; nothing before any node has made them.
    pub version: Option<u64>,
    /// Its clock, in milliseconds since 1970.
    pub now_ms: u64,
}

/// Looks at a database and changes nothing.
pub(super) async fn glimpse(lines: &Lines) -> Result<Glimpse, PostgresRefused> {
    let link = first_link(lines, Instant::now()).await?;
    let there = "SELECT 1::BIGINT FROM information_schema.tables WHERE table_schema='mend' AND table_name='schema_version'";
    let version = match link.row(there, &[]).await.map_err(refused)? {
        Some(_) => Some(version(&link).await.map_err(refused)?),
        None => None,
    };
    let known = STEPS.len() as u64;
    if let Some(found) = version.filter(|it| *it > known) {
        return Err(PostgresRefused::Newer { found, known });
    }
    Ok(Glimpse { version, now_ms: now_ms(&link).await.map_err(refused)? })
}

/// Brings the tables to the newest version.
pub(super) async fn prepare(lines: &Lines) -> Result<(), PostgresRefused> {
    let begun = Instant::now();
    let link = first_link(lines, begun).await?;
    let engine = link.row("SELECT CAST(current_setting('server_version_num') AS BIGINT)", &[]).await;
    let engine = engine.and_then(|it| it.map_or(Ok(0), |row| number(&row, 0))).map_err(refused)?;
    if engine < OLDEST_ENGINE {
        return Err(PostgresRefused::TooOld(engine / 10_000));
    }
    begin(&link).await?;
    let mut me = [0; 16];
    getrandom::fill(&mut me).map_err(|error| PostgresRefused::Broken(error.to_string()))?;
    loop {
        let found = version(&link).await.map_err(refused)?;
        let known = STEPS.len() as u64;
        if found > known {
            return Err(PostgresRefused::Newer { found, known });
        }
        let Some(step) = usize::try_from(found).ok().and_then(|it| STEPS.get(it)) else { return Ok(()) };
        if take_lease(&link, found, &me).await.map_err(refused)? {
            take_step(lines, step, found, &me).await.map_err(refused)?;
        } else if begun.elapsed() > PATIENCE {
            return Err(PostgresRefused::Changing);
        } else {
            tokio::time::sleep(Duration::from_millis(20 + jitter(100))).await;
        }
    }
}

/// A database that is just starting is waited for; one that says no is not.
async fn first_link(lines: &Lines, begun: Instant) -> Result<std::sync::Arc<Link>, PostgresRefused> {
    loop {
        match lines.shared().await {
            Ok(link) => return Ok(link),
            Err(Failed::Away(_)) if begun.elapsed() < Duration::from_secs(10) => {
                tokio::time::sleep(Duration::from_millis(100 + jitter(200))).await;
            }
            Err(failed) => return Err(refused(failed)),
        }
    }
}

/// Two nodes that make the same table at once get in each other's way, once.
async fn begin(link: &Link) -> Result<(), PostgresRefused> {
    let mut failed = None;
    for _ in 0..5 {
        match link.say(BEGIN).await {
            Ok(()) => return Ok(()),
            Err(why) => failed = Some(why),
        }
        tokio::time::sleep(Duration::from_millis(10 + jitter(50))).await;
    }
    failed.map_or(Ok(()), |why| Err(refused(why)))
}

async fn version(link: &Link) -> Result<u64, Failed> {
    let row = link.row("SELECT version FROM mend.schema_version WHERE one = 1", &[]).await?;
    row.map_or(Ok(0), |row| number(&row, 0))
}

/// The database's own clock, in milliseconds since 1970.
pub(super) async fn now_ms(link: &Link) -> Result<u64, Failed> {
    link.row(NOW, &[]).await?.map_or(Ok(0), |row| number(&row, 0))
}

async fn take_lease(link: &Link, found: u64, me: &[u8; 16]) -> Result<bool, Failed> {
    let now = super::columns::signed(now_ms(link).await?);
    let (found, until) = (super::columns::signed(found), now + LEASE_MS);
    let take = "UPDATE mend.schema_version SET holder=$1, until_ms=$2 WHERE one = 1 AND version=$3 AND (until_ms<=$4 OR holder=$1)";
    Ok(link.run(take, &[me, &until, &found, &now]).await? == 1)
}

/// The step and the new version are one transaction: whoever has lost the lease meanwhile changes nothing.
async fn take_step(lines: &Lines, step: &str, found: u64, me: &[u8; 16]) -> Result<(), Failed> {
    let transaction = lines.begin().await?;
    let done = async {
        transaction.link.say(step).await?;
        let mark = "UPDATE mend.schema_version SET version=$1, holder='', until_ms=0 WHERE one = 1 AND version=$2 AND holder=$3";
        let (next, found) = (super::columns::signed(found + 1), super::columns::signed(found));
        match transaction.link.run(mark, &[&next, &found, me]).await? {
            1 => Ok(()),
            _ => Err(Failed::Again),
        }
    };
    let done = done.await;
    match transaction.end(done).await {
        Err(Failed::Again) => Ok(()),
        done => done,
    }
}

fn refused(failed: Failed) -> PostgresRefused {
    match failed {
        Failed::Again => PostgresRefused::Changing,
        Failed::Away(why) => PostgresRefused::Away(why),
        Failed::For(crate::store::StoreProblem::Broken(why)) => known_refusal(&why),
        Failed::For(problem) => PostgresRefused::Broken(problem.to_string()),
    }
}

fn known_refusal(why: &str) -> PostgresRefused {
    if let Some(why) = why.strip_prefix(NO_TLS) {
        return match why.trim_start_matches(": ") {
            "server does not support TLS" => PostgresRefused::NoTls,
            why => PostgresRefused::Certificate(why.to_owned()),
        };
    }
    let is = |state: SqlState| why.ends_with(&["(", state.code(), ")"].concat());
    if is(SqlState::INVALID_PASSWORD) || is(SqlState::INVALID_AUTHORIZATION_SPECIFICATION) {
        return PostgresRefused::Credentials;
    }
    if is(SqlState::INVALID_CATALOG_NAME) {
        return PostgresRefused::NoDatabase;
    }
    if is(SqlState::INSUFFICIENT_PRIVILEGE) {
        return PostgresRefused::Rights;
    }
    PostgresRefused::Broken(why.to_owned())
}
