//! Anything that may be written about being vulnerable, about closeness and at a booster.

use super::{day, person, text};
use crate::two::WaxSealing;
use domain::boosters::{self, After, Booster};
use domain::closeness;
use domain::exchange::{self, Subject};
use domain::vulnerability::{self, Depth, Page};
use domain::{Event, LookId, Sealing, StartId};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn topic() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 101..104_u32, 2 => 301..303_u32, 4 => 0x8000_0000..0x8000_0003_u32, 1 => any::<u32>()]
}

fn vulnerability_event() -> impl Strategy<Value = Event> {
    let depth = (0..3_usize).prop_map(|it| Depth::ALL[it]);
    let words = prop_oneof![2 => Just(String::new()), 1 => text()];
    prop_oneof![
        2 => depth
            .prop_map(|depth| vulnerability::Event::DepthPicked(vulnerability::DepthPicked { depth })),
        4 => (topic(), words)
            .prop_map(|(topic, words)| vulnerability::Event::Asked(vulnerability::Asked { topic, words })),
        2 => topic().prop_map(|topic| vulnerability::Event::Unasked(vulnerability::Unasked { topic })),
        1 => topic().prop_map(|topic| vulnerability::Event::Skipped(vulnerability::Skipped { topic })),
        3 => (topic(), text())
            .prop_map(|(topic, text)| vulnerability::Event::Answered(vulnerability::Answered { topic, text })),
    ]
    .prop_map(Event::Vulnerability)
}

/// Pages that were really sealed, with what belongs in the round and what does not.
fn round_event() -> impl Strategy<Value = Event> {
    (person(), topic(), text(), 0..4_u8).prop_map(|(author, topic, text, kind)| {
        let subject = Subject::Vulnerability { topic };
        let round = subject.round();
        let sealed = WaxSealing::default().seal(round, author, &Page { text }.to_cbor());
        Event::Exchange(match kind {
            0 => exchange::Event::Opening(exchange::Opening { round, subject }),
            1 => exchange::Event::Released(exchange::Released { round, key: sealed.key }),
            _ => {
                let (commitment, sealed) = (sealed.commitment, sealed.sealed);
                exchange::Event::Sealed(exchange::Sealed { round, commitment, sealed })
            }
        })
    })
}

fn start() -> impl Strategy<Value = StartId> {
    (person(), 0..3_u8).prop_map(|(author, it)| StartId::make(author, [it; 16]))
}

fn act() -> impl Strategy<Value = u16> {
    prop_oneof![8 => 101..114_u16, 1 => any::<u16>()]
}

fn closeness_event() -> impl Strategy<Value = Event> {
    let figures =
        |most: u8| prop_oneof![6 => vec(0..most, 30), 3 => vec(0..most, 5), 1 => vec(any::<u8>(), 0..40)];
    prop_oneof![
        3 => text().prop_map(|text| closeness::Event::PageShared(closeness::PageShared { text })),
        1 => Just(closeness::Event::PageWithdrawn(closeness::PageWithdrawn {})),
        3 => (start(), day(), text()).prop_map(|(start, day, ritual)| {
            closeness::Event::StartProposed(closeness::StartProposed { start, day, ritual })
        }),
        3 => start().prop_map(|start| closeness::Event::StartAgreed(closeness::StartAgreed { start })),
        1 => start().prop_map(|start| closeness::Event::StartWithdrawn(closeness::StartWithdrawn { start })),
        2 => figures(3).prop_map(|choices| closeness::Event::Chosen(closeness::Chosen { choices })),
        3 => figures(8).prop_map(|times| closeness::Event::LovedShared(closeness::LovedShared { times })),
        1 => Just(closeness::Event::LovedWithdrawn(closeness::LovedWithdrawn {})),
        2 => (act(), day()).prop_map(|(act, on)| closeness::Event::ActChosen(closeness::ActChosen { act, on })),
        2 => (act(), day()).prop_map(|(act, on)| closeness::Event::ActDone(closeness::ActDone { act, on })),
        2 => text().prop_map(|text| closeness::Event::Noticed(closeness::Noticed { text })),
    ]
    .prop_map(Event::Closeness)
}

fn booster() -> impl Strategy<Value = Booster> {
    (day(), 0..4_usize).prop_map(|(since, after)| Booster { since, after: After::ALL[after] })
}

fn booster_event() -> impl Strategy<Value = Event> {
    let look = || (person(), 0..3_u8).prop_map(|(author, it)| LookId::make(author, [it; 16]));
    let name = prop_oneof![4 => Just("talk".to_owned()), 2 => Just("promises".to_owned()), 1 => text()];
    prop_oneof![
        3 => (look(), booster(), text()).prop_map(|(look, booster, text)| {
            boosters::Event::LookShared(boosters::LookShared { look, booster, text })
        }),
        1 => look().prop_map(|look| boosters::Event::LookWithdrawn(boosters::LookWithdrawn { look })),
        2 => (booster(), option::of(name)).prop_map(|(booster, practice)| {
            boosters::Event::RefreshPicked(boosters::RefreshPicked { booster, practice })
        }),
        1 => booster().prop_map(|booster| boosters::Event::PutBy(boosters::PutBy { booster })),
        2 => text().prop_map(|text| boosters::Event::WordsShared(boosters::WordsShared { text })),
        1 => Just(boosters::Event::WordsWithdrawn(boosters::WordsWithdrawn {})),
    ]
    .prop_map(Event::Boosters)
}

pub fn closer_event() -> impl Strategy<Value = Event> {
    prop_oneof![3 => vulnerability_event(), 2 => round_event(), 4 => closeness_event(), 3 => booster_event()]
}
