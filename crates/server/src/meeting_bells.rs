//! Waking those who wait at a rendezvous for what the other side puts there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use protocol::ids::InviteId;
use tokio::sync::Notify;

/// How many may wait at one time.
const MOST_WAITING: usize = 4_096;

type Bells = Arc<Mutex<HashMap<InviteId, (Arc<Notify>, usize)>>>;

/// A bell for each rendezvous at which somebody waits.
#[derive(Default)]
pub(crate) struct MeetingBells(Bells);

/// A place at the bell; given back when dropped.
pub(crate) struct AtTheBell {
    bells: Bells,
    invite: InviteId,
    pub(crate) bell: Arc<Notify>,
}

impl MeetingBells {
    /// Stands at the bell, if there is room.
    pub(crate) fn stand(&self, invite: InviteId) -> Option<AtTheBell> {
        let mut bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if bells.len() >= MOST_WAITING {
            return None;
        }
        let (bell, count) = bells.entry(invite).or_default();
        if *count >= MOST_WAITING {
            return None;
        }
        *count += 1;
        let bell = Arc::clone(bell);
        Some(AtTheBell { bells: Arc::clone(&self.0), invite, bell })
    }

    /// Wakes whoever waits there.
    pub(crate) fn ring(&self, invite: InviteId) {
        let bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((bell, _)) = bells.get(&invite) {
            bell.notify_waiters();
        }
    }
}

impl Drop for AtTheBell {
    fn drop(&mut self) {
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, count)) = bells.get_mut(&self.invite) {
            *count -= 1;
            if *count == 0 {
                bells.remove(&self.invite);
            }
        }
    }
}
