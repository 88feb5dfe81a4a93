//! What was brought along tells the same journey, to one person alone.

use super::*;
use crate::check_in::{self, Answers, Facet};
use crate::couple::Refusal as Refused;
use crate::two::{ANA, BEN, Two, WaxSealing};
use crate::{Event as Any, Record, drafts, people, promises, questions};

const ANEW: PersonId = PersonId([0xd; 16]);
const ELSEWHERE: [u8; 16] = [5; 16];

/// A week of two: promises, a question that rests, a check-in that both opened.
fn a_week() -> Two {
    let mut two = Two::together();
    let when = promises::When::once(two.today());
    let walk = promises::NewPromise {
        words: "a walk".to_owned(),
        source: promises::Source::Myself,
        when,
        in_place_of: None,
    };
    two.ana(promises::Command::Make(walk));
    let rest = questions::Command::Write {
        text: "Was she here?".to_owned(),
        shelf: questions::Shelf::NotSure,
        rest_hours: 24,
        sure: questions::Sure::default(),
        about: None,
    };
    two.ana(rest);
    let key = ["questions/", &ANA.to_string()].concat();
    two.ana(drafts::Command::Save { key, text: "I would".to_owned() });
    two.ana(check_in::Command::Seal(Answers::default().with(Facet::Support, 4)));
    two.ben(check_in::Command::Seal(Answers::default().with(Facet::Support, 7)));
    two.meet();
    two.meet();
    two
}

fn journey_of(two: &Two) -> Journey {
    let records = two.ana.history.records().map(Record::copied).collect();
    Journey::of(ANA, "Ana", two.now.ms, records, ELSEWHERE)
}

/// Somebody new, alone, to whom Ana's journey was brought.
fn anew(journey: &Journey) -> Two {
    let mut two = Two::alone();
    two.ana = crate::two::Partner::new(ANEW, 9);
    for command in journey.commands(3) {
        two.ana(command);
    }
    two
}

#[test]
fn a_journey_that_was_brought_along_tells_the_same_to_the_same_person_under_another_id() {
    let two = a_week();
    let journey = journey_of(&two);
    let new = anew(&journey);
    let again = Journey::of(
        ANEW,
        "Ana",
        two.now.ms,
        new.ana.history.records().map(Record::copied).collect(),
        [9; 16],
    );
    assert_eq!(again.entries.len(), journey.entries.len());
    let (before, after) = (two.ana.couple(), new.ana.couple());
    let words = |it: &Couple| it.promises.all().into_iter().map(|it| it.words.clone()).collect::<Vec<_>>();
    assert_eq!(words(before), words(after));
    assert_eq!(after.promises.all().first().map(|it| it.id.author()), Some(ANEW));
    assert_eq!(after.check_in.opened(after).len(), 1);
    let key = ["questions/", &ANEW.to_string()].concat();
    assert_eq!(after.drafts.get(&key), Some("I would"));
    // Back under the first id, it is the same to the byte.
    let mut back = Two::alone();
    for command in again.commands(100) {
        back.ana(command);
    }
    let of = |it: &Journey| it.couple(&WaxSealing::default()).to_cbor();
    let back = Journey::of(
        ANA,
        "Ana",
        two.now.ms,
        back.ana.history.records().map(Record::copied).collect(),
        [9; 16],
    );
    assert_eq!(of(&back), of(&journey));
    let mut same = journey.couple(&WaxSealing::default());
    same.brought = Brought::default();
    same.people.clone_from(&before.people);
    assert_eq!(same.to_cbor(), before.to_cbor());
}

#[test]
fn bringing_the_same_again_brings_nothing() {
    let journey = journey_of(&a_week());
    let mut new = anew(&journey);
    let written = new.ana.written.len();
    for command in journey.commands(4) {
        new.ana(command);
    }
    assert_eq!(new.ana.written.len(), written);
}

#[test]
fn who_brings_a_journey_is_alone_and_nothing_of_it_is_sent_to_whoever_comes() {
    let mut new = anew(&journey_of(&a_week()));
    let people = &new.ana.couple().people;
    assert_eq!(people.together(ANEW), Together::Alone);
    assert_eq!(people.name_of(BEN, ANEW), Some("Ben"));
    new.ana(people::Command::Join("Ana".to_owned()));
    new.ben = crate::two::Partner::new(PersonId([0xe; 16]), 8);
    new.ben(people::Command::Join("Eli".to_owned()));
    new.pass_on();
    assert_eq!(new.ana.couple().people.together(ANEW), Together::Both);
    assert_eq!(new.ana.couple().partner(), Some(PersonId([0xe; 16])));
    new.wait_days(400);
    for due in new.ana.couple().due(&new.now) {
        new.ana(due);
    }
    let shared = new.ana.written.iter().filter(|it| it.audience == Audience::Ours);
    assert!(shared.clone().all(|it| matches!(it.event, Any::People(_))), "{:?}", shared.collect::<Vec<_>>());
}

#[test]
fn with_somebody_here_nothing_is_brought_along() {
    let journey = journey_of(&a_week());
    let mut two = Two::together();
    let command = journey.commands(100).next().unwrap();
    assert_eq!(two.try_ana(command), Err(Refused::Brought(Refusal::NotAlone)));
}

#[test]
fn what_is_forged_in_a_journey_changes_nothing() {
    let mut two = a_week();
    two.ana = crate::two::Partner::new(ANEW, 9);
    let said = Any::People(people::Event::Called(people::Called { name: "Mallory".to_owned() }));
    let along = |author: PersonId, audience: Audience, event: &Any| {
        Any::Brought(Event::Along(Along {
            id: RecordId([1; 32]),
            author,
            device: DeviceId([2; 16]),
            dseq: 1,
            audience,
            at: Stamp { ms: two.now.ms, counter: 0 },
            received_ms: None,
            kind: event.kind().to_owned(),
            schema: event.schema(),
            body: event.to_cbor(),
            sealed_in: None,
        }))
    };
    // Another person's vault, a vault's event among what is shared, and a record in a record.
    let forged = [
        along(BEN, Audience::Mine, &said),
        along(BEN, Audience::Ours, &said),
        along(ANEW, Audience::Mine, &along(ANEW, Audience::Mine, &said)),
    ];
    let mut alone = Two::alone();
    alone.ana = crate::two::Partner::new(ANEW, 9);
    alone.ana.writes(alone.now, forged.to_vec());
    assert_eq!(alone.ana.couple().people.name_of(ANEW, ANEW), None);
}
