//! What two devices tell each other while a talk is held: everything each of them knows, again and again, in a few
//! bytes. None of it is kept; what lasts goes to the log.

use crate::ids::TalkId;
use crate::practices::talk::words::Side;

/// The longest turn with everything it was lengthened by: half an hour.
pub(super) const LONGEST_MS: u32 = 30 * 60 * 1000;

lean::number! {
    /// Where a turn stands.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Phase {
        /// One speaks.
        #[n(0)]
        Speaking,
        /// The other says back what was heard.
        #[n(1)]
        SayingBack,
        /// "Not quite": the other tries again.
        #[n(2)]
        NotQuite,
        /// "Yes, you heard me."
        #[n(3)]
        Heard,
    }
}

lean::row! {
    /// Who has the floor, and since when. Of two, the one with the higher place holds: see [`Floor::place`].
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Floor {
        /// Which turn, counted from 0.
        #[n(0)]
        pub turn: u16,
        /// How many times something was said about this turn.
        #[n(1)]
        pub version: u32,
        /// Who said it last.
        #[n(2)]
        pub by: Side,
        /// Who speaks.
        #[n(3)]
        pub speaker: Side,
        /// Where the turn stands.
        #[n(4)]
        pub phase: Phase,
        /// How long it lasts, in milliseconds.
        #[n(5)]
        pub length_ms: u32,
        /// How much of it was over before it last went on, in milliseconds.
        #[n(6)]
        pub ran_ms: u32,
        /// When it last went on, in milliseconds of the clock of whoever sends this; nothing while it rests.
        #[n(7)]
        pub since_ms: Option<u64>,
    }
}

impl Floor {
    /// By this the two devices agree on what holds, in whatever order they hear of it: a later turn before an earlier
    /// one, what was said later before what was said earlier, and if both spoke at once, who asked for the talk.
    #[must_use]
    pub fn place(&self) -> (u16, u32, bool) {
        (self.turn, self.version, self.by == Side::Asker)
    }

    /// Whether anyone could have said this.
    fn is_sound(&self) -> bool {
        self.length_ms <= LONGEST_MS && self.ran_ms <= LONGEST_MS
    }
}

lean::row! {
    /// What one device tells the other: all it knows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Beat {
        /// In which talk.
        #[n(0)]
        pub talk: TalkId,
        /// Whose device.
        #[n(1)]
        pub from: Side,
        /// The how-manieth beat of that device.
        #[n(2)]
        pub number: u32,
        /// When it was sent, in milliseconds of the sender's clock.
        #[n(3)]
        pub sent_ms: u64,
        /// How many times someone needed a pause.
        #[n(4)]
        pub pauses: u16,
        /// From how many of them the asker is back.
        #[n(5)]
        pub asker_back: u16,
        /// From how many of them the other is back.
        #[n(6)]
        pub other_back: u16,
        /// Who has the floor; nothing before the first turn.
        #[n(7)]
        pub floor: Option<Floor>,
    }
}

impl Beat {
    /// The bytes that are sealed and passed on: at most 200.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        lean::to_bytes(self)
    }

    /// Reads what [`Beat::to_bytes`] wrote; what nobody could have said is nothing.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        lean::from_bytes(bytes).filter(|it: &Beat| it.floor.is_none_or(|it| it.is_sound()))
    }
}
