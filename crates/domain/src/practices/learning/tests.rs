//! The rules of learning from the past, each as a sentence.

use crate::couple::{Across, Refusal as Refused};
use crate::exchange::OpenedTogether;
use crate::ids::LessonId;
use crate::people::{self, Together};
use crate::practice::{Flaw, LONGEST_TEXT};
use crate::practices::ground_rules::About;
use crate::practices::learning::{Became, Command, Lesson, OUTSIDE_EVERY_DAYS, Part, Refusal};
use crate::practices::promises::{Source, When};
use crate::practices::space;
use crate::two::{ANA, BEN, Two};
use crate::{Audience, Couple, exchange, path};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Learning(refusal))
}

fn write(lesson: Option<LessonId>, part: Part, text: &str) -> Command {
    Command::Write { lesson, part, text: text.to_owned(), about: None }
}

fn lessons(couple: &Couple) -> Vec<&Lesson> {
    couple.learning.lessons()
}

fn learned(two: &mut Two) -> (LessonId, LessonId) {
    two.ana(write(None, Part::WhatPainedYou, "That I laughed"));
    let anas = lessons(two.ana.couple())[0].id;
    two.ana(write(Some(anas), Part::WhatINowKnow, "To ask before I judge"));
    two.ben(write(None, Part::MyMistakes, "That I hid it"));
    (anas, lessons(two.ben.couple())[0].id)
}

fn seal(lesson: LessonId) -> Command {
    Command::Seal { lesson, parts: Part::ALL.to_vec() }
}

#[test]
fn what_one_learns_is_written_part_by_part_for_oneself() {
    let mut two = Two::alone();
    let (anas, _) = learned(&mut two);
    assert_eq!(lessons(two.ana.couple()).len(), 1);
    two.ana(write(Some(anas), Part::WhatINowKnow, "  "));
    assert_eq!(two.ana.couple().learning.lesson(anas).unwrap().passages.len(), 1);
    assert!(two.ana.written.iter().all(|it| it.audience == Audience::Mine));
    two.ana(Command::PutAway { lesson: anas });
    assert!(lessons(two.ana.couple()).is_empty());
    assert!(!two.ana.couple().to_cbor().windows(8).any(|it| it == b"I laughe"));
    assert_eq!(two.try_ana(write(Some(anas), Part::MyMistakes, "…")), refused(Refusal::NoSuchLesson));
}

#[test]
fn both_open_theirs_together_if_both_wish() {
    let mut two = Two::together();
    let (anas, bens) = learned(&mut two);
    two.ana(Command::Offer);
    two.meet();
    let couple = two.ben.couple();
    let next = couple.learning.to_open(couple);
    assert_eq!((next.number, next.offered_by_them, next.offered_by_me), (1, true, false));
    two.ana(Command::Seal { lesson: anas, parts: vec![Part::WhatINowKnow] });
    two.meet();
    // What the other sees does not change by the sealing.
    let couple = two.ben.couple();
    assert_eq!(couple.learning.to_open(couple), next);
    assert_eq!(couple.learning.opened(couple, 1), None);
    two.ben(seal(bens));
    two.meet();
    let couple = two.ben.couple();
    let Some(OpenedTogether::Both { mine, theirs }) = couple.learning.opened(couple, 1) else {
        panic!("not open")
    };
    assert_eq!(theirs.passages.iter().map(|it| it.part).collect::<Vec<_>>(), [Part::WhatINowKnow]);
    assert_eq!(mine.passages[0].text, "That I hid it");
    assert_eq!(couple.learning.to_open(couple).number, 2);
    let ours = two.ana.written.iter().filter(|it| it.audience == Audience::Ours);
    assert!(ours.map(|it| it.event.to_cbor()).all(|body| !body.windows(8).any(|it| it == b"I laughe")));
}

#[test]
fn until_both_have_sealed_it_can_be_taken_back() {
    let mut two = Two::together();
    let (anas, bens) = learned(&mut two);
    two.ana(seal(anas));
    let again = Refusal::Round(exchange::Refusal::AlreadySealed);
    assert_eq!(two.try_ana(seal(anas)), refused(again));
    two.ana(Command::TakeBack);
    two.meet();
    two.ben(seal(bens));
    two.meet();
    let couple = two.ben.couple();
    assert_eq!(couple.learning.opened(couple, 1), None);
    let nothing = Command::Seal { lesson: bens, parts: vec![Part::WhatINowKnow] };
    assert_eq!(two.try_ben(nothing), refused(Refusal::Words(Flaw::Empty)));
}

#[test]
fn who_leaves_before_sealing_leaves_the_other_with_what_they_wrote() {
    let mut two = Two::together();
    let (anas, _) = learned(&mut two);
    two.ana(seal(anas));
    two.ben(people::Command::Leave);
    two.meet();
    let couple = two.ana.couple();
    assert!(couple.learning.to_open(couple).sealed.is_some() && couple.due(&two.now).is_empty());
    assert_eq!(two.try_ana(Command::TakeBack), Err(Refused::NotTogether(Together::TheyLeft)));
    two.ana(write(Some(anas), Part::MyMistakes, "That I did not ask"));
}

