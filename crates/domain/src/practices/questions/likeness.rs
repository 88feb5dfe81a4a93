//! Whether a question was asked before. A rule on letters only, so that it works in any language and on the device:
//!
//! Both texts are put in lower case; marks above letters, vowel points and the tatweel are dropped; whatever is
//! neither letter nor digit separates words. Each word, with a blank before and after it, is cut into all runs of
//! three; a word of one letter is one run. Likeness is the Dice coefficient of the two sets of runs:
//! 2·|A ∩ B| / (|A| + |B|). From [`CLOSE`] on, the earlier question is shown. Too much is shown rather than too
//! little: it costs the asker one glance.

/// From this likeness on, two questions are close.
pub const CLOSE: f64 = 0.62;

/// What stands between words.
const BLANK: u64 = ' ' as u64;

/// Letters beyond these are not compared.
const MOST_LETTERS: usize = 2_000;

/// A question, ready to be compared: its runs of letters, each once and in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape(Vec<u64>);

impl Shape {
    /// The shape of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let letters = text.chars().flat_map(char::to_lowercase).filter(|it| !is_mark(*it)).map(plain);
        let mut runs = Vec::new();
        // The last three letters in one number, 21 bits each; a blank stands before and after every word.
        let (mut run, mut length) = (BLANK, 0_u32);
        for letter in letters.take(MOST_LETTERS).chain([' ']) {
            let next = if letter.is_alphanumeric() { u64::from(u32::from(letter)) } else { BLANK };
            if next == BLANK && length == 0 {
                continue;
            }
            run = (run << 21 | next) & (u64::MAX >> 1);
            length += 1;
            if length >= 2 {
                runs.push(run);
            }
            if next == BLANK {
                (run, length) = (BLANK, 0);
            }
        }
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// How alike two texts are, from 0 to 1.
    #[must_use]
    pub fn likeness(&self, other: &Shape) -> f64 {
        let both = self.0.iter().filter(|it| other.0.binary_search(it).is_ok()).count();
        let all = self.0.len() + other.0.len();
        if all == 0 { 0.0 } else { 2.0 * both as f64 / all as f64 }
    }

    /// Whether they are close enough to be one question.
    #[must_use]
    pub fn is_close_to(&self, other: &Shape) -> bool {
        self.likeness(other) >= CLOSE
    }
}

/// Marks that stand above or below letters, and letters that only lengthen a word.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{200b}'..='\u{200f}' | '\'' | '’')
}

/// Letters with a mark that people often leave out, without it.
fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        'أ' | 'إ' | 'آ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        it => it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f64 {
        Shape::of(one).likeness(&Shape::of(other))
    }

    #[test]
    fn the_same_question_in_slightly_other_words_is_close() {
        for (one, other) in [
            ("When did it start?", "when did it all start"),
            ("When did it start?", "When did this start?"),
            ("Did anyone in our house know before I did?", "Did anyone in the house know before me?"),
            ("¿Cuándo empezó todo?", "Cuando empezo todo esto"),
            ("متى بدأ كل هذا؟", "متى بدا هذا؟"),
            ("Wann hat das angefangen?", "Wann hat das alles angefangen?"),
            ("これはいつ始まったの", "いつ始まったの"),
        ] {
            assert!(likeness(one, other) >= CLOSE, "{one} / {other}: {}", likeness(one, other));
        }
    }

    #[test]
    fn another_question_is_not_close() {
        for (one, other) in [
            ("When did it start?", "Where did you meet?"),
            ("Is there anything about money I should know?", "What did you tell each other about me?"),
            ("Did you love her?", "Does your sister know?"),
            ("¿Cuándo empezó todo?", "¿Quién más lo sabe?"),
            ("متى بدأ كل هذا؟", "من يعرف أيضا؟"),
            ("これはいつ始まったの", "誰が知っているの"),
        ] {
            assert!(likeness(one, other) < CLOSE, "{one} / {other}: {}", likeness(one, other));
        }
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert!(!Shape::of("?!").is_close_to(&Shape::of("…")));
    }
}
