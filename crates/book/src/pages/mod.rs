//! The book: one page of HTML for people. It needs no network and no script, prints well, and is read in any browser.

mod chapters;
mod entries;
mod keepsake;
mod passages;
mod photos;
#[cfg(test)]
mod tests;

use domain::brought::Journey;
use domain::{Couple, Day, PersonId, PhotoId};

use crate::words::Words;
use chapters::{Chapter, chapters};
pub use entries::{Entry, Piece, entries};
pub use keepsake::keepsake;
pub use passages::Passage;
use passages::day;

/// The file of a photo, and of which.
pub type PictureFile = (PhotoId, Vec<u8>);

/// For whom a book is bound.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The language of the book's own words.
    pub language: &'a str,
    /// The day of a moment, in unix milliseconds, where the reader lives.
    pub day_of: &'a dyn Fn(u64) -> Day,
    /// The files of photos, as far as they could be had: WebP or JPEG.
    pub pictures: &'a [PictureFile],
}

const STYLE: &str = include_str!("book.css");

/// The book of a journey, as one file. `couple` is what follows from it.
#[must_use]
pub fn bound(journey: &Journey, couple: &Couple, shown: &Shown<'_>) -> String {
    let words = Words::of(shown.language);
    let who = Who { couple, me: journey.me, words };
    let chapters = chapters(journey, &who, shown);
    let taken = day((shown.day_of)(journey.taken_ms), words);
    let me = who.name(journey.me);
    let title = words.get("page.title");
    let mut to = begun(words, title);
    paragraph(&mut to, "of", &filled(words.get("page.of"), &[("name", &me), ("day", &taken)]));
    paragraph(&mut to, "", &filled(words.get("page.what"), &[("name", &me)]));
    paragraph(&mut to, "careful", words.get("page.careful"));
    to.push_str("</header>");
    contents(&mut to, &chapters, words);
    to.push_str("<main>");
    for chapter in &chapters {
        to.push_str(&["<section id=\"", &chapter.id, "\"><h2>"].concat());
        escaped(&mut to, &chapter.title);
        to.push_str("</h2>");
        to.push_str(&chapter.html);
        to.push_str("</section>\n");
    }
    to.push_str("</main><footer>");
    paragraph(&mut to, "", words.get("page.end"));
    to.push_str("</footer></body></html>\n");
    to
}

/// The beginning of a page, up to its heading.
fn begun(words: Words, title: &str) -> String {
    [
        "<!doctype html>\n<html lang=\"",
        words.get("language"),
        "\" dir=\"",
        words.get("direction"),
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\"><meta name=\"robots\" content=\"noindex\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><title>",
        title,
        "</title><style>",
        STYLE,
        "</style></head><body><header><h1>",
        title,
        "</h1>",
    ]
    .concat()
}

fn contents(to: &mut String, chapters: &[Chapter], words: Words) {
    if chapters.is_empty() {
        return paragraph(to, "", words.get("page.empty"));
    }
    to.push_str("<nav><h2>");
    escaped(to, words.get("page.contents"));
    to.push_str("</h2><ol>");
    for chapter in chapters {
        to.push_str(&["<li><a href=\"#", &chapter.id, "\">"].concat());
        escaped(to, &chapter.title);
        to.push_str("</a></li>");
    }
    to.push_str("</ol></nav>\n");
}

/// Who is who.
struct Who<'a> {
    couple: &'a Couple,
    me: PersonId,
    words: Words,
}

impl Who<'_> {
    fn name(&self, person: PersonId) -> String {
        let unnamed = if person == self.me { "page.you" } else { "page.partner" };
        self.couple.people.name_of(person, self.me).unwrap_or_else(|| self.words.get(unnamed)).to_owned()
    }
}

/// A sentence with its names put in.
fn filled(sentence: &str, names: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        filled.extend(names.iter().find(|(it, _)| *it == name).map(|(_, value)| *value));
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// A text as it stands in a page: it can begin nothing there.
fn escaped(to: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '\'' => to.push_str("&#39;"),
            // What cannot be seen, or turns the direction of what follows, stays out of a page.
            '\0'..'\t'
            | '\u{b}'..' '
            | '\u{7f}'..'\u{a0}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            _ => to.push(letter),
        }
    }
}

fn paragraph(to: &mut String, class: &str, text: &str) {
    to.push_str("<p");
    if !class.is_empty() {
        to.push_str(&[" class=\"", class, "\""].concat());
    }
    to.push('>');
    escaped(to, text);
    to.push_str("</p>");
}
