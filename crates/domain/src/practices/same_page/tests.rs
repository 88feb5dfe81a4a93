//! The rules of being on the same page, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::exchange;
use crate::people::{self, Together};
use crate::practice::{Flaw, LONGEST_TEXT};
use crate::practices::same_page::{Answer, Command, MOST_WEEKS, Refusal, Sealed, ToWrite, Wants};
use crate::practices::space;
use crate::two::Two;
use crate::{Audience, Couple, path};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::SamePage(refusal))
}

fn wants(wants: Wants) -> Answer {
    Answer { wants, gives_weeks: Some(26), needs: Some("Honest evenings".to_owned()), ..Answer::of(wants) }
}

fn to_write(couple: &Couple) -> ToWrite {
    couple.same_page.to_write(couple)
}

fn latest(couple: &Couple) -> Option<(u16, Sealed)> {
    couple.same_page.latest(couple)
}

fn both_chose(two: &Two) -> bool {
    let (of_ana, of_ben) = (two.ana.couple(), two.ben.couple());
    let chose = of_ana.same_page.both_chose(of_ana).is_some();
    assert_eq!(of_ben.same_page.both_chose(of_ben).is_some(), chose, "both see the same");
    chose
}

fn sealed_by_both(anas: Answer, bens: Answer) -> Two {
    let mut two = Two::together();
    two.ana(Command::Seal(anas));
    two.ben(Command::Seal(bens));
    two.meet();
    two
}

#[test]
fn both_answer_sealed_and_open_together() {
    let mut two = Two::together();
    two.ana(Command::Ask);
    two.ana(Command::Seal(wants(Wants::Yes)));
    two.meet();
    let before = to_write(two.ben.couple());
    assert_eq!((before.asking, before.asked_by_them, before.sealed), (1, true, None));
    assert_eq!(latest(two.ben.couple()), None);
    two.ben(Command::Seal(wants(Wants::Unsure)));
    two.meet();
    let Some((1, Sealed::Open(both))) = latest(two.ana.couple()) else { panic!("not open") };
    assert_eq!((both.mine.wants, both.theirs.wants), (Wants::Yes, Wants::Unsure));
}

#[test]
fn nothing_tells_whether_the_other_has_answered() {
    let mut two = Two::together();
    two.ben(Command::Ask);
    two.meet();
    let before = (to_write(two.ana.couple()), path::today(two.ana.couple(), &two.now));
    two.ben(Command::Seal(wants(Wants::No)));
    two.meet();
    assert_eq!((to_write(two.ana.couple()), path::today(two.ana.couple(), &two.now)), before);
}

#[test]
fn if_both_lean_yes_the_date_is_kept_and_the_shorter_time_holds() {
    let shorter = Answer { gives_weeks: Some(12), ..wants(Wants::LeaningYes) };
    let before = Two::together().now.ms;
    let two = sealed_by_both(wants(Wants::Yes), shorter);
    assert!(both_chose(&two));
    let couple = two.ben.couple();
    let both = couple.same_page.both_chose(couple).unwrap();
    assert_eq!(both.weeks(), Some(12));
    assert!((before..=two.now.ms).contains(&both.sealed_ms));
    let cannot_say = Answer { gives_weeks: None, ..wants(Wants::Yes) };
    let two = sealed_by_both(wants(Wants::Yes), cannot_say);
    assert_eq!(two.ana.couple().same_page.both_chose(two.ana.couple()).unwrap().weeks(), None);
}

#[test]
fn if_either_does_not_lean_yes_rebuilding_does_not_open() {
    for other in [Wants::Unsure, Wants::LeaningNo, Wants::No] {
        assert!(!both_chose(&sealed_by_both(wants(Wants::Yes), wants(other))));
        assert!(!both_chose(&sealed_by_both(wants(other), wants(Wants::Yes))));
    }
}

#[test]
fn the_responsible_partner_who_wants_to_rebuild_says_remorse_and_interest_in_their_own_words() {
    let mut two = Two::together();
    two.hurt_of_ana();
    assert_eq!(two.try_ben(Command::Seal(wants(Wants::LeaningYes))), refused(Refusal::RemorseIsMissing));
    let remorse = Some("I left you alone with it.".to_owned());
    let regrets = Answer { remorse, interest: Some("  ".to_owned()), ..wants(Wants::LeaningYes) };
    assert_eq!(two.try_ben(Command::Seal(regrets.clone())), refused(Refusal::InterestIsMissing));
    two.ana(Command::Seal(wants(Wants::Yes)));
    two.ben(Command::Seal(Answer { interest: Some("I want to come home.".to_owned()), ..regrets }));
    two.meet();
    assert!(both_chose(&two));
    // Who does not want to is not made to say it.
    let mut two = Two::together();
    two.hurt_of_ana();
    two.ben(Command::Seal(wants(Wants::No)));
}

