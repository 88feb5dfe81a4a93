//! The name and the bytes of every event, pinned: they lie in people's journals for ever. A line that changes here
//! breaks a journal; to change a meaning, add a new event.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

mod every;

use domain::{Audience, Event};
use every::every_event;
use std::fmt::Write as _;

const PINNED: &str = include_str!("vectors/events.txt");

fn line(event: &Event) -> String {
    let space = if event.audience() == Audience::Ours { "ours" } else { "mine" };
    let mut line = format!("{} {} {space} ", event.kind(), event.schema());
    for byte in event.to_cbor() {
        write!(line, "{byte:02x}").unwrap();
    }
    line
}

#[test]
fn the_name_space_and_bytes_of_every_event_stay_as_they_are() {
    let lines: Vec<String> = every_event().iter().map(line).collect();
    let pinned: Vec<&str> = PINNED.lines().filter(|it| !it.starts_with('#') && !it.is_empty()).collect();
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(pinned.get(at), Some(&line.as_str()), "line {at}; all lines:\n{}", lines.join("\n"));
    }
    assert_eq!(pinned.len(), lines.len());
}

#[test]
fn every_kind_of_every_practice_is_pinned() {
    for kind in Event::KINDS.concat() {
        assert!(PINNED.lines().any(|it| it.split(' ').next() == Some(kind)), "{kind} is not pinned");
    }
}

#[test]
fn every_event_is_read_back_as_it_was_written() {
    for event in every_event() {
        assert_eq!(Event::from_parts(event.kind(), event.schema(), &event.to_cbor()), event);
    }
}

#[test]
fn a_body_in_any_other_form_is_unknown_and_kept_byte_for_byte() {
    for event in every_event() {
        let body = event.to_cbor();
        let mut longer = body.clone();
        longer.push(0);
        let shorter = body[..body.len() - 1].to_vec();
        let indefinite = [&[0xbf][..], &body[1..], &[0xff]].concat();
        for other in [longer, shorter, indefinite, Vec::new()] {
            let read = Event::from_parts(event.kind(), 1, &other);
            assert!(matches!(&read, Event::Unknown { body, .. } if *body == other), "{read:?}");
            assert_eq!(read.to_cbor(), other);
            assert_eq!(read.kind(), event.kind());
        }
        let newer = Event::from_parts(event.kind(), 2, &body);
        assert!(matches!(newer, Event::Unknown { schema: 2, .. }));
    }
}

#[test]
fn each_practice_that_is_given_as_it_is_written_writes_something_under_its_name() {
    for practice in domain::counsel::GIVEN_AS_WRITTEN {
        let begins = [practice, "."].concat();
        assert!(every::every_event().iter().any(|it| it.kind().starts_with(&begins)), "{practice}");
    }
}
