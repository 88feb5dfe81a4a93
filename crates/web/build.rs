//! Turns `locales/<language>/<area>.toml` into one typed function a sentence: a missing key, or a name that a sentence needs and does
//! not get, stops the build; a table of numbers becomes a function from a number to its sentence. Names stand in braces, as in `"Tell {name}"`; a sentence with `one` and `other` is chosen by the number `n`.
#![allow(clippy::panic, reason = "a build script speaks to its developer by stopping the build")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What a key stands for: one sentence, two chosen by a number, or many by their numbers.
enum Sentence {
    Plain(String),
    Counted {
        one: String,
        other: String,
    },
    /// Content: sentences by their numbers.
    Numbered(BTreeMap<u16, String>),
}

type Area = BTreeMap<String, Sentence>;

fn main() {
    let locales = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let languages: Vec<(String, BTreeMap<String, Area>)> =
        folders(&locales).into_iter().map(|folder| (name_of(&folder), areas(&folder))).collect();
    let Some((_, base)) = languages.iter().find(|(name, _)| name == "en") else {
        panic!("locales/en is missing")
    };
    let mut code = String::new();
    for (area, sentences) in base {
        let _ = writeln!(code, "pub(crate) mod {area} {{");
        for (key, sentence) in sentences {
            let versions: Vec<(&str, &Sentence)> = languages
                .iter()
                .map(|(language, areas)| (language.as_str(), version(areas, language, area, key)))
                .collect();
            let sorted = |sentence: &Sentence| {
                names(sentence).iter().map(|it| (*it).to_owned()).collect::<BTreeSet<String>>()
            };
            for (language, other) in &versions {
                assert!(
                    sorted(sentence) == sorted(other),
                    "{language}: {area}.{key} uses other names than English does"
                );
            }
            function(&mut code, key, &versions);
        }
        code.push_str("}\n");
    }
    let out = Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("words.rs");
    if let Err(error) = fs::write(&out, code) {
        panic!("{}: {error}", out.display());
    }
}

fn folders(locales: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(locales)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn areas(folder: &Path) -> BTreeMap<String, Area> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    files
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .map(|path| (name_of(&path), area(&path)))
        .collect()
}

fn area(path: &Path) -> Area {
    let text = fs::read_to_string(path).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    table
        .into_iter()
        .map(|(key, value)| {
            let read = sentence(path, &key, &value);
            (key, read)
        })
        .collect()
}

fn sentence(path: &Path, key: &str, value: &toml::Value) -> Sentence {
    let part = |name: &str| value.get(name).and_then(toml::Value::as_str).map(str::to_owned);
    match (value.as_str(), part("one"), part("other")) {
        (Some(plain), ..) => Sentence::Plain(plain.to_owned()),
        (None, Some(one), Some(other)) => Sentence::Counted { one, other },
        _ => numbered(value).unwrap_or_else(|| {
            panic!(
                "{}: {key} is neither a sentence, nor a pair of `one` and `other`, nor numbered",
                path.display()
            )
        }),
    }
}

fn numbered(value: &toml::Value) -> Option<Sentence> {
    let rows = value.as_table()?.iter();
    let row =
        |(number, text): (&String, &toml::Value)| Some((number.parse().ok()?, text.as_str()?.to_owned()));
    rows.map(row).collect::<Option<_>>().map(Sentence::Numbered)
}

fn version<'a>(areas: &'a BTreeMap<String, Area>, language: &str, area: &str, key: &str) -> &'a Sentence {
    areas
        .get(area)
        .and_then(|sentences| sentences.get(key))
        .unwrap_or_else(|| panic!("{language}: {area}.{key} is missing"))
}

