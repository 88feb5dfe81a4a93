//! What a relay that runs alone keeps for a moment in memory: half-finished sign-ins and challenges. Each can be taken once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

struct Kept<V> {
    value: V,
    until_ms: u64,
}

/// A bounded set of them.
pub(super) struct Fleeting<K, V> {
    kept: Mutex<HashMap<K, Kept<V>>>,
    most: usize,
}

impl<K: Eq + Hash, V> Fleeting<K, V> {
    /// Holds at most so many.
    pub(super) fn holding(most: usize) -> Self {
        Self { kept: Mutex::new(HashMap::new()), most }
    }

    /// Keeps one; answers whether there was room.
    pub(super) fn keep(&self, key: K, value: V, until_ms: u64, now_ms: u64) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= self.most {
            kept.retain(|_, it| it.until_ms > now_ms);
        }
        if kept.len() >= self.most {
            return false;
        }
        kept.insert(key, Kept { value, until_ms });
        true
    }

    /// Takes it out, if its time is not over.
    pub(super) fn take(&self, key: &K, now_ms: u64) -> Option<V> {
        let taken = self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(key)?;
        (taken.until_ms > now_ms).then_some(taken.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_or_is_old_is_gone() {
        let fleeting = Fleeting::holding(2);
        assert!(fleeting.keep(1, "a", 60, 0));
        assert!(fleeting.keep(2, "b", 60, 0));
        assert!(!fleeting.keep(3, "c", 60, 0), "no room");
        assert_eq!(fleeting.take(&1, 10), Some("a"));
        assert_eq!(fleeting.take(&1, 10), None);
        assert_eq!(fleeting.take(&2, 60), None);
        assert!(fleeting.keep(4, "d", 120, 60));
    }
}
