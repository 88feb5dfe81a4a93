//! Questions, topics and lessons that are about one hurt, and what is asked of anyone while it rests.

use super::keys;
use super::table::named;
use crate::couple::Refusal as Refused;
use crate::ids::HurtId;
use crate::learning::{self, Part};
use crate::questions::{self, NewAnswer, Refusal, Shelf, Sure};
use crate::two::{BEN, Two};
use crate::{talk, time};

fn asks(text: &str, about: Option<HurtId>) -> questions::Command {
    let (text, shelf, sure) = (text.to_owned(), Shelf::NeedToKnowNow, Sure::default());
    questions::Command::Write { text, shelf, rest_hours: 0, sure, about }
}

#[test]
fn a_question_about_a_hurt_comes_with_it_and_so_does_the_topic_that_it_becomes() {
    let (mut two, hurt) = named();
    two.ana(asks("When did it start?", Some(hurt)));
    two.meet();
    let question = two.ben.couple().questions.asked()[0].id;
    assert_eq!(two.ben.couple().questions.about(question), Some(hurt));
    two.ben(questions::Command::Answer { question, answer: NewAnswer::LetsTalk });
    two.meet();
    let couple = two.ana.couple();
    let topics: Vec<_> = couple.talk.topics().into_iter().map(|it| couple.topic_about(it)).collect();
    assert_eq!(topics, [Some(hurt)]);
}

#[test]
fn that_there_is_a_hurt_which_is_not_shared_is_not_told_by_asking_about_it() {
    let mut two = Two::together();
    let own = two.private_hurt_of_ben();
    two.ben(asks("Would you want to know it?", Some(own)));
    two.meet();
    let question = two.ana.couple().questions.asked()[0].id;
    assert_eq!(two.ana.couple().questions.about(question), None);
    // For the asker it still belongs there.
    assert_eq!(two.ben.couple().questions.about(question), Some(own));
}

#[test]
fn nobody_asks_or_learns_about_a_hurt_they_do_not_know() {
    let mut two = Two::together();
    let foreign = HurtId::make(BEN, [7; 16]);
    let refused = two.try_ana(asks("What is it?", Some(foreign)));
    assert_eq!(refused, Err(Refused::Questions(Refusal::NoSuchHurt)));
    let text = "To listen".to_owned();
    let write =
        learning::Command::Write { lesson: None, part: Part::WhatINowKnow, text, about: Some(foreign) };
    assert_eq!(two.try_ana(write), Err(Refused::Learning(learning::Refusal::NoSuchHurt)));
}

#[test]
fn a_lesson_stays_with_the_hurt_it_was_begun_about_and_nobody_else_reads_of_it() {
    let (mut two, hurt) = named();
    let write = |lesson, text: &str, about| learning::Command::Write {
        lesson,
        part: Part::MyMistakes,
        text: text.to_owned(),
        about,
    };
    two.ana(write(None, "That I looked away", Some(hurt)));
    let lesson = two.ana.couple().learning.lessons()[0].id;
    two.ana(write(Some(lesson), "That I looked away, and knew it", None));
    assert_eq!(two.ana.couple().learning.lesson(lesson).unwrap().about, Some(hurt));
    two.meet();
    assert!(two.ben.couple().learning.lessons().is_empty());
}

#[test]
fn nothing_about_a_hurt_is_asked_of_anyone_while_who_was_hurt_takes_time_over_it() {
    let (mut two, hurt) = named();
    two.ana(asks("When did it start?", Some(hurt)));
    two.meet();
    let of_ben = |two: &Two| crate::path::today(two.ben.couple(), &two.now);
    let answers = |two: &Two| of_ben(two).iter().any(|it| it.what.key().starts_with("questions.answer"));
    assert!(answers(&two));
    two.ana(time::Command::NotReady { hurt, look_again: None });
    two.meet();
    assert!(!answers(&two));
    // It can be read and answered all the same, from its own page; the answer waits until there is time for it.
    let question = two.ben.couple().questions.asked()[0].id;
    let answer = NewAnswer::Written("In January.".to_owned());
    two.ben(questions::Command::Answer { question, answer });
    two.meet();
    assert!(!keys(&two).iter().any(|it| it.starts_with("questions.read")));
    two.ana(time::Command::Ready { hurt });
    assert!(keys(&two).iter().any(|it| it.starts_with("questions.read")));
    let topic = talk::Command::NameTopic {
        from: talk::TopicFrom::Hurt(hurt),
        text: "January".to_owned(),
        for_day: Some(two.today()),
    };
    two.ben(topic);
    two.meet();
    assert!(keys(&two).iter().any(|it| it.starts_with("talk.about")));
    two.ana(time::Command::NotReady { hurt, look_again: None });
    assert!(!keys(&two).iter().any(|it| it.starts_with("talk.")));
}
