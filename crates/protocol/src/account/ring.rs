//! All generations of a person's key, opened from the box of one holder: a new device reads everything
//! that was written before it came, and a removed one reads nothing that is written after it went.

use super::keys::PerUserKey;
use super::record::Holder;
use super::state::AccountState;
use crate::cipher::CannotOpen;
use crate::ids::AccountId;
use crate::wrap::{self, WrapPublic, WrapSecret};
use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

const BOX: &[u8] = b"mend/v1/puk-box";
const PREVIOUS: &[u8] = b"mend/v1/puk-previous-box";

/// Why the ring stays shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CannotOpenRing {
    /// There is no box for this holder: it was removed, or never had one.
    #[error("no key for this holder")]
    NoBox,
    /// The box is not for this key, or does not hold what its record says.
    #[error("the key does not fit")]
    WrongKey,
}

impl From<CannotOpen> for CannotOpenRing {
    fn from(_: CannotOpen) -> Self {
        Self::WrongKey
    }
}

/// Every generation of a per-user key, the first at the front.
#[derive(Debug, Clone)]
pub struct PukRing {
    account: AccountId,
    keys: Vec<PerUserKey>,
}

impl PukRing {
    /// The ring of an account that has just begun.
    pub fn begin(account: AccountId, first: PerUserKey) -> Self {
        Self { account, keys: vec![first] }
    }

    /// Opens the current key with a holder's secret, and with it all before.
    pub fn open(state: &AccountState, holder: Holder, secret: &WrapSecret) -> Result<Self, CannotOpenRing> {
        let account = state.account();
        let boxed = state.boxes.get(&holder).ok_or(CannotOpenRing::NoBox)?;
        let place = place(account, state.generation(), &holder_bytes(holder));
        let mut key = key_of(&wrap::open(secret, BOX, &place, boxed)?)?;
        let mut keys = Vec::with_capacity(state.generations.len());
        for (index, generation) in state.generations.iter().enumerate().rev() {
            if key.public() != generation.public {
                return Err(CannotOpenRing::WrongKey);
            }
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let before = match &generation.previous {
                Some(sealed) => {
                    let aad = self::place(account, number, PREVIOUS);
                    Some(key_of(&key.derive_previous_key().open(&aad, sealed)?)?)
                }
                None => None,
            };
            keys.push(key);
            match before {
                Some(before) => key = before,
                None => break,
            }
        }
        keys.reverse();
        Ok(Self { account, keys })
    }

    /// The ring after a record of one's own that brought a new generation.
    pub fn push(&mut self, next: PerUserKey) {
        self.keys.push(next);
    }

    /// Whose ring it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The number of the current generation.
    pub fn generation(&self) -> u32 {
        u32::try_from(self.keys.len()).unwrap_or(u32::MAX)
    }

    /// The current key.
    pub fn current(&self) -> &PerUserKey {
        #[expect(clippy::expect_used, reason = "a ring is made with one key at least")]
        self.keys.last().expect("a key")
    }

    /// The key of a generation.
    pub fn get(&self, generation: u32) -> Option<&PerUserKey> {
        let index = usize::try_from(generation).ok()?.checked_sub(1)?;
        self.keys.get(index)
    }

    /// All keys, the newest first: what is wrapped for this person opens with one of them.
    pub fn newest_first(&self) -> impl Iterator<Item = &PerUserKey> {
        self.keys.iter().rev()
    }
}

pub(super) fn seal_for(
    account: AccountId,
    generation: u32,
    holder: Holder,
    public: &WrapPublic,
    key: &PerUserKey,
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let place = place(account, generation, &holder_bytes(holder));
    wrap::seal_to(public, BOX, &place, key.as_bytes(), rng)
}

pub(super) fn seal_previous(
    account: AccountId,
    generation: u32,
    previous: &PerUserKey,
    next: &PerUserKey,
    rng: &mut dyn CryptoRng,
) -> Vec<u8> {
    let aad = place(account, generation, PREVIOUS);
    next.derive_previous_key().seal(&aad, previous.as_bytes(), rng)
}

fn place(account: AccountId, generation: u32, for_whom: &[u8]) -> Vec<u8> {
    [account.as_bytes(), &generation.to_be_bytes()[..], for_whom].concat()
}

fn holder_bytes(holder: Holder) -> Vec<u8> {
    match holder {
        Holder::Device(id) => [&[0], id.as_bytes().as_slice()].concat(),
        Holder::Paper => vec![1],
        Holder::Password => vec![2],
    }
}

fn key_of(bytes: &[u8]) -> Result<PerUserKey, CannotOpenRing> {
    let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(bytes.try_into().map_err(|_| CannotOpenRing::WrongKey)?);
    Ok(PerUserKey::from_bytes(*bytes))
}
