//! The rules of an apology, each as a sentence.

use crate::couple::{Across, Event as Any, Refusal as Refused};
use crate::ids::{ApologyId, HurtId};
use crate::practice::{Flaw, LONGEST_ACCOUNT};
use crate::practices::apology::{
    Answer, Answered, Command, Event, Letter, Part, Refusal, Revised, Sending, Sent, Stands, Withdrawn,
};
use crate::practices::promises::{self, Source, When};
use crate::practices::talk;
use crate::two::{ANA, BEN, Two};
use crate::{Audience, people};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Apology(refusal))
}

fn letter() -> Letter {
    Letter {
        responsibility: "I lied to you, and I chose to.".to_owned(),
        repair: "I have ended all contact.".to_owned(),
        offers: vec!["Home by seven on Thursdays".to_owned()],
        regret: "I left you alone with it.".to_owned(),
        explanation: String::new(),
        differently: "I say it within the day.".to_owned(),
        asks_forgiveness: None,
    }
}

/// Ana was hurt, both say so, and she feels heard.
fn heard() -> (Two, HurtId) {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    two.ana(talk::Command::FeelHeard { hurt, heard: true });
    two.meet();
    (two, hurt)
}

fn sent() -> (Two, HurtId, ApologyId) {
    let (mut two, hurt) = heard();
    two.ben(Command::Send { hurt, letter: letter() });
    two.meet();
    let apology = two.ana.couple().apology.for_hurt(hurt, BEN).unwrap().id;
    (two, hurt, apology)
}

fn answer(apology: ApologyId, version: u16, answer: Answer) -> Command {
    Command::Answer { apology, version, answer, stands: true }
}

fn stands(two: &Two, hurt: HurtId) -> Stands {
    let (of_ana, of_ben) = (two.ana.couple(), two.ben.couple());
    let stands = of_ana.apology.stands(of_ana, hurt).unwrap();
    assert_eq!(of_ben.apology.stands(of_ben, hurt), Some(stands), "both see the same");
    stands
}

fn seen(two: &Two, apology: ApologyId) -> &Sending {
    two.ana.couple().apology.get(apology).unwrap()
}

#[test]
fn an_apology_is_sent_only_once_the_hurt_partner_feels_heard() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    let send = Command::Send { hurt, letter: letter() };
    assert_eq!(stands(&two, hurt), Stands::ToWrite);
    assert_eq!(two.try_ben(send.clone()), refused(Refusal::NotHeardYet));
    two.ana(talk::Command::FeelHeard { hurt, heard: true });
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::CanBeSent);
    two.ben(send);
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Sent);
}

#[test]
fn the_hurt_partner_can_say_that_being_heard_need_not_come_first_and_take_that_back() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    let waive = |waived| Command::Waive { hurt, waived };
    assert_eq!(two.try_ben(waive(true)), refused(Refusal::OnlyTheHurtPartner));
    two.ana(waive(true));
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::CanBeSent);
    two.ana(waive(false));
    two.meet();
    assert_eq!(two.try_ben(Command::Send { hurt, letter: letter() }), refused(Refusal::NotHeardYet));
}

#[test]
fn only_the_responsible_partner_apologises_for_a_hurt() {
    let (mut two, hurt) = heard();
    let send = Command::Send { hurt, letter: letter() };
    assert_eq!(two.try_ana(send), refused(Refusal::OnlyTheResponsiblePartner));
    let nowhere = HurtId::make(BEN, [77; 16]);
    let send = Command::Send { hurt: nowhere, letter: letter() };
    assert_eq!(two.try_ben(send), refused(Refusal::NoSuchHurt));
}

#[test]
fn an_apology_begins_with_what_one_is_responsible_for_and_may_leave_the_rest_open() {
    let (mut two, hurt) = heard();
    let nothing = Letter { regret: "I am sorry.".to_owned(), ..Letter::default() };
    assert_eq!(
        two.try_ben(Command::Send { hurt, letter: nothing }),
        refused(Refusal::ResponsibilityIsMissing)
    );
    let short = Letter { responsibility: " I lied. ".to_owned(), ..Letter::default() };
    two.ben(Command::Send { hurt, letter: short });
    two.meet();
    let known = two.ana.couple().apology.for_hurt(hurt, BEN).unwrap();
    assert_eq!(known.latest().unwrap().letter.responsibility, "I lied.");
}

