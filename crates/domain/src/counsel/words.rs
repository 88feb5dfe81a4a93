//! What can be said in a counsellor's room: commands, what is kept, refusals. Numbers here are kept for ever.

use crate::ids::{CounselNoteId, CounselTopicId, PersonId, RecordId, WindowId};
use crate::practice::Flaw;

lean::number! {
    /// What a member is in a room.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Role {
        /// One of the two, or the one whose own room it is.
        #[n(0)]
        Partner,
        /// The counsellor.
        #[n(1)]
        Counsellor,
    }
}

lean::number! {
    /// What may enter a room.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Material {
        /// What one wrote for themselves alone; the other partner is not in this room.
        #[n(0)]
        Own,
        /// What both share; both are in this room.
        #[n(1)]
        Shared,
    }
}

lean::number! {
    /// Who must give what both share before the counsellor may see it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Giving {
        /// Either of the two.
        #[n(0)]
        Either,
        /// Both of them.
        #[n(1)]
        Both,
    }
}

lean::row! {
    /// What a room is for and until when. It never changes: other terms are another room.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Terms {
        /// What may enter.
        #[n(0)]
        pub material: Material,
        /// Who must give it.
        #[n(1)]
        pub giving: Giving,
        /// When it ends, in milliseconds since 1970.
        #[n(2)]
        pub until_ms: u64,
    }
}

/// The practices that can be given as they are written, as they begin the names of their events. What opens only when both
/// have sealed travels as `exchange.…`, whatever practice it is of: of check-ins, cards, lessons, the same page and the future
/// board single records are given.
pub const GIVEN_AS_WRITTEN: [&str; 18] = [
    "apology",
    "boosters",
    "circle",
    "closeness",
    "forgiveness",
    "ground_rules",
    "hurts",
    "leaning",
    "memories",
    "needs",
    "open_book",
    "promises",
    "questions",
    "setting_down",
    "signs",
    "talk",
    "time",
    "why",
];

/// Of those, the ones in which one writes for oneself: what a room of one's own can be given as it is written.
pub const OWN_AS_WRITTEN: [&str; 10] = [
    "circle",
    "forgiveness",
    "hurts",
    "leaning",
    "open_book",
    "questions",
    "setting_down",
    "signs",
    "time",
    "why",
];

/// Whether a record of one's own is something that one may want to give: it tells people something by itself. `kind` is the
/// name of its event.
#[must_use]
pub fn is_worth_giving(kind: &str) -> bool {
    let practice = kind.split_once('.').map_or(kind, |(practice, _)| practice);
    GIVEN_AS_WRITTEN.contains(&practice) || ["check_in", "learning", "our_future"].contains(&practice)
}

/// Records that are picked for one session, at the most.
pub(super) const MOST_PICKED: usize = 1_000;

