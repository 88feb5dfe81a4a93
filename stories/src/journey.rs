//! The first half of the journey: a hurt, told and named; asked, talked about and heard; an apology that is revised and
//! accepted; and the same page, opened by both. Through the real client and the real relay, with stretches offline.

use domain::apology::{self, Answer, Letter, Part, Stands};
use domain::hurts::{self, Account, Aware, Side, Telling};
use domain::path::{self, Chapter, Readiness, chapter};
use domain::people;
use domain::promises::When;
use domain::questions::{self, Mark as Marked, NewAnswer, Shelf, Sure};
use domain::same_page::{self, Sealed, Wants};
use domain::talk::{self, Devices, Mark, TopicFrom, USUAL_TURN_SECONDS};
use domain::{Across, ApologyId, Command, Couple, HurtId, QuestionId};

use crate::world::{Device, MORNING, RelayHouse, TwoPartners};
use std::cell::Cell;
use std::rc::Rc;

fn does(device: &Device, command: impl Into<Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn sees<T>(device: &Device, look: impl FnOnce(&Couple) -> T) -> T {
    device.ours().read(|it| look(it.couple()))
}

fn chapter_of_both(us: &TwoPartners) -> Chapter {
    let [noors, sams] = [&us.noor, &us.sam].map(|it| sees(it, chapter::of_both));
    assert_eq!(noors, sams);
    noors
}

/// Noor writes what happened for herself, shares it after the warning, and both name who was hurt.
fn a_hurt_is_told_and_named(us: &TwoPartners) -> HurtId {
    let account = Account::default().with(hurts::Part::What, "You were not where you said.");
    let telling = Telling { name: "January".to_owned(), side: Side::IWasHurt, account };
    does(&us.noor, hurts::Command::Write { hurt: None, telling });
    us.meet();
    assert!(!us.sam.whole().windows(12).any(|it| it == b"where you sa"), "what is private stays so");
    let (hurt, previewed) =
        sees(&us.noor, |it| it.hurts.written().next().map(|it| (it.0, it.1.written)).unwrap());
    let share = |it_can_surface| {
        let aware = Aware { it_can_surface, it_is_everything: true };
        us.noor.ours().perform(hurts::Command::Share { hurt, previewed, aware }.into())
    };
    assert!(share(false).is_err(), "first the warning");
    share(true).unwrap();
    us.meet();
    does(&us.sam, hurts::Command::TakeSide { hurt, side: Some(Side::IAmResponsible) });
    us.meet();
    assert!(sees(&us.noor, |it| it.hurts.get(hurt).unwrap().roles()).is_some());
    hurt
}

/// A question cools, is answered with "let's talk", and becomes a topic.
fn a_question_is_asked_and_answered(us: &TwoPartners) -> QuestionId {
    let (text, sure) = ("Who else knew?".to_owned(), Sure::default());
    does(&us.noor, questions::Command::Write { text, shelf: Shelf::NotSure, rest_hours: 48, sure });
    us.meet();
    assert!(us.sam.asked().is_empty());
    us.hours_pass(49);
    us.meet();
    let question = sees(&us.sam, |it| it.questions.asked()[0].id);
    does(&us.sam, questions::Command::Answer { question, answer: NewAnswer::LetsTalk });
    us.meet();
    let topics = sees(&us.noor, |it| it.talk.topics().iter().map(|it| it.from).collect::<Vec<_>>());
    assert_eq!(topics, [TopicFrom::Question(question)]);
    question
}

fn they_talk(us: &TwoPartners, question: QuestionId) {
    let topic = sees(&us.noor, |it| Some(it.talk.topics()[0].id));
    does(&us.noor, talk::Command::Ask { on: Devices::Two, topic, turn_seconds: USUAL_TURN_SECONDS });
    us.meet();
    let now = us.sam.moment();
    let talk = sees(&us.sam, |it| it.talk.open(&now).unwrap().id);
    does(&us.sam, talk::Command::Join { talk });
    us.meet();
    does(&us.noor, talk::Command::PassFloor { talk, turn: 0, to: talk::Side::Asker });
    us.meet();
    does(&us.sam, talk::Command::SayBack { talk, turn: 0, text: "You waited, and I lied.".to_owned() });
    us.meet();
    does(&us.noor, talk::Command::Mark { talk, turn: 0, mark: Mark::Heard });
    does(&us.noor, talk::Command::End { talk });
    us.meet();
    for (device, whose) in [(&us.noor, talk::Side::Asker), (&us.sam, talk::Side::Other)] {
        does(device, talk::Command::SayKindly { talk, whose, text: "Thank you for staying.".to_owned() });
    }
    does(&us.noor, questions::Command::MarkAs { question, mark: Marked::Enough });
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.talk.held()[0].kind.len()), 2);
}

fn letter(explanation: &str) -> Letter {
    Letter {
        responsibility: "I lied to you, and I chose to.".to_owned(),
        offers: vec!["Home by seven on Thursdays".to_owned()],
        regret: "I left you alone with it.".to_owned(),
        explanation: explanation.to_owned(),
        ..Letter::default()
    }
}

fn answers(device: &Device, apology: ApologyId, version: u16, answer: Answer) {
    does(device, apology::Command::Answer { apology, version, answer, stands: true });
}

