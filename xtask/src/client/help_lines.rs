//! The help lines: read from `help-lines/lines.toml`, checked, and written as one small table that lies on every device.
//! A line that says not where it was read, and when, is never shipped.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use toml::{Table, Value};

/// What a line may be for.
const KINDS: [&str; 6] = ["emergency", "violence", "crisis", "men", "lgbtq", "couples"];
/// Whose page it was read on.
const OWNERS: [&str; 3] = ["operator", "government", "directory"];
/// Whom it is for, where that is stated.
const WHO: [&str; 3] = ["women", "anyone", "anyone_and_who_frightens"];
/// The columns of the table, after the country and the kind. `crates/web/src/safety/lines.rs` reads them in this order.
const COLUMNS: [&str; 11] = [
    "name",
    "serves",
    "who",
    "phone",
    "phone_shown",
    "text",
    "web",
    "hours",
    "languages",
    "source_owner",
    "read_on",
];

/// The table of the checkout at this root.
pub(crate) fn table(root: &Path) -> Result<String> {
    let path = root.join("help-lines/lines.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("while reading {}", path.display()))?;
    table_of(&text).with_context(|| format!("in {}", path.display()))
}

/// One row a zone (`@`, its name, its country), then one row a line, all cells apart by tabs.
fn table_of(text: &str) -> Result<String> {
    let all: Table = text.parse()?;
    let mut rows = String::new();
    let lines = all.get("line").and_then(Value::as_array).context("there is no line")?;
    let covers = |country: &str| lines.iter().any(|it| cell(it, "country") == country);
    for (country, zones) in all.get("zones").and_then(Value::as_table).into_iter().flatten() {
        ensure!(covers(country), "the zones name {country}, which has no line");
        for zone in zones.as_array().into_iter().flatten().filter_map(Value::as_str) {
            rows.push_str(&["@\t", zone, "\t", country, "\n"].concat());
        }
    }
    for line in lines {
        let row = row(line)
            .with_context(|| format!("the line {} {}", cell(line, "country"), cell(line, "name")))?;
        rows.push_str(&row);
    }
    Ok(rows)
}

fn cell<'a>(line: &'a Value, name: &str) -> &'a str {
    line.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn row(line: &Value) -> Result<String> {
    check(line)?;
    let free = line.get("free").and_then(Value::as_bool) == Some(true);
    let year = cell(line, "page_dated").get(..4).unwrap_or_default();
    let mut cells = vec![cell(line, "country"), cell(line, "kind")];
    cells.extend(COLUMNS.map(|it| cell(line, it)));
    cells.extend([if free { "free" } else { "" }, year, host(cell(line, "source"))]);
    if cells.iter().any(|it| it.contains(['\t', '\n'])) {
        bail!("it has a tab or a new line in a cell");
    }
    Ok(cells.join("\t") + "\n")
}

fn check(line: &Value) -> Result<()> {
    let country = cell(line, "country");
    ensure!(
        country.len() == 2 && country.bytes().all(|it| it.is_ascii_uppercase()),
        "its country is no country"
    );
    ensure!(KINDS.contains(&cell(line, "kind")), "its kind is none of {KINDS:?}");
    ensure!(!cell(line, "name").is_empty(), "it has no name");
    let who = cell(line, "who");
    ensure!(who.is_empty() || WHO.contains(&who), "it is for none of {WHO:?}");
    let (phone, web) = (cell(line, "phone"), cell(line, "web"));
    ensure!(phone.bytes().all(|it| it.is_ascii_digit()), "its number is not all digits");
    ensure!(
        phone.is_empty() == cell(line, "phone_shown").is_empty(),
        "its number is shown or dialled, not both"
    );
    let couples = cell(line, "kind") == "couples";
    ensure!(!phone.is_empty() || (couples && !web.is_empty()), "it cannot be called");
    ensure!(OWNERS.contains(&cell(line, "source_owner")), "the owner of its source is none of {OWNERS:?}");
    let source = cell(line, "source");
    ensure!(source.starts_with("http") && host(source).contains('.'), "it does not say where it was read");
    ensure!(is_day(cell(line, "read_on")), "it does not say when it was read");
    Ok(())
}

/// The host of an address, as people know it.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

fn is_day(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [4, 2, 2] && text.bytes().all(|it| it.is_ascii_digit() || it == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "[zones]\nNL = [\"Europe/Amsterdam\"]\n[[line]]\ncountry = \"NL\"\nkind = \"crisis\"\nname = \"113\"\n\
        phone = \"113\"\nphone_shown = \"113\"\nfree = true\nsource = \"https://www.113.nl/a\"\n\
        source_owner = \"operator\"\nread_on = \"2026-11-22\"\npage_dated = \"2025-01\"\nnote = \"ours\"\n";

    #[test]
    fn a_line_is_one_row_with_its_source_and_its_date_and_without_our_notes() {
        let table = table_of(WHOLE).unwrap();
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "@\tEurope/Amsterdam\tNL");
        assert_eq!(
            rows[1],
            "NL\tcrisis\t113\t\t\t113\t113\t\t\t\t\toperator\t2026-11-22\tfree\t2025\t113.nl"
        );
    }

    #[test]
    fn a_line_without_source_date_or_number_is_refused() {
        for (was, is) in [
            ("https://www.113.nl/a", ""),
            ("2026-11-22", "lately"),
            ("phone = \"113\"", "phone = \"\""),
            ("phone = \"113\"", "phone = \"call us\""),
            ("operator", "somebody"),
            ("crisis", "hope"),
            ("NL = [", "DE = ["),
        ] {
            assert!(table_of(&WHOLE.replace(was, is)).is_err(), "{was} → {is}");
        }
    }

    #[test]
    fn the_lines_of_this_checkout_are_all_shipped_and_nothing_else() {
        let table = table(&crate::workspace::root()).unwrap();
        let rows = table.lines().filter(|it| !it.starts_with('@'));
        assert!(rows.clone().count() > 80);
        assert!(rows.clone().all(|it| it.split('\t').count() == 16), "16 cells a row");
        assert!(!table.contains("EU\t"), "no line of a union is shown for a country");
    }
}
