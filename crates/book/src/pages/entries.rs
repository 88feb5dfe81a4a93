//! Single entries as the book tells them, for a page that shows some: what one may give to a counsellor, and what was given.

use domain::{Record, RecordId};
use lean::Value;

use super::chapters::{Happened, Superseded, Told, in_order, is_rewritten, is_superseded, told};
use super::filled;
use super::passages::{Passage, passages_of};
use crate::words::Words;

/// What belongs together: one hurt, one thought, one look at the signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is called in addresses: the id of the entry or, where it has none, of its latest record.
    pub id: String,
    /// The practice, as it begins the names of its events.
    pub practice: String,
    /// What the practice is called.
    pub chapter: &'static str,
    /// What stands of it, the first first.
    pub pieces: Vec<Piece>,
    /// Every record of it, also what does not stand any more.
    pub records: Vec<RecordId>,
}

/// One thing that happened in an entry, and stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The record that tells it.
    pub record: RecordId,
    /// What happened.
    pub says: String,
    /// When, in unix milliseconds.
    pub at_ms: u64,
    /// What stands in it.
    pub passages: Vec<Passage>,
}

/// What these records tell, entry by entry, in the order of the programme. `called` is who wrote them. An entry that was put away or
/// says nothing to people is not there.
#[must_use]
pub fn entries<'a>(records: impl Iterator<Item = &'a Record>, called: &str, language: &str) -> Vec<Entry> {
    let words = Words::of(language);
    let mut all: Vec<Told<'_>> = records.filter_map(told).collect();
    in_order(&mut all);
    let mut entries = Vec::new();
    let mut done: Vec<&Told<'_>> = Vec::new();
    for it in &all {
        if done.iter().any(|before| belong_together(before, it)) {
            continue;
        }
        done.push(it);
        let together: Vec<&Told<'_>> = all.iter().filter(|other| belong_together(it, other)).collect();
        entries.extend(entry(&together, &all, called, words));
    }
    entries
}

fn record_of<'a>(it: &'a Told<'_>) -> Option<(&'a Record, &'a Value)> {
    match &it.happened {
        Happened::Event(record, body) => Some((record, body)),
        Happened::Round { .. } => None,
    }
}

/// What a body begins with, if that is a number: the day, or the week, that it is about.
fn about(body: &Value) -> Option<u64> {
    match body {
        Value::Map(fields) => match fields.first() {
            Some((_, Value::Number(number))) => Some(*number),
            _ => None,
        },
        _ => None,
    }
}

/// Whether two records tell of the same entry. What has no id of its own is one entry by its name, if it is written again, or by
/// the day that it is about.
fn belong_together(one: &Told<'_>, other: &Told<'_>) -> bool {
    let (Some((record, body)), Some((with, of))) = (record_of(one), record_of(other)) else { return false };
    let same_day = || about(body).is_some() && about(body) == about(of);
    let again =
        || record.event.kind() == with.event.kind() && (is_rewritten(record.event.kind()) || same_day());
    match (&one.entry, &other.entry) {
        (Some(id), Some(as_well)) => one.practice == other.practice && id == as_well,
        (None, None) => record.id == with.id || again(),
        _ => false,
    }
}

/// Whether this says that an entry is to be forgotten: by its id, or by the day that both begin with.
fn lets_forget(it: &Told<'_>, entry: &Told<'_>) -> bool {
    let (Some((record, body)), Some((_, of))) = (record_of(it), record_of(entry)) else { return false };
    record.event.kind().ends_with(".forgotten")
        && it.practice == entry.practice
        && it.at_ms >= entry.at_ms
        && (belong_together(it, entry) || (about(body).is_some() && about(body) == about(of)))
}

fn entry(together: &[&Told<'_>], all: &[Told<'_>], called: &str, words: Words) -> Option<Entry> {
    let records = together.iter().filter_map(|it| record_of(it));
    let first = together.first()?;
    if all.iter().any(|it| lets_forget(it, first)) {
        return None;
    }
    let mut pieces: Vec<Piece> = together.iter().filter_map(|it| piece(it, all, called, words)).collect();
    if first.entry.is_none() {
        pieces.drain(..pieces.len().saturating_sub(1));
    }
    if pieces.iter().all(|it| it.passages.is_empty()) {
        return None;
    }
    let latest = pieces.last().map(|it| it.record)?;
    let hex = |id: &Vec<u8>| id.iter().map(|byte| [digit(byte >> 4), digit(byte & 15)].concat()).collect();
    let chapter = words.find(&["practice.", &first.practice].concat());
    Some(Entry {
        id: first.entry.as_ref().map_or_else(|| latest.to_string(), hex),
        practice: first.practice.clone(),
        chapter: chapter.unwrap_or_else(|| words.get("practice.other")),
        pieces,
        records: records.map(|(it, _)| it.id).collect(),
    })
}

fn digit(of: u8) -> String {
    char::from_digit(of.into(), 16).map(String::from).unwrap_or_default()
}

fn piece(it: &Told<'_>, all: &[Told<'_>], called: &str, words: Words) -> Option<Piece> {
    let (record, body) = record_of(it)?;
    let kind = record.event.kind();
    let says = words.find(kind).map(|it| filled(it, &[("who", called)]));
    let stands = match is_superseded(record, body, all) {
        None => true,
        Some(Superseded::ByANewer | Superseded::TakenBack(_)) => false,
    };
    (stands && says.as_deref() != Some("")).then(|| Piece {
        record: record.id,
        says: says.unwrap_or_else(|| called.to_owned()),
        at_ms: it.at_ms,
        passages: passages_of(kind, body, words),
    })
}
