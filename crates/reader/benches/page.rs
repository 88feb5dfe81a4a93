//! How long it takes to read a page of text (3,000 characters) and a very long text, in each language.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench")]

use std::fs;

use reader::Language;

fn main() {
    divan::main();
}

/// A text of so many characters from the table of sentences.
fn text(language: &str, length: usize) -> String {
    let path = format!("{}/tests/sentences/{language}.toml", env!("CARGO_MANIFEST_DIR"));
    let table: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let lists = table.values().filter_map(toml::Value::as_array).flatten();
    let all = lists.filter_map(toml::Value::as_str).collect::<Vec<_>>().join(" ");
    all.chars().cycle().take(length).collect()
}

#[divan::bench(args = [3_000, 100_000])]
fn english(bencher: divan::Bencher<'_, '_>, length: usize) {
    let text = text("en", length);
    bencher.bench(|| reader::read(divan::black_box(&text), Language::En));
}

#[divan::bench(args = [3_000, 100_000])]
fn spanish(bencher: divan::Bencher<'_, '_>, length: usize) {
    let text = text("es", length);
    bencher.bench(|| reader::read(divan::black_box(&text), Language::Es));
}

/// A sentence that never ends and begins many patterns at every word.
#[divan::bench(args = [3_000, 100_000])]
fn run_on(bencher: divan::Bencher<'_, '_>, length: usize) {
    let text: String = "i am sorry if you felt but you made me ".chars().cycle().take(length).collect();
    bencher.bench(|| reader::read(divan::black_box(&text), Language::En));
}
