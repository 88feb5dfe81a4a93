//! The rules of needs, each as a sentence.

use crate::couple::{Across, Refusal as Refused};
use crate::ids::NeedId;
use crate::practice::Flaw;
use crate::practices::needs::{Answer, Answered, Became, Command, Event, Need, Refusal, TakenBack};
use crate::practices::promises::{Source, When};
use crate::practices::space;
use crate::practices::talk::{self, TopicFrom};
use crate::two::{ANA, Two};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Needs(refusal))
}

fn ask(thing: &str) -> Command {
    Command::Ask { thing: thing.to_owned(), when: "on weekdays".to_owned() }
}

#[test]
fn nothing_is_asked_of_the_other_while_one_has_asked_for_space() {
    let mut two = Two::together();
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    assert_eq!(two.try_ana(ask("Phones in the drawer")), refused(Refusal::InSpace));
}

/// Ana asks for phones in the drawer at supper.
fn supper() -> (Two, NeedId) {
    let mut two = Two::together();
    two.ana(ask("Phones in the drawer at supper"));
    two.meet();
    let need = two.ben.couple().needs.open()[0].id;
    (two, need)
}

fn answered(answer: Answer) -> (Two, NeedId) {
    let (mut two, need) = supper();
    two.ben(Command::Answer { need, answer });
    two.meet();
    (two, need)
}

fn seen(two: &Two, need: NeedId) -> Need {
    two.ana.couple().needs.get(need).unwrap().clone()
}

fn thank(need: NeedId) -> Command {
    Command::Thank { need, words: "It was quiet, and good.".to_owned() }
}

#[test]
fn the_other_answers_and_may_answer_otherwise_later() {
    let (mut two, need) = supper();
    assert_eq!(two.try_ana(Command::Answer { need, answer: Answer::Yes }), refused(Refusal::OnlyTheOther));
    for answer in [
        Answer::NotNow { because: "I am on call this week".to_owned() },
        Answer::YesWith { change: "From Monday on".to_owned() },
    ] {
        two.ben(Command::Answer { need, answer: answer.clone() });
        two.meet();
        assert_eq!(seen(&two, need).answer.unwrap().answer, answer);
    }
    assert_eq!(seen(&two, need).said_yes_to(), "Phones in the drawer at supper: From Monday on");
}

#[test]
fn a_change_and_a_not_now_say_which_and_why() {
    let (two, need) = supper();
    let mut two = two;
    for answer in [Answer::YesWith { change: " ".to_owned() }, Answer::NotNow { because: String::new() }] {
        assert_eq!(two.try_ben(Command::Answer { need, answer }), refused(Refusal::Words(Flaw::Empty)));
    }
}

#[test]
fn a_yes_becomes_a_promise_in_one_step_and_nothing_else_does() {
    let (mut two, need) = supper();
    let when = When::once(two.today());
    let promise = || Across::PromiseNeed { need, words: "I put mine there first".to_owned(), when };
    assert_eq!(two.try_ben(promise()), refused(Refusal::NoYes));
    two.ben(Command::Answer { need, answer: Answer::NotNow { because: "On call".to_owned() } });
    assert_eq!(two.try_ben(promise()), refused(Refusal::NoYes));
    two.ben(Command::Answer { need, answer: Answer::Yes });
    two.meet();
    assert_eq!(two.try_ana(promise()), refused(Refusal::OnlyTheOther));
    two.ben(promise());
    two.meet();
    let [Became::Promise(made)] = seen(&two, need).became[..] else { panic!("no promise") };
    let made = two.ana.couple().promises.get(made).unwrap();
    assert_eq!((made.source, made.words.as_str()), (Source::Need, "I put mine there first"));
}

