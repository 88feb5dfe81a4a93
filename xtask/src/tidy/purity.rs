//! What the pure parts may not touch, and the one place that touches the browser.

use super::{Finding, Tree, tree};

/// The only folder that speaks to the browser.
const PLATFORM: &str = "crates/web/src/platform";

/// Words that would make the same records give another couple on another device.
const IMPURE: [&str; 9] = [
    "HashMap",
    "HashSet",
    "SystemTime",
    "std::time",
    "std::fs",
    "std::net",
    "std::thread",
    "getrandom",
    "tokio",
];

/// Crates that take time, chance and the outside world as arguments.
const PURE: [&str; 3] = ["crates/domain/src/", "crates/lean/src/", "crates/protocol/src/"];

/// Browser access and purity.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let code = tree::before_tests(text);
        let pure = PURE.iter().any(|it| path.starts_with(it)) && !tree.is_test(path);
        let screen = path.starts_with("crates/") && path.contains("/src/") && !path.starts_with(PLATFORM);
        for (line, code) in tree::code_lines(code) {
            if let Some(word) = IMPURE.iter().find(|word| pure && says(code, word)) {
                findings.push(format!("{path}:{line}: `{word}` in a crate that is pure"));
            }
            if let Some(word) = ["web_sys", "js_sys"].iter().find(|word| screen && says(code, word)) {
                findings.push(format!("{path}:{line}: `{word}` outside of {PLATFORM}"));
            }
        }
    }
    findings
}

/// Does the line say this word, not only a longer one that contains it?
fn says(line: &str, word: &str) -> bool {
    let part = |it: char| it.is_alphanumeric() || it == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, rest) = line.split_at(at);
        let after = rest.strip_prefix(word).unwrap_or_default();
        !before.ends_with(part) && !after.starts_with(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_platform_speaks_to_the_browser() {
        let text = "//! A.\nuse web_sys::Window;\n// web_sys is told of here\n";
        let tree =
            Tree::of(&[("crates/web/src/platform/idb.rs", text), ("crates/web/src/today/page.rs", text)]);
        assert_eq!(
            check(&tree),
            ["crates/web/src/today/page.rs:2: `web_sys` outside of crates/web/src/platform"]
        );
    }

    #[test]
    fn a_clock_a_hash_map_or_a_network_in_the_domain_is_found() {
        for word in IMPURE {
            let text = format!("//! A.\nuse {word};\n");
            let tree = Tree::of(&[("crates/domain/src/a.rs", &text), ("crates/server/src/a.rs", &text)]);
            assert_eq!(check(&tree).len(), 1, "{word}");
        }
    }

    #[test]
    fn a_test_may_use_what_it_likes_and_longer_words_are_other_words() {
        let text = "//! A.\nlet MyHashMap = 1;\n\n#[cfg(test)]\nmod tests { use std::time::Instant; }\n";
        assert!(check(&Tree::of(&[("crates/domain/src/a.rs", text)])).is_empty());
    }
}
