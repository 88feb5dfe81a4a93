//! The rules of Today, each as a sentence.

mod about;
mod agreed;
mod chapters;
mod keeping;
mod news;
mod onward;
mod stuck;
mod table;
mod whole;

use super::*;
use crate::questions::{NewAnswer, Shelf, Sure};
use crate::two::Two;
use crate::{check_in, questions};

/// Two who have just chosen to rebuild, with one hurt behind them.
pub(crate) fn rebuilding() -> Two {
    table::both_chose().0
}

fn keys(two: &Two) -> Vec<String> {
    today(two.ana.couple(), &two.now).iter().map(|it| it.what.key()).collect()
}

#[test]
fn alone_today_suggests_only_what_one_does_for_oneself() {
    let two = Two::alone();
    let suggested = today(two.ana.couple(), &two.now);
    let reasons: Vec<Because> = suggested.iter().map(|it| it.because).collect();
    assert_eq!(reasons, [Because::ItHelpsAlsoAlone, Because::WritingQuiets, Because::ItHelpsAlsoAlone]);
    assert!(suggested.iter().all(|it| !it.is_joint()));
}

#[test]
fn today_shows_at_most_three_and_never_begins_with_what_the_other_waits_for() {
    let mut two = Two::together();
    for text in ["When did it start?", "Who else knows about this?"] {
        let sure = Sure::default();
        two.ben(questions::Command::Write {
            text: text.to_owned(),
            shelf: Shelf::NeedToKnowNow,
            rest_hours: 0,
            sure,
            about: None,
        });
    }
    for text in ["Are you tired of me?", "Shall we go away in May?", "Where is the grey coat?"] {
        let sure = Sure::default();
        two.ana(questions::Command::Write {
            text: text.to_owned(),
            shelf: Shelf::NeedToKnowNow,
            rest_hours: 0,
            sure,
            about: None,
        });
    }
    two.meet();
    let asked: Vec<_> =
        two.ben.couple().questions.asked_of(two.ben.id, &two.now).iter().map(|it| it.id).collect();
    two.ben(questions::Command::Answer { question: asked[0], answer: NewAnswer::LetsTalk });
    two.meet();
    let suggested = today(two.ana.couple(), &two.now);
    assert_eq!(suggested.len(), AT_MOST);
    assert!(matches!(suggested[0].what, What::CheckIn { .. }));
    assert!(matches!(suggested[2].what, What::AnswerQuestion { .. }));
}

#[test]
fn not_now_holds_for_the_day_and_is_not_counted() {
    let mut two = Two::together();
    let week = two.ana.couple().check_in.week_of(&two.now);
    let key = What::CheckIn { week }.key();
    for _ in 0..3 {
        assert_eq!(keys(&two)[0], key);
        two.ana(Command::NotNow(What::CheckIn { week }));
        assert!(!keys(&two).contains(&key));
        two.wait_days(1);
    }
    assert_eq!(two.ana.couple().path.mine.len(), 1);
}

#[test]
fn nothing_today_says_depends_on_whether_the_other_has_sealed() {
    let mut two = Two::together();
    let before = today(two.ana.couple(), &two.now);
    let answers = check_in::Answers::default().with(check_in::Facet::Support, 3);
    two.ben(check_in::Command::Seal(answers.clone()));
    two.meet();
    assert_eq!(today(two.ana.couple(), &two.now), before);
    two.ana(check_in::Command::Seal(answers));
    assert!(keys(&two).iter().all(|it| !it.starts_with("check_in")));
}

#[test]
fn after_a_week_without_a_word_a_step_for_oneself_leads_and_says_nothing_of_the_other() {
    let mut two = Two::together();
    table::looked(&mut two);
    table::checked_in(&mut two);
    two.meet();
    let back = |two: &Two| {
        let first = today(two.ana.couple(), &two.now).first().copied();
        first.filter(|it| it.because == Because::ASmallStepIsAWayBack).map(|it| it.what)
    };
    two.wait_hours(6 * 24 + 23);
    assert_eq!(back(&two), None, "not yet a week");
    two.wait_hours(2);
    let signs = What::Begin { work: Work::Signs };
    let what = back(&two).unwrap();
    assert!(what == signs || what == What::Begin { work: Work::SettingDown });
    assert!(!Suggestion { what, because: Because::ASmallStepIsAWayBack }.is_joint());
    two.ana(Command::NotNow(what));
    assert!(today(two.ana.couple(), &two.now).iter().all(|it| it.what != what), "not now holds for the day");
    assert_eq!(back(&two), None, "and a word of one's own ends the silence");
}

#[test]
fn after_silence_nothing_that_waits_gives_way_and_who_has_just_come_was_not_silent() {
    let mut two = Two::alone();
    two.ana(crate::setting_down::Command::SetDown { text: "I wake at four".to_owned() });
    two.wait_days(8);
    let all = today(two.ana.couple(), &two.now);
    assert_eq!(all.len(), AT_MOST, "alone, three things for oneself stand there anyway");
    assert!(all.iter().all(|it| !it.is_joint()));
    let nobody = Two::alone();
    let reasons: Vec<Because> = today(nobody.ana.couple(), &nobody.now).iter().map(|it| it.because).collect();
    assert!(!reasons.contains(&Because::ASmallStepIsAWayBack));
}
