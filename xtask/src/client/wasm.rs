//! From Rust to WebAssembly and the JavaScript that loads it.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::Grade;
use super::parts::{self, Split};
use crate::toolchain::WASM;
use crate::workspace;

/// The program as a browser loads it.
pub(crate) struct Program {
    /// The WebAssembly itself.
    pub(crate) wasm: Vec<u8>,
    /// The module that loads it.
    pub(crate) glue: String,
    /// What is loaded later.
    pub(crate) later: parts::Later,
}

/// Compiles the crate `web`; gives the path of what came out.
pub(crate) fn compile(grade: Grade) -> Result<PathBuf> {
    let profile = grade.web_profile();
    let mut cargo = workspace::cargo();
    cargo.args(["rustc", "--package", "web", "--bin", "web", "--target", WASM, "--profile", profile]);
    if grade == Grade::Release {
        cargo.env("CARGO_ENCODED_RUSTFLAGS", without_our_folders());
    }
    // What refers to what stays known behind the linker: the program is cut along it.
    cargo.args(["--", "-Clink-arg=--emit-relocs"]);
    workspace::succeed(&mut cargo, "compiling the client")?;
    let folder = if grade == Grade::Dev { "debug" } else { profile };
    Ok(workspace::target().join(WASM).join(folder).join("web.wasm"))
}

/// Flags by which what people download names no folder of the machine it was built on: it is smaller, it tells nothing
/// about whoever built it, and the same source gives the same bytes elsewhere.
fn without_our_folders() -> String {
    let home = env::var_os("HOME").map(|it| PathBuf::from(it).join(".cargo"));
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or(home);
    let sources = cargo.map(|it| it.join("registry/src")).and_then(|it| fs::read_dir(it).ok());
    let registries = sources.into_iter().flatten().flatten().map(|it| it.path());
    let flags =
        registries.chain([workspace::root()]).map(|it| format!("--remap-path-prefix={}=", it.display()));
    flags.collect::<Vec<String>>().join("\u{1f}")
}

/// Cuts the program into its parts and writes the glue. Names and producers are dropped from what people download.
pub(crate) fn bind(compiled: &Path, grade: Grade) -> Result<Program> {
    let Split { first, later } = parts::split(compiled, grade)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("app", first)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .out_name("app");
    // The parts share table, memory and stack with the first.
    bindgen.keep_lld_exports(true);
    if grade == Grade::Release {
        bindgen.remove_name_section(true).remove_producers_section(true);
    }
    let mut output =
        bindgen.generate_output().context("while binding the client's WebAssembly to JavaScript")?;
    // Every crate that could bring some is named there, most with none.
    let brought = output.snippets().iter().filter(|(_, files)| !files.is_empty());
    let mut foreign: Vec<&str> = brought.map(|(name, _)| name.as_str()).collect();
    foreign.extend(output.local_modules().keys().map(String::as_str));
    if !foreign.is_empty() {
        // They import each other by path, which names made from contents would break.
        bail!(
            "the bundle does not carry JavaScript files that come with a dependency: {}",
            foreign.join(", ")
        );
    }
    let glue = parts::joined(output.js(), &later)?;
    Ok(Program { wasm: output.wasm_mut().emit_wasm(), glue, later })
}