/// The names in braces, in the order in which they come.
fn names(sentence: &Sentence) -> Vec<&str> {
    let texts: Vec<&str> = match sentence {
        Sentence::Plain(plain) => vec![plain],
        Sentence::Counted { one, other } => vec![one, other],
        Sentence::Numbered(_) => Vec::new(),
    };
    let all = texts
        .iter()
        .flat_map(|text| text.split('{').skip(1))
        .filter_map(|rest| rest.split('}').next())
        .filter(|name| *name != "n");
    all.fold(Vec::new(), |mut found, name| {
        if !found.contains(&name) {
            found.push(name);
        }
        found
    })
}

fn function(code: &mut String, key: &str, versions: &[(&str, &Sentence)]) {
    let Some((_, first)) = versions.first() else { return };
    if let Sentence::Numbered(rows) = first {
        return numbers(code, key, rows, versions);
    }
    let names = names(first);
    let counted = matches!(first, Sentence::Counted { .. });
    let mut parameters: Vec<String> = names.iter().map(|name| format!("{name}: &str")).collect();
    if counted {
        parameters.insert(0, "n: u64".to_owned());
    }
    let plain = parameters.is_empty();
    let result = if plain { "&'static str" } else { "String" };
    let _ = writeln!(code, "    pub(crate) fn {key}({}) -> {result} {{", parameters.join(", "));
    match versions {
        [(_, only)] => {
            let _ = writeln!(code, "        {}", expression(only, plain));
        }
        many => {
            code.push_str("        match super::language() {\n");
            for (language, sentence) in many.iter().filter(|(language, _)| *language != "en") {
                let _ = writeln!(code, "            {language:?} => {},", expression(sentence, plain));
            }
            for (_, sentence) in many.iter().filter(|(language, _)| *language == "en") {
                let _ = writeln!(code, "            _ => {},", expression(sentence, plain));
            }
            code.push_str("        }\n");
        }
    }
    code.push_str("    }\n");
}

/// A function from a number to its sentence. All languages have the same numbers.
fn numbers(code: &mut String, key: &str, base: &BTreeMap<u16, String>, versions: &[(&str, &Sentence)]) {
    let _ = writeln!(code, "    pub(crate) fn {key}(number: u16) -> Option<&'static str> {{");
    let table = |language: &str, sentence: &Sentence| {
        let Sentence::Numbered(rows) = sentence else { panic!("{language}: {key} is not numbered") };
        assert!(rows.keys().eq(base.keys()), "{language}: {key} has other numbers than another language");
        format!("&{:?}", rows.iter().collect::<Vec<_>>())
    };
    let english = |it: &&(&str, &Sentence)| it.0 == "en";
    let mut chosen = String::new();
    for (language, sentence) in versions.iter().filter(|it| !english(it)) {
        let _ =
            write!(chosen, "if super::language() == {language:?} {{ {} }} else ", table(language, sentence));
    }
    for (language, sentence) in versions.iter().filter(english) {
        let rows = table(language, sentence);
        let _ = write!(chosen, "{}", if chosen.is_empty() { rows } else { ["{ ", &rows, " }"].concat() });
    }
    let _ = writeln!(code, "        let all: &[(u16, &'static str)] = {chosen};");
    code.push_str("        all.iter().find(|it| it.0 == number).map(|it| it.1)\n    }\n");
}

fn expression(sentence: &Sentence, plain: bool) -> String {
    match sentence {
        Sentence::Plain(text) if plain => format!("{text:?}"),
        Sentence::Plain(text) => joined(text),
        Sentence::Numbered(_) => "\"\"".to_owned(),
        Sentence::Counted { one, other } => {
            format!("if super::is_one(n) {{ {} }} else {{ {} }}", joined(one), joined(other))
        }
    }
}

/// Joins the pieces of a sentence. `concat` is smaller in the bundle than the formatting machinery.
fn joined(text: &str) -> String {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) =
            after.split_once('}').unwrap_or_else(|| panic!("a brace is not closed in {text:?}"));
        pieces.push(format!("{before:?}"));
        pieces.push(if name == "n" { "&super::number(n)".to_owned() } else { name.to_owned() });
        rest = tail;
    }
    pieces.push(format!("{rest:?}"));
    format!("[{}].concat()", pieces.join(", "))
}
