//! What waits on this device to be brought to the relay, and what is to be taken from there. Both survive a restart.

use domain::{MemoryId, Photo};
use protocol::ids::{AttachmentId, SpaceId};

use super::attachment;
use crate::local::{LocalKey, key};
use crate::ports::{LocalStore, Random, StoreProblem, Write};

lean::body! {
    /// A photo on its way.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct Waiting {
        /// In the order of choosing.
        #[n(0)]
        pub(super) number: u64,
        /// Where it goes.
        #[n(1)]
        pub(super) space: SpaceId,
        /// What it is put to.
        #[n(2)]
        pub(super) memory: MemoryId,
        /// The photo.
        #[n(3)]
        pub(super) photo: Photo,
        /// The journey tells of it; the relay is still to hear that it is kept.
        #[n(4)]
        pub(super) told: bool,
        /// Pieces that are at the relay, as far as is known.
        #[n(5)]
        pub(super) sent: u32,
        /// A rule said no when all of it was there.
        #[n(6)]
        pub(super) refused: bool,
        /// Some of it is not on this device any more.
        #[n(7)]
        pub(super) lost: bool,
    }
}

lean::body! {
    /// What is to be taken from the relay.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(super) struct LetGo {
        /// From where.
        #[n(0)]
        pub(super) space: SpaceId,
        /// What.
        #[n(1)]
        pub(super) ids: Vec<AttachmentId>,
    }
}

/// How a photo stands that is not told of yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnItsWay {
    /// So many of its pieces are at the relay.
    Sent {
        /// How many.
        sent: u32,
        /// Of how many.
        of: u32,
    },
    /// The relay has no room for it now.
    NoRoom,
    /// The relay refuses it; at the next look it is tried again.
    NotTaken,
    /// What it was to be put to takes no more photos, or is gone.
    Refused,
    /// Some of it is not on this device any more, and nowhere else.
    Lost,
}

/// A photo that is on this device and not told of yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoWaiting {
    /// By which it can be given up.
    pub number: u64,
    /// What it is put to.
    pub memory: MemoryId,
    /// The photo.
    pub photo: Photo,
    /// How it stands.
    pub way: OnItsWay,
}

impl Waiting {
    pub(super) const fn new(number: u64, space: SpaceId, memory: MemoryId, photo: Photo) -> Self {
        Self { number, space, memory, photo, told: false, sent: 0, refused: false, lost: false }
    }

    /// Where it lies in the local store.
    pub(super) fn key(&self) -> String {
        key::photo_waiting(self.number)
    }

    pub(super) fn keep(&self, local: &LocalKey, rng: &mut Random) -> Write {
        local.put(self.key(), &lean::to_bytes(self), rng)
    }

    pub(super) fn forget(&self) -> Write {
        Write::Remove { key: self.key() }
    }

    /// How many pieces it has in all.
    pub(super) fn pieces(&self) -> u32 {
        self.photo.pictures().iter().map(|it| attachment(it).chunks()).sum()
    }

    pub(super) fn ids(&self) -> Vec<AttachmentId> {
        self.photo.pictures().iter().map(|it| AttachmentId(it.id)).collect()
    }
}

impl LetGo {
    pub(super) fn of(space: SpaceId, photo: &Photo) -> Self {
        Self { space, ids: photo.pictures().iter().map(|it| AttachmentId(it.id)).collect() }
    }

    /// Where it lies in the local store.
    pub(super) fn key(&self) -> String {
        self.ids.first().map_or_else(String::new, |it| key::photo_goes(*it))
    }

    pub(super) fn keep(&self, local: &LocalKey, rng: &mut Random) -> Write {
        local.put(self.key(), &lean::to_bytes(self), rng)
    }

    pub(super) fn forget(&self) -> Write {
        Write::Remove { key: self.key() }
    }
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct Queue {
    pub(super) waiting: Vec<Waiting>,
    pub(super) goes: Vec<LetGo>,
    next: u64,
}

impl Queue {
    pub(super) async fn read(store: &dyn LocalStore, local: &LocalKey) -> Result<Self, StoreProblem> {
        let mut queue = Self::default();
        for (key, value) in store.range(key::PHOTOS_WAITING, key::PHOTOS_WAITING_END).await? {
            let it: Waiting = lean::from_kept(&local.open(&key, &value)?).ok_or(StoreProblem::Damaged)?;
            queue.next = queue.next.max(it.number + 1);
            queue.waiting.push(it);
        }
        for (key, value) in store.range(key::PHOTOS_GO, key::PHOTOS_GO_END).await? {
            queue.goes.push(lean::from_kept(&local.open(&key, &value)?).ok_or(StoreProblem::Damaged)?);
        }
        Ok(queue)
    }

    pub(super) fn next_number(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        number
    }

    pub(super) fn get(&mut self, number: u64) -> Option<&mut Waiting> {
        self.waiting.iter_mut().find(|it| it.number == number)
    }

    pub(super) fn take(&mut self, number: u64) -> Option<Waiting> {
        let at = self.waiting.iter().position(|it| it.number == number)?;
        Some(self.waiting.remove(at))
    }

    pub(super) fn shown(&self, no_room: bool, aside: &[String]) -> Vec<PhotoWaiting> {
        let untold = self.waiting.iter().filter(|it| !it.told);
        let shown = untold.map(|it| {
            let way = match it {
                Waiting { refused: true, .. } => OnItsWay::Refused,
                Waiting { lost: true, .. } => OnItsWay::Lost,
                _ if aside.contains(&it.key()) => OnItsWay::NotTaken,
                _ if no_room => OnItsWay::NoRoom,
                _ => OnItsWay::Sent { sent: it.sent, of: it.pieces() },
            };
            PhotoWaiting { number: it.number, memory: it.memory, photo: it.photo.clone(), way }
        });
        shown.collect()
    }
}
