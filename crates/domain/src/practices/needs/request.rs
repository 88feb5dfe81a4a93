//! How a complaint becomes something that can be asked for: what in its words stands against that. It only ever speaks
//! to the one who writes, and stops nobody.

/// What stands against a sentence that asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// It says how it always or never is.
    Sweeping,
    /// It says what to leave off, and not what to do.
    LeavingOff,
    /// Nobody could see it being done.
    NotSeen,
    /// It is more than one thing.
    MoreThanOne,
}

/// The words that say so, in the language of the writer: words or short turns of phrase in lower case, `|` between them.
#[derive(Clone, Copy, Debug)]
pub struct Asks<'a> {
    /// "always", "never".
    pub sweeping: &'a str,
    /// "stop", "don't".
    pub leaving_off: &'a str,
    /// "respect", "care more".
    pub not_seen: &'a str,
    /// "and also".
    pub more_than_one: &'a str,
}

/// What is heard in a sentence, each once, in one order.
#[must_use]
pub fn listen(text: &str, asks: &Asks<'_>) -> Vec<Hearing> {
    let heard = [
        (asks.sweeping, Hearing::Sweeping),
        (asks.leaving_off, Hearing::LeavingOff),
        (asks.not_seen, Hearing::NotSeen),
        (asks.more_than_one, Hearing::MoreThanOne),
    ];
    let text = in_words(text);
    let stands = |turns: &str| turns.split('|').any(|it| text.contains(&[" ", it, " "].concat()));
    heard.into_iter().filter(|(turns, _)| stands(turns)).map(|(_, hearing)| hearing).collect()
}

/// In lower case, with one blank around each word.
fn in_words(text: &str) -> String {
    let mut words = String::from(" ");
    for letter in text.chars() {
        match letter {
            // Phones write the curly one.
            '\'' | '’' => words.push('\''),
            it if it.is_alphanumeric() => words.extend(it.to_lowercase()),
            _ if words.ends_with(' ') => {}
            _ => words.push(' '),
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Asks<'_> = Asks {
        sweeping: "always|never|every time",
        leaving_off: "stop|don't|quit",
        not_seen: "respect|care more",
        more_than_one: "and also|and then",
    };

    #[test]
    fn a_complaint_is_heard_by_its_words_and_a_request_is_left_alone() {
        let heard = |text| listen(text, &ENGLISH);
        assert_eq!(heard("You NEVER listen."), [Hearing::Sweeping]);
        assert_eq!(
            heard("Don’t shout, and then show some respect!"),
            [Hearing::LeavingOff, Hearing::NotSeen, Hearing::MoreThanOne,]
        );
        assert_eq!(heard("Phones in the drawer from seven to eight"), []);
        assert_eq!(heard("A stopover in Lyon"), [], "whole words only");
        assert_eq!(heard(""), []);
    }
}
