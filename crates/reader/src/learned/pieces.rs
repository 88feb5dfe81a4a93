//! A text as the learned weights look at it: each word with its spelling, its stem and its meaning; and the sentences and clauses.

use crate::letters::{Letter, letter};
use crate::tables::{Meaning, Tables};
use crate::words::{Break, Word};

/// One word as the weights know it; each number stands for a spelling.
#[derive(Clone, Copy)]
pub(crate) struct Piece {
    /// Its spelling.
    pub(crate) word: u32,
    /// Its first letters.
    pub(crate) stem: u32,
    /// What it means, with its ending where that tells who acts; its spelling when it is one of the small words.
    pub(crate) meaning: u32,
    pub(crate) sort: Sort,
    /// The number of its clause in the text.
    pub(crate) clause: u32,
}

/// What a word does in a clause.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Changes nothing; sequences pass over it.
    Filler,
    /// Small words that keep themselves: pronouns, prepositions.
    Own,
    /// Has a meaning the language's list names.
    Meant,
    /// Any other word.
    Other,
}

/// A sentence, or part of a very long one: its first word and the one after its last.
pub(crate) struct Sentence {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Stands in one paragraph with the sentence before.
    pub(crate) goes_on: bool,
    pub(crate) asks: bool,
}

/// With fewer words nothing is said that weights could judge: "Sorry."
const SHORTEST: usize = 3;

impl Sentence {
    /// Are there enough words to judge?
    pub(crate) fn says_something(&self) -> bool {
        self.to - self.from >= SHORTEST
    }
}

/// A sentence with more words than this is parted where a clause begins.
const LONG: usize = 26;
/// Letters of a stem.
const STEM: usize = 5;

/// A number for letters: FNV-1a (Fowler, Noll, Vo; 32 bits).
pub(crate) fn number(letters: &str) -> u32 {
    letters.bytes().fold(0x811c_9dc5, |sum, it| mixed(sum, u32::from(it)))
}

/// A number for two.
pub(crate) fn mixed(one: u32, other: u32) -> u32 {
    (one ^ other).wrapping_mul(0x0100_0193)
}

/// Each word of the text.
pub(crate) fn pieces(text: &str, words: &[Word], tables: &Tables) -> Vec<Piece> {
    let mut plain = String::new();
    let mut clause = 0;
    let mut all = Vec::with_capacity(words.len());
    for word in words {
        spelling(text, word, tables, &mut plain);
        if word.before >= Break::Clause || tables.is(word.number, tables.joint) {
            clause += 1;
        }
        all.push(piece(word, &plain, clause, tables));
    }
    all
}

fn piece(word: &Word, plain: &str, clause: u32, tables: &Tables) -> Piece {
    if word.quoted {
        let quoted = number("\"");
        return Piece { word: quoted, stem: quoted, meaning: quoted, sort: Sort::Own, clause };
    }
    let ending = tables.meant.ending(plain);
    let spelled = number(plain);
    let stem = number(plain.get(..STEM).unwrap_or(plain));
    let (sort, meaning) = match tables.meant.of(plain) {
        Meaning::Filler => (Sort::Filler, spelled),
        Meaning::Own => (Sort::Own, spelled),
        Meaning::Class(it) => (Sort::Meant, mixed(mixed(0x9e37, u32::from(it)), number(ending))),
        Meaning::None => (Sort::Other, mixed(0x79b9, number(ending))),
    };
    Piece { word: spelled, stem, meaning, sort, clause }
}

/// The plain letters of a word: as the tables spell it if they know it, else as it is written.
fn spelling(text: &str, word: &Word, tables: &Tables, plain: &mut String) {
    plain.clear();
    if word.number < tables.words.count() {
        plain.push_str(tables.words.of(word.number));
        return;
    }
    for it in text.get(word.start..word.end).unwrap_or_default().chars() {
        match letter(it) {
            Letter::Plain(one) => plain.push(one),
            Letter::Two(one, two) => plain.extend([one, two]),
            Letter::Apostrophe | Letter::Silent | Letter::Other => {}
        }
    }
}

/// The sentences of a text; very long ones in parts.
pub(crate) fn sentences(text: &str, pieces: &[Piece], words: &[Word]) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    let mut from = 0;
    for at in 1..=pieces.len() {
        let before = words.get(at).map_or(Break::Paragraph, |it| it.before);
        let clause = |it: usize| pieces.get(it).map(|piece| piece.clause);
        let long = at - from >= LONG && clause(at) != clause(at - 1);
        let one_word =
            words.get(at).zip(words.get(at - 1)).is_some_and(|(one, other)| one.start == other.start);
        if one_word || (before < Break::Sentence && !long && at - from < 2 * LONG) {
            continue;
        }
        let goes_on = words.get(from).is_some_and(|it| it.before < Break::Paragraph);
        let end = words.get(at - 1).map_or(0, |it| it.end);
        let next = words.get(at).map_or(text.len(), |it| it.start);
        let asks = text.get(end..next).and_then(|it| it.lines().next()).is_some_and(|it| it.contains('?'));
        all.push(Sentence { from, to: at, goes_on, asks });
        from = at;
    }
    all
}
