//! Taking in what the relay answered.

use protocol::account::{Holder, KeyBag, PukRing};
use protocol::ids::{AccountId, SpaceId};
use protocol::wire::{
    AccountChain, AppendResults, Appended, BlobStored, Challenged, ControlRecords, Page, ProblemCode, Proved,
    SpaceList, SpaceMade, StoredBlob, Withdrawn,
};

use super::Session;
use crate::calls::{CallFailed, read};
use crate::ports::{Reply, Unreachable};
use crate::seat::Step;
use crate::sync::{Asked, Heal};

type Answer = Result<Reply, Unreachable>;

impl Session {
    /// Takes in the answer to the call of this number.
    pub fn replied(&mut self, call: u64, answer: Answer) {
        let Some((_, asked)) = self.sync.asked.take_if(|(id, _)| *id == call) else { return };
        let taken = self.take_answer(&asked, answer);
        if let Err(failed) = taken {
            self.failed(&asked, &failed);
        }
        self.changed = true;
    }

    fn take_answer(&mut self, asked: &Asked, answer: Answer) -> Result<(), CallFailed> {
        match asked {
            Asked::Challenge => self.challenged(read(answer)?),
            Asked::Prove => self.proved(read(answer)?),
            Asked::MyChain => self.my_chain(&read(answer)?)?,
            Asked::ExtendMyChain => read::<Appended>(answer).map(|_| ())?,
            Asked::Bag => self.bag_read(read(answer))?,
            Asked::PutBag => self.bag_put(&read(answer)?),
            Asked::MySpaces => self.my_spaces(&read(answer)?),
            Asked::TheirChain(account) => self.their_chain(*account, &read(answer)?),
            Asked::Control(space) => self.control(*space, &read(answer)?)?,
            Asked::ExtendControl(_) => read::<Appended>(answer).map(|_| ())?,
            Asked::Found(space) => self.founded(*space, &read(answer)?),
            Asked::Bind(space) => self.bound(*space, &read(answer)?),
            Asked::Rotate(space) => self.rotated(*space, &read(answer)?),
            Asked::Unbind(space) => self.unbound(*space, &read(answer)?),
            Asked::Page(space, after) => {
                if let Ok(reply) = &answer {
                    self.parted(*space, reply);
                }
                self.page_came(*space, *after, &read::<Page>(answer)?);
            }
            Asked::Append(space) => self.acked(*space, &read::<AppendResults>(answer)?.results),
            Asked::Card(space) => self.card(*space, &read(answer)?)?,
            Asked::Missing(space) => self.missing(*space, &read(answer)?),
            Asked::Withdraw(space, of) => {
                let erased = read::<Withdrawn>(answer)?.events;
                self.erased_at_relay(*space, of, &erased);
            }
            Asked::Resend(space) => self.resent(*space, &read::<AppendResults>(answer)?.results),
        }
        // Only an answer that could be used shows that the relay is there.
        self.sync.reached = true;
        self.sync.backoff.reset();
        Ok(())
    }

    fn failed(&mut self, asked: &Asked, failed: &CallFailed) {
        self.unsend(asked);
        // What came until now is shown, whenever the rest comes.
        self.fold_held();
        let now = self.clock.moment().ms;
        let retry = match failed {
            CallFailed::Refused { code, retry_ms } => {
                if self.answered_no(asked, code) {
                    self.sync.reached = true;
                    return;
                }
                *retry_ms
            }
            CallFailed::Unreachable(_) => None,
            CallFailed::Nonsense => {
                self.doubt();
                None
            }
        };
        let rng = self.rng.clone();
        self.sync.lost(now, retry, &rng);
        // A relay that asks for patience is there.
        let patience = [ProblemCode::Full, ProblemCode::TooMany, ProblemCode::Busy];
        self.sync.reached = failed.code().is_some_and(|it| patience.contains(it));
    }

