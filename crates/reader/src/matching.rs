//! Tries the patterns of a language at each word.

use crate::tables::Tables;
use crate::words::{Break, Word};

/// A pattern that fits: its number, and the words its braces enclose.
#[derive(Clone, Copy)]
pub(crate) struct Fit {
    pub(crate) pattern: u16,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// How many words that change nothing may stand between two steps.
const FILLERS: usize = 4;

/// A text under the rules of a language.
pub(crate) struct Matching<'a> {
    pub(crate) tables: &'static Tables,
    pub(crate) words: &'a [Word],
}

/// Where a try stands: the steps that are left, the next word, and what is enclosed so far.
#[derive(Clone, Copy)]
struct Try {
    steps: &'static [u16],
    at: usize,
    begin: usize,
    from: usize,
    to: usize,
    fillers: usize,
}

impl Matching<'_> {
    /// Every pattern that fits beginning at this word.
    pub(crate) fn at(&self, at: usize, fits: &mut Vec<Fit>) {
        let Some(word) = self.words.get(at) else { return };
        for class in self.tables.classes.of(word.number) {
            for pattern in self.tables.by_first.of(*class) {
                let steps = self.tables.patterns.of(*pattern);
                let begin = Try { steps, at, begin: at, from: at, to: at, fillers: 0 };
                if let Some((from, to)) = self.fits(begin) {
                    fits.push(Fit { pattern: *pattern, from, to });
                }
            }
        }
    }

    /// The words enclosed, if the steps fit from here on.
    fn fits(&self, it: Try) -> Option<(usize, usize)> {
        let Some((step, steps)) = it.steps.split_first() else { return Some((it.from, it.to)) };
        let number = step & 0xfff;
        let next = Try { steps, ..it };
        match step >> 12 {
            0 => self.takes(it, next, number),
            1 => self.takes(it, next, number).or_else(|| self.fits(next)),
            2 => (!self.is_next(it, number)).then(|| self.fits(next)).flatten(),
            3 => self.one_more(it, Break::Clause).and_then(|at| self.fits(Try { at, ..next })),
            4 => self.skips(it, next, number, Break::None),
            5 => self.skips(it, next, number, Break::Clause),
            6 => self.fits(Try { from: it.at, ..next }),
            7 => self.fits(Try { to: it.at, ..next }),
            8 => self.begins(it.at, Break::Sentence).then(|| self.fits(next)).flatten(),
            9 => self.begins(it.at, Break::Clause).then(|| self.fits(next)).flatten(),
            10 => self.ends(it.at, Break::Clause).then(|| self.fits(next)).flatten(),
            _ => self.ends(it.at, Break::Sentence).then(|| self.fits(next)).flatten(),
        }
    }

    /// The place after the next word, if that word may be taken.
    fn one_more(&self, it: Try, widest: Break) -> Option<usize> {
        let word = self.words.get(it.at)?;
        (it.at == it.begin || word.before <= widest).then_some(it.at + 1)
    }

    /// Takes a word of the class; or passes over one that changes nothing and looks again.
    fn takes(&self, it: Try, next: Try, class: u16) -> Option<(usize, usize)> {
        let at = self.one_more(it, Break::Clause)?;
        let word = self.words.get(it.at)?;
        if self.tables.is(word.number, class) {
            let found = self.fits(Try { at, fillers: 0, ..next });
            if found.is_some() {
                return found;
            }
        }
        let may_pass =
            it.at > it.begin && it.fillers < FILLERS && self.tables.is(word.number, self.tables.filler);
        if !may_pass {
            return None;
        }
        // What has not begun yet does not begin with a word that changes nothing.
        let from = if it.from == it.at { at } else { it.from };
        self.fits(Try { at, from, fillers: it.fillers + 1, ..it })
    }

    fn is_next(&self, it: Try, class: u16) -> bool {
        let mut ahead = it;
        while let Some(at) = self.one_more(ahead, Break::Clause) {
            let Some(word) = self.words.get(ahead.at) else { return false };
            if self.tables.is(word.number, class) {
                return true;
            }
            if !self.tables.is(word.number, self.tables.filler) || at > it.at + FILLERS {
                return false;
            }
            ahead.at = at;
        }
        false
    }

    fn skips(&self, it: Try, next: Try, count: u16, widest: Break) -> Option<(usize, usize)> {
        let mut skipped = Try { fillers: 0, ..next };
        for _ in 0..=count {
            let found = self.fits(skipped);
            if found.is_some() {
                return found;
            }
            let says_no = |it: &Word| self.tables.is(it.number, self.tables.negation);
            if widest == Break::None && self.words.get(skipped.at).is_some_and(says_no) {
                return None;
            }
            skipped.at = self.one_more(Try { at: skipped.at, ..it }, widest)?;
        }
        None
    }

    /// Is this the first word of a sentence or clause, but for words that lead into it?
    fn begins(&self, at: usize, least: Break) -> bool {
        let mut at = at;
        for _ in 0..=FILLERS {
            let Some(word) = self.words.get(at) else { return false };
            if word.before >= least {
                return true;
            }
            let Some(last) = at.checked_sub(1).and_then(|it| self.words.get(it)) else { return true };
            if least == Break::Clause && self.tables.is(last.number, self.tables.joint) {
                return true;
            }
            if !self.tables.is(last.number, self.tables.lead)
                && !self.tables.is(last.number, self.tables.filler)
            {
                return false;
            }
            at -= 1;
        }
        false
    }

    /// Does the sentence or clause end before this word?
    fn ends(&self, at: usize, least: Break) -> bool {
        self.words.get(at).is_none_or(|word| {
            word.before >= least || (least == Break::Clause && self.tables.is(word.number, self.tables.joint))
        })
    }
}
