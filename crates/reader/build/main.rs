//! Turns `languages/<language>/*.toml` into the tables the reader walks: a word that no class knows, a guard without a context or a
//! reason without words in every language stops the build with a sentence.
#![allow(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a build script speaks to its developer by stopping the build"
)]

mod grammar;
#[path = "../src/letters.rs"]
mod letters;
mod lexicon;
mod meant;
mod read;
mod reasons;
mod table;

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The languages the reader speaks, and the order in which the tables are written.
const LANGUAGES: [&str; 2] = ["en", "es"];

fn main() {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("languages");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/letters.rs");
    let languages = LANGUAGES.map(|language| read::language(&folder.join(language)));
    let ids = reasons::ids(&languages);
    let mut code = reasons::code(&languages, &ids);
    for (name, language) in LANGUAGES.iter().zip(&languages) {
        code.push_str(&table::code(name, language, &ids));
    }
    let out = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("tables.rs");
    if let Err(error) = fs::write(&out, code) {
        panic!("{}: {error}", out.display());
    }
}
