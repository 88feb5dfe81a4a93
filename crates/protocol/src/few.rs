//! A few values by their keys, in the order of the keys: devices, members, boxes. A short list that is kept in order
//! is as quick as a tree for so few, and a fraction of its code: a tree is compiled again for every two types.

use lean::{Form, Reader, Writer};

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Few<K, V> {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a key is, or where it belongs.
    #[inline(never)]
    fn find(&self, key: &K) -> Result<usize, usize> {
        // What comes in order, as everything that is read does, belongs at the end.
        if self.0.last().is_none_or(|(last, _)| last < key) {
            return Err(self.0.len());
        }
        let at = self.0.partition_point(|(it, _)| it < key);
        if self.0.get(at).is_some_and(|(it, _)| it == key) { Ok(at) } else { Err(at) }
    }

    /// Whether a key is there.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.find(key).is_ok()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let at = self.find(key).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let at = self.find(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// Puts a value in the place of the one that the key had; gives that one back.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(at) => self.0.get_mut(at).map(|(_, old)| core::mem::replace(old, value)),
            Err(at) => {
                self.0.insert(at, (key, value));
                None
            }
        }
    }

    /// The value of a key, to change it; if it has none, the one that is made for it.
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let at = self.find(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, make()));
            at
        });
        #[expect(clippy::indexing_slicing, reason = "it was found or put there")]
        &mut self.0[at].1
    }

    /// Takes a key out; gives back the value it had.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.find(key).ok()?;
        Some(self.0.remove(at).1)
    }

    /// Keys and values, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    /// Keys and values, in order, to change the values.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The values, in the order of their keys, to change them.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

impl<K: Ord, V> IntoIterator for Few<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Few<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut few = Self::new();
        for (key, value) in pairs {
            few.insert(key, value);
        }
        few
    }
}

/// A few values, each once, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FewOf<T>(Vec<T>);

impl<T> Default for FewOf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> FewOf<T> {
    /// Whether it is there.
    #[must_use]
    pub fn contains(&self, it: &T) -> bool {
        self.0.contains(it)
    }

    /// Puts it in its place, unless it is there.
    #[inline(never)]
    pub fn insert(&mut self, it: T) {
        if let Err(at) = self.0.binary_search(&it) {
            self.0.insert(at, it);
        }
    }

    /// Takes it out.
    pub fn remove(&mut self, it: &T) {
        self.0.retain(|other| other != it);
    }

    /// Takes out what does not stay.
    pub fn retain(&mut self, stays: impl FnMut(&T) -> bool) {
        self.0.retain(stays);
    }

    /// The first.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.0.first()
    }

    /// All of them, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T: Ord> Extend<T> for FewOf<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, more: I) {
        for it in more {
            self.insert(it);
        }
    }
}

/// Puts values into the order of their keys; equal ones stay as they stood. For lists of a few dozen.
pub fn in_order<T, K: Ord>(values: &mut [T], key: impl Fn(&T) -> K) {
    for end in 1..values.len() {
        let mut at = end;
        while let Some([before, it]) = values.get_mut(at.wrapping_sub(1)..=at) {
            if key(before) <= key(it) {
                break;
            }
            core::mem::swap(before, it);
            at -= 1;
        }
    }
}

/// A map, with the keys in order.
impl<K: Form + Ord, V: Form> Form for Few<K, V> {
    fn write(&self, to: &mut Writer) {
        to.map(self.0.len());
        for (key, value) in &self.0 {
            key.write(to);
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let mut few = Self::new();
        for _ in 0..from.map() {
            let pair = (K::read(from), V::read(from));
            if from.has_failed() || few.0.last().is_some_and(|(last, _)| *last >= pair.0) {
                from.fail();
                break;
            }
            few.0.push(pair);
        }
        few
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn it_says_what_a_tree_says(steps in prop::collection::vec((0..4_u8, 0..9_u16, any::<u8>()), 0..60)) {
            let (mut few, mut tree) = (Few::new(), BTreeMap::new());
            for (step, key, value) in steps {
                match step {
                    0 => prop_assert_eq!(few.insert(key, value), tree.insert(key, value)),
                    1 => prop_assert_eq!(few.remove(&key), tree.remove(&key)),
                    2 => {
                        *few.or_insert_with(key, || 7) ^= value;
                        *tree.entry(key).or_insert(7) ^= value;
                    }
                    _ => prop_assert_eq!(few.get_mut(&key).copied(), tree.get(&key).copied()),
                }
                prop_assert!(few.keys().eq(tree.keys()) && few.values().eq(tree.values()));
                prop_assert_eq!((few.len(), few.is_empty()), (tree.len(), tree.is_empty()));
            }
            prop_assert_eq!(few.clone().into_iter().collect::<Few<_, _>>(), few);
        }

        #[test]
        fn each_is_there_once_and_in_order(steps in prop::collection::vec((any::<bool>(), 0..9_u8), 0..40)) {
            let (mut few, mut tree) = (FewOf::default(), BTreeSet::new());
            for (comes, it) in steps {
                if comes {
                    few.insert(it);
                    tree.insert(it);
                } else {
                    few.remove(&it);
                    tree.remove(&it);
                }
                prop_assert!(few.iter().eq(&tree) && few.first() == tree.first());
                prop_assert_eq!(few.contains(&it), comes);
            }
        }

        #[test]
        fn what_is_put_in_order_is_as_the_library_sorts_it(mut all in prop::collection::vec((0..5_u8, any::<u8>()), 0..40)) {
            let mut sorted = all.clone();
            sorted.sort_by_key(|it| it.0);
            in_order(&mut all, |it| it.0);
            prop_assert_eq!(all, sorted);
        }
    }

    #[test]
    fn it_is_a_map_with_the_keys_in_order_and_no_other_is_read() {
        let few: Few<u32, u64> = [(7, 1), (2, 300)].into_iter().collect();
        let bytes = [0xa2, 2, 0x19, 1, 44, 7, 1];
        assert_eq!(lean::to_bytes(&few), bytes);
        assert_eq!(lean::from_bytes(&bytes), Some(few));
        assert_eq!(lean::from_bytes::<Few<u32, u64>>(&[0xa2, 7, 1, 2, 0x19, 1, 44]), None);
        assert_eq!(lean::from_bytes::<Few<u32, u64>>(&[0xa2, 2, 1, 2, 1]), None);
    }
}