#[test]
fn it_can_be_asked_again_and_the_latest_answers_lead() {
    let mut two = sealed_by_both(wants(Wants::Yes), wants(Wants::LeaningNo));
    assert_eq!(to_write(two.ana.couple()).asking, 2);
    two.ana(Command::Seal(wants(Wants::Yes)));
    two.ben(Command::Seal(wants(Wants::Yes)));
    two.meet();
    assert!(both_chose(&two));
    two.ben(Command::Seal(wants(Wants::Unsure)));
    two.meet();
    // Until both have opened it, what both chose holds.
    assert!(both_chose(&two));
    two.ana(Command::Seal(wants(Wants::Yes)));
    two.meet();
    assert!(!both_chose(&two));
}

#[test]
fn both_asking_at_once_apart_from_each_other_is_one_asking() {
    let mut two = Two::together();
    two.ana(Command::Ask);
    two.ben(Command::Ask);
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        let it = to_write(couple);
        assert_eq!((it.asking, it.asked_by_me, it.asked_by_them), (1, true, true));
    }
    let written = two.ana.written.len();
    two.ana(Command::Ask);
    assert_eq!(two.ana.written.len(), written);
}

#[test]
fn until_both_have_sealed_one_can_take_it_back_and_write_it_anew() {
    let mut two = Two::together();
    two.ana(Command::Seal(wants(Wants::Yes)));
    two.meet();
    let again = Refusal::Round(exchange::Refusal::AlreadySealed);
    assert_eq!(two.try_ana(Command::Seal(wants(Wants::No))), refused(again));
    two.ana(Command::TakeBack);
    two.ana(Command::Seal(wants(Wants::Unsure)));
    two.meet();
    two.wait_hours(1);
    two.ben(Command::Seal(wants(Wants::Yes)));
    two.meet();
    let Some((1, Sealed::Open(both))) = latest(two.ben.couple()) else { panic!("not open") };
    assert_eq!(both.theirs.wants, Wants::Unsure);
    let nothing = Refusal::Round(exchange::Refusal::NothingSealed);
    assert_eq!(two.try_ana(Command::TakeBack), refused(nothing));
}

#[test]
fn who_leaves_in_the_middle_leaves_the_others_answer_sealed_and_readable_by_its_author() {
    let mut two = Two::together();
    two.ana(Command::Seal(wants(Wants::Yes)));
    two.ben(people::Command::Leave);
    two.meet();
    assert!(two.ana.couple().due(&two.now).is_empty());
    assert_eq!(to_write(two.ana.couple()).sealed, Some(wants(Wants::Yes)));
    assert_eq!(two.try_ana(Command::TakeBack), Err(Refused::NotTogether(Together::TheyLeft)));
    assert_eq!(latest(two.ben.couple()), None);
    // Who comes back finds it as it was.
    two.ben(people::Command::Join("Ben".to_owned()));
    two.ben(Command::Seal(wants(Wants::Yes)));
    two.meet();
    assert!(both_chose(&two));
}

#[test]
fn during_space_nobody_asks() {
    let mut two = Two::together();
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    assert_eq!(two.try_ana(Command::Ask), refused(Refusal::InSpace));
    assert_eq!(two.try_ana(Command::Seal(wants(Wants::Yes))), refused(Refusal::InSpace), "that would ask");
    two.wait_hours(1);
    two.ana(Command::Ask);
}

#[test]
fn an_answer_too_long_to_seal_is_refused_with_its_size() {
    let mut two = Two::together();
    let long = Answer { needs: Some("x".repeat(100_000)), ..wants(Wants::Yes) };
    let bytes = long.to_cbor().len();
    let too_long = Flaw::TooLong { bytes, most: LONGEST_TEXT };
    assert_eq!(two.try_ana(Command::Seal(long)), refused(Refusal::Words(too_long)));
    for weeks in [0, MOST_WEEKS + 1] {
        let never = Answer { gives_weeks: Some(weeks), ..wants(Wants::Yes) };
        assert_eq!(two.try_ana(Command::Seal(never)), refused(Refusal::NoSuchTime));
    }
    let words = "مرحبا \u{202e} 🕊️".to_owned();
    two.ana(Command::Seal(Answer { needs: Some(words.clone()), ..wants(Wants::Yes) }));
    two.ben(Command::Seal(wants(Wants::Yes)));
    two.meet();
    let Some((1, Sealed::Open(both))) = latest(two.ben.couple()) else { panic!("not open") };
    assert_eq!(both.theirs.needs, Some(words));
}

#[test]
fn what_one_answers_reaches_the_others_log_only_sealed() {
    let mut two = Two::together();
    two.ana(Command::Seal(wants(Wants::LeaningNo)));
    let ours = two.ana.written.iter().filter(|it| it.audience == Audience::Ours);
    for record in ours {
        let body = record.event.to_cbor();
        assert!(!body.windows(15).any(|it| it == b"Honest evenings"), "{}", record.event.kind());
    }
}
