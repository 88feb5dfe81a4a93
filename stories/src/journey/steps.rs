//! The steps of the journey, as two people do them. Whoever does something has no network until the two meet.

use domain::apology::{self, Answer, Letter, Stands};
use domain::exchange::OpenedTogether;
use domain::ground_rules::{self, About};
use domain::hurts::{self, Account, Aware, Part, Side, Telling};
use domain::learning;
use domain::path::{self, Chapter, Readiness, chapter};
use domain::promises::When;
use domain::questions::{self, Mark as Marked, NewAnswer, Shelf, Sure};
use domain::same_page::{self, Sealed, Wants};
use domain::signs::{self, Often, Sign, Whose};
use domain::space::{self, Contact};
use domain::talk::{self, Devices, Mark, TopicFrom, USUAL_TURN_SECONDS};
use domain::why::{self, Previewed, ToEnd};
use domain::{Across, ApologyId, Command, Couple, HurtId, QuestionId, setting_down};

use crate::world::{Device, TwoPartners, Weather};

pub(crate) fn does(device: &Device, command: impl Into<Command>) {
    device.ours().perform(command.into()).unwrap();
}

pub(crate) fn sees<T>(device: &Device, look: impl FnOnce(&Couple) -> T) -> T {
    device.ours().read(|it| look(it.couple()))
}

pub(crate) fn chapter_of_both(us: &TwoPartners) -> Chapter {
    let [noors, sams] = [&us.noor, &us.sam].map(|it| sees(it, chapter::of_both));
    assert_eq!(noors, sams);
    noors
}

/// A line that holds, a look that stays with oneself, an evening of space; and both say that it is steady enough.
pub(crate) fn they_find_some_ground(us: &TwoPartners) {
    let words = "No messages at the table.".to_owned();
    does(&us.noor, ground_rules::Command::Propose { about: About::StoppingAFight, words });
    let answer = signs::Answer { sign: Sign::Insecure, whose: Whose::Mine, often: Often::MostDays };
    does(&us.noor, signs::Command::Look(vec![answer]));
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.signs.looks().count()), 0);
    let rule = sees(&us.sam, |it| it.ground_rules.proposed()[0].id);
    does(&us.sam, ground_rules::Command::Agree { rule });
    let until_ms = us.noor.moment().ms + 20 * 3_600_000;
    let (contact, words) = (Contact::ShortMessages, "One evening.".to_owned());
    does(&us.noor, space::Command::Ask { until_ms, contact, words });
    us.meet();
    let space = sees(&us.sam, |it| it.space.now(&us.sam.moment()).apart().unwrap().id);
    does(&us.sam, space::Command::Respect { space });
    us.hours_pass(21);
    does(&us.noor, space::Command::Return { space });
    us.meet();
    assert_eq!(sees(&us.noor, |it| it.ground_rules.standing().len()), 1);
    for device in [&us.noor, &us.sam] {
        does(device, path::Command::Say { readiness: Readiness::SteadyEnough, ready: true });
    }
    us.meet();
}

