//! One file for each kind of thing a device asks for. A handler reads like its route: extract, one call, answer.

pub(crate) mod account;
pub(crate) mod assets;
pub(crate) mod attachments;
pub(crate) mod events;
pub(crate) mod login;
pub(crate) mod meetings;
pub(crate) mod poll;
pub(crate) mod proofs;
pub(crate) mod push;
pub(crate) mod server;
pub(crate) mod spaces;

use axum::extract::Path;
use protocol::wire::ProblemCode;

use crate::gate::refusal::Refusal;

/// Reads an id out of a path; whatever is no id names nothing here.
fn id<T: std::str::FromStr>(Path(text): &Path<String>) -> Result<T, Refusal> {
    text.parse().map_err(|_| ProblemCode::Unknown.into())
}

/// Reads the number after `from=` in a query; without it, from the beginning.
fn from(query: Option<&str>) -> Result<u64, Refusal> {
    let part = query.into_iter().flat_map(|it| it.split('&')).find_map(|it| it.strip_prefix("from="));
    part.map_or(Ok(0), |it| it.parse().map_err(|_| ProblemCode::Malformed.into()))
}
