//! What others wrote down as right and wrong: RFC 9180, X-Wing, BLAKE3, Wycheproof. It runs through the
//! same functions that seal a person's diary, wherever these let it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a vector that cannot be read is a failed test"
)]

mod vector_file;

use hpke::{Deserializable, Kem, OpModeR};
use protocol::cipher::{AeadKey, derive, hash};
use protocol::sign::{Signature, VerifyKey};
use protocol::wrap::{self, ENCAPSULATED_LENGTH, WrapPublic, WrapSecret};
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use vector_file::Vector;
use wycheproof::TestResult;

/// Gives out fixed bytes, once.
struct Fed(Vec<u8>);

impl TryRng for Fed {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("only bytes are drawn")
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("only bytes are drawn")
    }
    fn try_fill_bytes(&mut self, to_fill: &mut [u8]) -> Result<(), Infallible> {
        to_fill.copy_from_slice(&self.0[..to_fill.len()]);
        self.0.drain(..to_fill.len());
        Ok(())
    }
}

impl TryCryptoRng for Fed {}

#[test]
fn wrapping_makes_the_boxes_of_x_wing() {
    let vectors = Vector::all(include_str!("vectors/xwing.txt"));
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let secret = WrapSecret::from_seed(vector.array("sk"));
        assert_eq!(secret.public().as_bytes().as_slice(), vector.get("pk"));
        let mut draws = Fed(vector.get("eseed").to_vec());
        let sealed = wrap::seal_to(&secret.public(), b"info", b"aad", b"plain", &mut draws);
        assert_eq!(&sealed[..ENCAPSULATED_LENGTH], vector.get("ct"));
        assert_eq!(wrap::open(&secret, b"info", b"aad", &sealed).unwrap().as_slice(), b"plain");
    }
}

#[test]
fn wrapping_opens_a_box_of_another_hpke_with_x_wing() {
    for vector in Vector::all(include_str!("vectors/hpke_xwing.txt")) {
        let secret = WrapSecret::from_seed(vector.array("skRm"));
        let public = WrapPublic::from_array(&vector.array("pkRm")).unwrap();
        assert_eq!(secret.public(), public);
        let sealed = [vector.get("enc"), vector.get("ct")].concat();
        let (info, aad) = (vector.get("info"), vector.get("aad"));
        assert_eq!(wrap::open(&secret, info, aad, &sealed).unwrap().as_slice(), vector.get("pt"));
    }
}

#[test]
fn the_key_schedule_is_that_of_rfc_9180() {
    type Dh = hpke::kem::X25519HkdfSha256;
    for vector in Vector::all(include_str!("vectors/rfc9180_a2.txt")) {
        let (secret, public) = Dh::derive_keypair(vector.get("ikmR"));
        assert_eq!(hpke::Serializable::to_bytes(&public).as_slice(), vector.get("pkRm"));
        let encapsulated = <Dh as Kem>::EncappedKey::from_bytes(vector.get("enc")).unwrap();
        let opened = hpke::single_shot_open::<hpke::aead::ChaCha20Poly1305, hpke::kdf::HkdfSha256, Dh>(
            &OpModeR::Base,
            &secret,
            &encapsulated,
            vector.get("info"),
            vector.get("ct"),
            vector.get("aad"),
        );
        assert_eq!(opened.unwrap(), vector.get("pt"));
    }
}

#[test]
fn hashing_and_deriving_are_those_of_blake3() {
    let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(hash(&[])), "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
    assert_eq!(hash(&[b"ab", b"", b"c"]), hash(&[b"abc"]));
    assert_eq!(
        hex(derive("BLAKE3 2019-12-27 16:29:52 test vectors context", b"")),
        "2cc39783c223154fea8dfb7c1b1660f2ac2dcbd1c1de8277b0b0dd39b7e50d7d"
    );
}

#[test]
fn sealing_agrees_with_wycheproof() {
    let set = wycheproof::aead::TestSet::load(wycheproof::aead::TestName::XChaCha20Poly1305).unwrap();
    let mut seen = 0;
    for group in set.test_groups.iter().filter(|group| group.nonce_size == 192) {
        for test in &group.tests {
            let key = AeadKey::from_bytes(test.key.as_slice().try_into().unwrap());
            let nonce: [u8; 24] = test.nonce.as_slice().try_into().unwrap();
            let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
            let opened = key.open_with_nonce(&nonce, &test.aad, &sealed);
            match test.result {
                TestResult::Valid | TestResult::Acceptable => {
                    assert_eq!(opened.unwrap().as_slice(), test.pt.as_slice(), "test {}", test.tc_id);
                    assert_eq!(key.seal_with_nonce(&nonce, &test.aad, &test.pt), sealed);
                }
                TestResult::Invalid => assert!(opened.is_err(), "test {}", test.tc_id),
            }
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen} tests");
}

#[test]
fn verifying_agrees_with_wycheproof() {
    let set = wycheproof::eddsa::TestSet::load(wycheproof::eddsa::TestName::Ed25519).unwrap();
    let mut seen = 0;
    for group in &set.test_groups {
        let key = VerifyKey::from_array(group.key.pk.as_slice().try_into().unwrap()).unwrap();
        for test in &group.tests {
            let signature: Result<[u8; 64], _> = test.sig.as_slice().try_into();
            let verified = signature.is_ok_and(|it| key.verify("", &test.msg, &Signature(it)).is_ok());
            assert_eq!(verified, test.result == TestResult::Valid, "test {}", test.tc_id);
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen} tests");
}
