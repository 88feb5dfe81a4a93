//! What words mean to the learned weights, and the weights themselves. A word stands in the first class, by name, that holds it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::letters::folded;
use crate::read::{Language, lines};

/// The classes with a number of their own; all others follow in the order of their names.
const FIRST: [&str; 2] = ["filler", "own"];

/// The learned weights of one language, apart from its tables: who asks only for words of self-harm does without them.
pub(crate) fn learned(name: &str) -> String {
    let path = format!("/languages/{name}/learned.bin");
    let bytes = format!("include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
    format!("pub(crate) static {}_LEARNED: &[u8] = {bytes};\n", name.to_uppercase())
}

/// The tables of meanings of one language.
pub(crate) fn code(code: &mut String, language: &Language) {
    let mut order: Vec<&String> = language.meanings.keys().collect();
    order.sort_by_key(|it| FIRST.iter().position(|first| first == it).unwrap_or(FIRST.len()));
    let mut words = BTreeMap::new();
    let mut stems = BTreeMap::new();
    for (class, meaning) in order.iter().enumerate() {
        for word in lines(&language.meanings[*meaning]).flat_map(str::split_whitespace) {
            let (list, plain) = match word.strip_suffix('*') {
                Some(stem) => (&mut stems, folded(stem)),
                None => (&mut words, folded(word)),
            };
            list.entry(plain).or_insert(class);
        }
    }
    code.push_str("    meant: Meant {\n");
    spellings(code, "words", &words);
    spellings(code, "stems", &stems);
    let meanings: Vec<usize> = words.values().chain(stems.values()).copied().collect();
    let _ = writeln!(code, "    meanings: &{meanings:?},");
    let mut endings: Vec<String> = language.endings.split_whitespace().map(folded).collect();
    endings.sort_by_key(|it| std::cmp::Reverse(it.len()));
    let _ = writeln!(code, "    endings: &{endings:?} }},");
    let sure = |key: &str| language.sure.get(key).copied().unwrap_or(i32::from(i16::MAX));
    let (mark, clear) = (sure("to_mark"), sure("to_clear"));
    let _ = writeln!(code, "    sure: Sure {{ to_mark: {mark}, to_clear: {clear} }},");
}

fn spellings(code: &mut String, name: &str, all: &BTreeMap<String, usize>) {
    let mut ends = vec![0];
    for word in all.keys() {
        ends.push(ends.last().copied().unwrap_or(0) + word.len());
    }
    let letters: String = all.keys().map(String::as_str).collect();
    let _ = writeln!(code, "    {name}: Spellings {{ ends: &{ends:?}, letters: {letters:?} }},");
}
