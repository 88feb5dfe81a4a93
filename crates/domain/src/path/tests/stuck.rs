//! Stuck, as the viewer alone sees it.

use crate::hurts::{self, Account, Part, Side, Telling};
use crate::path::{self, Because, Stuck, What, Work, stuck, today};
use crate::promises::{self, Source, When};
use crate::questions::{self, Shelf, Sure};
use crate::two::Two;

fn asks(two: &mut Two, text: &str, though_asked_before: Option<crate::QuestionId>) {
    let sure = Sure { though_asked_before, ..Sure::default() };
    let text = text.to_owned();
    two.ana(questions::Command::Write {
        text,
        shelf: Shelf::NeedToKnowNow,
        rest_hours: 0,
        sure,
        about: None,
    });
    two.meet();
}

fn writes_of_the_past(two: &mut Two) {
    let words = "I go over that night again and again. ".repeat(10);
    let account = Account::default().with(Part::What, &words);
    let telling = Telling { name: "That night".to_owned(), side: Side::IWasHurt, account };
    two.ana(hurts::Command::Write { hurt: None, telling });
}

fn promises_something(two: &mut Two, words: &str) {
    let new = promises::NewPromise {
        words: words.to_owned(),
        source: Source::Myself,
        when: When::once(two.today().plus(60)),
        in_place_of: None,
    };
    two.ana(promises::Command::Make(new));
}

fn of_ana(two: &Two) -> Option<Stuck> {
    stuck::of(two.ana.couple(), &two.now)
}

#[test]
fn three_weeks_of_writing_about_the_past_are_met_with_a_step_back() {
    let mut two = Two::together();
    for week in 0..3 {
        assert_eq!(of_ana(&two), None, "after {week} weeks");
        writes_of_the_past(&mut two);
        two.wait_days(6);
    }
    assert_eq!(of_ana(&two), Some(Stuck::LookingBack));
    let all = today(two.ana.couple(), &two.now);
    assert_eq!((all[0].what, all[0].because), (What::StepBack, Because::YourWritingLooksBack));
    assert!(!all.iter().any(|it| matches!(it.what, What::Begin { work: Work::Hurts } | What::WriteQuestion)));
    // Nobody else sees anything of it.
    two.meet();
    assert!(today(two.ben.couple(), &two.now).iter().all(|it| it.what != What::StepBack));
}

#[test]
fn a_week_without_writing_or_with_as_much_about_what_will_be_is_no_being_stuck() {
    let mut two = Two::together();
    writes_of_the_past(&mut two);
    two.wait_days(14);
    writes_of_the_past(&mut two);
    assert_eq!(of_ana(&two), None);
    let mut two = Two::together();
    for _ in 0..3 {
        writes_of_the_past(&mut two);
        promises_something(&mut two, &"I come home and we eat together. ".repeat(8));
        two.wait_days(6);
    }
    assert_eq!(of_ana(&two), None);
}

#[test]
fn the_same_question_asked_three_times_in_eight_weeks_is_met_with_a_step_back() {
    let mut two = Two::together();
    asks(&mut two, "Do you still think of her?", None);
    for times in [2, 3] {
        assert_eq!(of_ana(&two), None);
        two.wait_days(7);
        let last = two.ana.couple().questions.asked().last().unwrap().id;
        asks(&mut two, "Do you still think of her?", Some(last));
        assert_eq!(two.ana.couple().questions.most_returned(two.ana.id, two.today().plus(-56)), times);
    }
    assert_eq!(of_ana(&two), Some(Stuck::TheSameQuestion));
    assert_eq!(today(two.ana.couple(), &two.now)[0].because, Because::TheSameQuestionReturns);
    // The one who is asked is not called stuck, and weeks later nobody is.
    assert_eq!(stuck::of(two.ben.couple(), &two.now), None);
    two.wait_days(60);
    assert_eq!(of_ana(&two), None);
}

#[test]
fn a_step_back_can_be_put_aside_like_anything_else() {
    let mut two = Two::together();
    for _ in 0..3 {
        writes_of_the_past(&mut two);
        two.wait_days(6);
    }
    two.ana(path::Command::NotNow(What::StepBack));
    assert!(today(two.ana.couple(), &two.now).iter().all(|it| it.what != What::StepBack));
}

#[test]
fn a_step_back_comes_in_place_of_more_of_the_past_also_alone() {
    let mut two = Two::alone();
    let suggests_more =
        |two: &Two| today(two.ana.couple(), &two.now).iter().any(|it| it.what == What::WriteQuestion);
    assert!(suggests_more(&two));
    for _ in 0..3 {
        writes_of_the_past(&mut two);
        two.wait_days(6);
    }
    assert!(!suggests_more(&two));
    assert_eq!(today(two.ana.couple(), &two.now)[0].what, What::StepBack);
}
