//! A checkpoint: the folded couple with what is needed to go on from it without the records it covers.

use crate::couple::Couple;
use crate::history::Place;
use crate::ids::{DeviceId, PersonId, RecordId};
use crate::practice::Sealing;
use crate::stamp::Stamp;
use lean::{Form, Reader, Table, Writer};

/// Goes up whenever the fold gives another couple from the same records, and whenever this version understands an
/// event that the last one did not: checkpoints made before are then folded anew.
pub const FOLD_VERSION: u32 = 7;

/// A checkpoint as it is stored. It holds what the couple wrote, in the clear: seal it.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint(Vec<u8>);

impl core::fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Checkpoint({} bytes)", self.0.len())
    }
}

/// Why a checkpoint cannot be used. The records can; nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckpointUnreadable {
    /// It was made by another version.
    OtherVersion,
    /// It is the journey of another person.
    OtherViewer,
    /// It is not a checkpoint, or not a whole one.
    Damaged,
}

impl core::fmt::Display for CheckpointUnreadable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::OtherVersion => "the checkpoint was made by another version",
            Self::OtherViewer => "the checkpoint belongs to another person",
            Self::Damaged => "the checkpoint is damaged",
        })
    }
}

impl core::error::Error for CheckpointUnreadable {}

impl Checkpoint {
    /// The bytes that [`Checkpoint::bytes`] gave.
    #[must_use]
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes, to be stored sealed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn of(base: &Base) -> Self {
        let mut to = Writer::default();
        FOLD_VERSION.write(&mut to);
        base.write(&mut to);
        Self(to.into_bytes())
    }

    pub(super) fn read(&self, viewer: PersonId) -> Result<Base, CheckpointUnreadable> {
        let mut from = Reader::new(&self.0);
        let version = u32::read(&mut from);
        if !from.has_failed() && version != FOLD_VERSION {
            return Err(CheckpointUnreadable::OtherVersion);
        }
        let base = Base::read(&mut from);
        if !from.is_done() {
            return Err(CheckpointUnreadable::Damaged);
        }
        if base.couple.viewer != viewer {
            return Err(CheckpointUnreadable::OtherViewer);
        }
        Ok(base)
    }
}

lean::row! {
    /// The state that a history began with.
    #[derive(Clone, Debug)]
    pub(crate) struct Base {
        /// The couple.
        #[n(0)]
        pub(crate) couple: Box<Couple>,
        /// The place of the last record it covers.
        #[n(1)]
        pub(crate) after: Place,
        /// How many records it covers.
        #[n(2)]
        pub(crate) count: u64,
        /// Which records it covers.
        #[n(3)]
        pub(crate) seen: Spans,
        /// Those of them that the relay had not had yet.
        #[n(4)]
        pub(crate) waiting: Table<RecordId, Stamp>,
        /// Those of them that the relay has had since.
        #[n(5)]
        pub(crate) confirmed: Table<RecordId, u64>,
        /// One of them belongs to another place since.
        #[n(6)]
        pub(crate) moved: bool,
    }
}

impl Base {
    /// The relay has a record that this covers; says whether that is new.
    pub(super) fn confirm(&mut self, id: RecordId, received_ms: u64, opener: &dyn Sealing) -> bool {
        let Some(stamp) = self.waiting.remove(&id) else { return false };
        self.confirmed.insert(id, received_ms);
        self.moved |= stamp.effective(Some(received_ms)) != stamp;
        self.couple.confirm(id, received_ms, opener);
        true
    }
}

lean::around! {
    /// Which records of which device, as spans of their numbers: the first and the last of each, in order.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Spans(Table<DeviceId, Vec<Span>>);
}

lean::row! {
    /// Numbers without a gap.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Span {
        #[n(0)]
        first: u64,
        #[n(1)]
        last: u64,
    }
}

impl Spans {
    pub(crate) fn contains(&self, device: DeviceId, dseq: u64) -> bool {
        let Some(spans) = self.0.get(&device) else { return false };
        let after = spans.partition_point(|it| it.first <= dseq);
        let span = after.checked_sub(1).and_then(|it| spans.get(it));
        span.is_some_and(|it| it.last >= dseq)
    }

    pub(crate) fn add(&mut self, device: DeviceId, dseq: u64) {
        if self.contains(device, dseq) {
            return;
        }
        let spans = self.0.or_default(device);
        let at = spans.partition_point(|it| it.first < dseq);
        spans.insert(at, Span { first: dseq, last: dseq });
        Self::join(spans, at);
        if let Some(before) = at.checked_sub(1) {
            Self::join(spans, before);
        }
    }

    /// Makes one of a span and the next, if nothing lies between them.
    fn join(spans: &mut Vec<Span>, at: usize) {
        let (Some(one), Some(next)) = (spans.get(at), spans.get(at + 1)) else { return };
        if one.last.checked_add(1) == Some(next.first) {
            let joined = Span { first: one.first, last: next.last };
            spans.remove(at + 1);
            if let Some(span) = spans.get_mut(at) {
                *span = joined;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_remember_exactly_what_was_added() {
        let device = DeviceId([1; 16]);
        let mut spans = Spans::default();
        let added = [5, 1, 2, 7, 6, u64::MAX, 0, 5, 100];
        added.iter().for_each(|it| spans.add(device, *it));
        for number in (0..120).chain([u64::MAX - 1, u64::MAX]) {
            assert_eq!(spans.contains(device, number), added.contains(&number), "{number}");
        }
        assert_eq!(spans.0.get(&device).unwrap().len(), 4);
        assert!(!spans.contains(DeviceId([2; 16]), 5));
    }
}
