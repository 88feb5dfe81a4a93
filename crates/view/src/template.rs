//! The static text of a view: everything that is known before the program runs, with marks where the rest belongs.
//! The reading end is `crates/web/src/platform/dom/build.rs`; both name the marks alike.

/// An element begins; its tag follows.
const OPEN: char = '\u{1}';
/// The last element that began ends.
const CLOSE: char = '\u{2}';
/// A text follows.
const TEXT: char = '\u{3}';
/// A part that stands among the children.
const CHILD: char = '\u{4}';
/// The name of an attribute follows.
const NAME: char = '\u{5}';
/// The text of the attribute just named follows.
const VALUE: char = '\u{6}';
/// A part is the value of the attribute that is named.
const GIVEN: char = '\u{7}';
/// A part listens to the event that is named.
const LISTEN: char = '\u{8}';

/// Grows from the first mark to the last.
#[derive(Default)]
pub(crate) struct Template(String);

impl Template {
    pub(crate) fn open(&mut self, tag: &str) {
        self.mark(OPEN, tag);
    }

    pub(crate) fn close(&mut self) {
        self.mark(CLOSE, "");
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.mark(TEXT, text);
    }

    pub(crate) fn child(&mut self) {
        self.mark(CHILD, "");
    }

    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.mark(NAME, name);
        self.mark(VALUE, value);
    }

    pub(crate) fn given(&mut self, name: &str) {
        self.mark(GIVEN, name);
    }

    pub(crate) fn listen(&mut self, event: &str) {
        self.mark(LISTEN, event);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A control character in a text would be taken for a mark; in markup it is only ever white space.
    fn mark(&mut self, mark: char, word: &str) {
        self.0.push(mark);
        self.0.extend(word.chars().map(|it| if it < ' ' { ' ' } else { it }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_pretend_to_be_a_mark() {
        let mut template = Template::default();
        template.text("a\u{2}b\nc");
        assert_eq!(template.as_str(), "\u{3}a b c");
    }
}
