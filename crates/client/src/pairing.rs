//! Two people become a couple: one makes a link, the other answers it, both compare four words aloud.
//! The steps are the protocol's; this carries them to the relay's rendezvous and back.

use core::cell::RefCell;
use std::rc::Rc;

use domain::{Command, people};
use protocol::account::PartnerPin;
use protocol::cbor::Blob;
use protocol::pairing::{InviteLink, Inviter, Joiner, Myself, Paired, PairingRefused, Step};
use protocol::space::Role;
use protocol::wire::{
    InviteMade, InviteState, NewInvite, NewSpace, ProblemCode, Slot, SlotBox, SpaceMade, V1,
};
use thiserror::Error;

use crate::calls::{self, CallFailed, Request};
use crate::ours::Ours;
use crate::ports::Unreachable;
use crate::seat::Relay;

/// How long a link may be answered.
const LINK_MS: u64 = 24 * 60 * 60 * 1000;
/// How often a lost connection is tried again at once. After that the screen asks the person; nothing is over yet.
const MOST_TRIES: u32 = 3;

/// Why two people were not paired. The link is burnt then, unless only the network failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotPair {
    /// The pairing itself ended: expired, used, words that differ, called off …
    #[error(transparent)]
    Ended(#[from] PairingRefused),
    /// There is a partner already.
    #[error("there is a partner already")]
    AlreadyTwo,
    /// The link is for another server than this one.
    #[error("the link is for another server")]
    OtherServer {
        /// Which.
        server: String,
    },
    /// The relay did not do it.
    #[error(transparent)]
    Call(CallFailed),
    /// This device has nothing to pair with: its account is not here.
    #[error("the account is not here")]
    NoAccount,
}

impl From<CallFailed> for CannotPair {
    fn from(failed: CallFailed) -> Self {
        match failed.code().and_then(PairingRefused::from_problem) {
            Some(refused) => Self::Ended(refused),
            None => Self::Call(failed),
        }
    }
}

/// One of the two sides.
enum Side {
    Inviter(Box<Inviter>),
    Joiner(Box<Joiner>),
}

/// A pairing on its way.
pub struct Pairing {
    ours: Rc<Ours>,
    side: RefCell<Option<Side>>,
}

impl Pairing {
    /// The link to hand over, or that was answered.
    #[must_use]
    pub fn link(&self) -> String {
        let side = self.side.borrow();
        let link = match side.as_ref() {
            Some(Side::Inviter(it)) => it.link(),
            Some(Side::Joiner(it)) => it.link(),
            None => return String::new(),
        };
        link.to_url(link.server())
    }

    /// Goes on until there are words to compare. Waits as long as the other side takes.
    ///
    /// # Errors
    /// When it is over.
    pub async fn words(&self) -> Result<[&'static str; 4], CannotPair> {
        loop {
            match self.step()? {
                Step::Compare(words) => return Ok(words),
                step => self.take(step).await?,
            }
        }
    }

    /// Says whether the words are the same on both screens, and goes on to the end.
    ///
    /// # Errors
    /// When it is over; `WordsDiffer` if that is what was said.
    pub async fn confirm(&self, same_words: bool) -> Result<(), CannotPair> {
        let rng = self.ours.ports.rng();
        self.on_side(
            |it| it.confirm(same_words, &mut rng.clone()),
            |it| it.confirm(same_words, &mut rng.clone()),
        );
        loop {
            match self.step()? {
                Step::Done => break,
                step => self.take(step).await?,
            }
        }
        let side = self.side.borrow_mut().take();
        let paired = match side {
            Some(Side::Inviter(it)) => it.into_paired(),
            Some(Side::Joiner(it)) => it.into_paired(),
            None => None,
        };
        self.ours.with(|session| session.paired(paired.ok_or(PairingRefused::CalledOff)?))?;
        self.ours.work().await;
        Ok(())
    }

    /// Ends it, and tells the other side.
    pub async fn call_off(&self) {
        let rng = self.ours.ports.rng();
        let why = PairingRefused::CalledOff;
        self.on_side(|it| it.call_off(why, &mut rng.clone()), |it| it.call_off(why, &mut rng.clone()));
        if let Ok(step @ Step::Post(Slot::X, _)) = self.step() {
            // If it cannot be told, the link expires by itself.
            let _ = self.take(step).await;
        }
    }

    fn step(&self) -> Result<Step, CannotPair> {
        let step = match self.side.borrow().as_ref() {
            Some(Side::Inviter(it)) => it.step(),
            Some(Side::Joiner(it)) => it.step(),
            None => Step::Ended(PairingRefused::CalledOff),
        };
        match step {
            Step::Ended(why) => Err(CannotPair::Ended(why)),
            step => Ok(step),
        }
    }

    fn on_side(&self, inviter: impl FnOnce(&mut Inviter), joiner: impl FnOnce(&mut Joiner)) {
        match self.side.borrow_mut().as_mut() {
            Some(Side::Inviter(it)) => inviter(it),
            Some(Side::Joiner(it)) => joiner(it),
            None => {}
        }
    }

