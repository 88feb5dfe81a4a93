//! Telling listeners that something is new, here and at the other nodes. Hints only: losing one costs time, never a record.

mod beyond;
mod local;
mod nats;
mod switchboard;

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;
use protocol::ids::{AccountId, DeviceKeyId, SpaceId};
use tokio::sync::Notify;

pub(crate) use beyond::Told;
pub(crate) use local::LocalBus;
pub use nats::{BusAddress, BusRefused};
pub(crate) use switchboard::{News, Switchboard};

/// Hints that wait for one listener before it is told to look for itself.
const MOST_WAITING: usize = 32;
/// Of what is passed on, so much waits for one listener. Then the oldest goes: it is of the moment, and is said again.
const MOST_PASSING: usize = 8;

/// What a listener listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    /// What is new in a space.
    Space(SpaceId),
    /// What concerns the sessions of an account.
    Account(AccountId),
}

/// Something new.
#[derive(Debug, Clone)]
pub(crate) enum Hint {
    /// A log has grown; the frame holds what is new, ready to be sent.
    Log {
        /// The space.
        space: SpaceId,
        /// Where the log stood.
        before: u64,
        /// Where it stands.
        seq: u64,
        /// The root there.
        root: [u8; 32],
        /// A `ServerFrame::Ev`.
        frame: Bytes,
    },
    /// A log has grown somewhere else; whoever wants it reads it.
    Grown {
        /// The space.
        space: SpaceId,
        /// Where the log stands.
        seq: u64,
    },
    /// A control chain has grown.
    Control {
        /// The space.
        space: SpaceId,
        /// The number of its newest record.
        seq: u64,
    },
    /// Something is passed on and not kept.
    Passing {
        /// The device it came from, which does not hear itself, whichever way it listens.
        from: DeviceKeyId,
        /// A `ServerFrame::Eph`.
        frame: Bytes,
    },
    /// Sessions may have ended: prove yours again.
    Sessions,
}

/// Somebody who listens.
#[derive(Debug, Default)]
pub(crate) struct Listener {
    waiting: Mutex<Waiting>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    hints: VecDeque<Hint>,
    missed: bool,
}

impl Waiting {
    fn make_room_for_passing(&mut self) {
        let passing = |it: &Hint| matches!(it, Hint::Passing { .. });
        if self.hints.iter().filter(|it| passing(it)).count() >= MOST_PASSING
            && let Some(oldest) = self.hints.iter().position(passing)
        {
            self.hints.remove(oldest);
        }
    }
}

/// What a listener is told.
#[derive(Debug)]
pub(crate) enum Heard {
    /// This.
    Hint(Hint),
    /// That hints were lost: look at everything.
    Missed,
}

impl Listener {
    /// Leaves a hint.
    pub(crate) fn tell(&self, hint: Hint) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(hint, Hint::Passing { .. }) {
            waiting.make_room_for_passing();
        }
        if waiting.hints.len() >= MOST_WAITING {
            waiting.hints = VecDeque::new();
            waiting.missed = true;
        } else {
            waiting.hints.push_back(hint);
        }
        drop(waiting);
        self.bell.notify_one();
    }

    /// The next thing that is there already.
    pub(crate) fn try_hear(&self) -> Option<Heard> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut waiting.missed) {
            return Some(Heard::Missed);
        }
        let next = waiting.hints.pop_front();
        if waiting.hints.is_empty() {
            // An idle listener holds no memory for hints.
            waiting.hints = VecDeque::new();
        }
        next.map(Heard::Hint)
    }

    /// Waits for the next thing. May be dropped at any time without losing anything.
    pub(crate) async fn hear(&self) -> Heard {
        loop {
            if let Some(heard) = self.try_hear() {
                return heard;
            }
            self.bell.notified().await;
        }
    }
}
