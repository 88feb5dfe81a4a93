//! A document that names a path which is not there misleads whoever reads it.

use super::{Finding, Tree};

/// A path in backquotes is believed to be one when it begins with one of these.
const ROOTS: [&str; 12] = [
    "crates/",
    "docs/",
    "deploy/",
    "help-lines/",
    "locales/",
    "stories/",
    "e2e/",
    "bench/",
    "models/",
    "xtask/",
    ".ci/",
    ".cargo/",
];

/// Paths in backquotes, and links to files beside the document.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (document, text) in tree.files().filter(|(path, _)| path.ends_with(".md")) {
        for (number, line) in text.lines().enumerate() {
            for path in quoted(line).filter(|it| is_path(it)) {
                let path = path.split([':', '#']).next().unwrap_or(path);
                if !tree.has(path) {
                    findings.push(format!("{document}:{}: names `{path}`, which is not there", number + 1));
                }
            }
            for link in links(line) {
                let path = beside(document, link);
                if !tree.has(&path) {
                    findings
                        .push(format!("{document}:{}: links to `{path}`, which is not there", number + 1));
                }
            }
        }
    }
    findings
}

fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Patterns and placeholders are no paths.
fn is_path(word: &str) -> bool {
    ROOTS.iter().any(|it| word.starts_with(it)) && !word.contains(['*', '<', '{', ' ', '…', '$'])
}

fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|it| it.split(')').next())
        .map(|it| it.split('#').next().unwrap_or(it))
        .filter(|it| {
            !it.is_empty()
                && !it.contains("://")
                && !it.starts_with("mailto:")
                && !it.contains(char::is_whitespace)
        })
}

/// Where a link leads, from the root.
fn beside(document: &str, link: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_not_there_is_found_with_its_line() {
        let tree =
            Tree::of(&[("README.md", "See\n`crates/gone.rs` and `crates/a.rs`."), ("crates/a.rs", "")]);
        assert_eq!(check(&tree), ["README.md:2: names `crates/gone.rs`, which is not there"]);
    }

    #[test]
    fn a_link_is_followed_from_where_the_document_lies() {
        let tree = Tree::of(&[
            ("docs/decisions/1.md", "[a](../glossary.md#word) [b](2.md) [c](https://x.example/y) [d](#here)"),
            ("docs/glossary.md", ""),
        ]);
        assert_eq!(
            check(&tree),
            ["docs/decisions/1.md:1: links to `docs/decisions/2.md`, which is not there"]
        );
    }

    #[test]
    fn folders_patterns_and_lines_in_files_are_understood() {
        let tree = Tree::of(&[
            ("A.md", "`crates/web/` `crates/*/src` `crates/web/a.rs:12` `cargo start`"),
            ("crates/web/a.rs", ""),
        ]);
        assert!(check(&tree).is_empty());
    }
}
