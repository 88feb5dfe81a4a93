//! What holds for taking back, whatever was written, by whom, and in whatever order it arrives.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test")]

#[allow(dead_code, reason = "shared with the laws")]
mod anything;
mod two;

use anything::{journey, journey_about, keeping, mending, questions_event, steady};
use domain::withdrawal::{Reached, stays_of, taken_back};
use domain::{Audience, Event, History, PersonId, Record};
use proptest::prelude::*;
use two::{ANA, BEN, WaxSealing};

/// What one of the two can open. Words that are longer than the rules let anybody write are no longer too long once
/// they are a dot: they are left out.
fn seen_by(viewer: PersonId, records: &[Record]) -> Vec<Record> {
    let sees = |it: &&Record| it.audience == Audience::Ours || it.author == viewer;
    let fits = |it: &&Record| it.event.to_cbor().len() < 4_000;
    records.iter().filter(sees).filter(fits).cloned().collect()
}

fn couple_of(viewer: PersonId, records: Vec<Record>) -> Vec<u8> {
    let mut history = History::new(viewer);
    history.take_in_all(records, &WaxSealing::default());
    history.couple().to_cbor()
}

/// Mostly about one thing that can be taken back.
fn journey_of_one_thing() -> impl Strategy<Value = Vec<Record>> {
    prop_oneof![
        journey_about(|| steady::hurts_event().boxed(), 60),
        journey_about(|| questions_event().boxed(), 60),
        journey_about(|| mending::why_event().boxed(), 60),
        journey_about(|| mending::learning_event().boxed(), 60),
        journey_about(|| mending::setting_down_event().boxed(), 60),
        journey_about(|| mending::apology_event().boxed(), 60),
        journey_about(|| keeping::forgiveness_event().boxed(), 60),
        journey_about(|| keeping::our_future_event().boxed(), 60),
        journey_about(|| keeping::memories_event().boxed(), 60),
        journey_about(|| keeping::circle_event().boxed(), 60),
        journey(90),
    ]
}

/// The same records, each that was taken back with what stays of it.
fn erased(records: &[Record], reached: &[Reached]) -> Vec<Record> {
    let of = |record: &Record| {
        let found = reached.iter().find(|it| it.record == record.id);
        let event = found.map_or_else(|| record.event.clone(), |it| it.stays.stays().unwrap());
        Record { event, ..record.clone() }
    };
    records.iter().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn erasing_what_was_taken_back_changes_nothing_that_the_two_have(records in journey_of_one_thing()) {
        for viewer in [ANA, BEN] {
            let records = seen_by(viewer, &records);
            let reached: Vec<Reached> =
                [Audience::Ours, Audience::Mine].iter().flat_map(|it| taken_back(*it, records.iter())).collect();
            let less = erased(&records, &reached);
            prop_assert_eq!(couple_of(viewer, records), couple_of(viewer, less));
        }
    }

    #[test]
    fn both_devices_reach_the_same_records_and_only_those_of_whoever_took_them_back(records in journey(90)) {
        let (ana, ben) = (seen_by(ANA, &records), seen_by(BEN, &records));
        let reached = taken_back(Audience::Ours, ana.iter());
        prop_assert_eq!(&reached, &taken_back(Audience::Ours, ben.iter()));
        for it in &reached {
            let of = records.iter().find(|record| record.id == it.record).unwrap();
            prop_assert_eq!((of.author, of.audience), (it.author, Audience::Ours));
        }
    }

    #[test]
    fn what_stays_has_no_words_and_stays_the_same(records in journey(60)) {
        for record in records {
            let stays = stays_of(&record.event);
            prop_assert_eq!(&stays_of(&stays), &stays);
            let named = |it: &Event| matches!(it, Event::Memories(_));
            let long = stays.to_cbor().windows(12).any(|it| it.iter().all(u8::is_ascii_lowercase));
            prop_assert!(named(&stays) || !long, "{:?}", stays);
        }
    }
}
