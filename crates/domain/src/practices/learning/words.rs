//! What can be said about learning from the past: commands, events, refusals. Names and numbers here are kept for ever.

use crate::exchange;
use crate::ids::{HurtId, LessonId, PromiseId, RuleId};
use crate::practice::{Flaw, LONGEST_TEXT, events};

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write one part, in place of what stood there. Nothing but blanks clears it. Without an id it begins anew.
    Write {
        /// Which writing.
        lesson: Option<LessonId>,
        /// Which part.
        part: Part,
        /// The words.
        text: String,
        /// Which hurt it is about, when it begins anew about one.
        about: Option<HurtId>,
    },
    /// Put a writing away, with its words.
    PutAway {
        /// Which writing.
        lesson: LessonId,
    },
    /// Say that one would open what one learned if the other does, too.
    Offer,
    /// Seal what was previewed: these parts of a writing, as they stand.
    Seal {
        /// Which writing.
        lesson: LessonId,
        /// Which of its parts.
        parts: Vec<Part>,
    },
    /// Take it back, while the other has sealed nothing.
    TakeBack,
    /// Write a recent quarrel anew, as a kind outsider would have seen it.
    SeeFromOutside {
        /// The words.
        text: String,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// There is no such writing, or it was put away.
    NoSuchLesson,
    /// There is no such hurt.
    NoSuchHurt,
    /// One of the two has asked for space; nothing joint begins meanwhile.
    InSpace,
    /// More of them than anyone writes.
    TooMany,
    /// About the sealed round.
    Round(exchange::Refusal),
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

impl From<exchange::Refusal> for Refusal {
    fn from(refusal: exchange::Refusal) -> Self {
        Refusal::Round(refusal)
    }
}

lean::number! {
    /// The parts, in the order in which the guide asks for them.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Part {
        /// What may have caused you pain.
        #[n(0)]
        WhatPainedYou,
        /// What broke trust first.
        #[n(1)]
        WhatBrokeTrust,
        /// My own mistakes.
        #[n(2)]
        MyMistakes,
        /// What I now know.
        #[n(3)]
        WhatINowKnow,
    }
}

impl Part {
    /// All parts, in their order.
    pub const ALL: [Part; 4] =
        [Part::WhatPainedYou, Part::WhatBrokeTrust, Part::MyMistakes, Part::WhatINowKnow];
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

lean::body! {
    /// What one seals for the other: some parts of a writing.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Pages {
        /// The parts, in their order.
        #[n(0)]
        pub passages: Vec<Passage>,
    }
}

impl Pages {
    /// The bytes that are sealed.
    #[must_use]
    pub fn to_cbor(&self) -> Vec<u8> {
        lean::to_bytes(self)
    }

    /// Reads what [`Pages::to_cbor`] wrote; what cannot be such pages is nothing.
    #[must_use]
    pub fn from_cbor(bytes: &[u8]) -> Option<Self> {
        lean::from_bytes(bytes).filter(|it: &Pages| it.flaw().is_none())
    }

    /// Why they cannot stand.
    pub(super) fn flaw(&self) -> Option<Flaw> {
        let tidy =
            self.passages.iter().zip(self.passages.iter().skip(1)).all(|(one, next)| one.part < next.part);
        if self.passages.is_empty() || !tidy {
            return Some(Flaw::Empty);
        }
        let bytes = self.to_cbor().len();
        (bytes > LONGEST_TEXT).then_some(Flaw::TooLong { bytes, most: LONGEST_TEXT })
    }
}

lean::ways! {
    /// What a lesson became.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Became {
        /// A promise.
        #[n(0)]
        Promise(#[n(0)] PromiseId),
        /// A proposal for the ground rules.
        #[n(1)]
        Rule(#[n(0)] RuleId),
    }
}

lean::body! {
    /// `learning.written`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Written {
        /// Which writing.
        #[n(0)]
        pub lesson: LessonId,
        /// Which part.
        #[n(1)]
        pub part: Part,
        /// The words; none, when it was cleared.
        #[n(2)]
        pub text: String,
        /// Which hurt it is about: said once, where it begins.
        #[n(3)]
        pub about: Option<HurtId>,
    }
}

lean::body! {
    /// `learning.put_away`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// Which writing.
        #[n(0)]
        pub lesson: LessonId,
    }
}

lean::body! {
    /// `learning.offered`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Offered {
        /// The how-manieth time, counted from 1.
        #[n(0)]
        pub sitting: u16,
    }
}

lean::body! {
    /// `learning.became`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BecameMore {
        /// Which writing.
        #[n(0)]
        pub lesson: LessonId,
        /// What it became.
        #[n(1)]
        pub became: Became,
    }
}

lean::body! {
    /// `learning.seen_from_outside`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SeenFromOutside {
        /// Its id.
        #[n(0)]
        pub lesson: LessonId,
        /// The words.
        #[n(1)]
        pub text: String,
    }
}

events! {
    /// A part was written.
    Written = "learning.written", Mine;
    /// A writing was put away.
    PutAway = "learning.put_away", Mine;
    /// One of the two would open theirs.
    Offered = "learning.offered", Ours;
    /// A lesson became a promise, or a proposal for the ground rules.
    BecameMore = "learning.became", Mine;
    /// A quarrel was written as a kind outsider would have seen it.
    SeenFromOutside = "learning.seen_from_outside", Mine;
}
