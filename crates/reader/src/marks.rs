//! From what fits to what is shown: guards are asked, and of two marks on the same words one stays.

use crate::matching::{Fit, Matching};
use crate::tables::Tables;
use crate::words::{Break, Word};

/// A rule that holds, and the words it holds for.
pub(crate) struct Held {
    pub(crate) rule: u16,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// How far, in words, a sentence without full stops is looked along.
const SENTENCE: usize = 30;
/// How far back something just said still colours what follows.
const NEAR: usize = 9;
const CONTEXT: u16 = 0x8000;

/// Which contexts begin and end at each word; one bit each.
struct Surroundings<'a> {
    words: &'a [Word],
    tables: &'static Tables,
    begins: Vec<u64>,
    ends: Vec<u64>,
}

/// All rules of the wanted sort that hold, in the order of the text; none overlap.
pub(crate) fn held(words: &[Word], tables: &'static Tables, wanted: fn(u8) -> bool) -> Vec<Held> {
    let matching = Matching { tables, words };
    let mut around =
        Surroundings { words, tables, begins: vec![0; words.len() + 1], ends: vec![0; words.len() + 1] };
    let mut fits = Vec::new();
    let mut found: Vec<Held> = Vec::new();
    for at in 0..words.len() {
        matching.at(at, &mut fits);
        for fit in fits.drain(..) {
            let owner = tables.owner.get(usize::from(fit.pattern)).copied().unwrap_or(0);
            if owner & CONTEXT != 0 {
                around.note(owner & !CONTEXT, &fit);
            } else if fit.from < fit.to {
                found.push(Held { rule: owner, from: fit.from, to: fit.to });
            }
        }
    }
    found.retain(|it| around.allows(it, wanted));
    without_overlaps(found, words)
}

impl Surroundings<'_> {
    fn note(&mut self, context: u16, fit: &Fit) {
        let bit = 1 << context;
        if let Some(begins) = self.begins.get_mut(fit.from) {
            *begins |= bit;
        }
        if let Some(ends) = self.ends.get_mut(fit.to) {
            *ends |= bit;
        }
    }

    fn allows(&self, it: &Held, wanted: fn(u8) -> bool) -> bool {
        let kind = self.tables.rules.get(usize::from(it.rule)).map_or(0, |rule| rule[0]);
        wanted(kind)
            && self.tables.guards.of(it.rule).iter().all(|guard| {
                let stands = self.stands(guard & 0xff, (guard >> 8) & 0x7f, it);
                stands != (guard >> 15 == 1)
            })
    }

    /// Does the context stand at this place of the mark?
    fn stands(&self, context: u16, place: u16, mark: &Held) -> bool {
        let begins = |at: usize| self.begins.get(at).is_some_and(|it| it >> context & 1 == 1);
        let ends = |at: usize| self.ends.get(at).is_some_and(|it| it >> context & 1 == 1);
        let (first, last) = self.sentence(mark);
        match place {
            0 => (first..last).any(begins),
            1 => (self.sentence_before(first)..last).any(begins),
            2 => (self.turned(first, mark.from)..mark.from).any(begins),
            3 => ends(mark.from) || (mark.from > first && self.fillers_before(mark.from).any(ends)),
            4 => (mark.to..last).any(begins),
            5 => self.fillers_after(mark.to, last).any(begins),
            6 => (mark.to..self.sentence_after(last)).any(begins),
            _ => begins(mark.from),
        }
    }

    /// How far back what was said still colours the mark: not behind a "but".
    fn turned(&self, first: usize, from: usize) -> usize {
        let far = first.max(from.saturating_sub(NEAR));
        let turns =
            |at: &usize| self.words.get(*at).is_some_and(|it| self.tables.is(it.number, self.tables.turn));
        (far..from).rev().find(turns).map_or(far, |at| at + 1)
    }

    fn before(&self, at: usize) -> Break {
        self.words.get(at).map_or(Break::Paragraph, |it| it.before)
    }

    /// The sentence around a mark, no longer than is looked along.
    fn sentence(&self, mark: &Held) -> (usize, usize) {
        let far = mark.from.saturating_sub(SENTENCE);
        let first = (far..=mark.from).rev().find(|at| self.before(*at) >= Break::Sentence).unwrap_or(far);
        (first, self.sentence_end(mark.to))
    }

    fn sentence_end(&self, from: usize) -> usize {
        let far = (from + SENTENCE).min(self.words.len());
        (from..far).find(|at| self.before(*at) >= Break::Sentence).unwrap_or(far)
    }

    /// Where the sentence before begins, if it belongs to the same paragraph.
    fn sentence_before(&self, first: usize) -> usize {
        if self.before(first) != Break::Sentence {
            return first;
        }
        let far = first.saturating_sub(SENTENCE);
        (far..first).rev().find(|at| self.before(*at) >= Break::Sentence).unwrap_or(far)
    }

    /// Where the sentence after ends, if it belongs to the same paragraph.
    fn sentence_after(&self, last: usize) -> usize {
        if last < self.words.len() && self.before(last) == Break::Sentence {
            return self.sentence_end(last + 1);
        }
        last
    }

    fn changes_nothing(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| self.tables.is(it.number, self.tables.filler))
    }

    fn fillers_before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        (0..at).rev().take(4).take_while(|it| self.changes_nothing(*it))
    }

    fn fillers_after(&self, at: usize, last: usize) -> impl Iterator<Item = usize> + '_ {
        let fillers = (at..last).take(4).take_while(|it| self.changes_nothing(*it)).count();
        at..(at + fillers + 1).min(last)
    }
}

/// A word is marked once: by the rule that comes first among the rules, then by the one that comes first in the text.
fn without_overlaps(found: Vec<Held>, words: &[Word]) -> Vec<Held> {
    let mut keys: Vec<u64> =
        found.iter().enumerate().map(|(at, it)| u64::from(it.rule) << 40 | at as u64).collect();
    keys.sort_unstable();
    let mut taken = vec![false; words.len()];
    let mut kept = vec![false; found.len()];
    for key in keys {
        let at = usize::try_from(key & 0xff_ffff_ffff).unwrap_or(0);
        let Some(it) = found.get(at) else { continue };
        let (from, to) = whole(it, words);
        let free = taken.iter().take(to).skip(from).all(|it| !*it);
        if free && !words.iter().take(to).skip(from).any(|word| word.quoted) {
            taken.iter_mut().take(to).skip(from).for_each(|it| *it = true);
            kept.get_mut(at).into_iter().for_each(|it| *it = true);
        }
    }
    let mut kept = kept.into_iter();
    let mut left: Vec<Held> = found.into_iter().filter(|_| kept.next() == Some(true)).collect();
    in_order(&mut left);
    left
}

/// The words of a mark with every part of the contractions at its ends.
fn whole(it: &Held, words: &[Word]) -> (usize, usize) {
    let start = |at: usize| words.get(at).map(|word| word.start);
    let (mut from, mut to) = (it.from, it.to);
    while from > 0 && start(from - 1) == start(from) {
        from -= 1;
    }
    while to < words.len() && to > 0 && start(to) == start(to - 1) {
        to += 1;
    }
    (from, to)
}

/// Puts marks in the order of the text. They come almost so: a mark is found where its pattern begins, a little before it.
fn in_order(marks: &mut [Held]) {
    for at in 1..marks.len() {
        let mut here = at;
        while here > 0
            && marks.get(here - 1).zip(marks.get(here)).is_some_and(|(one, two)| one.from > two.from)
        {
            marks.swap(here - 1, here);
            here -= 1;
        }
    }
}
