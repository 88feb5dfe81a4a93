//! What is written is read back; what is cut, newer, damaged or hostile is refused by its name.

use super::*;
use domain::{people, promises};

const ME: PersonId = PersonId([0xa; 16]);
const THEY: PersonId = PersonId([0xb; 16]);

fn entry(nth: u8, author: PersonId, event: Event) -> Entry {
    let record = Record {
        id: RecordId([nth; 32]),
        author,
        device: DeviceId([nth; 16]),
        dseq: u64::from(nth),
        audience: event.audience(),
        stamp: Stamp { ms: 1_749_729_600_000 + u64::from(nth), counter: 3 },
        received_ms: (nth > 1).then_some(1_749_729_600_500),
        event,
    };
    let sealed_in = (nth == 3).then_some(SealedIn { space: [4; 16], me: ME });
    Entry { record, sealed_in }
}

fn journey() -> Journey {
    let called = people::Event::Called(people::Called { name: "\"Ana\" \\ </script>\n🧵".to_owned() });
    let joined = people::Event::Joined(people::Joined { name: "Ben".to_owned() });
    let promise = domain::PromiseId::make(THEY, [2; 16]);
    let ended = promises::Event::Ended(promises::Ended { promise });
    let big = lean::to_bytes(&Value::Map(vec![(0, Value::Number(u64::MAX)), (40, Value::Bytes(vec![1, 2]))]));
    let later = Event::Unknown { kind: "needs.asked".to_owned(), schema: 2, body: big };
    let odd = Event::Unknown { kind: "needs.odd".to_owned(), schema: 1, body: vec![0xff, 0] };
    let mut unknown = entry(4, ME, later);
    unknown.record.audience = Audience::Ours;
    let entries = vec![
        entry(1, ME, Event::People(called)),
        entry(2, THEY, Event::People(joined)),
        entry(3, THEY, Event::Promises(ended)),
        unknown,
        entry(5, ME, odd),
    ];
    Journey { me: ME, name: "Ana".to_owned(), taken_ms: 1_749_729_700_000, entries }
}

#[test]
fn a_journey_is_read_back_as_it_was_written() {
    let written = write(&journey());
    assert_eq!(read(written.as_bytes()), Ok(journey()));
    assert_eq!(read(["\u{feff}", &written].concat().as_bytes()), Ok(journey()));
}

#[test]
fn other_programs_read_the_file_and_write_it_so_that_it_is_still_one() {
    let json: serde_json::Value = serde_json::from_str(&write(&journey())).unwrap();
    assert_eq!(json["records"][1]["body"]["0"], "Ben");
    assert_eq!(read(serde_json::to_string_pretty(&json).unwrap().as_bytes()), Ok(journey()));
}

#[test]
fn a_file_that_was_cut_anywhere_is_said_to_be_cut() {
    let written = write(&journey());
    let whole = written.trim_end().len();
    for at in 30..whole {
        assert_eq!(read(&written.as_bytes()[..at]), Err(NotAJourney::CutShort), "{at}");
    }
}

#[test]
fn a_file_of_a_newer_version_is_left_alone_and_other_files_are_none() {
    let newer = write(&journey()).replace("\"version\":1", "\"version\":2");
    assert_eq!(read(newer.as_bytes()), Err(NotAJourney::Newer));
    for other in ["", "{}", "<html>", "null", "{\"format\":\"a\"}", "\u{0}"] {
        assert_eq!(read(other.as_bytes()), Err(NotAJourney::Other), "{other}");
    }
    assert_eq!(read(&[0xff, 0xd8, 0xff, 0xe0]), Err(NotAJourney::Other));
}

#[test]
fn what_no_journey_could_hold_is_damage_and_nothing_of_it_is_taken() {
    let whole = write(&journey());
    let harmed = [
        ("\"audience\":\"ours\"", "\"audience\":\"theirs\""),
        ("\"number\":2", "\"number\":-2"),
        ("\"number\":2", "\"number\":\"2\""),
        ("\"number\":2", "\"number\":2.5"),
        ("\"received_ms\":1749729600500", "\"received_ms\":99999999999999999"),
        ("\"stamp_counter\":3", "\"stamp_counter\":65536"),
        ("\"kind\":\"people.called\"", "\"kind\":\"brought.along\""),
        ("\"body\":{\"0\":\"Ben\"}", "\"body\":{\"name\":\"Ben\"}"),
        ("\"body\":{\"0\":\"Ben\"}", "\"body\":{\"0\":\"Ben\",\"0\":\"Eli\"}"),
        ("\"body_bytes\":\"ff00\"", "\"body_bytes\":\"ff0\""),
        ("\"me\":\"0a0a", "\"me\":\"0b0b"),
    ];
    for (there, instead) in harmed {
        assert!(whole.contains(there), "{there}");
        let harmed = whole.replacen(there, instead, 1);
        assert_eq!(read(harmed.as_bytes()), Err(NotAJourney::Damaged), "{instead}");
    }
    let deep = whole.replacen("{\"0\":\"Ben\"}", &"[".repeat(100_000), 1);
    assert_eq!(read(deep.as_bytes()), Err(NotAJourney::Damaged));
    let long = whole.replacen("\"Ben\"", &["\"", &"b".repeat(130 * 1024), "\""].concat(), 1);
    assert_eq!(read(long.as_bytes()), Err(NotAJourney::Damaged));
}

#[test]
fn every_bit_that_is_flipped_is_refused_or_changes_one_thing_and_never_ends_the_program() {
    let written = write(&journey()).into_bytes();
    for at in 0..written.len() {
        let mut flipped = written.clone();
        flipped[at] ^= 1 << (at % 8);
        if let Ok(read) = read(&flipped) {
            assert!(read.entries.len() <= journey().entries.len());
        }
    }
}
