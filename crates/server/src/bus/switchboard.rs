//! Listeners here, and the way to the other nodes if there is one.

use std::sync::Arc;

use protocol::ids::{Incarnation, InviteId};

use super::beyond::{Told, subject};
use super::nats::{BusAddress, Nats};
use super::{Hint, Listener, LocalBus, Topic};

/// What comes from the other nodes, for the relay itself before any listener hears it.
pub(crate) enum News {
    /// The bus is there, or is there again.
    Back,
    /// This was told, on this topic if on any.
    Told(Option<Topic>, Told),
}

/// Whoever takes it.
pub(crate) type Listens = Box<dyn Fn(News) + Send + Sync>;

/// See the module.
pub(crate) struct Switchboard {
    local: Arc<LocalBus>,
    nats: Option<Nats>,
    incarnation: Incarnation,
}

impl Switchboard {
    /// For a relay that runs alone, or whose nodes only look in the store.
    pub(crate) fn alone(incarnation: Incarnation) -> Self {
        Self { local: Arc::default(), nats: None, incarnation }
    }

    /// For nodes that tell each other over NATS.
    pub(crate) fn over(address: BusAddress, incarnation: Incarnation, listens: Listens) -> Self {
        let local = Arc::new(LocalBus::default());
        let nats = Nats::connect(address, incarnation, Arc::clone(&local), listens);
        Self { local, nats: Some(nats), incarnation }
    }

    /// Whether the other nodes are told by more than the store.
    pub(crate) fn reaches_beyond(&self) -> bool {
        self.nats.as_ref().is_some_and(Nats::is_there)
    }

    /// Who listens here.
    pub(crate) fn here(&self) -> &LocalBus {
        &self.local
    }

    /// Tells everybody who listens to a topic, here and elsewhere.
    pub(crate) fn tell(&self, topic: Topic, hint: &Hint) {
        self.local.tell(topic, hint);
        self.tell_beyond(topic, hint);
    }

    /// Tells those elsewhere.
    pub(crate) fn tell_beyond(&self, topic: Topic, hint: &Hint) {
        if let Some(nats) = &self.nats {
            nats.say(subject(topic), Told::of(hint).to_bytes(self.incarnation));
        }
    }

    /// Wakes whoever waits at a rendezvous at another node.
    pub(crate) fn ring_beyond(&self, invite: InviteId) {
        if let Some(nats) = &self.nats {
            nats.say(super::beyond::MEETINGS.to_owned(), Told::Rung(invite).to_bytes(self.incarnation));
        }
    }

    /// Begins to listen.
    pub(crate) fn listen(&self, topic: Topic, listener: &Arc<Listener>) {
        if self.local.listen(topic, listener)
            && let Some(nats) = &self.nats
        {
            nats.heard(topic);
        }
    }

    /// Ceases to listen.
    pub(crate) fn leave(&self, topic: Topic, listener: &Arc<Listener>) {
        if self.local.leave(topic, listener)
            && let Some(nats) = &self.nats
        {
            nats.unheard(topic);
        }
    }
}
