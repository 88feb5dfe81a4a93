//! What can be said about one's circle: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::{SomeoneId, WeighingId};
use crate::practice::{Flaw, events};

/// What a person may ask for. All of it is for oneself alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Put someone on the map, or write anew what stands there. Without an id it is someone new.
    Place {
        /// Who.
        someone: Option<SomeoneId>,
        /// As one calls them.
        name: String,
        /// How near.
        ring: Ring,
        /// One true example of their being reliable.
        example: String,
    },
    /// Take someone off the map, with the words.
    TakeOff {
        /// Who.
        someone: SomeoneId,
    },
    /// Weigh a thought like "everyone lies", or write that page anew. Without an id it is a new page.
    Weigh {
        /// Which page.
        page: Option<WeighingId>,
        /// What stands on it.
        weighing: Weighing,
    },
    /// Put a page away, with its words.
    PutAway {
        /// Which page.
        page: WeighingId,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// Someone is on the map with one true example.
    ExampleIsMissing,
    /// There is nobody like that on the map.
    NoSuchPerson,
    /// There is no such page, or it was put away.
    NoSuchPage,
    /// More of them than can be kept.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::number! {
    /// How near someone is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Ring {
        /// Whom one can call at night.
        #[n(0)]
        Near,
        /// Whom one can ask for something.
        #[n(1)]
        Midway,
        /// Who has been reliable in one thing.
        #[n(2)]
        Far,
    }
}

impl Ring {
    /// All three, near before far.
    pub const ALL: [Ring; 3] = [Ring::Near, Ring::Midway, Ring::Far];
}

lean::row! {
    /// A thought that is weighed. All but the thought may be left open.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Weighing {
        /// The thought, as it says itself.
        #[n(0)]
        pub thought: String,
        /// What speaks for it.
        #[n(1)]
        pub speaks_for: String,
        /// What speaks against it.
        #[n(2)]
        pub speaks_against: String,
        /// A fairer sentence.
        #[n(3)]
        pub fairer: String,
    }
}

lean::body! {
    /// `circle.placed`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Placed {
        /// Who.
        #[n(0)]
        pub someone: SomeoneId,
        /// As one calls them.
        #[n(1)]
        pub name: String,
        /// How near.
        #[n(2)]
        pub ring: Ring,
        /// One true example.
        #[n(3)]
        pub example: String,
    }
}

lean::body! {
    /// `circle.taken_off`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TakenOff {
        /// Who.
        #[n(0)]
        pub someone: SomeoneId,
    }
}

lean::body! {
    /// `circle.weighed`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Weighed {
        /// Which page.
        #[n(0)]
        pub page: WeighingId,
        /// What stands on it, in place of what stood there.
        #[n(1)]
        pub weighing: Weighing,
    }
}

lean::body! {
    /// `circle.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which page.
        #[n(0)]
        pub page: WeighingId,
    }
}

events! {
    /// Someone was put on the map.
    Placed = "circle.placed", Mine;
    /// Someone was taken off.
    TakenOff = "circle.taken_off", Mine;
    /// A thought was weighed.
    Weighed = "circle.weighed", Mine;
    /// Its page was put away.
    PutAway = "circle.put_away", Mine;
}
