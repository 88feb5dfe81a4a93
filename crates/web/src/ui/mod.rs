//! The parts that screens are made of. They know no couple.

mod as_table;
mod breath;
mod field;
mod figure;
mod guide;
mod marked;
mod marks;
mod multiple;
mod paper;
mod passing;
mod picture;
mod promise_days;
mod shell;
mod slider;
mod spread;
pub(crate) mod when;

pub(crate) use as_table::as_table;
pub(crate) use breath::breath;
pub(crate) use field::{
    Choice, Field, choices, day_field, line_field, minute_of, passphrase_field, time_field, words_field,
};
pub(crate) use figure::tenths;
pub(crate) use guide::{Lines, guide_lines, kindly};
pub(crate) use marked::{Marked, MarkedField, marked_field, marked_words};
pub(crate) use marks::{Side, icon, icon_turns, logo, mark, person, sprite};
pub(crate) use multiple::{Multiple, Scale, Strand, multiples};
pub(crate) use paper::{Reader, audience, empty, notice, saved};
pub(crate) use passing::passing;
pub(crate) use picture::picture;
pub(crate) use promise_days::{PromiseDays, promise_days};
pub(crate) use shell::{
    Place, back, back_to, bare_page, breathing_page, calm_page, head, page, quiet_page, wide_page,
};
pub(crate) use slider::{Rating, Slider, slider};
pub(crate) use spread::{Opening, leaf_sealed, spread};
