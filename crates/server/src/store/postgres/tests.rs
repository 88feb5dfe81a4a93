//! The contract on PostgreSQL, and what only a database of its own can do: be shared, be killed, refuse, be newer.

use std::sync::Arc;

use engines::{Certificate, Database, Postgres};
use protocol::ids::{AccountId, SpaceId};

use super::*;
use crate::store::contract::{Bench, batch, event, holds, outcomes, row};
use crate::store::{EventOutcome, Incoming, Store};

const SPACE: SpaceId = SpaceId([5; 16]);

struct Shared(Arc<PostgresStore>);

impl Bench for Shared {
    fn store(&self) -> Arc<dyn Store> {
        self.0.clone()
    }
}

fn database() -> Database {
    Postgres::shared().unwrap().new_database().unwrap()
}

async fn open(database: &Database) -> Arc<PostgresStore> {
    Arc::new(PostgresStore::open(&database.url).await.unwrap())
}

async fn with_space(store: &PostgresStore) {
    store.make_space(SPACE, vec![row(1)], vec![AccountId([1; 16])]).await.unwrap();
}

async fn log_of(store: &PostgresStore) -> Vec<u64> {
    let page = store.page(SPACE, 0, 10_000, 1 << 24).await.unwrap().unwrap();
    assert_eq!(page.root_after, Some(page.head.root), "the roots lead to the head");
    page.rows.iter().map(|it| it.seq).collect()
}