/// Noor writes what happened for herself, shares it after the warning, and both name who was hurt.
pub(crate) fn a_hurt_is_told_and_named(us: &TwoPartners) -> HurtId {
    let account = Account::default().with(Part::What, "You were not where you said.");
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

/// One whole account of his; and what he adds later is marked as an addition.
pub(crate) fn he_tells_his_side_and_adds_to_it(us: &TwoPartners, hurt: HurtId) {
    let account = Part::asked(Side::IAmResponsible).iter();
    let account = account.fold(Account::default(), |all, part| all.with(*part, "As it was."));
    let telling = Telling { name: "January".to_owned(), side: Side::IAmResponsible, account };
    does(&us.sam, hurts::Command::Write { hurt: Some(hurt), telling });
    let previewed = sees(&us.sam, |it| it.hurts.own(hurt).unwrap().0.written);
    let share = |it_is_everything| {
        let aware = Aware { it_can_surface: true, it_is_everything };
        us.sam.ours().perform(hurts::Command::Share { hurt, previewed, aware }.into())
    };
    assert!(share(false).is_err(), "is this everything?");
    share(true).unwrap();
    us.meet();
    does(&us.noor, hurts::Command::Read { hurt });
    does(
        &us.sam,
        hurts::Command::Add {
            aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
            hurt,
            part: Part::Money,
            words: "And the hotel.".to_owned(),
        },
    );
    us.meet();
    let sams = sees(&us.noor, |it| it.partner().unwrap());
    let added =
        sees(&us.noor, |it| it.hurts.get(hurt).unwrap().told_by(sams).unwrap().additions[0].words.clone());
    assert_eq!(added, "And the hotel.");
    assert!(sees(&us.noor, |it| it.hurts.is_unread(hurt, it.viewer)));
}

/// Why, for himself first; the answer to the honest question stays with him, and the summary is shared.
pub(crate) fn he_looks_at_why(us: &TwoPartners, hurt: HurtId) {
    does(&us.sam, why::Command::Begin { hurt: Some(hurt) });
    let why = sees(&us.sam, |it| it.why.writings().next().unwrap().id);
    for part in why::Part::ALL {
        does(&us.sam, why::Command::Write { why, part, text: "I was ashamed.".to_owned() });
    }
    let word = || "I was ashamed.".to_owned();
    let share = || {
        let previewed = Previewed { summary: word(), different: word() };
        us.sam.ours().perform(why::Command::Share { why, previewed }.into())
    };
    assert!(share().is_err(), "first the honest question");
    does(&us.sam, why::Command::SayWhetherToEnd { why, answer: ToEnd::No });
    share().unwrap();
    us.meet();
    let read = sees(&us.noor, |it| it.why.shared(why).map(|it| it.summary.clone()));
    assert_eq!(read, Some(word()));
    assert_eq!(sees(&us.noor, |it| it.why.writings().count()), 0);
}

/// Both open what they learned; a thought is set down and comes to the next talk.
pub(crate) fn they_learn_and_set_down(us: &TwoPartners) {
    for device in [&us.noor, &us.sam] {
        let (part, text) = (learning::Part::WhatINowKnow, "I can ask.".to_owned());
        does(device, learning::Command::Write { lesson: None, part, text, about: None });
        let lesson = sees(device, |it| it.learning.lessons()[0].id);
        does(device, learning::Command::Seal { lesson, parts: vec![part] });
    }
    us.meet();
    assert!(matches!(sees(&us.noor, |it| it.learning.opened(it, 1)), Some(OpenedTogether::Both { .. })));
    does(&us.noor, setting_down::Command::SetDown { text: "The song from the car".to_owned() });
    let thought = sees(&us.noor, |it| it.setting_down.thoughts()[0].id);
    let words = "A song that is hard for me".to_owned();
    does(&us.noor, Across::BringThought { thought, words: words.clone(), for_day: None });
    us.meet();
    assert!(sees(&us.sam, |it| it.talk.topics().iter().any(|it| it.text == words)));
    assert!(sees(&us.sam, |it| it.setting_down.thoughts().is_empty()));
}

/// A question cools, is answered with "let's talk", and becomes a topic.
pub(crate) fn a_question_is_asked_and_answered(us: &TwoPartners) -> QuestionId {
    let (text, sure) = ("Who else knew?".to_owned(), Sure::default());
    does(
        &us.noor,
        questions::Command::Write { text, shelf: Shelf::NotSure, rest_hours: 48, sure, about: None },
    );
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

pub(crate) fn they_talk(us: &TwoPartners, question: QuestionId) {
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

pub(crate) fn letter(explanation: &str) -> Letter {
    Letter {
        responsibility: "I lied to you, and I chose to.".to_owned(),
        offers: vec!["Home by seven on Thursdays".to_owned()],
        regret: "I left you alone with it.".to_owned(),
        explanation: explanation.to_owned(),
        ..Letter::default()
    }
}

pub(crate) fn answers(device: &Device, apology: ApologyId, version: u16, answer: Answer) {
    does(device, apology::Command::Answer { apology, version, answer, stands: true });
}

/// Only after "I feel heard". Written and sent while he is offline, opened and answered while she is.
pub(crate) fn an_apology_is_sent_and_something_is_missing(us: &TwoPartners, hurt: HurtId) -> ApologyId {
    let send = || apology::Command::Send { hurt, letter: letter("") };
    assert!(us.sam.ours().perform(send().into()).is_err(), "not before she feels heard");
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
    us.meet();
    us.sam.weather(Weather::CutAfter(0));
    does(&us.sam, send());
    us.meet_as_far_as_possible();
    assert!(sees(&us.noor, |it| it.apology.all().next().is_none()));
    us.sam.weather(Weather::Fine);
    us.meet();
    let apology = sees(&us.noor, |it| it.apology.all().next().unwrap().id);
    does(&us.noor, apology::Command::Unfold { apology, version: 0 });
    answers(&us.noor, apology, 0, Answer::Missing(apology::Part::Explanation));
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.apology.stands(it, hurt)), Some(Stands::SomethingIsMissing));
    apology
}

/// Both versions are kept, the latest leads; an offer becomes a promise.
pub(crate) fn it_is_revised_and_accepted(us: &TwoPartners, hurt: HurtId, apology: ApologyId) {
    does(&us.sam, apology::Command::Revise { apology, letter: letter("I was too proud to say so.") });
    us.meet();
    assert_eq!(sees(&us.noor, |it| it.apology.get(apology).unwrap().versions.len()), 2);
    answers(&us.noor, apology, 1, Answer::Accepted);
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.apology.stands(it, hurt)), Some(Stands::Accepted));
    let when = When::once(us.sam.moment().today());
    does(&us.sam, Across::PromiseOffer { apology, version: 1, offer: 0, when });
    us.meet();
    assert_eq!(sees(&us.noor, |it| it.promises.all().len()), 1);
}

pub(crate) fn both_are_on_the_same_page(us: &TwoPartners) {
    let wants = same_page::Answer::of(Wants::LeaningYes);
    does(&us.noor, same_page::Command::Seal(wants.clone()));
    us.meet();
    let (remorse, interest) = (Some("I left you alone.".to_owned()), Some("I want to come home.".to_owned()));
    does(&us.sam, same_page::Command::Seal(same_page::Answer { remorse, interest, ..wants }));
    us.meet();
    let latest = sees(&us.noor, |it| it.same_page.latest(it));
    assert!(matches!(latest, Some((1, Sealed::Open(both))) if both.both_lean_yes()));
}
