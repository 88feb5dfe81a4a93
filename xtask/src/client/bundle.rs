//! The set of files that are served: named by contents, compressed, and listed.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

/// Where the parts of the program lie that are loaded later.
pub(crate) const PARTS: &str = "/parts/";

/// Where the icons lie that only a home screen asks for.
const ICONS: &str = "/icons/";

/// Lists what is served; written last.
const MANIFEST: &str = "manifest.txt";
/// Says with how much care the files beside it were compressed.
const CARE: &str = "compressed.txt";

/// When a file comes onto a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// With a first visit.
    First,
    /// When somebody comes in.
    Later,
}

/// How long a browser may keep a file without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cache {
    /// For ever: another content would have another name.
    Immutable,
    /// Asked about each time.
    Revalidate,
}

/// A file, by its name in the folder.
type Named<'a> = (String, Cow<'a, [u8]>);

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

    fn kept(&self) -> Kept {
        let later = [PARTS, ICONS].iter().any(|it| self.url.starts_with(it));
        if later { Kept::Later } else { Kept::First }
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
    pub(crate) fn precached(&self, when: Kept) -> String {
        let kept = self.parts.iter().filter(|it| it.is_kept_offline() && it.kept() == when);
        serde_json::json!(kept.map(|it| it.url.as_str()).collect::<Vec<_>>()).to_string()
    }

    /// Bytes over the wire until everything of that time lies on the device.
    pub(crate) fn wire(&self, when: Kept, quality: i32) -> Result<usize> {
        let mut sum = 0;
        for part in self.parts.iter().filter(|it| !it.url.ends_with(".txt") && it.kept() == when) {
            sum += part.smaller(quality)?.unwrap_or(&part.bytes).len();
        }
        Ok(sum)
    }

    /// Takes over compressed twins that lie there from the last time, where nothing has changed.
    pub(crate) fn recall(&self, dist: &Path, quality: i32) {
        // A set without a manifest was not written to its end.
        if !dist.join(MANIFEST).exists() || fs::read_to_string(dist.join(CARE)).ok() != Some(care(quality)) {
            return;
        }
        for part in &self.parts {
            let file = file_name(&part.url);
            if fs::read(dist.join(&file)).is_ok_and(|before| before == part.bytes) {
                let _ = part.smaller.set(fs::read(dist.join(format!("{file}.br"))).ok());
            }
        }
    }

    /// Writes all files with their compressed twins, and the manifest last, so that a half-written set is never listed.
    /// A set that lies there already is left alone.
    pub(crate) fn write(&self, dist: &Path, quality: i32) -> Result<()> {
        let (files, manifest) = self.files(quality)?;
        let same = |name: &String, bytes: &Cow<'_, [u8]>| {
            fs::read(dist.join(name)).is_ok_and(|before| before == **bytes)
        };
        if same(&MANIFEST.to_owned(), &manifest.as_bytes().into())
            && files.iter().all(|(name, bytes)| same(name, bytes))
        {
            return Ok(());
        }
        if dist.exists() {
            fs::remove_dir_all(dist).with_context(|| format!("while emptying {}", dist.display()))?;
        }
        for (name, bytes) in files {
            let path = dist.join(&name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, bytes).with_context(|| format!("while writing {}", path.display()))?;
        }
        fs::write(dist.join(MANIFEST), manifest).context("while writing the manifest")
    }

    /// What lies in the folder beside the manifest; and the manifest.
    fn files(&self, quality: i32) -> Result<(Vec<Named<'_>>, String)> {
        let mut files = vec![(CARE.to_owned(), Cow::Owned(care(quality).into_bytes()))];
        let mut manifest = String::new();
        for part in &self.parts {
            let file = file_name(&part.url);
            let cache = match part.cache {
                Cache::Immutable => "immutable",
                Cache::Revalidate => "revalidate",
            };
            writeln!(manifest, "{}\t{file}\t{}\t{cache}", part.url, mime(&file))?;
            if let Some(smaller) = part.smaller(quality)? {
                files.push((format!("{file}.br"), smaller.into()));
            }
            files.push((file, part.bytes.as_slice().into()));
        }
        Ok((files, manifest))
    }
}

/// With how much care the files were compressed.
fn care(quality: i32) -> String {
    format!("brotli {quality}\n")
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
        assert_eq!(bundle.precached(Kept::First), format!("[\"{css}\",\"/away.html\"]"));
    }

    #[test]
    fn parts_that_come_later_are_no_weight_of_a_first_visit() {
        let mut bundle = Bundle::default();
        bundle.add("/app.wasm", b"first".to_vec(), Cache::Immutable);
        let inside = bundle.add_hashed("/parts/inside.wasm", b"later on".to_vec());
        assert_eq!(bundle.precached(Kept::First), "[\"/app.wasm\"]");
        assert_eq!(bundle.precached(Kept::Later), format!("[\"{inside}\"]"));
        let sizes = [Kept::First, Kept::Later].map(|when| bundle.wire(when, 1).unwrap());
        assert_eq!(sizes, ["first".len(), "later on".len()]);
    }

    #[test]
    fn an_equal_set_is_left_alone_and_not_compressed_again() {
        let folder = std::env::temp_dir().join(format!("mend-equal-{}", std::process::id()));
        let set = |words: &str| {
            let mut bundle = Bundle::default();
            bundle.add("/", words.repeat(100).into_bytes(), Cache::Revalidate);
            bundle.add("/away.html", b"Notes".repeat(100), Cache::Revalidate);
            bundle.recall(&folder, 1);
            bundle
        };
        let is_recalled = |bundle: &Bundle| -> Vec<bool> {
            bundle.parts.iter().map(|it| it.smaller.get().is_some()).collect()
        };
        let touched = |name: &str| fs::metadata(folder.join(name)).unwrap().modified().unwrap();
        set("one").write(&folder, 1).unwrap();
        let times = ["index.html", "index.html.br", MANIFEST].map(touched);
        let again = set("one");
        assert_eq!(is_recalled(&again), [true, true]);
        again.write(&folder, 1).unwrap();
        assert_eq!(times, ["index.html", "index.html.br", MANIFEST].map(touched));
        let other = set("other");
        assert_eq!(is_recalled(&other), [false, true]);
        other.write(&folder, 1).unwrap();
        assert_eq!(fs::read(folder.join("index.html")).unwrap(), b"other".repeat(100));
        // More care is other bytes; and what was not written to its end is not trusted.
        let mut careful = Bundle::default();
        careful.add("/away.html", b"Notes".repeat(100), Cache::Revalidate);
        careful.recall(&folder, 11);
        fs::remove_file(folder.join(MANIFEST)).unwrap();
        careful.recall(&folder, 1);
        assert_eq!(is_recalled(&careful), [false]);
        fs::remove_dir_all(folder).unwrap();
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
