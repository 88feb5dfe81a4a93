//! Wrapping for a person or device that is not here: HPKE in base mode with X-Wing
//! (X25519 and ML-KEM-768 together), HKDF-SHA256 and ChaCha20-Poly1305. This is suite 1.
//! Base mode does not say who wrapped: the record around a box is signed.

use crate::cbor::Wire;
use crate::cipher::CannotOpen;
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::XWing;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use lean::{Form, Reader, Writer};
use rand_core::CryptoRng;
use std::fmt;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The number of the only suite there is. It stands in every record; anything else is refused.
pub const SUITE: u32 = 1;

/// How long a public key is.
pub const PUBLIC_LENGTH: usize = 1216;
/// How long the part of a box is that carries the shared secret.
pub const ENCAPSULATED_LENGTH: usize = 1120;

/// A secret key that opens what was wrapped for it. Kept as the seed that the whole key grows from.
#[derive(Clone, ZeroizeOnDrop)]
pub struct WrapSecret([u8; 32]);

impl WrapSecret {
    /// A new key, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut key = Self([0; 32]);
        rng.fill_bytes(&mut key.0);
        key
    }

    /// The key that grows from this seed.
    pub const fn from_seed(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// The secret seed, for storing this key sealed.
    pub const fn seed(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public half. Takes about as long as wrapping once: keep it.
    pub fn public(&self) -> WrapPublic {
        let mut bytes = Box::new([0; PUBLIC_LENGTH]);
        XWing::sk_to_pk(&self.whole()).write_exact(bytes.as_mut());
        WrapPublic(bytes)
    }

    fn whole(&self) -> <XWing as Kem>::PrivateKey {
        #[expect(clippy::expect_used, reason = "any 32 bytes are an X-Wing seed")]
        <XWing as Kem>::PrivateKey::from_bytes(&self.0).expect("a seed of 32 bytes")
    }
}

impl fmt::Debug for WrapSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

/// A public key that things can be wrapped for. Bytes that are no key are refused when read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct WrapPublic(Box<[u8; PUBLIC_LENGTH]>);

impl WrapPublic {
    /// The key with these bytes, if they are one.
    pub fn from_array(bytes: &[u8; PUBLIC_LENGTH]) -> Option<Self> {
        <XWing as Kem>::PublicKey::from_bytes(bytes).ok()?;
        Some(Self(Box::new(*bytes)))
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; PUBLIC_LENGTH] {
        &self.0
    }
}

impl fmt::Debug for WrapPublic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("WrapPublic(")?;
        self.0.iter().take(4).try_for_each(|byte| write!(out, "{byte:02x}"))?;
        out.write_str("…)")
    }
}

impl Form for WrapPublic {
    fn write(&self, to: &mut Writer) {
        to.bytes(self.as_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::from_array(&Form::read(from)).unwrap_or_else(|| {
            from.fail();
            Self(Box::new([0; PUBLIC_LENGTH]))
        })
    }
}

impl Wire for WrapPublic {}

/// Wraps for the holder of the secret half. `info` names the purpose, `aad` the place it stands in.
pub fn seal_to(
    public: &WrapPublic,
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "the key was checked when it was read, and wrapping under a valid key cannot fail"
    )]
    let (encapsulated, boxed) = {
        let key = <XWing as Kem>::PublicKey::from_bytes(public.as_bytes()).expect("a checked key");
        hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, XWing>(
            &OpModeS::Base,
            &key,
            info,
            plain,
            aad,
            &mut &mut *rng,
        )
        .expect("wrapping in memory")
    };
    let mut sealed = vec![0; ENCAPSULATED_LENGTH];
    encapsulated.write_exact(&mut sealed);
    sealed.extend(boxed);
    sealed
}

/// Opens what [`seal_to`] wrapped for this key, purpose and place.
pub fn open(
    secret: &WrapSecret,
    info: &[u8],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let (encapsulated, boxed) = sealed.split_at_checked(ENCAPSULATED_LENGTH).ok_or(CannotOpen)?;
    let encapsulated = <XWing as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| CannotOpen)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, XWing>(
        &OpModeR::Base,
        &secret.whole(),
        &encapsulated,
        info,
        boxed,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(|_| CannotOpen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;

    #[test]
    fn what_is_wrapped_for_a_key_opens_with_it_alone() {
        let mut rng = CountingRng::new(1);
        let secret = WrapSecret::make(&mut rng);
        let sealed = seal_to(&secret.public(), b"purpose", b"place", b"hello", &mut rng);
        assert_eq!(sealed.len(), ENCAPSULATED_LENGTH + 5 + 16);
        assert_eq!(open(&secret, b"purpose", b"place", &sealed).unwrap().as_slice(), b"hello");
        assert!(open(&secret, b"another", b"place", &sealed).is_err());
        assert!(open(&secret, b"purpose", b"elsewhere", &sealed).is_err());
        let other = WrapSecret::make(&mut rng);
        assert!(open(&other, b"purpose", b"place", &sealed).is_err());
        assert!(open(&secret, b"purpose", b"place", &sealed[..900]).is_err());
    }

    #[test]
    fn a_flipped_bit_anywhere_keeps_a_box_shut() {
        let mut rng = CountingRng::new(2);
        let secret = WrapSecret::make(&mut rng);
        let sealed = seal_to(&secret.public(), b"purpose", b"place", b"hello", &mut rng);
        for byte in (0..sealed.len()).step_by(7).chain(ENCAPSULATED_LENGTH..sealed.len()) {
            let mut flipped = sealed.clone();
            flipped[byte] ^= 1 << (byte % 8);
            assert_eq!(open(&secret, b"purpose", b"place", &flipped), Err(CannotOpen), "byte {byte}");
        }
    }

    #[test]
    fn bytes_that_are_no_key_are_refused() {
        assert_eq!(WrapPublic::from_array(&[0xff; PUBLIC_LENGTH]), None);
    }

    #[test]
    fn a_wrap_secret_never_shows_itself() {
        assert_eq!(format!("{:?}", WrapSecret::from_seed([7; 32])), "[key]");
    }

    #[test]
    fn a_wrap_secret_is_wiped_when_dropped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<WrapSecret>();
    }

    proptest::proptest! {
        #[test]
        fn hostile_boxes_and_keys_are_refused_without_a_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 1100..1300)) {
            let secret = WrapSecret::from_seed([1; 32]);
            proptest::prop_assert!(open(&secret, b"", b"", &bytes).is_err());
            if let Some((key, _)) = bytes.split_first_chunk::<PUBLIC_LENGTH>() {
                let spelled = [&[0x59, 0x04, 0xc0], &key[..]].concat();
                if let Ok(read) = <WrapPublic as crate::Wire>::from_bytes(&spelled) {
                    proptest::prop_assert_eq!(crate::Wire::to_bytes(&read), spelled);
                }
            }
        }
    }
}
