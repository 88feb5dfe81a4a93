//! The reasons and the better ways: ids, and their words in every language.

use std::fmt::Write as _;

use crate::LANGUAGES;
use crate::read::{KINDS, Language};

/// The ids in the order of their numbers.
pub(crate) struct Ids {
    pub(crate) reasons: Vec<String>,
    pub(crate) betters: Vec<String>,
}

impl Ids {
    /// The number of a reason that must be there.
    pub(crate) fn reason(&self, id: &str) -> usize {
        number(&self.reasons, id)
    }

    /// The number of a better way that must be there.
    pub(crate) fn better(&self, id: &str) -> usize {
        number(&self.betters, id)
    }
}

fn number(ids: &[String], id: &str) -> usize {
    ids.iter()
        .position(|it| it == id)
        .unwrap_or_else(|| panic!("no reason and no better way is called `{id}`"))
}

/// All ids; each language must have words for each of them, and each must be used.
pub(crate) fn ids(languages: &[Language; 2]) -> Ids {
    let [first, ..] = languages;
    let ids = Ids {
        reasons: first.reasons.keys().cloned().collect(),
        betters: first.betters.keys().cloned().collect(),
    };
    for (name, language) in LANGUAGES.iter().zip(languages) {
        assert!(
            language.reasons.keys().eq(ids.reasons.iter()),
            "{name}: the reasons are not those of {}",
            LANGUAGES[0]
        );
        assert!(
            language.betters.keys().eq(ids.betters.iter()),
            "{name}: the betters are not those of {}",
            LANGUAGES[0]
        );
        for rule in language.rules.iter().filter(|it| KINDS[it.kind] != "self_harm") {
            ids.reason(&rule.reason);
            ids.better(&rule.better);
        }
    }
    ids
}

/// Tables of ids and words.
pub(crate) fn code(languages: &[Language; 2], ids: &Ids) -> String {
    let mut code = String::new();
    let _ = writeln!(code, "pub(crate) static REASON_IDS: &[&str] = &{:?};", ids.reasons);
    let _ = writeln!(code, "pub(crate) static BETTER_IDS: &[&str] = &{:?};", ids.betters);
    for (name, language) in LANGUAGES.iter().zip(languages) {
        let upper = name.to_uppercase();
        let reasons: Vec<&String> = language.reasons.values().collect();
        let betters: Vec<&String> = language.betters.values().collect();
        let _ = writeln!(code, "pub(crate) static REASONS_{upper}: &[&str] = &{reasons:?};");
        let _ = writeln!(code, "pub(crate) static BETTERS_{upper}: &[&str] = &{betters:?};");
    }
    code
}
