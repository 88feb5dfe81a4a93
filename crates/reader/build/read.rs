//! What the files of one language say, before it is compiled.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The kinds in the order in which they win when two marks would overlap; the last is not shown to anybody as a mark.
pub(crate) const KINDS: [&str; 9] = [
    "demanding",
    "feelings_dodge",
    "conditional",
    "deflecting_but",
    "blaming",
    "self_pity",
    "minimising",
    "passive",
    "self_harm",
];

/// One file, of which every section may be missing.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    classes: BTreeMap<String, String>,
    spelled: BTreeMap<String, String>,
    contexts: BTreeMap<String, String>,
    reasons: BTreeMap<String, String>,
    betters: BTreeMap<String, String>,
    unless: Vec<String>,
    rule: Vec<Rule>,
    meanings: BTreeMap<String, String>,
    endings: String,
    sure: BTreeMap<String, i32>,
}

/// Some ways of saying one thing.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    #[serde(skip)]
    pub(crate) kind: usize,
    #[serde(default)]
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) better: String,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    #[serde(default)]
    pub(crate) unless: Vec<String>,
    pub(crate) marks: String,
}

/// Everything about one language.
#[derive(Default)]
pub(crate) struct Language {
    pub(crate) classes: BTreeMap<String, String>,
    pub(crate) spelled: BTreeMap<String, String>,
    pub(crate) contexts: BTreeMap<String, String>,
    pub(crate) reasons: BTreeMap<String, String>,
    pub(crate) betters: BTreeMap<String, String>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) meanings: BTreeMap<String, String>,
    pub(crate) endings: String,
    pub(crate) sure: BTreeMap<String, i32>,
}

/// Reads every file of a language's folder. A file named like a kind holds that kind's rules.
pub(crate) fn language(folder: &Path) -> Language {
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path()).collect();
    paths.sort();
    let mut all = Language::default();
    for path in paths.iter().filter(|it| it.extension().is_some_and(|kind| kind == "toml")) {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut file: File =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let kind = KINDS.iter().position(|it| *it == stem);
        assert!(
            kind.is_some() || file.rule.is_empty(),
            "{}: rules stand in a file named like their kind",
            path.display()
        );
        for mut rule in file.rule {
            rule.kind = kind.unwrap_or_default();
            rule.unless.extend(file.unless.iter().cloned());
            all.rules.push(rule);
        }
        all.classes.append(&mut file.classes);
        all.spelled.append(&mut file.spelled);
        all.contexts.append(&mut file.contexts);
        all.reasons.append(&mut file.reasons);
        all.betters.append(&mut file.betters);
        all.meanings.append(&mut file.meanings);
        all.endings.push_str(&file.endings);
        all.sure.append(&mut file.sure);
    }
    all.rules.sort_by_key(|it| it.kind);
    all
}

/// The lines of a text of patterns, without remarks.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|it| it.split('#').next().unwrap_or(it).trim()).filter(|it| !it.is_empty())
}
