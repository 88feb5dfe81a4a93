//! Every event of the first chapter, of what happened, and of the path.

use domain::ground_rules::{self, About};
use domain::hurts::{self, Account, Part, Side, Telling};
use domain::path::{self, Readiness};
use domain::signs::{self, Answer, Often, Sign, Whose};
use domain::space::{self, Contact};
use domain::{Day, Event, HurtId, PersonId, RuleId, SpaceAskedId, time};

const ANA: PersonId = PersonId([1; 16]);

fn hurt_events() -> Vec<Event> {
    let hurt = HurtId::make(ANA, [9; 16]);
    let telling = |side, parts: &[Part]| {
        let account = parts.iter().fold(Account::default(), |it, part| it.with(*part, "Words"));
        Telling { name: "The messages".to_owned(), side, account }
    };
    let responsible = telling(Side::IAmResponsible, Part::asked(Side::IAmResponsible));
    let was_hurt = telling(Side::IWasHurt, Part::asked(Side::IWasHurt));
    let mut events = vec![
        hurts::Event::Written(hurts::Written { hurt, telling: responsible.clone() }),
        hurts::Event::PutAway(hurts::PutAway { hurt }),
        hurts::Event::Read(hurts::Read { hurt, pieces: 3 }),
        hurts::Event::Shared(hurts::Shared { hurt, telling: responsible }),
        hurts::Event::Shared(hurts::Shared { hurt, telling: was_hurt }),
        hurts::Event::Added(hurts::Added { hurt, part: Part::Money, words: "I lent her money".to_owned() }),
        hurts::Event::Withdrawn(hurts::Withdrawn { hurt }),
    ];
    for side in [None, Some(Side::IWasHurt), Some(Side::IAmResponsible)] {
        events.push(hurts::Event::SideTaken(hurts::SideTaken { hurt, side }));
    }
    events.into_iter().map(Event::Hurts).collect()
}

fn space_events() -> Vec<Event> {
    let space = SpaceAskedId::make(ANA, [9; 16]);
    let words = || "I only need to breathe".to_owned();
    let contacts = [
        Contact::OnlyWhatCannotWait,
        Contact::WhatHasToBeSettled,
        Contact::ShortMessages,
        Contact::AllButThis,
    ];
    let mut events: Vec<space::Event> = Vec::new();
    for (contact, said) in contacts.into_iter().zip([None, Some(words()), None, None]) {
        events.push(space::Event::Asked(space::Asked { space, for_ms: 172_800_000, contact, words: said }));
    }
    events.push(space::Event::Extended(space::Extended { space, by_ms: 86_400_000, words: words() }));
    events.push(space::Event::Respected(space::Respected { space }));
    events.push(space::Event::Returned(space::Returned { space }));
    events.push(space::Event::TimeOutTaken(space::TimeOutTaken { space, minutes: 20 }));
    events.into_iter().map(Event::Space).collect()
}

fn time_events(day: Day) -> Vec<Event> {
    let hurt = HurtId::make(ANA, [9; 16]);
    let mut events =
        vec![time::Event::NotReady(time::NotReady { hurt }), time::Event::Ready(time::Ready { hurt })];
    for on in [None, Some(day)] {
        events.push(time::Event::LookAgainNoted(time::LookAgainNoted { hurt, on }));
    }
    events.into_iter().map(Event::Time).collect()
}

fn ground_rules_events() -> Vec<Event> {
    let rule = RuleId::make(ANA, [9; 16]);
    let abouts = [
        About::ContactEnded,
        About::Sleep,
        About::Children,
        About::WhoMayKnow,
        About::Money,
        About::Intimacy,
        About::StoppingAFight,
        About::SomethingElse,
    ];
    let mut events: Vec<ground_rules::Event> = Vec::new();
    for about in abouts {
        let changes = (about == About::Sleep).then_some(rule);
        let words = "No phones in bed".to_owned();
        events.push(ground_rules::Event::Proposed(ground_rules::Proposed { rule, about, words, changes }));
    }
    events.push(ground_rules::Event::Agreed(ground_rules::Agreed { rule }));
    events.push(ground_rules::Event::Ended(ground_rules::Ended { rule }));
    events.into_iter().map(Event::GroundRules).collect()
}

fn signs_events(on: Day) -> Vec<Event> {
    let often =
        [Often::NotAtAll, Often::OnceOrTwice, Often::SomeDays, Often::MostDays, Often::NearlyEveryDay];
    let answer = |(sign, often): (Sign, Often)| Answer { sign, whose: Whose::Mine, often };
    let answers: Vec<Answer> = Sign::ALL.into_iter().zip(often).map(answer).collect();
    let felt = Answer { sign: Sign::Insecure, whose: Whose::FromYou, often: Often::SomeDays };
    [
        signs::Event::Looked(signs::Looked { on, answers }),
        signs::Event::Forgotten(signs::Forgotten { on }),
        signs::Event::Shared(signs::Shared { on, answer: felt }),
        signs::Event::Withdrawn(signs::Withdrawn { on, sign: felt.sign, whose: felt.whose }),
    ]
    .map(Event::Signs)
    .to_vec()
}

fn path_events() -> Vec<Event> {
    [(Readiness::SteadyEnough, true), (Readiness::ToKeeping, false)]
        .map(|(readiness, ready)| Event::Path(path::Event::Said(path::Said { readiness, ready })))
        .to_vec()
}

pub fn events(day: Day) -> Vec<Event> {
    let mut all = signs_events(day);
    all.extend(space_events());
    all.extend(time_events(day));
    all.extend(ground_rules_events());
    all.extend(hurt_events());
    all.extend(path_events());
    all
}
