//! A map in the order of its keys, for many entries of many types. The tree of keys is the same for all of them:
//! what the compiler writes out for each type is only how its entries are kept.

use crate::form::Form;
use crate::reader::Reader;
use crate::writer::Writer;
use core::fmt;
use std::sync::Arc;

/// What can be a key: it has its place among others of its type in 32 bytes.
pub trait Key: Copy {
    /// Bytes that are in the order of the keys, and different for different keys.
    fn place(&self) -> Place;
}

/// The place of a key in the order.
pub type Place = [u8; 32];

/// Entries by their keys. Cloning copies the entries and shares the tree until one of the two changes; put large
/// values behind an `Arc`.
#[derive(Clone)]
pub struct Table<K, V> {
    tree: Tree,
    entries: Vec<(K, V)>,
}

/// Where the entry of each key lies, in the order of the keys: leaves of at most [`MOST`] keys.
#[derive(Clone, Default)]
struct Tree {
    leaves: Vec<Arc<Vec<(Place, u32)>>>,
}

/// A leaf with more is cut into two. What is inserted moves half a leaf: as much as fits a processor's nearest cache.
const MOST: usize = 256;

impl Tree {
    /// The leaf in which a key lies or belongs, and where in it; whether it is there.
    fn find(&self, place: &Place) -> (usize, Result<usize, usize>) {
        let begins_after = |leaf: &Arc<Vec<(Place, u32)>>| leaf.first().is_some_and(|it| it.0 > *place);
        let leaf = self.leaves.partition_point(|it| !begins_after(it)).saturating_sub(1);
        let found = match self.leaves.get(leaf) {
            Some(keys) => keys.binary_search_by(|it| it.0.cmp(place)),
            None => Err(0),
        };
        (leaf, found)
    }

    fn get(&self, place: &Place) -> Option<usize> {
        let (leaf, found) = self.find(place);
        self.leaves.get(leaf)?.get(found.ok()?).map(|it| it.1 as usize)
    }

    /// Says where the entry of a key lies; it may have lain elsewhere before, or nowhere.
    fn put(&mut self, place: &Place, entry: usize) {
        let entry = u32::try_from(entry).unwrap_or(u32::MAX);
        let (leaf, found) = self.find(place);
        if self.leaves.is_empty() {
            self.leaves.push(Arc::default());
        }
        let Some(keys) = self.leaves.get_mut(leaf).map(Arc::make_mut) else { return };
        match found {
            Ok(at) => {
                if let Some(key) = keys.get_mut(at) {
                    key.1 = entry;
                }
            }
            Err(at) => keys.insert(at, (*place, entry)),
        }
        if keys.len() > MOST {
            // What only ever grows at its end fills its leaves.
            let cut = if found == Err(MOST) { MOST } else { MOST / 2 };
            let back = keys.split_off(cut);
            self.leaves.insert(leaf + 1, Arc::new(back));
        }
    }

    /// Forgets a key; says where its entry lay.
    fn take(&mut self, place: &Place) -> Option<usize> {
        let (leaf, found) = self.find(place);
        let keys = self.leaves.get_mut(leaf).map(Arc::make_mut)?;
        let (_, entry) = keys.remove(found.ok()?);
        if keys.is_empty() {
            self.leaves.remove(leaf);
        }
        Some(entry as usize)
    }
}

/// The entries in the order of their keys, from both ends.
#[derive(Clone)]
struct Walk<'a> {
    leaves: core::slice::Iter<'a, Arc<Vec<(Place, u32)>>>,
    front: core::slice::Iter<'a, (Place, u32)>,
    back: core::slice::Iter<'a, (Place, u32)>,
}

