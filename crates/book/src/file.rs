//! The file of a journey: JSON, one record a line. `docs/export.md` tells what stands in it, `docs/export.schema.json` is its schema.

use domain::brought::{Entry, Journey, SealedIn};
use domain::{Audience, DeviceId, Event, PersonId, Record, RecordId, Stamp};
use lean::Value;
use thiserror::Error;

use crate::json::{Json, NoJson};

/// A longer file is not read.
pub const MOST_BYTES: usize = 256 * 1024 * 1024;

/// What kind of file it is.
const FORMAT: &str = "mend-journey";
/// The version of the file. A change that an older program would misread raises it.
const VERSION: u64 = 1;
/// Whole numbers up to here mean the same to every reader of JSON.
const SAFE: u64 = 1 << 53;
/// No time in a file lies after this: the year 9999.
const LATEST_MS: u64 = 253_402_300_799_999;

/// Why a file is not read. Nothing of it was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotAJourney {
    /// It is some other file.
    #[error("this is not the file of a journey")]
    Other,
    /// It ends in the middle.
    #[error("the file ends in the middle")]
    CutShort,
    /// A newer version of this program wrote it.
    #[error("a newer version wrote this file")]
    Newer,
    /// It is one, and something in it cannot be right.
    #[error("the file is damaged")]
    Damaged,
    /// It is longer than any journey.
    #[error("the file is too long")]
    TooLong,
}

/// Writes a journey.
#[must_use]
pub fn write(journey: &Journey) -> String {
    let mut to = String::new();
    let head = [
        ("format", text(FORMAT)),
        ("version", Json::Number(VERSION)),
        ("taken_ms", Json::Number(journey.taken_ms)),
        ("me", text(&journey.me.to_string())),
        ("name", text(&journey.name)),
    ];
    to.push('{');
    for (name, value) in head {
        text(name).write(&mut to);
        to.push(':');
        value.write(&mut to);
        to.push_str(",\n");
    }
    to.push_str("\"records\":[");
    for (nth, entry) in journey.entries.iter().enumerate() {
        to.push_str(if nth == 0 { "\n" } else { ",\n" });
        of_entry(entry).write(&mut to);
    }
    to.push_str("\n]}\n");
    to
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

fn object(fields: Vec<(&str, Json)>) -> Json {
    Json::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn of_entry(entry: &Entry) -> Json {
    let it = &entry.record;
    let audience = if it.audience == Audience::Ours { "ours" } else { "mine" };
    let mut fields = vec![
        ("id", text(&it.id.to_string())),
        ("author", text(&it.author.to_string())),
        ("device", text(&it.device.to_string())),
        ("number", Json::Number(it.dseq)),
        ("audience", text(audience)),
        ("stamp_ms", Json::Number(it.stamp.ms)),
        ("stamp_counter", Json::Number(u64::from(it.stamp.counter))),
    ];
    fields.extend(it.received_ms.map(|ms| ("received_ms", Json::Number(ms))));
    if let Some(SealedIn { space, me }) = entry.sealed_in {
        let place =
            object(vec![("space", text(&PersonId(space).to_string())), ("me", text(&me.to_string()))]);
        fields.push(("sealed_in", place));
    }
    fields.push(("kind", text(it.event.kind())));
    fields.push(("schema", Json::Number(u64::from(it.event.schema()))));
    let body = it.event.to_cbor();
    match lean::from_bytes::<Value>(&body) {
        Some(value) => fields.push(("body", of_value(&value))),
        // Of a later version, in a form that this one cannot read.
        None => fields.push(("body_bytes", text(&hex(&body)))),
    }
    object(fields)
}

/// A body as JSON: fields by their numbers; bytes, and numbers that JSON's readers would round, by a name.
fn of_value(value: &Value) -> Json {
    match value {
        Value::Number(it) if *it > SAFE => object(vec![("number", text(&it.to_string()))]),
        Value::Number(it) => Json::Number(*it),
        Value::Bytes(it) => object(vec![("bytes", text(&hex(it)))]),
        Value::Text(it) => text(it),
        Value::List(all) => Json::List(all.iter().map(of_value).collect()),
        Value::Map(all) => {
            Json::Object(all.iter().map(|(key, it)| (key.to_string(), of_value(it))).collect())
        }
        Value::Truth(it) => Json::Truth(*it),
        Value::Nothing => Json::Nothing,
    }
}

fn to_value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Nothing => Value::Nothing,
        Json::Truth(it) => Value::Truth(*it),
        Json::Number(it) => Value::Number(*it),
        Json::Text(it) => Value::Text(it.clone()),
        Json::List(all) => Value::List(all.iter().map(to_value).collect::<Option<_>>()?),
        Json::Object(fields) => match fields.first() {
            Some((name, Json::Text(bytes))) if name == "bytes" && fields.len() == 1 => {
                Value::Bytes(from_hex(bytes)?)
            }
            Some((name, Json::Text(digits))) if name == "number" && fields.len() == 1 => {
                Value::Number(digits.parse().ok()?)
            }
            _ => {
                let field = |(key, it): &(String, Json)| Some((key.parse::<u64>().ok()?, to_value(it)?));
                let mut fields = fields.iter().map(field).collect::<Option<Vec<_>>>()?;
                lean::sort(&mut fields, &|one, other| one.0 < other.0);
                Value::Map(fields)
            }
        },
    })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |it: u8| char::from_digit(u32::from(it), 16).unwrap_or('0');
    bytes.iter().flat_map(|it| [digit(it >> 4), digit(it & 15)]).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|it| it.to_digit(16).and_then(|it| u8::try_from(it).ok())).collect();
    let digits = digits.filter(|it| it.len() % 2 == 0)?;
    Some(digits.chunks_exact(2).map(|it| it.iter().fold(0, |byte, digit| byte << 4 | digit)).collect())
}

