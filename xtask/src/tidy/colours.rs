//! Colours stand in one file; dark stands there twice and must say the same both times.

use std::collections::BTreeSet;

use super::{Finding, Tree};

const TOKENS: &str = "crates/web/styles/tokens.css";

/// The neutral page that the quick exit leads to: it must not look like Mend.
const NEUTRAL: &str = "crates/web/shell/away.css";

/// Functions that make a colour.
const MAKERS: [&str; 7] = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "color("];

/// Colours outside the tokens, and the two dark blocks.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(tokens) = tree.text(TOKENS) else {
        return vec![format!("{TOKENS} is missing; every colour stands there")];
    };
    let mut findings = Vec::new();
    let (system, chosen) =
        (dark(tokens, "@media (prefers-color-scheme: dark)"), dark(tokens, ":root[data-theme=\"dark\"]"));
    if system.is_empty() {
        findings.push(format!("{TOKENS}: there is no dark block"));
    }
    for line in system.symmetric_difference(&chosen) {
        findings.push(format!("{TOKENS}: only one of the two dark blocks says `{line}`"));
    }
    for (path, text) in tree.files().filter(|(path, _)| is_look(path)) {
        for (number, line) in text.lines().enumerate() {
            for colour in colours(line).filter(|it| !is_mask(line, it) && !may_stand(path, it, tokens)) {
                findings.push(format!("{path}:{}: the colour `{colour}` belongs in {TOKENS}", number + 1));
            }
        }
    }
    findings
}

fn is_look(path: &str) -> bool {
    let kind = [".css", ".rs", ".html", ".js", ".webmanifest"].iter().any(|it| path.ends_with(it));
    path.starts_with("crates/web/") && kind && path != TOKENS && path != NEUTRAL
}

/// The browser asks the shell for colours before any style sheet is there; they must at least be ours.
fn may_stand(path: &str, colour: &str, tokens: &str) -> bool {
    let shell = path.starts_with("crates/web/shell/") && !path.ends_with(".css");
    shell && tokens.contains(colour)
}

/// In a mask, black is how much shows, not a colour.
fn is_mask(line: &str, colour: &str) -> bool {
    colour == "#000" && line.contains("mask")
}

/// The declarations of the first block that opens after `head`.
fn dark<'a>(tokens: &'a str, head: &str) -> BTreeSet<&'a str> {
    let Some((_, rest)) = tokens.split_once(head) else {
        return BTreeSet::new();
    };
    let mut said = BTreeSet::new();
    for line in rest.lines().skip(1) {
        let line = line.split("/*").next().unwrap_or(line).trim();
        if line.starts_with('}') {
            break;
        }
        if line.ends_with(';') {
            said.insert(line);
        }
    }
    said
}

/// Hexadecimal colours and colour functions on a line, without what only looks like one.
fn colours(line: &str) -> impl Iterator<Item = &str> {
    let made = MAKERS.into_iter().filter(|maker| {
        line.match_indices(maker).any(|(at, _)| {
            let before = line.split_at(at).0;
            !before.ends_with(|it: char| it.is_alphanumeric() || it == '-' || it == '_')
        })
    });
    hexes(line).chain(made)
}

fn hexes(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices('#').filter_map(|(at, _)| {
        let (before, rest) = line.split_at(at);
        let digits = rest.chars().skip(1).take_while(char::is_ascii_hexdigit).count();
        let word = rest.get(..=digits)?;
        let after = rest.get(digits + 1..)?;
        let ends = !after.starts_with(|it: char| it.is_alphanumeric() || it == '-' || it == '_');
        // A selector or an address may look like a colour; a colour follows a colon, a space, a comma or a quote.
        let begins = before.trim_end().ends_with([':', ',', '"', '('])
            || before.ends_with(' ') && before.contains(':');
        ([3, 4, 6, 8].contains(&digits) && begins && ends).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = ":root { --a: #fff; }\n@media (prefers-color-scheme: dark) {\n  :root:not([data-theme=\"light\"]) {\n    --a: #000;\n  }\n}\n:root[data-theme=\"dark\"] {\n  --a: #000; /* ink */\n}\n";

    fn found(path: &str, text: &str) -> usize {
        check(&Tree::of(&[(TOKENS, GOOD), (path, text)])).len()
    }

    #[test]
    fn a_screen_that_owns_a_colour_is_found() {
        for line in ["a { color: #b00; }", "a { background: rgb(1 2 3); }", "a{border:1px solid #a1b2c3}"] {
            assert_eq!(found("crates/web/src/ui/card.css", line), 1, "{line}");
        }
        assert_eq!(found("crates/web/src/ui/card.rs", "let ink = \"#17262a\";"), 1);
    }

    #[test]
    fn tokens_selectors_and_addresses_are_no_colours() {
        for line in ["#add { color: var(--a); }", "a { fill: url(#face); }", "<a href='/settings#add'>"] {
            let expected = usize::from(line.contains("url("));
            assert!(found("crates/web/src/ui/card.css", line) <= expected, "{line}");
        }
    }

    #[test]
    fn black_in_a_mask_is_no_colour() {
        assert_eq!(found("crates/web/src/ui/card.css", "mask-image: linear-gradient(#000, transparent);"), 0);
        assert_eq!(found("crates/web/src/ui/card.css", "color: #000;"), 1);
    }

    #[test]
    fn the_shell_may_name_a_colour_that_the_tokens_hold() {
        assert_eq!(found("crates/web/shell/index.html", "<meta content=\"#fff\">"), 0);
        assert_eq!(found("crates/web/shell/index.html", "<meta content=\"#fed\">"), 1);
    }

    #[test]
    fn dark_blocks_that_differ_are_found() {
        let odd = GOOD.replace("--a: #000; /* ink */", "--a: #111;");
        assert_eq!(check(&Tree::of(&[(TOKENS, &odd)])).len(), 2);
    }
}
