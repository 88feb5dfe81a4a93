//! What can be said about forgiveness: commands, refusals, and what they are made of. Names and numbers here are kept for ever.

mod happened;

pub use happened::{
    Begun, ChanceGiven, ChanceTaken, ChanceWithdrawn, Decided, Event, Felt, PutAway, Read, Shared, Spoken,
    TakenBack, Written,
};

use crate::ids::{ForgivingId, HurtId};
use crate::practice::Flaw;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin a page of one's own.
    Begin {
        /// Whom and what it is about.
        of: Of,
        /// Which hurt, if it is about one.
        hurt: Option<HurtId>,
        /// For what one did oneself: amends were made in another way than by an apology here.
        amends_elsewhere: bool,
    },
    /// Write one part, in place of what stood there. Nothing but blanks clears it.
    Write {
        /// On which page.
        forgiving: ForgivingId,
        /// Which part.
        part: Part,
        /// The words.
        text: String,
    },
    /// Say where one's decision stands; nothing leaves it open again.
    Decide {
        /// On which page.
        forgiving: ForgivingId,
        /// Where it stands.
        deciding: Option<Deciding>,
    },
    /// Say how it feels; nothing leaves it open again. It follows from nothing, and nothing follows from it.
    Feel {
        /// On which page.
        forgiving: ForgivingId,
        /// How it feels.
        feeling: Option<Feeling>,
    },
    /// Note for oneself that it was said aloud, or that it was not.
    Speak {
        /// Which page.
        forgiving: ForgivingId,
        /// Whether it was.
        spoken: bool,
    },
    /// Share the words that were previewed.
    Share {
        /// Out of which page.
        forgiving: ForgivingId,
        /// The words as they were previewed.
        previewed: String,
    },
    /// Say what learning from this would look like, in the words that were previewed.
    GiveChance {
        /// Out of which page.
        forgiving: ForgivingId,
        /// The words as they were previewed.
        previewed: String,
    },
    /// Take it back: the decision is open again, and what was shared of it is withdrawn. What was read cannot be unread.
    TakeBack {
        /// Which page.
        forgiving: ForgivingId,
    },
    /// Take the chance back.
    WithdrawChance {
        /// Out of which page.
        forgiving: ForgivingId,
    },
    /// Put a page away, with its words. What was shared of it is withdrawn.
    PutAway {
        /// Which page.
        forgiving: ForgivingId,
    },
    /// Note for oneself that what the other shared was opened. Nobody is told.
    Read {
        /// Which page of theirs.
        forgiving: ForgivingId,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such page, or it was put away.
    NoSuchPage,
    /// That part belongs to another kind of page.
    NotThatPart,
    /// Forgiving oneself for what one did comes after amends.
    AmendsFirst,
    /// Letting go comes after responsibility.
    ResponsibilityFirst,
    /// What one writes of oneself stays with oneself.
    NotForTheOther,
    /// It was changed on another device since it was previewed; look again.
    ChangedSince,
    /// Nothing of it is shared.
    NothingShared,
    /// A chance is taken by the other, with a promise of their own.
    OnlyTheOther,
    /// More of them than anyone writes.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::number! {
    /// Whom and what a page is about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Of {
        /// The other of the two.
        #[n(0)]
        TheOther,
        /// Oneself, for what one did.
        #[n(1)]
        WhatIDid,
        /// Oneself, for what one did not see.
        #[n(2)]
        WhatIDidNotSee,
    }
}

lean::number! {
    /// The parts of all kinds of pages.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Part {
        /// What was done, and what it did to me.
        #[n(0)]
        Tell,
        /// What it may have been like where you stood. It explains, and excuses nothing.
        #[n(1)]
        TheirView,
        /// What I would be giving, and what not.
        #[n(2)]
        WhatIGive,
        /// In my own words.
        #[n(3)]
        InWords,
        /// What holds it when it shakes.
        #[n(4)]
        HoldOn,
        /// What learning from this would look like.
        #[n(5)]
        Chance,
        /// What I did, without a "but".
        #[n(6)]
        Responsibility,
        /// What I have made good, and go on doing.
        #[n(7)]
        Amends,
        /// What I would say to a friend in my place.
        #[n(8)]
        ToAFriend,
        /// What I let go of, and what I keep.
        #[n(9)]
        LetGo,
        /// What I could know then.
        #[n(10)]
        WhatICouldKnow,
        /// What was hidden from me.
        #[n(11)]
        WhatWasHidden,
    }
}

impl Part {
    /// The parts of a kind of page, in the order in which the guide asks for them.
    #[must_use]
    pub fn of(of: Of) -> &'static [Part] {
        use Part::{
            Amends, Chance, HoldOn, InWords, LetGo, Responsibility, Tell, TheirView, ToAFriend,
            WhatICouldKnow, WhatIGive, WhatWasHidden,
        };
        match of {
            Of::TheOther => &[Tell, TheirView, WhatIGive, InWords, HoldOn, Chance],
            Of::WhatIDid => &[Responsibility, Amends, ToAFriend, LetGo, HoldOn],
            Of::WhatIDidNotSee => &[WhatICouldKnow, WhatWasHidden, ToAFriend, LetGo, HoldOn],
        }
    }
}

lean::number! {
    /// Where a decision stands. It is no step of anything: one may stay anywhere, and go back.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Deciding {
        /// Not now, perhaps never.
        #[n(0)]
        NotNow,
        /// I do not know.
        #[n(1)]
        DontKnow,
        /// I would like to be able to.
        #[n(2)]
        WouldLikeTo,
        /// I have decided to forgive.
        #[n(3)]
        Decided,
    }
}

lean::number! {
    /// How it feels, whatever was decided.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Feeling {
        /// As raw as at first.
        #[n(0)]
        Raw,
        /// It comes and goes.
        #[n(1)]
        ComesAndGoes,
        /// Quieter than it was.
        #[n(2)]
        Quieter,
        /// Mostly at peace.
        #[n(3)]
        AtPeace,
    }
}

lean::row! {
    /// What is written in one part.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Passage {
        /// Which part.
        #[n(0)]
        pub part: Part,
        /// The words.
        #[n(1)]
        pub text: String,
    }
}