#[test]
fn asking_for_forgiveness_is_off_unless_its_author_chooses_it() {
    assert_eq!(Letter::default().asks_forgiveness, None);
    let (mut two, hurt) = heard();
    let blank = Letter { asks_forgiveness: Some("  ".to_owned()), ..letter() };
    two.ben(Command::Send { hurt, letter: blank });
    two.meet();
    let known = two.ana.couple().apology.for_hurt(hurt, BEN).unwrap();
    assert_eq!(known.latest().unwrap().letter.asks_forgiveness, None);
    assert_eq!(Part::ALL[0], Part::Responsibility);
    assert_eq!(Part::ALL[1], Part::Repair);
}

#[test]
fn opening_a_letter_is_known_to_its_reader_alone() {
    let (mut two, _, apology) = sent();
    let before = two.ben.couple().clone();
    two.ana(Command::Unfold { apology, version: 0 });
    assert_eq!(two.ana.written.last().unwrap().audience, Audience::Mine);
    two.meet();
    assert!(two.ana.couple().apology.is_unfolded(apology, 0));
    assert_eq!(two.ben.couple(), &before);
    assert_eq!(two.try_ben(Command::Unfold { apology, version: 0 }), refused(Refusal::OnlyTheReceiver));
}

#[test]
fn each_answer_stands_on_its_own_and_can_be_changed() {
    let (mut two, hurt, apology) = sent();
    two.ana(answer(apology, 0, Answer::Read));
    two.ana(answer(apology, 0, Answer::Missing(Part::Regret)));
    two.ana(answer(apology, 0, Answer::NotYet));
    two.meet();
    let said = [Answer::Read, Answer::Missing(Part::Regret), Answer::NotYet];
    assert_eq!(seen(&two, apology).versions[0].answers, said);
    assert_eq!(stands(&two, hurt), Stands::SomethingIsMissing);
    let back = Command::Answer { apology, version: 0, answer: said[1], stands: false };
    two.ana(back);
    two.ana(answer(apology, 0, Answer::Accepted));
    two.meet();
    assert_eq!(seen(&two, apology).versions[0].answers, [Answer::Read, Answer::Accepted]);
    assert_eq!(stands(&two, hurt), Stands::Accepted);
    two.ana(answer(apology, 0, Answer::NotNow));
    two.meet();
    assert_eq!(seen(&two, apology).stand(), Some((0, Answer::NotNow)));
    assert_eq!(stands(&two, hurt), Stands::Sent);
}

#[test]
fn nobody_answers_their_own_apology() {
    let (mut two, _, apology) = sent();
    assert_eq!(two.try_ben(answer(apology, 0, Answer::Accepted)), refused(Refusal::OnlyTheReceiver));
    assert_eq!(two.try_ana(answer(apology, 1, Answer::Read)), refused(Refusal::NoSuchVersion));
    let forged = Answered { apology, version: 0, answer: Answer::Accepted, stands: true };
    two.ben.writes(two.now, vec![Any::Apology(Event::Answered(forged))]);
    two.meet();
    assert!(!seen(&two, apology).is_accepted());
}

#[test]
fn something_missing_is_answered_with_a_new_version_and_every_version_is_kept() {
    let (mut two, hurt, apology) = sent();
    two.ana(answer(apology, 0, Answer::Missing(Part::Explanation)));
    two.meet();
    assert_eq!(seen(&two, apology).missing().collect::<Vec<_>>(), [Part::Explanation]);
    let fuller = Letter { explanation: "I was too proud to say so.".to_owned(), ..letter() };
    assert_eq!(
        two.try_ana(Command::Revise { apology, letter: fuller.clone() }),
        refused(Refusal::OnlyItsAuthor)
    );
    two.ben(Command::Revise { apology, letter: fuller.clone() });
    two.meet();
    let known = seen(&two, apology);
    assert_eq!(known.versions.len(), 2);
    assert_eq!((&known.versions[0].letter, &known.latest().unwrap().letter), (&letter(), &fuller));
    assert_eq!(stands(&two, hurt), Stands::Sent);
    two.ana(answer(apology, 1, Answer::Accepted));
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Accepted);
    // Saying the same again is no new version.
    let written = two.ben.written.len();
    two.ben(Command::Revise { apology, letter: fuller });
    assert_eq!(two.ben.written.len(), written);
}

