//! The code by which whoever runs a relay lets people in, where not everybody may come: 80 bits, drawn at random and
//! written as four groups of four. The relay keeps its hash only. It opens nothing that a person has written.

use core::fmt;

use rand_core::CryptoRng;

use crate::cipher::hash;
use crate::recovery::{is_between, letter, value_of};

const GROUP: usize = 4;
const LETTERS: usize = 16;

/// See the module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AdmissionCode([u8; 10]);

impl fmt::Debug for AdmissionCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("[key]")
    }
}

impl AdmissionCode {
    /// A new code, drawn at random.
    pub fn make(rng: &mut dyn CryptoRng) -> Self {
        let mut code = Self([0; 10]);
        rng.fill_bytes(&mut code.0);
        code
    }

    /// The four groups in one line, with dashes between them.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(LETTERS + LETTERS / GROUP);
        for five in self.0.chunks(5) {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            for place in (0..8).rev() {
                if text.len() % (GROUP + 1) == GROUP {
                    text.push('-');
                }
                text.push(char::from(letter(bits >> (5 * place))));
            }
        }
        text
    }

    /// Reads a code as people type it: small or capital letters, spaces and dashes anywhere, O for 0, I or L for 1.
    #[must_use]
    pub fn read(typed: &[u8]) -> Option<Self> {
        let typed = core::str::from_utf8(typed).ok()?;
        let values: Vec<u8> = typed
            .chars()
            .filter(|it| !is_between(*it))
            .map(value_of)
            .take(LETTERS + 1)
            .collect::<Option<_>>()?;
        if values.len() != LETTERS {
            return None;
        }
        let mut code = Self([0; 10]);
        for (five, eight) in code.0.chunks_mut(5).zip(values.chunks(8)) {
            let bits = eight.iter().fold(0_u64, |bits, value| bits << 5 | u64::from(*value));
            five.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Some(code)
    }

    /// What the relay keeps of it.
    #[must_use]
    pub fn kept(&self) -> [u8; 32] {
        hash(&[b"mend/v1/admission", &self.0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = AdmissionCode([0, 1, 2, 3, 4, 250, 251, 252, 253, 254]);
        let text = code.to_text();
        assert_eq!(text, "000G-40R4-ZBXZ-SZFY");
        for typed in [text.clone(), text.to_lowercase(), text.replace('-', " "), text.replace('0', "o")] {
            assert_eq!(AdmissionCode::read(typed.as_bytes()), Some(code), "{typed}");
        }
        for typed in ["", "000G-40R4-ZBXZ-SZF", "000G-40R4-ZBXZ-SZFYY", "000G-40R4-ZBXZ-SZF!"] {
            assert_eq!(AdmissionCode::read(typed.as_bytes()), None, "{typed}");
        }
        assert_eq!(AdmissionCode::read(&[0xff; 16]), None);
    }

    #[test]
    fn a_code_does_not_show_itself_and_is_kept_as_a_hash() {
        let code = AdmissionCode([7; 10]);
        assert_eq!(format!("{code:?}"), "[key]");
        assert_ne!(code.kept(), AdmissionCode([8; 10]).kept());
    }
}
