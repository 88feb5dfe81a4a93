//! Every event of needs.

use domain::needs::{self, Answer, Became};
use domain::talk::{self, TopicFrom};
use domain::{Event, NeedId, PersonId, PromiseId, TopicId};

const ANA: PersonId = PersonId([1; 16]);
const FRESH: [u8; 16] = [9; 16];

pub fn events() -> Vec<Event> {
    let need = NeedId::make(ANA, FRESH);
    let topic = TopicId::make(ANA, FRESH);
    let mut all = vec![needs::Event::TakenBack(needs::TakenBack { need })];
    for words in [None, Some("On weekdays".to_owned())] {
        let thing = "Phones in the drawer".to_owned();
        all.push(needs::Event::Asked(needs::Asked { need, thing, when: words.clone() }));
        all.push(needs::Event::Thanked(needs::Thanked { need, words }));
    }
    let (change, because) = ("From Monday on".to_owned(), "I am on call".to_owned());
    for answer in [Answer::Yes, Answer::YesWith { change }, Answer::NotNow { because }] {
        all.push(needs::Event::Answered(needs::Answered { need, answer }));
    }
    for became in [Became::Promise(PromiseId::make(ANA, FRESH)), Became::Topic(topic)] {
        all.push(needs::Event::BecameMore(needs::BecameMore { need, became }));
    }
    let mut all: Vec<Event> = all.into_iter().map(Event::Needs).collect();
    let (from, text) = (TopicFrom::Need(need), "Phones in the drawer".to_owned());
    let named = talk::TopicNamed { topic, from, text, for_day: None };
    all.push(Event::Talk(talk::Event::TopicNamed(named)));
    all
}
