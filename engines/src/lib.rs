//! Real engines for tests: a PostgreSQL server and a NATS server, each in a folder of its own and on a free port of
//! this machine, which end with whoever started them. They are the system's packages; `cargo verify` installs them.

mod certificate;
mod etcd;
mod http;
mod nats;
mod patroni;
mod postgres;
mod watched;

pub use certificate::Certificate;
pub use nats::Nats;
pub use patroni::{Goes, Patroni};
pub use postgres::{Database, PASSWORD, Postgres};
