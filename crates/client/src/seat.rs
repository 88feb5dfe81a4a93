//! This device's place in one space: the chain that says who may write, the keys, how far the log is known,
//! and the records that wait to be seen back in it.

use std::collections::VecDeque;

use domain::Audience;
use domain::counsel::Entry;
use protocol::cbor::Blob;
use protocol::event::{Anchor, DeviceHead, Payload, Placing, SealedEvent, TooLong, seal_event};
use protocol::few::{Few, in_order};
use protocol::ids::{DeviceId, EventId, Incarnation, SpaceId};
use protocol::log::{PageVerifier, SignedHead};
use protocol::sign::{SigningKey, VerifyKey};
use protocol::space::{ControlChain, SpaceKey, SpaceKeys, SpaceKind, SpaceState};
use protocol::wire::{DeviceMark, EventBytes, Frontier, Logged};

use crate::anew::Anew;
use crate::erasing::TakenBack;
use crate::local::{LocalKey, key};
use crate::ports::{LocalStore, Random, StoreProblem, Write};
use crate::rooms::Copy;
use crate::runs::{Runs, read_after};

/// A record that was written here and not yet seen in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) head: DeviceHead,
    pub(crate) bytes: EventBytes,
    pub(crate) at: Step,
}

/// How far a waiting record has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Being stored here. Must not be sent: after a crash its number would be given again.
    Storing,
    /// Stored here.
    Here,
    /// On its way; whether it arrived is not known.
    Sent,
    /// The relay has it. It stays until it is seen in the log.
    Acked,
}

lean::body! {
    /// A record that is in the log and cannot be opened yet.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Parked {
        #[n(0)]
        pub(crate) item: Logged,
        /// Whether a signature covers it. One that does not is opened only when a later page proves it.
        #[n(1)]
        pub(crate) proven: bool,
    }
}

/// See the module.
pub(crate) struct Seat {
    pub(crate) chain: ControlChain,
    pub(crate) records: Vec<Blob>,
    pub(crate) keys: SpaceKeys,
    /// This device's name in the space, once it is bound.
    pub(crate) device: DeviceId,
    /// The newest record this device has written here.
    pub(crate) head: DeviceHead,
    /// How far the log is known, and verifies what comes next.
    pub(crate) reader: PageVerifier,
    /// Counts the lives of the relay's store that were followed.
    pub(crate) life: u32,
    pub(crate) runs: Runs,
    pub(crate) waiting: VecDeque<Waiting>,
    /// Records that the relay will never take. They are shown here and nowhere else.
    pub(crate) untaken: Vec<EventBytes>,
    /// Records whose key, or whose proof, is not here yet.
    pub(crate) parked: Vec<Parked>,
    /// The newest words of the relay on where the log stands.
    pub(crate) told: Option<SignedHead>,
    /// The log was read to its end since this device woke.
    pub(crate) read_once: bool,
    /// The log is being read from its beginning.
    pub(crate) anew: Option<Anew>,
    /// What was said here, if this is a counsellor's room.
    pub(crate) said: Vec<Entry>,
    /// What was given here.
    pub(crate) copies: Vec<Copy>,
    /// The relay says that this person is in this room no more.
    pub(crate) is_out: bool,
    /// In which life of the log the relay was asked to erase all that was taken back.
    pub(crate) erased_in: u32,
    /// A body was missing from the log that nobody is known to have taken back.
    pub(crate) asks_for_bodies: bool,
    /// What was taken back here.
    pub(crate) taken_back: Few<EventId, TakenBack>,
}

lean::body! {
    /// What must be known of a relay to read its logs.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) struct Relay {
        /// The life of its store.
        #[n(0)]
        pub(crate) inc: Incarnation,
        /// Its key, pinned.
        #[n(1)]
        pub(crate) head_key: VerifyKey,
    }
}

lean::body! {
    /// What changes with every record.
    struct Standing {
        #[n(0)]
        version: u8,
        #[n(1)]
        device: DeviceId,
        #[n(2)]
        head: DeviceHead,
        #[n(3)]
        reader: PageVerifier,
        #[n(4)]
        life: u32,
        #[n(5)]
        parked: Vec<Parked>,
        #[n(6)]
        told: Option<SignedHead>,
        /// Of which life the relay has erased all that was taken back; nothing stands for the first.
        #[n(7)]
        erased_in: Option<u32>,
    }
}

