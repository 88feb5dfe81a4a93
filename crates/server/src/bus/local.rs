//! Who listens at this node: a map in memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use protocol::ids::SpaceId;

use super::{Hint, Listener, Topic};

/// Listeners by topic.
#[derive(Default)]
pub(crate) struct LocalBus(RwLock<HashMap<Topic, Vec<Arc<Listener>>>>);

impl LocalBus {
    /// Tells everybody who listens to a topic.
    pub(crate) fn tell(&self, topic: Topic, hint: &Hint) {
        let topics = self.0.read().unwrap_or_else(PoisonError::into_inner);
        for listener in topics.get(&topic).into_iter().flatten() {
            listener.tell(hint.clone());
        }
    }

    /// Whether anybody listens.
    pub(crate) fn is_heard(&self, topic: Topic) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(&topic)
    }

    /// Begins to listen; whether nobody else did.
    pub(crate) fn listen(&self, topic: Topic, listener: &Arc<Listener>) -> bool {
        let mut topics = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let listeners = topics.entry(topic).or_insert_with(|| Vec::with_capacity(1));
        let is_first = listeners.is_empty();
        if !listeners.iter().any(|it| Arc::ptr_eq(it, listener)) {
            listeners.push(Arc::clone(listener));
        }
        is_first
    }

    /// Ceases to listen; whether nobody else does.
    pub(crate) fn leave(&self, topic: Topic, listener: &Arc<Listener>) -> bool {
        let mut topics = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(listeners) = topics.get_mut(&topic) else { return false };
        listeners.retain(|it| !Arc::ptr_eq(it, listener));
        listeners.is_empty() && topics.remove(&topic).is_some()
    }

    /// Everything that is listened to.
    pub(crate) fn topics(&self) -> Vec<Topic> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
    }

    /// The spaces that are listened to.
    pub(crate) fn spaces(&self) -> Vec<SpaceId> {
        let topics = self.topics().into_iter();
        let spaces = topics.filter_map(|it| match it {
            Topic::Space(space) => Some(space),
            Topic::Account(_) => None,
        });
        spaces.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Heard;
    use super::*;
    use protocol::ids::SpaceId;

    const TOPIC: Topic = Topic::Space(SpaceId([1; 16]));

    fn control(seq: u64) -> Hint {
        Hint::Control { space: SpaceId([1; 16]), seq }
    }

    #[test]
    fn a_listener_hears_its_topic_until_it_leaves() {
        let bus = LocalBus::default();
        let listener = Arc::new(Listener::default());
        bus.listen(TOPIC, &listener);
        bus.listen(TOPIC, &listener);
        bus.tell(TOPIC, &control(1));
        bus.tell(Topic::Space(SpaceId([2; 16])), &control(2));
        assert!(matches!(listener.try_hear(), Some(Heard::Hint(Hint::Control { seq: 1, .. }))));
        assert!(listener.try_hear().is_none());
        bus.leave(TOPIC, &listener);
        assert!(!bus.is_heard(TOPIC));
        bus.tell(TOPIC, &control(3));
        assert!(listener.try_hear().is_none());
    }

    #[test]
    fn what_is_passed_on_to_a_listener_that_sleeps_drives_out_no_other_hint() {
        let (bus, listener) = (LocalBus::default(), Arc::new(Listener::default()));
        bus.listen(TOPIC, &listener);
        bus.tell(TOPIC, &control(1));
        for number in 0..100_u8 {
            let from = protocol::ids::DeviceKeyId([number; 16]);
            bus.tell(TOPIC, &Hint::Passing { from, frame: Default::default() });
        }
        assert!(matches!(listener.try_hear(), Some(Heard::Hint(Hint::Control { seq: 1, .. }))));
        let mut left = Vec::new();
        while let Some(Heard::Hint(Hint::Passing { from, .. })) = listener.try_hear() {
            left.push(from.0[0]);
        }
        assert_eq!(left, (92..100).collect::<Vec<_>>(), "the newest are heard");
    }

    #[test]
    fn a_listener_that_sleeps_is_told_to_look_for_itself() {
        let bus = LocalBus::default();
        let listener = Arc::new(Listener::default());
        bus.listen(TOPIC, &listener);
        for seq in 0..40 {
            bus.tell(TOPIC, &control(seq));
        }
        assert!(matches!(listener.try_hear(), Some(Heard::Missed)));
    }
}
