//! Words on screens come from locales/, so that another language needs no programmer.

use super::{Finding, Tree, tree};

const SCREENS: &str = "crates/web/src/";

/// Sentences in the code of screens.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with(SCREENS)) {
        let mut proofs = false;
        for (line, code) in tree::code_lines(tree::before_tests(text)) {
            // A reason given to the compiler is read by us alone, also when it is broken over lines.
            proofs =
                code.contains("#[expect(") || code.contains("#[allow(") || (proofs && !code.contains(")]"));
            if proofs || code.contains(".expect(") || code.contains("reason =") {
                continue;
            }
            for literal in literals(code).into_iter().filter(|it| is_sentence(it)) {
                findings.push(format!("{path}:{line}: the words \"{literal}\" belong in locales/"));
            }
        }
    }
    findings
}

/// What stands between double quotes on one line.
fn literals(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut begun = None;
    let mut escaped = false;
    for (at, letter) in code.char_indices() {
        match (letter, begun) {
            ('"', Some(from)) if !escaped => {
                found.push(code.get(from..at).unwrap_or_default());
                begun = None;
            }
            ('"', None) => begun = Some(at + 1),
            ('/', None) if code.get(at..).is_some_and(|it| it.starts_with("//")) => break,
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
    }
    found
}

/// Words as people read them: a capital, small letters, and a space or an end as in prose.
fn is_sentence(text: &str) -> bool {
    let mut words = text.split(' ').filter(|it| it.chars().any(char::is_alphabetic));
    let Some(first) = words.next() else {
        return false;
    };
    let mut letters = first.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let rest = letters.as_str().trim_end_matches(['.', ',', '!', '?', ':', '…']);
    let prose =
        capital && !rest.is_empty() && rest.chars().all(|it| it.is_lowercase() || it == '\'' || it == '’');
    prose && words.next().is_some_and(|it| it.starts_with(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> usize {
        check(&Tree::of(&[("crates/web/src/today/page.rs", line)])).len()
    }

    #[test]
    fn a_sentence_in_a_view_is_found() {
        assert_eq!(found("view! { <p>\"Nothing to do today.\"</p> }"), 1);
        assert_eq!(found("<button aria-label=\"Close the page\">"), 1);
    }

    #[test]
    fn names_paths_keys_and_reasons_are_no_words() {
        for line in [
            "<main class=\"page wide\" data-theme=\"Dark\">",
            "<path d=\"M10 4.75H6.5A1.75 1.75 0 0 0 4.75 6.5\"/>",
            "t!(promises.mark_kept)",
            "#[expect(clippy::expect_used, reason = \"The page has a body\")]",
            "window().expect(\"A page has a window\")",
            "// \"Told of here\"",
        ] {
            assert_eq!(found(line), 0, "{line}");
        }
    }
}
