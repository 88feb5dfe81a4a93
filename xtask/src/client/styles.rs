//! One style sheet out of many: the tokens first, then the fonts, then the base that names the layers,
//! then the sheets that lie beside the parts they dress.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Every style sheet of the client as one text, without comments.
pub(crate) fn gather(web: &Path) -> Result<String> {
    let mut css = String::new();
    for path in sheets(web)? {
        let text = fs::read_to_string(&path).with_context(|| format!("while reading {}", path.display()))?;
        css.push_str(&without_comments(&text));
        css.push('\n');
    }
    Ok(css)
}

/// The sheets in the order in which later ones may lean on earlier ones.
fn sheets(web: &Path) -> Result<Vec<PathBuf>> {
    let mut shared = Vec::new();
    find_sheets(&web.join("styles"), &mut shared)?;
    shared.sort_by_key(|path| (rank(path), path.clone()));
    let mut beside = Vec::new();
    find_sheets(&web.join("src"), &mut beside)?;
    beside.sort();
    shared.append(&mut beside);
    Ok(shared)
}

fn rank(path: &Path) -> u8 {
    match path.file_stem().and_then(|it| it.to_str()) {
        Some("tokens") => 0,
        Some("fonts") => 1,
        Some("base") => 2,
        _ => 3,
    }
}

fn find_sheets(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("while listing {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            find_sheets(&path, found)?;
        } else if path.extension().is_some_and(|it| it == "css") {
            found.push(path);
        }
    }
    Ok(())
}

/// Drops `/* … */`, except a licence's `/*! … */`, and the blank lines that leaves.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        let (comment, behind) = after.split_once("*/").unwrap_or((after, ""));
        if comment.starts_with('!') {
            kept.push_str("/*");
            kept.push_str(comment);
            kept.push_str("*/");
        }
        rest = behind;
    }
    kept.push_str(rest);
    let lines: Vec<&str> = kept.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_dropped_but_a_licence_stays() {
        let css = "a { b: c } /* why */\n\n/*! OFL */\n  d { e: f }";
        assert_eq!(without_comments(css), "a { b: c }\n/*! OFL */\nd { e: f }");
    }

    #[test]
    fn a_comment_that_never_ends_swallows_only_what_follows() {
        assert_eq!(without_comments("a{} /* open"), "a{}");
    }

    #[test]
    fn tokens_come_before_fonts_and_fonts_before_the_rest() {
        let mut paths: Vec<PathBuf> =
            ["z.css", "fonts.css", "base.css", "tokens.css"].map(PathBuf::from).into();
        paths.sort_by_key(|path| (rank(path), path.clone()));
        assert_eq!(paths, ["tokens.css", "fonts.css", "base.css", "z.css"].map(PathBuf::from));
    }
}
