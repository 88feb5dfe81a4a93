//! Two people with accounts, the space they share, pens that write events, and a ledger that keeps them as a relay would.

use std::convert::Infallible;

use protocol::account::{AccountChain, DeviceKeys, Founding, IdentityKey, PukRing, VirtualKeys};
use protocol::event::{Anchor, DeviceHead, EventView, Payload, Placing, SealedEvent, Stamp, seal_event};
use protocol::ids::{AccountId, DeviceId, EventId, Incarnation, RecordHash, SpaceId};
use protocol::log::{Cursor, PageVerifier, SignedHead, next_root};
use protocol::recovery::RecoveryCode;
use protocol::sign::SigningKey;
use protocol::space::{
    Binding, Change, ControlChain, ControlRecord, Founder, KnownAccounts, Recipient, Signer, SpaceKey,
    SpaceKind, SpaceState, found,
};
use protocol::wire::{ChainHead, EventBytes, Logged, Page};
use rand_core::{TryCryptoRng, TryRng};

/// The same bytes in every run.
pub(crate) struct Dice {
    seed: [u8; 32],
    drawn: u64,
}

impl Dice {
    pub(crate) fn new(seed: u8) -> Self {
        Self { seed: [seed; 32], drawn: 0 }
    }
}

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to_fill: &mut [u8]) -> Result<(), Infallible> {
        blake3::Hasher::new_keyed(&self.seed).update(&self.drawn.to_le_bytes()).finalize_xof().fill(to_fill);
        self.drawn += 1;
        Ok(())
    }
}

impl TryCryptoRng for Dice {}

pub(crate) struct Person {
    pub(crate) account: AccountId,
    pub(crate) identity: IdentityKey,
    pub(crate) device: DeviceKeys,
    pub(crate) chain: AccountChain,
    pub(crate) ring: PukRing,
}

pub(crate) fn person(seed: u8) -> Person {
    person_as(seed, AccountId([seed; 16]), IdentityKey::make(&mut Dice::new(seed)))
}

pub(crate) fn person_as(seed: u8, account: AccountId, identity: IdentityKey) -> Person {
    let mut dice = Dice::new(seed);
    dice.drawn = 1;
    let device = DeviceKeys::make(&mut dice);
    let paper: VirtualKeys = RecoveryCode::make(&mut dice).derive_keys();
    let founding =
        Founding { account, identity: &identity, device: &device, paper: &paper.public(), password: None };
    let (genesis, first) = founding.genesis(0, &mut dice);
    Person {
        account,
        identity,
        device,
        chain: AccountChain::begin(genesis).unwrap(),
        ring: PukRing::begin(account, first),
    }
}

impl Person {
    pub(crate) fn founder(&self) -> Founder {
        Founder::of(self.chain.state())
    }

    pub(crate) fn recipient(&self) -> Recipient<'_> {
        let state = self.chain.state();
        Recipient { account: self.account, generation: state.generation(), public: state.puk_public() }
    }

    pub(crate) fn at(&self) -> ChainHead {
        let state = self.chain.state();
        ChainHead { seq: state.seq(), hash: state.head() }
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::Identity(self.account)
    }
}

/// A device's end in a space.
pub(crate) struct Pen {
    pub(crate) device: DeviceId,
    pub(crate) account: AccountId,
    pub(crate) dsk: SigningKey,
    pub(crate) head: DeviceHead,
}

/// Two people and the space they share.
pub(crate) struct Couple {
    pub(crate) ana: Person,
    pub(crate) ben: Person,
    pub(crate) known: KnownAccounts,
    pub(crate) records: Vec<ControlRecord>,
    pub(crate) chain: ControlChain,
    pub(crate) key: SpaceKey,
    pub(crate) anas: Pen,
    pub(crate) bens: Pen,
    pub(crate) dice: Dice,
}

pub(crate) fn genesis(founders: [&Person; 2], dice: &mut Dice) -> (ControlRecord, SpaceKey) {
    let [one, other] = founders;
    let both = [one.founder(), other.founder()];
    let founding = found(SpaceKind::Ours, "https://mend.example", &both, dice);
    let mut signed = vec![
        (one.account, founding.genesis.sign(one.signer(), one.identity.signing_key())),
        (other.account, founding.genesis.sign(other.signer(), other.identity.signing_key())),
    ];
    signed.sort_by_key(|(account, _)| *account);
    let signed = signed.into_iter().map(|(_, it)| it).collect();
    (founding.genesis.signed(signed), founding.key)
}

pub(crate) fn bind(state: &SpaceState, person: &Person, device: DeviceId) -> ControlRecord {
    let binding = Binding { device, account: person.account, key: person.device.id, at: person.at() };
    state.bind_device(&binding, &person.device.sign)
}

