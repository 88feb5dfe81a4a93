//! Finds the word somebody meant: without its apostrophe, without an ending, or with one slip of the fingers.

use crate::tables::{Tables, UNKNOWN};

/// Shorter words have too many neighbours to guess.
const SHORTEST_GUESS: usize = 6;

/// The number of a word, or `UNKNOWN`.
pub(crate) fn number(plain: &str, tables: &Tables) -> u16 {
    if plain.starts_with(|it: char| it.is_ascii_digit()) {
        return tables.number("0").unwrap_or(UNKNOWN);
    }
    if let Some(found) = tables.number(plain) {
        return found;
    }
    if let Some((before, after)) = plain.split_once('\'') {
        let joined = [before, after].concat();
        return tables.number(&joined).or_else(|| tables.number(before)).unwrap_or(UNKNOWN);
    }
    guess(plain, tables).unwrap_or(UNKNOWN)
}

/// The one word that begins and ends alike and is one letter more, one less, or two letters swapped away.
fn guess(plain: &str, tables: &Tables) -> Option<u16> {
    if plain.len() < SHORTEST_GUESS || !plain.is_ascii() {
        return None;
    }
    let first = plain.get(..1)?;
    let from = tables.words.place(first);
    let candidates = (from..tables.words.count()).take_while(|it| tables.words.of(*it).starts_with(first));
    let mut near = candidates.filter(|it| is_slip(plain.as_bytes(), tables.words.of(*it).as_bytes()));
    near.next()
}

/// Is the one the other with one letter more, one less, or two neighbours swapped, and are the first and last letters right?
fn is_slip(written: &[u8], meant: &[u8]) -> bool {
    if written.len().abs_diff(meant.len()) > 1
        || meant.len() < SHORTEST_GUESS
        || written.last() != meant.last()
    {
        return false;
    }
    let same = written.iter().zip(meant).take_while(|(one, other)| one == other).count();
    if written.len() > meant.len() {
        return rest(written, same + 1) == rest(meant, same);
    }
    if written.len() < meant.len() {
        return rest(written, same) == rest(meant, same + 1);
    }
    let pair = |word: &[u8]| Some((*word.get(same)?, *word.get(same + 1)?));
    let swapped = pair(written).zip(pair(meant)).is_some_and(|((a, b), (c, d))| a == d && b == c);
    swapped && rest(written, same + 2) == rest(meant, same + 2)
}

fn rest(word: &[u8], from: usize) -> &[u8] {
    word.get(from..).unwrap_or_default()
}
