//! Bad days: what happens when something comes between. Each has one kind outcome, the same for both.

use std::cell::Cell;
use std::rc::Rc;

use client::NotDone;
use domain::apology::{self, Answer, Letter, Refusal, Stands};
use domain::path::{What, today};
use domain::questions::{self, NewAnswer, Shelf};
use domain::same_page::{self, Sealed, Wants};
use domain::talk::{self, Devices, USUAL_TURN_SECONDS};
use domain::{ApologyId, Command, HurtId, ground_rules, hurts, people, time, why};

use super::steps::{a_hurt_is_told_and_named, does, sees};
use crate::world::{Device, MORNING, PASSPHRASE, RelayHouse, TwoPartners};

fn letter(responsibility: &str) -> Letter {
    Letter { responsibility: responsibility.to_owned(), ..Letter::default() }
}

/// A hurt that both have named, Noor feels heard, and Sam has sent an apology.
fn with_an_apology() -> (TwoPartners, HurtId, ApologyId) {
    let us = TwoPartners::apart();
    let hurt = a_hurt_is_told_and_named(&us);
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
    us.meet();
    does(&us.sam, apology::Command::Send { hurt, letter: letter("I lied to you.") });
    us.meet();
    let apology = sees(&us.noor, |it| it.apology.all().next().unwrap().id);
    (us, hurt, apology)
}

fn stands(device: &Device, hurt: HurtId) -> Option<Stands> {
    sees(device, |it| it.apology.stands(it, hurt))
}

/// What Today says to one of them about their letters.
fn asked_about_letters(device: &Device) -> usize {
    let now = device.moment();
    let all = sees(device, |it| today(it, &now));
    all.iter().filter(|it| matches!(it.what, What::OpenLetter { .. } | What::CompleteLetter { .. })).count()
}

fn accepts(device: &Device, apology: ApologyId) {
    does(device, apology::Command::Answer { apology, version: 0, answer: Answer::Accepted, stands: true });
}

/// Everything an evening can bring at once, each without knowing of the other.
fn an_evening_offline(us: &TwoPartners, hurt: HurtId) {
    let rule = sees(&us.noor, |it| it.ground_rules.standing()[0].id);
    for (device, words) in [(&us.noor, "Not after nine."), (&us.sam, "Not after eleven.")] {
        let words = words.to_owned();
        does(device, ground_rules::Command::ProposeChange { rule, words });
        us.hours_pass(1);
    }
    let ask = talk::Command::Ask { on: Devices::Two, topic: None, turn_seconds: USUAL_TURN_SECONDS };
    does(&us.sam, ask.clone());
    does(&us.noor, ask);
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: false });
    does(&us.sam, apology::Command::Send { hurt, letter: letter("I lied to you.") });
    does(&us.noor, time::Command::NotReady { hurt, look_again: None });
    for device in [&us.noor, &us.sam] {
        does(device, same_page::Command::Ask);
    }
}

