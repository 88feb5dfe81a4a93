//! The recovery kit: 160 bits on paper, written so that a person can copy them without a mistake.
//! Eight groups of four from Crockford's alphabet, and a ninth that finds mistakes.

use crate::account::VirtualKeys;
use crate::cipher::{derive, hash, same};
use crate::sign::SigningKey;
use crate::wrap::WrapSecret;
use rand_core::CryptoRng;
use std::fmt;
use thiserror::Error;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// How many groups stand on the paper, the check group included.
pub const GROUPS: usize = 9;
const GROUP: usize = 4;
const LETTERS: usize = GROUPS * GROUP;
const CODE_LETTERS: usize = LETTERS - GROUP;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What is wrong with a code as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CodeProblem {
    /// Something that is neither a letter of a code nor a space or dash, and where: 1 is the first.
    #[error("the sign at {at} does not occur in codes")]
    Sign {
        /// Its place among the signs that were typed, spaces and dashes not counted.
        at: usize,
    },
    /// Not all letters are there yet.
    #[error("{missing} letters are missing")]
    TooShort {
        /// How many more are needed.
        missing: usize,
    },
    /// More letters than a code has.
    #[error("{extra} letters too many")]
    TooLong {
        /// How many are too many.
        extra: usize,
    },
    /// All letters are there, and at least one is wrong.
    #[error("a letter is wrong or two are swapped")]
    Mistyped,
}

/// The code of a recovery kit.
#[derive(Clone, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; 20]);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

impl PartialEq for RecoveryCode {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for RecoveryCode {}

impl RecoveryCode {
    /// A new code, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut code = Self([0; 20]);
        rng.fill_bytes(&mut code.0);
        code
    }

    /// The nine groups, as they stand on the paper.
    pub fn to_groups(&self) -> Zeroizing<Vec<String>> {
        let letters = self.letters();
        let text = letters.chunks(GROUP).map(|group| group.iter().map(|&it| char::from(it)).collect());
        Zeroizing::new(text.collect())
    }

    /// The groups in one line, with dashes between them.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.to_groups().join("-"))
    }

    /// Reads a code as people type it: small or capital letters, spaces, dashes and line breaks anywhere,
    /// O for 0, I or L for 1.
    pub fn parse(typed: &str) -> Result<Self, CodeProblem> {
        let mut values = Zeroizing::new([0_u8; LETTERS]);
        let mut read = 0;
        for sign in typed.chars().filter(|sign| !is_between(*sign)) {
            let value = value_of(sign).ok_or(CodeProblem::Sign { at: read + 1 })?;
            if let Some(place) = values.get_mut(read) {
                *place = value;
            }
            read += 1;
        }
        if read < LETTERS {
            return Err(CodeProblem::TooShort { missing: LETTERS - read });
        }
        if read > LETTERS {
            return Err(CodeProblem::TooLong { extra: read - LETTERS });
        }
        let mut code = Self([0; 20]);
        for (five, eight) in code.0.chunks_mut(5).zip(values.chunks(8)) {
            let bits = eight.iter().fold(0_u64, |bits, value| bits << 5 | u64::from(*value));
            five.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        let (_, check) = values.split_at(CODE_LETTERS);
        if !same(check, &code.check_values()) {
            return Err(CodeProblem::Mistyped);
        }
        Ok(code)
    }

    /// The keys that the paper stands for. 160 random bits need no stretching.
    pub fn derive_keys(&self) -> VirtualKeys {
        VirtualKeys {
            sign: SigningKey::from_seed(&derive("mend/v1/paper-sign", &self.0)),
            wrap: WrapSecret::from_seed(derive("mend/v1/paper-wrap", &self.0)),
        }
    }

    fn letters(&self) -> Zeroizing<Vec<u8>> {
        let mut letters = Zeroizing::new(Vec::with_capacity(LETTERS));
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            letters.extend((0..8).rev().map(|place| letter(bits >> (5 * place))));
        }
        letters.extend(self.check_values().iter().map(|value| letter(u64::from(*value))));
        letters
    }

    /// Twenty bits over the code, as four letters: one mistake in a million goes unseen.
    fn check_values(&self) -> [u8; GROUP] {
        let [first, second, third, ..] = hash(&[b"mend/v1/kit-check", &self.0]);
        let bits = u32::from_be_bytes([0, first, second, third]) >> 4;
        [15, 10, 5, 0].map(|shift| (bits >> shift & 31) as u8)
    }
}

