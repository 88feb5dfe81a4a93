//! Words that two people compare aloud. Our own list of 2,048 plain English words: short, told apart by
//! their first four letters, no two that sound the same, and none that hurts. It never changes: two
//! versions of the app must say the same words.

use crate::cipher::hash;
use crate::ids::Fingerprint;
use std::array;

/// How many words there are: each stands for eleven bits.
pub const WORDS: usize = 2048;
/// How many words are compared while pairing: 44 bits, and one try.
pub const SPOKEN: usize = 4;
/// How many words stand for two people for ever: 88 bits.
pub const SAFETY: usize = 8;
const BITS: usize = 11;

static ENGLISH: &str = include_str!("english.txt");

/// The words two people say to each other while pairing, from the hash of all they exchanged.
pub fn spoken_words(transcript: &[u8; 32]) -> [&'static str; SPOKEN] {
    words(transcript)
}

/// What is stretched before it becomes [`safety_words`]: the same for both partners, whoever asks.
pub fn safety_input(one: Fingerprint, other: Fingerprint) -> [u8; 32] {
    let (first, second) = (one.min(other), one.max(other));
    hash(&[b"mend/v1/safety", first.as_bytes(), second.as_bytes()])
}

/// The standing words of two people, from [`safety_input`] stretched at the cost of a passphrase, so that
/// keys with the same words are out of reach. They change only when one of the two is someone else.
pub fn safety_words(stretched: &[u8; 32]) -> [&'static str; SAFETY] {
    words(stretched)
}

/// A word is the next eleven bits, the first bit the highest.
fn words<const N: usize>(bytes: &[u8; 32]) -> [&'static str; N] {
    const { assert!(N * BITS <= 256) };
    let bit = |index: usize| {
        let byte = bytes.get(index / 8).copied().unwrap_or_default();
        usize::from(byte >> (7 - index % 8) & 1)
    };
    array::from_fn(|word| {
        let bits = (word * BITS)..(word + 1) * BITS;
        word_at(bits.fold(0, |number, index| number << 1 | bit(index)))
    })
}

fn word_at(number: usize) -> &'static str {
    // A walk of at most 2,048 lines, a few times in the life of a couple.
    ENGLISH.lines().nth(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn list() -> Vec<&'static str> {
        ENGLISH.lines().collect()
    }

    #[test]
    fn there_are_two_thousand_and_forty_eight_words_in_order_and_each_once() {
        assert_eq!(list().len(), WORDS);
        assert!(list().is_sorted_by(|one, next| one < next));
        assert!(ENGLISH.ends_with('\n'));
    }

    #[test]
    fn every_word_is_short_and_in_small_letters() {
        for word in list() {
            assert!((3..=8).contains(&word.len()), "{word}");
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn four_letters_are_enough_to_tell_a_word() {
        let beginnings: BTreeSet<&str> = list().iter().map(|it| it.get(..4).unwrap_or(it)).collect();
        assert_eq!(beginnings.len(), WORDS);
    }

    #[test]
    fn the_list_never_changes() {
        let fingerprint = Fingerprint(hash(&[ENGLISH.as_bytes()]));
        assert_eq!(
            fingerprint.to_string(),
            "7a4c074e5f05810c4b8201230f774942ee4af9f8b77554d78252a7ba2579a25a"
        );
    }

    #[test]
    fn eleven_bits_are_a_word() {
        assert_eq!(spoken_words(&[0; 32]), [list()[0]; 4]);
        assert_eq!(safety_words(&[0xff; 32]), [list()[2047]; 8]);
        let mut bits = [0; 32];
        bits[1] = 0b0010_0000;
        bits[2] = 0b0000_0100;
        assert_eq!(spoken_words(&bits), [list()[1], list()[1], list()[0], list()[0]]);
    }

    #[test]
    fn both_partners_stretch_the_same() {
        let (ana, ben) = (Fingerprint([1; 32]), Fingerprint([2; 32]));
        assert_eq!(safety_input(ana, ben), safety_input(ben, ana));
        assert_ne!(safety_input(ana, ben), safety_input(ana, ana));
    }
}