#[tokio::test]
async fn postgresql_keeps_the_contract_of_every_store() {
    holds(&Shared(open(&database()).await)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_at_two_nodes_get_one_place_each() {
    let database = database();
    let nodes = [open(&database).await, open(&database).await];
    with_space(&nodes[0]).await;
    let writers = (1..=16_u8).map(|device| {
        let nodes = nodes.clone();
        tokio::spawn(async move {
            for dseq in 1..=20_u64 {
                // Each device goes to and fro between the nodes.
                let node = &nodes[(usize::from(device) + dseq as usize) & 1];
                let done = outcomes(&**node, batch(SPACE, vec![event(device, dseq, 25)])).await;
                assert!(matches!(done[..], [EventOutcome::Stored { .. }]), "{device} {dseq}: {done:?}");
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    for node in &nodes {
        assert_eq!(log_of(node).await, (1..=320).collect::<Vec<_>>());
        let heads = node.device_heads(SPACE).await.unwrap();
        assert!(heads.len() == 16 && heads.iter().all(|(_, it)| it.dseq == 20), "{heads:?}");
    }
}

#[tokio::test]
async fn what_one_node_remembers_never_refuses_what_another_has_made_possible() {
    let database = database();
    let (one, other) = (open(&database).await, open(&database).await);
    with_space(&one).await;
    outcomes(&*one, batch(SPACE, vec![event(1, 1, 10)])).await;
    outcomes(&*other, batch(SPACE, vec![event(1, 2, 10)])).await;
    let done = outcomes(&*one, batch(SPACE, vec![event(1, 3, 10)])).await;
    assert!(matches!(done[..], [EventOutcome::Stored { seq: 3, .. }]), "no gap: {done:?}");
    let again = outcomes(&*other, batch(SPACE, vec![event(1, 3, 10), event(1, 4, 10)])).await;
    assert!(matches!(
        again[..],
        [EventOutcome::Duplicate { seq: 3, .. }, EventOutcome::Stored { seq: 4, .. }]
    ));
    other.grow_control_chain(SPACE, 1, vec![row(2)], vec![AccountId([1; 16])]).await.unwrap();
    let late = one.append(batch(SPACE, vec![event(1, 5, 10)])).await;
    assert_eq!(late, Ok(AppendOutcome::ControlMoved), "the rights were checked under an older record");
    let newer = Batch { ctl_seq: 1, ..batch(SPACE, vec![event(1, 5, 10)]) };
    assert!(matches!(outcomes(&*one, newer).await[..], [EventOutcome::Stored { seq: 5, .. }]));
}

#[tokio::test]
async fn a_fork_is_found_though_each_half_came_to_another_node() {
    let database = database();
    let (one, other) = (open(&database).await, open(&database).await);
    with_space(&one).await;
    outcomes(&*one, batch(SPACE, vec![event(1, 1, 10)])).await;
    outcomes(&*other, batch(SPACE, vec![event(1, 2, 10)])).await;
    let cloned = Incoming { id: EventId([99; 32]), ..event(1, 2, 10) };
    assert_eq!(outcomes(&*one, batch(SPACE, vec![cloned])).await, [EventOutcome::DeviceFork]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_killed_loses_nothing_that_was_acknowledged() {
    let mut server = Postgres::start().unwrap();
    let database = server.new_database().unwrap();
    let store = open(&database).await;
    with_space(&store).await;
    let writers = (1..=4_u8).map(|device| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for dseq in 1..=150_u64 {
                let mut waited = 0;
                loop {
                    match store.append(batch(SPACE, vec![event(device, dseq, 100)])).await {
                        Ok(AppendOutcome::Done { outcomes, .. }) => {
                            let is_there = |it: &EventOutcome| {
                                matches!(it, EventOutcome::Stored { .. } | EventOutcome::Duplicate { .. })
                            };
                            assert!(outcomes.iter().all(is_there), "{device} {dseq}: {outcomes:?}");
                            break;
                        }
                        Ok(other) => panic!("{other:?}"),
                        Err(StoreProblem::Away | StoreProblem::Busy) if waited < 20 => waited += 1,
                        Err(problem) => panic!("{problem:?}"),
                    }
                }
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    for _ in 0..2 {
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        let killed = tokio::task::spawn_blocking(move || {
            server.kill().unwrap();
            server.start_again().unwrap();
            server
        });
        server = killed.await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(log_of(&store).await, (1..=600).collect::<Vec<_>>(), "each once");
}

#[tokio::test]
async fn nodes_that_start_at_once_make_the_tables_once() {
    let database = database();
    let (one, two, three) = tokio::join!(open(&database), open(&database), open(&database));
    with_space(&one).await;
    for node in [two, three] {
        assert_eq!(node.stand(vec![SPACE]).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_used_is_refused_in_its_own_words() {
    let server = Postgres::shared().unwrap();
    let refused = async |url: &str| PostgresStore::open(url).await.err().unwrap();
    assert_eq!(refused(&server.named("wrong", "postgres")).await, PostgresRefused::Credentials);
    assert_eq!(refused(&server.named(engines::PASSWORD, "nowhere")).await, PostgresRefused::NoDatabase);
    assert_eq!(refused("postgres://").await, PostgresRefused::Address);
    let none = "postgres://a@b/c?sslmode=require&sslrootcert=/nowhere/root.pem";
    assert!(matches!(refused(none).await, PostgresRefused::Tls(_)));
    let database = database();
    drop(open(&database).await);
    database.run_sql("UPDATE mend.schema_version SET version = 99").unwrap();
    let known = 4;
    assert_eq!(refused(&database.url).await, PostgresRefused::Newer { found: 99, known });
    for told in [refused(&database.url).await.to_string(), PostgresRefused::Credentials.to_string()] {
        assert!(!told.contains(engines::PASSWORD), "{told}");
    }
}

#[tokio::test]
async fn a_database_that_proves_who_it_is_is_spoken_to_over_tls_and_no_other() {
    let certificate = Certificate::make().unwrap();
    let server = Postgres::start_with(&certificate).unwrap();
    let database = server.new_database().unwrap();
    let name = database.run_sql("SELECT current_database()").unwrap();
    let root = ["sslmode=verify-full&sslrootcert=", &certificate.root()].concat();
    let store = PostgresStore::open(&server.sealed(&name, &root)).await.unwrap();
    store.make_space(SPACE, vec![row(1)], vec![AccountId([1; 16])]).await.unwrap();
    assert!(matches!(
        outcomes(&store, batch(SPACE, vec![event(1, 1, 10)])).await[..],
        [EventOutcome::Stored { .. }]
    ));
    let link = store.lines.shared().await.unwrap();
    let asked = "SELECT version FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()";
    let row = link.row(asked, &[]).await.unwrap().unwrap();
    assert_eq!(row.get::<_, &str>(0), "TLSv1.3");
    let refused = async |url: &str| PostgresStore::open(url).await.err().unwrap();
    let other = ["sslrootcert=", &certificate.other_root()].concat();
    for told in [
        refused(&server.sealed(&name, &other)).await,
        // The certificate carries the machine's name and not its number.
        refused(&server.sealed(&name, &root).replace("localhost", "127.0.0.1")).await,
    ] {
        assert!(matches!(told, PostgresRefused::Certificate(_)), "{told:?}");
    }
    let without = Postgres::shared().unwrap();
    assert_eq!(refused(&without.sealed("postgres", &root)).await, PostgresRefused::NoTls);
}

#[tokio::test]
async fn a_lease_that_was_not_given_back_runs_out() {
    let database = database();
    drop(open(&database).await);
    let tables = "DROP SCHEMA mend CASCADE; CREATE SCHEMA mend; CREATE TABLE mend.schema_version(one BIGINT PRIMARY KEY,
     version BIGINT NOT NULL, holder BYTEA NOT NULL, until_ms BIGINT NOT NULL);
     INSERT INTO mend.schema_version VALUES(1, 0, 'gone', extract(epoch FROM clock_timestamp()) * 1000 + 4000)";
    database.run_sql(tables).unwrap();
    let begun = std::time::Instant::now();
    let store = open(&database).await;
    assert!(begun.elapsed().as_millis() >= 3_000, "another node might still be at it");
    with_space(&store).await;
}

#[tokio::test]
async fn a_database_that_would_answer_before_it_is_durable_does_not_for_us() {
    let database = database();
    let name = database.run_sql("SELECT current_database()").unwrap();
    database.run_sql(&format!("ALTER DATABASE {name} SET synchronous_commit TO off")).unwrap();
    let store = open(&database).await;
    let lines = Arc::clone(&store.lines);
    let link = lines.shared().await.unwrap();
    let row = link.row("SELECT current_setting('synchronous_commit')", &[]).await.unwrap().unwrap();
    assert_eq!(row.get::<_, String>(0), "on");
}

#[tokio::test]
async fn what_was_left_of_a_closing_is_done_by_the_next_sweep() {
    let database = database();
    let store = open(&database).await;
    let me = AccountId([1; 16]);
    let account = NewAccount {
        account: me,
        name: NameHash([1; 32]),
        opaque: vec![1],
        chain: vec![row(1)],
        created_day: 1,
        admission: None,
    };
    store.register(account).await.unwrap();
    with_space(&store).await;
    outcomes(&*store, batch(SPACE, vec![event(1, 1, 10)])).await;
    // A node that dies here has marked the account and done no more.
    let link = store.lines.shared().await.unwrap();
    erase::shut(&link, me).await.unwrap();
    assert!(store.page(SPACE, 0, 1, 1).await.unwrap().is_some());
    store.sweep(1).await.unwrap();
    assert_eq!(store.page(SPACE, 0, 1, 1).await, Ok(None));
    assert_eq!(store.account_chain(me, 0, 9).await, Ok(None));
    assert_eq!(database.run_sql("SELECT count(*) FROM mend.events").unwrap(), "0");
    assert_eq!(store.append(batch(SPACE, vec![event(1, 2, 5)])).await, Ok(AppendOutcome::Unknown));
}

#[tokio::test]
async fn nodes_leave_word_for_each_other_until_its_time_is_over() {
    let database = database();
    let (one, other) = (open(&database).await, open(&database).await);
    assert_eq!(one.say_among_nodes([1; 16], vec![1], 100, 50).await, Ok(vec![]));
    assert_eq!(other.say_among_nodes([2; 16], vec![2], 100, 50).await, Ok(vec![vec![1]]));
    assert_eq!(one.say_among_nodes([1; 16], vec![3], 200, 60).await, Ok(vec![vec![2]]));
    assert_eq!(other.say_among_nodes([2; 16], vec![2], 200, 100).await, Ok(vec![vec![3]]));
    assert_eq!(one.say_among_nodes([1; 16], vec![1], 300, 200).await, Ok(vec![]), "it is gone");
}