    async fn take(&self, step: Step) -> Result<(), CannotPair> {
        match step {
            Step::Post(slot, sealed) => self.post(slot, sealed).await,
            Step::Await(slot) => self.wait_for(slot).await,
            Step::Create(records) => self.create(records).await,
            Step::Compare(_) | Step::Done => Ok(()),
            Step::Ended(why) => Err(CannotPair::Ended(why)),
        }
    }

    async fn post(&self, slot: Slot, sealed: Vec<u8>) -> Result<(), CannotPair> {
        let request = calls::put_slot(self.invite_id(), slot, sealed);
        let sent = patiently(|| calls::tell(&self.ours.ports, &request)).await;
        match sent {
            // Told to call off, and the other side was quicker: it is over all the same.
            Err(_) if slot == Slot::X => {}
            Err(failed) => return Err(self.over(failed)),
            Ok(()) => {}
        }
        self.on_side(Inviter::posted, Joiner::posted);
        Ok(())
    }

    async fn wait_for(&self, slot: Slot) -> Result<(), CannotPair> {
        let request = calls::await_slot(self.invite_id(), slot);
        let SlotBox { sealed, .. } = match self.await_slot(&request).await {
            Ok(found) => found,
            Err(failed) => return Err(self.over(failed)),
        };
        let mut rng = self.ours.ports.rng();
        // What is wrong with it decides the next step, which tells the other side.
        let received = match self.side.borrow_mut().as_mut() {
            Some(Side::Inviter(it)) => it.received(&sealed, &mut rng),
            Some(Side::Joiner(it)) => it.received(&sealed, &mut rng),
            None => Ok(()),
        };
        if received.is_err() {
            let step = self.step()?;
            if let Step::Post(slot, sealed) = step {
                self.post(slot, sealed).await?;
            }
        }
        Ok(())
    }

    /// The relay ends a wait after some seconds even if nothing came; then it is asked again.
    async fn await_slot(&self, request: &Request) -> Result<SlotBox, CallFailed> {
        loop {
            match patiently(|| calls::send(&self.ours.ports, request)).await {
                Err(CallFailed::Refused { code: ProblemCode::Unknown, retry_ms: Some(_) }) => {}
                answered => return answered,
            }
        }
    }

    async fn create(&self, records: Vec<Blob>) -> Result<(), CannotPair> {
        self.ours.work().await;
        self.ours.work_is_done().await;
        let token = self.ours.read(|it| it.sync.token.clone());
        let (token, _) = token.ok_or(CallFailed::Unreachable(Unreachable))?;
        let body = NewSpace { v: V1, records };
        let request = calls::post("/v1/spaces", Some(&token), &body);
        let made: Result<SpaceMade, _> = patiently(|| calls::send(&self.ours.ports, &request)).await;
        let made = match made {
            Ok(made) => made,
            Err(failed) => return Err(self.over(failed)),
        };
        let head_key = self.ours.read(|it| it.keys.relay.head_key);
        let mut rng = self.ours.ports.rng();
        self.on_side(|it| it.created(head_key, made.head.at.inc, &mut rng), |_| {});
        Ok(())
    }

    fn over(&self, failed: CallFailed) -> CannotPair {
        let why = CannotPair::from(failed);
        if let CannotPair::Ended(refused) = &why {
            self.on_side(|it| it.ended(*refused), |it| it.ended(*refused));
        }
        why
    }

    fn invite_id(&self) -> protocol::ids::InviteId {
        match self.side.borrow().as_ref() {
            Some(Side::Inviter(it)) => it.link().invite_id(),
            Some(Side::Joiner(it)) => it.link().invite_id(),
            None => protocol::ids::InviteId([0; 16]),
        }
    }
}

/// Tries again while nobody answers: a phone changes its network in the middle of anything.
async fn patiently<T, F>(mut call: impl FnMut() -> F) -> Result<T, CallFailed>
where
    F: Future<Output = Result<T, CallFailed>>,
{
    let mut tries = 0;
    loop {
        match call().await {
            Err(CallFailed::Unreachable(_)) if tries < MOST_TRIES => tries += 1,
            Err(CallFailed::Refused { code: ProblemCode::Busy, .. }) if tries < MOST_TRIES => {
                tries += 1;
            }
            other => return other,
        }
    }
}

impl Ours {
    /// Invites the partner: makes a link that can be answered once, within a day.
    ///
    /// # Errors
    /// When there is a partner already, or the relay cannot be reached.
    pub async fn invite(self: &Rc<Self>) -> Result<Pairing, CannotPair> {
        self.invite_as(Role::Partner).await
    }

    /// Invites a counsellor into a room of one's own. Nothing is given by it: the room is empty, and no part of the
    /// couple's journey. The other partner is no member of it.
    ///
    /// # Errors
    /// When the relay cannot be reached.
    pub async fn invite_counsellor(self: &Rc<Self>) -> Result<Pairing, CannotPair> {
        self.invite_as(Role::Counsellor).await
    }

