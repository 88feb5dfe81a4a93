//! What was learned from examples, beside the patterns: it judges each sentence by its roles and meanings, finds what no pattern
//! names, and speaks against a pattern where the sentence as a whole owns what was done.

mod features;
mod pieces;
mod weights;

use crate::marks::Held;
use crate::tables::Tables;
use crate::words::Word;
use features::Looked;
pub(crate) use pieces::{Piece, Sentence};
use weights::{CLEAN, Scores, Weights};

/// What a learned mark is about: a kind's number, and the words.
pub(crate) struct Learned {
    pub(crate) kind: u8,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// How sure of its cleanness a sentence must look before a pattern is not believed, and how little clean it must look before it
/// is marked without one; in hundredths of a unit of the natural logarithm, the kind's score less that of `clean`.
#[derive(Clone, Copy)]
pub(crate) struct Sure {
    pub(crate) to_mark: i32,
    pub(crate) to_clear: i32,
}

/// Judges each sentence: patterns that are not believed go out of `held`, what only was learned is given back.
pub(crate) fn judged(
    text: &str,
    words: &[Word],
    tables: &Tables,
    learned: &'static [u8],
    held: &mut Vec<Held>,
) -> Vec<Learned> {
    let weights = Weights::new(learned);
    let pieces = pieces::pieces(text, words, tables);
    let sentences = pieces::sentences(text, &pieces, words);
    let mut found = Vec::new();
    for at in 0..sentences.len() {
        let Some(sentence) = sentences.get(at) else { continue };
        let scores = scored(&pieces, &sentences, at, &weights);
        let (kind, margin) = scores.strongest();
        let bears = |it: &Held| it.from < sentence.to && it.to > sentence.from;
        if held.iter().any(bears) {
            if margin < -tables.sure.to_clear {
                held.retain(|it| !bears(it));
            }
        } else if margin > tables.sure.to_mark && sentence.says_something() && !quotes(words, sentence) {
            found.extend(marked(&pieces, &sentences, at, &weights, kind));
        }
    }
    found
}

/// Do words of somebody else stand in the sentence?
fn quotes(words: &[Word], sentence: &Sentence) -> bool {
    words.get(sentence.from..sentence.to).unwrap_or_default().iter().any(|it| it.quoted)
}

/// The features of each sentence of a text: what the weights are learned from.
pub(crate) fn looked_at(text: &str, words: &[Word], tables: &Tables) -> Vec<Vec<u32>> {
    let pieces = pieces::pieces(text, words, tables);
    let sentences = pieces::sentences(text, &pieces, words);
    (0..sentences.len())
        .map(|at| {
            let mut all = Vec::new();
            features::look(&pieces, &sentences, at, &mut |it| all.push(it.feature));
            all.sort_unstable();
            all.dedup();
            all
        })
        .collect()
}

fn scored(pieces: &[Piece], sentences: &[Sentence], at: usize, weights: &Weights) -> Scores {
    let mut all = Vec::new();
    features::look(pieces, sentences, at, &mut |it| all.push(it.feature));
    all.sort_unstable();
    all.dedup();
    let mut scores = Scores::default();
    for feature in &all {
        if let Some(row) = weights.of(*feature) {
            scores.add(row);
        }
    }
    scores.weighed(all.len(), weights)
}

/// The clauses whose words speak most for the kind.
fn marked(
    pieces: &[Piece],
    sentences: &[Sentence],
    at: usize,
    weights: &Weights,
    kind: u8,
) -> Option<Learned> {
    let sentence = sentences.get(at)?;
    let mut says = vec![0_i32; sentence.to - sentence.from];
    features::look(pieces, sentences, at, &mut |it: Looked| {
        let Some(row) = weights.of(it.feature) else { return };
        let Some((from, to)) = it.pieces else { return };
        let weight = row.of(kind) - row.of(CLEAN);
        let share = weight * 12 / i32::try_from(to - from + 1).unwrap_or(1);
        for it in says.iter_mut().take(to + 1 - sentence.from).skip(from - sentence.from) {
            *it += share;
        }
    });
    let (from, to) = heaviest(&says);
    let first = pieces.get(sentence.from + from)?.clause;
    let last = pieces.get(sentence.from + to)?.clause;
    let within = |at: &usize| pieces.get(*at).is_some_and(|it| it.clause >= first && it.clause <= last);
    let from = (sentence.from..sentence.to).find(within)?;
    let to = (sentence.from..sentence.to).rev().find(within)? + 1;
    Some(Learned { kind, from, to })
}

/// The first and last place of the run that sums up highest.
fn heaviest(says: &[i32]) -> (usize, usize) {
    let (mut best, mut found) = (i32::MIN, (0, 0));
    let (mut sum, mut from) = (0, 0);
    for (at, it) in says.iter().enumerate() {
        if sum <= 0 {
            (sum, from) = (0, at);
        }
        sum += it;
        if sum > best {
            (best, found) = (sum, (from, at));
        }
    }
    found
}
