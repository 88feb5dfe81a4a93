//! Signatures: Ed25519, strictly verified, each bound to a purpose by its context.

use crate::cbor::{Wire, fixed_bytes};
use ed25519_dalek::Signer;
use lean::{Form, Reader, Writer};
use rand_core::CryptoRng;
use std::fmt;
use thiserror::Error;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The signature does not fit the key, the context and the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("wrong signature")]
pub struct WrongSignature;

/// A secret key that signs.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A new key, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_seed(&seed)
    }

    /// The key that grows from this seed.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The secret seed, for storing this key sealed.
    pub fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The public half.
    pub fn verify_key(&self) -> VerifyKey {
        VerifyKey(self.0.verifying_key())
    }

    /// Signs `context || message`. One context stands for one kind of message, and no context is the
    /// beginning of another.
    pub fn sign(&self, context: &'static str, message: &[u8]) -> Signature {
        Signature(self.0.sign(&in_context(context, message)).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

/// A public key that checks signatures. Keys of small order are refused when read.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VerifyKey(ed25519_dalek::VerifyingKey);

impl VerifyKey {
    /// The key with these bytes, if they are one.
    pub fn from_array(bytes: &[u8; 32]) -> Option<Self> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).ok()?;
        (!key.is_weak()).then_some(Self(key))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Checks that the holder of the secret half signed this message in this context.
    pub fn verify(
        &self,
        context: &'static str,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), WrongSignature> {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(&in_context(context, message), &signature).map_err(|_| WrongSignature)
    }
}

impl fmt::Debug for VerifyKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("VerifyKey(")?;
        self.as_bytes().iter().take(4).try_for_each(|byte| write!(out, "{byte:02x}"))?;
        out.write_str("…)")
    }
}

impl Form for VerifyKey {
    fn write(&self, to: &mut Writer) {
        to.bytes(self.as_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::from_array(&Form::read(from)).unwrap_or_else(|| {
            from.fail();
            Self(ed25519_dalek::VerifyingKey::default())
        })
    }
}

impl Wire for VerifyKey {}

/// A signature.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl Signature {
    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Signature")
    }
}

fixed_bytes!(Signature);

fn in_context(context: &'static str, message: &[u8]) -> Vec<u8> {
    [context.as_bytes(), message].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wire;

    #[test]
    fn a_signature_holds_for_its_message_context_and_key_only() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signature = key.sign("mend/v1/test", b"word");
        let public = key.verify_key();
        assert!(public.verify("mend/v1/test", b"word", &signature).is_ok());
        assert!(public.verify("mend/v1/other", b"word", &signature).is_err());
        assert!(public.verify("mend/v1/test", b"words", &signature).is_err());
        let other = SigningKey::from_seed(&[2; 32]).verify_key();
        assert!(other.verify("mend/v1/test", b"word", &signature).is_err());
    }

    #[test]
    fn each_flipped_bit_breaks_a_signature() {
        let key = SigningKey::from_seed(&[1; 32]);
        let signature = key.sign("mend/v1/test", b"word");
        for bit in 0..512 {
            let mut flipped = signature;
            flipped.0[bit / 8] ^= 1 << (bit % 8);
            let refused = key.verify_key().verify("mend/v1/test", b"word", &flipped);
            assert_eq!(refused, Err(WrongSignature), "bit {bit}");
        }
    }

    #[test]
    fn a_key_of_small_order_is_refused() {
        let identity = [
            1_u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
        assert_eq!(VerifyKey::from_array(&identity), None);
        assert!(VerifyKey::from_bytes(&[&[0x58, 32], &identity[..]].concat()).is_err());
    }

    #[test]
    fn a_signing_key_never_shows_itself() {
        assert_eq!(format!("{:?}", SigningKey::from_seed(&[7; 32])), "[key]");
    }

    #[test]
    fn a_signing_key_is_wiped_when_dropped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<SigningKey>();
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_refused_or_are_the_one_spelling_of_a_key(bytes in proptest::collection::vec(proptest::num::u8::ANY, 32..36)) {
            if let Ok(key) = VerifyKey::from_bytes(&bytes) {
                proptest::prop_assert_eq!(key.to_bytes(), bytes.clone());
            }
            let spelled = [&[0x58, 32], &bytes[..32]].concat();
            if let Ok(key) = VerifyKey::from_bytes(&spelled) {
                proptest::prop_assert_eq!(key.to_bytes(), spelled);
            }
        }
    }
}
