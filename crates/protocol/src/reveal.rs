//! Sealed mutual reveal: a text is committed to before the other's can be read, and opens to one text only.
//! The commitment binds the space, the round, the person, the key and the padded text.

use core::fmt;

use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::cipher::{AeadKey, NONCE_LENGTH, TAG_LENGTH, derive, hash, same};
use crate::ids::{AccountId, RoundId, SpaceId};

/// The one length all texts of a round have once sealed. It is chosen for the round, never by the text:
/// a length chosen by the text would tell how much somebody had to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// 2 KiB.
    Small,
    /// 4 KiB.
    Medium,
    /// 8 KiB.
    Large,
}

impl Bucket {
    const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The padded length.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Small => 2 << 10,
            Self::Medium => 4 << 10,
            Self::Large => 8 << 10,
        }
    }

    /// The longest text that fits.
    #[must_use]
    pub fn most_text(self) -> usize {
        self.length() - PREFIX
    }
}

/// The length of the text stands before it.
const PREFIX: usize = 4;

/// Whose text in which round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The space the round is held in.
    pub space: SpaceId,
    /// The round.
    pub round: RoundId,
    /// The person whose text it is.
    pub person: AccountId,
}

/// A sealed text and what goes with it. Commitment and box are shown at once; the key when both have sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedText {
    /// Binds the person to this text.
    pub commitment: [u8; 32],
    /// The text nobody can read yet.
    pub sealed: Vec<u8>,
    /// Opens it.
    pub key: AeadKey,
}

impl fmt::Debug for SealedText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[sealed text]")
    }
}

/// The text is longer than the round allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("longer than the round allows")]
pub struct TooLong;

/// What was released does not open what was sealed: whoever sealed it tried to say two things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the key does not open what was committed to")]
pub struct Broken;

/// Seals a text for a round.
///
/// # Errors
/// When it is longer than the bucket of the round.
pub fn seal(
    part: &Part,
    bucket: Bucket,
    text: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<SealedText, TooLong> {
    if text.len() > bucket.most_text() {
        return Err(TooLong);
    }
    let length = u32::try_from(text.len()).map_err(|_| TooLong)?;
    let mut padded = Zeroizing::new(Vec::with_capacity(bucket.length()));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(text);
    padded.resize(bucket.length(), 0);
    let key = AeadKey::make(rng);
    Ok(SealedText {
        commitment: commitment(part, &key, &padded),
        sealed: key.seal(&place(part), &padded, rng),
        key,
    })
}

/// Opens a text with the key its author released. The commitment must fit: a box made to open under two keys
/// to two texts opens under neither.
///
/// # Errors
/// When it does not; the signed events then prove it to anybody.
pub fn open(
    part: &Part,
    commitment_shown: &[u8; 32],
    sealed: &[u8],
    key: &AeadKey,
) -> Result<Zeroizing<Vec<u8>>, Broken> {
    let boxed = sealed.len().checked_sub(NONCE_LENGTH + TAG_LENGTH);
    if !Bucket::ALL.iter().any(|it| Some(it.length()) == boxed) {
        return Err(Broken);
    }
    let padded = key.open(&place(part), sealed).map_err(|_| Broken)?;
    if !same(&commitment(part, key, &padded), commitment_shown) {
        return Err(Broken);
    }
    let (length, rest) = padded.split_first_chunk::<PREFIX>().ok_or(Broken)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Broken)?;
    let (text, zeros) = rest.split_at_checked(length).ok_or(Broken)?;
    if zeros.iter().any(|it| *it != 0) {
        return Err(Broken);
    }
    Ok(Zeroizing::new(text.to_vec()))
}

/// Whether two commitments of one round may both stand: the second must not be the first said again.
#[must_use]
pub fn may_stand_together(own: &[u8; 32], other: &[u8; 32]) -> bool {
    !same(own, other)
}

fn commitment(part: &Part, key: &AeadKey, padded: &[u8]) -> [u8; 32] {
    let mut material = Zeroizing::new(place(part));
    material.extend_from_slice(key.as_bytes());
    material.extend_from_slice(&hash(&[padded]));
    derive("mend/v1/reveal", &material)
}

