//! Real engines for tests: a PostgreSQL server and a NATS server, each in a folder of its own and on a free port of
//! this machine, which end with whoever started them. They are the system's packages; `cargo verify` installs them.

mod nats;
mod postgres;
mod watched;

pub use nats::Nats;
pub use postgres::{Database, PASSWORD, Postgres};
