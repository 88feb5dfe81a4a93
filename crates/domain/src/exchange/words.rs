//! What can happen in a round: events and what a round is about. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{Commitment, RevealKey, RoundId};
use crate::practice::events;

lean::ways! {
    /// What a round is about. A round's id follows from it, so that two partners who begin the same round apart from
    /// each other begin one round, not two.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Subject {
        /// The check-in of the week that begins on this day.
        #[n(0)]
        CheckIn {
            /// The check-in's day.
            #[n(0)]
            week: Day,
        },
        /// Whether both are on the same page: the asking with this number.
        #[n(1)]
        SamePage {
            /// Counted from 1.
            #[n(0)]
            asking: u16,
        },
        /// What each learned from the past: the sitting with this number that both wished to open.
        #[n(2)]
        Learning {
            /// Counted from 1.
            #[n(0)]
            sitting: u16,
        },
        /// What each wishes for our future: the drawing with this number that both wished to open.
        #[n(3)]
        OurFuture {
            /// Counted from 1.
            #[n(0)]
            drawing: u16,
        },
        /// What each wrote on a card, or on a topic of their own.
        #[n(4)]
        Vulnerability {
            /// The number of the card or the topic.
            #[n(0)]
            topic: u32,
        },
    }
}

impl Subject {
    /// The id of the round.
    #[must_use]
    pub fn round(self) -> RoundId {
        let (mut id, number) = match self {
            Subject::CheckIn { week } => (*b"check-in\0\0\0\0\0\0\0\0", week.number().cast_unsigned()),
            Subject::SamePage { asking } => (*b"samepage\0\0\0\0\0\0\0\0", u32::from(asking)),
            Subject::Learning { sitting } => (*b"learning\0\0\0\0\0\0\0\0", u32::from(sitting)),
            Subject::OurFuture { drawing } => (*b"ourfutur\0\0\0\0\0\0\0\0", u32::from(drawing)),
            Subject::Vulnerability { topic } => (*b"vulnerab\0\0\0\0\0\0\0\0", topic),
        };
        for (to, from) in id.iter_mut().skip(8).zip(u64::from(number).to_be_bytes()) {
            *to = from;
        }
        RoundId(id)
    }
}

lean::body! {
    /// `exchange.opened`: a round was begun
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Opening {
        /// Which round.
        #[n(0)]
        pub round: RoundId,
        /// What it is about.
        #[n(1)]
        pub subject: Subject,
    }
}

lean::body! {
    /// `exchange.key_kept`: the key and the text, in the author's vault
    #[derive(Clone, PartialEq, Eq)]
    pub struct KeyKept {
        /// Which round.
        #[n(0)]
        pub round: RoundId,
        /// Which seal.
        #[n(1)]
        pub commitment: Commitment,
        /// Opens it.
        #[n(2)]
        pub key: RevealKey,
        /// The text.
        #[n(3)]
        pub text: Vec<u8>,
    }
}

impl core::fmt::Debug for KeyKept {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "KeyKept({}, [key])", self.round)
    }
}

lean::body! {
    /// `exchange.sealed`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Sealed {
        /// Which round.
        #[n(0)]
        pub round: RoundId,
        /// Binds the author to the text.
        #[n(1)]
        pub commitment: Commitment,
        /// The text, unreadable without the key.
        #[n(2)]
        pub sealed: Vec<u8>,
    }
}

lean::body! {
    /// `exchange.withdrawn`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawn {
        /// Which round.
        #[n(0)]
        pub round: RoundId,
    }
}

lean::body! {
    /// `exchange.released`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Released {
        /// Which round.
        #[n(0)]
        pub round: RoundId,
        /// The author's key.
        #[n(1)]
        pub key: RevealKey,
    }
}

events! {
    /// A round was begun.
    Opening = "exchange.opened", Ours;
    /// A key was put into the vault.
    KeyKept = "exchange.key_kept", Mine;
    /// A text was sealed.
    Sealed = "exchange.sealed", Ours;
    /// A seal was taken back.
    Withdrawn = "exchange.withdrawn", Ours;
    /// A key was released.
    Released = "exchange.released", Ours;
}
