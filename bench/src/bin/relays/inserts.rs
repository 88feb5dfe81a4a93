//! The bare engine: rows as long as our events, inserted by plain statements into one table of the same keys. No network
//! but the loopback, no relay.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use bench::measured::together;
use tokio_postgres::{Client, NoTls};

use super::Columns;

/// As long as one of our sealed events with 145 bytes of words in it.
const EVENT: usize = 846;
const INSERT: &str = "INSERT INTO plain(space, seq, bytes) SELECT $1, it.* FROM unnest($2::BIGINT[], $3::BYTEA[]) AS it(seq, bytes)";

pub(crate) struct Inserts {
    clients: Vec<Arc<Client>>,
    next: Arc<AtomicI64>,
}

impl Inserts {
    pub(crate) async fn begin(url: &str) -> anyhow::Result<Self> {
        let mut clients = Vec::new();
        for _ in 0..16 {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            tokio::spawn(connection);
            clients.push(Arc::new(client));
        }
        if let Some(first) = clients.first() {
            let table = "CREATE TABLE plain(space BYTEA, seq BIGINT, bytes BYTEA, PRIMARY KEY(space, seq))";
            first.batch_execute(table).await?;
        }
        Ok(Self { clients, next: Arc::default() })
    }

    /// So many connections, each with so many rows a statement.
    pub(crate) async fn measure(
        &mut self,
        connections: usize,
        rows: i64,
        time: Duration,
        columns: &mut Columns,
    ) -> anyhow::Result<()> {
        let end = Instant::now() + time;
        let tasks = self.clients.iter().take(connections).enumerate().map(|(number, client)| {
            let (client, next) = (Arc::clone(client), Arc::clone(&self.next));
            tokio::spawn(async move {
                let (space, event, mut times) = ([number as u8; 16], [7_u8; EVENT], Vec::new());
                let bytes = vec![event.as_slice(); usize::try_from(rows)?];
                let insert = client.prepare(INSERT).await?;
                while Instant::now() < end {
                    let first = next.fetch_add(rows, Ordering::Relaxed);
                    let seqs: Vec<i64> = (first..first + rows).collect();
                    let begun = Instant::now();
                    client.execute(&insert, &[&space.as_slice(), &seqs, &bytes]).await?;
                    times.push(begun.elapsed());
                }
                anyhow::Ok(times)
            })
        });
        let mut measured = together(tasks.collect(), usize::try_from(rows)?, EVENT as u64).await?;
        let values = [measured.per_second(), measured.at(0.5), measured.at(0.95), measured.at(0.99)];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(value);
        }
        Ok(())
    }
}
