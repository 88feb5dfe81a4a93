//! The rules of what there is to talk about, each as a sentence.

use super::{names, refused, topic};
use crate::practice::{Flaw, LONGEST_TEXT};
use crate::practices::questions;
use crate::practices::talk::{Command, Refusal, TopicFrom};
use crate::two::{BEN, Two};

#[test]
fn what_one_puts_on_the_list_both_can_read() {
    let mut two = Two::together();
    let id = names(&mut two, "  The Thursday I came home  ");
    let seen = two.ben.couple().talk.topic(id).unwrap();
    assert_eq!((seen.text.as_str(), seen.for_day), ("The Thursday I came home", None));
    let day = two.today().plus(3);
    two.ben(Command::KeepFor { topic: id, for_day: Some(day) });
    two.meet();
    assert_eq!(two.ana.couple().talk.topic(id).unwrap().for_day, Some(day));
    let yesterday = Command::KeepFor { topic: id, for_day: Some(two.today().plus(-1)) };
    assert_eq!(two.try_ana(yesterday), refused(Refusal::DayIsPast));
}

#[test]
fn a_topic_does_not_tell_of_a_hurt_that_is_not_shared() {
    let mut two = Two::together();
    let from =
        |hurt| Command::NameTopic { from: TopicFrom::Hurt(hurt), text: "May".to_owned(), for_day: None };
    let private = two.private_hurt_of_ben();
    assert_eq!(two.try_ben(from(private)), refused(Refusal::NoSuchSource));
    let shared = two.hurt_of_ana();
    two.ben(from(shared));
}

#[test]
fn only_its_author_takes_a_topic_back_and_its_words_go_with_it() {
    let mut two = Two::together();
    let id = names(&mut two, "The money");
    assert_eq!(two.try_ben(Command::TakeTopicBack { topic: id }), refused(Refusal::OnlyItsAuthor));
    two.ana(Command::TakeTopicBack { topic: id });
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        assert!(couple.talk.topics().is_empty());
        assert!(couple.talk.topic(id).is_none());
        let bytes = couple.to_cbor();
        assert!(!bytes.windows(9).any(|it| it == b"The money"), "the words are gone");
    }
}

#[test]
fn a_topic_leaves_the_list_when_it_is_talked_through_for_both_and_neither_sees_the_others_half() {
    let mut two = Two::together();
    let id = names(&mut two, "The money");
    two.ana(Command::TalkedThrough { topic: id, through: true });
    two.meet();
    let of_ben = two.ben.couple().talk.topic(id).unwrap();
    assert!(of_ben.is_open() && !of_ben.is_through_for(BEN));
    two.ben(Command::TalkedThrough { topic: id, through: true });
    two.meet();
    assert!(two.ana.couple().talk.topics().is_empty());
    two.ana(Command::TalkedThrough { topic: id, through: false });
    two.meet();
    assert_eq!(two.ben.couple().talk.topics().len(), 1);
}

#[test]
fn a_topic_needs_words_and_too_many_are_refused_with_their_size() {
    let mut two = Two::together();
    assert_eq!(two.try_ana(topic(" \n ")), refused(Refusal::Words(Flaw::Empty)));
    let bytes = 100_000;
    let too_long = Flaw::TooLong { bytes, most: LONGEST_TEXT };
    assert_eq!(two.try_ana(topic(&"x".repeat(bytes))), refused(Refusal::Words(too_long)));
    let id = names(&mut two, "\u{202e}متى بدأ ذلك؟ 🧵");
    assert_eq!(two.ben.couple().talk.topic(id).unwrap().text, "\u{202e}متى بدأ ذلك؟ 🧵");
}

#[test]
fn lets_talk_puts_the_question_on_the_list_once() {
    let mut two = Two::together();
    let sure = questions::Sure::default();
    let (text, shelf) = ("When did it start?".to_owned(), questions::Shelf::NeedToKnowNow);
    two.ana(questions::Command::Write { text, shelf, rest_hours: 0, sure, about: None });
    two.meet();
    let question = two.ben.couple().questions.asked()[0].id;
    for _ in 0..2 {
        two.ben(questions::Command::Answer { question, answer: questions::NewAnswer::LetsTalk });
        two.meet();
    }
    let topics = two.ana.couple().talk.topics();
    assert_eq!(topics.len(), 1);
    assert_eq!(
        (topics[0].text.as_str(), topics[0].from),
        ("When did it start?", TopicFrom::Question(question))
    );
    let topic = topics[0].id;
    two.ben(Command::TakeTopicBack { topic });
    two.ben(questions::Command::Answer { question, answer: questions::NewAnswer::LetsTalk });
    two.meet();
    assert_eq!(two.ana.couple().talk.topics().len(), 1);
}
