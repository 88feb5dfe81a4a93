//! The set of files that are served: named by contents, compressed, and listed.

use std::cell::OnceCell;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

/// How long a browser may keep a file without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cache {
    /// For ever: another content would have another name.
    Immutable,
    /// Asked about each time.
    Revalidate,
}

struct Part {
    url: String,
    bytes: Vec<u8>,
    cache: Cache,
    /// The compressed form, once it was needed: the smallest takes as long as the rest of the build.
    smaller: OnceCell<Option<Vec<u8>>>,
}

impl Part {
    fn smaller(&self, quality: i32) -> Result<Option<&[u8]>> {
        if self.smaller.get().is_none() {
            // Nobody else writes it, so what is set is what was empty.
            let _ = self.smaller.set(compressed(&self.bytes, &file_name(&self.url), quality)?);
        }
        Ok(self.smaller.get().and_then(|it| it.as_deref()))
    }

    /// Licence texts are served to who asks, and not fetched beforehand.
    fn is_kept_offline(&self) -> bool {
        !self.url.ends_with(".txt") && !["/", "/sw.js", "/version.json"].contains(&self.url.as_str())
    }
}

/// Everything that is served to a browser.
#[derive(Default)]
pub(crate) struct Bundle {
    parts: Vec<Part>,
}

impl Bundle {
    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Adds a file under a fixed address.
    pub(crate) fn add(&mut self, url: &str, bytes: Vec<u8>, cache: Cache) -> String {
        self.parts.push(Part { url: url.to_owned(), bytes, cache, smaller: OnceCell::new() });
        url.to_owned()
    }

    /// Adds a file named by its contents; gives the address it got.
    pub(crate) fn add_hashed(&mut self, url: &str, bytes: Vec<u8>) -> String {
        let named = named_by_contents(url, &bytes);
        self.add(&named, bytes, Cache::Immutable)
    }

    /// One short word that changes whenever anything served changes.
    pub(crate) fn version(&self, templates: &[u8]) -> String {
        let mut all = Sha256::new();
        for part in &self.parts {
            all.update(part.url.as_bytes());
            all.update(Sha256::digest(&part.bytes));
        }
        all.update(templates);
        short(&all.finalize())
    }

    /// What a service worker fetches beside the page itself to work without a network, as a JSON list.
    pub(crate) fn precached(&self) -> String {
        let urls: Vec<&str> =
            self.parts.iter().filter(|it| it.is_kept_offline()).map(|it| it.url.as_str()).collect();
        serde_json::json!(urls).to_string()
    }

    /// Bytes over the wire until everything lies on the device.
    pub(crate) fn first_visit(&self, quality: i32) -> Result<usize> {
        let mut sum = 0;
        for part in self.parts.iter().filter(|part| !part.url.ends_with(".txt")) {
            sum += part.smaller(quality)?.unwrap_or(&part.bytes).len();
        }
        Ok(sum)
    }

    /// Writes all files with their compressed twins, and the manifest last, so that a half-written set is never listed.
    pub(crate) fn write(&self, dist: &Path, quality: i32) -> Result<()> {
        if dist.exists() {
            fs::remove_dir_all(dist).with_context(|| format!("while emptying {}", dist.display()))?;
        }
        let mut manifest = String::new();
        for part in &self.parts {
            let file = file_name(&part.url);
            let path = dist.join(&file);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, &part.bytes).with_context(|| format!("while writing {}", path.display()))?;
            if let Some(smaller) = part.smaller(quality)? {
                fs::write(dist.join(format!("{file}.br")), smaller)?;
            }
            let cache = match part.cache {
                Cache::Immutable => "immutable",
                Cache::Revalidate => "revalidate",
            };
            writeln!(manifest, "{}\t{file}\t{}\t{cache}", part.url, mime(&file))?;
        }
        fs::write(dist.join("manifest.txt"), manifest).context("while writing the manifest")
    }
}

fn file_name(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() { "index.html".to_owned() } else { path.to_owned() }
}

fn named_by_contents(url: &str, bytes: &[u8]) -> String {
    let hash = short(&Sha256::digest(bytes));
    match url.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{url}-{hash}"),
    }
}

fn short(digest: &[u8]) -> String {
    digest.iter().take(8).fold(String::new(), |mut word, byte| {
        // Writing to a String cannot fail.
        let _ = write!(word, "{byte:02x}");
        word
    })
}

/// The brotli form, where it is smaller; fonts and pictures are compressed already.
fn compressed(bytes: &[u8], file: &str, quality: i32) -> Result<Option<Vec<u8>>> {
    if file.ends_with(".woff2") || file.ends_with(".png") {
        return Ok(None);
    }
    let mut smaller = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality, size_hint: bytes.len(), ..Default::default() };
    let mut writer = brotli::CompressorWriter::with_params(&mut smaller, 1 << 16, &settings);
    writer.write_all(bytes)?;
    drop(writer);
    Ok((smaller.len() < bytes.len()).then_some(smaller))
}

fn mime(file: &str) -> &'static str {
    match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_has_another_name_and_another_version() {
        let (mut one, mut two) = (Bundle::default(), Bundle::default());
        let first = one.add_hashed("/app.css", b"a{}".to_vec());
        let second = two.add_hashed("/app.css", b"b{}".to_vec());
        assert_ne!(first, second);
        assert!(first.starts_with("/app-") && first.ends_with(".css"), "{first}");
        assert_ne!(one.version(b""), two.version(b""));
        assert_ne!(one.version(b""), one.version(b"another template"));
    }

    #[test]
    fn all_files_are_kept_offline_but_the_worker_that_keeps_them_and_licences() {
        let mut bundle = Bundle::default();
        let css = bundle.add_hashed("/app.css", b"a{}".to_vec());
        bundle.add("/", b"<!doctype html>".to_vec(), Cache::Revalidate);
        bundle.add("/sw.js", b"//".to_vec(), Cache::Revalidate);
        bundle.add("/away.html", b"Notes".to_vec(), Cache::Revalidate);
        bundle.add("/fonts/OFL.txt", b"OFL".to_vec(), Cache::Revalidate);
        assert_eq!(bundle.precached(), format!("[\"{css}\",\"/away.html\"]"));
    }

    #[test]
    fn the_manifest_lists_address_file_kind_and_keeping() {
        let folder = std::env::temp_dir().join(format!("mend-bundle-{}", std::process::id()));
        let mut bundle = Bundle::default();
        bundle.add("/", vec![b' '; 1000], Cache::Revalidate);
        bundle.write(&folder, 1).unwrap();
        let manifest = fs::read_to_string(folder.join("manifest.txt")).unwrap();
        assert_eq!(manifest, "/\tindex.html\ttext/html; charset=utf-8\trevalidate\n");
        let smaller = fs::metadata(folder.join("index.html.br")).unwrap().len();
        assert!(smaller < 1000);
        fs::remove_dir_all(folder).unwrap();
    }
}
