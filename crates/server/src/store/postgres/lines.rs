//! The connections to the database: few, shared by all requests, made anew when they break. Requests on a shared one
//! are sent one behind the other without waiting for answers; a transaction of several statements has one to itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::OwnedMutexGuard;
use tokio::time::timeout;
use tokio_postgres::tls::{MakeTlsConnect, TlsConnect};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row, Socket, Statement};

use super::failed::Failed;
use super::sealing::Sealing;
use crate::store::StoreProblem;
use crate::tls::Tls;

/// Connections that requests share; one more is for transactions of several statements.
const SHARED: usize = 3;
/// How long a connection may take to be made.
const PATIENCE: Duration = Duration::from_secs(5);
/// After a refusal nobody else knocks for so long.
const PAUSE: Duration = Duration::from_millis(100);

/// What every connection begins with. Durable before answered, whatever the database does by itself, unless whoever runs
/// it asks for more than that.
const BEGIN: &str = "SET search_path TO mend; SET statement_timeout TO 30000;
 SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)";

/// What a statement is asked with.
pub(super) type With<'a> = &'a [&'a (dyn ToSql + Sync)];

/// One connection.
pub(super) struct Link {
    client: Client,
    prepared: Mutex<HashMap<&'static str, Statement>>,
    spent: AtomicBool,
}

async fn connect<T>(config: &Config, tls: T) -> Result<Client, Failed>
where
    T: MakeTlsConnect<Socket, Stream: Send + 'static, TlsConnect: Send>,
    <T::TlsConnect as TlsConnect<Socket>>::Future: Send,
{
    let made = timeout(PATIENCE, config.connect(tls)).await;
    let (client, connection) = made.map_err(|_| Failed::Away("no answer".to_owned()))??;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(error = %error, "a connection to the database broke");
        }
    });
    Ok(client)
}

impl Link {
    async fn make(way: &Way) -> Result<Self, Failed> {
        let client = match &way.tls {
            None => connect(&way.config, NoTls).await?,
            Some(tls) => connect(&way.config, Sealing(tls.clone())).await?,
        };
        client.batch_execute(BEGIN).await?;
        Ok(Self { client, prepared: Mutex::default(), spent: AtomicBool::new(false) })
    }

    async fn statement(&self, sql: &'static str) -> Result<Statement, Failed> {
        let known = self.prepared.lock().unwrap_or_else(PoisonError::into_inner).get(sql).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let new = self.noted(self.client.prepare(sql).await)?;
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).insert(sql, new.clone());
        Ok(new)
    }

    /// A database that was set back to reading only is not asked again over this connection.
    fn noted<T>(&self, done: Result<T, tokio_postgres::Error>) -> Result<T, Failed> {
        let done = done.map_err(Failed::from);
        if matches!(done, Err(Failed::Away(_))) {
            self.spent.store(true, Ordering::Relaxed);
        }
        done
    }

    /// What a statement finds.
    pub(super) async fn rows(&self, sql: &'static str, with: With<'_>) -> Result<Vec<Row>, Failed> {
        let statement = self.statement(sql).await?;
        self.noted(self.client.query(&statement, with).await)
    }

    /// The one row a statement finds, if there is one.
    pub(super) async fn row(&self, sql: &'static str, with: With<'_>) -> Result<Option<Row>, Failed> {
        let statement = self.statement(sql).await?;
        self.noted(self.client.query_opt(&statement, with).await)
    }

    /// Does a statement; how many rows it touched.
    pub(super) async fn run(&self, sql: &'static str, with: With<'_>) -> Result<u64, Failed> {
        let statement = self.statement(sql).await?;
        self.noted(self.client.execute(&statement, with).await)
    }

    /// Says something that has no answer.
    pub(super) async fn say(&self, sql: &str) -> Result<(), Failed> {
        self.noted(self.client.batch_execute(sql).await)
    }

    fn is_good(&self) -> bool {
        !self.client.is_closed() && !self.spent.load(Ordering::Relaxed)
    }
}

/// The place of one connection.
#[derive(Default)]
struct Place {
    link: Option<Arc<Link>>,
    refused_at: Option<Instant>,
}

impl Place {
    async fn link(&mut self, way: &Way) -> Result<Arc<Link>, Failed> {
        if let Some(link) = self.link.as_ref().filter(|it| it.is_good()) {
            return Ok(Arc::clone(link));
        }
        if self.refused_at.is_some_and(|it| it.elapsed() < PAUSE) {
            return Err(Failed::Away("it was refused a moment ago".to_owned()));
        }
        match Link::make(way).await {
            Ok(link) => {
                self.refused_at = None;
                Ok(Arc::clone(self.link.insert(Arc::new(link))))
            }
            Err(failed) => {
                self.refused_at = Some(Instant::now());
                Err(failed)
            }
        }
    }
}

/// The way to a database.
struct Way {
    config: Config,
    tls: Option<Tls>,
}

/// All connections to one database.
pub(super) struct Lines {
    way: Way,
    shared: [tokio::sync::Mutex<Place>; SHARED],
    alone: Arc<tokio::sync::Mutex<Place>>,
    next: AtomicUsize,
}

impl Lines {
    /// None is made before it is needed.
    pub(super) fn to(config: Config, tls: Option<Tls>) -> Self {
        let way = Way { config, tls };
        Self { way, shared: Default::default(), alone: Arc::default(), next: AtomicUsize::new(0) }
    }

    /// One that others use too: for single statements.
    pub(super) async fn shared(&self) -> Result<Arc<Link>, Failed> {
        self.shared_at(self.next.fetch_add(1, Ordering::Relaxed)).await
    }

    /// The same one for the same number: what is sent over it stays in order.
    pub(super) async fn shared_at(&self, number: usize) -> Result<Arc<Link>, Failed> {
        match self.shared.get(number % SHARED) {
            Some(place) => place.lock().await.link(&self.way).await,
            None => Err(Failed::For(StoreProblem::Closed)),
        }
    }

    /// Begins a transaction.
    pub(super) async fn begin(&self) -> Result<Transaction, Failed> {
        let mut place = Arc::clone(&self.alone).lock_owned().await;
        let link = place.link(&self.way).await?;
        let transaction = Transaction { link: Arc::clone(&link), place, is_over: false };
        link.say("BEGIN").await?;
        Ok(transaction)
    }
}

/// A transaction. One that is dropped before its end takes its connection with it, and the database takes it back.
pub(super) struct Transaction {
    pub(super) link: Arc<Link>,
    place: OwnedMutexGuard<Place>,
    is_over: bool,
}

impl Transaction {
    /// Ends it: kept when it was done, taken back when it failed.
    pub(super) async fn end<T>(mut self, done: Result<T, Failed>) -> Result<T, Failed> {
        match done {
            Ok(done) => {
                let kept = self.link.say("COMMIT").await;
                self.is_over = kept.is_ok();
                kept.map_err(Failed::in_commit).map(|()| done)
            }
            Err(failed) => {
                self.is_over = self.link.say("ROLLBACK").await.is_ok();
                Err(failed)
            }
        }
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.is_over {
            self.place.link = None;
        }
    }
}
