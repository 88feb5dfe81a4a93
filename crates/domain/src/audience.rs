//! Who can open a record: its author alone, or both partners.

lean::number! {
    /// The space a record lives in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Audience {
        /// The author's vault: their own devices only.
        #[n(0)]
        Mine,
        /// Our space: both partners.
        #[n(1)]
        Ours,
    }
}
