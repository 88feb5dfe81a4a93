//! Questions rest before they are sent, and can be taken back unread.

use domain::hurts;
use domain::promises::Told;
use domain::questions::{self, Mark, NewAnswer, Refusal, Shelf, Sure};
use domain::{Command, QuestionId};

use crate::world::{Device, TwoPartners};

const TOLD: &str = "What did you tell each other about me?";
const START: &str = "When did it start?";

fn resting(device: &Device) -> Vec<QuestionId> {
    let now = device.moment();
    device.ours().read(|it| {
        let shelves = it.couple().questions.shelves(it.couple(), &now);
        shelves.not_sure.iter().map(|it| it.id).collect()
    })
}

fn asks(device: &Device, command: questions::Command) {
    device.ours().perform(Command::Questions(command)).unwrap();
}

#[test]
fn a_question_about_a_hurt_reaches_the_other_with_it_and_one_about_a_private_hurt_without() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    let account = hurts::Account::default().with(hurts::Part::What, "What nobody knows.");
    let telling = hurts::Telling { name: "May".to_owned(), side: hurts::Side::IWasHurt, account };
    us.noor.ours().perform(Command::Hurts(hurts::Command::Write { hurt: None, telling })).unwrap();
    let private = us.noor.ours().read(|it| {
        let mut own = it.couple().hurts.written().map(|it| it.0);
        own.find(|it| *it != hurt).unwrap()
    });
    for (text, about) in [("When did it start?", hurt), ("Where were you in May?", private)] {
        let (text, shelf, sure) = (text.to_owned(), Shelf::NeedToKnowNow, Sure::default());
        let write = questions::Command::Write { text, shelf, rest_hours: 0, sure, about: Some(about) };
        us.noor.ours().perform(Command::Questions(write)).unwrap();
    }
    us.meet();
    let abouts = |device: &Device| {
        device.ours().read(|it| {
            let its = &it.couple().questions;
            its.asked().iter().map(|it| its.about(it.id)).collect::<Vec<_>>()
        })
    };
    assert_eq!(abouts(&us.sam), [Some(hurt), None]);
    assert_eq!(abouts(&us.noor), [Some(hurt), Some(private)]);
    us.same_journey();
}

#[test]
fn a_question_rests_before_it_is_sent_by_itself() {
    let us = TwoPartners::apart();
    us.noor.writes_a_question(TOLD, Shelf::NotSure);
    us.meet();
    us.hours_pass(47);
    us.meet();
    assert!(us.sam.asked().is_empty());
    us.hours_pass(2);
    us.meet();
    assert_eq!(us.sam.asked(), [TOLD]);
    us.same_journey();
}

#[test]
fn a_question_taken_back_was_never_read() {
    let us = TwoPartners::apart();
    us.noor.writes_a_question(TOLD, Shelf::NotSure);
    us.meet();
    let question = resting(&us.noor)[0];
    asks(&us.noor, questions::Command::TakeBack { question });
    us.hours_pass(100);
    us.meet();
    assert!(us.sam.asked().is_empty());
    assert!(!us.sam.whole().windows(9).any(|it| it == b"tell each"));
}

#[test]
fn an_answer_that_needs_time_is_a_promise_and_answering_keeps_it() {
    let us = TwoPartners::apart();
    us.noor.writes_a_question(START, Shelf::NeedToKnowNow);
    us.meet();
    let question = us.sam.ours().read(|it| it.couple().questions.asked()[0].id);
    let by = us.sam.moment().today().plus(3);
    let answer = |answer| questions::Command::Answer { question, answer };
    asks(&us.sam, answer(NewAnswer::INeedUntil(by)));
    us.meet();
    us.hours_pass(30);
    asks(&us.sam, answer(NewAnswer::Written("In the second week of January.".into())));
    us.meet();
    asks(&us.noor, questions::Command::MarkAs { question, mark: Mark::Answered });
    us.meet();
    us.noor.ours().read(|it| {
        let promise = it.couple().promises.all()[0].clone();
        let told: Vec<_> = promise.days.values().map(|it| it.told.clone()).collect();
        assert_eq!(told, [Some(Told::Kept)]);
    });
    us.same_journey();
}

#[test]
fn a_question_asked_again_is_shown_beside_the_earlier_answer_first() {
    let us = TwoPartners::apart();
    us.noor.writes_a_question(START, Shelf::NeedToKnowNow);
    us.meet();
    let earlier = us.noor.ours().read(|it| it.couple().questions.asked()[0].id);
    let write = |sure| {
        let text = "When exactly did it start?".to_owned();
        let write =
            questions::Command::Write { text, shelf: Shelf::NeedToKnowNow, rest_hours: 0, sure, about: None };
        us.noor.ours().perform(Command::Questions(write))
    };
    let refused = domain::Refusal::Questions(Refusal::AskedBefore { earlier });
    assert_eq!(write(Sure::default()), Err(client::NotDone::Refused(refused)));
    let sure = Sure { though_asked_before: Some(earlier), ..Sure::default() };
    write(sure).unwrap();
    us.meet();
    assert_eq!(us.sam.asked().len(), 2);
}

#[test]
fn the_words_of_a_resting_question_change_until_it_goes_and_only_the_last_are_read() {
    let us = TwoPartners::apart();
    us.noor.writes_a_question(TOLD, Shelf::NotSure);
    let question = resting(&us.noor)[0];
    let text = "What do they know about me?".to_owned();
    asks(&us.noor, questions::Command::Reword { question, text: text.clone(), sure: Sure::default() });
    us.hours_pass(49);
    us.meet();
    assert_eq!(us.sam.asked(), [text]);
    assert!(!us.sam.whole().windows(9).any(|it| it == b"tell each"));
    us.same_journey();
}

#[test]
fn a_question_waits_until_the_space_of_either_is_over() {
    let us = TwoPartners::apart();
    let minutes = 60;
    us.sam.ours().perform(domain::space::Command::TakeTimeOut { minutes }.into()).unwrap();
    us.meet();
    us.noor.writes_a_question(START, Shelf::NeedToKnowNow);
    us.meet();
    assert!(us.sam.asked().is_empty());
    us.hours_pass(2);
    us.meet();
    assert_eq!(us.sam.asked(), [START]);
    us.same_journey();
}

#[test]
fn who_said_not_now_or_stays_silent_about_steadiness_is_never_told_on() {
    let us = TwoPartners::apart();
    let readiness = domain::path::Readiness::SteadyEnough;
    let say = domain::path::Command::Say { readiness, ready: true };
    us.sam.ours().perform(Command::Path(say)).unwrap();
    us.meet();
    us.noor.ours().read(|it| {
        let couple = it.couple();
        assert!(!couple.path.i_said(couple, readiness) && !couple.path.both_said(couple, readiness));
    });
}
