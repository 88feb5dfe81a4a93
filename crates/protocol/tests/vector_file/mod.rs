//! Reads files of known answers: sections in brackets, lines of `name = hexadecimal`.

use std::collections::BTreeMap;

/// One section of a file.
pub(crate) struct Vector(BTreeMap<String, Vec<u8>>);

impl Vector {
    /// All sections; a file without brackets is one.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let sections = text.split("\n[").map(|section| Self(section.lines().filter_map(line).collect()));
        sections.filter(|section| !section.0.is_empty()).collect()
    }

    /// The bytes under a name.
    pub(crate) fn get(&self, name: &str) -> &[u8] {
        &self.0[name]
    }

    /// The bytes under a name, if they have this length.
    pub(crate) fn array<const N: usize>(&self, name: &str) -> [u8; N] {
        self.get(name).try_into().expect("the length of the vector")
    }
}

fn line(line: &str) -> Option<(String, Vec<u8>)> {
    let (name, digits) = line.split_once(" = ").filter(|(name, _)| !name.starts_with('#'))?;
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal");
    Some((name.to_owned(), (0..digits.len()).step_by(2).map(byte).collect()))
}
