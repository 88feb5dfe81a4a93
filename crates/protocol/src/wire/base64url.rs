//! Base64 for links, headers and queries: the URL alphabet without padding, one spelling for each value.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes as base64url without padding.
#[must_use]
pub fn to_base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut group = [0_u8; 4];
        if let Some(to) = group.get_mut(1..=chunk.len()) {
            to.copy_from_slice(chunk);
        }
        let bits = u32::from_be_bytes(group);
        for place in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * place)) & 63;
            text.push(letter(index));
        }
    }
    text
}

/// Reads base64url; nothing but the one canonical spelling is taken.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    if text.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for (place, it) in chunk.iter().enumerate() {
            bits |= value(*it)? << (18 - 6 * place);
        }
        let group = bits.to_be_bytes();
        let (kept, spare) = group.get(1..)?.split_at_checked(chunk.len() - 1)?;
        // Bits that carry nothing must be nought, or one value would have many spellings.
        if spare.iter().any(|it| *it != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

fn letter(index: u32) -> char {
    let at = usize::try_from(index).unwrap_or(0);
    char::from(ALPHABET.get(at).copied().unwrap_or(b'A'))
}

fn value(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_agrees_with_the_examples_of_its_standard() {
        for (plain, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(to_base64url(plain.as_bytes()), text);
            assert_eq!(from_base64url(text).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(to_base64url(&[0xfb, 0xff]), "-_8");
    }

    #[test]
    fn a_second_spelling_of_the_same_bytes_is_refused() {
        for text in ["Zh", "Zm9=", "Zg==", "Z", "Zm+v", "Zm 9v", "Zm9"] {
            let read = from_base64url(text);
            assert!(read.is_none_or(|bytes| to_base64url(&bytes) == text), "{text}");
        }
        assert_eq!(from_base64url("Zh"), None);
    }
}