/// Reads the file of a journey. Nothing in it is believed further than what its own person could have written.
///
/// # Errors
/// Says why not; then there is nothing to bring.
pub fn read(file: &[u8]) -> Result<Journey, NotAJourney> {
    if file.len() > MOST_BYTES {
        return Err(NotAJourney::TooLong);
    }
    let written = match core::str::from_utf8(file) {
        Ok(written) => written,
        // A cut may fall into the middle of a letter.
        Err(error) if error.error_len().is_none() && looks_like_one(file) => {
            return Err(NotAJourney::CutShort);
        }
        Err(_) => return Err(NotAJourney::Other),
    };
    let json = Json::read(written.trim_start_matches('\u{feff}')).map_err(|why| match why {
        NoJson::CutShort if looks_like_one(file) => NotAJourney::CutShort,
        _ if looks_like_one(file) => NotAJourney::Damaged,
        _ => NotAJourney::Other,
    })?;
    if json.get("format").and_then(Json::text) != Some(FORMAT) {
        return Err(NotAJourney::Other);
    }
    match json.get("version").and_then(Json::number) {
        Some(VERSION) => journey(&json).ok_or(NotAJourney::Damaged),
        Some(version) if version > VERSION => Err(NotAJourney::Newer),
        _ => Err(NotAJourney::Damaged),
    }
}

fn looks_like_one(file: &[u8]) -> bool {
    let head = file.get(..200.min(file.len())).unwrap_or_default();
    head.windows(FORMAT.len()).any(|it| it == FORMAT.as_bytes())
}

fn journey(json: &Json) -> Option<Journey> {
    let me = PersonId::parse(json.get("me")?.text()?)?;
    let name = json.get("name")?.text()?;
    let taken_ms = json.get("taken_ms")?.number().filter(|it| *it <= LATEST_MS)?;
    let Json::List(records) = json.get("records")? else { return None };
    let entries = records.iter().map(|it| entry(it, me)).collect::<Option<Vec<_>>>()?;
    let fits = name.len() <= domain::people::LONGEST_NAME;
    fits.then(|| Journey { me, name: name.to_owned(), taken_ms, entries })
}

fn entry(json: &Json, me: PersonId) -> Option<Entry> {
    let of = |name: &str| json.get(name).and_then(Json::text);
    let number = |name: &str| json.get(name).and_then(Json::number);
    let author = PersonId::parse(of("author")?)?;
    let audience = match of("audience")? {
        "mine" if author == me => Audience::Mine,
        "ours" => Audience::Ours,
        _ => return None,
    };
    let body = body(json)?;
    let stamp = Stamp {
        ms: number("stamp_ms").filter(|it| *it <= LATEST_MS)?,
        counter: u16::try_from(number("stamp_counter")?).ok()?,
    };
    let received_ms = match json.get("received_ms") {
        Some(it) => Some(it.number().filter(|it| *it <= LATEST_MS)?),
        None => None,
    };
    let sealed_in = match json.get("sealed_in") {
        Some(it) => Some(place(it)?),
        None => None,
    };
    let record = Record {
        id: RecordId::parse(of("id")?)?,
        author,
        device: DeviceId::parse(of("device")?)?,
        dseq: number("number")?,
        audience,
        stamp,
        received_ms,
        event: Event::from_parts(of("kind")?, u16::try_from(number("schema")?).ok()?, &body),
    };
    let nested = record.event.kind().starts_with("brought.");
    let fits = body.len() <= LONGEST_BODY && record.event.kind().len() <= LONGEST_KIND;
    (fits && !nested).then_some(Entry { record, sealed_in })
}

fn body(json: &Json) -> Option<Vec<u8>> {
    match (json.get("body"), json.get("body_bytes").and_then(Json::text)) {
        (Some(body), None) => Some(lean::to_bytes(&to_value(body)?)),
        (None, Some(bytes)) => from_hex(bytes),
        _ => None,
    }
}

fn place(json: &Json) -> Option<SealedIn> {
    Some(SealedIn {
        space: PersonId::parse(json.get("space")?.text()?)?.0,
        me: PersonId::parse(json.get("me")?.text()?)?,
    })
}

/// A longer body fits into no record. What is left of a record carries where it came from.
const LONGEST_BODY: usize = 127 * 1024;
/// No kind has a longer name.
const LONGEST_KIND: usize = 64;

#[cfg(test)]
mod tests;
