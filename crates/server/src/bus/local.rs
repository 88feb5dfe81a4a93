//! The bus of a relay that runs alone: a map in memory.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::{Bus, Hint, Listener, Topic};

/// Listeners by topic.
#[derive(Default)]
pub(crate) struct LocalBus(RwLock<HashMap<Topic, Vec<Arc<Listener>>>>);

impl Bus for LocalBus {
    fn tell(&self, topic: Topic, hint: &Hint) {
        let topics = self.0.read().unwrap_or_else(PoisonError::into_inner);
        for listener in topics.get(&topic).into_iter().flatten() {
            listener.tell(hint.clone());
        }
    }

    fn is_heard(&self, topic: Topic) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains_key(&topic)
    }

    fn listen(&self, topic: Topic, listener: &Arc<Listener>) {
        let mut topics = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let listeners = topics.entry(topic).or_insert_with(|| Vec::with_capacity(1));
        if !listeners.iter().any(|it| Arc::ptr_eq(it, listener)) {
            listeners.push(Arc::clone(listener));
        }
    }

    fn leave(&self, topic: Topic, listener: &Arc<Listener>) {
        let mut topics = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(listeners) = topics.get_mut(&topic) {
            listeners.retain(|it| !Arc::ptr_eq(it, listener));
            if listeners.is_empty() {
                topics.remove(&topic);
            }
        }
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
