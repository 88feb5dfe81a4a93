//! Words that say nothing are not names here.

use super::{Finding, Tree, tree};

/// In files, folders and modules, and as the last word of a type.
const EMPTY: [&str; 9] = ["utils", "helpers", "common", "manager", "service", "data", "info", "item", "util"];

/// Names of files, folders, modules and types.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        for part in path.split('/') {
            let stem = part.strip_suffix(".rs").unwrap_or(part);
            if stem.split('_').any(|word| EMPTY.contains(&word)) {
                findings.push(format!("{path}: `{part}` says nothing; name the thing or move the code"));
            }
        }
        for (line, code) in tree::code_lines(text) {
            if let Some(name) = type_name(code).filter(|it| ends_empty(it)) {
                findings
                    .push(format!("{path}:{line}: `{name}` says nothing; name the thing or move the code"));
            }
        }
    }
    findings
}

fn type_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub(crate) ", "pub(super) ", "pub "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let (kind, name) = rest.split_once(' ')?;
    let name = name.split(|it: char| !it.is_alphanumeric() && it != '_').next()?;
    ["struct", "enum", "trait", "mod"].contains(&kind).then_some(name)
}

fn ends_empty(name: &str) -> bool {
    let last = name.rfind(char::is_uppercase).map_or(name, |at| name.split_at(at).1);
    EMPTY.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn empty_words_are_found_in_files_modules_and_types() {
        assert_eq!(found("crates/web/src/utils.rs", ""), 1);
        assert_eq!(found("crates/web/src/common/a.rs", ""), 1);
        assert_eq!(found("a.rs", "pub(crate) struct SessionManager {"), 1);
        assert_eq!(found("a.rs", "enum ListItem {"), 1);
        assert_eq!(found("a.rs", "mod helpers;"), 1);
    }

    #[test]
    fn words_that_only_contain_them_are_fine() {
        assert_eq!(
            found("crates/web/src/itemised.rs", "struct Database {\ntype Item = u8;\nstruct Dated;"),
            0
        );
    }
}