    /// What was on its way is not known to have arrived.
    fn unsend(&mut self, asked: &Asked) {
        match asked {
            Asked::Append(space) => self.unsend_in(*space),
            Asked::Resend(space) => self.sync.desk(*space).heal = Some(Heal::AskMissing),
            // The relay may have used the nonce up: a second proof by it would look like that of an ended device.
            Asked::Prove => self.sync.nonce = None,
            _ => {}
        }
    }

    pub(crate) fn unsend_in(&mut self, space: SpaceId) {
        let Some(seat) = self.seat(space) else { return };
        for it in seat.waiting.iter_mut().filter(|it| it.at == Step::Sent) {
            it.at = Step::Here;
        }
    }

    /// Whether the relay's no was one that says what to do next.
    fn answered_no(&mut self, asked: &Asked, code: &ProblemCode) -> bool {
        match (asked, code) {
            (Asked::Challenge | Asked::Prove, _) => self.proof_failed(code),
            (_, ProblemCode::Unauthorised) => self.token_ended(),
            (Asked::PutBag, ProblemCode::Conflict) => {
                self.sync.bag_stale = true;
                true
            }
            (Asked::ExtendMyChain, ProblemCode::Conflict) => {
                self.sync.chain_stale = true;
                true
            }
            (
                Asked::Bind(space)
                | Asked::Rotate(space)
                | Asked::Unbind(space)
                | Asked::ExtendControl(space),
                ProblemCode::Conflict,
            ) => {
                self.sync.desk(*space).control_stale = true;
                true
            }
            (Asked::Page(space, _), ProblemCode::Fork) => {
                self.begin_healing(*space);
                true
            }
            (
                Asked::Control(space) | Asked::Page(space, _) | Asked::Append(space),
                ProblemCode::Unknown | ProblemCode::NotMember,
            ) => self.space_is_lost(*space),
            (Asked::Withdraw(space, _), _) => self.erases_later(*space),
            (Asked::TheirChain(account), _) => {
                self.sync.chains_wanted.retain(|(it, _)| it != account);
                true
            }
            _ => false,
        }
    }

    /// The token ended. The next plan begins with a new proof.
    fn token_ended(&mut self) -> bool {
        self.sync.nonce = None;
        self.sync.token.take().is_some()
    }

    fn proof_failed(&mut self, code: &ProblemCode) -> bool {
        self.sync.nonce = None;
        if *code == ProblemCode::Unauthorised {
            self.was_ended();
        }
        false
    }

    fn challenged(&mut self, answer: Challenged) {
        self.sync.nonce = Some(answer.nonce);
    }

    fn proved(&mut self, answer: Proved) {
        self.sync.nonce = None;
        self.signed_in((answer.token, answer.expires_ms));
        self.was_let_in();
    }

    fn my_chain(&mut self, answer: &AccountChain) -> Result<(), CallFailed> {
        let account = self.keys.account;
        let known = self.circle.length(account);
        if answer.at.seq + 1 < known {
            self.sync.lost_records = Some(answer.at.seq + 1);
            self.sync.chain_stale = false;
            return Ok(());
        }
        self.circle.take(account, &answer.records).map_err(|_| CallFailed::Nonsense)?;
        self.sync.chain_stale = self.circle.length(account) <= answer.at.seq;
        if !answer.records.is_empty() {
            self.hear_news(known);
            self.chain_grew();
        }
        Ok(())
    }

    fn chain_grew(&mut self) {
        let account = self.keys.account;
        let Some(state) = self.circle.state(account) else { return };
        if state.active_device(self.keys.device.id).is_none() {
            self.sync.ended = true;
            return self.was_ended();
        }
        if state.generation() > self.keys.ring.generation() {
            let holder = Holder::Device(self.keys.device.id);
            if let Ok(ring) = PukRing::open(state, holder, &self.keys.device.wrap) {
                self.keys.ring = ring;
            }
        }
        // Whoever extended the chain may have put something new into the bag.
        self.sync.bag_stale = true;
        let writes = vec![
            self.circle.keep(account, &self.local, &mut self.rng),
            self.keys.keep(&self.local, &mut self.rng),
        ];
        self.store(writes, Vec::new());
    }