lean::body! {
    /// What changes with the control chain.
    struct Ground {
        #[n(0)]
        version: u8,
        #[n(1)]
        state: SpaceState,
        #[n(2)]
        records: Vec<Blob>,
        #[n(3)]
        keys: Vec<KeptKey>,
    }
}

lean::row! {
    struct KeptKey {
        #[n(0)]
        epoch: u32,
        #[n(1)]
        bytes: [u8; 32],
    }
}

impl Seat {
    /// A seat in a space whose log has not been looked at.
    pub(crate) fn new(
        chain: ControlChain,
        records: Vec<Blob>,
        keys: SpaceKeys,
        device: DeviceId,
        relay: Relay,
    ) -> Self {
        let reader = PageVerifier::start(chain.state().space(), relay.inc, relay.head_key);
        Self {
            chain,
            records,
            keys,
            device,
            head: DeviceHead::START,
            reader,
            life: 0,
            runs: Runs::default(),
            waiting: VecDeque::new(),
            untaken: Vec::new(),
            parked: Vec::new(),
            told: None,
            read_once: false,
            anew: None,
            said: Vec::new(),
            copies: Vec::new(),
            is_out: false,
            erased_in: 0,
            asks_for_bodies: false,
            taken_back: Few::new(),
        }
    }

    pub(crate) fn space(&self) -> SpaceId {
        self.chain.state().space()
    }

    /// Who reads what is written here of the journey. A counsellor's room is no part of it: nothing of the two is
    /// written there, and nothing from there is folded into what they have.
    pub(crate) fn audience(&self) -> Option<Audience> {
        match self.chain.state().kind() {
            SpaceKind::Vault => Some(Audience::Mine),
            SpaceKind::Ours => Some(Audience::Ours),
            SpaceKind::Counsel => None,
        }
    }

    /// Whether this device may write here.
    pub(crate) fn is_bound(&self) -> bool {
        self.chain.state().device(self.device).is_some_and(|it| it.until.is_none())
    }

    /// Whether this device was ever let in.
    pub(crate) fn is_known(&self) -> bool {
        self.chain.state().device(self.device).is_some()
    }

    /// Whether the log was looked at in this life.
    pub(crate) fn is_read(&self) -> bool {
        self.read_once || self.reader.cursor().seq > 0
    }

    /// Whether this device was let in and is out again.
    pub(crate) fn is_ended(&self) -> bool {
        self.is_known() && !self.is_bound()
    }

    /// The key to write with.
    pub(crate) fn writing_key(&self) -> Option<&SpaceKey> {
        // While a new epoch is due, the newest key that is here still counts for whoever has not seen it begin.
        let epoch = self.chain.state().epoch();
        (1..=epoch).rev().find_map(|epoch| self.keys.get(epoch))
    }

    /// Seals a record and lets it wait.
    pub(crate) fn write(
        &mut self,
        payload: &Payload,
        dsk: &SigningKey,
        rng: &mut Random,
    ) -> Result<SealedEvent, CannotWrite> {
        let placing = Placing {
            space: self.space(),
            device: self.device,
            after: self.head,
            ctl: self.chain.state().head().hash,
            anchor: Anchor::of(&self.reader.cursor()),
        };
        let key = self.writing_key().ok_or(CannotWrite::NoKey)?;
        let sealed = seal_event(&placing, payload, key, dsk, rng)?;
        self.head = sealed.head;
        let bytes = sealed.bytes.clone();
        self.waiting.push_back(Waiting { head: sealed.head, bytes, at: Step::Storing });
        Ok(sealed)
    }

    /// Everything this device can vouch for, a line a device.
    pub(crate) fn frontier(&self) -> Frontier {
        let mut all = self.reader.frontier();
        if let Some(last) = self.waiting.back() {
            let mark = DeviceMark { device: self.device, dseq: last.head.dseq, id: last.head.id };
            all.devices.retain(|it| it.device != self.device);
            all.devices.push(mark);
            in_order(&mut all.devices, |it| it.device);
        }
        all
    }

