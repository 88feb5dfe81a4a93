//! Canonical CBOR: one value has exactly one encoding, and anything else is refused.
//! Signatures and hashes cover these bytes, so a second spelling of a value would be a second identity.

use minicbor::decode::{Decode, Decoder, Error};
use minicbor::encode::Encode;
use thiserror::Error;

/// Why bytes were not taken as a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Malformed {
    /// Longer than a value of this type may ever be.
    #[error("longer than allowed")]
    TooLong,
    /// Not this type, or a list in it is longer than allowed.
    #[error("not the expected form")]
    Shape,
    /// Another spelling of the value, unknown fields, or bytes after its end.
    #[error("not the canonical encoding")]
    NotCanonical,
}

/// A value with one canonical encoding.
///
/// Derive `Encode` and `Decode` with `#[cbor(map)]` and integer keys, then `impl Wire for T {}`.
/// The derive writes keys in ascending order and leaves absent options out.
pub trait Wire: Sized + Encode<()> + for<'b> Decode<'b, ()> {
    /// No encoding may be longer than this many bytes.
    const LONGEST: usize = 64 * 1024;

    /// The canonical bytes.
    fn to_bytes(&self) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "writing to a Vec cannot fail and our encoders raise no error of their own"
        )]
        minicbor::to_vec(self).expect("encoding into memory")
    }

    /// Reads a value, and refuses every encoding that `to_bytes` would not have written.
    fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > Self::LONGEST {
            return Err(Malformed::TooLong);
        }
        let value: Self = minicbor::decode(bytes).map_err(|_| Malformed::Shape)?;
        if value.to_bytes() != bytes {
            return Err(Malformed::NotCanonical);
        }
        Ok(value)
    }
}

/// Decodes a list of at most `N` values: `#[cbor(decode_with = "crate::cbor::at_most::<_, _, 256>")]`.
pub fn at_most<'b, C, T, const N: usize>(decoder: &mut Decoder<'b>, context: &mut C) -> Result<Vec<T>, Error>
where
    T: Decode<'b, C>,
{
    let length = decoder.array()?.ok_or_else(|| Error::message("indefinite list"))?;
    if length > N as u64 {
        return Err(Error::message("list too long"));
    }
    (0..length).map(|_| decoder.decode_with(context)).collect()
}

/// Byte strings of at most `N` bytes: `#[cbor(encode_with = "crate::cbor::put_bytes",
/// decode_with = "crate::cbor::bytes_at_most::<_, 4096>")]`.
pub fn bytes_at_most<C, const N: usize>(
    decoder: &mut Decoder<'_>,
    _context: &mut C,
) -> Result<Vec<u8>, Error> {
    let bytes = decoder.bytes()?;
    if bytes.len() > N {
        return Err(Error::message("byte string too long"));
    }
    Ok(bytes.to_vec())
}

/// Writes a byte string; the other half of [`bytes_at_most`].
pub fn put_bytes<C, W: minicbor::encode::Write>(
    bytes: &[u8],
    encoder: &mut minicbor::Encoder<W>,
    _context: &mut C,
) -> Result<(), minicbor::encode::Error<W::Error>> {
    encoder.bytes(bytes)?.ok()
}

/// Text of at most `N` bytes: `#[cbor(decode_with = "crate::cbor::text_at_most::<_, 200>")]`.
pub fn text_at_most<C, const N: usize>(decoder: &mut Decoder<'_>, _context: &mut C) -> Result<String, Error> {
    let text = decoder.str()?;
    if text.len() > N {
        return Err(Error::message("text too long"));
    }
    Ok(text.to_owned())
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

impl<C> Encode<C> for Blob {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut minicbor::Encoder<W>,
        _context: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Blob {
    fn decode(decoder: &mut Decoder<'b>, _context: &mut C) -> Result<Self, Error> {
        let bytes = decoder.bytes()?;
        if bytes.len() > Self::LONGEST {
            return Err(Error::message("byte string too long"));
        }
        Ok(Self(bytes.to_vec()))
    }
}

/// Gives a type around a fixed array its CBOR form: one byte string of exactly that length.
macro_rules! fixed_bytes_cbor {
    ($name:ident, $length:expr) => {
        impl<C> minicbor::encode::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                encoder: &mut minicbor::Encoder<W>,
                _context: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                encoder.bytes(self.as_bytes())?.ok()
            }
        }

        impl<'b, C> minicbor::decode::Decode<'b, C> for $name {
            fn decode(
                decoder: &mut minicbor::Decoder<'b>,
                _context: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                let bytes: &[u8; $length] = decoder
                    .bytes()?
                    .try_into()
                    .map_err(|_| minicbor::decode::Error::message("wrong length"))?;
                Self::from_array(bytes).ok_or_else(|| minicbor::decode::Error::message("not a valid value"))
            }
        }

        impl $crate::cbor::Wire for $name {}
    };
}
pub(crate) use fixed_bytes_cbor;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Debug, Clone, PartialEq, minicbor::Encode, minicbor::Decode)]
    #[cbor(map)]
    struct Sample {
        #[n(0)]
        version: u32,
        #[cbor(n(1), encode_with = "put_bytes", decode_with = "bytes_at_most::<_, 8>")]
        short: Vec<u8>,
        #[n(2)]
        maybe: Option<u64>,
        #[cbor(n(3), decode_with = "at_most::<_, _, 3>")]
        few: Vec<Blob>,
        #[cbor(n(4), decode_with = "text_at_most::<_, 5>")]
        word: String,
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
        assert_eq!(Sample::from_bytes(&long_integer), Err(Malformed::NotCanonical));
        let trailing = [&bytes[..], &[0]].concat();
        assert_eq!(Sample::from_bytes(&trailing), Err(Malformed::NotCanonical));
        let indefinite = [&[0xbf], &bytes[1..], &[0xff]].concat();
        assert_eq!(Sample::from_bytes(&indefinite), Err(Malformed::NotCanonical));
        let unknown_field = [&[0xa5], &bytes[1..], &[9, 0]].concat();
        assert_eq!(Sample::from_bytes(&unknown_field), Err(Malformed::NotCanonical));
        let twice = [&[0xa5, 0, 1], &bytes[1..]].concat();
        assert_eq!(Sample::from_bytes(&twice), Err(Malformed::NotCanonical));
        let swapped = [&[0xa4], &bytes[3..7], &bytes[1..3], &bytes[7..]].concat();
        assert_eq!(Sample::from_bytes(&swapped), Err(Malformed::NotCanonical));
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
