//! A part of the couple that is shared between checkpoints until it changes, so that a checkpoint costs little.

use core::ops::Deref;
use lean::{Form, Reader, Writer};
use std::sync::Arc;

/// A value that is cheap to clone and copied only when a clone changes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaf<T>(Arc<T>);

impl<T> Leaf<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<T: Clone> Leaf<T> {
    /// The value, to change it; older checkpoints keep theirs.
    pub fn change(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}

impl<T> Deref for Leaf<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Form> Form for Leaf<T> {
    fn write(&self, to: &mut Writer) {
        T::write(self, to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::new(T::read(from))
    }
}
