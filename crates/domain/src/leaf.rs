//! A part of the couple that is shared between checkpoints until it changes, so that a checkpoint costs little.

use core::ops::Deref;
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
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

impl<C, T: Encode<C>> Encode<C> for Leaf<T> {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        self.0.encode(e, ctx)
    }
}

impl<'b, C, T: Decode<'b, C>> Decode<'b, C> for Leaf<T> {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
        T::decode(d, ctx).map(Leaf::new)
    }
}
