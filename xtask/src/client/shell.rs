//! The page around the program: templates whose `{{names}}` are filled in, and files served as they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The files of crates/web/shell that name others; everything else there is served as it is.
const TEMPLATES: [&str; 6] =
    ["index.html", "boot.js", "parts.js", "worker.js", "sw.js", "manifest.webmanifest"];

/// A file that is served as it is.
pub(crate) struct Still {
    /// Where styles and templates say it is.
    pub(crate) url: String,
    /// Its contents.
    pub(crate) bytes: Vec<u8>,
    /// Named by its contents? What a browser or a person asks for by name is not.
    pub(crate) hashed: bool,
}

/// Reads a template.
pub(crate) fn template(web: &Path, file: &str) -> Result<String> {
    let path = web.join("shell").join(file);
    fs::read_to_string(&path).with_context(|| format!("while reading {}", path.display()))
}

/// All templates as written, so that a change to any makes a new version.
pub(crate) fn raw(web: &Path) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for file in TEMPLATES {
        all.extend_from_slice(template(web, file)?.as_bytes());
    }
    Ok(all)
}

/// Fonts with their licences under /fonts/, icons for home screens under /icons/, and what the browser asks for by name at the root.
pub(crate) fn stills(web: &Path) -> Result<Vec<Still>> {
    let mut stills = Vec::new();
    for (folder, at) in [("fonts", "/fonts/"), ("icons", "/icons/"), ("shell", "/")] {
        let folder = web.join(folder);
        let mut entries: Vec<_> = fs::read_dir(&folder)
            .with_context(|| format!("while listing {}", folder.display()))?
            .collect::<std::io::Result<_>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if TEMPLATES.contains(&name.as_str()) || name.ends_with(".md") || entry.path().is_dir() {
                continue;
            }
            let bytes = fs::read(entry.path()).with_context(|| format!("while reading {name}"))?;
            let hashed = name.ends_with(".woff2");
            stills.push(Still { url: format!("{at}{name}"), bytes, hashed });
        }
    }
    Ok(stills)
}

/// What the placeholders stand for, and where files named in the sources have moved to.
#[derive(Default)]
pub(crate) struct Names {
    values: BTreeMap<String, String>,
    moves: BTreeMap<String, String>,
}

impl Names {
    /// From now on `{{name}}` means `value`.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// What `{{name}}` means so far.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A file that sources call `from` is served at `to`.
    pub(crate) fn moved(&mut self, from: &str, to: &str) {
        self.moves.insert(from.to_owned(), to.to_owned());
    }

    /// Rewrites the old addresses of moved files where they stand in quotes or in `url(…)`.
    pub(crate) fn relocate(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (from, to) in &self.moves {
            for (open, close) in [("\"", "\""), ("'", "'"), ("(", ")")] {
                text = text.replace(&format!("{open}{from}{close}"), &format!("{open}{to}{close}"));
            }
        }
        text
    }

    /// Fills a template; a placeholder that means nothing is refused, for the browser would not tell us.
    pub(crate) fn fill(&self, template: &str, file: &str) -> Result<String> {
        let mut filled = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let Some((name, behind)) = after.split_once("}}") else {
                bail!("{file}: a {{{{ is never closed");
            };
            let Some(value) = self.get(name.trim()) else {
                bail!("{file}: nothing is called {{{{{}}}}} at this point", name.trim());
            };
            filled.push_str(value);
            rest = behind;
        }
        filled.push_str(rest);
        Ok(self.relocate(&filled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.set("wasm", "/app-1.wasm");
        names.moved("/icon.svg", "/icon-2.svg");
        names
    }

    #[test]
    fn a_placeholder_becomes_what_it_stands_for() {
        assert_eq!(
            names().fill("load('{{wasm}}', '{{ wasm }}')", "x").unwrap(),
            "load('/app-1.wasm', '/app-1.wasm')"
        );
    }

    #[test]
    fn a_placeholder_that_means_nothing_is_refused_by_its_name() {
        let refused = names().fill("{{glue}}", "boot.js").unwrap_err().to_string();
        assert!(refused.contains("boot.js") && refused.contains("{{glue}}"), "{refused}");
        assert!(names().fill("a {{ b", "x").is_err());
    }

    #[test]
    fn files_named_by_their_contents_are_found_again_in_quotes_and_urls() {
        let css = names().relocate("a{b:url(/icon.svg)} c{d:url(\"/icon.svg\")} /icon.svg.old");
        assert_eq!(css, "a{b:url(/icon-2.svg)} c{d:url(\"/icon-2.svg\")} /icon.svg.old");
    }
}
