//! The bearer token of a session: 256 random bits, kept by the device and only as a hash by the relay.

use core::fmt;

use lean::{Form, Reader, Writer};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::ZeroizeOnDrop;

use super::{from_base64url, to_base64url};

/// A session's bearer token. Whoever holds it may act for the device it was given to.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Token([u8; 32]);

impl Token {
    /// Makes a new token.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// Takes a token as it was kept.
    #[must_use]
    pub fn from_array(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for keeping them sealed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What the relay keeps instead of the token.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        blake3::derive_key("mend/v1/token", &self.0)
    }

    /// The value of the `authorization` header.
    #[must_use]
    pub fn to_bearer(&self) -> String {
        format!("Bearer {}", to_base64url(&self.0))
    }

    /// Reads the value of the `authorization` header.
    #[must_use]
    pub fn from_bearer(header: &str) -> Option<Self> {
        let bytes = from_base64url(header.strip_prefix("Bearer ")?)?;
        Some(Self(bytes.try_into().ok()?))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[key]")
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Token {}

impl Form for Token {
    fn write(&self, to: &mut Writer) {
        to.bytes(&self.0);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self(Form::read(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows_itself() {
        let token = Token::from_array([7; 32]);
        assert_eq!(format!("{token:?}"), "[key]");
    }

    #[test]
    fn a_token_survives_the_header() {
        let token = Token::from_array([200; 32]);
        assert_eq!(Token::from_bearer(&token.to_bearer()), Some(token));
        assert_eq!(Token::from_bearer("Bearer "), None);
        assert_eq!(Token::from_bearer("Basic abc"), None);
    }

    #[test]
    fn a_token_wipes_itself() {
        fn is<T: ZeroizeOnDrop>() {}
        is::<Token>();
    }
}
