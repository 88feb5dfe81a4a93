//! The one form in bytes of a value, and of the values that others are made of.

use crate::reader::Reader;
use crate::writer::Writer;
use std::sync::Arc;

/// What has one form in bytes. Whatever is read writes the same bytes again: other forms are not read.
pub trait Form: Sized {
    /// Writes it.
    fn write(&self, to: &mut Writer);

    /// Reads it. When that fails, the reader says so, and the value means nothing.
    fn read(from: &mut Reader<'_>) -> Self;

    /// Whether there is nothing to write, so that a field may be left out.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes it as a field of the body or row that was begun.
    #[inline(never)]
    fn write_field(&self, number: u8, to: &mut Writer) {
        if !self.is_absent() {
            to.field(number);
            self.write(to);
        }
    }

    /// Reads it as a field of the body or row that was begun.
    #[inline(never)]
    fn read_field(number: u8, from: &mut Reader<'_>) -> Self {
        if !from.field(number) {
            from.fail();
        }
        Self::read(from)
    }

    /// Writes several.
    fn write_all(all: &[Self], to: &mut Writer) {
        to.list(all.len());
        for it in all {
            it.write(to);
        }
    }

    /// Reads several.
    fn read_all(from: &mut Reader<'_>) -> Vec<Self> {
        let mut all = Vec::new();
        for _ in 0..from.list() {
            let it = Self::read(from);
            if from.has_failed() {
                break;
            }
            all.push(it);
        }
        all
    }
}

/// The bytes of a value.
#[must_use]
pub fn to_bytes<T: Form>(value: &T) -> Vec<u8> {
    let mut to = Writer::default();
    value.write(&mut to);
    to.into_bytes()
}

/// The value of exactly these bytes, if they are its form.
#[must_use]
pub fn from_bytes<T: Form>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader::new(bytes);
    let value = T::read(&mut from);
    from.is_done().then_some(value)
}

/// The value of bytes that this program kept for itself, or a later version of it: see [`Reader::of_kept`].
#[must_use]
pub fn from_kept<T: Form>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader::of_kept(bytes);
    let value = T::read(&mut from);
    from.is_done().then_some(value)
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl Form for $number {
            fn write(&self, to: &mut Writer) {
                to.number(u64::from(*self));
            }

            fn read(from: &mut Reader<'_>) -> Self {
                from.number(u64::from(<$number>::MAX)) as $number
            }
        })+
    };
}

numbers!(u16, u32, u64);

/// Several of them are bytes, not a list.
impl Form for u8 {
    fn write(&self, to: &mut Writer) {
        to.number(u64::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.number(u64::from(u8::MAX)).to_le_bytes()[0]
    }

    fn write_all(all: &[Self], to: &mut Writer) {
        to.bytes(all);
    }

    fn read_all(from: &mut Reader<'_>) -> Vec<Self> {
        from.bytes().to_vec()
    }
}

impl Form for bool {
    fn write(&self, to: &mut Writer) {
        to.truth(*self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.truth()
    }
}

impl Form for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.text().to_owned()
    }
}

impl<const N: usize> Form for [u8; N] {
    fn write(&self, to: &mut Writer) {
        to.bytes(self);
    }

    // Every id is read through this: once for a length, and not once for an id.
    #[inline(never)]
    fn read(from: &mut Reader<'_>) -> Self {
        <[u8; N]>::try_from(from.bytes()).unwrap_or_else(|_| {
            from.fail();
            [0; N]
        })
    }
}

impl<T: Form> Form for Vec<T> {
    fn write(&self, to: &mut Writer) {
        T::write_all(self, to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        T::read_all(from)
    }
}

impl<T: Form> Form for Option<T> {
    fn write(&self, to: &mut Writer) {
        match self {
            Some(it) => it.write(to),
            None => to.nothing(),
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        if from.nothing() { None } else { Some(T::read(from)) }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn read_field(number: u8, from: &mut Reader<'_>) -> Self {
        if from.field(number) { Some(T::read(from)) } else { None }
    }
}

/// A row of two, both of which are there.
impl<A: Form, B: Form> Form for (A, B) {
    fn write(&self, to: &mut Writer) {
        to.list(2);
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        if from.list() != 2 {
            from.fail();
        }
        (A::read(from), B::read(from))
    }
}

macro_rules! pointers {
    ($($around:ident),+) => {
        $(impl<T: Form> Form for $around<T> {
            fn write(&self, to: &mut Writer) {
                T::write(self, to);
            }

            fn read(from: &mut Reader<'_>) -> Self {
                Self::new(T::read(from))
            }
        })+
    };
}

pointers!(Box, Arc);