#[test]
fn what_both_did_at_once_offline_comes_to_the_same_whoever_comes_back_first() {
    let mut seen = Vec::new();
    for noor_first in [true, false] {
        let us = TwoPartners::apart();
        let hurt = a_hurt_is_told_and_named(&us);
        let words = "Not after ten.".to_owned();
        let about = ground_rules::About::StoppingAFight;
        does(&us.noor, ground_rules::Command::Propose { about, words });
        does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
        us.meet();
        let rule = sees(&us.sam, |it| it.ground_rules.proposed()[0].id);
        does(&us.sam, ground_rules::Command::Agree { rule });
        us.meet();
        an_evening_offline(&us, hurt);
        let (first, then) = if noor_first { (&us.noor, &us.sam) } else { (&us.sam, &us.noor) };
        first.looks();
        us.hours_pass(1);
        then.looks();
        us.meet();
        us.same_journey();
        let now = us.noor.moment();
        let held = sees(&us.noor, |it| it.talk.open(&now).map(|it| it.joined));
        let proposals = sees(&us.sam, |it| it.ground_rules.proposed().len());
        let asking = sees(&us.sam, |it| it.same_page.to_write(it).asking);
        seen.push((held, proposals, asking, stands(&us.sam, hurt)));
    }
    // Both asked for a talk: that is a yes. Both wrote another line: both stand there. He sent before he could know
    // that she took her mark back: it rests.
    assert_eq!(seen[0], (Some(true), 2, 1, Some(Stands::Resting)));
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn who_leaves_in_the_middle_of_an_exchange_leaves_the_others_answer_sealed() {
    let us = TwoPartners::apart();
    does(&us.noor, same_page::Command::Seal(same_page::Answer::of(Wants::No)));
    us.meet();
    does(&us.sam, people::Command::Leave);
    us.meet();
    assert_eq!(sees(&us.sam, |it| it.same_page.latest(it)), None);
    assert!(sees(&us.noor, |it| it.same_page.to_write(it).sealed.is_some()), "its author can read it");
}

#[test]
fn who_closes_the_page_in_the_middle_of_an_exchange_finds_it_as_it_was() {
    let us = TwoPartners::apart();
    does(&us.noor, same_page::Command::Seal(same_page::Answer::of(Wants::Yes)));
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    us.meet();
    does(&us.sam, same_page::Command::Seal(same_page::Answer::of(Wants::Unsure)));
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    us.meet();
    for device in [&us.noor, &us.sam] {
        let latest = sees(device, |it| it.same_page.latest(it));
        assert!(matches!(latest, Some((1, Sealed::Open(both))) if !both.both_lean_yes()));
    }
}

/// Together, and Sam's device shows a time so many hours off.
fn with_sams_clock_off(hours: i64) -> TwoPartners {
    let (now, house) = (Rc::new(Cell::new(MORNING)), Rc::new(RelayHouse::open(MORNING)));
    let his = Rc::new(Cell::new(MORNING.saturating_add_signed(hours * 3_600_000)));
    let noor = Device::with_account("noor", "Noor", &house, &now);
    let sam = Device::with_account("sam", "Sam", &house, &his);
    let us = TwoPartners { noor, sam, house, now };
    us.pair().unwrap();
    us.meet();
    us
}

#[test]
fn what_a_device_two_days_off_answers_is_not_lost_and_answers_what_it_answers() {
    for hours in [-48, 48] {
        let us = with_sams_clock_off(hours);
        us.noor.writes_a_question("When did it start?", Shelf::NeedToKnowNow);
        us.meet();
        let question = sees(&us.sam, |it| it.questions.asked()[0].id);
        let answer = NewAnswer::Written("In January.".to_owned());
        does(&us.sam, questions::Command::Answer { question, answer });
        us.meet();
        assert!(sees(&us.noor, |it| it.questions.get(question).unwrap().answer().is_some()), "{hours}");
        us.same_journey();
    }
}

#[test]
fn an_apology_between_clocks_two_days_apart_is_answered_revised_and_accepted() {
    for hours in [-48, 48] {
        let us = with_sams_clock_off(hours);
        let hurt = a_hurt_is_told_and_named(&us);
        does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
        us.meet();
        does(&us.sam, apology::Command::Send { hurt, letter: letter("I lied.") });
        us.meet();
        let apology = sees(&us.noor, |it| it.apology.all().next().unwrap().id);
        let answer = Answer::Missing(apology::Part::Regret);
        does(&us.noor, apology::Command::Answer { apology, version: 0, answer, stands: true });
        us.meet();
        assert_eq!(stands(&us.sam, hurt), Some(Stands::SomethingIsMissing), "{hours}");
        does(&us.sam, apology::Command::Revise { apology, letter: letter("I lied, and I am sorry.") });
        us.meet();
        let answer = Answer::Accepted;
        does(&us.noor, apology::Command::Answer { apology, version: 1, answer, stands: true });
        us.meet();
        assert_eq!(stands(&us.sam, hurt), Some(Stands::Accepted), "{hours}");
        for device in [&us.noor, &us.sam] {
            let (remorse, interest) = (Some("I lied.".to_owned()), Some("I stay.".to_owned()));
            let yes = same_page::Answer { remorse, interest, ..same_page::Answer::of(Wants::Yes) };
            does(device, same_page::Command::Seal(yes));
        }
        us.meet();
        assert!(sees(&us.noor, |it| it.same_page.both_chose(it)).is_some(), "{hours}");
        us.same_journey();
    }
}

/// A second device of Sam's.
fn another_of_sams(us: &TwoPartners) -> Device {
    let phone = Device::new("sam", &us.house, &us.now);
    let letting_in = us.house.run(us.sam.ours().let_in()).unwrap();
    phone.comes_in(&letting_in.link(), PASSPHRASE).unwrap();
    us.house.run(letting_in.came()).unwrap();
    phone.looks();
    us.meet();
    phone
}

#[test]
fn what_was_begun_on_one_device_is_finished_on_another() {
    let us = TwoPartners::apart();
    let phone = another_of_sams(&us);
    let hurt = a_hurt_is_told_and_named(&us);
    phone.looks();
    does(&phone, why::Command::Begin { hurt: Some(hurt) });
    let why = sees(&phone, |it| it.why.writings().next().unwrap().id);
    does(&phone, why::Command::Write { why, part: why::Part::Summary, text: "I was ashamed.".to_owned() });
    phone.ours().save_draft("apology/responsibility", "I lied to");
    us.hours_pass(1);
    phone.looks();
    us.meet();
    // On the other device, from the letter where the first one stopped.
    let typed = us.sam.ours().draft("apology/responsibility").unwrap_or_default();
    assert_eq!(typed, "I lied to");
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
    us.meet();
    does(&us.sam, apology::Command::Send { hurt, letter: letter(&[&typed, " you."].concat()) });
    us.sam.ours().clear_draft("apology/responsibility");
    does(&us.sam, why::Command::SayWhetherToEnd { why, answer: why::ToEnd::No });
    let previewed = why::Previewed { summary: "I was ashamed.".to_owned(), different: String::new() };
    does(&us.sam, why::Command::Share { why, previewed });
    us.meet();
    phone.looks();
    assert_eq!(phone.ours().draft("apology/responsibility"), None);
    assert_eq!(phone.whole(), us.sam.whole());
    let read = sees(&us.noor, |it| it.apology.all().next().unwrap().latest().unwrap().letter.clone());
    assert_eq!(read.responsibility, "I lied to you.");
}

#[test]
fn what_one_device_sealed_another_one_of_the_same_person_opens() {
    let us = TwoPartners::apart();
    let phone = another_of_sams(&us);
    does(&phone, same_page::Command::Seal(same_page::Answer::of(Wants::LeaningYes)));
    phone.looks();
    // The phone stays in a drawer from here on.
    us.hours_pass(1);
    does(&us.noor, same_page::Command::Seal(same_page::Answer::of(Wants::Yes)));
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert!(sees(device, |it| it.same_page.both_chose(it)).is_some(), "{}", device.name);
    }
}

