//! Why a database is not used, each in words for whoever starts the node.

use thiserror::Error;

/// Why the store was not opened. None of it names a password or an address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PostgresRefused {
    /// The address cannot be read.
    #[error(
        "the database is not named in a way that can be read; it looks like postgres://user:password@host:5432/mend"
    )]
    Address,
    /// TLS cannot be spoken as the address asks.
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsRefused),
    /// The address asks for TLS, and the database has none.
    #[error(
        "the address asks for TLS and the database speaks none; give it a certificate (ssl = on), or say sslmode=disable within one private network"
    )]
    NoTls,
    /// The database does not prove to be what the address names.
    #[error(
        "the database does not prove to be the one that is named ({0}); its certificate must carry the name in the address, and be signed by an authority in sslrootcert"
    )]
    Certificate(String),
    /// It does not answer.
    #[error("the database cannot be reached ({0}); start it, or check host and port")]
    Away(String),
    /// Name or password are wrong.
    #[error("the database does not accept this user and password; check both in the address")]
    Credentials,
    /// There is no such database.
    #[error(
        "there is no such database; make it (createdb mend), or check the name at the end of the address"
    )]
    NoDatabase,
    /// The user may not make tables.
    #[error("this user may not make tables there; make it the owner of the database")]
    Rights,
    /// The engine is too old.
    #[error("the database is of version {0}, and 13 is the oldest that is used; update it")]
    TooOld(u64),
    /// A newer release has changed the tables.
    #[error(
        "the tables were written by a newer mend (store version {found}, this one knows {known}); update mend"
    )]
    Newer {
        /// The version found.
        found: u64,
        /// The newest version known here.
        known: u64,
    },
    /// Another node is changing the tables.
    #[error("another node is changing the tables and does not come to an end; look at that one first")]
    Changing,
    /// Anything else.
    #[error("the database cannot be used: {0}")]
    Broken(String),
}
