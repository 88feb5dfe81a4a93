//! What holds for any text at all: nothing panics, marks lie well, and how letters are stored makes no difference.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what it expected by falling over"
)]

use proptest::prelude::*;
use reader::{Language, Mark, read, speaks_of_self_harm};
use unicode_normalization::UnicodeNormalization as _;

const BOTH: [Language; 2] = [Language::En, Language::Es];

/// Words that begin and end many patterns, in both languages, and any punctuation.
const SCRAPS: &str = "I am I’m sorry if you felt hurt but made me do it was only a kiss mistakes were should forgive that way not never \
    because at least hate myself perdón si te ofendí pero tú obligaste niño fue solo un beso así sientas lo siento que culpa tienes \
    perdonarme \" “ ” ' « » — ... . , ? 😢 مرحبا שלום don't -";

/// Scraps in any order, some without a space between them, some parted by lines.
fn scraps() -> impl Strategy<Value = String> {
    let words = prop::sample::select(SCRAPS.split_whitespace().collect::<Vec<_>>());
    let gap = prop::sample::select(vec![" ", " ", " ", "  ", "", "\n", "\n\n"]);
    prop::collection::vec((words, gap), 0..60)
        .prop_map(|all| all.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn lie_well(text: &str, marks: &[Mark]) {
    let mut last = 0;
    for mark in marks {
        assert!(
            mark.start >= last && mark.start < mark.end && mark.end <= text.len(),
            "{marks:?} in {text:?}"
        );
        assert!(text.is_char_boundary(mark.start) && text.is_char_boundary(mark.end));
        last = mark.end;
    }
}

/// The marked words in one form of writing.
fn marked(text: &str, language: Language) -> Vec<(String, &'static str)> {
    read(text, language).iter().map(|it| (text[it.start..it.end].nfc().collect(), it.kind.name())).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_its_marks_lie_well(text in any::<String>(), scraps in scraps()) {
        for language in BOTH {
            for text in [&text, &scraps] {
                lie_well(text, &read(text, language));
                let _ = speaks_of_self_harm(text, language);
            }
        }
    }

    #[test]
    fn accents_in_one_piece_or_in_two_mark_the_same_words(text in scraps()) {
        let (one, two): (String, String) = (text.nfc().collect(), text.nfd().collect());
        for language in BOTH {
            prop_assert_eq!(marked(&one, language), marked(&two, language));
        }
    }

    #[test]
    fn two_halves_parted_by_an_empty_line_are_read_as_the_whole_is(first in scraps(), second in scraps()) {
        let (first, second) = (first.trim_end(), second.trim_start());
        let whole = format!("{first}\n\n{second}");
        for language in BOTH {
            let mut halves = read(first, language);
            let behind = first.len() + 2;
            halves.extend(read(second, language).into_iter().map(|it| Mark { start: it.start + behind, end: it.end + behind, ..it }));
            prop_assert_eq!(&read(&whole, language), &halves, "{:?}", whole);
        }
    }

    #[test]
    fn capital_letters_make_no_difference(text in scraps()) {
        let text: String = text.chars().filter(char::is_ascii).collect();
        for language in BOTH {
            prop_assert_eq!(read(&text, language), read(&text.to_ascii_uppercase(), language));
        }
    }
}

#[test]
fn a_quotation_mark_left_open_before_an_empty_line_hides_nothing_behind_it() {
    for before in ["", "\n", "\n\n", "Sorry.\n\n"] {
        let text = format!("{before}\"\n\nYou made me do it \".");
        assert_eq!(marked(&text, Language::En).len(), 1, "{text:?}");
    }
    assert!(read("\n\n\"\nYou made me do it\".", Language::En).is_empty(), "one line end is no empty line");
}

#[test]
fn what_the_other_said_is_not_marked() {
    for text in [
        "You wrote \"you made me do it\".",
        "Your words were: ‘It was only a kiss’.",
        "You wrote “mistakes were made”.",
    ] {
        assert!(read(text, Language::En).is_empty(), "{text}");
    }
    assert!(read("Escribiste «fue solo un beso».", Language::Es).is_empty());
}

#[test]
fn accents_that_were_not_typed_make_no_difference() {
    assert_eq!(marked("Perdon si te ofendi.", Language::Es).len(), 1);
    assert_eq!(marked("PERDÓN SI TE OFENDÍ.", Language::Es).len(), 1);
}

#[test]
fn tu_usted_and_vos_are_understood() {
    for text in ["Tienes que perdonarme.", "Tiene que perdonarme.", "Tenés que perdonarme."] {
        assert_eq!(read(text, Language::Es).first().map(|it| it.kind.name()), Some("demanding"), "{text}");
    }
}

#[test]
fn every_mark_speaks_in_the_language_of_the_text() {
    let mark = read("You made me do it.", Language::En)[0];
    assert!(mark.reason.words(Language::En).starts_with("This gives the other person"));
    assert!(mark.reason.words(Language::Es).starts_with("Esto le da"));
    assert_eq!((mark.reason.name(), mark.better.name()), ("you_did_it", "own_your_choice"));
}

#[test]
fn a_hundred_thousand_letters_are_read() {
    let text = "i am sorry if you felt but you made me ".repeat(2_600);
    for language in BOTH {
        lie_well(&text, &read(&text, language));
    }
}