    fn bag_read(&mut self, answer: Result<StoredBlob, CallFailed>) -> Result<(), CallFailed> {
        self.sync.bag_stale = false;
        let stored = match answer {
            Ok(stored) => stored,
            // The relay has none: this device brings it.
            Err(failed) if failed.code() == Some(&ProblemCode::Unknown) => {
                self.keys.bag_version = 0;
                self.keys.bag_changed = true;
                return Ok(());
            }
            Err(failed) => return Err(failed),
        };
        if stored.version <= self.keys.bag_version {
            return Ok(());
        }
        let theirs = KeyBag::open(&self.keys.ring, &stored.body).map_err(|_| CallFailed::Nonsense)?;
        self.merge_bag(theirs, stored.version);
        Ok(())
    }

    fn merge_bag(&mut self, mut theirs: KeyBag, version: u64) {
        if self.keys.bag_changed {
            let mine = &self.keys.bag;
            for pin in &mine.partners {
                if !theirs.partners.iter().any(|it| it.account == pin.account) {
                    theirs.partners.push(*pin);
                }
            }
            for entry in &mine.spaces {
                if !theirs.spaces.iter().any(|it| it.space == entry.space) {
                    theirs.spaces.push(entry.clone());
                }
            }
            for named in &mine.devices {
                theirs.devices.retain(|it| it.device != named.device);
                theirs.devices.push(named.clone());
            }
            theirs.display_name.clone_from(&mine.display_name);
        }
        self.keys.bag = theirs;
        self.keys.bag_version = version;
        let write = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
    }

    fn bag_put(&mut self, answer: &BlobStored) {
        self.keys.bag_version = answer.version;
        self.keys.bag_changed = false;
        let write = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
    }

    fn my_spaces(&mut self, answer: &SpaceList) {
        self.sync.spaces_stale = false;
        for listed in &answer.spaces {
            let seat = self.seat(listed.space);
            let ours = seat.as_ref().is_some_and(|it| it.audience() == Some(domain::Audience::Ours));
            let known = seat.map_or(0, |it| it.chain.state().length());
            if ours {
                self.is_left_alone(listed.alone);
            }
            let desk = self.sync.desk(listed.space);
            desk.control_stale |= listed.ctl.seq + 1 != known;
        }
        let listed: Vec<SpaceId> = answer.spaces.iter().map(|it| it.space).collect();
        let lost: Vec<SpaceId> =
            self.seats.iter().map(|it| it.space()).filter(|it| !listed.contains(it)).collect();
        for space in lost {
            self.space_is_lost(space);
        }
    }

    fn their_chain(&mut self, account: AccountId, answer: &AccountChain) {
        self.sync.chains_wanted.retain(|(it, _)| *it != account);
        let before = self.circle.chain(account).cloned();
        if self.circle.take(account, &answer.records).is_err() || !self.fits_pin(account) {
            self.circle.put_back(account, before);
            self.doubt();
            return;
        }
        let write = self.circle.keep(account, &self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
    }

    /// Whether an account is the one that was compared when the two met.
    pub(crate) fn fits_pin(&self, account: AccountId) -> bool {
        let pins = &self.keys.bag.partners;
        let Some(pin) = pins.iter().find(|it| it.account == account) else { return true };
        self.circle
            .state(account)
            .is_some_and(|it| it.fingerprint() == pin.fingerprint && it.continues(pin.seq, pin.head))
    }

    fn control(&mut self, space: SpaceId, answer: &ControlRecords) -> Result<(), CallFailed> {
        if self.seat(space).is_none() {
            return self.new_space(space, answer);
        }
        self.control_grew(space, answer)
    }

    fn founded(&mut self, space: SpaceId, answer: &SpaceMade) {
        let desk = self.sync.desk(space);
        desk.lost = false;
        desk.control_stale = true;
        desk.behind = true;
        let known = self.keys.relay;
        let moved = self.seat(space).is_some_and(|it| it.reader.cursor().inc != answer.head.at.inc);
        if known.inc != answer.head.at.inc || moved {
            self.begin_healing(space);
        }
    }
}
