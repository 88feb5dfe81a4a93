//! What can be said about space: commands, events, refusals. Names and numbers here are kept for ever.

use crate::ids::SpaceAskedId;
use crate::practice::{Flaw, events};

lean::number! {
    /// What contact is fine during space.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Contact {
        /// Only what cannot wait.
        #[n(0)]
        OnlyWhatCannotWait,
        /// What has to be settled: the children, the house.
        #[n(1)]
        WhatHasToBeSettled,
        /// Short messages.
        #[n(2)]
        ShortMessages,
        /// We can talk, only not about this.
        #[n(3)]
        AllButThis,
    }
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Ask for space. It always has a return time.
    Ask {
        /// Until when, in milliseconds since 1970.
        until_ms: u64,
        /// What contact is fine meanwhile.
        contact: Contact,
        /// Kind words, if one has any.
        words: String,
    },
    /// Ask for it to be longer, with a word.
    Extend {
        /// Which.
        space: SpaceAskedId,
        /// Until when now, in milliseconds since 1970.
        until_ms: u64,
        /// The word.
        words: String,
    },
    /// "I will respect this."
    Respect {
        /// Which.
        space: SpaceAskedId,
    },
    /// Come back: from space before its time, or to say that one is here again.
    Return {
        /// Which.
        space: SpaceAskedId,
    },
    /// Take a time-out.
    TakeTimeOut {
        /// How long, 20 to 60 minutes.
        minutes: u16,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words do not fit.
    Words(Flaw),
    /// Space has a return time: at least an hour from now, and at most ninety days.
    NoSuchReturn,
    /// Longer means later than before.
    NotLonger,
    /// A time-out is 20 to 60 minutes.
    NoSuchTimeOut,
    /// There is no such space, or it is over.
    NoSuchSpace,
    /// Only who asked for it can do that.
    OnlyTheAsker,
    /// Only the other can say that.
    OnlyTheOther,
    /// You have asked for space already; it can be extended.
    AlreadyAsked,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::body! {
    /// `space.asked`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Asked {
        /// Its id.
        #[n(0)]
        pub space: SpaceAskedId,
        /// For how long from when it was asked, in milliseconds. A length, and not a time: a device whose clock is wrong by
        /// days would otherwise end it before it began.
        #[n(1)]
        pub for_ms: u64,
        /// What contact is fine.
        #[n(2)]
        pub contact: Contact,
        /// Kind words.
        #[n(3)]
        pub words: Option<String>,
    }
}

lean::body! {
    /// `space.extended`, by who asked
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Extended {
        /// Which.
        #[n(0)]
        pub space: SpaceAskedId,
        /// By how much, in milliseconds.
        #[n(1)]
        pub by_ms: u64,
        /// The word that goes with it.
        #[n(2)]
        pub words: String,
    }
}

lean::body! {
    /// `space.respected`, by the other
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Respected {
        /// Which.
        #[n(0)]
        pub space: SpaceAskedId,
    }
}

lean::body! {
    /// `space.returned`, by who asked
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Returned {
        /// Which.
        #[n(0)]
        pub space: SpaceAskedId,
    }
}

lean::body! {
    /// `space.time_out_taken`, by either
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TimeOutTaken {
        /// Its id.
        #[n(0)]
        pub space: SpaceAskedId,
        /// How long, in minutes.
        #[n(1)]
        pub minutes: u16,
    }
}

events! {
    /// One asked for space.
    Asked = "space.asked", Ours;
    /// It lasts longer.
    Extended = "space.extended", Ours;
    /// The other will respect it.
    Respected = "space.respected", Ours;
    /// Who asked is back.
    Returned = "space.returned", Ours;
    /// One took a time-out.
    TimeOutTaken = "space.time_out_taken", Ours;
}
