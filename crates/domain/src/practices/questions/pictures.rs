//! Whether a question asks for graphic detail: pictures that are hard to unsee. A modest list of words per language,
//! each with an id that is kept for ever; it nudges and never forbids.

/// A word, or the beginning of one, that asks for pictures.
struct Word {
    /// Kept for ever, so that a translation or a removal can name it.
    #[cfg_attr(not(test), expect(dead_code, reason = "names the word for translators and tests"))]
    id: &'static str,
    /// In lower case. Ends in `*` when any ending may follow.
    word: &'static str,
}

const fn word(id: &'static str, word: &'static str) -> Word {
    Word { id, word }
}

/// The words, all languages together: a couple may well write in two.
const WORDS: &[Word] = &[
    word("en.which-position", "which position*"),
    word("en.what-position", "what position*"),
    word("en.naked", "naked"),
    word("en.orgasm", "orgasm*"),
    word("en.in-bed", "in bed"),
    word("en.better-than-me", "better than me"),
    word("en.better-than-i", "better than i am"),
    word("en.how-did-it-feel", "how did it feel"),
    word("en.what-was-it-like", "what was it like"),
    word("en.what-did-she-wear", "was she wearing"),
    word("en.what-did-he-wear", "was he wearing"),
    word("en.how-many-times-sex", "how many times did you have sex"),
    word("en.every-detail", "every detail"),
    word("en.exactly-did-you-do", "exactly did you do"),
    word("en.body", "her body"),
    word("en.his-body", "his body"),
    word("en.their-body", "their body"),
    word("en.undress", "undress*"),
    word("es.posicion", "posición"),
    word("es.posiciones", "posiciones"),
    word("es.desnuda", "desnud*"),
    word("es.orgasmo", "orgasmo*"),
    word("es.en-la-cama", "en la cama"),
    word("es.mejor-que-yo", "mejor que yo"),
    word("es.que-sentiste", "qué sentiste"),
    word("es.como-fue", "cómo fue"),
    word("es.con-detalle", "con todo detalle"),
    word("es.su-cuerpo", "su cuerpo"),
    word("ar.in-bed", "في السرير"),
    word("ar.naked", "عاري*"),
    word("ar.body-hers", "جسدها"),
    word("ar.body-his", "جسده"),
    word("ar.better-than-me", "أفضل مني"),
    word("ar.in-detail", "بالتفصيل"),
    word("ar.how-did-it-feel", "بماذا شعرت"),
];

/// Words of a text in lower case, one blank between them.
fn spelled(text: &str) -> String {
    let mut out = String::from(" ");
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.push(' ');
    out
}

/// Whether a question asks for pictures.
#[must_use]
pub fn asks_for_pictures(text: &str) -> bool {
    let text = spelled(text);
    WORDS.iter().any(|it| match it.word.strip_suffix('*') {
        Some(beginning) => stands_in(&text, beginning, true),
        None => stands_in(&text, it.word, false),
    })
}

/// Whether a word stands in a spelled text; as the beginning of one, if that is enough.
fn stands_in(text: &str, word: &str, beginning: bool) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let begins = text.get(..at).is_some_and(|before| before.ends_with(' '));
        let ends = text.get(at + word.len()..).is_some_and(|after| after.starts_with(' '));
        begins && (beginning || ends)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_question_for_graphic_detail_is_noticed_in_each_language() {
        for text in [
            "Where exactly did you meet, and what was it like?",
            "Was she better than me?",
            "¿Estaba desnuda?",
            "¿Qué sentiste?",
            "هل كانت أفضل مني؟",
        ] {
            assert!(asks_for_pictures(text), "{text}");
        }
    }

    #[test]
    fn a_question_of_fact_is_left_alone() {
        for text in [
            "Did anyone in our house know before I did?",
            "Is there anything about money I should know?",
            "When did it start?",
            "Are you in a position to stop it?",
            "¿Cuándo empezó todo?",
            "متى بدأ كل هذا؟",
        ] {
            assert!(!asks_for_pictures(text), "{text}");
        }
    }

    #[test]
    fn every_word_has_an_id_of_its_own() {
        let ids: BTreeSet<&str> = WORDS.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), WORDS.len());
    }
}
