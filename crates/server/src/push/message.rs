//! What a push service is given: a message that says nothing, sealed for the browser alone (RFC 8291 over RFC 8188), and who
//! asks, signed (RFC 8292). Ciphers and curve are `web-push-native`'s and `p256`'s.

use p256::PublicKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use protocol::wire::{POINT_BYTES, SHARED_BYTES, to_base64url};
use zeroize::Zeroizing;

use super::ON_ITS_WAY_S;

/// Always the same, so that its length says nothing either. The words a person reads are on their device.
pub(super) const NOTHING: &[u8] = b"{}";

/// Signs for the relay.
pub(crate) struct Sender {
    key: SigningKey,
    contact: String,
}

/// A new key.
pub(crate) fn make_key() -> Result<Vec<u8>, getrandom::Error> {
    loop {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed)?;
        // One in 2³² draws is no scalar of the curve.
        if is_key(&*seed) {
            return Ok(seed.to_vec());
        }
    }
}

/// Whether these bytes are a key for signing to push services.
#[must_use]
pub fn is_key(bytes: &[u8]) -> bool {
    bytes.len() == 32 && SigningKey::from_slice(bytes).is_ok()
}

/// Whether this is a point that a message can be sealed for.
pub(crate) fn is_point(bytes: &[u8; POINT_BYTES]) -> bool {
    PublicKey::from_sec1_bytes(bytes).is_ok()
}

/// Seals the message for a browser.
pub(super) fn sealed(p256dh: &[u8; POINT_BYTES], auth: [u8; SHARED_BYTES]) -> Option<Vec<u8>> {
    let theirs = PublicKey::from_sec1_bytes(p256dh).ok()?;
    web_push_native::encrypt(NOTHING.to_vec(), &theirs, &auth.into()).ok()
}

impl Sender {
    pub(super) fn of(key: &[u8], contact: &str) -> Option<Self> {
        let key = SigningKey::from_slice(Some(key).filter(|it| is_key(it))?).ok()?;
        Some(Self { key, contact: contact.to_owned() })
    }

    /// The key's public half, as an uncompressed point.
    pub(super) fn public(&self) -> [u8; POINT_BYTES] {
        let point = self.key.verifying_key().to_encoded_point(false);
        point.as_bytes().try_into().unwrap_or([0; POINT_BYTES])
    }

    /// What stands in `authorization` for a push service: who asks, and until when (RFC 8292, sections 2 and 3).
    pub(super) fn authorization(&self, origin: &str, now_ms: u64) -> String {
        let until = (now_ms / 1_000 + ON_ITS_WAY_S).to_string();
        // Neither an origin that was parsed nor a contact that was accepted holds a quote or a backslash.
        let claims =
            ["{\"aud\":\"", origin, "\",\"exp\":", &until, ",\"sub\":\"", &self.contact, "\"}"].concat();
        let head = to_base64url(br#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = [head.as_str(), ".", &to_base64url(claims.as_bytes())].concat();
        let signature: Signature = self.key.sign(signed.as_bytes());
        let (signature, key) = (to_base64url(&signature.to_bytes()), to_base64url(&self.public()));
        ["vapid t=", &signed, ".", &signature, ", k=", &key].concat()
    }
}
