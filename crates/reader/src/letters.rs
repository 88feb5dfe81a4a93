//! Letters as rules know them: small, without accents, one form of apostrophe. Shared with the build, so that what is written
//! in the rules and what is written by people become the same word.

/// What a character is to whoever cuts a text into words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letter {
    /// Part of a word, in its plain form.
    Plain(char),
    /// Two letters in one, as in `æ`.
    Two(char, char),
    /// Part of a word if letters stand on both sides.
    Apostrophe,
    /// Belongs to the letter before it and changes nothing: accents typed apart, joiners, directions.
    Silent,
    /// No part of a word.
    Other,
}

/// The plain form of a character.
pub(crate) fn letter(it: char) -> Letter {
    match it {
        'a'..='z' | '0'..='9' => Letter::Plain(it),
        'A'..='Z' => Letter::Plain(it.to_ascii_lowercase()),
        '\'' | '’' | '‘' | 'ʼ' | '`' | '´' | '＇' => Letter::Apostrophe,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {
            Letter::Silent
        }
        '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Letter::Silent,
        'À'..='ÿ' | 'ā'..='ž' | 'Ā' => latin(it),
        _ if is_mark(it) => Letter::Other,
        _ => Letter::Plain(it),
    }
}

/// Latin letters with accents. Times and division signs stand among them and are no letters.
fn latin(it: char) -> Letter {
    Letter::Plain(match it {
        '×' | '÷' => return Letter::Other,
        'Æ' | 'æ' => return Letter::Two('a', 'e'),
        'ß' => return Letter::Two('s', 's'),
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' => 'a',
        'Ç' | 'ç' => 'c',
        'È'..='Ë' | 'è'..='ë' | 'Ē' | 'ē' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ī' | 'ī' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò'..='Ö' | 'ò'..='ö' | 'Ō' | 'ō' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ū' | 'ū' => 'u',
        'Ý' | 'ý' | 'ÿ' => 'y',
        _ => it,
    })
}

/// Spaces, punctuation, symbols and pictures: what cannot be part of a word in any script we may meet.
fn is_mark(it: char) -> bool {
    matches!(it,
        '\0'..='\u{bf}'
        | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}'
        | '\u{1680}' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{2bff}' | '\u{3000}'..='\u{3020}'
        | '\u{1f000}'..='\u{1faff}' | '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}')
}

/// A word of the rules in its plain form; apostrophes inside stay.
#[allow(dead_code, reason = "the build folds what is written in the rules")]
pub(crate) fn folded(word: &str) -> String {
    let mut plain = String::new();
    for it in word.chars() {
        match letter(it) {
            Letter::Plain(one) => plain.push(one),
            Letter::Two(one, two) => plain.extend([one, two]),
            Letter::Apostrophe => plain.push('\''),
            Letter::Silent | Letter::Other => {}
        }
    }
    plain
}
