//! The chapters of the book: one for each practice. What belongs to one entry (a promise, a question, a hurt) stands together.

use domain::brought::Journey;
use domain::drafts::is_a_name;
use domain::exchange::{Event as InRound, Subject};
use domain::{Audience, Event, PersonId, Record, RoundId, memories};
use lean::Value;

use super::passages::{day, passages, writing};
use super::{Shown, Who, escaped, filled, paragraph, photos};
use crate::words::Words;

/// A chapter.
pub(super) struct Chapter {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) html: String,
}

/// Something that happened, as it will stand in the book.
pub(super) struct Told<'a> {
    pub(super) practice: String,
    /// What it belongs to.
    pub(super) entry: Option<Vec<u8>>,
    pub(super) at_ms: u64,
    pub(super) happened: Happened<'a>,
}

pub(super) enum Happened<'a> {
    Event(&'a Record, Value),
    Round { id: RoundId, practice: String },
}

/// All chapters, in the order in which the practices stand in the programme; what nobody knows comes last.
pub(super) fn chapters(journey: &Journey, who: &Who<'_>, shown: &Shown<'_>) -> Vec<Chapter> {
    let mut told: Vec<Told<'_>> = journey.entries.iter().filter_map(|it| told(&it.record)).collect();
    told.extend(rounds(journey, who));
    in_order(&mut told);
    let mut chapters = Vec::new();
    let mut rest = told.as_slice();
    while let Some(first) = rest.first() {
        let length = rest.iter().take_while(|it| it.practice == first.practice).count();
        let (practice, after) = rest.split_at(length);
        let title = who.words.find(&["practice.", &first.practice].concat());
        let html = chapter(practice, who, shown);
        if !html.is_empty() {
            let title = title.unwrap_or_else(|| who.words.get("practice.other")).to_owned();
            chapters.push(Chapter { id: first.practice.clone(), title, html });
        }
        rest = after;
    }
    chapters.extend(unfinished(who));
    chapters
}

/// Practice by practice as they stand in the programme, and each in the order in which it happened.
pub(super) fn in_order(told: &mut [Told<'_>]) {
    let places: Vec<&str> = Event::KINDS.iter().filter_map(|it| it.first()?.split('.').next()).collect();
    let place = |it: &Told<'_>| places.iter().position(|name| *name == it.practice).unwrap_or(usize::MAX);
    lean::sort(told, &|one, other| (place(one), one.at_ms) < (place(other), other.at_ms));
}

/// What a record tells people. Seals, drafts and what was put aside on Today do not tell anything by themselves.
pub(super) fn told(record: &Record) -> Option<Told<'_>> {
    let kind = record.event.kind();
    let practice = kind.split('.').next()?;
    let silent = matches!(practice, "exchange" | "drafts") || kind == "path.put_aside";
    let silent = silent || !practice.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    let value = lean::from_bytes::<Value>(&record.event.to_cbor()).unwrap_or(Value::Nothing);
    let at_ms = record.stamp.effective(record.received_ms).ms;
    let entry = entry_of(&value).map(<[u8]>::to_vec);
    (!silent).then(|| Told {
        practice: practice.to_owned(),
        entry,
        at_ms,
        happened: Happened::Event(record, value),
    })
}

