//! Every event of being vulnerable, of closeness and of boosters.

use domain::boosters::{self, After, Booster};
use domain::closeness::{self, Choices};
use domain::exchange::{self, Subject};
use domain::path::{self, Readiness};
use domain::vulnerability::{self, Depth};
use domain::{Day, Event, LookId, PersonId, StartId};

const ANA: PersonId = PersonId([1; 16]);
const FRESH: [u8; 16] = [9; 16];

fn vulnerability_events() -> Vec<Event> {
    let text = || "Thank you".to_owned();
    let topic = 0x8000_0007;
    let mut events = vec![
        vulnerability::Event::Asked(vulnerability::Asked { topic: 101, words: String::new() }),
        vulnerability::Event::Asked(vulnerability::Asked { topic, words: "Moving".to_owned() }),
        vulnerability::Event::Unasked(vulnerability::Unasked { topic }),
        vulnerability::Event::Skipped(vulnerability::Skipped { topic: 301 }),
        vulnerability::Event::Answered(vulnerability::Answered { topic, text: text() }),
    ];
    for depth in Depth::ALL {
        events.push(vulnerability::Event::DepthPicked(vulnerability::DepthPicked { depth }));
    }
    events.into_iter().map(Event::Vulnerability).collect()
}

fn closeness_events(day: Day) -> Vec<Event> {
    let start = StartId::make(ANA, FRESH);
    let text = || "From here on".to_owned();
    let mut choices = Choices::default();
    choices.0[0] = Some(true);
    choices.0[29] = Some(false);
    let (choices, times) = (choices.figures(), vec![12, 6, 6, 3, 3]);
    [
        closeness::Event::PageShared(closeness::PageShared { text: text() }),
        closeness::Event::PageWithdrawn(closeness::PageWithdrawn {}),
        closeness::Event::StartProposed(closeness::StartProposed { start, day, ritual: text() }),
        closeness::Event::StartAgreed(closeness::StartAgreed { start }),
        closeness::Event::StartWithdrawn(closeness::StartWithdrawn { start }),
        closeness::Event::Chosen(closeness::Chosen { choices }),
        closeness::Event::LovedShared(closeness::LovedShared { times }),
        closeness::Event::LovedWithdrawn(closeness::LovedWithdrawn {}),
        closeness::Event::ActChosen(closeness::ActChosen { act: 101, on: day }),
        closeness::Event::ActDone(closeness::ActDone { act: 101, on: day }),
        closeness::Event::Noticed(closeness::Noticed { text: text() }),
        closeness::Event::Noticed(closeness::Noticed { text: String::new() }),
    ]
    .map(Event::Closeness)
    .to_vec()
}

pub fn events(day: Day) -> Vec<Event> {
    let mut all = vulnerability_events();
    let subject = Subject::Vulnerability { topic: 101 };
    let round = subject.round();
    all.push(Event::Exchange(exchange::Event::Opening(exchange::Opening { round, subject })));
    all.extend(closeness_events(day));
    all.extend(booster_events(day));
    let said = path::Said { readiness: Readiness::ToClose, ready: true };
    all.push(Event::Path(path::Event::Said(said)));
    all
}

fn booster_events(since: Day) -> Vec<Event> {
    let look = LookId::make(ANA, FRESH);
    let text = || "The mornings hold".to_owned();
    let after = After::One;
    let booster = Booster { since, after };
    let mut all = vec![
        boosters::Event::LookShared(boosters::LookShared { look, booster, text: text() }),
        boosters::Event::LookWithdrawn(boosters::LookWithdrawn { look }),
        boosters::Event::RefreshPicked(boosters::RefreshPicked {
            booster,
            practice: Some("talk".to_owned()),
        }),
        boosters::Event::RefreshPicked(boosters::RefreshPicked { booster, practice: None }),
        boosters::Event::WordsShared(boosters::WordsShared { text: text() }),
        boosters::Event::WordsWithdrawn(boosters::WordsWithdrawn {}),
    ];
    all.extend(
        After::ALL.map(|after| boosters::Event::PutBy(boosters::PutBy { booster: Booster { since, after } })),
    );
    all.into_iter().map(Event::Boosters).collect()
}
