//! The rules of signs, each as a sentence.

use crate::Audience;
use crate::couple::Refusal as Refused;
use crate::measure::Change;
use crate::path::{self, What, Work};
use crate::practices::signs::{Answer, Command, Often, Refusal, Sign, Whose, feels_watched};
use crate::two::{ANA, Two};

fn answer(sign: Sign, whose: Whose, often: Often) -> Answer {
    Answer { sign, whose, often }
}

const CHECKED: Answer = Answer { sign: Sign::HidingOrSnooping, whose: Whose::Mine, often: Often::MostDays };
const FELT: Answer =
    Answer { sign: Sign::HidingOrSnooping, whose: Whose::FromYou, often: Often::OnceOrTwice };

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Signs(refusal))
}

#[test]
fn a_look_stays_in_the_vault_and_is_asked_about_oneself_and_the_other_apart() {
    let mut two = Two::together();
    two.ana(Command::Look(vec![FELT, CHECKED]));
    two.meet();
    assert_eq!(two.ana.couple().signs.look(two.today()), Some([CHECKED, FELT].as_slice()));
    let looked = two.ana.written.last().unwrap();
    assert_eq!((looked.event.kind(), looked.audience), ("signs.looked", Audience::Mine));
    assert_eq!(two.ben.couple().signs.looks().count(), 0);
}

#[test]
fn a_look_also_works_alone_and_the_last_one_of_a_day_counts() {
    let mut two = Two::alone();
    two.ana(Command::Look(vec![CHECKED]));
    two.ana(Command::Look(vec![FELT]));
    assert_eq!(two.ana.couple().signs.look(two.today()), Some([FELT].as_slice()));
    assert_eq!(two.try_ana(Command::Look(Vec::new())), refused(Refusal::NothingSaid));
    two.ana(Command::Forget { on: two.today() });
    assert_eq!(two.ana.couple().signs.looks().count(), 0);
}

#[test]
fn sharing_is_one_answer_at_a_time_exactly_as_it_was_previewed() {
    let mut two = Two::together();
    let on = two.today();
    two.ana(Command::Look(vec![CHECKED, FELT]));
    let other = answer(Sign::HidingOrSnooping, Whose::Mine, Often::NotAtAll);
    assert_eq!(two.try_ana(Command::Share { on, answer: other }), refused(Refusal::NoSuchAnswer));
    two.ana(Command::Share { on, answer: CHECKED });
    two.meet();
    let shared: Vec<Answer> = two.ben.couple().signs.shared_by(ANA).map(|it| it.answer).collect();
    assert_eq!(shared, [CHECKED]);
    assert_eq!(two.try_ana(Command::Share { on, answer: CHECKED }), refused(Refusal::AlreadyShared));
    let back = Command::Withdraw { on, sign: CHECKED.sign, whose: CHECKED.whose };
    assert_eq!(two.try_ben(back.clone()), refused(Refusal::NotShared));
    two.ana(back);
    two.meet();
    assert_eq!(two.ben.couple().signs.shared_by(ANA).count(), 0);
    assert!(two.ana.couple().signs.look(on).is_some());
}

#[test]
fn being_watched_on_most_days_is_named_as_more_than_a_sign_and_ones_own_checking_is_not() {
    let felt = |sign, often| answer(sign, Whose::FromYou, often);
    assert!(feels_watched(&[felt(Sign::Clinging, Often::MostDays)]));
    assert!(feels_watched(&[FELT, felt(Sign::Questioning, Often::NearlyEveryDay)]));
    assert!(!feels_watched(&[felt(Sign::Questioning, Often::SomeDays)]));
    assert!(!feels_watched(&[CHECKED, felt(Sign::HoldingBack, Often::NearlyEveryDay)]));
}

#[test]
fn every_sign_leads_to_a_practice_that_answers_it() {
    let answers = [
        (Sign::HidingOrSnooping, Work::OpenBook),
        (Sign::Questioning, Work::Questions),
        (Sign::Insecure, Work::Promises),
        (Sign::HoldingBack, Work::Talk),
        (Sign::Clinging, Work::Space),
    ];
    assert_eq!(answers.map(|(sign, _)| sign), Sign::ALL);
    for (sign, work) in answers {
        assert_eq!(sign.leads_to(), work);
    }
}

#[test]
fn the_lines_over_time_call_change_only_what_is_more_than_wobble() {
    let mut two = Two::alone();
    for week in 0..9 {
        let often = if week < 6 { Often::NearlyEveryDay } else { Often::OnceOrTwice };
        two.ana(Command::Look(vec![answer(Sign::Clinging, Whose::Mine, often), FELT]));
        two.wait_days(7);
    }
    let lines = two.ana.couple().signs.lines();
    assert_eq!(lines.len(), 10);
    let line = |sign, whose| lines.iter().find(|it| (it.sign, it.whose) == (sign, whose)).unwrap();
    assert!(matches!(line(Sign::Clinging, Whose::Mine).change, Change::Fallen(_)));
    assert!(matches!(line(FELT.sign, FELT.whose).change, Change::AsBefore(_)));
    assert_eq!(line(Sign::Insecure, Whose::Mine).points, []);
}

#[test]
fn a_new_look_is_suggested_after_seven_days_and_to_the_viewer_by_their_own_looks_alone() {
    let mut two = Two::together();
    let look = What::Begin { work: Work::Signs };
    let asks = |two: &Two| path::today(two.ana.couple(), &two.now).iter().any(|it| it.what == look);
    assert!(asks(&two));
    two.ben(Command::Look(vec![CHECKED]));
    two.meet();
    assert!(asks(&two));
    two.ana(Command::Look(vec![CHECKED]));
    assert!(!asks(&two));
    two.wait_days(7);
    assert!(asks(&two));
}
