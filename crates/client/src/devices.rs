//! A person's devices: what they are called, ending one, the words to compare with the partner, and leaving for good.

use protocol::account::{AccountChain, By, NamedDevice, PerUserKey, Pin, PukRing};
use protocol::cbor::{Blob, Wire};
use protocol::event::DeviceHead;
use protocol::few::in_order;
use protocol::ids::{DeviceId, DeviceKeyId, SpaceId};
use protocol::space::{Change, Pin as Last, Signer};
use protocol::wire::{AppendChain, AppendControl, Appended, Token, V1};
use protocol::words::{safety_input, safety_words};
use thiserror::Error;

use crate::calls::{self, CallFailed, Request};
use crate::ours::Ours;
use crate::ports::{StoreProblem, Unreachable};
use crate::session::Session;
use crate::slow::{self, Job, Outcome};

/// One device of a person, for the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceView {
    /// Which.
    pub id: DeviceKeyId,
    /// What the person calls it.
    pub name: Option<String>,
    /// Whether it is the one at hand.
    pub this_one: bool,
    /// When it came in, as it said itself: unix milliseconds.
    pub since_ms: Option<u64>,
}

/// Why a device was not ended, or an account not deleted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CannotEnd {
    /// There is no such device, or it is ended already.
    #[error("no such device")]
    NoSuchDevice,
    /// The device at hand ends itself by signing out.
    #[error("the device at hand ends by signing out")]
    ThisOne,
    /// The relay did not do it.
    #[error(transparent)]
    Call(#[from] CallFailed),
    /// The local store did not do it.
    #[error(transparent)]
    Store(#[from] StoreProblem),
}

impl Ours {
    /// The devices that can open this account, in the order in which they came.
    #[must_use]
    pub fn devices(&self) -> Vec<DeviceView> {
        self.read(Session::devices)
    }

    /// Gives the device at hand a name, for all of one's devices.
    pub fn name_this_device(&self, name: &str) {
        self.with(|session| session.name_this_device(name));
    }

    /// Ends a device: it is let in no more, and nothing it writes from now on counts. A new key is made that it
    /// does not get.
    ///
    /// # Errors
    /// Says why not.
    pub async fn end_device(&self, device: DeviceKeyId) -> Result<(), CannotEnd> {
        if self.read(|it| it.keys.device.id == device) {
            return Err(CannotEnd::ThisOne);
        }
        let token = self.fresh_token().await?;
        let now = self.ports.now_ms();
        if let Some((chain, next)) = self.with(|session| session.revoke(device, now)) {
            let known = self.read(|it| it.circle.length(it.keys.account));
            let body = AppendChain { v: V1, expect_seq: known, records: chain.bytes_from(known) };
            let _: Appended = calls::send(&self.ports, &calls::extend_my_chain(&token, &body)).await?;
            self.with(|session| {
                session.took_own_record(chain, next);
                session.tell_news();
            });
        } else if self.read(|it| it.is_at_home(device) || it.bound_as(device).is_empty()) {
            return Err(CannotEnd::NoSuchDevice);
        }
        // Every device at home sees to the rest by itself, also if this one is cut off now.
        self.look_again();
        self.work().await;
        Ok(())
    }

    /// Eight words that are the same on both partners' screens, as long as nobody sits between them.
    /// None while there is no partner.
    pub async fn safety_words(&self) -> Option<[&'static str; 8]> {
        let (mine, theirs) = self.read(|session| {
            let pin = session.partner_pin()?;
            let me = session.circle.state(session.keys.account)?;
            Some((me.fingerprint(), pin.fingerprint))
        })?;
        let input = safety_input(mine, theirs);
        let passphrase = input.iter().map(|it| format!("{it:02x}")).collect();
        let job = Job::Stretch { passphrase, salt: *b"mend/v1/safety/0" };
        match slow::run(&self.ports, job).await {
            Outcome::Stretched { key } => Some(safety_words(&key)),
            _ => None,
        }
    }

    /// Deletes the account: at once and wholly at the relay, then everything on this device.
    /// What the partner has stays with the partner.
    ///
    /// # Errors
    /// Says why not; then nothing is deleted on this device. If only the answer got lost, the next try finishes it.
    pub async fn delete_account(&self) -> Result<(), CannotEnd> {
        let token = match self.fresh_token().await {
            Ok(token) => token,
            // Asked for before, and the answer got lost: the relay knows nobody of this account any more.
            Err(_) if self.read(|it| it.keys.untold.leaving && it.keys.untold.ended) => {
                return Ok(self.leave_device().await?);
            }
            Err(failed) => return Err(failed.into()),
        };
        self.with(Session::is_leaving);
        // A full disk must not keep anybody here.
        let _ = self.save().await;
        calls::tell(&self.ports, &calls::end_account(&token)).await?;
        self.leave_device().await?;
        Ok(())
    }

    pub(crate) async fn fresh_token(&self) -> Result<Token, CallFailed> {
        self.look_again();
        self.work().await;
        // Whoever was calling already may not have come in yet, as right after opening.
        self.work_is_done().await;
        let token = self.read(|it| it.sync.token.clone());
        token.map(|(it, _)| it).ok_or(CallFailed::Unreachable(Unreachable))
    }
}

impl Session {
    fn devices(&self) -> Vec<DeviceView> {
        let Some(state) = self.circle.state(self.keys.account) else { return Vec::new() };
        let mut active: Vec<_> = state.active_devices().map(|(id, it)| (it.added, id)).collect();
        in_order(&mut active, |it| *it);
        let named = &self.keys.bag.devices;
        let name = |id| named.iter().find(|it| it.device == id).map(|it| it.name.clone());
        let mine = self.keys.device.id;
        let views = active.into_iter().map(|(_, id)| {
            let since_ms = self.came_in(id);
            DeviceView { id, name: name(id), this_one: id == mine, since_ms }
        });
        views.collect()
    }

    fn name_this_device(&mut self, name: &str) {
        let device = self.keys.device.id;
        let name: String = name.trim().chars().take(50).collect();
        self.keys.bag.devices.retain(|it| it.device != device);
        self.keys.bag.devices.push(NamedDevice { device, name });
        self.keys.bag_changed = true;
        let write = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![write], Vec::new());
    }

    /// Whether a device is one of mine, as my own chain says that this device has read.
    pub(crate) fn is_at_home(&self, device: DeviceKeyId) -> bool {
        self.circle.state(self.keys.account).is_some_and(|it| it.active_device(device).is_some())
    }

    /// Whether a device of mine may still write somewhere, so that a test can look at a moment nobody sees.
    #[cfg(feature = "weak-for-tests")]
    #[must_use]
    pub fn may_still_write(&self, device: DeviceKeyId) -> bool {
        !self.bound_as(device).is_empty()
    }

    /// The places in which a device may write.
    fn bound_as(&self, device: DeviceKeyId) -> Vec<(SpaceId, DeviceId)> {
        let me = self.keys.account;
        let mut places = Vec::new();
        for seat in &self.seats {
            let bound = seat.chain.state().devices();
            let his = bound.filter(|(_, it)| it.account == me && it.key == device && it.until.is_none());
            places.extend(his.map(|(bound, _)| (seat.space(), bound)));
        }
        places
    }

    fn last_of(&self, space: SpaceId, device: DeviceId) -> DeviceHead {
        let seat = self.seats.iter().find(|it| it.space() == space);
        seat.map_or(DeviceHead::START, |it| it.reader.device_head(device))
    }

    fn revoke(&mut self, device: DeviceKeyId, now_ms: u64) -> Option<(AccountChain, PerUserKey)> {
        let places = self.bound_as(device);
        let pins = places.into_iter().map(|(space, bound)| {
            let DeviceHead { dseq, id } = self.last_of(space, bound);
            Pin { mark: Pin::mark_of(space, bound), dseq, event: id }
        });
        let pins: Vec<Pin> = pins.collect();
        let mut chain = self.circle.chain(self.keys.account)?.clone();
        chain.state().active_device(device)?;
        let (by, ring): (_, &PukRing) = (By::Device(&self.keys.device), &self.keys.ring);
        let state = chain.state();
        let (record, next) = state.revoke_device(by, device, pins, ring.current(), now_ms, &mut self.rng);
        chain.append(record).ok()?;
        Some((chain, next))
    }

    /// The record by which a device that my account has ended stops counting in a space: at the place that
    /// was named when it was ended.
    pub(crate) fn plan_unbind(&mut self, space: SpaceId, token: &Token) -> Option<Request> {
        let me = self.keys.account;
        let seat = self.seats.iter().find(|it| it.space() == space)?;
        let (state, account) = (seat.chain.state(), self.circle.state(me)?);
        let mut bound = state.devices().filter(|(_, it)| it.account == me && it.until.is_none());
        let (device, pinned) = bound.find_map(|(id, it)| Some((id, account.pin(it.key, space, id)?)))?;
        let last = pinned.map_or(DeviceHead::START, |it| DeviceHead { dseq: it.dseq, id: it.event });
        let record = state.next(Change::DeviceUnbind { pin: Last { device, last } });
        let signed = record.sign(Signer::Device(seat.device), &self.keys.device.sign);
        let record = Blob(record.signed(vec![signed]).to_bytes());
        let body = AppendControl { v: V1, expect_seq: state.length(), records: vec![record.clone()] };
        self.sync.desk(space).unbinding = Some(record);
        Some(calls::extend_control(token, space, &body))
    }
}
