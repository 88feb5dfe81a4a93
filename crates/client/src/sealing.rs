//! The seals of an exchange, for the domain: its rules live there, the cryptography in `protocol`.

use domain::brought::SealedIn;
use domain::{Commitment, PersonId, RevealKey, RoundId, SealedBox, SealedText, Sealing};
use protocol::cipher::AeadKey;
use protocol::ids::{AccountId, SpaceId};
use protocol::reveal::{Bucket, Part, open, seal};

use crate::ports::Random;

/// Seals and opens in the couple's space.
pub(crate) struct InSpace {
    pub(crate) space: SpaceId,
    pub(crate) rng: Random,
}

impl InSpace {
    fn part(&self, round: RoundId, person: PersonId) -> Part {
        let (round, person) = (protocol::ids::RoundId(round.0), AccountId(person.0));
        Part { space: self.space, round, person }
    }
}

impl Sealing for InSpace {
    fn seal(&mut self, round: RoundId, author: PersonId, text: &[u8]) -> SealedText {
        let part = self.part(round, author);
        // Every check-in is as long as any other; only a text that no check-in can be goes into the next size.
        let sealed = [Bucket::Medium, Bucket::Large]
            .into_iter()
            .find_map(|bucket| seal(&part, bucket, text, &mut self.rng).ok());
        match sealed {
            Some(it) => SealedText {
                commitment: Commitment(it.commitment),
                sealed: it.sealed,
                key: RevealKey(*it.key.as_bytes()),
            },
            // The domain keeps texts of a round shorter than this. If one came, it must not look sealed.
            None => {
                SealedText { commitment: Commitment([0; 32]), sealed: Vec::new(), key: RevealKey([0; 32]) }
            }
        }
    }

    fn open(
        &self,
        round: RoundId,
        author: PersonId,
        sealed: &SealedBox<'_>,
        key: &RevealKey,
    ) -> Option<Vec<u8>> {
        let key = AeadKey::from_bytes(key.0);
        let part = self.part(round, author);
        open(&part, &sealed.commitment.0, sealed.sealed, &key).ok().map(|it| it.to_vec())
    }

    fn open_elsewhere(
        &self,
        place: &SealedIn,
        round: RoundId,
        author: PersonId,
        sealed: &SealedBox<'_>,
        key: &RevealKey,
    ) -> Option<Vec<u8>> {
        let there = Self { space: SpaceId(place.space), rng: self.rng.clone() };
        there.open(round, author, sealed, key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::random;

    #[test]
    fn a_sealed_text_opens_in_its_round_for_its_author_only() {
        let mut here = InSpace { space: SpaceId([1; 16]), rng: random(1) };
        let (round, noor) = (RoundId([2; 16]), PersonId([3; 16]));
        let it = here.seal(round, noor, b"support 5");
        let sealed = SealedBox { commitment: it.commitment, sealed: &it.sealed };
        assert_eq!(here.open(round, noor, &sealed, &it.key).as_deref(), Some(&b"support 5"[..]));
        assert_eq!(here.open(RoundId([9; 16]), noor, &sealed, &it.key), None);
        assert_eq!(here.open(round, PersonId([9; 16]), &sealed, &it.key), None);
        assert_eq!(here.open(round, noor, &sealed, &RevealKey([9; 32])), None);
        let elsewhere = InSpace { space: SpaceId([7; 16]), rng: random(2) };
        assert_eq!(elsewhere.open(round, noor, &sealed, &it.key), None);
        let place = SealedIn { space: [1; 16], me: noor };
        assert!(elsewhere.open_elsewhere(&place, round, noor, &sealed, &it.key).is_some());
    }

    #[test]
    fn short_and_long_check_ins_look_the_same() {
        let mut here = InSpace { space: SpaceId([1; 16]), rng: random(1) };
        let (round, noor) = (RoundId([2; 16]), PersonId([3; 16]));
        let short = here.seal(round, noor, b"a");
        let long = here.seal(round, noor, &[b'a'; 2_100]);
        assert_eq!(short.sealed.len(), long.sealed.len());
    }
}