impl Couple {
    pub(crate) fn new() -> Self {
        let (ana, ben) = (person(1), person(2));
        let mut dice = Dice::new(9);
        let known: KnownAccounts =
            [ana.chain.state().clone(), ben.chain.state().clone()].into_iter().collect();
        let (genesis, key) = genesis([&ana, &ben], &mut dice);
        let mut chain = ControlChain::begin(&genesis, &known).unwrap();
        let mut records = vec![genesis];
        let mut pens = Vec::new();
        for (person, device) in [(&ana, DeviceId([11; 16])), (&ben, DeviceId([22; 16]))] {
            let record = bind(chain.state(), person, device);
            chain.append(&record, &known).unwrap();
            records.push(record);
            pens.push(Pen {
                device,
                account: person.account,
                dsk: person.device.sign.clone(),
                head: DeviceHead::START,
            });
        }
        let bens = pens.pop().unwrap();
        let anas = pens.pop().unwrap();
        Self { ana, ben, known, records, chain, key, anas, bens, dice }
    }

    pub(crate) fn state(&self) -> &SpaceState {
        self.chain.state()
    }

    pub(crate) fn space(&self) -> SpaceId {
        self.state().space()
    }

    /// Signed by Ana's device.
    pub(crate) fn by_ana(&self, change: Change) -> ControlRecord {
        self.state().signed_by_device(change, self.anas.device, &self.anas.dsk)
    }

    pub(crate) fn append(&mut self, record: ControlRecord) {
        self.chain.append(&record, &self.known).unwrap();
        self.records.push(record);
    }
}

pub(crate) fn said(author: AccountId, text: &str) -> Payload {
    Payload {
        kind: "promises.made".into(),
        schema: 1,
        author,
        stamp: Stamp { ms: 1_700_000_000_000, counter: 3 },
        base: vec![EventId([5; 32])],
        body: text.as_bytes().to_vec(),
        fold_v: 1,
    }
}

impl Pen {
    /// Seals without taking the event as written.
    pub(crate) fn drafts(
        &self,
        ctl: RecordHash,
        space: SpaceId,
        key: &SpaceKey,
        text: &str,
        dice: &mut Dice,
    ) -> SealedEvent {
        let placing = Placing {
            space,
            device: self.device,
            after: self.head,
            ctl,
            anchor: Anchor::of(&Cursor::start(space, INC)),
        };
        seal_event(&placing, &said(self.account, text), key, &self.dsk, dice).unwrap()
    }

    pub(crate) fn writes(
        &mut self,
        ctl: RecordHash,
        space: SpaceId,
        key: &SpaceKey,
        text: &str,
        dice: &mut Dice,
    ) -> SealedEvent {
        let sealed = self.drafts(ctl, space, key, text, dice);
        self.head = sealed.head;
        sealed
    }
}

impl Couple {
    pub(crate) fn ana_writes(&mut self, text: &str) -> SealedEvent {
        let (ctl, space) = (self.state().head().hash, self.space());
        self.anas.writes(ctl, space, &self.key, text, &mut self.dice)
    }

    pub(crate) fn ben_writes(&mut self, text: &str) -> SealedEvent {
        let (ctl, space) = (self.state().head().hash, self.space());
        self.bens.writes(ctl, space, &self.key, text, &mut self.dice)
    }
}

pub(crate) const INC: Incarnation = Incarnation([8; 16]);

/// A log as a relay keeps it.
pub(crate) struct Ledger {
    pub(crate) space: SpaceId,
    pub(crate) key: SigningKey,
    pub(crate) inc: Incarnation,
    pub(crate) items: Vec<Logged>,
    pub(crate) roots: Vec<[u8; 32]>,
}

impl Ledger {
    pub(crate) fn new(space: SpaceId) -> Self {
        Self {
            space,
            key: SigningKey::from_seed(&[77; 32]),
            inc: INC,
            items: Vec::new(),
            roots: vec![Cursor::start(space, INC).root],
        }
    }

    pub(crate) fn keeps(&mut self, events: impl IntoIterator<Item = SealedEvent>) {
        for event in events {
            self.keeps_bytes(event.bytes, event.id);
        }
    }

    pub(crate) fn keeps_bytes(&mut self, event: EventBytes, id: EventId) {
        let seq = self.items.len() as u64 + 1;
        let recv_ms = 1_000 + seq;
        let root = next_root(self.roots.last().unwrap(), id, recv_ms);
        self.roots.push(root);
        self.items.push(Logged { seq, recv_ms, event });
    }

    pub(crate) fn cursor(&self, seq: usize) -> Cursor {
        Cursor { inc: self.inc, seq: seq as u64, root: self.roots[seq] }
    }

    pub(crate) fn head(&self) -> SignedHead {
        SignedHead::sign(self.space, self.cursor(self.items.len()), 9_000_000, &self.key)
    }

    pub(crate) fn page(&self, from: usize, limit: usize) -> Page {
        let to = (from + limit).min(self.items.len());
        Page {
            inc: self.inc,
            from_seq: from as u64 + 1,
            prev_root: self.roots[from],
            items: self.items[from..to].to_vec(),
            head: self.head(),
            more: to < self.items.len(),
        }
    }

    pub(crate) fn reader(&self) -> PageVerifier {
        PageVerifier::start(self.space, INC, self.key.verify_key())
    }
}

pub(crate) fn view(event: &SealedEvent) -> EventView<'_> {
    EventView::parse(&event.bytes.0).unwrap()
}
