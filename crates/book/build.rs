//! Turns `locales/<language>/book/words.toml` into one sorted table of keys and sentences for each language. A language that lacks a key of
//! English stops the build.
#![allow(clippy::panic, reason = "a build script speaks to its developer by stopping the build")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let locales = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut languages: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for folder in fs::read_dir(&locales).into_iter().flatten().flatten().map(|it| it.path()) {
        let file = folder.join("book/words.toml");
        if let (true, Some(name)) = (file.is_file(), folder.file_name()) {
            println!("cargo::rerun-if-changed={}", file.display());
            languages.insert(name.to_string_lossy().into_owned(), read(&file));
        }
    }
    let Some(english) = languages.get("en").cloned() else { panic!("locales/en/book/words.toml is missing") };
    let mut code = String::from("pub(crate) static LANGUAGES: &[(&str, &[(&str, &str)])] = &[\n");
    for (language, words) in &languages {
        for key in english.keys() {
            assert!(words.contains_key(key), "{language}: book: {key} is missing");
        }
        let _ = writeln!(code, "    ({language:?}, &[");
        for (key, sentence) in words {
            let _ = writeln!(code, "        ({key:?}, {sentence:?}),");
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    let out = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("words.rs");
    if let Err(error) = fs::write(&out, code) {
        panic!("{}: {error}", out.display());
    }
}

fn read(file: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let sentence = |(key, value): (String, toml::Value)| match value.as_str() {
        Some(sentence) => (key, sentence.to_owned()),
        None => panic!("{}: {key} is not a sentence", file.display()),
    };
    table.into_iter().map(sentence).collect()
}
