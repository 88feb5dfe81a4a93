//! Why is looked at alone first; only a summary in one's own words can be shared, and only after the honest question.

use domain::promises::When;
use domain::why::{Command, Part, Previewed, Refusal, Step, ToEnd};
use domain::{Across, WhyId};

use crate::world::{Device, TwoPartners};

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

/// Begins, and writes every part with its own words.
fn writes_it_all(device: &Device) -> WhyId {
    does(device, Command::Begin { hurt: None });
    let why = device.ours().read(|it| it.couple().why.writings().next().unwrap().id);
    for part in Part::ALL {
        does(device, Command::Write { why, part, text: format!("{part:?} of Sam") });
    }
    why
}

fn step(device: &Device, why: WhyId) -> Step {
    device.ours().read(|it| it.couple().why.writing(why).unwrap().step())
}

fn share(why: WhyId) -> domain::Command {
    let (summary, different) = ("Summary of Sam".to_owned(), "Different of Sam".to_owned());
    Command::Share { why, previewed: Previewed { summary, different } }.into()
}

fn summaries(device: &Device) -> Vec<String> {
    device.ours().read(|it| {
        let partner = it.couple().partner().unwrap();
        it.couple().why.shared_by(partner).map(|it| it.summary.clone()).collect()
    })
}

fn knows(device: &Device, words: &str) -> bool {
    device.whole().windows(words.len()).any(|it| it == words.as_bytes())
}

fn refused(device: &Device, command: domain::Command, why: Refusal) {
    let refusal = client::NotDone::Refused(domain::Refusal::Why(why));
    assert_eq!(device.ours().perform(command), Err(refusal));
}

#[test]
fn after_the_honest_question_a_summary_reaches_the_other_and_nothing_else_does() {
    let us = TwoPartners::apart();
    let why = writes_it_all(&us.sam);
    us.meet();
    assert_eq!(step(&us.sam, why), Step::AskMyself);
    refused(&us.sam, share(why), Refusal::AskYourselfFirst);
    does(&us.sam, Command::SayWhetherToEnd { why, answer: ToEnd::No });
    assert_eq!(step(&us.sam, why), Step::CanBeShared);
    does(&us.sam, share(why));
    us.meet();
    assert_eq!(summaries(&us.noor), ["Summary of Sam"]);
    for private in ["Excuse of Sam", "Cause of Sam", "WhatIWanted of Sam"] {
        assert!(knows(&us.sam, private) && !knows(&us.noor, private), "{private}");
    }
    us.same_journey();
}

#[test]
fn if_some_part_wanted_the_end_nothing_is_shared_and_nothing_changes_for_the_other() {
    let us = TwoPartners::apart();
    let before = us.noor.whole();
    let why = writes_it_all(&us.sam);
    does(&us.sam, Command::SayWhetherToEnd { why, answer: ToEnd::Yes });
    assert_eq!(step(&us.sam, why), Step::LeaningInOrOut);
    refused(&us.sam, share(why), Refusal::SomePartWantedTheEnd);
    us.meet();
    assert_eq!(us.noor.whole(), before);
    // The answer can be another one on another day.
    us.hours_pass(24 * 9);
    does(&us.sam, Command::SayWhetherToEnd { why, answer: ToEnd::CantSay });
    does(&us.sam, share(why));
    us.meet();
    assert_eq!(summaries(&us.noor).len(), 1);
}

#[test]
fn what_will_be_different_becomes_a_promise_while_the_server_is_down() {
    let us = TwoPartners::apart();
    let why = writes_it_all(&us.sam);
    does(&us.sam, Command::SayWhetherToEnd { why, answer: ToEnd::No });
    us.house.kill();
    let when = When::once(us.sam.moment().today());
    does(&us.sam, Across::PromiseDifferent { why, words: "I say it the same week".to_owned(), when });
    us.sam.looks();
    us.sam.is_killed_and_opened().unwrap();
    us.house.start();
    us.hours_pass(1);
    us.meet();
    us.noor.ours().read(|it| assert_eq!(it.couple().promises.all()[0].words, "I say it the same week"));
    us.same_journey();
}

#[test]
fn a_summary_that_is_taken_back_is_gone_from_the_other_and_the_own_copy_stays() {
    let us = TwoPartners::apart();
    let why = writes_it_all(&us.sam);
    does(&us.sam, Command::SayWhetherToEnd { why, answer: ToEnd::No });
    does(&us.sam, share(why));
    us.meet();
    does(&us.sam, Command::Withdraw { why });
    us.meet();
    assert!(summaries(&us.noor).is_empty() && !knows(&us.noor, "Summary of Sam"));
    assert!(knows(&us.sam, "Summary of Sam"));
    us.same_journey();
}
