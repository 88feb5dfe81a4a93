//! The parts that screens are made of. They know no couple.

mod field;
mod figure;
mod marks;
mod paper;
mod picture;
mod shell;
mod spread;
pub(crate) mod when;

pub(crate) use field::{Choice, Field, choices, day_field, line_field, passphrase_field, words_field};
pub(crate) use figure::tenths;
pub(crate) use marks::{Side, icon, icon_turns, logo, mark, person, sprite};
pub(crate) use paper::{Reader, audience, empty, notice, saved};
pub(crate) use picture::picture;
pub(crate) use shell::{Place, back, bare_page, head, page, wide_page};
pub(crate) use spread::{Opening, leaf_sealed, spread};
