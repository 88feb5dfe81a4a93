//! What nodes say to each other: that a log or a chain has grown and how far, never what was written. What is only of
//! the moment is passed on as it is, sealed by the device it came from. Lost, late or said twice, it does no harm.

use axum::body::Bytes;
use protocol::ids::{AccountId, DeviceKeyId, Incarnation, InviteId, SpaceId};

use super::{Hint, Topic};

/// Where rings at a rendezvous are told: seldom, so every node hears all of them.
pub(crate) const MEETINGS: &str = "mend.meetings";

const LOG: u8 = 1;
const CONTROL: u8 = 2;
const PASSING: u8 = 3;
const SESSIONS: u8 = 4;
const RUNG: u8 = 5;

/// Something another node told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// A log stands at this place.
    Log(u64),
    /// A control chain stands at this number.
    Control(u64),
    /// This is passed on, from this device.
    Passing(DeviceKeyId, Bytes),
    /// Sessions may have ended.
    Sessions,
    /// Something was put down at a rendezvous.
    Rung(InviteId),
}

impl Told {
    /// A hint, as the others are told of it.
    pub(crate) fn of(hint: &Hint) -> Self {
        match hint {
            Hint::Log { seq, .. } | Hint::Grown { seq, .. } => Self::Log(*seq),
            Hint::Control { seq, .. } => Self::Control(*seq),
            Hint::Passing { from, frame } => Self::Passing(*from, frame.clone()),
            Hint::Sessions => Self::Sessions,
        }
    }

    /// The life of the store, what it is, and its own bytes.
    pub(crate) fn to_bytes(&self, incarnation: Incarnation) -> Vec<u8> {
        let (kind, rest) = match self {
            Self::Log(seq) => (LOG, seq.to_be_bytes().to_vec()),
            Self::Control(seq) => (CONTROL, seq.to_be_bytes().to_vec()),
            Self::Passing(from, frame) => (PASSING, [&from.0[..], frame].concat()),
            Self::Sessions => (SESSIONS, Vec::new()),
            Self::Rung(invite) => (RUNG, invite.0.to_vec()),
        };
        [&incarnation.0[..], &[kind], &rest].concat()
    }

    /// Reads it; nothing for what is of another life of the store, or of a newer release.
    pub(crate) fn from_bytes(bytes: &[u8], incarnation: Incarnation) -> Option<Self> {
        let (life, rest) = bytes.split_first_chunk()?;
        let (kind, rest) = rest.split_first()?;
        if Incarnation(*life) != incarnation {
            return None;
        }
        let number = || Some(u64::from_be_bytes(rest.try_into().ok()?));
        match *kind {
            LOG => number().map(Self::Log),
            CONTROL => number().map(Self::Control),
            PASSING => {
                let (from, frame) = rest.split_first_chunk()?;
                Some(Self::Passing(DeviceKeyId(*from), Bytes::copy_from_slice(frame)))
            }
            SESSIONS => Some(Self::Sessions),
            RUNG => Some(Self::Rung(InviteId(rest.try_into().ok()?))),
            _ => None,
        }
    }

    /// As a hint for whoever listens here to the topic; nothing for what is for no listener.
    pub(crate) fn hint(&self, topic: Topic) -> Option<Hint> {
        match (self, topic) {
            (Self::Log(seq), Topic::Space(space)) => Some(Hint::Grown { space, seq: *seq }),
            (Self::Control(seq), Topic::Space(space)) => Some(Hint::Control { space, seq: *seq }),
            (Self::Passing(from, frame), Topic::Space(_)) => {
                Some(Hint::Passing { from: *from, frame: frame.clone() })
            }
            (Self::Sessions, Topic::Account(_)) => Some(Hint::Sessions),
            _ => None,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digit = |it: u8| char::from_digit(u32::from(it), 16).unwrap_or('0');
    bytes.iter().flat_map(|it| [digit(it >> 4), digit(it & 15)]).collect()
}

/// Where a topic is told.
pub(crate) fn subject(topic: Topic) -> String {
    match topic {
        Topic::Space(SpaceId(id)) => ["mend.s.", &hex(&id)].concat(),
        Topic::Account(AccountId(id)) => ["mend.a.", &hex(&id)].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Incarnation = Incarnation([7; 16]);

    #[test]
    fn what_a_node_says_is_read_by_the_others_and_by_nobody_of_another_life() {
        let frame = Bytes::from_static(b"sealed");
        let all = [
            Told::Log(1 << 40),
            Told::Control(3),
            Told::Passing(DeviceKeyId([4; 16]), frame),
            Told::Sessions,
            Told::Rung(InviteId([5; 16])),
        ];
        for told in all {
            let bytes = told.to_bytes(LIFE);
            assert_eq!(Told::from_bytes(&bytes, LIFE), Some(told));
            assert_eq!(Told::from_bytes(&bytes, Incarnation([8; 16])), None);
        }
        assert_eq!(Told::from_bytes(&[&[7; 16][..], &[99, 1]].concat(), LIFE), None);
        for length in 0..20 {
            assert_eq!(Told::from_bytes(&vec![7; length], LIFE), None, "{length}");
        }
    }

    #[test]
    fn what_is_told_of_a_log_is_as_long_as_its_place_and_holds_nothing_of_it() {
        let hint = Hint::Log {
            space: SpaceId([1; 16]),
            before: 1,
            seq: 2,
            root: [3; 32],
            frame: Bytes::from_static(b"what was written"),
        };
        assert_eq!(Told::of(&hint).to_bytes(LIFE).len(), 16 + 1 + 8);
    }

    #[test]
    fn a_subject_is_the_id_in_sixteen_digits_twice() {
        assert_eq!(subject(Topic::Space(SpaceId([0xa0; 16]))), ["mend.s.", &"a0".repeat(16)].concat());
    }
}
