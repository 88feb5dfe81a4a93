//! Are we on the same page? Sealed by each, open for both at once, asked again without nagging.

use client::NotDone;
use domain::Command;
use domain::same_page::{Answer, BothPages, Command as SamePage, Refusal, Sealed, Wants};

use crate::world::{Device, TwoPartners};

fn does(device: &Device, command: SamePage) -> Result<(), NotDone> {
    device.ours().perform(Command::SamePage(command))
}

fn seals(device: &Device, answer: Answer) {
    does(device, SamePage::Seal(answer)).unwrap();
}

/// What is open now, if anything is.
fn open(device: &Device) -> Option<BothPages> {
    device.ours().read(|it| match it.couple().same_page.latest(it.couple())?.1 {
        Sealed::Open(both) => Some(both),
        _ => None,
    })
}

fn in_own_words(wants: Wants) -> Answer {
    let mut answer = Answer::of(wants);
    answer.remorse = Some("I hurt you in secret.".to_owned());
    answer.interest = Some("I want to earn it.".to_owned());
    answer.gives_weeks = Some(52);
    answer
}

#[test]
fn two_that_lean_towards_yes_open_together_and_keep_the_date() {
    let us = TwoPartners::apart();
    us.hurt_of_noor();
    let without_words = does(&us.sam, SamePage::Seal(Answer::of(Wants::Yes)));
    let missing = NotDone::Refused(domain::Refusal::SamePage(Refusal::RemorseIsMissing));
    assert_eq!(without_words, Err(missing));
    seals(&us.sam, in_own_words(Wants::Yes));
    us.meet();
    // Neither can read, and nothing says that the other has answered.
    assert!(open(&us.noor).is_none());
    assert!(!us.noor.whole().windows(6).any(|it| it == b"secret"));
    let mut noors = Answer::of(Wants::LeaningYes);
    noors.gives_weeks = Some(26);
    seals(&us.noor, noors);
    us.meet();
    let (of_noor, of_sam) = (open(&us.noor).unwrap(), open(&us.sam).unwrap());
    assert!(of_noor.both_lean_yes() && of_sam.both_lean_yes());
    assert_eq!((of_noor.weeks(), of_sam.weeks()), (Some(26), Some(26)));
    assert_eq!(of_noor.sealed_ms, of_sam.sealed_ms);
    assert_eq!(of_noor.theirs.remorse.as_deref(), Some("I hurt you in secret."));
    us.same_journey();
}

#[test]
fn where_one_does_not_lean_towards_yes_nothing_opens_beyond_it_and_it_can_be_asked_again() {
    let us = TwoPartners::apart();
    us.hurt_of_noor();
    seals(&us.sam, in_own_words(Wants::Yes));
    seals(&us.noor, Answer::of(Wants::Unsure));
    us.meet();
    assert!(!open(&us.sam).unwrap().both_lean_yes());
    // Both ask again at once, apart from each other: it is one asking.
    does(&us.noor, SamePage::Ask).unwrap();
    does(&us.sam, SamePage::Ask).unwrap();
    us.meet();
    let asked = us.noor.ours().read(|it| it.couple().same_page.to_write(it.couple()));
    assert!(asked.asked_by_me && asked.asked_by_them && asked.asking == 2);
    seals(&us.noor, Answer::of(Wants::Yes));
    seals(&us.sam, in_own_words(Wants::Yes));
    us.meet();
    assert!(open(&us.noor).unwrap().both_lean_yes());
    us.same_journey();
}

#[test]
fn a_sealed_answer_can_be_taken_back_until_the_other_has_sealed() {
    let us = TwoPartners::apart();
    seals(&us.noor, Answer::of(Wants::No));
    us.meet();
    does(&us.noor, SamePage::TakeBack).unwrap();
    seals(&us.noor, Answer::of(Wants::LeaningYes));
    us.meet();
    us.hours_pass(1);
    seals(&us.sam, Answer::of(Wants::Yes));
    us.meet();
    assert_eq!(open(&us.sam).unwrap().theirs.wants, Wants::LeaningYes);
    assert!(does(&us.noor, SamePage::TakeBack).is_err());
}

#[test]
fn who_leaves_in_the_middle_keeps_their_own_answer_and_opens_none() {
    let us = TwoPartners::apart();
    seals(&us.noor, Answer::of(Wants::Unsure));
    us.meet();
    us.noor.is_killed_and_opened().unwrap();
    let mine = us.noor.ours().read(|it| it.couple().same_page.to_write(it.couple()).sealed);
    assert_eq!(mine.map(|it| it.wants), Some(Wants::Unsure));
    assert!(open(&us.noor).is_none() && open(&us.sam).is_none());
}
