//! What became of records that were sent.

use protocol::ids::{EventId, SpaceId};
use protocol::wire::{AppendResult, ProblemCode};

use super::Session;
use crate::link::Link;
use crate::ports::Write;
use crate::seat::Step;
use crate::sync::Notice;

impl Session {
    /// What became of records that were sent.
    pub(crate) fn acked(&mut self, space: SpaceId, results: &[AppendResult]) {
        let mut refused = Vec::new();
        let mut next = Vec::new();
        self.room_found(space, results);
        let Some(seat) = self.seat(space) else { return };
        for result in results {
            let (id, step) = match result {
                AppendResult::Stored { id, .. } | AppendResult::Duplicate { id, .. } => (*id, Step::Acked),
                AppendResult::Refused { id, code } => {
                    if matches!(code, ProblemCode::TooLarge | ProblemCode::Malformed) {
                        refused.push(*id);
                    } else {
                        next.push(code.clone());
                    }
                    (*id, Step::Here)
                }
            };
            for it in seat.waiting.iter_mut().filter(|it| it.head.id == id) {
                it.at = step;
            }
        }
        // What was not answered for is not known to have arrived.
        for it in seat.waiting.iter_mut().filter(|it| it.at == Step::Sent) {
            it.at = Step::Here;
        }
        if !matches!(self.sync.link, Link::Up { .. }) {
            self.sync.desk(space).behind = true;
        }
        if !refused.is_empty() {
            // What follows was refused for the gap before it, and goes again under another name.
            return self.never_taken(space, &refused);
        }
        for code in next {
            self.append_refused(space, &code);
        }
    }

    /// The relay will never take these. They stay here; the rest is written again under a new name.
    fn never_taken(&mut self, space: SpaceId, refused: &[EventId]) {
        let (local, mut rng) = (self.local.clone(), self.rng.clone());
        let Some(seat) = self.seat(space) else { return };
        let put = refused.iter().flat_map(|it| seat.put_aside(*it, &local, &mut rng));
        let writes: Vec<Write> = put.collect();
        self.store(writes, Vec::new());
        let desk = self.sync.desk(space);
        desk.control_stale = true;
        desk.behind = true;
        self.tell_untaken();
    }

    /// What the relay takes shows that there is room again.
    pub(crate) fn room_found(&mut self, space: SpaceId, results: &[AppendResult]) {
        if results.iter().any(|it| matches!(it, AppendResult::Stored { .. })) {
            self.sync.notices.remove(&Notice::NoRoom);
            self.sync.desk(space).sending_rests.reset();
        }
    }

    fn append_refused(&mut self, space: SpaceId, code: &ProblemCode) {
        match code {
            ProblemCode::DeviceFork => {
                self.sync.notices.insert(Notice::CopiedDevice);
                let desk = self.sync.desk(space);
                desk.rebind = true;
                desk.control_stale = true;
            }
            // The relay lacks what came before: it lost something.
            ProblemCode::Gap | ProblemCode::Fork => self.begin_healing(space),
            ProblemCode::Epoch | ProblemCode::Removed | ProblemCode::NotMember => {
                self.sync.desk(space).control_stale = true;
            }
            _ => self.not_now(space, code),
        }
    }

    /// The relay is there, and does not take it for a reason that passes.
    pub(crate) fn not_now(&mut self, space: SpaceId, code: &ProblemCode) {
        if *code == ProblemCode::Full {
            self.sync.notices.insert(Notice::NoRoom);
        }
        let now = self.clock.moment().ms;
        let rng = self.rng.clone();
        self.sync.rest_sending(space, now, &rng);
    }
}
