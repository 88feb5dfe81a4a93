//! The checkout as a list of text files, so that a check can also be asked about a made-up one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Folders of the root that are not ours to check.
const OUTSIDE: [&str; 3] = ["target", "data", ".git"];

/// Every text file of the checkout, by its path from the root.
#[derive(Default)]
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads the checkout.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    /// A made-up checkout.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    /// All files, in the order of their paths.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files of Rust.
    pub(crate) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| path.ends_with(".rs"))
    }

    /// The text of one file.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Is there a file or folder of this path?
    pub(crate) fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let inside = format!("{path}/");
        self.files.contains_key(path) || self.files.keys().any(|it| it.starts_with(&inside))
    }

    /// Is this file of Rust a module that only tests see, or inside of one?
    pub(crate) fn is_test(&self, path: &str) -> bool {
        let mut module = path.trim_end_matches(".rs").trim_end_matches("/mod");
        while let Some((folder, name)) = module.rsplit_once('/') {
            let declared = format!("#[cfg(test)]\nmod {name};");
            let parents = [
                format!("{folder}/mod.rs"),
                format!("{folder}/lib.rs"),
                format!("{folder}/main.rs"),
                format!("{folder}.rs"),
            ];
            if parents.iter().any(|it| self.text(it).is_some_and(|text| text.contains(&declared))) {
                return true;
            }
            module = folder;
        }
        false
    }

    /// The names directly inside a folder; a file's name is given without its ending.
    pub(crate) fn names_in(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = self
            .files
            .keys()
            .filter_map(|path| path.strip_prefix(folder))
            .filter_map(|inside| inside.split('/').next())
            .map(|name| name.split('.').next().unwrap_or(name).to_owned())
            .collect();
        names.dedup();
        names
    }

    fn read_folder(&mut self, folder: &Path, at: &str) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("while listing {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{at}{name}");
            if entry.file_type()?.is_dir() {
                if !OUTSIDE.contains(&path.as_str()) {
                    self.read_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else {
                // What is no text (fonts, pictures) is known by its path alone.
                let bytes = fs::read(entry.path()).with_context(|| format!("while reading {path}"))?;
                self.files.insert(path, String::from_utf8(bytes).unwrap_or_default());
            }
        }
        Ok(())
    }
}

/// The part of a file of Rust before its unit tests.
pub(crate) fn before_tests(text: &str) -> &str {
    let begin = text.match_indices("#[cfg(test)]\nmod ").find(|(at, _)| {
        let line = text.get(*at..).and_then(|it| it.lines().nth(1));
        line.is_some_and(|it| it.contains('{'))
    });
    begin.map_or(text, |(at, _)| text.split_at(at).0)
}

/// The lines of Rust that are neither comment nor empty, with their numbers from 1.
pub(crate) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(number, line)| (number + 1, line)).filter(|(_, line)| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with("//")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_folder_of_tests_is_a_test_and_its_neighbours_are_not() {
        let tree = Tree::of(&[
            ("crates/domain/src/talk/mod.rs", "mod decide;\n#[cfg(test)]\nmod tests;\n"),
            ("crates/domain/src/talk/tests/mod.rs", "mod topics;\n"),
        ]);
        for inside in ["talk/tests/mod.rs", "talk/tests/topics.rs", "talk/tests.rs"] {
            assert!(tree.is_test(&format!("crates/domain/src/{inside}")), "{inside}");
        }
        assert!(!tree.is_test("crates/domain/src/talk/decide.rs"));
        assert!(!tree.is_test("crates/domain/src/talk/mod.rs"));
    }
}
