//! A relay as it may be set up, and what is measured on it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bench::ours::Ours;
use bench::served::Served;
use engines::Database;

use super::Columns;

/// 200 for each of two cores.
pub(crate) const COUPLES: usize = 400;
/// How often one of a couple writes.
pub(crate) const EVERY: Duration = Duration::from_secs(2);
const WRITERS: usize = 64;
const BURST: usize = 1_000;

enum Store {
    File(PathBuf),
    Database(Database),
}

/// A relay, and the load on it.
pub(crate) struct Setup {
    pub(crate) name: String,
    ours: Ours,
    nodes: Vec<Served>,
    store: Store,
    idle: f64,
    /// Events so far.
    events: usize,
}

impl Setup {
    async fn of(name: String, nodes: Vec<Served>, store: Store) -> anyhow::Result<Self> {
        let idle = nodes.first().map_or(Ok(0.0), |it| it.memory("VmRSS"))?;
        let addresses = nodes.iter().map(|it| it.address).collect();
        let ours = Ours::begin(addresses, "relays", COUPLES.max(WRITERS), 1).await?;
        Ok(Self { name, ours, nodes, store, idle, events: 1 })
    }

    pub(crate) async fn on_a_file(path: &Path) -> anyhow::Result<Self> {
        let nodes = vec![Served::start(&path.display().to_string(), None)?];
        Self::of("ours, SQLite".to_owned(), nodes, Store::File(path.to_owned())).await
    }

    pub(crate) async fn on_a_database(database: Database, count: usize, bus: &str) -> anyhow::Result<Self> {
        let nodes = (0..count).map(|_| Served::start(&database.url, Some(bus)));
        let nodes = nodes.collect::<anyhow::Result<Vec<_>>>()?;
        Self::of(format!("ours, PostgreSQL, {count}"), nodes, Store::Database(database)).await
    }

    /// One round. Into the columns in the order of the measures.
    pub(crate) async fn measure(&mut self, time: Duration, columns: &mut Columns) -> anyhow::Result<()> {
        let mut many = self.ours.many(WRITERS, time).await?;
        let mut alone = self.ours.many(1, time).await?;
        let backlog = self.ours.backlog(time).await?;
        let mut couples = self.ours.couples(COUPLES, EVERY, 3 * time.max(EVERY)).await?;
        let burst = self.ours.burst(BURST).await?;
        self.events += many.events + alone.events + backlog.events + couples.events + BURST;
        let most = self.nodes.first().map_or(Ok(0.0), |it| it.memory("VmHWM"))?;
        let values = [
            many.per_second(),
            many.at(0.5),
            many.at(0.95),
            many.at(0.99),
            alone.at(0.5),
            backlog.per_second(),
            couples.per_second(),
            couples.at(0.5),
            couples.at(0.95),
            couples.at(0.99),
            BURST as f64 / burst.as_secs_f64(),
            self.idle,
            most,
            self.stored()? / (self.events as u64 * self.ours.length) as f64,
        ];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
        Ok(())
    }

    /// Bytes the store takes.
    fn stored(&self) -> anyhow::Result<f64> {
        Ok(match &self.store {
            Store::File(path) => std::fs::metadata(path)?.len() as f64,
            Store::Database(database) => {
                database.run_sql("SELECT pg_database_size(current_database())")?.parse()?
            }
        })
    }
}