#[test]
fn during_space_nobody_offers_and_nobody_seals() {
    let mut two = Two::together();
    two.ana(write(None, Part::MyMistakes, "That I did not ask"));
    let lesson = lessons(two.ana.couple())[0].id;
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    assert_eq!(two.try_ana(Command::Offer), refused(Refusal::InSpace));
    let seal = Command::Seal { lesson, parts: vec![Part::MyMistakes] };
    assert_eq!(two.try_ana(seal), refused(Refusal::InSpace));
}

#[test]
fn a_lesson_becomes_a_promise_with_one_tap() {
    let mut two = Two::together();
    let (anas, _) = learned(&mut two);
    let words = "I ask before I judge".to_owned();
    two.ana(Across::PromiseLesson { lesson: anas, words, when: When::once(two.today()) });
    two.meet();
    let made = two.ben.couple().promises.made_by(ANA)[0];
    assert_eq!((made.words.as_str(), made.source), ("I ask before I judge", Source::Lesson));
    let lesson = two.ana.couple().learning.lesson(anas).unwrap();
    assert_eq!(lesson.became, [Became::Promise(made.id)]);
}

#[test]
fn a_lesson_becomes_a_proposal_for_the_ground_rules_with_one_tap() {
    let mut two = Two::together();
    let (anas, _) = learned(&mut two);
    let words = "We stop when one of us says red".to_owned();
    two.ana(Across::RuleLesson { lesson: anas, about: About::StoppingAFight, words });
    two.meet();
    let proposed = two.ben.couple().ground_rules.proposed()[0];
    assert_eq!(proposed.proposer(), ANA);
    let lesson = two.ana.couple().learning.lesson(anas).unwrap();
    assert_eq!(lesson.became, [Became::Rule(proposed.id)]);
    let nowhere = LessonId::make(BEN, [9; 16]);
    let other = Across::RuleLesson { lesson: nowhere, about: About::Money, words: "…".to_owned() };
    assert_eq!(two.try_ana(other), refused(Refusal::NoSuchLesson));
}

#[test]
fn every_four_months_a_quarrel_is_seen_from_outside_and_who_wrote_nothing_is_not_asked() {
    let mut two = Two::alone();
    let due = |two: &Two| {
        let today = path::today(two.ana.couple(), &two.now);
        today.iter().any(|it| it.what == path::What::SeeFromOutside)
    };
    two.wait_days(200);
    assert!(!two.ana.couple().learning.outside_is_due(&two.now));
    two.ana(write(None, Part::MyMistakes, "…"));
    assert!(!two.ana.couple().learning.outside_is_due(&two.now));
    two.wait_days(u64::try_from(OUTSIDE_EVERY_DAYS).unwrap());
    assert!(two.ana.couple().learning.outside_is_due(&two.now) && due(&two));
    two.ana(Command::SeeFromOutside { text: "Two tired people".to_owned() });
    assert_eq!(two.ana.couple().learning.from_outside()[0].text, "Two tired people");
    assert!(!two.ana.couple().learning.outside_is_due(&two.now));
    assert!(two.ana.written.iter().all(|it| it.audience == Audience::Mine));
}

#[test]
fn too_many_words_are_refused_with_their_size_and_all_scripts_stay_as_they_are() {
    let mut two = Two::together();
    let bytes = 100_000;
    let too_long = Refusal::Words(Flaw::TooLong { bytes, most: LONGEST_TEXT });
    assert_eq!(two.try_ana(write(None, Part::MyMistakes, &"x".repeat(bytes))), refused(too_long));
    assert_eq!(two.try_ana(write(None, Part::MyMistakes, "")), refused(Refusal::Words(Flaw::Empty)));
    two.ana(write(None, Part::MyMistakes, "أخطائي 🪞 \u{202e}"));
    let lesson = lessons(two.ana.couple())[0].clone();
    assert_eq!(lesson.part(Part::MyMistakes), Some("أخطائي 🪞 \u{202e}"));
    for part in [Part::WhatPainedYou, Part::WhatBrokeTrust] {
        two.ana(write(Some(lesson.id), part, &"x".repeat(LONGEST_TEXT)));
    }
    let refusal = two.try_ana(seal(lesson.id));
    assert!(matches!(refusal, Err(Refused::Learning(Refusal::Words(Flaw::TooLong { .. })))));
}

#[test]
fn what_both_opened_is_shown_for_a_week_and_never_before() {
    let mut two = Two::together();
    let (anas, bens) = learned(&mut two);
    let shown = |who: &Couple, now: &crate::Moment| {
        let both = path::What::LookAtBothLessons { sitting: 1 };
        path::today(who, now).iter().any(|it| it.what == both)
    };
    two.ana(seal(anas));
    two.meet();
    assert!(!shown(two.ana.couple(), &two.now) && !shown(two.ben.couple(), &two.now));
    two.ben(seal(bens));
    two.meet();
    assert!(shown(two.ana.couple(), &two.now) && shown(two.ben.couple(), &two.now));
    two.wait_days(7);
    assert!(!shown(two.ana.couple(), &two.now));
}
