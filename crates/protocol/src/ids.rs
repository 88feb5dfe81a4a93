//! Names of accounts, devices, spaces and records: random or hashed bytes, each its own type.

use crate::cbor::fixed_bytes;
use rand_core::CryptoRng;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Text that is not the id it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an id")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            /// How many bytes it has.
            pub const LENGTH: usize = $length;

            /// A new one, drawn at random.
            pub fn make(rng: &mut dyn CryptoRng) -> Self {
                let mut bytes = [0; $length];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        /// Lower case hexadecimal, as it stands in a path.
        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
            }
        }

        /// Only the first four bytes: logs must not name anyone in full.
        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, concat!(stringify!($name), "("))?;
                self.0.iter().take(4).try_for_each(|byte| write!(out, "{byte:02x}"))?;
                write!(out, "…)")
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read_hex(text).map(Self).ok_or(NotAnId)
            }
        }

        fixed_bytes!($name);
    };
}

id!(/// An account: one person. Random.
    AccountId, 16);
id!(/// A real device on an account chain. Random per account, not used inside spaces.
    DeviceKeyId, 16);
id!(/// A space: a vault, the shared space of a couple, a counsellor's room. Random.
    SpaceId, 16);
id!(/// A device inside one space. Random per space and device, so that spaces do not link devices.
    DeviceId, 16);
id!(/// A sealed record: the hash of its canonical header. Also the key that makes sending idempotent.
    EventId, 32);
id!(/// A record of an account chain or a control chain: the hash of its signed bytes.
    RecordHash, 32);
id!(/// An invitation: hashed from its one-time secret, which the relay never sees.
    InviteId, 16);
id!(/// A meeting place for pairing messages.
    RendezvousId, 16);
id!(/// One half-finished sign-in at the relay.
    LoginId, 16);
id!(/// One life of a relay's store: changes when a store is restored from a backup.
    Incarnation, 16);
id!(/// A login name as the relay sees it: hashed, never the name itself.
    NameHash, 32);
id!(/// Who a person is, in short: the hash of their identity key. Partners compare and pin it.
    Fingerprint, 32);
id!(/// One round of a sealed mutual reveal.
    RoundId, 16);
id!(/// What is too long for an event, as the relay keeps it. Random.
    AttachmentId, 16);

impl NameHash {
    /// The hash of a login name, however it was typed: spaces around it and upper case do not matter.
    ///
    /// Letters with marks can be written in two ways. The caller brings the name into Unicode form NFKC,
    /// which a browser does for nothing; the tables for it here would outweigh all ciphers.
    pub fn of(name: &str) -> Self {
        Self(crate::cipher::derive("mend/v1/name", normal_name(name).as_bytes()))
    }
}

/// The one form of a login name that is hashed.
fn normal_name(name: &str) -> String {
    name.trim().to_lowercase()
}

fn read_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        for &digit in pair {
            *byte = *byte << 4 | nibble(digit)?;
        }
    }
    Some(bytes)
}

/// Upper case is refused: an id has one spelling in text too.
fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wire;

    #[test]
    fn an_id_is_shown_short_in_logs_and_whole_in_paths() {
        let id = SpaceId([0xab; 16]);
        assert_eq!(format!("{id:?}"), "SpaceId(abababab…)");
        assert_eq!(id.to_string(), "ab".repeat(16));
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn an_id_in_text_has_one_spelling() {
        assert_eq!("AB".repeat(16).parse::<SpaceId>(), Err(NotAnId));
        assert_eq!("ab".repeat(15).parse::<SpaceId>(), Err(NotAnId));
        assert_eq!("ab".repeat(17).parse::<SpaceId>(), Err(NotAnId));
        assert_eq!("xy".repeat(16).parse::<SpaceId>(), Err(NotAnId));
        assert_eq!("é".repeat(16).parse::<SpaceId>(), Err(NotAnId));
    }

    #[test]
    fn an_id_of_another_length_is_refused() {
        let bytes = SpaceId([1; 16]).to_bytes();
        assert_eq!(SpaceId::from_bytes(&bytes), Ok(SpaceId([1; 16])));
        assert!(EventId::from_bytes(&bytes).is_err());
    }

    #[test]
    fn a_login_name_is_the_same_however_it_was_typed() {
        assert_eq!(NameHash::of("  Ana.Example "), NameHash::of("ana.example"));
        assert_ne!(NameHash::of("ana"), NameHash::of("anna"));
    }
}