#[test]
fn an_answer_lands_on_the_version_it_was_given_to_though_a_newer_one_came_meanwhile() {
    let (mut two, _, apology) = sent();
    two.ana(answer(apology, 0, Answer::Accepted));
    let fuller = Letter { explanation: "I hid it.".to_owned(), ..letter() };
    two.ben(Command::Revise { apology, letter: fuller });
    two.meet();
    let known = seen(&two, apology);
    assert_eq!(known.versions[0].answers, [Answer::Accepted]);
    assert!(known.versions[1].answers.is_empty());
    // What was accepted stays accepted, until the receiver says otherwise.
    assert_eq!(known.stand(), Some((0, Answer::Accepted)));
    two.ana(answer(apology, 1, Answer::NotYet));
    two.meet();
    assert!(!seen(&two, apology).is_accepted());
}

#[test]
fn taking_back_i_feel_heard_lets_a_sent_apology_rest_and_takes_nothing_away() {
    let (mut two, hurt, apology) = sent();
    two.ana(talk::Command::FeelHeard { hurt, heard: false });
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Resting);
    assert_eq!(seen(&two, apology).latest().unwrap().letter, letter());
    let fuller = Letter { explanation: "I hid it.".to_owned(), ..letter() };
    assert_eq!(two.try_ben(Command::Revise { apology, letter: fuller }), refused(Refusal::NotHeardYet));
    // Who wants to answer can.
    two.ana(answer(apology, 0, Answer::Read));
    two.meet();
    two.ana(talk::Command::FeelHeard { hurt, heard: true });
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Sent);
}

#[test]
fn an_apology_sent_before_the_news_came_that_heard_was_taken_back_rests_too() {
    let (mut two, hurt) = heard();
    two.ana(talk::Command::FeelHeard { hurt, heard: false });
    two.ben(Command::Send { hurt, letter: letter() });
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Resting);
}

#[test]
fn an_apology_taken_back_while_it_is_answered_leaves_no_words_and_asks_for_nothing() {
    let (mut two, hurt, apology) = sent();
    two.ana(answer(apology, 0, Answer::Accepted));
    two.ben(Command::Withdraw { apology });
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::CanBeSent);
    assert!(!seen(&two, apology).is_accepted());
    for couple in [two.ana.couple(), two.ben.couple()] {
        assert!(!couple.to_cbor().windows(10).any(|it| it == b"I lied to "), "the words are gone");
    }
    assert_eq!(two.try_ana(answer(apology, 0, Answer::Read)), refused(Refusal::Withdrawn));
    two.ben(Command::Send { hurt, letter: letter() });
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Sent);
    assert_ne!(two.ana.couple().apology.for_hurt(hurt, BEN).unwrap().id, apology);
}

#[test]
fn an_offer_becomes_a_promise_once_the_receiver_has_read_it() {
    let (mut two, _, apology) = sent();
    let when = When::once(two.today().plus(7));
    let promise = Across::PromiseOffer { apology, version: 0, offer: 0, when };
    assert_eq!(two.try_ben(promise.clone()), refused(Refusal::NotReadYet));
    two.ana(answer(apology, 0, Answer::NotYet));
    two.meet();
    assert_eq!(two.try_ben(promise.clone()), refused(Refusal::NotReadYet));
    two.ana(answer(apology, 0, Answer::Read));
    two.meet();
    assert_eq!(two.try_ana(promise.clone()), refused(Refusal::OnlyItsAuthor));
    two.ben(promise.clone());
    two.meet();
    let made = two.ana.couple().promises.made_by(BEN)[0];
    assert_eq!((made.words.as_str(), made.source), ("Home by seven on Thursdays", Source::Apology));
    assert_eq!(seen(&two, apology).versions[0].promise_of(0), Some(made.id));
    let promise_id = made.id;
    assert_eq!(two.try_ben(promise), refused(Refusal::AlreadyPromised { promise: promise_id }));
    let beyond = Across::PromiseOffer { apology, version: 0, offer: 1, when };
    assert_eq!(two.try_ben(beyond), refused(Refusal::NoSuchOffer));
    let past = When::once(two.today().plus(-1));
    let (mut again, _, apology) = sent();
    again.ana(answer(apology, 0, Answer::Read));
    again.meet();
    let late = Across::PromiseOffer { apology, version: 0, offer: 0, when: past };
    assert_eq!(again.try_ben(late), Err(Refused::Promises(promises::Refusal::DayIsPast)));
}