#[test]
fn either_brings_it_to_a_talk_and_it_is_on_the_list_once() {
    let (mut two, need) = supper();
    two.ana(Across::TalkNeed { need, for_day: None });
    two.meet();
    assert_eq!(two.try_ben(Across::TalkNeed { need, for_day: None }), refused(Refusal::OnTheList));
    let topic = two.ben.couple().talk.topics()[0].clone();
    assert_eq!((topic.from, topic.text.as_str()), (TopicFrom::Need(need), "Phones in the drawer at supper"));
    let through = talk::Command::TalkedThrough { topic: topic.id, through: true };
    two.ana(through.clone());
    two.ben(through);
    two.meet();
    two.ben(Across::TalkNeed { need, for_day: None });
    two.meet();
    assert_eq!(two.ana.couple().talk.topics().len(), 1, "talked through, it can be brought again");
}

#[test]
fn thanks_close_it_and_come_after_an_answer_only() {
    let (mut two, need) = supper();
    assert_eq!(two.try_ana(thank(need)), refused(Refusal::NoAnswerYet));
    two.ben(Command::Answer { need, answer: Answer::Yes });
    two.meet();
    assert_eq!(two.try_ben(thank(need)), refused(Refusal::OnlyTheAsker));
    two.ana(thank(need));
    two.meet();
    let needs = &two.ben.couple().needs;
    assert_eq!((needs.open().len(), needs.closed().len()), (0, 1));
    let late = Command::Answer { need, answer: Answer::NotNow { because: "No".to_owned() } };
    assert_eq!(two.try_ben(late), refused(Refusal::Closed));
    assert_eq!(two.try_ana(thank(need)), refused(Refusal::Closed));
}

#[test]
fn what_is_taken_back_is_gone_with_its_answer() {
    let (mut two, need) = answered(Answer::YesWith { change: "From Monday on".to_owned() });
    assert_eq!(two.try_ben(Command::TakeBack { need }), refused(Refusal::OnlyTheAsker));
    two.ana(Command::TakeBack { need });
    two.meet();
    assert!(two.ben.couple().needs.get(need).is_none() && two.ben.couple().needs.open().is_empty());
    for gone in ["Phones", "Monday"] {
        assert!(!two.ben.couple().to_cbor().windows(6).any(|it| it == &gone.as_bytes()[..6]));
    }
    assert_eq!(two.try_ben(Command::Answer { need, answer: Answer::Yes }), refused(Refusal::NoSuchNeed));
}

#[test]
fn an_answer_that_was_on_its_way_while_it_was_taken_back_brings_nothing_back() {
    let (mut two, need) = supper();
    two.ana(Command::TakeBack { need });
    two.ben(Command::Answer { need, answer: Answer::Yes });
    two.meet();
    assert!(two.ana.couple().needs.get(need).is_none());
    assert_eq!(two.ana.couple().needs, two.ben.couple().needs);
}

#[test]
fn it_is_one_line_and_needs_words() {
    let mut two = Two::together();
    assert_eq!(two.try_ana(ask("  ")), refused(Refusal::Words(Flaw::Empty)));
    let flaw = Flaw::TooLong { bytes: 1_025, most: 1_024 };
    assert_eq!(two.try_ana(ask(&"x".repeat(1_025))), refused(Refusal::Words(flaw)));
    two.ana(Command::Ask { thing: "A walk".to_owned(), when: "  ".to_owned() });
    assert_eq!(two.ana.couple().needs.open()[0].when, None);
}

#[test]
fn what_the_wrong_partner_writes_about_it_is_not_heard() {
    let (mut two, need) = answered(Answer::Yes);
    let before = two.ana.couple().needs.clone();
    two.ana.writes(
        two.now,
        vec![crate::Event::Needs(Event::Answered(Answered {
            need,
            answer: Answer::NotNow { because: "Forged".to_owned() },
        }))],
    );
    two.ben.writes(two.now, vec![crate::Event::Needs(Event::TakenBack(TakenBack { need }))]);
    two.meet();
    assert_eq!(two.ana.couple().needs, before);
    assert!(!before.never_asked(ANA));
}
