//! Each practice has its rules, its words, its screen and its story under one name, and leans on no other.

use std::collections::BTreeSet;

use super::{Finding, Tree, tree};

const RULES: &str = "crates/domain/src/practices/";
const SCREENS: &str = "crates/web/src/practices/";

/// Practices whose rules are written and whose screen is not there yet. Nobody can reach them, so what they ask for
/// instead is a test of their rules. This list only ever becomes shorter: whoever adds the screen, the words and the
/// story takes the name out, and a name that needs it no more is a finding.
const WITHOUT_A_SCREEN: &[&str] = &[];

/// Sets of names, and imports across practices.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    check_with(tree, WITHOUT_A_SCREEN)
}

fn check_with(tree: &Tree, without_a_screen: &[&str]) -> Vec<Finding> {
    let practices = names(tree, RULES);
    let mut findings = Vec::new();
    for name in names(tree, SCREENS).difference(&practices) {
        findings.push(format!("{SCREENS}{name}: a screen without rules in {RULES}"));
    }
    for name in &practices {
        if without_a_screen.contains(&name.as_str()) {
            findings.extend(without_screen(tree, name));
            continue;
        }
        for (place, what) in homes(name) {
            if !place.iter().any(|it| tree.has(it)) {
                findings.push(format!("practice `{name}` has no {what}: {} is missing", place.join(" or ")));
            }
        }
    }
    findings.extend(leanings(tree, &practices));
    let reached = practices.iter().filter(|it| !without_a_screen.contains(&it.as_str()));
    findings.extend(reached.flat_map(|it| opening_and_end(tree, it)));
    findings
}

/// A practice opens with the three lines on what it is for, and ends with a kind sentence.
fn opening_and_end(tree: &Tree, name: &str) -> Vec<Finding> {
    let own =
        |path: &str| path == format!("{SCREENS}{name}.rs") || path.starts_with(&format!("{SCREENS}{name}/"));
    let all: Vec<_> = tree.rust().filter(|(path, _)| own(path)).map(|(_, text)| text).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let says =
        |what: &str| all.iter().any(|text| tree::code_lines(text).any(|(_, code)| code.contains(what)));
    let wanted = [("guide(", "three lines on what it is for"), ("{kindly(", "kind sentence at its end")];
    let missing = wanted.iter().filter(|(what, _)| !says(what));
    missing.map(|(_, what)| format!("{SCREENS}{name}: a practice has {what}")).collect()
}

fn names(tree: &Tree, folder: &str) -> BTreeSet<String> {
    tree.names_in(folder).into_iter().filter(|it| it != "mod").collect()
}

/// Where a practice must be found besides its rules.
fn homes(name: &str) -> [(Vec<String>, &'static str); 3] {
    [
        (vec![format!("{SCREENS}{name}")], "screen"),
        (vec![format!("locales/en/{name}.toml"), format!("locales/en/{name}")], "words"),
        (vec![format!("stories/src/{name}.rs"), format!("stories/tests/{name}.rs")], "story"),
    ]
}

/// What is asked of a practice that nobody can reach yet.
fn without_screen(tree: &Tree, name: &str) -> Option<Finding> {
    if tree.has(&format!("{SCREENS}{name}")) {
        return Some(format!("practice `{name}` has a screen: take it out of the list of those without one"));
    }
    let tested = [format!("{RULES}{name}/tests.rs"), format!("{RULES}{name}/tests")];
    let inside = tree.text(&format!("{RULES}{name}.rs")).is_some_and(|it| it.contains("#[cfg(test)]"));
    let told = inside || tested.iter().any(|it| tree.has(it));
    (!told).then(|| format!("practice `{name}` has neither a screen nor tests of its rules"))
}

fn leanings(tree: &Tree, practices: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.rust() {
        let inside = path.strip_prefix(RULES).or_else(|| path.strip_prefix(SCREENS));
        let own = inside.and_then(|it| it.split(['/', '.']).next()).filter(|it| practices.contains(*it));
        // A test may show what two practices do for a couple together.
        let Some(own) = own.filter(|_| !tree.is_test(path)) else { continue };
        for (line, code) in tree::code_lines(text) {
            for other in practices.iter().filter(|it| *it != own && leans_on(code, it)) {
                findings.push(format!("{path}:{line}: practice `{own}` leans on practice `{other}`"));
            }
        }
    }
    findings
}

fn leans_on(code: &str, other: &str) -> bool {
    [format!("practices::{other}::"), format!("practices::{other};"), format!("super::{other}::")]
        .iter()
        .any(|it| code.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: [(&str, &str); 5] = [
        ("crates/domain/src/practices/mod.rs", ""),
        ("crates/domain/src/practices/promises.rs", ""),
        ("crates/web/src/practices/promises/mod.rs", "view! { {guide(lines)} {kindly(says)} }"),
        ("locales/en/promises.toml", ""),
        ("stories/src/promises.rs", ""),
    ];

    #[test]
    fn a_practice_with_all_its_parts_is_fine() {
        assert!(check(&Tree::of(&WHOLE)).is_empty());
    }

    #[test]
    fn a_practice_without_screen_words_or_story_is_found() {
        for missing in 2..5 {
            let mut parts = WHOLE.to_vec();
            let (path, _) = parts.remove(missing);
            let found = check(&Tree::of(&parts));
            assert_eq!(found.len(), 1, "{path} was not missed");
        }
    }

    #[test]
    fn a_practice_without_its_three_lines_or_without_its_kind_end_is_found() {
        for screen in ["view! { {guide(lines)} }", "view! { {kindly(says)} }"] {
            let mut parts = WHOLE.to_vec();
            parts[2].1 = screen;
            assert_eq!(check(&Tree::of(&parts)).len(), 1, "{screen}");
        }
    }

    #[test]
    fn a_practice_that_may_be_without_a_screen_needs_tests_and_leaves_the_list_with_its_screen() {
        let rules = ("crates/domain/src/practices/hurts/mod.rs", "");
        let tests = ("crates/domain/src/practices/hurts/tests.rs", "");
        let screen = ("crates/web/src/practices/hurts/mod.rs", "");
        let found = |parts: &[(&str, &str)]| check_with(&Tree::of(parts), &["hurts"]).len();
        assert_eq!(found(&[rules, tests]), 0);
        assert_eq!(found(&[("crates/domain/src/practices/hurts.rs", "#[cfg(test)]\nmod tests {}")]), 0);
        assert_eq!(found(&[rules]), 1);
        assert_eq!(found(&[rules, tests, screen]), 1);
    }

    #[test]
    fn a_screen_without_rules_is_found() {
        let mut parts = WHOLE.to_vec();
        parts.push(("crates/web/src/practices/gratitude/mod.rs", ""));
        assert_eq!(check(&Tree::of(&parts)).len(), 1);
    }

    #[test]
    fn a_practice_that_leans_on_another_is_found() {
        let tree = Tree::of(&[
            (
                "crates/domain/src/practices/promises.rs",
                "use crate::practices::questions::Question;\nuse super::promises::A;",
            ),
            ("crates/domain/src/practices/questions/mod.rs", ""),
        ]);
        let found = leanings(&tree, &names(&tree, RULES));
        assert_eq!(
            found,
            ["crates/domain/src/practices/promises.rs:1: practice `promises` leans on practice `questions`"]
        );
    }
}
