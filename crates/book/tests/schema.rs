//! `docs/export.schema.json` says what a file holds: every event there is, written to a file, fits it, and what is not so does not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

use domain::brought::{Entry, Journey, SealedIn};
use domain::{
    Audience, Commitment, DeviceId, Event, PersonId, Record, RecordId, RevealKey, RoundId, SealedBox,
    SealedText, Sealing, Stamp,
};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../../docs/export.schema.json");
/// One of every event, as they are pinned for ever.
const EVENTS: &str = include_str!("../../domain/tests/vectors/events.txt");

/// Whether a value fits a schema, for the words that our schema uses; an unknown word fits nothing.
fn fits(value: &Value, schema: &Value, root: &Value) -> bool {
    let Some(words) = schema.as_object() else { return false };
    words.iter().all(|(word, what)| match word.as_str() {
        "$schema" | "title" | "$defs" | "properties" | "patternProperties" => true,
        "$ref" => fits(value, root.pointer(what.as_str().unwrap().trim_start_matches('#')).unwrap(), root),
        "const" => value == what,
        "enum" => what.as_array().unwrap().contains(value),
        "type" => match what.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "integer" => value.is_u64(),
            _ => false,
        },
        "minimum" => value.as_u64().is_none_or(|it| it >= what.as_u64().unwrap()),
        "maximum" => value.as_u64().is_none_or(|it| it <= what.as_u64().unwrap()),
        "pattern" => value.as_str().is_none_or(|it| matches(it, what.as_str().unwrap())),
        "required" => what.as_array().unwrap().iter().all(|it| value.get(it.as_str().unwrap()).is_some()),
        "items" => value.as_array().into_iter().flatten().all(|it| fits(it, what, root)),
        "oneOf" => what.as_array().unwrap().iter().filter(|it| fits(value, it, root)).count() == 1,
        "additionalProperties" => value.as_object().into_iter().flatten().all(|(name, it)| {
            let named = schema.pointer(&format!("/properties/{name}"));
            let patterns = schema["patternProperties"].as_object().into_iter().flatten();
            let pattern = patterns.into_iter().find(|(pattern, _)| matches(name, pattern)).map(|(_, it)| it);
            *what == Value::Bool(false) && named.or(pattern).is_some_and(|schema| fits(it, schema, root))
        }),
        _ => false,
    })
}

fn matches(text: &str, pattern: &str) -> bool {
    let hex = || text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
    let word = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    match pattern {
        "^[0-9a-f]{32}$" => text.len() == 32 && hex(),
        "^[0-9a-f]{64}$" => text.len() == 64 && hex(),
        "^([0-9a-f]{2})*$" => text.len().is_multiple_of(2) && hex(),
        "^[0-9]+$" => !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit()),
        "^[a-z_]+\\.[a-z_]+$" => text.split_once('.').is_some_and(|(one, other)| word(one) && word(other)),
        _ => panic!("the schema has a new pattern: {pattern}"),
    }
}

fn journey() -> Journey {
    let me = PersonId([1; 16]);
    let lines = EVENTS.lines().filter(|it| !it.starts_with('#') && !it.starts_with("brought."));
    let entry = |(nth, line): (u64, &str)| {
        let [kind, schema, space, body] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let byte = |at: usize| u8::from_str_radix(&body[2 * at..2 * at + 2], 16).unwrap();
        let body: Vec<u8> = (0..body.len() / 2).map(byte).collect();
        let audience = if space == "ours" { Audience::Ours } else { Audience::Mine };
        let mut id = [0; 32];
        id[..8].copy_from_slice(&nth.to_be_bytes());
        let record = Record {
            id: RecordId(id),
            author: me,
            device: DeviceId([2; 16]),
            dseq: nth,
            audience,
            stamp: Stamp { ms: 1_749_729_600_000 + nth, counter: 0 },
            received_ms: Some(1_749_729_700_000),
            event: Event::from_parts(kind, schema.parse().unwrap(), &body),
        };
        let sealed_in = kind.starts_with("exchange.").then_some(SealedIn { space: [9; 16], me });
        Entry { record, sealed_in }
    };
    let entries = (1..).zip(lines).map(entry).collect();
    Journey { me, name: "Ana".to_owned(), taken_ms: 1_749_729_700_000, entries }
}

#[test]
fn every_event_there_is_can_be_taken_along_and_fits_the_schema() {
    let (schema, journey) = (serde_json::from_str::<Value>(SCHEMA).unwrap(), journey());
    let file = book::write(&journey);
    let json: Value = serde_json::from_str(&file).unwrap();
    for record in json["records"].as_array().unwrap() {
        assert!(fits(record, &schema["$defs"]["record"], &schema), "{record}");
        assert!(record.get("body").is_some(), "{record}");
    }
    assert!(fits(&json, &schema, &schema));
    assert_eq!(book::read(file.as_bytes()), Ok(journey));
}

#[test]
fn what_the_schema_refuses_is_refused_by_the_program_too() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let json: Value = serde_json::from_str(&book::write(&journey())).unwrap();
    let harm: [fn(&mut Value); 6] = [
        |it| it["me"] = "0A".into(),
        |it| it["records"][0]["audience"] = "theirs".into(),
        |it| it["records"][0]["number"] = Value::Null,
        |it| it["records"][0]["stamp_counter"] = 70_000.into(),
        |it| drop(it["records"][0].as_object_mut().unwrap().remove("body")),
        |it| it["records"][1]["body"]["a"] = 1.into(),
    ];
    for (nth, harm) in harm.into_iter().enumerate() {
        let mut harmed = json.clone();
        harm(&mut harmed);
        assert!(!fits(&harmed, &schema, &schema), "{nth}");
        assert!(book::read(harmed.to_string().as_bytes()).is_err(), "{nth}");
    }
}

#[test]
fn every_event_there_is_has_its_place_in_the_book() {
    let journey = journey();
    let day_of = |ms: u64| domain::WallTime::of_greenwich(ms / 1000).day();
    let shown = book::Shown { language: "en", day_of: &day_of, pictures: &[] };
    let book = book::bound(&journey, &journey.couple(&Shut), &shown);
    assert!(book.contains("When did it start?") && book.contains("Home by seven"));
}

struct Shut;

impl Sealing for Shut {
    fn seal(&mut self, _: RoundId, _: PersonId, _: &[u8]) -> SealedText {
        SealedText { commitment: Commitment([0; 32]), sealed: Vec::new(), key: RevealKey([0; 32]) }
    }

    fn open(&self, _: RoundId, _: PersonId, _: &SealedBox<'_>, _: &RevealKey) -> Option<Vec<u8>> {
        None
    }
}
