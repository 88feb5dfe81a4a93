//! The client, inside the binary: a table that the build script writes.

use server::Asset;

/// Every file a browser may ask for; empty when no client was built.
pub(crate) static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));