pub(crate) fn letter(bits: u64) -> u8 {
    let index = (bits & 31) as usize;
    ALPHABET.get(index).copied().unwrap_or(b'0')
}

pub(crate) fn value_of(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let index = ALPHABET.iter().position(|&letter| char::from(letter) == sign)?;
    u8::try_from(index).ok()
}

pub(crate) fn is_between(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '_' | '.' | ',' | '\u{ad}' | '\u{200b}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "0001-0205-0M2J-UR00";

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = RecoveryCode([0x81; 20]);
        let text = code.to_text();
        assert_eq!(text.len(), 9 * 4 + 8);
        assert_eq!(RecoveryCode::parse(&text), Ok(code.clone()));
        assert_eq!(RecoveryCode::parse(&text.to_lowercase()), Ok(code.clone()));
        assert_eq!(RecoveryCode::parse(&text.replace('-', " \n")), Ok(code.clone()));
        assert_eq!(RecoveryCode::parse(&text.replace('-', "")), Ok(code.clone()));
        let lookalikes = text.replace('0', "o").replace('1', "l");
        assert_eq!(RecoveryCode::parse(&lookalikes), Ok(code.clone()));
        let lookalikes = text.replace('0', "O").replace('1', "I").replace('-', "\u{2013}");
        assert_eq!(RecoveryCode::parse(&lookalikes), Ok(code));
    }

    #[test]
    fn each_mistake_in_a_code_has_its_own_name() {
        assert_eq!(RecoveryCode::parse(TEXT), Err(CodeProblem::Sign { at: 13 }));
        assert_eq!(RecoveryCode::parse(""), Err(CodeProblem::TooShort { missing: 36 }));
        let text = RecoveryCode([9; 20]).to_text();
        assert_eq!(RecoveryCode::parse(&text[..40]), Err(CodeProblem::TooShort { missing: 4 }));
        let long = format!("{}A", *text);
        assert_eq!(RecoveryCode::parse(&long), Err(CodeProblem::TooLong { extra: 1 }));
    }

    #[test]
    fn one_wrong_letter_or_two_swapped_ones_are_found() {
        let code = RecoveryCode(*b"a code of this house");
        let text = code.to_text().replace('-', "");
        for place in 0..36 {
            let mut wrong: Vec<char> = text.chars().collect();
            for letter in ALPHABET.iter().map(|&it| char::from(it)) {
                wrong[place] = letter;
                let typed: String = wrong.iter().collect();
                assert_eq!(RecoveryCode::parse(&typed).is_ok(), typed == text);
            }
            if place < 35 {
                let mut swapped: Vec<char> = text.chars().collect();
                swapped.swap(place, place + 1);
                let typed: String = swapped.iter().collect();
                assert_eq!(RecoveryCode::parse(&typed).is_ok(), typed == text);
            }
        }
    }

    #[test]
    fn a_code_never_shows_itself_and_is_wiped() {
        fn wiped<T: ZeroizeOnDrop>() {}
        wiped::<RecoveryCode>();
        assert_eq!(format!("{:?}", RecoveryCode([7; 20])), "[key]");
    }

    proptest! {
        #[test]
        fn every_code_is_read_back(bytes: [u8; 20]) {
            let code = RecoveryCode(bytes);
            prop_assert_eq!(RecoveryCode::parse(&code.to_text()), Ok(code));
        }

        #[test]
        fn any_typing_is_read_or_refused(typed in "\\PC{0,60}") {
            if let Ok(code) = RecoveryCode::parse(&typed) {
                prop_assert_eq!(code.to_groups().len(), GROUPS);
            }
        }
    }
}
