//! What each learned is written alone and opened together if both wish; a lesson becomes a promise or a rule.

use domain::exchange::OpenedTogether;
use domain::ground_rules::About;
use domain::learning::{Became, Command, Part, Refusal};
use domain::promises::{Source, When};
use domain::{Across, LessonId, people};

use crate::world::{Device, TwoPartners, Weather};

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn learns(device: &Device, part: Part, text: &str) -> LessonId {
    does(device, Command::Write { lesson: None, part, text: text.to_owned(), about: None });
    device.ours().read(|it| it.couple().learning.lessons().last().unwrap().id)
}

fn seals(device: &Device, lesson: LessonId) {
    does(device, Command::Seal { lesson, parts: Part::ALL.to_vec() });
}

/// What the other opened for this device, the first time.
fn theirs(device: &Device) -> Option<Vec<String>> {
    device.ours().read(|it| match it.couple().learning.opened(it.couple(), 1)? {
        OpenedTogether::Both { theirs, .. } => Some(theirs.passages.into_iter().map(|it| it.text).collect()),
        OpenedTogether::Opening | OpenedTogether::Broken { .. } => None,
    })
}

fn knows(device: &Device, words: &str) -> bool {
    device.whole().windows(words.len()).any(|it| it == words.as_bytes())
}

#[test]
fn both_open_what_they_learned_at_once_and_only_the_parts_they_chose() {
    let us = TwoPartners::apart();
    let noors = learns(&us.noor, Part::MyMistakes, "I laughed it off");
    let write =
        |part, text: &str| Command::Write { lesson: Some(noors), part, text: text.to_owned(), about: None };
    does(&us.noor, write(Part::WhatINowKnow, "To ask before I judge"));
    let sams = learns(&us.sam, Part::WhatPainedYou, "That I hid it");
    does(&us.noor, Command::Seal { lesson: noors, parts: vec![Part::WhatINowKnow] });
    us.meet();
    assert!(!knows(&us.sam, "To ask before"), "sealed is unreadable");
    seals(&us.sam, sams);
    us.meet();
    assert_eq!(theirs(&us.sam), Some(vec!["To ask before I judge".to_owned()]));
    assert_eq!(theirs(&us.noor), Some(vec!["That I hid it".to_owned()]));
    assert!(!knows(&us.sam, "I laughed it off"), "a part that was not chosen stays in the vault");
    us.same_journey();
}

#[test]
fn both_seal_in_the_same_offline_hour_and_a_cut_line_only_delays_the_opening() {
    for requests in [1, 3, 6] {
        let us = TwoPartners::apart();
        let (noors, sams) =
            (learns(&us.noor, Part::MyMistakes, "Pride"), learns(&us.sam, Part::MyMistakes, "Fear"));
        seals(&us.noor, noors);
        seals(&us.sam, sams);
        us.sam.weather(Weather::CutAfter(requests));
        us.sam.looks();
        us.noor.looks();
        us.sam.is_killed_and_opened().unwrap();
        us.sam.weather(Weather::Fine);
        us.meet();
        assert_eq!(
            (theirs(&us.noor), theirs(&us.sam)),
            (Some(vec!["Fear".into()]), Some(vec!["Pride".into()]))
        );
        us.same_journey();
    }
}

#[test]
fn who_leaves_before_sealing_leaves_the_other_with_what_they_wrote() {
    let us = TwoPartners::apart();
    let noors = learns(&us.noor, Part::WhatINowKnow, "To ask first");
    seals(&us.noor, noors);
    us.meet();
    does(&us.sam, people::Command::Leave);
    us.meet();
    assert_eq!((theirs(&us.noor), theirs(&us.sam)), (None, None));
    assert!(!knows(&us.sam, "To ask first") && knows(&us.noor, "To ask first"));
}

#[test]
fn what_was_sealed_can_be_taken_back_until_the_other_has_sealed() {
    let us = TwoPartners::apart();
    let noors = learns(&us.noor, Part::WhatINowKnow, "To ask first");
    seals(&us.noor, noors);
    us.meet();
    does(&us.noor, Command::TakeBack);
    us.meet();
    us.hours_pass(1);
    let sams = learns(&us.sam, Part::WhatINowKnow, "To say it");
    seals(&us.sam, sams);
    us.meet();
    assert_eq!(theirs(&us.sam), None);
    us.hours_pass(1);
    seals(&us.noor, noors);
    us.meet();
    assert_eq!(theirs(&us.sam), Some(vec!["To ask first".to_owned()]));
    let taken = us.noor.ours().perform(Command::TakeBack.into());
    assert!(matches!(taken, Err(client::NotDone::Refused(domain::Refusal::Learning(Refusal::Round(_))))));
}

#[test]
fn a_lesson_becomes_a_promise_and_a_rule_and_its_other_words_stay_private() {
    let us = TwoPartners::apart();
    let lesson = learns(&us.noor, Part::MyMistakes, "I laughed it off");
    let when = When::once(us.noor.moment().today());
    let words = "I ask before I judge".to_owned();
    does(&us.noor, Across::PromiseLesson { lesson, words, when });
    let words = "We stop when one of us says so".to_owned();
    does(&us.noor, Across::RuleLesson { lesson, about: About::StoppingAFight, words });
    us.meet();
    us.sam.ours().read(|it| {
        assert_eq!(it.couple().promises.all()[0].source, Source::Lesson);
        assert_eq!(it.couple().ground_rules.proposed()[0].words, "We stop when one of us says so");
    });
    let became = us.noor.ours().read(|it| it.couple().learning.lesson(lesson).unwrap().became.clone());
    assert!(matches!(became[..], [Became::Promise(_), Became::Rule(_)]));
    assert!(!knows(&us.sam, "I laughed it off"));
    us.same_journey();
}

#[test]
fn a_quarrel_seen_from_outside_is_for_its_writer_alone() {
    let us = TwoPartners::apart();
    let before = us.sam.whole();
    does(&us.noor, Command::SeeFromOutside { text: "Two tired people in a hallway".to_owned() });
    us.meet();
    assert_eq!(us.sam.whole(), before);
    us.noor.ours().read(|it| assert_eq!(it.couple().learning.from_outside().len(), 1));
}
