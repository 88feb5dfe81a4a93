//! Turns the client in target/dist into a table of bytes inside the binary.
//! Without one it only warns, so that tests and checks need no client.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=MEND_DIST");
    println!("cargo:rerun-if-changed=build.rs");
    let dist = dist()?;
    let manifest = dist.join("manifest.txt");
    println!("cargo:rerun-if-changed={}", manifest.display());
    let listed = fs::read_to_string(&manifest).unwrap_or_else(|_| {
        println!("cargo:warning=no client in {}: `cargo xtask client` builds one", dist.display());
        String::new()
    });
    let table = table(&listed, &dist)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("assets.rs"), table)?;
    Ok(())
}

/// `MEND_DIST`, or where `cargo xtask client` writes.
fn dist() -> Result<PathBuf, Box<dyn Error>> {
    if let Some(named) = env::var_os("MEND_DIST") {
        return Ok(PathBuf::from(named));
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../..");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |it| root.join(it));
    Ok(target.join("dist"))
}

/// One line of the manifest is one file: address, file, kind, keeping, between tabs.
fn table(manifest: &str, dist: &Path) -> Result<String, Box<dyn Error>> {
    let mut table = String::from("&[\n");
    for line in manifest.lines() {
        let mut fields = line.split('\t');
        let (Some(url), Some(file), Some(mime), Some(keep), None) =
            (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(format!("the client's manifest has a line that cannot be read: {line}").into());
        };
        let path = dist.join(file);
        let smaller = dist.join(format!("{file}.br"));
        let br =
            if smaller.exists() { format!("Some(include_bytes!({smaller:?}))") } else { "None".to_owned() };
        writeln!(
            table,
            "    Asset {{ path: {url:?}, bytes: include_bytes!({path:?}), br: {br}, mime: {mime:?}, immutable: {} }},",
            keep == "immutable"
        )?;
    }
    table.push_str("]\n");
    Ok(table)
}
