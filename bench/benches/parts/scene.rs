//! A vault with a device that writes, and its log as a relay would page it.

use getrandom::SysRng;
use protocol::account::{AccountState, DeviceKeys, Founding, IdentityKey};
use protocol::event::{Anchor, DeviceHead, Payload, Placing, SealedEvent, Stamp, seal_event};
use protocol::ids::{AccountId, DeviceId, Incarnation, SpaceId};
use protocol::log::{Cursor, PageVerifier, SignedHead, next_root};
use protocol::recovery::RecoveryCode;
use protocol::sign::SigningKey;
use protocol::space::{Binding, ControlChain, Founder, KnownAccounts, SpaceKey, SpaceState, found_vault};
use protocol::wire::{ChainHead, Logged, Page};
use rand_core::UnwrapErr;

const LIFE: Incarnation = Incarnation([8; 16]);
/// Words as long as people write them on most days.
const WORDS: usize = 145;

pub(crate) struct Scene {
    pub(crate) account: AccountId,
    pub(crate) keys: DeviceKeys,
    pub(crate) key: SpaceKey,
    chain: ControlChain,
    device: DeviceId,
    relay: SigningKey,
}

impl Scene {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let mut rng = UnwrapErr(SysRng);
        let (identity, keys) = (IdentityKey::make(&mut rng), DeviceKeys::make(&mut rng));
        let paper = RecoveryCode::make(&mut rng).derive_keys().public();
        let account = AccountId::make(&mut rng);
        let founding =
            Founding { account, identity: &identity, device: &keys, paper: &paper, password: None };
        let state = AccountState::begin(&founding.genesis(0, &mut rng).0)?;
        let founder = Founder::of(&state);
        let (genesis, key) = found_vault("http://localhost", &founder, identity.signing_key(), &mut rng);
        let known: KnownAccounts = [state.clone()].into_iter().collect();
        let mut chain = ControlChain::verify(std::slice::from_ref(&genesis), &known)?;
        let at = ChainHead { seq: state.seq(), hash: state.head() };
        let device = DeviceId::make(&mut rng);
        let binding = Binding { device, account, key: keys.id, at };
        chain.append(&chain.state().bind_device(&binding, &keys.sign), &known)?;
        Ok(Self { account, keys, key, chain, device, relay: SigningKey::from_seed(&[7; 32]) })
    }

    pub(crate) fn state(&self) -> &SpaceState {
        self.chain.state()
    }

    fn space(&self) -> SpaceId {
        self.state().space()
    }

    /// Seals the event after a head.
    pub(crate) fn seal(&self, after: DeviceHead) -> anyhow::Result<SealedEvent> {
        let anchor = Anchor::of(&Cursor::start(self.space(), LIFE));
        let ctl = self.state().head().hash;
        let placing = Placing { space: self.space(), device: self.device, after, ctl, anchor };
        let payload = Payload {
            kind: "drafts.saved".to_owned(),
            schema: 1,
            author: self.account,
            stamp: Stamp { ms: 0, counter: 0 },
            base: Vec::new(),
            body: vec![b'x'; WORDS],
            fold_v: 1,
        };
        Ok(seal_event(&placing, &payload, &self.key, &self.keys.sign, &mut UnwrapErr(SysRng))?)
    }

    /// So many events, each after the one before.
    pub(crate) fn run(&self, events: usize) -> anyhow::Result<Vec<SealedEvent>> {
        let mut head = DeviceHead::START;
        let mut all = Vec::new();
        for _ in 0..events {
            let sealed = self.seal(head)?;
            head = sealed.head;
            all.push(sealed);
        }
        Ok(all)
    }

    /// The first page of a log of these events.
    pub(crate) fn page(&self, events: &[SealedEvent]) -> Page {
        let mut at = Cursor::start(self.space(), LIFE);
        let prev_root = at.root;
        let mut items = Vec::new();
        for event in events {
            at.seq += 1;
            at.root = next_root(&at.root, event.id, at.seq);
            items.push(Logged { seq: at.seq, recv_ms: at.seq, event: event.bytes.clone() });
        }
        let head = SignedHead::sign(self.space(), at, 9_000_000, &self.relay);
        Page { inc: LIFE, from_seq: 1, prev_root, items, head, more: false }
    }

    /// Somebody who has read nothing of it yet.
    pub(crate) fn reader(&self) -> PageVerifier {
        PageVerifier::start(self.space(), LIFE, self.relay.verify_key())
    }
}
