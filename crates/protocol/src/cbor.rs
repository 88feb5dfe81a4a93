//! Canonical CBOR: one value has exactly one encoding, and anything else is refused.
//! Signatures and hashes cover these bytes, so a second spelling of a value would be a second identity.

use lean::{Form, Reader, Writer};
use thiserror::Error;
use zeroize::ZeroizeOnDrop;

/// Why bytes were not taken as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Malformed {
    /// Longer than a value of this type may ever be.
    #[error("longer than allowed")]
    TooLong,
    /// Not this type, a list in it is longer than allowed, or another spelling of the value: unknown fields, a number
    /// in more bytes than it needs, something after the end.
    #[error("not the one form of a value")]
    Shape,
}

/// A value with one canonical encoding: see [`lean::body!`] and its like.
pub trait Wire: Form {
    /// No encoding may be longer than this many bytes.
    const LONGEST: usize = 64 * 1024;

    /// The canonical bytes.
    fn to_bytes(&self) -> Vec<u8> {
        lean::to_bytes(self)
    }

    /// Reads a value, and refuses every encoding that `to_bytes` would not have written.
    fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > Self::LONGEST {
            return Err(Malformed::TooLong);
        }
        lean::from_bytes(bytes).ok_or(Malformed::Shape)
    }
}

/// A byte string of unknown length inside a list or an option, written as bytes and not as a list of
/// numbers. At most 1 MiB; the length of the whole message bounds it further.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Blob(pub Vec<u8>);

impl Blob {
    const LONGEST: usize = 1 << 20;
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "[{} bytes]", self.0.len())
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Form for Blob {
    fn write(&self, to: &mut Writer) {
        to.bytes(&self.0);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        from.at_most(Self::LONGEST as u64);
        Self(from.bytes().to_vec())
    }
}

/// Secret bytes of a fixed length inside a value; wiped with it.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Secret<const N: usize>(pub [u8; N]);

impl<const N: usize> std::fmt::Debug for Secret<N> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("[key]")
    }
}

impl<const N: usize> Form for Secret<N> {
    fn write(&self, to: &mut Writer) {
        to.bytes(&self.0);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self(Form::read(from))
    }
}

/// Gives a type around a fixed array its form: one byte string of exactly that length.
macro_rules! fixed_bytes {
    ($name:ident) => {
        impl lean::Form for $name {
            fn write(&self, to: &mut lean::Writer) {
                to.bytes(&self.0);
            }

            fn read(from: &mut lean::Reader<'_>) -> Self {
                Self(lean::Form::read(from))
            }
        }

        impl $crate::cbor::Wire for $name {}
    };
}
pub(crate) use fixed_bytes;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    lean::body! {
        #[derive(Debug, Clone, PartialEq)]
        struct Sample {
            #[n(0)]
            version: u32,
            #[n(1)]
            #[most(8)]
            short: Vec<u8>,
            #[n(2)]
            maybe: Option<u64>,
            #[n(3)]
            #[most(3)]
            few: Vec<Blob>,
            #[n(4)]
            #[most(5)]
            word: String,
        }
    }
    impl Wire for Sample {
        const LONGEST: usize = 128;
    }

    fn sample() -> Sample {
        Sample { version: 1, short: vec![1, 2], maybe: None, few: vec![Blob(vec![7])], word: "seal".into() }
    }

    #[test]
    fn a_value_has_exactly_one_spelling() {
        let bytes = sample().to_bytes();
        assert_eq!(bytes, [0xa4, 0, 1, 1, 0x42, 1, 2, 3, 0x81, 0x41, 7, 4, 0x64, b's', b'e', b'a', b'l']);
        assert_eq!(Sample::from_bytes(&bytes), Ok(sample()));
        let long_integer = [&[0xa4, 0, 0x18, 1], bytes.get(3..).unwrap()].concat();
        assert_eq!(Sample::from_bytes(&long_integer), Err(Malformed::Shape));
        let trailing = [&bytes[..], &[0]].concat();
        assert_eq!(Sample::from_bytes(&trailing), Err(Malformed::Shape));
        let indefinite = [&[0xbf], &bytes[1..], &[0xff]].concat();
        assert_eq!(Sample::from_bytes(&indefinite), Err(Malformed::Shape));
        let unknown_field = [&[0xa5], &bytes[1..], &[9, 0]].concat();
        assert_eq!(Sample::from_bytes(&unknown_field), Err(Malformed::Shape));
        let twice = [&[0xa5, 0, 1], &bytes[1..]].concat();
        assert_eq!(Sample::from_bytes(&twice), Err(Malformed::Shape));
        let swapped = [&[0xa4], &bytes[3..7], &bytes[1..3], &bytes[7..]].concat();
        assert_eq!(Sample::from_bytes(&swapped), Err(Malformed::Shape));
    }

    #[test]
    fn lists_and_strings_have_a_longest_length() {
        let too_long = Sample { short: vec![0; 9], ..sample() };
        assert_eq!(Sample::from_bytes(&too_long.to_bytes()), Err(Malformed::Shape));
        let too_many = Sample { few: vec![Blob(vec![]); 4], ..sample() };
        assert_eq!(Sample::from_bytes(&too_many.to_bytes()), Err(Malformed::Shape));
        let too_wordy = Sample { word: "sealed".into(), ..sample() };
        assert_eq!(Sample::from_bytes(&too_wordy.to_bytes()), Err(Malformed::Shape));
        assert_eq!(Sample::from_bytes(&[0; 129]), Err(Malformed::TooLong));
        let claims_a_huge_list = [0xa1, 3, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(Sample::from_bytes(&claims_a_huge_list), Err(Malformed::Shape));
    }

    #[test]
    fn a_secret_never_shows_itself_and_is_wiped_when_dropped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<Secret<32>>();
        assert_eq!(format!("{:?}", Secret([7; 32])), "[key]");
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(version: u32, short in prop::collection::vec(any::<u8>(), 0..=8),
            maybe: Option<u64>, few in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..=3), word in "[a-z]{0,5}") {
            let value = Sample { version, short, maybe, few: few.into_iter().map(Blob).collect(), word };
            prop_assert_eq!(Sample::from_bytes(&value.to_bytes()), Ok(value));
        }

        #[test]
        fn any_bytes_are_refused_or_are_the_one_spelling(bytes in prop::collection::vec(any::<u8>(), 0..140)) {
            if let Ok(value) = Sample::from_bytes(&bytes) {
                prop_assert_eq!(value.to_bytes(), bytes);
            }
        }
    }
}
