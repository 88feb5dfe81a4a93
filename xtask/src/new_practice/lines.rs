//! The lists that name every practice, and where a new one's line goes in each.

use anyhow::{Context, Result, bail};

use super::Name;

/// Where a line goes.
pub(crate) enum Place {
    /// Before the first line that begins so.
    Before(&'static str),
    /// After the last line that begins so.
    AfterLast(&'static str),
    /// At the end of the list that begins so; `{{n}}` becomes the number after its highest.
    LastOf(&'static str),
}

use Place::{AfterLast, Before, LastOf};

type List = &'static [(Place, &'static str)];

/// Every list, by its file.
pub(crate) const LISTS: [(&str, List); 5] = [
    ("crates/domain/src/practices/mod.rs", &[(AfterLast("pub mod "), "pub mod {{name}};")]),
    (
        "crates/domain/src/couple/mod.rs",
        &[
            (Before("use crate::practices::{"), "use crate::practices::{{name}};"),
            (LastOf("sum::sum! {"), "    /// {{Title}}.\n    {{Name}} {{name}} = {{n}};"),
            (
                AfterLast("            lean::to_bytes(&self.same_page.ours),"),
                "            lean::to_bytes(&self.{{name}}.ours),",
            ),
        ],
    ),
    ("crates/web/src/practices/mod.rs", &[(AfterLast("pub(crate) mod "), "pub(crate) mod {{name}};")]),
    (
        "crates/web/src/screens.rs",
        &[
            (Before("use crate::practices::{"), "use crate::practices::{{name}};"),
            (AfterLast("        \""), "        \"{{name}}\" => {{name}},"),
        ],
    ),
    ("stories/src/lib.rs", &[(AfterLast("mod "), "#[cfg(test)]\nmod {{name}};")]),
];

/// Adds a practice to a list; a place that cannot be found is named.
pub(crate) fn add(text: &str, list: List, name: &Name) -> Result<String> {
    let mut text = text.to_owned();
    for (place, line) in list {
        text = put(&text, place, &name.fill(line))?;
    }
    Ok(text)
}

fn put(text: &str, place: &Place, line: &str) -> Result<String> {
    let (at, line) = match place {
        Before(begin) => (line_beginning(text, begin)?, line.to_owned()),
        AfterLast(begin) => (after_last(text, begin)?, line.to_owned()),
        LastOf(begin) => {
            let from = line_beginning(text, begin)?;
            let (_, inside) = text.split_at(from);
            let end = from + 1 + inside.find("\n}").with_context(|| format!("`{begin}` never ends"))?;
            let list = text.get(from..end).unwrap_or_default();
            (end, line.replace("{{n}}", &next_number(list).to_string()))
        }
    };
    let (before, after) = text.split_at(at);
    Ok(format!("{before}{line}\n{after}"))
}

fn line_beginning(text: &str, begin: &str) -> Result<usize> {
    if text.starts_with(begin) {
        return Ok(0);
    }
    let at = text.find(&format!("\n{begin}"));
    at.map(|it| it + 1).with_context(|| format!("there is no line that begins with `{begin}`"))
}

fn after_last(text: &str, begin: &str) -> Result<usize> {
    let mut end = 0;
    let mut found = None;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if line.starts_with(begin) {
            found = Some(end);
        }
    }
    match found {
        Some(end) => Ok(end),
        None => bail!("there is no line that begins with `{begin}`"),
    }
}

/// Numbers of fields are kept, so a new one comes after the highest.
fn next_number(list: &str) -> u32 {
    let numbers = list.split(" = ").skip(1).filter_map(|it| it.split(';').next()?.parse::<u32>().ok());
    numbers.max().map_or(0, |it| it + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_before_after_and_to_the_end() {
        let text = "mod a;\nmod c;\nsum! {\n    /// A.\n    A a = 4;\n}\n";
        assert!(put(text, &Before("mod c"), "mod b;").unwrap().starts_with("mod a;\nmod b;\nmod c;\n"));
        assert!(put(text, &AfterLast("mod "), "mod d;").unwrap().starts_with("mod a;\nmod c;\nmod d;\n"));
        let grown = put(text, &LastOf("sum! {"), "    /// B.\n    B b = {{n}};").unwrap();
        assert!(grown.ends_with("    A a = 4;\n    /// B.\n    B b = 5;\n}\n"), "{grown}");
    }

    #[test]
    fn a_place_that_has_moved_is_named() {
        let told = put("mod a;\n", &Before("mod z"), "mod b;").unwrap_err().to_string();
        assert!(told.contains("mod z"), "{told}");
    }
}
