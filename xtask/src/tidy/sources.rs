//! What every file of Rust looks like: it says what it is, and is short enough to be read.

use super::{Finding, Tree, tree};

const FILE: usize = 400;
const FUNCTION: usize = 40;
/// A view is mostly layout, and a test is mostly a story.
const LONG_FUNCTION: usize = 60;

/// Heads and lengths.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        if !text.starts_with("//!") {
            findings.push(format!("{path}: does not open with `//!`, what this is in one or two sentences"));
        }
        let lines = text.lines().count();
        if lines > FILE {
            findings
                .push(format!("{path}: {lines} lines; a file has up to {FILE}, then it becomes a folder"));
        }
        if tree.is_test(path) {
            continue;
        }
        let limit = if is_told_at_length(path) { LONG_FUNCTION } else { FUNCTION };
        for (line, name, length) in long_functions(tree::before_tests(text), limit) {
            findings.push(format!(
                "{path}:{line}: `{name}` has {length} lines; a function here has up to {limit}"
            ));
        }
    }
    findings
}

fn is_told_at_length(path: &str) -> bool {
    path.starts_with("crates/web/")
        || ["stories/", "e2e/", "bench/"].iter().any(|it| path.starts_with(it))
        || path.contains("/tests/")
}

/// Functions over the limit: line, name, length. Relies on rustfmt: a body ends at a brace indented like its `fn`.
fn long_functions(text: &str, limit: usize) -> Vec<(usize, String, usize)> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        let from_here = || lines.iter().skip(at);
        // Without a body (in a trait), or with one that begins and ends on its first line.
        let opens = from_here().find(|it| it.ends_with(['{', '}', ';']));
        if opens.is_none_or(|it| !it.ends_with('{')) {
            continue;
        }
        let length = from_here().take_while(|it| **it != end).count() + 1;
        if length > limit {
            found.push((at + 1, name.to_owned(), length));
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    for word in ["pub(crate) ", "pub(super) ", "pub ", "const ", "async ", "unsafe "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    name.split(|it: char| !it.is_alphanumeric() && it != '_').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_say_what_it_is_is_found() {
        let tree = Tree::of(&[("a.rs", "//! Good.\n"), ("b.rs", "use std::fs;\n")]);
        assert!(matches!(check(&tree).as_slice(), [one] if one.starts_with("b.rs: does not open")));
    }

    #[test]
    fn a_file_that_is_too_long_is_found() {
        let text = format!("//! Long.\n{}", "\n".repeat(400));
        assert!(
            matches!(check(&Tree::of(&[("a.rs", &text)])).as_slice(), [one] if one.contains("401 lines"))
        );
    }

    #[test]
    fn a_function_that_is_too_long_is_found_with_its_name_and_place() {
        let body = "        step();\n".repeat(39);
        let text = format!("//! A.\nimpl A {{\n    pub(crate) async fn long(self) {{\n{body}    }}\n}}\n");
        let tree = Tree::of(&[("a.rs", &text), ("crates/web/src/a.rs", &text)]);
        assert_eq!(check(&tree), ["a.rs:3: `long` has 41 lines; a function here has up to 40"]);
    }

    #[test]
    fn a_function_without_a_body_has_no_length() {
        let text = format!(
            "//! A.\ntrait A {{\n    fn call(\n        &self,\n    ) -> u8;\n{}}}\n",
            "    // why\n".repeat(50)
        );
        assert!(check(&Tree::of(&[("a.rs", &text)])).is_empty());
    }

    #[test]
    fn a_test_may_be_longer() {
        let body = "    step();\n".repeat(80);
        let text = format!("//! A.\n\n#[cfg(test)]\nmod tests {{\nfn long() {{\n{body}}}\n}}\n");
        let apart = format!("//! A.\nfn long() {{\n{body}}}\n");
        let lib = "//! L.\n#[cfg(test)]\nmod vectors;\n";
        let tree = Tree::of(&[("a/src/a.rs", &text), ("a/src/vectors.rs", &apart), ("a/src/lib.rs", lib)]);
        assert!(check(&tree).is_empty());
    }
}
