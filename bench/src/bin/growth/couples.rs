//! Couples made up in a store: for each two accounts that have signed in, three spaces with their control chains, members and
//! devices, and an event in the space of both. Numbers are random where real ones are.

use engines::Database;
use rusqlite::Connection;

/// Rows of a chain, a login record and an event are about as long as real ones.
const FILE: &str = "
CREATE TEMP TABLE made(n INTEGER PRIMARY KEY, one BLOB, other BLOB, ours BLOB, mine BLOB, theirs BLOB);
WITH RECURSIVE upto(n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM upto WHERE n + 1 < ?2)
 INSERT INTO made SELECT n, randomblob(16), randomblob(16), randomblob(16), randomblob(16), randomblob(16) FROM upto;";
const ROWS: &str = "
CREATE TEMP TABLE people AS SELECT one AS account FROM made UNION ALL SELECT other FROM made;
INSERT INTO accounts(account, name_mac, opaque, chain_seq, chain_head, created_day)
 SELECT account, randomblob(32), randomblob(192), 1, randomblob(32), 20000 FROM people ORDER BY account;
INSERT INTO account_chain SELECT account, 1, randomblob(32), zeroblob(600) FROM people ORDER BY account;
INSERT INTO sessions SELECT randomblob(32), account, randomblob(16), 1, 1 << 52 FROM people;
CREATE TEMP TABLE places AS SELECT n, ours AS space, one AS first, other AS second FROM made
 UNION ALL SELECT n, mine, one, NULL FROM made UNION ALL SELECT n, theirs, other, NULL FROM made;
INSERT INTO spaces(space, ctl_seq, ctl_head, settled_seq, settled_root, settled_recv_ms, settled_bytes)
 SELECT space, 2, randomblob(32), second IS NOT NULL, randomblob(32), 1790000000000, 846 FROM places;
CREATE TEMP TABLE numbered AS SELECT spaces.space_no, places.first, places.second FROM places JOIN spaces USING(space);
INSERT INTO control_chain SELECT space_no, 1, randomblob(32), zeroblob(500) FROM numbered;
INSERT INTO control_chain SELECT space_no, 2, randomblob(32), zeroblob(400) FROM numbered;
INSERT INTO members SELECT first, space_no, 0 FROM numbered ORDER BY first;
INSERT INTO members SELECT second, space_no, 0 FROM numbered WHERE second IS NOT NULL ORDER BY second;
INSERT INTO devices(space_no, device, settled_dseq, settled_id)
 SELECT space_no, randomblob(16), second IS NOT NULL, randomblob(32) FROM numbered;
INSERT INTO events SELECT devices.space_no << 32 | 1, devices.device_no << 32 | 1, randomblob(32), randomblob(32),
 1790000000000, zeroblob(846) FROM numbered JOIN devices USING(space_no) WHERE second IS NOT NULL ORDER BY 1;
INSERT INTO chains SELECT devices.device_no << 32 | 1, 1 FROM numbered JOIN devices USING(space_no)
 WHERE second IS NOT NULL ORDER BY 1;";

/// Makes as many in a file as are missing.
pub(crate) fn into_a_file(file: &str, have: u32, want: u32) -> anyhow::Result<()> {
    let db = Connection::open(file)?;
    db.execute_batch("PRAGMA synchronous=OFF; PRAGMA cache_size=-1048576; PRAGMA temp_store=FILE; BEGIN")?;
    let (table, rows) = FILE.split_at(FILE.find("WITH").unwrap_or_default());
    db.execute_batch(table)?;
    db.execute(rows, [have, want])?;
    db.execute_batch(ROWS)?;
    db.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// The same in a database. What it calls random is a hash of a number: nothing there makes so many random bytes.
const DATABASE: &str = "
SET search_path TO mend; SET synchronous_commit TO off;
CREATE FUNCTION pg_temp.drawn(BIGINT, TEXT, INT) RETURNS BYTEA LANGUAGE sql IMMUTABLE AS
 $$ SELECT substr(sha256(($1 || $2)::BYTEA), 1, $3) $$;
CREATE TEMP TABLE people AS SELECT n, w, pg_temp.drawn(n, w, 16) AS account
 FROM generate_series({have}, {want} - 1) AS n, (VALUES ('one'), ('other')) AS who(w);
INSERT INTO accounts SELECT account, pg_temp.drawn(n, w || 'name', 32), repeat('x', 192)::BYTEA, 1,
 pg_temp.drawn(n, w || 'head', 32), 20000, 0 FROM people;
INSERT INTO login_names SELECT pg_temp.drawn(n, w || 'name', 32), account FROM people;
INSERT INTO account_chain SELECT account, 1, pg_temp.drawn(n, w || 'head', 32), repeat('x', 600)::BYTEA FROM people;
INSERT INTO sessions SELECT pg_temp.drawn(n, w || 'token', 32), account, pg_temp.drawn(n, w || 'key', 16), 1, 1::BIGINT << 52
 FROM people;
CREATE TEMP TABLE places AS SELECT n, s, pg_temp.drawn(n, s, 16) AS space
 FROM generate_series({have}, {want} - 1) AS n, (VALUES ('ours'), ('mine'), ('theirs')) AS which(s);
INSERT INTO spaces SELECT space, 2, pg_temp.drawn(n, s || 'ctl', 32), (s = 'ours')::INT, pg_temp.drawn(n, s || 'root', 32),
 1790000000000, 846 FROM places;
INSERT INTO control_chain SELECT space, seq, pg_temp.drawn(n, s || seq, 32), repeat('x', 450)::BYTEA
 FROM places, generate_series(1, 2) AS seq;
INSERT INTO members SELECT space, account, false FROM places JOIN people USING(n)
 WHERE s = 'ours' OR (s = 'mine') = (w = 'one');
INSERT INTO devices SELECT space, pg_temp.drawn(n, s || 'device', 16), (s = 'ours')::INT, pg_temp.drawn(n, s || 'id', 32)
 FROM places;
INSERT INTO events SELECT space, 1, pg_temp.drawn(n, s || 'device', 16), 1, pg_temp.drawn(n, s || 'id', 32),
 pg_temp.drawn(n, s || 'root', 32), 1790000000000, repeat('x', 846)::BYTEA FROM places WHERE s = 'ours';";

/// Makes as many in a database as are missing.
pub(crate) fn into_a_database(database: &Database, have: u32, want: u32) -> anyhow::Result<()> {
    let sql = DATABASE.replace("{have}", &have.to_string()).replace("{want}", &want.to_string());
    database.run_sql(&sql)?;
    database.run_sql("VACUUM ANALYZE")?;
    database.run_sql("CHECKPOINT")?;
    Ok(())
}