/// Sent, "something is missing", revised while offline, accepted; an offer becomes a promise.
fn an_apology_is_revised_and_accepted(us: &TwoPartners, hurt: HurtId) {
    let send = || apology::Command::Send { hurt, letter: letter("") };
    assert!(us.sam.ours().perform(send().into()).is_err(), "not before she feels heard");
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
    us.meet();
    assert_eq!(chapter_of_both(us), Chapter::Amend);
    does(&us.sam, send());
    us.meet();
    let apology = sees(&us.noor, |it| it.apology.all().next().unwrap().id);
    does(&us.noor, apology::Command::Unfold { apology, version: 0 });
    answers(&us.noor, apology, 0, Answer::Missing(Part::Explanation));
    us.meet();
    does(&us.sam, apology::Command::Revise { apology, letter: letter("I was too proud to say so.") });
    us.meet();
    answers(&us.noor, apology, 1, Answer::Accepted);
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.apology.stands(it, hurt)), Some(Stands::Accepted));
    let when = When::once(us.sam.moment().today());
    does(&us.sam, Across::PromiseOffer { apology, version: 1, offer: 0, when });
    us.meet();
    assert_eq!(sees(&us.noor, |it| it.promises.all().len()), 1);
}

fn both_are_on_the_same_page(us: &TwoPartners) {
    let wants = same_page::Answer::of(Wants::LeaningYes);
    does(&us.noor, same_page::Command::Seal(wants.clone()));
    us.meet();
    let (remorse, interest) = (Some("I left you alone.".to_owned()), Some("I want to come home.".to_owned()));
    does(&us.sam, same_page::Command::Seal(same_page::Answer { remorse, interest, ..wants }));
    us.meet();
    let latest = sees(&us.noor, |it| it.same_page.latest(it));
    assert!(matches!(latest, Some((1, Sealed::Open(both))) if both.both_lean_yes()));
}

#[test]
fn from_a_hurt_through_being_heard_and_an_apology_to_the_same_page() {
    let us = TwoPartners::apart();
    assert_eq!(chapter_of_both(&us), Chapter::Steady);
    for device in [&us.noor, &us.sam] {
        does(device, path::Command::Say { readiness: Readiness::SteadyEnough, ready: true });
    }
    us.meet();
    assert_eq!(chapter_of_both(&us), Chapter::Understand);
    let hurt = a_hurt_is_told_and_named(&us);
    let question = a_question_is_asked_and_answered(&us);
    they_talk(&us, question);
    an_apology_is_revised_and_accepted(&us, hurt);
    assert_eq!(chapter_of_both(&us), Chapter::Amend);
    both_are_on_the_same_page(&us);
    assert_eq!(chapter_of_both(&us), Chapter::Rebuild);
    us.same_journey();
}

#[test]
fn an_apology_of_a_hundred_thousand_characters_arrives_whole() {
    let us = TwoPartners::apart();
    let hurt = a_hurt_is_told_and_named(&us);
    does(&us.noor, apology::Command::Waive { hurt, waived: true });
    us.meet();
    let letter = Letter { responsibility: "x".repeat(100_000), ..Letter::default() };
    does(&us.sam, apology::Command::Send { hurt, letter: letter.clone() });
    us.meet();
    let read = sees(&us.noor, |it| it.apology.all().next().unwrap().latest().unwrap().letter.clone());
    assert_eq!(read, letter);
    let too_long = Letter { responsibility: "x".repeat(130_000), ..Letter::default() };
    let apology = sees(&us.sam, |it| it.apology.all().next().unwrap().id);
    assert!(us.sam.ours().perform(apology::Command::Revise { apology, letter: too_long }.into()).is_err());
    us.same_journey();
}

/// Together, and Sam's device shows a time so many hours ago.
fn with_sams_clock_behind(hours: u64) -> TwoPartners {
    let (now, house) = (Rc::new(Cell::new(MORNING)), Rc::new(RelayHouse::open(MORNING)));
    let behind = Rc::new(Cell::new(MORNING - hours * 3_600_000));
    let noor = Device::with_account("noor", "Noor", &house, &now);
    let sam = Device::with_account("sam", "Sam", &house, &behind);
    let us = TwoPartners { noor, sam, house, now };
    us.pair().unwrap();
    us.meet();
    us
}

#[test]
fn what_a_device_two_days_behind_answers_is_not_lost() {
    let us = with_sams_clock_behind(48);
    us.noor.writes_a_question("When did it start?", Shelf::NeedToKnowNow);
    us.meet();
    let question = sees(&us.sam, |it| it.questions.asked()[0].id);
    let answer = NewAnswer::Written("In January.".to_owned());
    does(&us.sam, questions::Command::Answer { question, answer });
    us.meet();
    assert!(sees(&us.noor, |it| it.questions.get(question).unwrap().answer().is_some()));
    us.same_journey();
}

#[test]
fn who_leaves_in_the_middle_of_an_exchange_leaves_the_others_answer_sealed() {
    let us = TwoPartners::apart();
    does(&us.noor, same_page::Command::Seal(same_page::Answer::of(Wants::No)));
    us.meet();
    does(&us.sam, people::Command::Leave);
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.same_page.latest(it)), None);
    assert!(sees(&us.noor, |it| it.same_page.to_write(it).sealed.is_some()), "its author can read it");
}
