//! Anything that may be written in the first chapter, about what happened, and about the path.

use super::{day, person, text};
use domain::ground_rules::{self, About};
use domain::hurts::{self, Account, Part, Side, Telling};
use domain::path::{self, Readiness};
use domain::signs::{self, Answer, Often, Sign, Whose};
use domain::space::{self, Contact};
use domain::{Event, HurtId, RuleId, SpaceAskedId, time};
use proptest::collection::vec;
use proptest::prelude::*;

pub fn hurt() -> impl Strategy<Value = HurtId> {
    (person(), 0..2_u8).prop_map(|(author, it)| HurtId::make(author, [it; 16]))
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::IWasHurt), Just(Side::IAmResponsible)]
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![Just(Part::What), Just(Part::Money), Just(Part::WhatItDid)]
}

pub fn hurts_event() -> impl Strategy<Value = Event> {
    let telling = || {
        (text(), side(), vec((part(), text()), 0..3)).prop_map(|(name, side, parts)| {
            let account = parts.iter().fold(Account::default(), |it, (part, words)| it.with(*part, words));
            Telling { name, side, account }
        })
    };
    prop_oneof![
        2 => (hurt(), telling())
            .prop_map(|(hurt, telling)| hurts::Event::Written(hurts::Written { hurt, telling })),
        1 => hurt().prop_map(|hurt| hurts::Event::PutAway(hurts::PutAway { hurt })),
        1 => (hurt(), any::<u32>()).prop_map(|(hurt, pieces)| hurts::Event::Read(hurts::Read { hurt, pieces })),
        4 => (hurt(), telling())
            .prop_map(|(hurt, telling)| hurts::Event::Shared(hurts::Shared { hurt, telling })),
        2 => (hurt(), part(), text())
            .prop_map(|(hurt, part, words)| hurts::Event::Added(hurts::Added { hurt, part, words })),
        1 => hurt().prop_map(|hurt| hurts::Event::Withdrawn(hurts::Withdrawn { hurt })),
        2 => (hurt(), proptest::option::of(side()))
            .prop_map(|(hurt, side)| hurts::Event::SideTaken(hurts::SideTaken { hurt, side })),
    ]
    .prop_map(Event::Hurts)
}

fn space_event() -> impl Strategy<Value = Event> {
    let id = || (person(), 0..2_u8).prop_map(|(author, it)| SpaceAskedId::make(author, [it; 16]));
    let length = || prop_oneof![4 => 3_600_000..400_000_000_u64, 1 => any::<u64>()];
    let contact = prop_oneof![Just(Contact::AllButThis), Just(Contact::OnlyWhatCannotWait)];
    prop_oneof![
        3 => (id(), length(), contact, proptest::option::of(text())).prop_map(|(space, for_ms, contact, words)| {
            space::Event::Asked(space::Asked { space, for_ms, contact, words })
        }),
        2 => (id(), length(), text())
            .prop_map(|(space, by_ms, words)| space::Event::Extended(space::Extended { space, by_ms, words })),
        1 => id().prop_map(|space| space::Event::Respected(space::Respected { space })),
        1 => id().prop_map(|space| space::Event::Returned(space::Returned { space })),
        1 => (id(), prop_oneof![Just(20_u16), any::<u16>()])
            .prop_map(|(space, minutes)| space::Event::TimeOutTaken(space::TimeOutTaken { space, minutes })),
    ]
    .prop_map(Event::Space)
}

fn time_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        hurt().prop_map(|hurt| time::Event::NotReady(time::NotReady { hurt })),
        hurt().prop_map(|hurt| time::Event::Ready(time::Ready { hurt })),
        (hurt(), proptest::option::of(day()))
            .prop_map(|(hurt, on)| time::Event::LookAgainNoted(time::LookAgainNoted { hurt, on })),
    ]
    .prop_map(Event::Time)
}

fn ground_rules_event() -> impl Strategy<Value = Event> {
    let id = || (person(), 0..3_u8).prop_map(|(author, it)| RuleId::make(author, [it; 16]));
    let about = prop_oneof![Just(About::Sleep), Just(About::Money)];
    prop_oneof![
        2 => (id(), about, text(), proptest::option::of(id())).prop_map(|(rule, about, words, changes)| {
            ground_rules::Event::Proposed(ground_rules::Proposed { rule, about, words, changes })
        }),
        2 => id().prop_map(|rule| ground_rules::Event::Agreed(ground_rules::Agreed { rule })),
        1 => id().prop_map(|rule| ground_rules::Event::Ended(ground_rules::Ended { rule })),
    ]
    .prop_map(Event::GroundRules)
}

fn signs_event() -> impl Strategy<Value = Event> {
    let sign = || prop_oneof![Just(Sign::Clinging), Just(Sign::Insecure)];
    let whose = || prop_oneof![Just(Whose::Mine), Just(Whose::FromYou)];
    let often = prop_oneof![Just(Often::NotAtAll), Just(Often::NearlyEveryDay)];
    let answer = (sign(), whose(), often).prop_map(|(sign, whose, often)| Answer { sign, whose, often });
    prop_oneof![
        (day(), vec(answer.clone(), 0..4))
            .prop_map(|(on, answers)| signs::Event::Looked(signs::Looked { on, answers })),
        day().prop_map(|on| signs::Event::Forgotten(signs::Forgotten { on })),
        (day(), answer).prop_map(|(on, answer)| signs::Event::Shared(signs::Shared { on, answer })),
        (day(), sign(), whose()).prop_map(|(on, sign, whose)| signs::Event::Withdrawn(signs::Withdrawn {
            on,
            sign,
            whose
        })),
    ]
    .prop_map(Event::Signs)
}

fn path_event() -> impl Strategy<Value = Event> {
    let readiness = prop_oneof![3 => Just(Readiness::SteadyEnough), 1 => Just(Readiness::ToKeeping)];
    (readiness, proptest::bool::weighted(0.8))
        .prop_map(|(readiness, ready)| Event::Path(path::Event::Said(path::Said { readiness, ready })))
}

pub fn steady_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => hurts_event().boxed(),
        2 => space_event().boxed(),
        1 => time_event().boxed(),
        2 => ground_rules_event().boxed(),
        1 => signs_event().boxed(),
        1 => path_event().boxed(),
    ]
}