    /// What must be written so that this seat stands as it does now.
    pub(crate) fn keep_standing(&self, local: &LocalKey, rng: &mut Random) -> Write {
        let standing = Standing {
            version: 1,
            device: self.device,
            head: self.head,
            reader: self.reader.clone(),
            life: self.life,
            parked: self.parked.clone(),
            told: self.told,
            erased_in: (self.erased_in > 0).then_some(self.erased_in),
        };
        let bytes = lean::to_bytes(&standing);
        local.put(key::standing(self.space()), &bytes, rng)
    }

    /// What must be written when the control chain or the keys have changed.
    pub(crate) fn keep_ground(&self, local: &LocalKey, rng: &mut Random) -> Write {
        let keys = self.keys.iter();
        let ground = Ground {
            version: 1,
            state: self.chain.state().clone(),
            records: self.records.clone(),
            keys: keys.map(|it| KeptKey { epoch: it.epoch(), bytes: *it.as_bytes() }).collect(),
        };
        let bytes = zeroize::Zeroizing::new(lean::to_bytes(&ground));
        local.put(key::ground(self.space()), &bytes, rng)
    }

    /// What must be written so that a waiting record is there after a crash.
    pub(crate) fn keep_waiting(&self, waiting: &Waiting, local: &LocalKey, rng: &mut Random) -> Write {
        local.put(key::waiting(self.space(), waiting.head.dseq), &waiting.bytes.0, rng)
    }

    /// Takes the seat again after a restart, without its log.
    pub(crate) async fn resume(
        store: &dyn LocalStore,
        local: &LocalKey,
        space: SpaceId,
    ) -> Result<Self, StoreProblem> {
        let ground: Ground = read(store, local, &key::ground(space)).await?;
        let standing: Standing = read(store, local, &key::standing(space)).await?;
        let mut keys = SpaceKeys::default();
        for kept in &ground.keys {
            keys.insert(SpaceKey::from_bytes(kept.epoch, kept.bytes));
        }
        let mut seat = Self {
            chain: ControlChain::resume(ground.state),
            records: ground.records,
            keys,
            device: standing.device,
            head: standing.head,
            reader: standing.reader,
            life: standing.life,
            runs: Runs::default(),
            waiting: VecDeque::new(),
            untaken: Vec::new(),
            parked: standing.parked,
            told: standing.told,
            read_once: false,
            anew: None,
            said: Vec::new(),
            copies: Vec::new(),
            is_out: false,
            erased_in: standing.erased_in.unwrap_or(0),
            asks_for_bodies: false,
            taken_back: Few::new(),
        };
        seat.read_outbox(store, local).await?;
        Ok(seat)
    }

    async fn read_outbox(&mut self, store: &dyn LocalStore, local: &LocalKey) -> Result<(), StoreProblem> {
        let space = self.space();
        let from = key::waiting_begin(space);
        for (key, value) in store.range(&from, &key::waiting_end(space)).await? {
            let bytes = EventBytes(local.open(&key, &value)?.to_vec());
            let head =
                protocol::event::EventView::parse(&bytes.0).map_err(|_| StoreProblem::Damaged)?.device_head();
            if head.dseq > self.head.dseq {
                // A number that was given must never be given again.
                self.head = head;
            }
            self.waiting.push_back(Waiting { head, bytes, at: Step::Here });
        }
        let from = key::untaken_begin(space);
        for (key, value) in store.range(&from, &key::untaken_end(space)).await? {
            self.untaken.push(EventBytes(local.open(&key, &value)?.to_vec()));
        }
        Ok(())
    }

    /// The log after a position, as it was kept here.
    pub(crate) async fn read_log(
        &mut self,
        store: &dyn LocalStore,
        local: &LocalKey,
        after: u64,
    ) -> Result<Vec<Logged>, StoreProblem> {
        let (mut items, runs) = read_after(store, local, (self.space(), self.life), after).await?;
        // What was written in the same transaction as the cursor, and nothing beyond it.
        items.retain(|it| it.seq <= self.reader.cursor().seq);
        self.runs = runs;
        Ok(items)
    }
}

async fn read<T: lean::Form>(store: &dyn LocalStore, local: &LocalKey, key: &str) -> Result<T, StoreProblem> {
    let value = store.get(key).await?.ok_or(StoreProblem::Damaged)?;
    lean::from_kept(&local.open(key, &value)?).ok_or(StoreProblem::Damaged)
}

/// Why nothing can be written in a space now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CannotWrite {
    /// No key of this space is here.
    #[error("no key of this space is here")]
    NoKey,
    /// The record is too long.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}