    async fn invite_as(self: &Rc<Self>, role: Role) -> Result<Pairing, CannotPair> {
        let me = self.myself(role).await?;
        let token = self.read(|it| it.sync.token.clone());
        let (token, _) = token.ok_or(CallFailed::Unreachable(Unreachable))?;
        let mut rng = self.ports.rng();
        let inviter = Inviter::begin(me, role, &self.ports.origin, &mut rng);
        let body = NewInvite { v: V1, invite: inviter.link().invite_id(), ttl_ms: LINK_MS };
        let _: InviteMade = calls::send(&self.ports, &calls::new_invite(&token, &body)).await?;
        Ok(Pairing { ours: Rc::clone(self), side: RefCell::new(Some(Side::Inviter(Box::new(inviter)))) })
    }

    /// Answers the partner's link.
    ///
    /// # Errors
    /// When it is no link, one for a counsellor, one of oneself or of another server, used or expired.
    pub async fn join(self: &Rc<Self>, link: &str) -> Result<Pairing, CannotPair> {
        self.join_as(Role::Partner, link).await
    }

    /// Answers the link of somebody who invites one as their counsellor.
    ///
    /// # Errors
    /// When it is no link, one for a partner, one of oneself or of another server, used or expired.
    pub async fn join_as_counsellor(self: &Rc<Self>, link: &str) -> Result<Pairing, CannotPair> {
        self.join_as(Role::Counsellor, link).await
    }

    async fn join_as(self: &Rc<Self>, role: Role, link: &str) -> Result<Pairing, CannotPair> {
        let link = InviteLink::parse(link)?;
        if link.role() != role {
            // Nobody becomes by a link what the screen before them does not say.
            return Err(CannotPair::Ended(PairingRefused::Malformed));
        }
        if link.server() != &*self.ports.origin {
            return Err(CannotPair::OtherServer { server: link.server().to_owned() });
        }
        let me = self.myself(role).await?;
        let request = calls::invite(link.invite_id());
        let state: InviteState = calls::send(&self.ports, &request).await?;
        if state.answered {
            return Err(CannotPair::Ended(PairingRefused::Used));
        }
        let joiner = Joiner::begin(me, link, &mut self.ports.rng());
        let pairing =
            Pairing { ours: Rc::clone(self), side: RefCell::new(Some(Side::Joiner(Box::new(joiner)))) };
        pairing.step()?;
        Ok(pairing)
    }

    /// Myself, once everything this device knows of me is what the relay knows.
    async fn myself(self: &Rc<Self>, role: Role) -> Result<Myself, CannotPair> {
        self.with(|session| session.sync.look_again());
        self.work().await;
        self.read(|session| {
            if role == Role::Partner && session.has_ours() {
                return Err(CannotPair::AlreadyTwo);
            }
            session.myself().ok_or(CannotPair::NoAccount)
        })
    }
}

impl crate::session::Session {
    fn myself(&self) -> Option<Myself> {
        Some(Myself {
            chain: self.circle.chain(self.keys.account)?.clone(),
            identity: self.keys.bag.identity.clone(),
            wrap: self.keys.ring.current().derive_wrap_secret(),
        })
    }

    /// Whether there is a space of two already.
    #[must_use]
    pub fn has_ours(&self) -> bool {
        self.seats.iter().any(|it| it.audience() == Some(domain::Audience::Ours))
    }

    /// Whom this person shares our space with, as they were compared. A counsellor is pinned too, and is nobody's partner.
    pub(crate) fn partner_pin(&self) -> Option<&PartnerPin> {
        let ours = self.seats.iter().find(|it| it.audience() == Some(domain::Audience::Ours))?;
        let mut pins = self.keys.bag.partners.iter();
        pins.find(|pin| ours.chain.state().members().any(|it| it.seat.account == pin.account))
    }

    /// Both have said that the words are the same: the partner is pinned, and the space is entered.
    fn paired(&mut self, paired: Paired) -> Result<(), CannotPair> {
        if paired.head_key != self.keys.relay.head_key {
            return Err(CannotPair::Ended(PairingRefused::Malformed));
        }
        let partner = paired.partner.state();
        let (account, fingerprint) = (partner.account(), partner.fingerprint());
        let (seq, head) = (partner.seq(), partner.head());
        self.keys.bag.partners.retain(|it| it.account != account);
        self.keys.bag.partners.push(PartnerPin { account, fingerprint, seq, head, compared: true });
        self.circle.meet(paired.partner);
        let kept = self.circle.keep(account, &self.local, &mut self.rng);
        self.store(vec![kept], Vec::new());
        let relay = Relay { inc: paired.incarnation, head_key: paired.head_key };
        self.found(&paired.genesis, paired.key, relay)
            .map(|_| ())
            .ok_or(CannotPair::Ended(PairingRefused::Malformed))
    }

    /// Enters our space under the name I go by, once this device may write there.
    pub(crate) fn join_if_paired(&mut self) {
        let me = self.me();
        let bound = self
            .seats
            .iter()
            .any(|it| it.audience() == Some(domain::Audience::Ours) && it.is_bound() && it.is_read());
        if !bound || self.couple().people.is_here(me) {
            return;
        }
        let name = self.keys.bag.display_name.clone();
        // Without a name there is nothing to enter under; it can be given later.
        let _ = self.perform(Command::People(people::Command::Join(name)));
    }
}
