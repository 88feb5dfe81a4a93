//! Space: asked for with a return time, respected, made longer, and over; and the time-out of both.

use client::NotDone;
use domain::questions::Shelf;
use domain::space::{Apart, Command as Ask, Contact, Refusal, Standing};
use domain::{Command, path};

use crate::world::{Device, TwoPartners};

const HOUR: u64 = 3_600_000;

fn says(device: &Device, command: Ask) -> Result<(), NotDone> {
    device.ours().perform(Command::Space(command))
}

fn asks(device: &Device, hours: u64, words: &str) {
    let until_ms = device.moment().ms + hours * HOUR;
    let contact = Contact::WhatHasToBeSettled;
    says(device, Ask::Ask { until_ms, contact, words: words.to_owned() }).unwrap();
}

/// What holds now, as this person sees it.
fn holds(device: &Device) -> Option<Apart> {
    let now = device.moment();
    device.ours().read(|it| it.couple().space.now(&now).apart().cloned())
}

fn suggested(device: &Device) -> Vec<path::Suggestion> {
    let now = device.moment();
    device.ours().read(|it| path::today(it.couple(), &now))
}

#[test]
fn both_see_one_return_time_and_until_then_nothing_joint_is_asked_of_either() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    asks(&us.noor, 30, "I need to sleep. I am not leaving.");
    us.meet();
    let theirs = holds(&us.sam).unwrap();
    assert_eq!(holds(&us.noor).unwrap().until_ms(), theirs.until_ms());
    assert_eq!(theirs.words.as_deref(), Some("I need to sleep. I am not leaving."));
    says(&us.sam, Ask::Respect { space: theirs.id }).unwrap();
    us.meet();
    assert!(holds(&us.noor).unwrap().respected);
    for device in [&us.noor, &us.sam] {
        assert!(suggested(device).iter().all(|it| !it.is_joint()), "{}", device.name);
    }
    us.hours_pass(31);
    assert!(holds(&us.noor).is_none() && holds(&us.sam).is_none());
    us.same_journey();
}

#[test]
fn what_the_other_writes_during_space_waits_quietly_and_comes_when_it_is_over() {
    let us = TwoPartners::apart();
    asks(&us.noor, 24, "");
    us.meet();
    us.sam.writes_a_question("Who else knows about it?", Shelf::NeedToKnowNow);
    us.meet();
    assert!(us.noor.asked().is_empty());
    us.hours_pass(25);
    us.meet();
    assert_eq!(us.noor.asked(), ["Who else knows about it?"]);
}

#[test]
fn space_is_made_longer_with_a_word_by_the_asker_alone_who_may_also_come_back_early() {
    let us = TwoPartners::apart();
    asks(&us.noor, 24, "");
    us.meet();
    let apart = holds(&us.sam).unwrap();
    let words = "One more day, because I slept.".to_owned();
    let longer = Ask::Extend { space: apart.id, until_ms: apart.until_ms() + 24 * HOUR, words };
    let alone = NotDone::Refused(domain::Refusal::Space(Refusal::OnlyTheAsker));
    assert_eq!(says(&us.sam, longer.clone()), Err(alone));
    says(&us.noor, longer).unwrap();
    us.meet();
    let longer = holds(&us.sam).unwrap();
    assert_eq!(longer.until_ms(), apart.until_ms() + 24 * HOUR);
    assert_eq!(longer.extended, ["One more day, because I slept."]);
    assert_eq!(says(&us.sam, Ask::Return { space: apart.id }), Err(alone));
    says(&us.noor, Ask::Return { space: apart.id }).unwrap();
    us.meet();
    assert!(holds(&us.sam).is_none());
    us.same_journey();
}

#[test]
fn a_time_out_taken_without_a_network_holds_here_at_once_and_reaches_the_other_with_its_own_end() {
    let us = TwoPartners::apart();
    us.house.kill();
    says(&us.sam, Ask::TakeTimeOut { minutes: 20 }).unwrap();
    assert!(holds(&us.sam).unwrap().is_time_out());
    us.house.start();
    us.meet();
    assert_eq!(holds(&us.noor).unwrap().until_ms(), holds(&us.sam).unwrap().until_ms());
    says(&us.sam, Ask::TakeTimeOut { minutes: 60 }).unwrap();
    us.meet();
    let space = holds(&us.noor).unwrap().id;
    says(&us.sam, Ask::Return { space }).unwrap();
    us.meet();
    assert!(holds(&us.noor).is_none());
    us.same_journey();
}

#[test]
fn a_time_out_is_over_for_both_by_itself_and_said_so() {
    let us = TwoPartners::apart();
    says(&us.noor, Ask::TakeTimeOut { minutes: 40 }).unwrap();
    us.meet();
    us.hours_pass(1);
    for device in [&us.noor, &us.sam] {
        let now = device.moment();
        let over = device.ours().read(|it| it.couple().space.time_out_over(&now).is_some());
        assert!(over && holds(device).is_none(), "{}", device.name);
    }
}

#[test]
fn both_asking_at_once_without_a_network_each_have_theirs_and_both_see_the_longer_one() {
    let us = TwoPartners::apart();
    asks(&us.noor, 24, "من فضلك، يوم واحد 🌿");
    asks(&us.sam, 48, "\u{202e}two days");
    us.meet();
    let leads = holds(&us.noor).unwrap();
    assert_eq!((leads.by(), holds(&us.sam).unwrap().id), (us.sam.ours().read(|it| it.me()), leads.id));
    says(&us.sam, Ask::Return { space: leads.id }).unwrap();
    us.meet();
    let mine = holds(&us.sam).unwrap();
    assert_eq!(mine.words.as_deref(), Some("من فضلك، يوم واحد 🌿"));
    us.same_journey();
}

#[test]
fn words_of_any_length_never_lose_what_was_typed() {
    let us = TwoPartners::apart();
    let words = "long ".repeat(20_000);
    us.noor.ours().save_draft("space/words", &words);
    let until_ms = us.noor.moment().ms + 24 * HOUR;
    let asked = says(&us.noor, Ask::Ask { until_ms, contact: Contact::ShortMessages, words: words.clone() });
    assert!(asked.is_err());
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("space/words").as_deref(), Some(words.as_str()));
    let standing = us.noor.ours().read(|it| it.couple().space.now(&us.noor.moment()) == Standing::None);
    assert!(standing);
}
