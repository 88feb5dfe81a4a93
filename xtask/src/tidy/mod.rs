//! `cargo xtask tidy`: the rules of the house that no compiler knows.
//! Each check reads the tree of files, or cargo's graph, and says what is wrong in one sentence per finding.

mod colours;
mod direction;
mod documents;
mod names;
mod practices;
mod purity;
mod sources;
mod tone;
mod tree;
mod words;
mod writing;

use anyhow::Result;

use crate::workspace;
pub(crate) use tree::Tree;

/// One thing that is wrong, and where.
pub(crate) type Finding = String;

/// Runs every check; gives all findings at once, so that nobody fixes them one by one.
pub(crate) fn findings() -> Result<Vec<Finding>> {
    let tree = Tree::read(&workspace::root())?;
    let mut findings = direction::check(&direction::Graph::ask_cargo()?);
    for check in [
        sources::check,
        names::check,
        purity::check,
        practices::check,
        documents::check,
        colours::check,
        words::check,
        writing::check,
        tone::check,
    ] {
        findings.extend(check(&tree));
    }
    Ok(findings)
}

/// Prints what is wrong; true when nothing is.
pub(crate) fn tidy() -> Result<bool> {
    let findings = findings()?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: nothing to say");
    } else {
        eprintln!("tidy: {} to put right", findings.len());
    }
    Ok(findings.is_empty())
}
