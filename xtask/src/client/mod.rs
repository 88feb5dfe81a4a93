//! Builds the client: WebAssembly, styles, fonts and shell become one set of files in target/dist,
//! named by their contents, compressed, and listed in a manifest that the binary embeds.

mod bundle;
mod help_lines;
mod parts;
mod shell;
mod styles;
mod wasm;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail, ensure};

use crate::{toolchain, workspace};
use bundle::{Bundle, Cache, Kept, PARTS};

/// Bytes over the wire that a first visit may weigh in a release: the front page and the page on safety, all in.
const FIRST_VISIT: usize = 180_000;

/// How much care a build takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grade {
    /// Quick to build, for the next look at a change.
    Dev,
    /// Small and fast, as it is served to people.
    Release,
}

impl Grade {
    /// Reads `--dev` and `--release`; anything else is refused.
    pub(crate) fn from_words(words: &[String]) -> Result<Self> {
        let mut grade = Self::Release;
        for word in words {
            grade = match word.as_str() {
                "--dev" => Self::Dev,
                "--release" => Self::Release,
                other => bail!("unknown: `{other}`. This takes --dev or --release."),
            };
        }
        Ok(grade)
    }

    /// The cargo profile of the client.
    pub(crate) fn web_profile(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "web",
        }
    }

    fn brotli_quality(self) -> i32 {
        match self {
            Self::Dev => 1,
            Self::Release => 11,
        }
    }
}

/// Builds everything a browser needs into target/dist.
pub(crate) fn build(grade: Grade) -> Result<()> {
    toolchain::ensure_wasm()?;
    let begun = Instant::now();
    println!("Building the client (profile {}) …", grade.web_profile());
    let compiled = wasm::compile(grade)?;
    println!("  compiled after {:.1} s", begun.elapsed().as_secs_f64());
    let program = wasm::bind(&compiled, grade)?;
    let bundle = assemble(&program)?;
    let dist = workspace::dist();
    let quality = grade.brotli_quality();
    bundle.recall(&dist, quality);
    let (first, later) = (bundle.wire(Kept::First, quality)?, bundle.wire(Kept::Later, quality)?);
    ensure!(
        grade == Grade::Dev || first <= FIRST_VISIT,
        "a first visit weighs {first} bytes, more than {FIRST_VISIT}: something of `app.rs`, `safety/` or the front page names what \
         lies behind it (docs/decisions/0015-the-program-in-parts.md)"
    );
    bundle.write(&dist, quality)?;
    println!(
        "  {} files; over the wire a first visit is {} KB, the whole {} KB; in {} ({:.1} s in all)",
        bundle.len(),
        first.div_ceil(1000),
        (first + later).div_ceil(1000),
        dist.display(),
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Names every part by its contents, leaves first, so that what names others is filled in after them.
fn assemble(program: &wasm::Program) -> Result<Bundle> {
    let web = workspace::root().join("crates/web");
    let mut bundle = Bundle::default();
    let mut names = shell::Names::default();
    for still in shell::stills(&web)? {
        let url = if still.hashed {
            bundle.add_hashed(&still.url, still.bytes)
        } else {
            bundle.add(&still.url, still.bytes, Cache::Revalidate)
        };
        names.moved(&still.url, &url);
    }
    names.set("wasm", &bundle.add_hashed("/app.wasm", program.wasm.clone()));
    let places = add_parts(&program.later, &mut bundle);
    names.set("pack", &places.pack);
    names.set("parts", &places.to_json());
    names.set("inside", &serde_json::Value::from(places.files_of("inside")).to_string());
    let loader = names.fill(&shell::template(&web, "parts.js")?, "parts.js")?;
    names.set("glue", &bundle.add_hashed("/app.js", format!("{}\n{loader}", program.glue).into_bytes()));
    let css = names.relocate(&styles::gather(&web)?);
    names.set("css", &bundle.add_hashed("/app.css", css.into_bytes()));
    let lines = help_lines::table(&workspace::root())?;
    names.set("lines", &bundle.add_hashed("/lines.tsv", lines.into_bytes()));
    names.set("version", &bundle.version(&shell::raw(&web)?));
    fill_shell(&web, &mut names, &mut bundle)?;
    Ok(bundle)
}

/// Adds the parts that are loaded later.
fn add_parts(later: &parts::Later, bundle: &mut Bundle) -> parts::Places {
    let (pack, spans) = later.packed();
    let pack = bundle.add_hashed(&format!("{PARTS}small.bin"), pack);
    let place = |(name, bytes): (&String, &Vec<u8>)| match spans.get(name) {
        Some(span) => (name.clone(), parts::Place::Packed(*span)),
        None => (
            name.clone(),
            parts::Place::File(bundle.add_hashed(&format!("{PARTS}{name}.wasm"), bytes.clone())),
        ),
    };
    let places: BTreeMap<String, parts::Place> = later.files.iter().map(place).collect();
    let files = |it: &[String]| it.iter().filter_map(|it| places.get(it)).cloned().collect();
    parts::Places {
        pack,
        parts: later.parts.iter().map(|(part, needs)| (part.clone(), files(needs))).collect(),
    }
}

/// The templates, each after those whose addresses it names; the service worker lists them all.
fn fill_shell(web: &Path, names: &mut shell::Names, bundle: &mut Bundle) -> Result<()> {
    for (name, file) in [("worker", "worker.js"), ("boot", "boot.js")] {
        let filled = names.fill(&shell::template(web, file)?, file)?;
        names.set(name, &bundle.add_hashed(&format!("/{file}"), filled.into_bytes()));
    }
    for (url, file) in
        [("/manifest.webmanifest", "manifest.webmanifest"), ("/", "index.html"), ("/sw.js", "sw.js")]
    {
        names.set("assets", &bundle.precached(Kept::First));
        names.set("later", &bundle.precached(Kept::Later));
        let filled = names.fill(&shell::template(web, file)?, file)?;
        bundle.add(url, filled.into_bytes(), Cache::Revalidate);
    }
    let version = format!("{{\"version\":\"{}\"}}\n", names.get("version").unwrap_or_default());
    bundle.add("/version.json", version.into_bytes(), Cache::Revalidate);
    Ok(())
}
