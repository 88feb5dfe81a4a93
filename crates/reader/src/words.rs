//! Cuts a text into words the rules know, with what stands before each: nothing, a comma, the end of a sentence or of a paragraph.

use crate::letters::{Letter, letter};
use crate::spelling;
use crate::tables::Tables;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    None,
    Clause,
    Sentence,
    Paragraph,
}

/// One word. A contraction gives several with the same place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Bytes in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Its number in the tables.
    pub(crate) number: u16,
    pub(crate) before: Break,
    /// Said by somebody else: it stands between quotation marks.
    pub(crate) quoted: bool,
}

/// A quotation mark and the number of the word after it.
struct Quote {
    mark: Mark,
    at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Straight,
    Opens,
    Closes,
    OpensSingle,
    ClosesSingle,
}

struct Cutter<'a> {
    tables: &'static Tables,
    words: Vec<Word>,
    /// The plain letters of the word that is being read, and where it began.
    plain: String,
    begun: Option<usize>,
    end: usize,
    before: Break,
    lines: u8,
    quotes: Vec<Quote>,
    text: &'a str,
}

/// All words of a text.
pub(crate) fn words(text: &str, tables: &'static Tables) -> Vec<Word> {
    let mut cutter = Cutter {
        tables,
        words: Vec::new(),
        plain: String::new(),
        begun: None,
        end: 0,
        before: Break::Paragraph,
        lines: 0,
        quotes: Vec::new(),
        text,
    };
    for (at, it) in text.char_indices() {
        cutter.take(at, it);
    }
    cutter.finish_word();
    cutter.settle_quotes();
    cutter.words
}

impl Cutter<'_> {
    fn take(&mut self, at: usize, it: char) {
        let end = at + it.len_utf8();
        // A line with anything in it is not an empty one.
        if !it.is_whitespace() {
            self.lines = 0;
        }
        match letter(it) {
            Letter::Plain(one) => self.grow(at, end, [Some(one), None]),
            Letter::Two(one, two) => self.grow(at, end, [Some(one), Some(two)]),
            Letter::Silent => {
                if self.begun.is_some() {
                    self.end = end;
                }
            }
            Letter::Apostrophe if self.begun.is_some() && self.letter_follows(end) => {
                self.grow(at, end, [Some('\''), None]);
            }
            Letter::Apostrophe => self.single_quote(end),
            Letter::Other => {
                self.finish_word();
                self.punctuation(it, end);
            }
        }
    }

    fn grow(&mut self, at: usize, end: usize, letters: [Option<char>; 2]) {
        self.begun.get_or_insert(at);
        self.end = end;
        self.plain.extend(letters.into_iter().flatten());
    }

    fn next(&self, end: usize) -> Option<char> {
        self.text.get(end..).and_then(|it| it.chars().next())
    }

    fn letter_follows(&self, end: usize) -> bool {
        self.next(end).is_some_and(|it| matches!(letter(it), Letter::Plain(_) | Letter::Two(..)))
    }

    fn single_quote(&mut self, end: usize) {
        let mark = if self.begun.is_some() { Mark::ClosesSingle } else { Mark::OpensSingle };
        let sense = mark == Mark::ClosesSingle || self.letter_follows(end);
        self.finish_word();
        if sense {
            self.quotes.push(Quote { mark, at: self.words.len() });
        } else {
            // An apostrophe after a full stop closes what was said.
            self.quotes.push(Quote { mark: Mark::ClosesSingle, at: self.words.len() });
        }
    }

    fn punctuation(&mut self, it: char, end: usize) {
        match it {
            '\n' => {
                self.lines += 1;
                let strength = if self.lines > 1 { Break::Paragraph } else { Break::Clause };
                if self.lines > 1 {
                    self.settle_quotes();
                }
                self.raise(strength);
            }
            ' ' | '\t' | '\r' | '\u{a0}' | '/' | '_' | '*' | '~' => {}
            // A hyphen inside a word joins; with a space before it, it is a dash.
            '-' if self.words.last().is_some_and(|last| last.end + 1 == end) && self.letter_follows(end) => {}
            '.' if self.is_dots(end) => self.raise(Break::Clause),
            '.' if self.letter_follows(end) => self.raise(Break::Clause),
            '.' | '!' | '?' | '\u{61f}' | '\u{6d4}' | '\u{3002}' => self.raise(Break::Sentence),
            '"' | '“' | '”' | '„' | '«' | '»' => {
                self.quotes.push(Quote { mark: mark(it), at: self.words.len() })
            }
            _ => self.raise(Break::Clause),
        }
    }

    /// Does this full stop belong to three of them?
    fn is_dots(&self, end: usize) -> bool {
        let before = self.text.get(..end - 1).is_some_and(|it| it.ends_with('.'));
        before || self.next(end) == Some('.')
    }

    fn raise(&mut self, strength: Break) {
        self.before = self.before.max(strength);
    }

    fn finish_word(&mut self) {
        let Some(start) = self.begun.take() else { return };
        let number = spelling::number(&self.plain, self.tables);
        let alone = [number];
        let written_out = self.tables.written_out(number);
        let numbers = if written_out.is_empty() { &alone } else { written_out };
        for number in numbers {
            let before = std::mem::replace(&mut self.before, Break::None);
            self.words.push(Word { start, end: self.end, number: *number, before, quoted: false });
        }
        self.plain.clear();
    }

    /// Finds the pairs among the quotation marks of a paragraph. One that is never closed is none.
    fn settle_quotes(&mut self) {
        let quotes = std::mem::take(&mut self.quotes);
        let mut double: Option<usize> = None;
        let mut single: Option<usize> = None;
        for quote in &quotes {
            match quote.mark {
                Mark::Opens => double = Some(quote.at),
                Mark::OpensSingle => single = single.or(Some(quote.at)),
                Mark::ClosesSingle => self.quote(single.take(), quote.at),
                Mark::Straight if double.is_none() => double = Some(quote.at),
                Mark::Straight | Mark::Closes => self.quote(double.take(), quote.at),
            }
        }
    }

    fn quote(&mut self, from: Option<usize>, to: usize) {
        let Some(from) = from else { return };
        for word in self.words.iter_mut().take(to).skip(from) {
            word.quoted = true;
        }
    }
}

fn mark(it: char) -> Mark {
    match it {
        '“' | '«' | '„' => Mark::Opens,
        '”' | '»' => Mark::Closes,
        _ => Mark::Straight,
    }
}
