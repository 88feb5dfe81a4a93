//! What the writer sees of the reader: marks under words, read a little after the last key, on this device.

use std::rc::Rc;

use crate::view::*;

use crate::journey;
use crate::platform::{self, page};
use crate::reads::what_undoes;
use crate::ui::{Marked, MarkedField, marked_field, marked_words};

/// How long a pause in typing is, for a text of usual length.
const PAUSE_MS: usize = 600;

/// A text and what was marked in it.
#[derive(Clone, Default, PartialEq, Eq)]
struct Reading {
    text: String,
    marks: Vec<Marked>,
}

impl Reading {
    /// The marks that are still true when `now` stands there: those before and behind what was changed.
    fn still(&self, now: &str) -> Vec<Marked> {
        if self.text == now {
            return self.marks.clone();
        }
        let (old, new) = (self.text.as_bytes(), now.as_bytes());
        let same = |both: &(&u8, &u8)| both.0 == both.1;
        let before = old.iter().zip(new).take_while(same).count();
        let room = old.len().min(new.len()) - before;
        let behind = old.iter().rev().zip(new.iter().rev()).take(room).take_while(same).count();
        // What is typed right at a word makes another word of it.
        let apart = |mark: &Marked| {
            let (to, from) = (now.get(..mark.start), now.get(mark.end..));
            !to.is_none_or(|it| it.ends_with(char::is_alphanumeric))
                && !from.is_none_or(|it| it.starts_with(char::is_alphanumeric))
        };
        let place = |mark: &Marked| {
            if mark.end <= before {
                return Some(*mark).filter(apart);
            }
            let moved = |at: usize| (at + new.len()).checked_sub(old.len());
            let stays = mark.start >= old.len() - behind;
            let there = Marked { start: moved(mark.start)?, end: moved(mark.end)?, ..*mark };
            Some(there).filter(|it| stays && apart(it))
        };
        self.marks.iter().filter_map(place).collect()
    }
}

/// A field of a letter.
pub(super) struct Watched {
    pub(super) id: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: String,
    pub(super) value: RwSignal<String>,
    /// Where what is typed is kept.
    pub(super) key: String,
    /// Words that their writer keeps as they are, one a line; shared by all fields of a letter.
    pub(super) kept: RwSignal<String>,
    pub(super) kept_key: String,
    /// The reader could not be loaded.
    pub(super) unread: RwSignal<bool>,
}

/// The field, read whenever its writer pauses.
pub(super) fn watched(field: Watched) -> Node {
    let Watched { id, label, hint, value, key, kept, kept_key, unread } = field;
    let (reading, keystrokes) = (RwSignal::new(Reading::default()), RwSignal::new(0_u32));
    let look = move || {
        value.track();
        let now = keystrokes.get_untracked().wrapping_add(1);
        keystrokes.set(now);
        // A very long text is read less often.
        let pause = PAUSE_MS + value.get_untracked().len() / 20;
        page::after(i32::try_from(pause).unwrap_or(i32::MAX), move || {
            if keystrokes.try_get_untracked() == Some(now)
                && let Some(text) = value.try_get_untracked()
            {
                platform::spawn(async move {
                    let marks = what_undoes(&text).await;
                    let _ = unread.try_set(marks.is_none());
                    if let Some(marks) = marks {
                        let _ = reading.try_set(Reading { text, marks });
                    }
                });
            }
        });
    };
    effect(look);
    let marks = Memo::new(move || {
        let (text, kept) = (value.get(), kept.get());
        let keeps = |it: &Marked| !kept.lines().any(|line| line == one_line(marked_words(&text, *it)));
        reading.get().still(&text).into_iter().filter(keeps).collect::<Vec<_>>()
    });
    let typed = Rc::new(move |text: String| journey::keep_draft(&key, &text));
    let keeps = Rc::new(move |words: String| {
        let all = [kept.get_untracked().as_str(), "\n", &one_line(&words)].concat();
        journey::keep_draft(&kept_key, &all);
        kept.set(all);
    });
    marked_field(MarkedField { id, label, hint, value, typed, marks, keeps })
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(text: &str, words: &[&str]) -> Reading {
        let marks = words.iter().map(|it| {
            let start = text.find(it).unwrap();
            Marked { start, end: start + it.len(), reason: "", better: "" }
        });
        Reading { text: text.to_owned(), marks: marks.collect() }
    }

    fn still<'a>(reading: &Reading, now: &'a str) -> Vec<&'a str> {
        reading.still(now).into_iter().map(|it| marked_words(now, it)).collect()
    }

    #[test]
    fn a_mark_stays_with_its_words_while_something_else_is_typed() {
        let reading = read_in(
            "Well, mistakes were made. I am sorry if you felt alone.",
            &["mistakes were made", "if you felt"],
        );
        let longer = "Well, so many mistakes were made. I am sorry if you felt alone.";
        assert_eq!(still(&reading, longer), ["mistakes were made", "if you felt"]);
        let between = "Well, mistakes were made. ¡Ay! I am sorry if you felt alone.";
        assert_eq!(still(&reading, between), ["mistakes were made", "if you felt"]);
    }

    #[test]
    fn a_mark_goes_as_soon_as_its_words_are_changed() {
        let reading = read_in(
            "Well, mistakes were made. I am sorry if you felt alone.",
            &["mistakes were made", "if you felt"],
        );
        assert_eq!(still(&reading, "Well, mistakes I made. I am sorry if you felt alone."), ["if you felt"]);
        assert_eq!(still(&reading, ""), Vec::<&str>::new());
        let grown = "Well, unmistakes were made. I am sorry if you felted alone.";
        assert_eq!(still(&reading, grown), Vec::<&str>::new());
        assert_eq!(
            still(&reading, "Well, mistakes were made. I am sorry if you felter alone."),
            ["mistakes were made"]
        );
    }

    #[test]
    fn the_same_letter_twice_moves_no_mark_beyond_the_text() {
        let reading = read_in("but but", &["but"]);
        assert_eq!(still(&reading, "but but but"), ["but"]);
        assert_eq!(still(&reading, "b"), Vec::<&str>::new());
    }
}