fn place(part: &Part) -> Vec<u8> {
    let mut place = Vec::with_capacity(16 + 16 + 16 + 64);
    place.extend_from_slice(part.space.as_bytes());
    place.extend_from_slice(part.round.as_bytes());
    place.extend_from_slice(part.person.as_bytes());
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::CountingRng;
    use proptest::prelude::*;

    fn ana() -> Part {
        Part { space: SpaceId([1; 16]), round: RoundId([2; 16]), person: AccountId([3; 16]) }
    }

    fn sealed(text: &[u8]) -> SealedText {
        seal(&ana(), Bucket::Small, text, &mut CountingRng::new(1)).unwrap()
    }

    #[test]
    fn a_released_key_opens_the_text_its_author_committed_to() {
        let it = sealed(b"I was afraid");
        let text = open(&ana(), &it.commitment, &it.sealed, &it.key).unwrap();
        assert_eq!(text.as_slice(), b"I was afraid");
    }

    #[test]
    fn a_box_tells_nothing_of_its_length() {
        let long = vec![b'x'; Bucket::Small.most_text()];
        assert_eq!(sealed(b"").sealed.len(), sealed(&long).sealed.len());
        let longer = vec![b'x'; Bucket::Small.most_text() + 1];
        let refused = seal(&ana(), Bucket::Small, &longer, &mut CountingRng::new(1));
        assert_eq!(refused, Err(TooLong));
    }

    #[test]
    fn a_release_replayed_to_another_round_person_or_space_opens_nothing() {
        let it = sealed(b"I was afraid");
        let others = [
            Part { round: RoundId([9; 16]), ..ana() },
            Part { person: AccountId([9; 16]), ..ana() },
            Part { space: SpaceId([9; 16]), ..ana() },
        ];
        for other in others {
            let opened = open(&other, &it.commitment, &it.sealed, &it.key);
            assert_eq!(opened, Err(Broken));
        }
    }

    #[test]
    fn a_mirrored_commitment_cannot_stand_and_cannot_be_opened_by_the_mirror() {
        let it = sealed(b"I was afraid");
        assert!(!may_stand_together(&it.commitment, &it.commitment.clone()));
        let ben = Part { person: AccountId([4; 16]), ..ana() };
        assert_eq!(open(&ben, &it.commitment, &it.sealed, &it.key), Err(Broken));
        let other = sealed(b"I was afraid too").commitment;
        assert!(may_stand_together(&it.commitment, &other));
    }

    #[test]
    fn one_commitment_never_opens_to_a_second_text() {
        let mut rng = CountingRng::new(5);
        let first = sealed(b"I kept it");
        // A second text under the same key in the same place: the cipher opens it, the commitment does not.
        let mut padded = vec![0; Bucket::Small.length()];
        padded.splice(..8, *b"\0\0\0\x04lost");
        let second = first.key.seal(&place(&ana()), &padded, &mut rng);
        assert!(first.key.open(&place(&ana()), &second).is_ok());
        assert_eq!(open(&ana(), &first.commitment, &second, &first.key), Err(Broken));
        // Another key that happens to open another box does not fit the commitment either.
        let other = AeadKey::make(&mut rng);
        let under_other = other.seal(&place(&ana()), &padded, &mut rng);
        assert_eq!(open(&ana(), &first.commitment, &under_other, &other), Err(Broken));
    }

    #[test]
    fn each_flipped_bit_breaks_a_reveal() {
        let it = sealed(b"I was afraid");
        for bit in 0..256 {
            let mut commitment = it.commitment;
            commitment[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&ana(), &commitment, &it.sealed, &it.key), Err(Broken));
            let mut key = *it.key.as_bytes();
            key[bit / 8] ^= 1 << (bit % 8);
            let key = AeadKey::from_bytes(key);
            assert_eq!(open(&ana(), &it.commitment, &it.sealed, &key), Err(Broken));
        }
        for bit in 0..it.sealed.len() * 8 {
            let mut changed = it.sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&ana(), &it.commitment, &changed, &it.key), Err(Broken));
        }
    }

    #[test]
    fn a_sealed_text_never_shows_itself() {
        assert_eq!(format!("{:?}", sealed(b"I was afraid")), "[sealed text]");
    }

    proptest! {
        #[test]
        fn any_text_that_fits_comes_back(text in prop::collection::vec(any::<u8>(), 0..2044)) {
            let it = sealed(&text);
            let opened = open(&ana(), &it.commitment, &it.sealed, &it.key);
            prop_assert_eq!(opened.map(|it| it.to_vec()), Ok(text));
        }

        #[test]
        fn hostile_bytes_are_only_broken(sealed in prop::collection::vec(any::<u8>(), 0..9000)) {
            let opened = open(&ana(), &[0; 32], &sealed, &AeadKey::from_bytes([1; 32]));
            prop_assert_eq!(opened, Err(Broken));
        }
    }
}
