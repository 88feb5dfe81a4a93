//! An apology: written for oneself, sent once the other feels heard, opened when ready, answered, revised, taken back.

use client::NotDone;
use domain::apology::{Answer, Command as Apology, Letter, Part, Refusal, Stands};
use domain::promises::When;
use domain::{Across, ApologyId, Command, HurtId, talk};

use crate::world::{Device, TwoPartners};

fn letter(responsibility: &str) -> Letter {
    Letter {
        responsibility: responsibility.to_owned(),
        repair: "I have ended all contact.".to_owned(),
        offers: vec!["Home by seven on Thursdays".to_owned()],
        ..Letter::default()
    }
}

fn does(device: &Device, command: Apology) -> Result<(), NotDone> {
    device.ours().perform(Command::Apology(command))
}

fn feels_heard(us: &TwoPartners, hurt: HurtId, heard: bool) {
    us.noor.ours().perform(Command::Talk(talk::Command::FeelHeard { hurt, heard })).unwrap();
}

fn answers(us: &TwoPartners, apology: ApologyId, version: u16, answer: Answer) -> Result<(), NotDone> {
    does(&us.noor, Apology::Answer { apology, version, answer, stands: true })
}

fn stands(device: &Device, hurt: HurtId) -> Stands {
    device.ours().read(|it| it.couple().apology.stands(it.couple(), hurt)).unwrap()
}

/// The words that lead, if the device can read any.
fn reads(device: &Device, apology: ApologyId) -> Option<String> {
    device.ours().read(|it| Some(it.couple().apology.get(apology)?.latest()?.letter.responsibility.clone()))
}

/// Noor feels heard, and Sam has sent a letter that she has not opened.
fn sent() -> (TwoPartners, HurtId, ApologyId) {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    feels_heard(&us, hurt, true);
    us.meet();
    does(&us.sam, Apology::Send { hurt, letter: letter("I lied to you.") }).unwrap();
    us.meet();
    let apology =
        us.sam.ours().read(|it| it.couple().apology.for_hurt(hurt, it.me()).map(|it| it.id)).unwrap();
    (us, hurt, apology)
}

fn refused(refusal: Refusal) -> Result<(), NotDone> {
    Err(NotDone::Refused(domain::Refusal::Apology(refusal)))
}

#[test]
fn an_apology_goes_from_a_draft_to_something_missing_to_accepted() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    // What is being written is nowhere on the other's device.
    us.sam.ours().save_draft("apology/responsibility", "a hesitant beginning");
    us.hours_pass(1);
    us.meet();
    assert!(!us.noor.whole().windows(8).any(|it| it == b"hesitant"));
    let first = Apology::Send { hurt, letter: letter("I was not honest.") };
    assert_eq!(does(&us.sam, first.clone()), refused(Refusal::NotHeardYet));
    feels_heard(&us, hurt, true);
    us.meet();
    does(&us.sam, first).unwrap();
    us.meet();
    let apology = us.noor.ours().read(|it| it.couple().apology.all().next().map(|it| it.id)).unwrap();
    does(&us.noor, Apology::Unfold { apology, version: 0 }).unwrap();
    us.meet();
    // Opening tells nobody.
    assert!(!us.sam.ours().read(|it| it.couple().apology.is_unfolded(apology, 0)));
    answers(&us, apology, 0, Answer::Missing(Part::Regret)).unwrap();
    us.meet();
    assert_eq!(stands(&us.sam, hurt), Stands::SomethingIsMissing);
    does(&us.sam, Apology::Revise { apology, letter: letter("I lied to you, and I chose to.") }).unwrap();
    us.meet();
    assert_eq!(reads(&us.noor, apology).as_deref(), Some("I lied to you, and I chose to."));
    answers(&us, apology, 1, Answer::Accepted).unwrap();
    us.meet();
    assert_eq!(stands(&us.sam, hurt), Stands::Accepted);
    us.same_journey();
}

#[test]
fn an_apology_may_come_without_being_heard_if_who_was_hurt_says_so() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    assert_eq!(does(&us.sam, Apology::Waive { hurt, waived: true }), refused(Refusal::OnlyTheHurtPartner));
    does(&us.noor, Apology::Waive { hurt, waived: true }).unwrap();
    us.meet();
    does(&us.sam, Apology::Send { hurt, letter: letter("I lied to you.") }).unwrap();
    us.meet();
    assert_eq!(stands(&us.noor, hurt), Stands::Sent);
}

#[test]
fn an_offer_becomes_a_promise_once_the_letter_was_read() {
    let (us, _, apology) = sent();
    let when = When::once(us.sam.moment().today());
    let promise =
        || us.sam.ours().perform(Across::PromiseOffer { apology, version: 0, offer: 0, when }.into());
    assert_eq!(promise(), refused(Refusal::NotReadYet));
    answers(&us, apology, 0, Answer::Read).unwrap();
    us.meet();
    promise().unwrap();
    us.meet();
    us.noor.ours().read(|it| {
        let promises = it.couple().promises.all();
        assert_eq!(promises.first().map(|it| it.words.as_str()), Some("Home by seven on Thursdays"));
    });
}

#[test]
fn being_heard_taken_back_after_the_letter_was_sent_lets_it_rest_for_both() {
    let (us, hurt, apology) = sent();
    feels_heard(&us, hurt, false);
    us.meet();
    assert_eq!((stands(&us.noor, hurt), stands(&us.sam, hurt)), (Stands::Resting, Stands::Resting));
    // It can still be read, and goes on where it stood when she feels heard again.
    assert!(reads(&us.noor, apology).is_some());
    feels_heard(&us, hurt, true);
    us.meet();
    assert_eq!(stands(&us.sam, hurt), Stands::Sent);
}

#[test]
fn an_apology_taken_back_while_it_is_answered_asks_for_nothing_any_more() {
    let (us, hurt, apology) = sent();
    answers(&us, apology, 0, Answer::NotYet).unwrap();
    does(&us.sam, Apology::Withdraw { apology }).unwrap();
    us.meet();
    assert_eq!((reads(&us.noor, apology), reads(&us.sam, apology)), (None, None));
    assert_eq!(answers(&us, apology, 0, Answer::Accepted), refused(Refusal::Withdrawn));
    assert_eq!(stands(&us.noor, hurt), Stands::CanBeSent);
    us.same_journey();
}

#[test]
fn an_answer_written_offline_lands_on_the_version_it_was_given_to() {
    let (us, hurt, apology) = sent();
    // Both at once, apart from each other.
    answers(&us, apology, 0, Answer::Missing(Part::Differently)).unwrap();
    does(&us.sam, Apology::Revise { apology, letter: letter("I lied, and I chose to.") }).unwrap();
    us.meet();
    us.sam.ours().read(|it| {
        let sending = it.couple().apology.get(apology).unwrap();
        assert_eq!(sending.versions[0].answers, [Answer::Missing(Part::Differently)]);
        assert!(sending.versions[1].answers.is_empty());
    });
    assert_eq!(stands(&us.sam, hurt), Stands::Sent);
    us.same_journey();
}

#[test]
fn a_letter_begun_on_one_device_is_there_after_the_program_was_killed() {
    let us = TwoPartners::apart();
    us.sam.ours().save_draft("apology/regret", "the nights you lay awake");
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    assert_eq!(us.sam.ours().draft("apology/regret").as_deref(), Some("the nights you lay awake"));
}