#[test]
fn a_hundred_thousand_characters_fit_and_more_are_refused_with_their_size() {
    let (mut two, hurt) = heard();
    let long = |bytes: usize| Letter { responsibility: "é".repeat(bytes / 2), ..Letter::default() };
    let bytes = 200_000;
    let too_long = Flaw::TooLong { bytes, most: LONGEST_ACCOUNT };
    assert_eq!(two.try_ben(Command::Send { hurt, letter: long(bytes) }), refused(Refusal::Words(too_long)));
    two.ben(Command::Send { hurt, letter: Letter { regret: "y".repeat(50_000), ..long(50_000) } });
    let written = two.ben.written.last().unwrap();
    assert!(written.event.to_cbor().len() <= 128 * 1024, "it fits into one event");
    two.meet();
    assert_eq!(stands(&two, hurt), Stands::Sent);
}

#[test]
fn words_from_right_to_left_and_pictures_stay_as_they_were_written() {
    let (mut two, hurt) = heard();
    let words = "أنا آسف 🌧️ — \u{202e}כן";
    two.ben(Command::Send { hurt, letter: Letter { responsibility: words.to_owned(), ..letter() } });
    two.meet();
    let known = two.ana.couple().apology.for_hurt(hurt, BEN).unwrap();
    assert_eq!(known.latest().unwrap().letter.responsibility, words);
}

#[test]
fn the_partner_can_neither_revise_nor_withdraw_what_the_other_sent() {
    let (mut two, _, apology) = sent();
    let worse = Letter { responsibility: "It was nothing".to_owned(), ..Letter::default() };
    let forged = [
        Event::Revised(Revised { apology, letter: worse.clone() }),
        Event::Withdrawn(Withdrawn { apology }),
        Event::Sent(Sent { apology, hurt: seen(&two, apology).hurt, letter: worse }),
    ];
    two.ana.writes(two.now, forged.map(Any::Apology).to_vec());
    two.meet();
    assert_eq!(seen(&two, apology).versions.len(), 1);
    assert_eq!(seen(&two, apology).latest().unwrap().letter, letter());
}

#[test]
fn what_was_sent_stays_readable_for_who_remains_when_the_other_leaves() {
    let (mut two, _, apology) = sent();
    two.ben(people::Command::Leave);
    two.meet();
    assert_eq!(seen(&two, apology).latest().unwrap().letter, letter());
    let refused = two.try_ana(answer(apology, 0, Answer::Read));
    assert_eq!(refused, Err(Refused::NotTogether(people::Together::TheyLeft)));
    two.ana(Command::Unfold { apology, version: 0 });
}

#[test]
fn two_devices_of_the_author_that_both_sent_one_leave_the_earlier_in_place() {
    let (mut two, hurt, apology) = sent();
    let second = ApologyId::make(BEN, [8; 16]);
    let twice = Event::Sent(Sent { apology: second, hurt, letter: letter() });
    two.ben.writes(two.now, vec![Any::Apology(twice)]);
    two.meet();
    assert_eq!(two.ana.couple().apology.for_hurt(hurt, BEN).unwrap().id, apology);
    two.ben(Command::Withdraw { apology: second });
    two.meet();
    assert_eq!(two.ana.couple().apology.all().filter(|it| !it.withdrawn).count(), 1);
    assert_eq!(two.ana.couple().apology.for_hurt(hurt, ANA), None);
}

#[test]
fn a_letter_that_came_back_three_times_may_need_somebody_elses_help() {
    let (mut two, _, apology) = sent();
    for version in 0..3 {
        assert!(!seen(&two, apology).came_back_often());
        two.ana(answer(apology, version, Answer::Missing(Part::Regret)));
        two.meet();
        let regret = ["I left you alone with it, ", "again.", &version.to_string()].concat();
        two.ben(Command::Revise { apology, letter: Letter { regret, ..letter() } });
        two.meet();
    }
    assert!(seen(&two, apology).came_back_often());
}
