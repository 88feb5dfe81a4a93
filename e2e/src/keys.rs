//! Keys as a keyboard sends them.

use serde_json::{Value, json};

/// What the browser is told about a key going down.
pub(crate) struct Stroke {
    key: String,
    code: String,
    number: u32,
    text: String,
    modifiers: u32,
}

const SHIFT: u32 = 8;
const CONTROL: u32 = 2;

impl Stroke {
    /// Reads `Enter`, `Shift+Tab`, `a` …
    pub(crate) fn of(name: &str) -> Self {
        let (modifiers, name) = match name.split_once('+') {
            Some(("Shift", rest)) => (SHIFT, rest),
            Some(("Control", rest)) => (CONTROL, rest),
            _ => (0, name),
        };
        let (number, text) = match name {
            "Backspace" => (8, ""),
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Space" => (32, " "),
            "PageUp" => (33, ""),
            "PageDown" => (34, ""),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowLeft" => (37, ""),
            "ArrowUp" => (38, ""),
            "ArrowRight" => (39, ""),
            "ArrowDown" => (40, ""),
            "Delete" => (46, ""),
            letter if letter.chars().count() == 1 => (letter_number(letter), letter),
            other => panic!("no key is called {other}"),
        };
        let code = match name.chars().next() {
            Some(letter) if name.len() == 1 && letter.is_ascii_alphabetic() => {
                format!("Key{}", letter.to_ascii_uppercase())
            }
            _ => name.to_owned(),
        };
        let key = if name == "Space" { " " } else { name };
        let text = if modifiers & CONTROL == 0 { text } else { "" };
        Self { key: key.to_owned(), code, number, text: text.to_owned(), modifiers }
    }

    pub(crate) fn down(&self) -> Value {
        let kind = if self.text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = self.event(kind);
        if !self.text.is_empty() {
            event["text"] = json!(self.text);
        }
        event
    }

    pub(crate) fn up(&self) -> Value {
        self.event("keyUp")
    }

    fn event(&self, kind: &str) -> Value {
        json!({
            "type": kind, "key": self.key, "code": self.code, "modifiers": self.modifiers,
            "windowsVirtualKeyCode": self.number, "nativeVirtualKeyCode": self.number,
        })
    }
}

fn letter_number(letter: &str) -> u32 {
    letter.chars().next().map_or(0, |it| u32::from(it.to_ascii_uppercase()))
}
