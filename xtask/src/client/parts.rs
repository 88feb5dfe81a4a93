//! Cuts the program into the part that every visit loads and those that are loaded when they are first needed.
//!
//! Where to cut stands in `crates/web/src/platform/later.rs`: what only the entry of a part can reach, code and data, goes into that
//! part, and what several parts share into a file beside them. The parts do not pass through wasm-bindgen; they find the
//! program's table and memory where `crates/web/shell/parts.js` gives them to them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::{Value, json};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_split_cli_support::{Options, transform};

use super::Grade;
use crate::workspace;

/// From where the first part imports the loaders, until they stand in the glue.
const LOADERS: &str = "./later.js";

/// A program in parts.
pub(crate) struct Split {
    /// What every visit loads.
    pub(crate) first: Vec<u8>,
    /// What is loaded later.
    pub(crate) later: Later,
}

/// The files that are loaded later.
pub(crate) struct Later {
    /// Each by its name.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// Which files each part needs.
    pub(crate) parts: BTreeMap<String, Vec<String>>,
}

/// Up to how many bytes what several parts share lies in one file with its like: each file costs a request, and there are dozens.
const SMALL: usize = 32 << 10;

/// The first and the last byte but one of something in the file of small ones.
pub(crate) type Span = (usize, usize);

/// Where a piece of a part lies.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// In a file of its own.
    File(String),
    /// Among the small ones.
    Packed(Span),
}

/// Where everything lies that is loaded later.
pub(crate) struct Places {
    /// The file of the small ones.
    pub(crate) pack: String,
    /// What each part needs, in the order in which it is put in place.
    pub(crate) parts: BTreeMap<String, Vec<Place>>,
}

impl Places {
    /// All of it for the loader, as JSON: an address is a file, two numbers are a span.
    pub(crate) fn to_json(&self) -> String {
        let place = |it: &Place| match it {
            Place::File(file) => Value::from(file.as_str()),
            Place::Packed((from, to)) => json!([from, to]),
        };
        let parts =
            self.parts.iter().map(|(part, places)| (part.clone(), places.iter().map(place).collect()));
        Value::Object(parts.collect()).to_string()
    }

    /// The files that a part needs.
    pub(crate) fn files_of(&self, part: &str) -> Vec<&str> {
        let places = self.parts.get(part).map(Vec::as_slice).unwrap_or_default();
        let mut files: Vec<&str> = places
            .iter()
            .map(|it| match it {
                Place::File(file) => file.as_str(),
                Place::Packed(_) => self.pack.as_str(),
            })
            .collect();
        files.sort_unstable();
        files.dedup();
        files
    }
}

impl Later {
    /// The small ones in one file, and where each of them lies in it.
    pub(crate) fn packed(&self) -> (Vec<u8>, BTreeMap<&String, Span>) {
        let (mut pack, mut spans) = (Vec::new(), BTreeMap::new());
        let shared = |name: &str| name.starts_with("chunk_");
        for (name, bytes) in self.files.iter().filter(|(name, it)| shared(name) && it.len() <= SMALL) {
            spans.insert(name, (pack.len(), pack.len() + bytes.len()));
            pack.extend_from_slice(bytes);
        }
        (pack, spans)
    }
}

/// Cuts what was compiled.
pub(crate) fn split(compiled: &Path, grade: Grade) -> Result<Split> {
    let whole = fs::read(compiled).with_context(|| format!("while reading {}", compiled.display()))?;
    let folder = workspace::target().join("parts");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("while emptying the folder of the parts")?;
    }
    let first = folder.join("first.wasm");
    let mut options = Options::new(&whole);
    (options.output_dir, options.main_out_path, options.link_name) = (&folder, &first, LOADERS);
    let cut = transform(options).map_err(|problem| anyhow!("while cutting the client: {problem:?}"))?;
    let mut files = BTreeMap::new();
    for path in &cut.split_modules {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(path).with_context(|| format!("while reading {}", path.display()))?;
        files.insert(name, if grade == Grade::Release { slim(&bytes)? } else { bytes });
    }
    let parts = cut.prefetch_map.into_iter().collect();
    Ok(Split {
        first: fs::read(&first).context("while reading the first part")?,
        later: Later { files, parts },
    })
}

