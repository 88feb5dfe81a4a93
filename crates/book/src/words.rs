//! The words of the book, by key and language.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words(&'static [(&'static str, &'static str)]);

impl Words {
    /// The words of a language; of English, when there are none of it.
    pub(crate) fn of(language: &str) -> Self {
        let of = |language: &str| LANGUAGES.iter().find(|(it, _)| *it == language).map(|(_, words)| *words);
        Self(of(language).or_else(|| of("en")).unwrap_or_default())
    }

    /// A sentence, if there is one.
    pub(crate) fn find(self, key: &str) -> Option<&'static str> {
        let at = self.0.binary_search_by(|(it, _)| (*it).cmp(key)).ok()?;
        self.0.get(at).map(|(_, sentence)| *sentence)
    }

    /// A sentence that is there.
    pub(crate) fn get(self, key: &str) -> &'static str {
        self.find(key).unwrap_or_default()
    }
}
