//! Anything that may be written about needs.

use super::{person, promise, text};
use domain::needs::{self, Answer, Became};
use domain::{Event, NeedId, TopicId};
use proptest::option;
use proptest::prelude::*;

fn need() -> impl Strategy<Value = NeedId> {
    (person(), 0..3_u8).prop_map(|(author, it)| NeedId::make(author, [it; 16]))
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::Yes),
        text().prop_map(|change| Answer::YesWith { change }),
        text().prop_map(|because| Answer::NotNow { because }),
    ]
}

fn became() -> impl Strategy<Value = Became> {
    let topic = (person(), 0..3_u8).prop_map(|(author, it)| TopicId::make(author, [it; 16]));
    prop_oneof![promise().prop_map(Became::Promise), topic.prop_map(Became::Topic)]
}

pub fn asking_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (need(), text(), option::of(text()))
            .prop_map(|(need, thing, when)| needs::Event::Asked(needs::Asked { need, thing, when })),
        3 => (need(), answer())
            .prop_map(|(need, answer)| needs::Event::Answered(needs::Answered { need, answer })),
        2 => (need(), became())
            .prop_map(|(need, became)| needs::Event::BecameMore(needs::BecameMore { need, became })),
        1 => (need(), option::of(text()))
            .prop_map(|(need, words)| needs::Event::Thanked(needs::Thanked { need, words })),
        1 => need().prop_map(|need| needs::Event::TakenBack(needs::TakenBack { need })),
    ]
    .prop_map(Event::Needs)
}
