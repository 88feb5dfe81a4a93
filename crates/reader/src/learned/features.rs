//! What is looked at in a sentence: its words, stems and meanings alone, side by side and in order; who acts in each clause, on
//! whom, with what opening and what denial; and what the sentences around it mean.

use super::pieces::{Piece, Sentence, Sort, mixed};

/// A feature, and the first and last piece it was seen in if it lies in the sentence itself.
pub(crate) struct Looked {
    pub(crate) feature: u32,
    pub(crate) pieces: Option<(usize, usize)>,
}

/// How far apart two meanings are still seen together.
const REACH: usize = 7;
/// Where the numbers of each sort of feature begin, so that none is taken for one of another sort.
mod sort {
    pub(super) const WORD: u32 = 0x1001;
    pub(super) const STEM: u32 = 0x2003;
    pub(super) const MEANING: u32 = 0x3007;
    pub(super) const WORDS: u32 = 0x4001;
    pub(super) const STEMS: u32 = 0x5003;
    pub(super) const MEANINGS: u32 = 0x6007;
    pub(super) const WORD_MEANING: u32 = 0x7001;
    pub(super) const APART: u32 = 0x8003;
    pub(super) const CLAUSE: u32 = 0x9007;
    pub(super) const CLAUSES: u32 = 0xa001;
    pub(super) const AROUND: u32 = 0xb003;
    pub(super) const ASKS: u32 = 0xc007;
    pub(super) const EDGE: u32 = 0xd001;
}

/// Names each feature of a sentence; one may come more than once.
pub(crate) fn look(pieces: &[Piece], sentences: &[Sentence], at: usize, name: &mut impl FnMut(Looked)) {
    let Some(sentence) = sentences.get(at) else { return };
    let kept: Vec<(usize, Piece)> = (sentence.from..sentence.to)
        .filter_map(|at| Some((at, *pieces.get(at)?)))
        .filter(|(_, it)| it.sort != Sort::Filler)
        .collect();
    for (at, it) in pieces.iter().enumerate().take(sentence.to).skip(sentence.from) {
        let mut one = |sort, what| name(Looked { feature: mixed(sort, what), pieces: Some((at, at)) });
        one(sort::WORD, it.word);
        one(sort::STEM, it.stem);
        one(sort::MEANING, it.meaning);
    }
    in_order(&kept, name);
    clauses(&kept, name);
    if sentence.asks {
        name(Looked { feature: sort::ASKS, pieces: None });
    }
    around(pieces, sentences, at, name);
}

fn in_order(kept: &[(usize, Piece)], name: &mut impl FnMut(Looked)) {
    let edge = [sort::EDGE; 3];
    for place in 0..kept.len() {
        let Some((at, it)) = kept.get(place) else { continue };
        let next = |by: usize| kept.get(place + by);
        let mut seen = |end: usize, feature: u32| name(Looked { feature, pieces: Some((*at, end)) });
        let chain = |sort: u32, all: [u32; 3]| all.into_iter().fold(sort, mixed);
        if place == 0 {
            seen(*at, mixed(sort::EDGE, it.meaning));
        }
        let (second, end) = next(1).map_or((edge, *at), |(at, it)| ([it.word, it.stem, it.meaning], *at));
        let [word, stem, meaning] = second;
        if place == 0 {
            seen(end, mixed(mixed(sort::EDGE, it.meaning), meaning));
        }
        seen(end, mixed(mixed(sort::WORDS, it.word), word));
        seen(end, mixed(mixed(sort::STEMS, it.stem), stem));
        seen(end, mixed(mixed(sort::MEANINGS, it.meaning), meaning));
        seen(end, mixed(mixed(sort::WORD_MEANING, it.word), meaning));
        seen(end, mixed(mixed(sort::WORD_MEANING, it.meaning), word));
        let Some((end, third)) = next(2) else { continue };
        seen(*end, chain(sort::STEMS, [it.stem, stem, third.stem]));
        seen(*end, chain(sort::MEANINGS, [it.meaning, meaning, third.meaning]));
        if let Some((end, fourth)) = next(3) {
            seen(*end, mixed(chain(sort::MEANINGS, [it.meaning, meaning, third.meaning]), fourth.meaning));
        }
        for by in 2..=REACH {
            let Some((end, other)) = next(by) else { break };
            if it.sort != Sort::Other && other.sort != Sort::Other {
                seen(*end, chain(sort::APART, [it.meaning, other.meaning, u32::from(by > 3)]));
            }
            if by < 4 {
                seen(*end, chain(sort::APART, [it.stem, other.stem, 7]));
            }
        }
    }
}

/// Of each clause: what opens it, its small words in order, its first meaning; and of two clauses in a row the same.
fn clauses(kept: &[(usize, Piece)], name: &mut impl FnMut(Looked)) {
    let mut last: Option<(usize, u32, u32)> = None;
    for clause in kept.chunk_by(|(_, one), (_, other)| one.clause == other.clause) {
        let (Some((from, opens)), Some((to, _))) = (clause.first(), clause.last()) else { continue };
        let own = clause.iter().filter(|(_, it)| it.sort == Sort::Own).take(3);
        let frame = own.fold(sort::CLAUSE, |sum, (_, it)| mixed(sum, it.meaning));
        let mut meant = clause.iter().filter(|(_, it)| it.sort == Sort::Meant).map(|(_, it)| it.meaning);
        let first = meant.next().unwrap_or(1);
        let mut seen = |from: usize, feature: u32| name(Looked { feature, pieces: Some((from, *to)) });
        seen(*from, frame);
        seen(*from, mixed(frame, first));
        seen(*from, mixed(mixed(sort::CLAUSE, opens.meaning), first));
        if let Some(second) = meant.next() {
            seen(*from, mixed(mixed(mixed(sort::CLAUSE, opens.meaning), first), second));
        }
        if let Some((begun, before, meant)) = last {
            seen(begun, mixed(mixed(sort::CLAUSES, before), opens.meaning));
            seen(begun, mixed(mixed(mixed(sort::CLAUSES, meant), opens.meaning), first));
        }
        last = Some((*from, opens.meaning, first));
    }
}

/// What the sentences before and after mean, within the paragraph.
fn around(pieces: &[Piece], sentences: &[Sentence], at: usize, name: &mut impl FnMut(Looked)) {
    let before = at.checked_sub(1).filter(|_| sentences.get(at).is_some_and(|it| it.goes_on));
    let after = Some(at + 1).filter(|next| sentences.get(*next).is_some_and(|it| it.goes_on));
    for (side, other) in [(sort::AROUND, before), (sort::AROUND + 1, after)] {
        let Some(other) = other.and_then(|it| sentences.get(it)) else { continue };
        let kept = pieces.get(other.from..other.to).unwrap_or_default();
        for it in kept.iter().filter(|it| it.sort != Sort::Filler) {
            name(Looked { feature: mixed(side, it.meaning), pieces: None });
        }
    }
}
