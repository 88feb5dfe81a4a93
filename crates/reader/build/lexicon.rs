//! Every word the rules of a language know, with its classes. A stem (`perdon*`) stands for all words that begin so.

use std::collections::{BTreeMap, BTreeSet};

use crate::letters::folded;

/// The name of an entry: plain letters, with a star at the end of a stem.
type Entry = String;

/// Words and classes with their numbers.
#[derive(Default)]
pub(crate) struct Lexicon {
    named: BTreeMap<String, BTreeSet<Entry>>,
    entries: BTreeSet<Entry>,
    /// The classes in the order of their numbers, each with its entries.
    classes: Vec<BTreeSet<Entry>>,
}

impl Lexicon {
    /// Knows the named classes, which may hold each other.
    pub(crate) fn new(classes: &BTreeMap<String, String>) -> Self {
        let mut lexicon = Self::default();
        for name in classes.keys() {
            let all = members(classes, name, 0);
            lexicon.entries.extend(all.iter().cloned());
            lexicon.named.insert(name.clone(), all);
        }
        lexicon
    }

    /// Takes a word up without a class.
    pub(crate) fn learn(&mut self, word: &str) {
        self.entries.insert(entry(word));
    }

    /// The class of a step's alternatives. Equal alternatives are one class.
    pub(crate) fn class(&mut self, names: &[String]) -> usize {
        let mut all = BTreeSet::new();
        for name in names {
            match name.strip_prefix('@') {
                Some(class) => all.extend(
                    self.named
                        .get(class)
                        .unwrap_or_else(|| panic!("there is no class @{class}"))
                        .iter()
                        .cloned(),
                ),
                None => {
                    all.insert(entry(name));
                }
            }
        }
        self.entries.extend(all.iter().cloned());
        if let Some(at) = self.classes.iter().position(|it| *it == all) {
            return at;
        }
        self.classes.push(all);
        self.classes.len() - 1
    }

    /// Whole words and stems, each in the order of its letters.
    pub(crate) fn sorted(&self) -> (Vec<&str>, Vec<&str>) {
        let (stems, words): (Vec<&str>, Vec<&str>) =
            self.entries.iter().map(String::as_str).partition(|it| it.ends_with('*'));
        let mut stems: Vec<&str> = stems.iter().map(|it| it.trim_end_matches('*')).collect();
        stems.sort_unstable();
        (words, stems)
    }

    /// The numbers of the classes a word or stem is in, by itself or by a stem it begins with.
    pub(crate) fn classes_of(&self, word: &str, is_stem: bool) -> Vec<usize> {
        let is_in = |class: &BTreeSet<Entry>| {
            let by_stem = (1..=word.len())
                .filter_map(|end| word.get(..end))
                .any(|it| class.contains(&format!("{it}*")));
            by_stem || (!is_stem && class.contains(word))
        };
        (0..self.classes.len()).filter(|at| is_in(&self.classes[*at])).collect()
    }

    /// How many classes there are.
    pub(crate) fn class_count(&self) -> usize {
        self.classes.len()
    }
}

fn entry(word: &str) -> Entry {
    match word.strip_suffix('*') {
        Some(stem) => format!("{}*", folded(stem)),
        None if word == "0" => word.to_owned(),
        None => folded(word),
    }
}

fn members(classes: &BTreeMap<String, String>, name: &str, depth: usize) -> BTreeSet<Entry> {
    assert!(depth < 8, "the class @{name} holds itself");
    let text = classes.get(name).unwrap_or_else(|| panic!("there is no class @{name}"));
    let words = crate::read::lines(text).flat_map(str::split_whitespace);
    words
        .flat_map(|word| match word.strip_prefix('@') {
            Some(other) => members(classes, other, depth + 1),
            None => BTreeSet::from([entry(word)]),
        })
        .collect()
}
