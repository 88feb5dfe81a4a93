//! Sealing with a shared key, deriving keys, and hiding lengths.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use std::fmt;
use subtle::ConstantTimeEq;
use thiserror::Error;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// How long the nonce is that stands before every sealed box.
pub const NONCE_LENGTH: usize = 24;
/// How long the tag is that ends every sealed box.
pub const TAG_LENGTH: usize = 16;

/// The box is not what was sealed under this key for this purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("cannot be opened with this key")]
pub struct CannotOpen;

/// A key for sealing: XChaCha20-Poly1305.
#[derive(Clone, ZeroizeOnDrop)]
pub struct AeadKey([u8; 32]);

impl AeadKey {
    /// A new key, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The key with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A key of its own for one purpose, from other secret material.
    pub fn derive(context: &'static str, material: &[u8]) -> Self {
        Self(derive(context, material))
    }

    /// The secret bytes, for wrapping this key under another.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals with a fresh nonce; the nonce stands before the box.
    pub fn seal(&self, aad: &[u8], plain: &[u8], rng: &mut dyn CryptoRng) -> Vec<u8> {
        let mut nonce = [0; NONCE_LENGTH];
        rng.fill_bytes(&mut nonce);
        let mut sealed = nonce.to_vec();
        sealed.extend(self.seal_with_nonce(&nonce, aad, plain));
        sealed
    }

    /// Opens what [`AeadKey::seal`] made.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let (nonce, boxed) = sealed.split_first_chunk().ok_or(CannotOpen)?;
        self.open_with_nonce(nonce, aad, boxed)
    }

    /// Seals with a nonce the caller keeps elsewhere. A nonce is used once under one key.
    pub fn seal_with_nonce(&self, nonce: &[u8; NONCE_LENGTH], aad: &[u8], plain: &[u8]) -> Vec<u8> {
        #[expect(
            clippy::expect_used,
            reason = "sealing fails only above 256 GiB, which no Vec of ours reaches"
        )]
        self.cipher().encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad }).expect("sealing in memory")
    }

    /// Opens what [`AeadKey::seal_with_nonce`] made.
    pub fn open_with_nonce(
        &self,
        nonce: &[u8; NONCE_LENGTH],
        aad: &[u8],
        boxed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        self.cipher()
            .decrypt(&XNonce::from(*nonce), Payload { msg: boxed, aad })
            .map(Zeroizing::new)
            .map_err(|_| CannotOpen)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

impl PartialEq for AeadKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for AeadKey {}

impl fmt::Debug for AeadKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

/// Thirty-two bytes for one purpose from secret material: BLAKE3 in its key derivation mode.
/// Every context is used for one thing only.
pub fn derive(context: &'static str, material: &[u8]) -> [u8; 32] {
    blake3::derive_key(context, material)
}

/// BLAKE3 over the parts in order. The first part is a label that keeps purposes apart.
pub fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

/// Compares without telling by its duration where the difference is.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// The padded text was not made by [`pad`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("wrongly padded")]
pub struct WrongPadding;

const LENGTH_PREFIX: usize = 4;

/// Hides the length: 256, 512, 1 K, 2 K, 4 K, then PADME (at most 12 % more).
/// The length stands before the text as four bytes, zeros follow it.
///
/// Texts are far below 4 GiB everywhere in this crate; a longer one would be cut to that length.
pub fn pad(plain: &[u8]) -> Zeroizing<Vec<u8>> {
    let length = u32::try_from(plain.len()).unwrap_or(u32::MAX);
    let mut padded = Zeroizing::new(Vec::with_capacity(padded_length(plain.len())));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plain);
    padded.resize(padded_length(plain.len()), 0);
    padded
}

/// The text inside a padded one. Only the exact output of [`pad`] is taken.
pub fn unpad(padded: &[u8]) -> Result<&[u8], WrongPadding> {
    let (length, rest) = padded.split_first_chunk::<LENGTH_PREFIX>().ok_or(WrongPadding)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| WrongPadding)?;
    let (plain, zeros) = rest.split_at_checked(length).ok_or(WrongPadding)?;
    if padded.len() != padded_length(length) || zeros.iter().any(|&byte| byte != 0) {
        return Err(WrongPadding);
    }
    Ok(plain)
}

/// How long a text of this length is once padded.
pub fn padded_length(plain: usize) -> usize {
    let needed = plain.saturating_add(LENGTH_PREFIX);
    match needed {
        ..=256 => 256,
        257..=4096 => needed.next_power_of_two(),
        _ => padme(needed),
    }
}

/// PADME: keeps only the first few bits of a length, so that lengths share a few hundred values.
fn padme(length: usize) -> usize {
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept)) - 1;
    length.saturating_add(mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sealed_box_opens_only_with_its_key_and_purpose() {
        let key = AeadKey::from_bytes([1; 32]);
        let boxed = key.seal_with_nonce(&[2; 24], b"here", b"hello");
        assert_eq!(key.open_with_nonce(&[2; 24], b"here", &boxed).unwrap().as_slice(), b"hello");
        assert!(key.open_with_nonce(&[2; 24], b"there", &boxed).is_err());
        assert!(key.open_with_nonce(&[3; 24], b"here", &boxed).is_err());
        assert!(AeadKey::from_bytes([9; 32]).open_with_nonce(&[2; 24], b"here", &boxed).is_err());
        assert_eq!(key.open(b"", b"short"), Err(CannotOpen));
    }

    #[test]
    fn a_key_never_shows_itself() {
        assert_eq!(format!("{:?}", AeadKey::from_bytes([7; 32])), "[key]");
    }

    #[test]
    fn a_key_is_wiped_when_dropped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<AeadKey>();
    }

    #[test]
    fn short_texts_share_five_lengths() {
        for (plain, padded) in
            [(0, 256), (252, 256), (253, 512), (508, 512), (509, 1024), (2045, 4096), (4092, 4096)]
        {
            assert_eq!(padded_length(plain), padded, "for {plain}");
        }
    }

    #[test]
    fn padding_has_one_form() {
        let padded = pad(b"plain");
        for wrong in [&padded[..255], &[&padded[..], &[0; 256]].concat(), &[&padded[..255], &[1]].concat()] {
            assert_eq!(unpad(wrong), Err(WrongPadding));
        }
        assert_eq!(unpad(&[0xff; 256]), Err(WrongPadding));
        assert_eq!(unpad(&[0; 3]), Err(WrongPadding));
    }

    proptest! {
        #[test]
        fn padding_comes_off_again(plain in prop::collection::vec(any::<u8>(), 0..9000)) {
            let padded = pad(&plain);
            prop_assert_eq!(unpad(&padded), Ok(plain.as_slice()));
            prop_assert!(padded.len() >= 256);
            prop_assert!(padded.len() <= 512 || padded.len() <= (plain.len() + 4) * 2);
        }

        #[test]
        fn long_texts_grow_by_at_most_an_eighth(length in 4093_usize..100_000_000) {
            let padded = padded_length(length);
            prop_assert!(padded >= length + 4);
            prop_assert!((padded - length - 4) * 8 <= length + 4);
        }

        #[test]
        fn any_other_padding_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(plain) = unpad(&bytes) {
                let again = pad(plain);
                prop_assert_eq!(again.as_slice(), bytes.as_slice());
            }
        }
    }
}
