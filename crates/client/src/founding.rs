//! Founding spaces on this device, and taking a seat in them.

use protocol::Wire;
use protocol::account::SpaceEntry;
use protocol::cbor::Blob;
use protocol::ids::{DeviceId, SpaceId};
use protocol::space::{ControlChain, ControlRecord, Founder, SpaceKey, SpaceKeys, found_vault};
use protocol::wire::Token;

use crate::seat::{Relay, Seat};
use crate::session::Session;

/// For so long a token that just came is used, whatever the clock here says: half an hour.
const BELIEVED_MS: u64 = 30 * 60 * 1_000;

impl Session {
    /// A vault that only this device knows so far. Nobody else can write its chain, so this device lets itself in.
    pub(crate) fn found_vault(&mut self) {
        let account = self.keys.account;
        let Some(state) = self.circle.state(account) else { return };
        let founder = Founder::of(state);
        let identity = self.keys.bag.identity.signing_key();
        let mut rng = self.rng.clone();
        let (genesis, key) = found_vault(&self.origin, &founder, identity, &mut rng);
        let relay = self.keys.relay;
        let Some(space) = self.found(&genesis, key, relay) else { return };
        self.let_myself_in(space);
        self.sync.desk(space).lost = true;
        self.sync.desk(space).control_stale = false;
    }

    /// Takes a seat in a space that was founded just now.
    pub(crate) fn found(&mut self, genesis: &ControlRecord, key: SpaceKey, relay: Relay) -> Option<SpaceId> {
        let chain = ControlChain::begin(genesis, &self.circle).ok()?;
        let mut keys = SpaceKeys::default();
        keys.insert(key);
        let space = chain.state().space();
        let device = DeviceId::make(&mut self.rng);
        let records = vec![Blob(genesis.to_bytes())];
        let entry = SpaceEntry { space, home: self.origin.to_string(), genesis: genesis.hash() };
        self.keys.bag.spaces.push(entry);
        self.keys.bag_changed = true;
        let kept = self.keys.keep(&self.local, &mut self.rng);
        self.store(vec![kept], Vec::new());
        self.add_seat(Seat::new(chain, records, keys, device, relay));
        Some(space)
    }

    /// A token the relay gave. By a clock that is far ahead it has run out when it comes: it is used for a while all the same,
    /// and the relay says when it ends.
    pub(crate) fn signed_in(&mut self, (token, expires_ms): (Token, u64)) {
        let believed = self.clock.moment().ms.saturating_add(BELIEVED_MS);
        self.sync.token = Some((token, expires_ms.max(believed)));
    }
}
