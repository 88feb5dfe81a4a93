//! Every event of being vulnerable and of closeness.

use domain::closeness::{self, Choices};
use domain::exchange::{self, Subject};
use domain::vulnerability::{self, Depth};
use domain::{Day, Event, PersonId, StartId};

const ANA: PersonId = PersonId([1; 16]);
const FRESH: [u8; 16] = [9; 16];

fn vulnerability_events() -> Vec<Event> {
    let text = || "Thank you".to_owned();
    let topic = 0x8000_0007;
    let mut events = vec![
        vulnerability::Event::Asked(vulnerability::Asked { topic: 101, words: String::new() }),
        vulnerability::Event::Asked(vulnerability::Asked { topic, words: "Moving".to_owned() }),
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
    all
}
