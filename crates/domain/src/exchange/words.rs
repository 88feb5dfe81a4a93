//! What can happen in a round: events and what a round is about. Names and numbers here are kept for ever.

use crate::day::Day;
use crate::ids::{Commitment, RevealKey, RoundId};
use crate::practice::events;
use minicbor::{Decode, Encode};

/// What a round is about. A round's id follows from it, so that two partners who begin the same round apart from
/// each other begin one round, not two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Subject {
    /// The check-in of the week that begins on this day.
    #[n(0)]
    CheckIn {
        /// The check-in's day.
        #[n(0)]
        week: Day,
    },
}

impl Subject {
    /// The id of the round.
    #[must_use]
    pub fn round(self) -> RoundId {
        let mut id = *b"check-in\0\0\0\0\0\0\0\0";
        let Subject::CheckIn { week } = self;
        let number = u64::from(week.number().cast_unsigned());
        for (to, from) in id.iter_mut().skip(8).zip(number.to_be_bytes()) {
            *to = from;
        }
        RoundId(id)
    }
}

/// `exchange.opened`: a round was begun
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Opening {
    /// Which round.
    #[n(0)]
    pub round: RoundId,
    /// What it is about.
    #[n(1)]
    pub subject: Subject,
}

/// `exchange.key_kept`: the key and the text, in the author's vault
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyKept {
    /// Which round.
    #[n(0)]
    pub round: RoundId,
    /// Which seal.
    #[n(1)]
    pub commitment: Commitment,
    /// Opens it.
    #[n(2)]
    pub key: RevealKey,
    /// The text.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub text: Vec<u8>,
}

impl core::fmt::Debug for KeyKept {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "KeyKept({}, [key])", self.round)
    }
}

/// `exchange.sealed`
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Sealed {
    /// Which round.
    #[n(0)]
    pub round: RoundId,
    /// Binds the author to the text.
    #[n(1)]
    pub commitment: Commitment,
    /// The text, unreadable without the key.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// `exchange.withdrawn`
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Withdrawn {
    /// Which round.
    #[n(0)]
    pub round: RoundId,
}

/// `exchange.released`
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Released {
    /// Which round.
    #[n(0)]
    pub round: RoundId,
    /// The author's key.
    #[n(1)]
    pub key: RevealKey,
}

events! {
    /// A round was begun.
    Opening = "exchange.opened", Ours;
    /// A key was put into the vault.
    KeyKept = "exchange.key_kept", Mine;
    /// A text was sealed.
    Sealed = "exchange.sealed", Ours;
    /// A seal was taken back.
    Withdrawn = "exchange.withdrawn", Ours;
    /// A key was released.
    Released = "exchange.released", Ours;
}
