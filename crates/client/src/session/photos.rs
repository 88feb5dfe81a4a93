//! What photos need to know of the session they belong to.

use domain::{Command, Deciding, Refusal};
use protocol::ids::SpaceId;

use super::Session;

impl Session {
    /// Why a command would be refused now; nothing is done.
    pub(crate) fn would_refuse(&self, command: Command) -> Option<Refusal> {
        let (rng, mut sealing) = (self.rng.clone(), self.sealing());
        let mut fresh = || rng.bytes();
        let now = self.clock.moment();
        let mut with = Deciding { me: self.me(), now, fresh: &mut fresh, sealing: &mut sealing };
        self.history.couple().decide(&mut with, command).err()
    }

    /// Something beside the journey that is shown with it has changed.
    pub(crate) const fn photos_changed(&mut self) {
        self.changed = true;
    }

    /// Whether everything that was written in a space here was seen back in its log.
    pub(crate) fn nothing_waits_in(&self, space: SpaceId) -> bool {
        self.unstored.is_empty() && self.seats.iter().any(|it| it.space() == space && it.waiting.is_empty())
    }

    /// Whether what is shown is all that was ever taken in.
    pub(crate) fn knows_all(&self) -> bool {
        !self.refold
            && !self.holds()
            && !self.history.needs_older()
            && self.seats.iter().all(|it| it.read_once)
    }
}