/// The glue with the loaders in it, instead of imports of them: files that name each other cannot be named by their contents.
pub(crate) fn joined(glue: &str, later: &Later) -> Result<String> {
    ensure!(glue.contains("let wasmModule"), "the glue keeps the program in another place");
    let loaders: Vec<String> = later
        .parts
        .keys()
        .map(|part| format!("__wasm_split_load_{part}: (tell, whom) => load(\"{part}\", tell, whom)"))
        .collect();
    let mut joined = format!("const loaders = {{ {} }};\n", loaders.join(", "));
    for line in glue.lines() {
        // One such line for each loader, as `import * as import1 from "./later.js"`.
        match line.strip_prefix("import * as ").filter(|it| it.contains(LOADERS)) {
            Some(import) => {
                let name = import.split(' ').next().unwrap_or_default();
                joined.push_str(&format!("const {name} = loaders;\n"));
            }
            None => {
                joined.push_str(line);
                joined.push('\n');
            }
        }
    }
    ensure!(!joined.contains(&format!("from \"{LOADERS}")), "the glue imports the loaders in another way");
    Ok(joined)
}

/// Writes every number as short as it can be, and leaves out names and who made it.
fn slim(part: &[u8]) -> Result<Vec<u8>> {
    let mut slim = wasm_encoder::Module::new();
    WithoutNames
        .parse_core_module(&mut slim, wasmparser::Parser::new(0), part)
        .map_err(|problem| anyhow!("while making a part smaller: {problem}"))?;
    Ok(slim.finish())
}

struct WithoutNames;

impl Reencode for WithoutNames {
    type Error = std::convert::Infallible;

    fn parse_custom_section(
        &mut self,
        _: &mut wasm_encoder::Module,
        _: wasmparser::CustomSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later() -> Later {
        let parts = [("inside".to_owned(), vec!["chunk_1".to_owned(), "split_inside".to_owned()])];
        Later { files: BTreeMap::new(), parts: parts.into() }
    }

    #[test]
    fn small_pieces_that_parts_share_lie_in_one_file_and_all_else_in_its_own() {
        let files = [
            ("chunk_1", vec![1; 10]),
            ("chunk_2", vec![2; SMALL + 1]),
            ("chunk_3", vec![3; 5]),
            ("split_inside", vec![4; 5]),
        ];
        let files = files.map(|(name, bytes)| (name.to_owned(), bytes)).into();
        let later = Later { files, ..later() };
        let (pack, spans) = later.packed();
        assert_eq!(pack.len(), 15);
        let (from, to) = spans[&"chunk_3".to_owned()];
        assert_eq!(&pack[from..to], [3; 5]);
        // What one part has alone keeps its own file, so that it can fail and come by itself.
        assert_eq!(spans.len(), 2);
        let parts = [(
            "inside".to_owned(),
            vec![Place::Packed((0, 10)), Place::File("/a".to_owned()), Place::Packed((10, 15))],
        )];
        let places = Places { pack: "/p".to_owned(), parts: parts.into() };
        assert_eq!(places.files_of("inside"), ["/a", "/p"]);
        assert_eq!(places.to_json(), r#"{"inside":[[0,10],"/a",[10,15]]}"#);
    }

    #[test]
    fn the_loaders_stand_in_the_glue_and_not_in_a_file_of_their_own() {
        let glue = "import * as import1 from \"./later.js\"\nimport * as import2 from \"./later.js\"\nlet wasmModule, wasm;\n";
        let joined = joined(glue, &later()).unwrap();
        assert!(!joined.contains("import *"), "{joined}");
        assert!(joined.contains("const import1 = loaders;\nconst import2 = loaders;\n"), "{joined}");
        assert!(joined.contains("__wasm_split_load_inside: (tell, whom) => load(\"inside\", tell, whom)"));
    }

    #[test]
    fn a_glue_of_another_form_is_refused() {
        assert!(joined("let program;\n", &later()).is_err());
        let renamed = "import { load } from \"./later.js\"\nlet wasmModule, wasm;\n";
        assert!(joined(renamed, &later()).is_err());
    }
}
