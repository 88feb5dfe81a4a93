//! What is passed on and never kept: a small sealed box from one device to those of the space's members that listen now.
//! It is sealed under a key of its own, bound to the space, the epoch and its sender, and as long as any other. It has no
//! place in any order: whoever reads what is inside must not mind hearing it late, twice, turned round or not at all.

use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::cipher::{CannotOpen, NONCE_LENGTH, TAG_LENGTH, pad, unpad};
use crate::event::SUITE;
use crate::ids::{AccountId, SpaceId};
use crate::space::SpaceKey;

/// The most bytes that one of them says.
pub const MOST_PASSING: usize = PADDED - 4;

/// How long each of them is once sealed.
pub const PASSING_LENGTH: usize = HEAD + NONCE_LENGTH + PADDED + TAG_LENGTH;

const VERSION: u8 = 1;
/// What every text of up to [`MOST_PASSING`] bytes is padded to, its length before it.
const PADDED: usize = 256;
/// Version, suite and epoch stand before the box.
const HEAD: usize = 6;

/// Whose it is, and where it is passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passing {
    /// The space whose members it reaches.
    pub space: SpaceId,
    /// Whose device it comes from, as the relay says.
    pub from: AccountId,
}

/// It is longer than what may be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("longer than what may be passed on")]
pub struct TooLongToPass;

/// Seals what is to be passed on.
///
/// # Errors
/// When it is longer than [`MOST_PASSING`].
pub fn seal_passing(
    passing: &Passing,
    key: &SpaceKey,
    text: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, TooLongToPass> {
    if text.len() > MOST_PASSING {
        return Err(TooLongToPass);
    }
    let head = head(key.epoch());
    let padded = Zeroizing::new(pad(text));
    let mut sealed = head.to_vec();
    sealed.extend(key.derive_passing_key().seal(&bound_to(passing, &head), &padded, rng));
    Ok(sealed)
}

/// Opens what was passed on, under the newest key of its space. What is sealed under an older one is not opened: whoever
/// is a member no more may still hold it.
///
/// # Errors
/// When it is anything else than what this sender sealed for this space under this key.
pub fn open_passing(
    passing: &Passing,
    newest: &SpaceKey,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
    let (head_shown, boxed) = sealed.split_first_chunk::<HEAD>().ok_or(CannotOpen)?;
    let expected = head(newest.epoch());
    if sealed.len() != PASSING_LENGTH || *head_shown != expected {
        return Err(CannotOpen);
    }
    let padded = newest.derive_passing_key().open(&bound_to(passing, &expected), boxed)?;
    unpad(&padded).map(|it| Zeroizing::new(it.to_vec())).map_err(|_| CannotOpen)
}

fn head(epoch: u32) -> [u8; HEAD] {
    let [a, b, c, d] = epoch.to_be_bytes();
    let [.., suite] = SUITE.to_be_bytes();
    [VERSION, suite, a, b, c, d]
}

fn bound_to(passing: &Passing, head: &[u8; HEAD]) -> Vec<u8> {
    [b"mend/v1/passing", head.as_slice(), passing.space.as_bytes(), passing.from.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;
    use proptest::prelude::*;

    const ANA: Passing = Passing { space: SpaceId([1; 16]), from: AccountId([2; 16]) };

    fn key(epoch: u32) -> SpaceKey {
        SpaceKey::from_bytes(epoch, [7; 32])
    }

    fn sealed(text: &[u8]) -> Vec<u8> {
        seal_passing(&ANA, &key(3), text, &mut CountingRng::new(1)).unwrap()
    }

    #[test]
    fn what_is_passed_on_opens_for_the_members_of_its_space() {
        assert_eq!(
            open_passing(&ANA, &key(3), &sealed(b"the floor is yours")).unwrap()[..],
            *b"the floor is yours"
        );
    }

    #[test]
    fn what_is_passed_on_is_as_long_as_any_other() {
        for length in [0, 1, 200, MOST_PASSING] {
            assert_eq!(sealed(&vec![b'x'; length]).len(), PASSING_LENGTH);
        }
        let longer = vec![b'x'; MOST_PASSING + 1];
        let refused = seal_passing(&ANA, &key(3), &longer, &mut CountingRng::new(1));
        assert_eq!(refused, Err(TooLongToPass));
    }

    #[test]
    fn each_flipped_bit_breaks_what_is_passed_on() {
        let it = sealed(b"the floor is yours");
        for bit in 0..it.len() * 8 {
            let mut changed = it.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open_passing(&ANA, &key(3), &changed), Err(CannotOpen), "bit {bit}");
        }
        for length in 0..it.len() {
            assert_eq!(open_passing(&ANA, &key(3), &it[..length]), Err(CannotOpen));
        }
        assert_eq!(open_passing(&ANA, &key(3), &[it.as_slice(), &[0]].concat()), Err(CannotOpen));
    }

    #[test]
    fn what_is_passed_on_cannot_be_given_to_another_space_or_said_to_come_from_another() {
        let it = sealed(b"the floor is yours");
        let others =
            [Passing { space: SpaceId([9; 16]), ..ANA }, Passing { from: AccountId([9; 16]), ..ANA }];
        for other in others {
            assert_eq!(open_passing(&other, &key(3), &it), Err(CannotOpen));
        }
    }

    #[test]
    fn what_a_former_member_seals_under_an_older_key_is_not_opened() {
        let it = sealed(b"the floor is yours");
        for epoch in [2, 4] {
            assert_eq!(open_passing(&ANA, &key(epoch), &it), Err(CannotOpen));
        }
        assert_eq!(open_passing(&ANA, &SpaceKey::from_bytes(3, [8; 32]), &it), Err(CannotOpen));
    }

    #[test]
    fn what_another_purpose_sealed_under_the_same_key_is_not_opened() {
        let (text, mut rng) = (pad(b"the floor is yours"), CountingRng::new(1));
        let bound = bound_to(&ANA, &head(3));
        let boxed = key(3).wrap_key().seal(&bound, &text, &mut rng);
        assert_eq!(open_passing(&ANA, &key(3), &[head(3).as_slice(), &boxed].concat()), Err(CannotOpen));
    }

    proptest! {
        #[test]
        fn anything_short_comes_back(text in prop::collection::vec(any::<u8>(), 0..=MOST_PASSING)) {
            let opened = open_passing(&ANA, &key(3), &sealed(&text));
            prop_assert_eq!(opened.map(|it| it.to_vec()), Ok(text));
        }

        #[test]
        fn hostile_bytes_are_not_opened_and_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(open_passing(&ANA, &key(3), &bytes), Err(CannotOpen));
        }
    }
}
