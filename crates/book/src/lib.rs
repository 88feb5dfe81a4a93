//! A journey to be taken along: as a file that another account can read (`docs/export.md`), and as a book for people; and
//! single entries as the book tells them. Pure: no network,
//! no keys, no clock.

mod file;
mod json;
mod pages;
mod words;

pub use file::{MOST_BYTES, NotAJourney, read, write};
pub use pages::{Entry, Passage, PictureFile, Piece, Shown, bound, entries, keepsake};
