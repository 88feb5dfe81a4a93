//! The rules of time, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::hurts::{self, Side};
use crate::ids::HurtId;
use crate::path::{self, What};
use crate::practices::hurts::told;
use crate::practices::time::{Command, Event, NotReady, Pace, Refusal};
use crate::two::Two;
use crate::{Audience, Couple};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Time(refusal))
}

fn named(two: &mut Two) -> HurtId {
    let hurt = told(two);
    two.ana(hurts::Command::TakeSide { hurt, side: Some(Side::IWasHurt) });
    two.meet();
    hurt
}

#[test]
fn who_was_hurt_sets_the_pace_of_that_hurt_and_nobody_else() {
    let mut two = Two::together();
    let hurt = named(&mut two);
    assert_eq!(two.ben.couple().time.pace(two.ben.couple(), hurt), Pace::Ready);
    let not_ready = Command::NotReady { hurt, look_again: None };
    assert_eq!(two.try_ben(not_ready.clone()), refused(Refusal::OnlyTheHurtPartner));
    two.ana(not_ready);
    two.meet();
    assert_eq!(two.ben.couple().time.pace(two.ben.couple(), hurt), Pace::NotReady { look_again: None });
    two.ana(Command::Ready { hurt });
    two.meet();
    assert_eq!(two.ben.couple().time.pace(two.ben.couple(), hurt), Pace::Ready);
}

#[test]
fn until_it_is_named_by_both_whoever_does_not_call_themselves_responsible_may_take_time() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    assert!(two.ana.couple().time.is_mine_to_set(two.ana.couple(), hurt));
    assert!(!two.ben.couple().time.is_mine_to_set(two.ben.couple(), hurt));
    two.ana(Command::NotReady { hurt, look_again: None });
    two.meet();
    assert!(matches!(two.ben.couple().time.pace(two.ben.couple(), hurt), Pace::NotReady { .. }));
}

#[test]
fn whoever_said_nothing_yet_is_not_taken_for_the_one_who_takes_time() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    two.ben(hurts::Command::TakeSide { hurt, side: None });
    two.ana(Command::NotReady { hurt, look_again: None });
    two.meet();
    let (ana, ben) = (two.ana.couple(), two.ben.couple());
    assert!(ben.time.is_mine_to_set(ben, hurt), "his part is not named");
    assert!(ben.time.is_taken_by_the_other(ben, hurt));
    assert!(!ana.time.is_taken_by_the_other(ana, hurt));
    two.ben(Command::NotReady { hurt, look_again: None });
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        assert!(!couple.time.is_taken_by_the_other(couple, hurt), "both take it");
    }
}

#[test]
fn the_day_to_look_again_is_known_to_nobody_else_and_only_asks_its_own_author() {
    let mut two = Two::together();
    let hurt = named(&mut two);
    let saturday = two.today().plus(2);
    two.ana(Command::NotReady { hurt, look_again: Some(saturday) });
    two.meet();
    let (ana, ben) = (two.ana.couple(), two.ben.couple());
    assert_eq!(ana.time.pace(ana, hurt), Pace::NotReady { look_again: Some(saturday) });
    assert_eq!(ben.time.pace(ben, hurt), Pace::NotReady { look_again: None });
    let again = What::LookAgain { hurt };
    let asks = |two: &Two, couple: &Couple| path::today(couple, &two.now).iter().any(|it| it.what == again);
    assert!(!asks(&two, two.ana.couple()));
    two.wait_days(2);
    assert!(asks(&two, two.ana.couple()) && !asks(&two, two.ben.couple()));
    two.ana(Command::Ready { hurt });
    assert!(!asks(&two, two.ana.couple()));
    let noted = two.ana.written.iter().filter(|it| it.event.kind() == "time.look_again_noted");
    assert!(noted.map(|it| it.audience).all(|it| it == Audience::Mine));
}

#[test]
fn while_someone_takes_time_nothing_is_needed_from_either_about_that_hurt() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    let about = |two: &Two, couple: &Couple| {
        path::today(couple, &two.now).iter().any(|it| it.what.hurt() == Some(hurt))
    };
    assert!(about(&two, two.ana.couple()));
    two.ana(Command::NotReady { hurt, look_again: None });
    two.meet();
    two.wait_days(400);
    assert!(!about(&two, two.ana.couple()) && !about(&two, two.ben.couple()));
}

#[test]
fn a_day_that_has_passed_is_no_day_to_look_again() {
    let mut two = Two::together();
    let hurt = named(&mut two);
    let yesterday = two.today().plus(-1);
    let look = Command::NotReady { hurt, look_again: Some(yesterday) };
    assert_eq!(two.try_ana(look), refused(Refusal::DayIsPast));
    let nothing = HurtId::make(two.ana.id, [9; 16]);
    assert_eq!(two.try_ana(Command::Ready { hurt: nothing }), refused(Refusal::NoSuchHurt));
}

#[test]
fn a_device_of_the_responsible_that_breaks_the_rules_does_not_stop_the_path() {
    let mut two = Two::together();
    let hurt = named(&mut two);
    two.ben.writes(two.now, vec![crate::Event::Time(Event::NotReady(NotReady { hurt }))]);
    two.meet();
    assert_eq!(two.ana.couple().time.pace(two.ana.couple(), hurt), Pace::Ready);
}
