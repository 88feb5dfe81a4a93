//! The words on the screens, made from `locales/` by the build script: `words::today::nothing()`.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The language of the interface; there is one so far.
pub(crate) fn language() -> &'static str {
    "en"
}

/// Whether English speaks of one thing.
fn is_one(n: u64) -> bool {
    n == 1
}

fn number(n: u64) -> String {
    n.to_string()
}
