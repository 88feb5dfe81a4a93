//! What the relay signed about where a log stands. Two such heads that contradict each other are kept: they prove to
//! anybody that it told two stories.

use protocol::log::{SignedHead, contradict};
use protocol::wire::Problem;
use protocol::{Wire, ids::SpaceId};

use super::Session;
use crate::local::key;
use crate::ours::Ours;
use crate::ports::{Reply, StoreProblem};

/// The answer of a relay whose log does not go through what was read.
const CONFLICT: u16 = 409;

impl Session {
    /// The relay says where a log stands.
    pub(crate) fn head_told(&mut self, head: &SignedHead) {
        let head_key = self.keys.relay.head_key;
        let Some(seat) = self.seat(head.space) else { return };
        if head.verify(&head_key).is_err() {
            return;
        }
        let known = seat.reader.cursor();
        if head.at != known {
            self.sync.desk(head.space).behind = true;
        }
        self.compare_heads(head);
        self.head_holds(head);
    }

    /// Compares a head with the one before it. Without a signature it proves nothing.
    pub(crate) fn compare_heads(&mut self, head: &SignedHead) {
        let head_key = self.keys.relay.head_key;
        let Some(seat) = self.seat(head.space) else { return };
        let Some(before) = seat.told.filter(|it| contradict(it, head)) else { return };
        if head.verify(&head_key).is_err() {
            return;
        }
        let both = lean::to_bytes(&(before, *head));
        let place = key::proof(head.space, head.at.seq);
        let write = self.local.put(place, &both, &mut self.rng);
        self.store(vec![write], Vec::new());
        self.doubt();
    }

    /// A head that was verified.
    pub(crate) fn head_holds(&mut self, head: &SignedHead) {
        let own = self.clock.moment().ms;
        self.sync.ahead_ms = own.wrapping_sub(head.time_ms).cast_signed();
        if let Some(seat) = self.seat(head.space) {
            let older = |it: SignedHead| it.at.inc == head.at.inc && it.at.seq >= head.at.seq;
            if !seat.told.is_some_and(older) {
                seat.told = Some(*head);
            }
        }
    }

    /// A relay that says that its log has parted from ours signs where it stands.
    pub(crate) fn parted(&mut self, space: SpaceId, reply: &Reply) {
        let head = (reply.status == CONFLICT).then(|| Problem::from_bytes(&reply.body).ok()?.head);
        if let Some(head) = head.flatten().filter(|it| it.space == space) {
            self.compare_heads(&head);
        }
    }
}

impl Ours {
    /// Pairs of heads, signed by the relay, that contradict each other: whoever has its key can check that it told two
    /// stories. Empty as long as it is honest.
    ///
    /// # Errors
    /// When the local store cannot be read.
    pub async fn contradictions(&self) -> Result<Vec<(SignedHead, SignedHead)>, StoreProblem> {
        let local = self.read(|it| it.local.clone());
        let mut pairs = Vec::new();
        for (key, value) in self.ports.store.range(key::PROOFS, key::PROOFS_END).await? {
            pairs.push(lean::from_kept(&local.open(&key, &value)?).ok_or(StoreProblem::Damaged)?);
        }
        Ok(pairs)
    }
}
