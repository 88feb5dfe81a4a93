//! `cargo xtask new-practice NAME`: the files of a new practice, and its line in every list.
//! What it writes compiles and is small; `tidy` and the compiler then say what is still missing.

mod lines;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A name in the forms in which it is written.
pub(crate) struct Name {
    /// `taking_time`
    snake: String,
    /// `TakingTime`
    camel: String,
    /// `Taking time`
    title: String,
}

/// Where a new practice's files are written, and what they begin as.
const FILES: [(&str, &str); 4] = [
    ("crates/domain/src/practices/{{name}}.rs", include_str!("rules.rs.txt")),
    ("crates/web/src/practices/{{name}}/mod.rs", include_str!("screen.rs.txt")),
    ("locales/en/{{name}}.toml", include_str!("words.toml.txt")),
    ("stories/src/{{name}}.rs", include_str!("story.rs.txt")),
];

/// Writes the practice into the checkout.
pub(crate) fn begin(words: &[String]) -> Result<()> {
    let [name] = words else {
        bail!("cargo xtask new-practice NAME, as in: cargo xtask new-practice taking_time")
    };
    let name = Name::read(name)?;
    let root = workspace::root();
    write(&root, &name)?;
    let mut cargo = workspace::cargo();
    cargo.args(["fmt", "--package", "domain", "--package", "web", "--package", "stories"]);
    workspace::succeed(&mut cargo, "formatting the new files")?;
    println!(
        "`{}` is there. Next: its rules, its words, its screen in crates/web/src/route.rs, its story.",
        name.snake
    );
    Ok(())
}

/// All lists are changed in memory first: a list that has moved leaves nothing half done.
fn write(root: &Path, name: &Name) -> Result<()> {
    let mut changed = Vec::new();
    for (path, _) in FILES {
        if root.join(name.fill(path)).exists() {
            bail!("{} is there already", name.fill(path));
        }
    }
    for (path, list) in lines::LISTS {
        let text = fs::read_to_string(root.join(path)).with_context(|| format!("while reading {path}"))?;
        changed.push((root.join(path), lines::add(&text, list, name).with_context(|| format!("in {path}"))?));
    }
    for (path, template) in FILES {
        changed.push((root.join(name.fill(path)), name.fill(template)));
    }
    for (path, text) in changed {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, text).with_context(|| format!("while writing {}", path.display()))?;
    }
    Ok(())
}

impl Name {
    /// Reads a name as it is written in code.
    fn read(snake: &str) -> Result<Self> {
        let words: Vec<&str> = snake.split('_').collect();
        let plain = |it: &&str| !it.is_empty() && it.chars().all(|letter| letter.is_ascii_lowercase());
        if !words.iter().all(plain) {
            bail!(
                "`{snake}` is no name for a practice: small letters with _ between words, as in taking_time"
            );
        }
        let camel = words.iter().map(|it| capital(it)).collect();
        Ok(Self { snake: snake.to_owned(), camel, title: capital(&words.join(" ")) })
    }

    /// Puts the name where a template wants it.
    fn fill(&self, template: &str) -> String {
        let words = self.snake.replace('_', " ");
        let filled = template.replace("{{name}}", &self.snake).replace("{{Name}}", &self.camel);
        filled.replace("{{Title}}", &self.title).replace("{{words}}", &words)
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_in_three_forms() {
        let name = Name::read("taking_time").unwrap();
        assert_eq!(
            name.fill("{{name}} {{Name}} {{Title}} {{words}}"),
            "taking_time TakingTime Taking time taking time"
        );
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for word in ["", "TakingTime", "taking-time", "_time", "../time"] {
            assert!(Name::read(word).is_err(), "{word} was taken");
        }
    }

    #[test]
    fn every_list_of_the_checkout_takes_a_new_practice() {
        let root = workspace::root();
        let name = Name::read("gratitude").unwrap();
        for (path, list) in lines::LISTS {
            let text = fs::read_to_string(root.join(path)).unwrap();
            let added = lines::add(&text, list, &name).unwrap_or_else(|it| panic!("{path}: {it:#}"));
            assert!(added.len() > text.len() && added.contains("gratitude"), "{path}");
        }
    }

    #[test]
    fn a_practice_that_is_there_is_not_written_over() {
        let name = Name::read("promises").unwrap();
        assert!(write(&workspace::root(), &name).unwrap_err().to_string().contains("is there already"));
    }
}