#[test]
fn i_feel_heard_taken_back_after_the_apology_was_sent_lets_it_rest_and_asks_nothing_of_either() {
    let (us, hurt, apology) = with_an_apology();
    assert_eq!(asked_about_letters(&us.noor), 1);
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: false });
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert_eq!(stands(device, hurt), Some(Stands::Resting));
        assert_eq!(asked_about_letters(device), 0);
    }
    // It is not taken from her, and he cannot press on with another version.
    assert!(sees(&us.noor, |it| it.apology.get(apology).unwrap().latest().is_some()));
    let again = apology::Command::Revise { apology, letter: letter("I lied to you for a year.") };
    let refused = NotDone::Refused(domain::Refusal::Apology(Refusal::NotHeardYet));
    assert_eq!(us.sam.ours().perform(Command::Apology(again)), Err(refused));
    // Once she feels heard again, it is where it was.
    does(&us.noor, talk::Command::FeelHeard { hurt, heard: true });
    us.meet();
    assert_eq!(stands(&us.sam, hurt), Some(Stands::Sent));
    us.same_journey();
}

#[test]
fn an_apology_withdrawn_while_it_is_answered_is_withdrawn_for_both_and_can_be_written_anew() {
    for noor_first in [true, false] {
        let (us, hurt, apology) = with_an_apology();
        does(&us.noor, apology::Command::Unfold { apology, version: 0 });
        accepts(&us.noor, apology);
        does(&us.sam, apology::Command::Withdraw { apology });
        if noor_first {
            us.noor.looks();
        } else {
            us.sam.looks();
        }
        us.meet();
        for device in [&us.noor, &us.sam] {
            assert_eq!(stands(device, hurt), Some(Stands::CanBeSent));
            assert!(sees(device, |it| it.apology.get(apology).unwrap().versions.is_empty()));
            assert!(!device.whole().windows(13).any(|it| it == b"I lied to you"));
        }
        let late = apology::Command::Answer { apology, version: 0, answer: Answer::NotYet, stands: true };
        let refused = NotDone::Refused(domain::Refusal::Apology(Refusal::Withdrawn));
        assert_eq!(us.noor.ours().perform(Command::Apology(late)), Err(refused));
        does(&us.sam, apology::Command::Send { hurt, letter: letter("I lied. I am sorry.") });
        us.meet();
        assert_eq!(stands(&us.noor, hurt), Some(Stands::Sent));
        us.same_journey();
    }
}

#[test]
fn an_account_withdrawn_while_the_other_names_their_side_leaves_no_roles_and_no_words() {
    let us = TwoPartners::apart();
    let hurt = a_hurt_is_told_and_named(&us);
    does(&us.noor, hurts::Command::Withdraw { hurt });
    does(&us.sam, hurts::Command::TakeSide { hurt, side: None });
    us.hours_pass(1);
    us.sam.looks();
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert!(sees(device, |it| it.hurts.all().is_empty()));
    }
    assert!(!us.sam.whole().windows(12).any(|it| it == b"where you sa"));
    assert!(us.noor.whole().windows(12).any(|it| it == b"where you sa"), "its author keeps it");
    us.same_journey();
}
