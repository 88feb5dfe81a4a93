//! A local store that lives only in memory: for looking around, for private windows that give no store, for tests.

use core::cell::{Cell, RefCell};

use protocol::few::Few;

use crate::ports::{Guard, Later, LocalStore, Pairs, StoreProblem, Write};

/// Keeps everything in memory and forgets it with the page.
#[derive(Debug, Default)]
pub struct InRamStore {
    values: RefCell<Few<String, Vec<u8>>>,
    full: Cell<bool>,
}

impl InRamStore {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy as a cloned profile or a restored backup would be one.
    #[must_use]
    pub fn copied(&self) -> Self {
        Self { values: RefCell::new(self.values.borrow().clone()), full: Cell::new(false) }
    }

    /// Lets it be as full as a disk can be, or gives it room again.
    pub fn fill_up(&self, full: bool) {
        self.full.set(full);
    }

    /// Everything in it, in order.
    #[must_use]
    pub fn everything(&self) -> Pairs {
        self.values.borrow().iter().cloned().collect()
    }
}

impl LocalStore for InRamStore {
    fn get<'a>(&'a self, key: &'a str) -> Later<'a, Result<Option<Vec<u8>>, StoreProblem>> {
        let found = self.values.borrow().get(&key.to_owned()).cloned();
        Box::pin(core::future::ready(Ok(found)))
    }

    fn range<'a>(&'a self, from: &'a str, to: &'a str) -> Later<'a, Result<Pairs, StoreProblem>> {
        let values = self.values.borrow();
        let found = values.iter().filter(|(key, _)| (from..to).contains(&key.as_str())).cloned().collect();
        Box::pin(core::future::ready(Ok(found)))
    }

    fn commit<'a>(&'a self, writes: &'a [Write]) -> Later<'a, Result<(), StoreProblem>> {
        if self.full.get() {
            return Box::pin(core::future::ready(Err(StoreProblem::Full)));
        }
        let mut values = self.values.borrow_mut();
        for write in writes {
            match write {
                Write::Put { key, value } => {
                    values.insert(key.clone(), value.clone());
                }
                Write::Remove { key } => {
                    values.remove(key);
                }
                Write::Clear => *values = Few::new(),
            }
        }
        Box::pin(core::future::ready(Ok(())))
    }
}

/// A guard where the machine has none: what it wraps is as safe as the disk it lies on.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoGuard;

impl Guard for NoGuard {
    fn wrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>> {
        Box::pin(core::future::ready(Ok(bytes.to_vec())))
    }

    fn unwrap<'a>(&'a self, bytes: &'a [u8]) -> Later<'a, Result<Vec<u8>, StoreProblem>> {
        self.wrap(bytes)
    }
}
