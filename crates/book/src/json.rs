//! JSON (RFC 8259) as far as a journey needs it: whole numbers from 0, no key twice, not endlessly deep. Whatever else a text holds
//! is refused, and said where.

/// How many lists and objects may stand inside of each other.
const DEEPEST: u8 = 64;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Nothing,
    Truth(bool),
    Number(u64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Why a text is no such value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoJson {
    /// It ends in the middle.
    CutShort,
    /// It is something else.
    Other,
}

impl Json {
    /// Reads the one value of a text.
    pub(crate) fn read(text: &str) -> Result<Self, NoJson> {
        let mut from = Text { text, at: 0 };
        let value = from.value(DEEPEST)?;
        from.blanks();
        if from.at == text.len() { Ok(value) } else { Err(NoJson::Other) }
    }

    /// A field of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(it, _)| it == name).map(|(_, value)| value)
    }

    pub(crate) fn number(&self) -> Option<u64> {
        if let Self::Number(it) = self { Some(*it) } else { None }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(it) = self { Some(it) } else { None }
    }

    /// Writes it without blanks.
    pub(crate) fn write(&self, to: &mut String) {
        match self {
            Self::Nothing => to.push_str("null"),
            Self::Truth(it) => to.push_str(if *it { "true" } else { "false" }),
            Self::Number(it) => to.push_str(&it.to_string()),
            Self::Text(it) => write_text(it, to),
            Self::List(all) => {
                to.push('[');
                for (nth, it) in all.iter().enumerate() {
                    to.push_str(if nth == 0 { "" } else { "," });
                    it.write(to);
                }
                to.push(']');
            }
            Self::Object(fields) => {
                to.push('{');
                for (nth, (name, it)) in fields.iter().enumerate() {
                    to.push_str(if nth == 0 { "" } else { "," });
                    write_text(name, to);
                    to.push(':');
                    it.write(to);
                }
                to.push('}');
            }
        }
    }
}

fn write_text(text: &str, to: &mut String) {
    to.push('"');
    for letter in text.chars() {
        match letter {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            // A text that is put into a page by whoever reads the file must not end the page's script.
            '<' | '\u{2028}' | '\u{2029}' | '\0'..'\u{20}' | '\u{7f}' => {
                to.push_str("\\u");
                let code = u32::from(letter);
                for place in [12, 8, 4, 0] {
                    to.push(char::from_digit(code >> place & 15, 16).unwrap_or('0'));
                }
            }
            _ => to.push(letter),
        }
    }
    to.push('"');
}

struct Text<'a> {
    text: &'a str,
    at: usize,
}

impl Text<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Result<u8, NoJson> {
        let next = self.peek().ok_or(NoJson::CutShort)?;
        self.at += 1;
        Ok(next)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// The next byte that is no blank, if it is this one.
    fn takes(&mut self, byte: u8) -> Result<bool, NoJson> {
        self.blanks();
        let takes = self.peek().ok_or(NoJson::CutShort)? == byte;
        self.at += usize::from(takes);
        Ok(takes)
    }

    fn needs(&mut self, byte: u8) -> Result<(), NoJson> {
        if self.takes(byte)? { Ok(()) } else { Err(NoJson::Other) }
    }

    fn value(&mut self, deep: u8) -> Result<Json, NoJson> {
        self.blanks();
        let deeper = deep.checked_sub(1);
        match (self.peek().ok_or(NoJson::CutShort)?, deeper) {
            (b'"', _) => Ok(Json::Text(self.text()?)),
            (b'0'..=b'9', _) => self.number(),
            (b'n', _) => self.word("null", Json::Nothing),
            (b't', _) => self.word("true", Json::Truth(true)),
            (b'f', _) => self.word("false", Json::Truth(false)),
            (b'[', Some(deeper)) => self.list(deeper),
            (b'{', Some(deeper)) => self.object(deeper),
            _ => Err(NoJson::Other),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Result<Json, NoJson> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(value);
        }
        Err(if word.starts_with(rest) { NoJson::CutShort } else { NoJson::Other })
    }

