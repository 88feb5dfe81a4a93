//! Photos in the book: the picture itself, in the page, and what is said of it.

use domain::memories::PhotoKept;

use super::passages::writing;
use super::{Shown, Who, escaped, filled, paragraph};

/// The photo, if it was not taken back; where its file could not be had, that is said.
pub(super) fn photo(to: &mut String, kept: &PhotoKept, who: &Who<'_>, shown: &Shown<'_>) {
    let Some(it) = who.couple.memories.get(kept.memory).and_then(|it| it.photo(kept.photo.id)) else {
        let by = who.name(kept.photo.id.author());
        return paragraph(to, "says", &filled(who.words.get("page.taken_back"), &[("who", &by)]));
    };
    match shown.pictures.iter().find(|(id, _)| *id == it.id) {
        Some((_, file)) => {
            let kind = if file.starts_with(b"RIFF") { "webp" } else { "jpeg" };
            to.push_str(&["<img src=\"data:image/", kind, ";base64,"].concat());
            base64(to, file);
            to.push_str("\" alt=\"");
            escaped(to, &it.says);
            to.push_str("\">");
        }
        None => paragraph(to, "says", who.words.get("page.photo_away")),
    }
    if !it.says.is_empty() {
        writing(to, &it.says);
    }
}

/// RFC 4648, section 4.
fn base64(to: &mut String, bytes: &[u8]) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    to.reserve(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().chain(&[0; 2]).take(3).fold(0_usize, |all, it| all << 8 | usize::from(*it));
        for place in 0..4 {
            let letter = LETTERS.get(all >> (18 - 6 * place) & 63).map_or('=', |it| char::from(*it));
            to.push(if place > three.len() { '=' } else { letter });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_spelled_as_the_standard_does() {
        for (bytes, spelled) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            let mut to = String::new();
            base64(&mut to, bytes.as_bytes());
            assert_eq!(to, spelled);
        }
    }
}
