//! What stands in the book, and what must not.

use super::*;
use domain::brought::{Entry, Journey};
use domain::keepsake::Part;
use domain::{
    Audience, Commitment, DeviceId, Event, Record, RecordId, RevealKey, RoundId, SealedBox, SealedText,
    Sealing, Stamp, WhyId, boosters, drafts, leaning, people, promises, why,
};

const ME: PersonId = PersonId([0xa; 16]);
const THEY: PersonId = PersonId([0xb; 16]);
const START: u64 = 1_749_729_600_000;

/// Nothing is sealed here.
struct Shut;

impl Sealing for Shut {
    fn seal(&mut self, _: RoundId, _: PersonId, _: &[u8]) -> SealedText {
        SealedText { commitment: Commitment([0; 32]), sealed: Vec::new(), key: RevealKey([0; 32]) }
    }

    fn open(&self, _: RoundId, _: PersonId, _: &SealedBox<'_>, _: &RevealKey) -> Option<Vec<u8>> {
        None
    }
}

fn journey(events: Vec<(PersonId, Event)>) -> Journey {
    let entry = |(nth, (author, event)): (u64, (PersonId, Event))| {
        let mut id = [0; 32];
        id[0] = u8::try_from(nth).unwrap();
        let (device, audience) = (DeviceId([author.0[0]; 16]), event.audience());
        let stamp = Stamp { ms: START + nth * 86_400_000, counter: 0 };
        let record =
            Record { id: RecordId(id), author, device, dseq: nth, audience, stamp, received_ms: None, event };
        Entry { record, sealed_in: None }
    };
    let names = [(ME, "Ana"), (THEY, "<b>Ben")].map(|(who, name)| {
        (who, Event::People(people::Event::Joined(people::Joined { name: name.to_owned() })))
    });
    let entries = (0..).zip(names.into_iter().chain(events)).map(entry).collect();
    Journey { me: ME, name: "Ana".to_owned(), taken_ms: START, entries }
}

fn book(events: Vec<(PersonId, Event)>) -> String {
    let journey = journey(events);
    let day_of = |ms: u64| domain::WallTime::of_greenwich(ms / 1000).day();
    bound(&journey, &journey.couple(&Shut), &Shown { language: "en", day_of: &day_of, pictures: &[] })
}

fn promised(words: &str) -> Event {
    let promise = domain::PromiseId::make(THEY, [2; 16]);
    let when = promises::When::once(Day::new(2025, 6, 20).unwrap());
    let source = promises::Source::Myself;
    let made = promises::Made { promise, words: words.to_owned(), source, when, in_place_of: None };
    Event::Promises(promises::Event::Made(made))
}

fn wrote(part: why::Part, text: &str) -> Event {
    let why = WhyId::make(ME, [3; 16]);
    Event::Why(why::Event::Written(why::Written { why, part, text: text.to_owned() }))
}

#[test]
fn the_book_tells_who_did_what_when_and_who_could_read_it() {
    let promise = domain::PromiseId::make(THEY, [2; 16]);
    let told = promises::Told::Missed { what_i_do: "We go tomorrow.".to_owned() };
    let on = Day::new(2025, 6, 20).unwrap();
    let reported = Event::Promises(promises::Event::Reported(promises::Reported { promise, on, told }));
    let book = book(vec![(THEY, promised("A walk\nwithout phones")), (THEY, reported)]);
    for there in [
        "<h2>Promises</h2>",
        "&lt;b&gt;Ben promised</strong>, 14 June 2025",
        "A walk<br>without phones",
        "From 20 June 2025",
        "Missed, and this is what I do about it",
        "We go tomorrow.",
        "You both",
    ] {
        assert!(book.contains(there), "{there}\n{book}");
    }
    assert_eq!(book.matches("<article>").count(), 3, "the report stands with its promise");
}