    fn number(&mut self) -> Result<Json, NoJson> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let digits = rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_digit()).len();
        let number = rest.get(..digits).unwrap_or_default();
        self.at += digits;
        let whole =
            !matches!(self.peek(), Some(b'.' | b'e' | b'E')) && (digits == 1 || !number.starts_with('0'));
        number.parse().ok().filter(|_| whole).map(Json::Number).ok_or(NoJson::Other)
    }

    fn list(&mut self, deep: u8) -> Result<Json, NoJson> {
        self.needs(b'[')?;
        let mut all = Vec::new();
        if self.takes(b']')? {
            return Ok(Json::List(all));
        }
        loop {
            all.push(self.value(deep)?);
            if self.takes(b']')? {
                return Ok(Json::List(all));
            }
            self.needs(b',')?;
        }
    }

    fn object(&mut self, deep: u8) -> Result<Json, NoJson> {
        self.needs(b'{')?;
        let mut fields: Vec<(String, Json)> = Vec::new();
        if self.takes(b'}')? {
            return Ok(Json::Object(fields));
        }
        loop {
            self.blanks();
            let name = self.text()?;
            self.needs(b':')?;
            if fields.len() > 255 || fields.iter().any(|(it, _)| *it == name) {
                return Err(NoJson::Other);
            }
            fields.push((name, self.value(deep)?));
            if self.takes(b'}')? {
                return Ok(Json::Object(fields));
            }
            self.needs(b',')?;
        }
    }

    fn text(&mut self) -> Result<String, NoJson> {
        self.needs(b'"')?;
        let mut text = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest.find(['"', '\\']).ok_or(NoJson::CutShort)?;
            let run = rest.get(..plain).unwrap_or_default();
            if run.bytes().any(|it| it < 0x20) {
                return Err(NoJson::Other);
            }
            text.push_str(run);
            self.at += plain;
            if self.next()? == b'"' {
                return Ok(text);
            }
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, NoJson> {
        Ok(match self.next()? {
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            plain @ (b'"' | b'\\' | b'/') => char::from(plain),
            b'u' => {
                let high = self.unit()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high).ok_or(NoJson::Other);
                }
                if (self.next()?, self.next()?) != (b'\\', b'u') {
                    return Err(NoJson::Other);
                }
                let low = self.unit()?.checked_sub(0xdc00).filter(|it| *it < 0x400);
                low.and_then(|it| char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + it))
                    .ok_or(NoJson::Other)?
            }
            _ => return Err(NoJson::Other),
        })
    }

    fn unit(&mut self) -> Result<u32, NoJson> {
        (0..4).try_fold(0, |unit, _| {
            let digit = char::from(self.next()?).to_digit(16).ok_or(NoJson::Other)?;
            Ok(unit << 4 | digit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_here_and_by_others() {
        let text = Json::Text("\"\\\n\u{1}</script>\u{2028}é🧵متى".to_owned());
        let all = Json::Object(vec![
            ("a".to_owned(), Json::List(vec![Json::Nothing, Json::Truth(true), Json::Number(u64::MAX)])),
            ("ü".to_owned(), text),
            (String::new(), Json::Object(Vec::new())),
        ]);
        let mut written = String::new();
        all.write(&mut written);
        assert_eq!(Json::read(&written).as_ref(), Ok(&all));
        let others: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(others["ü"].as_str(), all.get("ü").and_then(Json::text));
        assert_eq!(others["a"][2].as_u64(), Some(u64::MAX));
        let pretty = serde_json::to_string_pretty(&others).unwrap();
        assert!(Json::read(&pretty).is_ok());
        assert_eq!(Json::read(r#""\ud83e\uddf5\/""#), Ok(Json::Text("🧵/".to_owned())));
    }

    #[test]
    fn wherever_a_text_is_cut_it_is_said_to_be_cut() {
        let whole = r#"{"a":[1,{"b":"c\u00e9\n"},true,null],"d":false}"#;
        for (at, _) in whole.char_indices() {
            assert_eq!(Json::read(&whole[..at]), Err(NoJson::CutShort), "{}", &whole[..at]);
        }
    }

    #[test]
    fn what_is_no_json_of_ours_is_refused() {
        let deep = "[".repeat(100_000);
        for other in [
            "<html>",
            "-1",
            "1.5",
            "1e9",
            "01",
            "18446744073709551616",
            "[1 2]",
            "[,]",
            "{}{}",
            r#"{"a":1,"a":2}"#,
            deep.as_str(),
            "\"\u{1}\"",
            r#""\ud83e ab""#,
            r#""\x""#,
        ] {
            assert_eq!(Json::read(other), Err(NoJson::Other), "{}", &other[..other.len().min(20)]);
        }
    }
}
