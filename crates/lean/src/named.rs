//! A small map by name, in the order of the names. For a few hundred: each new name moves those after it.

use crate::form::Form;
use crate::reader::Reader;
use crate::writer::Writer;

/// Values by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<V>(Vec<(String, V)>);

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Named<V> {
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|it| it.0.as_str().cmp(name))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        let at = self.find(name).ok()?;
        self.0.get(at).map(|it| &it.1)
    }

    /// Puts a value in the place of the one that the name had, if any.
    pub fn insert(&mut self, name: String, value: V) {
        match self.find(&name) {
            Ok(at) => {
                if let Some(it) = self.0.get_mut(at) {
                    it.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Takes a name away.
    pub fn remove(&mut self, name: &str) {
        if let Ok(at) = self.find(name) {
            self.0.remove(at);
        }
    }

    /// Each name with its value, in order.
    pub fn iter(&self) -> core::slice::Iter<'_, (String, V)> {
        self.0.iter()
    }
}

impl<V: Form> Form for Named<V> {
    fn write(&self, to: &mut Writer) {
        to.map(self.0.len());
        for (name, value) in &self.0 {
            to.text(name);
            value.write(to);
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let mut named = Self::default();
        for _ in 0..from.map() {
            let (name, value) = (String::read(from), V::read(from));
            if from.has_failed() || named.0.last().is_some_and(|it| it.0 >= name) {
                from.fail();
                break;
            }
            named.0.push((name, value));
        }
        named
    }
}