#[test]
fn nothing_in_the_book_reaches_out_or_runs_whatever_was_written() {
    let hostile = "<script>alert(1)</script><img src=\"https://x.example/a\" onerror='a'>&\u{202e}";
    let book = book(vec![(THEY, promised(hostile)), (ME, wrote(why::Part::WhatIDid, hostile))]);
    assert!(book.contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=&quot;"));
    for outside in
        ["<script", "<img", "<link", "<iframe", "url(", "@import", "src=\"http", "href=\"http", "\u{202e}"]
    {
        assert!(!book.contains(outside), "{outside}");
    }
}

#[test]
fn of_what_was_written_again_the_last_stands_and_what_was_taken_back_is_not_printed() {
    let why = WhyId::make(ME, [3; 16]);
    let shared =
        why::Shared { why, hurt: None, summary: "Shared summary".to_owned(), different: String::new() };
    let book = book(vec![
        (ME, wrote(why::Part::WhatIDid, "First words")),
        (ME, wrote(why::Part::WhatIDid, "Last words")),
        (ME, wrote(why::Part::Excuse, "I was tired")),
        (ME, Event::Why(why::Event::Shared(shared))),
        (ME, Event::Why(why::Event::Withdrawn(why::Withdrawn { why }))),
    ]);
    assert!(
        book.contains("Last words") && book.contains("I was tired") && book.contains("Taken back by Ana.")
    );
    assert!(!book.contains("First words") && !book.contains("Shared summary"));
}

#[test]
fn what_is_unfinished_and_what_a_later_version_wrote_is_in_the_book() {
    let body =
        lean::to_bytes(&lean::Value::Map(vec![(0, lean::Value::Text("One evening a week".to_owned()))]));
    let mut later =
        journey(vec![(ME, Event::Unknown { kind: "evenings.asked".to_owned(), schema: 1, body })]);
    let last = later.entries.last_mut().unwrap();
    last.record.audience = Audience::Ours;
    let saved = drafts::Saved { key: "a".to_owned(), text: "I would like".to_owned() };
    let of = book(vec![(ME, Event::Drafts(drafts::Event::Saved(saved)))]);
    assert!(of.contains("<h2>Begun and not finished</h2>") && of.contains("I would like"));
    let day_of = |ms: u64| domain::WallTime::of_greenwich(ms / 1000).day();
    let shown = Shown { language: "en", day_of: &day_of, pictures: &[] };
    let book = bound(&later, &later.couple(&Shut), &shown);
    assert!(book.contains("One evening a week") && book.contains("<h2>Other things</h2>"));
}

#[test]
fn a_journey_in_which_nothing_happened_says_so() {
    let journey = Journey { me: ME, name: "Ana".to_owned(), taken_ms: START, entries: Vec::new() };
    let day_of = |ms: u64| domain::WallTime::of_greenwich(ms / 1000).day();
    let shown = Shown { language: "xx", day_of: &day_of, pictures: &[] };
    assert!(bound(&journey, &journey.couple(&Shut), &shown).contains("Nothing was written yet."));
}

#[test]
fn the_keepsake_has_the_chosen_parts_of_what_both_have_read_and_nothing_private() {
    let words = |text: &str| {
        Event::Boosters(boosters::Event::WordsShared(boosters::WordsShared { text: text.to_owned() }))
    };
    let all = vec![
        (ME, words("We found <the> table")),
        (THEY, words("I say it first")),
        (THEY, promised("Home before seven")),
        (ME, wrote(why::Part::Cause, "only for me")),
    ];
    let couple = journey(all).couple(&Shut);
    let day_of = |ms: u64| domain::WallTime::of_greenwich(ms / 1000).day();
    let shown = Shown { language: "en", day_of: &day_of, pictures: &[] };
    let made = Day::new(2026, 11, 23).unwrap();
    let of = |parts: &[Part]| keepsake(&couple, parts, made, &shown);
    let whole = of(&Part::ALL);
    for there in ["We found &lt;the&gt; table", "I say it first", "Home before seven", "23 November 2026"] {
        assert!(whole.contains(there), "{there}");
    }
    assert!(!whole.contains("only for me") && !whole.contains("<script") && !whole.contains("<b>"));
    let words = of(&[Part::Words]);
    assert!(words.contains("I say it first") && !words.contains("Home before seven"));
    assert!(whole.len() < 8_000, "{}", whole.len());
}

#[test]
fn photos_are_in_the_book_until_they_are_taken_back() {
    use domain::memories::{Event as In, Kept, PhotoKept, PhotoTakenBack};
    use domain::{Day, MemoryId, Photo, PhotoId, Picture, PictureKey};
    let memory = MemoryId::make(ME, [1; 16]);
    let picture = Picture { id: [2; 16], key: PictureKey([0xee; 32]), tags: [4; 32], length: 6 };
    let photo = |nth: u8, says: &str| Photo {
        id: PhotoId::make(ME, [nth; 16]),
        says: says.to_owned(),
        width: 4,
        height: 3,
        thumbnail: picture,
        view: picture,
        full: None,
    };
    let keep = |photo: &Photo| In::PhotoKept(PhotoKept { memory, photo: Box::new(photo.clone()) });
    let all = [photo(7, "The <boat>"), photo(8, "Nothing to see"), photo(9, "Rain")];
    let (name, text, on) = ("The lake".to_owned(), "Lost twice".to_owned(), Day::from_number(20_000));
    let mut events = vec![In::Kept(Kept { memory, name, on, text })];
    events.extend(all.iter().map(keep));
    events.push(In::PhotoTakenBack(PhotoTakenBack { memory, photo: all[1].id }));
    let journey = journey(events.into_iter().map(|it| (ME, Event::Memories(it))).collect());
    let day_of = |ms: u64| Day::from_number(i32::try_from(ms / 86_400_000).unwrap());
    let pictures = [(all[0].id, b"foobar".to_vec())];
    let shown = Shown { language: "en", day_of: &day_of, pictures: &pictures };
    let book = bound(&journey, &journey.couple(&Shut), &shown);
    assert!(
        book.contains("<img src=\"data:image/jpeg;base64,Zm9vYmFy\" alt=\"The &lt;boat&gt;\">"),
        "{book}"
    );
    assert!(!book.contains("Nothing to see") && book.contains("Rain") && book.matches("<img").count() == 1);
    assert!(!book.contains("eeeeee"), "no key stands in a book");
}

fn told_of(events: Vec<(PersonId, Event)>) -> Vec<super::Entry> {
    let journey = journey(events);
    entries(journey.entries.iter().skip(2).map(|it| &it.record), "Ana", "en")
}

#[test]
fn a_single_entry_is_told_with_all_that_stands_of_it_and_by_all_its_records() {
    let told = told_of(vec![
        (ME, wrote(why::Part::WhatIDid, "First words")),
        (ME, wrote(why::Part::WhatIDid, "Last words")),
        (ME, wrote(why::Part::Excuse, "I was tired")),
    ]);
    let [only] = &told[..] else { panic!("{told:?}") };
    assert_eq!((only.practice.as_str(), only.chapter, only.records.len()), ("why", "Why", 3));
    assert_eq!(only.id, WhyId::make(ME, [3; 16]).to_string());
    let wrote = only.pieces.iter().flat_map(|it| &it.passages);
    let wrote: Vec<_> = wrote.filter(|it| matches!(it, Passage::Wrote(_))).cloned().collect();
    assert_eq!(wrote, [Passage::Wrote("Last words".to_owned()), Passage::Wrote("I was tired".to_owned())]);
}

#[test]
fn an_entry_that_was_put_away_or_tells_nothing_is_none() {
    let put_away = why::PutAway { why: WhyId::make(ME, [3; 16]) };
    let saved = drafts::Saved { key: "a".to_owned(), text: "I would like".to_owned() };
    let told = told_of(vec![
        (ME, wrote(why::Part::WhatIDid, "First words")),
        (ME, Event::Why(why::Event::PutAway(put_away))),
        (ME, Event::Drafts(drafts::Event::Saved(saved))),
    ]);
    assert_eq!(told, []);
}

#[test]
fn what_has_no_id_of_its_own_and_is_written_again_is_one_entry() {
    let page = |text: &str| {
        let page = leaning::Page { to_stay: text.to_owned(), ..leaning::Page::default() };
        Event::Leaning(leaning::Event::Written(leaning::Written { page }))
    };
    let told = told_of(vec![(ME, page("The garden")), (ME, page("The garden, and you"))]);
    assert_eq!((told.len(), told[0].records.len(), told[0].pieces.len()), (1, 2, 1));
}

#[test]
fn what_one_calls_something_is_no_unfinished_text() {
    let saved = drafts::Saved { key: "names/room/1".to_owned(), text: "The two on Monday".to_owned() };
    assert!(!book(vec![(ME, Event::Drafts(drafts::Event::Saved(saved)))]).contains("The two on Monday"));
}

#[test]
fn a_look_that_is_to_be_forgotten_is_no_entry_and_one_of_the_same_day_takes_the_place_of_the_first() {
    use domain::signs;
    let look = |day: i32, often: signs::Often| {
        let answers = vec![signs::Answer { sign: signs::Sign::Insecure, whose: signs::Whose::Mine, often }];
        Event::Signs(signs::Event::Looked(signs::Looked { on: Day::from_number(day), answers }))
    };
    let forgotten = signs::Forgotten { on: Day::from_number(20_000) };
    let told = told_of(vec![
        (ME, look(20_000, signs::Often::MostDays)),
        (ME, look(20_007, signs::Often::MostDays)),
        (ME, look(20_007, signs::Often::NotAtAll)),
        (ME, Event::Signs(signs::Event::Forgotten(forgotten))),
    ]);
    let [only] = &told[..] else { panic!("{told:?}") };
    let says = |it: &Passage| matches!(it, Passage::Says { text, .. } if text == "not at all");
    assert!((only.pieces.len(), only.records.len()) == (1, 2) && only.pieces[0].passages.iter().any(says));
}
