//! How Mend speaks: plain and warm, without exclamation marks and without the words that make a person a case.

use super::{Finding, Tree};

const WORDS: &str = "locales/";

/// Words that stand on no screen, in any form.
const NEVER: [&str; 8] =
    ["offender", "perpetrator", "victim", "betrayed", "betrayer", "cheater", "user", "submit"];

/// Words on screens that should not be there.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.starts_with(WORDS) && path.ends_with(".toml")) {
        for (line, words) in
            text.lines().enumerate().filter_map(|(at, it)| Some((at + 1, it.split_once('=')?.1)))
        {
            if words.contains('!') {
                findings.push(format!("{path}:{line}: no exclamation marks"));
            }
            let lower = words.to_lowercase();
            let each = lower.split(|it: char| !it.is_alphabetic());
            for word in each.filter(|it| NEVER.contains(&it.trim_end_matches('s'))) {
                findings.push(format!("{path}:{line}: \"{word}\" makes a person a case; say it otherwise"));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_make_a_person_a_case_and_exclamation_marks_are_found() {
        let found = |line: &str| check(&Tree::of(&[("locales/en/today.toml", line)])).len();
        assert_eq!(found("lead = \"Well done!\""), 1);
        assert_eq!(found("lead = \"What victims need\""), 1);
        assert_eq!(found("send = \"Submit\""), 1);
        assert_eq!(found("user_says = \"What you use\""), 0);
        assert_eq!(found("send = \"Share with {name}\""), 0);
    }
}
