//! What the compiler would otherwise write out again for every type, once: the one form in bytes that a value has,
//! a sort, and a map in the order of its keys. The page carries this code to people's phones, so it stays small.
//!
//! Knows nobody: no couple, no protocol, no clock.

pub mod form;
pub mod named;
pub mod order;
pub mod reader;
mod shapes;
pub mod table;
pub mod value;
pub mod writer;

pub use form::{Form, from_bytes, from_kept, to_bytes};
pub use named::Named;
pub use order::{order, sort};
pub use reader::Reader;
pub use table::{Key, Table};
pub use value::Value;
pub use writer::Writer;