impl Walk<'_> {
    #[inline(never)]
    fn step(&mut self) -> Option<usize> {
        loop {
            if let Some((_, entry)) = self.front.next() {
                return Some(*entry as usize);
            }
            match self.leaves.next() {
                Some(leaf) => self.front = leaf.iter(),
                None => return self.back.next().map(|it| it.1 as usize),
            }
        }
    }

    #[inline(never)]
    fn step_back(&mut self) -> Option<usize> {
        loop {
            if let Some((_, entry)) = self.back.next_back() {
                return Some(*entry as usize);
            }
            match self.leaves.next_back() {
                Some(leaf) => self.back = leaf.iter(),
                None => return self.front.next_back().map(|it| it.1 as usize),
            }
        }
    }
}

/// The entries of a table, in the order of their keys.
pub struct Entries<'a, K, V> {
    walk: Walk<'a>,
    entries: &'a [(K, V)],
}

impl<'a, K, V> Iterator for Entries<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.walk.step()?;
        self.entries.get(entry).map(|(key, value)| (key, value))
    }
}

impl<K, V> DoubleEndedIterator for Entries<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let entry = self.walk.step_back()?;
        self.entries.get(entry).map(|(key, value)| (key, value))
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self { tree: Tree::default(), entries: Vec::new() }
    }
}

impl<K: Key, V> Table<K, V> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a key has an entry.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.tree.get(&key.place()).is_some()
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let entry = self.tree.get(&key.place())?;
        self.entries.get(entry).map(|it| &it.1)
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let entry = self.tree.get(&key.place())?;
        self.entries.get_mut(entry).map(|it| &mut it.1)
    }

    /// Puts a value in the place of the one that the key had, if any.
    pub fn insert(&mut self, key: K, value: V) {
        match self.get_mut(&key) {
            Some(before) => *before = value,
            None => {
                self.tree.put(&key.place(), self.entries.len());
                self.entries.push((key, value));
            }
        }
    }

    /// The value of a key, to change it; an empty one is put there if it has none.
    pub fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let place = key.place();
        let entry = match self.tree.get(&place) {
            Some(entry) => entry,
            None => {
                self.tree.put(&place, self.entries.len());
                self.entries.push((key, V::default()));
                self.entries.len() - 1
            }
        };
        // The tree knows only entries that are there.
        #[expect(clippy::indexing_slicing, reason = "every place in the tree is one of an entry")]
        &mut self.entries[entry].1
    }

    /// Takes an entry out.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let entry = self.tree.take(&key.place())?;
        if let Some((last, _)) = self.entries.last()
            && entry + 1 < self.entries.len()
        {
            // The last entry fills the gap.
            self.tree.put(&last.place(), entry);
        }
        (entry < self.entries.len()).then(|| self.entries.swap_remove(entry).1)
    }

    /// Each key with its value, in the order of the keys.
    pub fn iter(&self) -> Entries<'_, K, V> {
        let walk = Walk { leaves: self.tree.leaves.iter(), front: [].iter(), back: [].iter() };
        Entries { walk, entries: &self.entries }
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<K: Key, V> Table<K, V> {
    /// The values, to change each by itself: they come in no order that means anything.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.entries.iter_mut().map(|it| &mut it.1)
    }
}

impl<'a, K: Key, V> IntoIterator for &'a Table<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Entries<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<K: Key + PartialEq, V: PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<K: Key + Eq, V: Eq> Eq for Table<K, V> {}

impl<K: Key + fmt::Debug, V: fmt::Debug> fmt::Debug for Table<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// A map, with the keys in order.
impl<K: Key + Form, V: Form> Form for Table<K, V> {
    fn write(&self, to: &mut Writer) {
        to.map(self.len());
        for (key, value) in self {
            key.write(to);
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let mut table = Self::default();
        for _ in 0..from.map() {
            let (key, value) = (K::read(from), V::read(from));
            let in_order = table.entries.last().is_none_or(|(last, _)| last.place() < key.place());
            if from.has_failed() || !in_order {
                from.fail();
                break;
            }
            table.tree.put(&key.place(), table.entries.len());
            table.entries.push((key, value));
        }
        table
    }
}

/// The first bytes of a place; the rest is empty.
#[must_use]
pub fn place_of(bytes: &[u8]) -> Place {
    let mut place = [0; 32];
    place.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    place
}