/// A record as somebody means to give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Which.
    pub record: RecordId,
    /// Who wrote it.
    pub author: PersonId,
    /// Whether it lies in the vault of its author, and not in what both share.
    pub own: bool,
}

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the room, as the partner who invited.
    Open {
        /// Under which terms.
        terms: Terms,
    },
    /// Agree to the terms, as the other partner.
    Agree {
        /// The terms as they were read.
        terms: Terms,
    },
    /// Give one record.
    Give {
        /// Which.
        offered: Offered,
    },
    /// Take a record out of the room.
    Stop {
        /// Which.
        record: RecordId,
    },
    /// Give a practice as it is written, from a time to a time.
    GivePractice {
        /// Its name, one of [`GIVEN_AS_WRITTEN`].
        practice: String,
        /// From when.
        from_ms: u64,
        /// Until when.
        until_ms: u64,
    },
    /// Give no more of it. What was given stays until it is stopped.
    StopPractice {
        /// Which.
        window: WindowId,
    },
    /// Write a note for all partners in the room.
    Note {
        /// The words.
        words: String,
    },
    /// Put a topic down for the next session.
    Bring {
        /// In a few words.
        words: String,
    },
    /// It was talked about.
    Talked {
        /// Which.
        topic: CounselTopicId,
    },
    /// Pick what the next session is about, from what was given. The latest picking counts.
    Pick {
        /// Which, in the order in which they are to be read.
        records: Vec<RecordId>,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words are none, or too many.
    Words(Flaw),
    /// Somebody who is not in the room, or not any more.
    NotInTheRoom,
    /// The room has ended, or its time is over.
    Over,
    /// Its terms stand already.
    Opened,
    /// It has no terms yet.
    NotOpen,
    /// The terms are others than those that were read.
    OtherTerms,
    /// The other partner has not agreed.
    NotAgreed,
    /// Only a partner does that.
    OnlyPartners,
    /// Only the counsellor does that.
    OnlyTheCounsellor,
    /// What somebody wrote for themselves is given by them alone.
    OnlyItsAuthor,
    /// What one wrote for themselves does not enter the room of both.
    OwnIntoShared,
    /// What both share does not enter the room of one.
    SharedIntoOwn,
    /// A room of one partner is for what is their own, a room of both for what both share.
    OtherMaterial,
    /// Not one of the practices that can be given as they are written.
    NotAsWritten,
    /// It ends before it begins, or after the room.
    NoSuchTime,
    /// There is no such thing here.
    NoSuch,
    /// More than a room holds.
    TooMany,
}

impl From<Flaw> for Refusal {
    fn from(flaw: Flaw) -> Self {
        Refusal::Words(flaw)
    }
}

lean::ways! {
    /// What is kept in a room.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Said {
        /// The terms, by the partner who invited.
        #[n(0)]
        Opened {
            /// The terms.
            #[n(0)]
            terms: Terms,
        },
        /// The other partner agrees.
        #[n(1)]
        Agreed {
            /// To these.
            #[n(0)]
            terms: Terms,
        },
        /// A record is given. Its copy travels beside it.
        #[n(2)]
        Given {
            /// Which.
            #[n(0)]
            record: RecordId,
            /// Who wrote it.
            #[n(1)]
            author: PersonId,
            /// Whether it lies in the vault of its author.
            #[n(2)]
            own: bool,
        },
        /// A record is taken out.
        #[n(3)]
        Stopped {
            /// Which.
            #[n(0)]
            record: RecordId,
        },
        /// A practice is given as it is written.
        #[n(4)]
        WindowOpened {
            /// Its id.
            #[n(0)]
            window: WindowId,
            /// The practice.
            #[n(1)]
            #[most(80)]
            practice: String,
            /// From when.
            #[n(2)]
            from_ms: u64,
            /// Until when.
            #[n(3)]
            until_ms: u64,
        },
        /// No more of it.
        #[n(5)]
        WindowClosed {
            /// Which.
            #[n(0)]
            window: WindowId,
        },
        /// A note by the counsellor.
        #[n(6)]
        Noted {
            /// Its id.
            #[n(0)]
            note: CounselNoteId,
            /// The words.
            #[n(1)]
            words: String,
        },
        /// A topic for the next session.
        #[n(7)]
        Brought {
            /// Its id.
            #[n(0)]
            topic: CounselTopicId,
            /// In a few words.
            #[n(1)]
            words: String,
        },
        /// It was talked about.
        #[n(8)]
        Talked {
            /// Which.
            #[n(0)]
            topic: CounselTopicId,
        },
        /// What the next session is about.
        #[n(9)]
        Picked {
            /// Which, in their order.
            #[n(0)]
            #[most(MOST_PICKED)]
            records: Vec<RecordId>,
        },
    }
}

/// What was said in a room, with what is certain about it. The signature and the right to write were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub id: RecordId,
    /// Who said it.
    pub author: PersonId,
    /// What they were in the room when they said it.
    pub role: Role,
    /// On which device.
    pub device: crate::ids::DeviceId,
    /// The how-manieth record of that device.
    pub dseq: u64,
    /// The author's time.
    pub stamp: crate::stamp::Stamp,
    /// When the relay had it; nothing while it is only here.
    pub received_ms: Option<u64>,
    /// What was said.
    pub said: Said,
}
