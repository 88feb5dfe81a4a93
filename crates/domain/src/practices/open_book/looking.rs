//! What who looks notes for themselves.

use crate::practices::open_book::words::Helped;

/// How often one may note for one day, at the most.
pub const MOST_TIMES: u16 = 99;

lean::row! {
    /// What was noted of one day.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Note {
        /// How often one looked.
        #[n(0)]
        pub times: u16,
        /// Whether it helped.
        #[n(1)]
        pub helped: Helped,
    }
}
