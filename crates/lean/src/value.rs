//! Any value in its form, for whoever must look at one without knowing its type: to show it, or to write it elsewhere.

use crate::form::Form;
use crate::reader::Reader;
use crate::writer::Writer;

/// How many lists and maps may stand inside of each other.
const DEEPEST: u8 = 32;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(u64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
    /// A list, or a row.
    List(Vec<Value>),
    /// A map with numbers for its keys, as a body is.
    Map(Vec<(u64, Value)>),
    /// Yes or no.
    Truth(bool),
    /// Nothing, where something could stand.
    Nothing,
}

impl Value {
    fn read_at(from: &mut Reader<'_>, deep: u8) -> Self {
        let first = from.rest().first().copied().unwrap_or(u8::MAX);
        match first >> 5 {
            0 => Self::Number(from.number(u64::MAX)),
            2 => Self::Bytes(from.bytes().to_vec()),
            3 => Self::Text(from.text().to_owned()),
            4 if deep > 0 => {
                let mut all = Vec::new();
                for _ in 0..from.list() {
                    if from.has_failed() {
                        break;
                    }
                    all.push(Self::read_at(from, deep - 1));
                }
                Self::List(all)
            }
            5 if deep > 0 => {
                let mut all: Vec<(u64, Self)> = Vec::new();
                for _ in 0..from.map() {
                    let key = from.number(u64::MAX);
                    if all.last().is_some_and(|(before, _)| *before >= key) {
                        from.fail();
                    }
                    if from.has_failed() {
                        break;
                    }
                    all.push((key, Self::read_at(from, deep - 1)));
                }
                Self::Map(all)
            }
            _ if from.nothing() => Self::Nothing,
            _ => Self::Truth(from.truth()),
        }
    }
}

impl Form for Value {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Number(it) => to.number(*it),
            Self::Bytes(it) => to.bytes(it),
            Self::Text(it) => to.text(it),
            Self::List(all) => Self::write_all(all, to),
            Self::Map(all) => {
                to.map(all.len());
                for (key, it) in all {
                    to.number(*key);
                    it.write(to);
                }
            }
            Self::Truth(it) => to.truth(*it),
            Self::Nothing => to.nothing(),
        }
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self::read_at(from, DEEPEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{from_bytes, to_bytes};

    #[test]
    fn any_value_is_written_as_it_was_read() {
        let row = Value::List(vec![Value::Nothing, Value::Truth(true), Value::Bytes(vec![1; 40])]);
        let all = Value::Map(vec![
            (0, Value::Text("Home by seven".to_owned())),
            (1, Value::Number(u64::MAX)),
            (30, row),
        ]);
        assert_eq!(from_bytes(&to_bytes(&all)), Some(all));
    }

    #[test]
    fn what_is_not_in_the_one_form_or_endlessly_deep_is_no_value() {
        for other in [&[][..], &[0x18, 5], &[0x9f, 0xff], &[0xa2, 1, 0, 0, 0], &[0xff], &[0x39, 1], &[0x81]] {
            assert_eq!(from_bytes::<Value>(other), None, "{other:?}");
        }
        assert_eq!(from_bytes::<Value>(&[0x81; 100_000]), None);
        assert_eq!(from_bytes::<Value>(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
    }
}