/// The id that a body begins with.
fn entry_of(body: &Value) -> Option<&[u8]> {
    match body {
        Value::Map(fields) => match fields.first() {
            Some((0, Value::Bytes(id))) if id.len() == 32 => Some(id),
            Some((0, Value::List(row))) => match row.first() {
                Some(Value::Bytes(id)) if id.len() == 32 => Some(id),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The sealed rounds in which I wrote, at the time when I last sealed.
fn rounds<'a>(journey: &'a Journey, who: &Who<'_>) -> Vec<Told<'a>> {
    let exchange = &who.couple.exchange;
    let sealed_ms = |round: RoundId| {
        let kept = journey.entries.iter().filter(|it| match &it.record.event {
            Event::Exchange(InRound::KeyKept(kept)) => kept.round == round,
            _ => false,
        });
        kept.map(|it| it.record.stamp.ms).max()
    };
    let told = exchange.rounds().filter_map(|(id, subject)| {
        let practice = practice_of(subject, who.words).unwrap_or("other").to_owned();
        let at_ms = exchange.sealed_by_both_ms(id).or_else(|| sealed_ms(id))?;
        exchange.mine(id, who.me)?;
        let happened = Happened::Round { id, practice: practice.clone() };
        Some(Told { practice, entry: None, at_ms, happened })
    });
    told.collect()
}

/// To which practice a round belongs.
fn practice_of(subject: Subject, words: Words) -> Option<&'static str> {
    match lean::from_bytes::<Value>(&lean::to_bytes(&subject))? {
        Value::List(way) => match way.first() {
            Some(Value::Number(number)) => words.find(&["round.", &number.to_string()].concat()),
            _ => None,
        },
        _ => None,
    }
}

fn chapter(all: &[Told<'_>], who: &Who<'_>, shown: &Shown<'_>) -> String {
    let mut to = String::new();
    for (nth, it) in all.iter().enumerate() {
        let before = all.get(..nth).unwrap_or_default();
        if it.entry.is_some() && before.iter().any(|one| one.entry == it.entry) {
            continue;
        }
        let together =
            all.iter().filter(|one| core::ptr::eq(*one, it) || (it.entry.is_some() && one.entry == it.entry));
        let html: Vec<String> = together.map(|it| one(it, all, who, shown)).collect();
        let html = html.concat();
        if !html.is_empty() {
            to.push_str(&["<article>", &html, "</article>\n"].concat());
        }
    }
    to
}

fn one(it: &Told<'_>, all: &[Told<'_>], who: &Who<'_>, shown: &Shown<'_>) -> String {
    let at = day((shown.day_of)(it.at_ms), who.words);
    match &it.happened {
        Happened::Event(record, body) => match &record.event {
            Event::Memories(memories::Event::PhotoKept(it)) => {
                let says = filled(who.words.get("memories.photo_kept"), &[("who", &who.name(record.author))]);
                let mut to = begun(false, &at, &says, who.words);
                photos::photo(&mut to, it, who, shown);
                to.push_str("</div>");
                to
            }
            _ => event(record, body, &at, all, who),
        },
        Happened::Round { id, practice } => round(*id, practice, &at, who),
    }
}

/// Something that happened; nothing, when it says nothing to people.
fn event(record: &Record, body: &Value, at: &str, all: &[Told<'_>], who: &Who<'_>) -> String {
    let kind = record.event.kind();
    let name = who.name(record.author);
    let says = who.words.find(kind).map(|it| filled(it, &[("who", &name)]));
    let superseded = is_superseded(record, body, all);
    if says.as_deref() == Some("") || superseded == Some(Superseded::ByANewer) {
        return String::new();
    }
    let private = record.audience == Audience::Mine;
    let mut to = begun(private, at, &says.unwrap_or(name), who.words);
    match superseded {
        Some(Superseded::TakenBack(by)) => {
            let says = filled(who.words.get("page.taken_back"), &[("who", &who.name(by))]);
            paragraph(&mut to, "says", &says);
        }
        _ if *body == Value::Nothing => paragraph(&mut to, "says", who.words.get("page.later")),
        _ => passages(&mut to, kind, body, who.words),
    }
    to.push_str("</div>");
    to
}

#[derive(PartialEq, Eq)]
pub(super) enum Superseded {
    /// The same was written again later.
    ByANewer,
    /// Whoever wrote it took it back, or put it away.
    TakenBack(PersonId),
}

/// Whether a text does not stand any more: it is not printed then.
pub(super) fn is_superseded(record: &Record, body: &Value, all: &[Told<'_>]) -> Option<Superseded> {
    let kind = record.event.kind();
    let later = all.iter().filter_map(|it| match &it.happened {
        Happened::Event(other, value) if other.author == record.author => Some((*other, value)),
        _ => None,
    });
    let mut later = later.skip_while(|(it, _)| it.id != record.id).skip(1);
    later.find_map(|(other, value)| {
        let same_entry = entry_of(value) == entry_of(body);
        if same_entry && other.event.kind() == kind && is_rewritten(kind) && part_of(value) == part_of(body) {
            return Some(Superseded::ByANewer);
        }
        let takes_back = takes_back(other.event.kind(), kind) && other.audience == record.audience;
        (takes_back && same_entry).then_some(Superseded::TakenBack(other.author))
    })
}

/// Whether writing it again puts the newer words in the place of the older ones.
pub(super) fn is_rewritten(kind: &str) -> bool {
    kind.ends_with("written") && kind != "questions.written"
}

/// The ends of the names of what takes words back, puts them away or takes them off.
const ENDINGS: [&str; 4] = ["withdrawn", "taken_back", "put_away", "taken_off"];

/// Whether what happened later takes back the words of what happened: `talk.topic_taken_back` those of its topic, `why.withdrawn` all of
/// its entry but what has an ending of its own.
fn takes_back(later: &str, what: &str) -> bool {
    let name = |kind: &str| kind.split_once('.').map(|(_, name)| name.to_owned()).unwrap_or_default();
    let (later, what) = (name(later), name(what));
    let ends = |name: &str| ENDINGS.iter().any(|it| name.ends_with(it));
    let Some(stem) = ENDINGS.iter().find_map(|it| later.strip_suffix(it)) else { return false };
    let own = what.starts_with("chance_") && stem.is_empty();
    !ends(&what) && !own && what.starts_with(stem)
}

/// Which part of an entry was written.
fn part_of(body: &Value) -> Option<u64> {
    match body {
        Value::Map(fields) => fields.iter().find_map(|(field, it)| match it {
            Value::Number(part) if *field == 1 => Some(*part),
            _ => None,
        }),
        _ => None,
    }
}

fn begun(private: bool, at: &str, says: &str, words: Words) -> String {
    let (class, reader) = if private { ("private", "page.private") } else { ("shared", "page.shared") };
    let mut to = ["<div class=\"event ", class, "\"><p class=\"what\"><strong>"].concat();
    escaped(&mut to, says);
    to.push_str("</strong>, ");
    escaped(&mut to, at);
    to.push_str(" · <span class=\"reader\">");
    escaped(&mut to, words.get(reader));
    to.push_str("</span></p>");
    to
}

/// A sealed round: what both wrote if it was opened, else what I wrote.
fn round(id: RoundId, practice: &str, at: &str, who: &Who<'_>) -> String {
    let exchange = &who.couple.exchange;
    let kind = [practice, ".answers"].concat();
    let mine = exchange.mine(id, who.me).unwrap_or_default();
    let other = who.couple.partner().and_then(|it| Some((it, exchange.opened(id, it)?)));
    let says = if other.is_some() { "page.both" } else { "page.sealed" };
    let mut to = begun(other.is_none(), at, who.words.get(says), who.words);
    let both = core::iter::once((who.me, mine)).chain(other);
    for (person, text) in both {
        paragraph(&mut to, "label name", &who.name(person));
        let value = lean::from_bytes::<Value>(text).unwrap_or(Value::Nothing);
        passages(&mut to, &kind, &value, who.words);
    }
    to.push_str("</div>");
    to
}

fn unfinished(who: &Who<'_>) -> Option<Chapter> {
    let mut html = String::new();
    let drafts = who.couple.drafts.all().filter(|(place, _)| !is_a_name(place));
    for (_, text) in drafts.filter(|(_, text)| text.contains(char::is_whitespace)) {
        html.push_str("<article class=\"private\">");
        writing(&mut html, text);
        html.push_str("</article>\n");
    }
    let title = who.words.get("page.drafts").to_owned();
    (!html.is_empty()).then(|| Chapter { id: "unfinished".to_owned(), title, html })
}
