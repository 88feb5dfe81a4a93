//! What stands in the body of one event, as passages for people: its words, and what its numbers mean as far as that is told in
//! `locales/<language>/book/words.toml`.

use domain::Day;
use lean::Value;

use super::{escaped, filled, paragraph};
use crate::words::Words;

/// Something that stands in an entry, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// What the words after it are called.
    Label(&'static str),
    /// What was chosen or counted.
    Says {
        /// In words.
        text: String,
        /// It belongs to the one before.
        goes_on: bool,
    },
    /// What a person wrote.
    Wrote(String),
}

/// The passages of a body.
pub(super) fn passages_of(kind: &str, body: &Value, words: Words) -> Vec<Passage> {
    let mut at = At { kind, path: Vec::new(), words, told: Vec::new() };
    let mut to = Vec::new();
    at.walk(&mut to, body);
    to
}

/// Writes the passages of a body.
pub(super) fn passages(to: &mut String, kind: &str, body: &Value, words: Words) {
    for it in passages_of(kind, body, words) {
        match it {
            Passage::Label(label) => paragraph(to, "label", label),
            Passage::Says { text, goes_on } => paragraph(to, if goes_on { "says on" } else { "says" }, &text),
            Passage::Wrote(text) => writing(to, &text),
        }
    }
}

/// A day in words.
pub(super) fn day(day: Day, words: Words) -> String {
    let month = words.get(&["month.", &day.month().to_string()].concat());
    filled(
        words.get("day"),
        &[("d", &day.day().to_string()), ("month", month), ("y", &day.year().to_string())],
    )
}

/// A step into a value: the number of a field, and whether it is one of a list.
type Step = (u64, bool);

struct At<'a> {
    kind: &'a str,
    path: Vec<Step>,
    words: Words,
    /// What was said of the last place: the same words two times in a row are said once.
    told: Vec<Step>,
}

impl At<'_> {
    fn walk(&mut self, to: &mut Vec<Passage>, value: &Value) {
        match value {
            Value::Number(number) => self.number(to, *number),
            Value::Truth(it) => {
                let says = self.find(if *it { "=true" } else { "=false" });
                to.extend(says.map(|it| Passage::Says { text: it.to_owned(), goes_on: false }));
            }
            Value::Text(text) if !text.trim().is_empty() => {
                to.extend(self.find("").map(Passage::Label));
                to.push(Passage::Wrote(text.clone()));
            }
            Value::List(all) => all.iter().zip(0..).for_each(|(it, nth)| self.step(to, (nth, true), it)),
            Value::Map(all) => all.iter().for_each(|(field, it)| self.step(to, (*field, false), it)),
            Value::Text(_) | Value::Bytes(_) | Value::Nothing => {}
        }
    }

    fn step(&mut self, to: &mut Vec<Passage>, step: Step, value: &Value) {
        self.path.push(step);
        self.walk(to, value);
        self.path.pop();
    }

    fn number(&mut self, to: &mut Vec<Passage>, number: u64) {
        if let Some(says) = self.find(&["=", &number.to_string()].concat()) {
            let goes_on = self.goes_on();
            self.told.clone_from(&self.path);
            return to.push(Passage::Says { text: says.to_owned(), goes_on });
        }
        let Some(says) = self.find("") else { return };
        let shown = as_day(number).map(|it| day(it, self.words)).unwrap_or_default();
        let text = filled(says, &[("n", &number.to_string()), ("day", &shown)]);
        to.push(Passage::Says { text, goes_on: false });
    }

    /// Whether this belongs to what was said before: another field of the same row.
    fn goes_on(&self) -> bool {
        let row = self.path.len().saturating_sub(1);
        row > 0 && self.told.len() == self.path.len() && self.told.get(..row) == self.path.get(..row)
    }

    /// The words for this place: of exactly this one, or of any in its list.
    fn find(&self, end: &str) -> Option<&'static str> {
        let exact = self.words.find(&self.key(end, u32::MAX));
        // A row is a list, too: which of the numbers count places in a list is not told, so each is tried.
        let lists = (0..self.path.len()).filter(|at| self.path.get(*at).is_some_and(|(_, list)| *list));
        let mut any = lists.filter_map(|at| self.words.find(&self.key(end, u32::try_from(at).ok()?)));
        exact.or_else(|| any.next()).filter(|it| !it.is_empty())
    }

    fn key(&self, end: &str, any: u32) -> String {
        let mut key = self.kind.to_owned();
        for (at, (number, _)) in (0..).zip(&self.path) {
            key.push(if at == 0 { '/' } else { '.' });
            if at == any {
                key.push('*');
            } else {
                key.push_str(&number.to_string());
            }
        }
        key.push_str(end);
        key
    }
}

/// The day that a number stands for, if it is one.
fn as_day(number: u64) -> Option<Day> {
    lean::from_bytes(&lean::to_bytes(&u32::try_from(number).ok()?))
}

/// What a person wrote, in their own paragraphs and their own direction.
pub(super) fn writing(to: &mut String, text: &str) {
    to.push_str("<blockquote dir=\"auto\">");
    for part in text.split("\n\n").map(str::trim).filter(|it| !it.is_empty()) {
        to.push_str("<p>");
        for (nth, line) in part.lines().enumerate() {
            to.push_str(if nth == 0 { "" } else { "<br>" });
            escaped(to, line);
        }
        to.push_str("</p>");
    }
    to.push_str("</blockquote>");
}
