//! What can be said about what was taken back: commands, events, refusals. Names and numbers here are kept for ever.

use crate::audience::Audience;
use crate::couple;
use crate::ids::{DeviceId, RecordId};
use crate::practice::events;
use crate::stamp::Stamp;

/// What a device asks for by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Tell all devices which records were taken back; those that were named before are left out.
    Name {
        /// Where they lie: in what both share, or in one's own vault.
        audience: Audience,
        /// By which records: [`super::Withdrawal::unnamed`].
        by: Vec<RecordId>,
        /// What [`super::taken_back`] gave of the own records, each with its author's word.
        gone: Vec<Gone>,
    },
    /// This device holds no word any more of what these took back.
    Erased {
        /// Where they lay.
        audience: Audience,
        /// The records that named them.
        of: Vec<RecordId>,
        /// This device, as that space calls it.
        here: DeviceId,
    },
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// All of it was said already.
    NothingToSay,
}

lean::row! {
    /// A record that was taken back, and what stays of it: enough to fold as before, and not a word.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Gone {
        /// Which record.
        #[n(0)]
        pub record: RecordId,
        /// Its time, by its author's clock.
        #[n(1)]
        pub at: Stamp,
        /// The name of what stands in its place.
        #[n(2)]
        pub kind: String,
        /// The form of the body.
        #[n(3)]
        pub schema: u16,
        /// The body.
        #[n(4)]
        pub body: Vec<u8>,
        /// What it was called before.
        #[n(5)]
        pub was: String,
        /// Its author's word for whoever passes on what is left of it, in the form of the protocol.
        #[n(6)]
        pub word: Vec<u8>,
    }
}

impl Event {
    /// The records by which something was taken back, and what was; nothing for every other event.
    #[must_use]
    pub fn names(&self) -> Option<(&[RecordId], &[Gone])> {
        match self {
            Event::Withdrawn(it) => Some((&it.by, &it.gone)),
            Event::PutAway(it) => Some((&it.by, &it.gone)),
            _ => None,
        }
    }

    /// What a device has erased; nothing for every other event.
    pub(super) fn erased(&self) -> Option<&[RecordId]> {
        match self {
            Event::Erased(it) => Some(&it.of),
            Event::Cleared(it) => Some(&it.of),
            _ => None,
        }
    }
}

impl Gone {
    /// Whether both name the same record with the same stays, whoever's word goes with it.
    #[must_use]
    pub fn is_as(&self, other: &Self) -> bool {
        let parts = |it: &Self| (it.record, it.at, it.schema);
        let names = |it: &Self| [it.kind.clone(), it.was.clone()];
        parts(self) == parts(other) && names(self) == names(other) && self.body == other.body
    }

    /// What stands in the place of the record; nothing, when it is no form without words.
    #[must_use]
    pub fn stays(&self) -> Option<couple::Event> {
        let event = couple::Event::from_parts(&self.kind, self.schema, &self.body);
        (super::stays_of(&event) == event).then_some(event)
    }
}

lean::body! {
    /// `withdrawal.withdrawn`: the author has taken these records of theirs back
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Withdrawn {
        /// The records by which they were taken back.
        #[n(0)]
        pub by: Vec<RecordId>,
        /// Which, and what stays of each.
        #[n(1)]
        pub gone: Vec<Gone>,
    }
}

lean::body! {
    /// `withdrawal.erased`: the device that wrote this holds no word any more of what these took back
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Erased {
        /// The records that named them.
        #[n(0)]
        pub of: Vec<RecordId>,
    }
}

lean::body! {
    /// `withdrawal.put_away`, in the vault: the author has put these records of theirs away
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAway {
        /// The records by which they were put away.
        #[n(0)]
        pub by: Vec<RecordId>,
        /// Which, and what stays of each.
        #[n(1)]
        pub gone: Vec<Gone>,
    }
}

lean::body! {
    /// `withdrawal.cleared`, in the vault: the device that wrote this holds no word any more of what these put away
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Cleared {
        /// The records that named them.
        #[n(0)]
        pub of: Vec<RecordId>,
    }
}

lean::body! {
    /// `withdrawal.nothing`: stands in the place of a record of which nothing stays
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Nothing {}
}

events! {
    /// Records were taken back.
    Withdrawn = "withdrawal.withdrawn", Ours;
    /// A device has erased them.
    Erased = "withdrawal.erased", Ours;
    /// Records were put away.
    PutAway = "withdrawal.put_away", Mine;
    /// A device has cleared them.
    Cleared = "withdrawal.cleared", Mine;
    /// Nothing stays of a record.
    Nothing = "withdrawal.nothing", Ours;
}
