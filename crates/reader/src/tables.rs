//! The rules of each language as the build wrote them, and the few questions that are asked of them.

use crate::learned::Sure;

/// Lists of numbers, one after the other.
pub(crate) struct Lists {
    /// Where each list begins, and where the last one ends.
    pub(crate) ends: &'static [u16],
    pub(crate) all: &'static [u16],
}

/// Spellings in the order of their letters, one after the other.
pub(crate) struct Spellings {
    /// Where each spelling begins, and where the last one ends.
    pub(crate) ends: &'static [u16],
    pub(crate) letters: &'static str,
}

/// Everything the reader knows of one language. A word has a number; stems are numbered after the words.
pub(crate) struct Tables {
    pub(crate) words: Spellings,
    pub(crate) stems: Spellings,
    /// For each word and stem its classes.
    pub(crate) classes: Lists,
    /// The words that stand for others, and beside each of them the others.
    pub(crate) spelled: &'static [u16],
    pub(crate) spelled_as: Lists,
    /// The steps of each pattern: an operation in the upper four bits, its number below.
    pub(crate) patterns: Lists,
    /// For each pattern its rule; with the highest bit, its context.
    pub(crate) owner: &'static [u16],
    /// For each class the patterns that can begin with it.
    pub(crate) by_first: Lists,
    /// Kind, reason and better way of each rule.
    pub(crate) rules: &'static [[u8; 3]],
    /// For each rule its guards: forbids (one bit), place (seven bits), context (eight bits).
    pub(crate) guards: Lists,
    /// The class of words that may stand between any two.
    pub(crate) filler: u16,
    /// The class of words that join two clauses.
    pub(crate) joint: u16,
    /// The class of words that lead into a sentence.
    pub(crate) lead: u16,
    /// The class of words that turn against what was said before them.
    pub(crate) turn: u16,
    /// The class of words that say no; no gap inside a clause passes over them.
    pub(crate) negation: u16,
    /// What words mean to the learned weights.
    pub(crate) meant: Meant,
    pub(crate) sure: Sure,
}

/// Words and stems by what they mean, and the endings that tell who acts and when.
pub(crate) struct Meant {
    pub(crate) words: Spellings,
    pub(crate) stems: Spellings,
    /// For each word, then for each stem, its meaning: 0 and 1 are fillers and words that keep themselves.
    pub(crate) meanings: &'static [u8],
    pub(crate) endings: &'static [&'static str],
}

/// What a word means.
pub(crate) enum Meaning {
    Filler,
    Own,
    Class(u8),
    None,
}

/// The number of a word that no rule knows.
pub(crate) const UNKNOWN: u16 = u16::MAX;

impl Lists {
    /// The list of a number; empty when there is none.
    pub(crate) fn of(&self, number: u16) -> &'static [u16] {
        let at = usize::from(number);
        let (Some(from), Some(to)) = (self.ends.get(at), self.ends.get(at + 1)) else { return &[] };
        self.all.get(usize::from(*from)..usize::from(*to)).unwrap_or_default()
    }
}

impl Spellings {
    pub(crate) fn count(&self) -> u16 {
        u16::try_from(self.ends.len().saturating_sub(1)).unwrap_or(0)
    }

    /// The spelling of a number.
    pub(crate) fn of(&self, number: u16) -> &'static str {
        let at = usize::from(number);
        let (Some(from), Some(to)) = (self.ends.get(at), self.ends.get(at + 1)) else { return "" };
        self.letters.get(usize::from(*from)..usize::from(*to)).unwrap_or_default()
    }

    /// The number of the first spelling that does not come before these letters.
    pub(crate) fn place(&self, word: &str) -> u16 {
        let (mut from, mut to) = (0, self.count());
        while from < to {
            let middle = from + (to - from) / 2;
            if self.of(middle) < word {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        from
    }

    fn find(&self, word: &str) -> Option<u16> {
        Some(self.place(word)).filter(|at| *at < self.count() && self.of(*at) == word)
    }
}

impl Meant {
    /// What a word means, by itself or by the longest stem it begins with.
    pub(crate) fn of(&self, word: &str) -> Meaning {
        let stem = || {
            let ends = (3..=word.len()).rev();
            let found = ends.filter_map(|end| word.get(..end)).find_map(|it| self.stems.find(it));
            found.map(|it| it + self.words.count())
        };
        let place = self.words.find(word).or_else(stem);
        match place.and_then(|it| self.meanings.get(usize::from(it))) {
            None => Meaning::None,
            Some(0) => Meaning::Filler,
            Some(1) => Meaning::Own,
            Some(class) => Meaning::Class(*class),
        }
    }

    /// The longest ending of a word that is in the list.
    pub(crate) fn ending(&self, word: &str) -> &'static str {
        self.endings
            .iter()
            .find(|it| word.len() > it.len() + 1 && word.ends_with(**it))
            .copied()
            .unwrap_or_default()
    }
}

impl Tables {
    /// The number of a word, else of the longest stem it begins with.
    pub(crate) fn number(&self, word: &str) -> Option<u16> {
        if let Some(found) = self.words.find(word) {
            return Some(found);
        }
        let ends = (3..=word.len()).rev();
        ends.filter_map(|end| word.get(..end))
            .find_map(|it| self.stems.find(it))
            .map(|it| it + self.words.count())
    }

    /// What a word is written out as: `don't` as `do not`.
    pub(crate) fn written_out(&self, number: u16) -> &'static [u16] {
        match self.spelled.binary_search(&number) {
            Ok(at) => self.spelled_as.of(u16::try_from(at).unwrap_or(UNKNOWN)),
            Err(_) => &[],
        }
    }

    /// Is the word in the class? The classes of a word stand in the order of their numbers.
    pub(crate) fn is(&self, number: u16, class: u16) -> bool {
        self.classes.of(number).binary_search(&class).is_ok()
    }
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
