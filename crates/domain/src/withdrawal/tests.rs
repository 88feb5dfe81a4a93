//! The rules of taking back, each as a sentence.

use super::{Command, Gone, Reached, Refusal, stays_of, taken_back};
use crate::audience::Audience::{Mine, Ours};
use crate::couple::{Event, Refusal as Refused};
use crate::history::Record;
use crate::ids::{DeviceId, RecordId};
use crate::practices::apology::Letter;
use crate::practices::{apology, hurts, leaning, memories, questions, setting_down, talk};
use crate::two::{ANA, BEN, Two};
use crate::{drafts, people};

fn of_ana(two: &Two) -> Vec<Reached> {
    let all = taken_back(Ours, two.ana.history.records());
    all.into_iter().filter(|it| it.author == ANA).collect()
}

fn kinds(two: &Two) -> Vec<String> {
    let all = taken_back(Ours, two.ana.history.records());
    let kind = |it: &Reached| {
        two.ana.history.records().find(|of| of.id == it.record).unwrap().event.kind().to_owned()
    };
    all.iter().map(kind).collect()
}

fn shared_and_taken_back() -> Two {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    two.ana(hurts::Command::Add {
        aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
        hurt,
        part: hurts::Part::Lies,
        words: "And in March.".to_owned(),
    });
    two.meet();
    two.ana(hurts::Command::Withdraw { hurt });
    two.meet();
    two
}

fn naming(two: &Two) -> Command {
    let gone = of_ana(two).into_iter().map(|it| it.stays).collect();
    Command::Name { audience: Ours, by: two.ana.couple().withdrawal.unnamed(Ours, ANA).collect(), gone }
}

fn name(two: &mut Two) -> RecordId {
    let naming = naming(two);
    two.ana(naming);
    two.meet();
    two.ana.couple().withdrawal.all(Ours).last().unwrap().id
}

#[test]
fn an_account_that_is_taken_back_takes_what_was_added_to_it_along() {
    assert_eq!(kinds(&shared_and_taken_back()), ["hurts.shared", "hurts.added"]);
}

#[test]
fn nothing_is_reached_before_the_relay_has_seen_it_and_its_taking_back() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    two.ana(hurts::Command::Withdraw { hurt });
    assert_eq!(of_ana(&two), []);
    two.meet();
    assert_eq!(of_ana(&two).len(), 1);
}

#[test]
fn what_is_shared_anew_after_it_was_taken_back_stands() {
    let mut two = Two::together();
    let plan = || setting_down::Plan {
        what_sets_me_off: "Late trains".to_owned(),
        what_helps: String::new(),
        what_i_ask: String::new(),
    };
    two.ana(setting_down::Command::WritePlan(plan()));
    for _ in 0..2 {
        two.ana(setting_down::Command::SharePlan(plan()));
        two.meet();
        two.ana(setting_down::Command::WithdrawPlan);
        two.meet();
    }
    two.ana(setting_down::Command::SharePlan(plan()));
    two.meet();
    assert_eq!(of_ana(&two).len(), 2);
}

#[test]
fn nobody_takes_back_what_the_other_wrote() {
    let two = shared_and_taken_back();
    let mut records: Vec<Record> = two.ana.history.records().cloned().collect();
    for it in &mut records {
        if matches!(it.event, Event::Hurts(hurts::Event::Withdrawn(_))) {
            it.author = BEN;
        }
    }
    assert_eq!(taken_back(Ours, records.iter()), []);
}

#[test]
fn of_an_apology_every_version_goes_and_not_a_word_stays() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    two.ana(apology::Command::Waive { hurt, waived: true });
    two.meet();
    let letter = |said: &str| Letter { responsibility: said.to_owned(), ..Letter::default() };
    two.ben(apology::Command::Send { hurt, letter: letter("I lied to you") });
    let sent = two.ben.couple().apology.all().next().unwrap().id;
    two.ben(apology::Command::Revise { apology: sent, letter: letter("I lied to you in May") });
    two.meet();
    two.ben(apology::Command::Withdraw { apology: sent });
    two.meet();
    let reached = taken_back(Ours, two.ana.history.records());
    assert_eq!(kinds(&two), ["apology.sent", "apology.revised"]);
    for it in &reached {
        assert!(!String::from_utf8_lossy(&it.stays.body).contains("lied"));
        assert!(matches!(it.stays.stays(), Some(Event::Apology(_))));
    }
}

#[test]
fn of_a_day_both_remember_the_name_stays_and_the_words_go() {
    let mut two = Two::together();
    let on = two.today();
    two.ana(memories::Command::Keep { name: "The lake".to_owned(), on, text: "You held my hand".to_owned() });
    let memory = two.ana.couple().memories.kept()[0].id;
    two.meet();
    two.ana(memories::Command::TakeBack { memory });
    two.meet();
    let body = of_ana(&two).remove(0).stays.body;
    let body = String::from_utf8_lossy(&body);
    assert!(body.contains("The lake") && !body.contains("hand"), "{body}");
}

#[test]
fn a_topic_that_was_taken_back_is_reached() {
    let mut two = Two::together();
    let text = "What I never said".to_owned();
    two.ana(talk::Command::NameTopic { from: talk::TopicFrom::OwnWords, text, for_day: None });
    let topic = two.ana.couple().talk.topics()[0].id;
    two.meet();
    two.ana(talk::Command::TakeTopicBack { topic });
    two.meet();
    assert_eq!(kinds(&two), ["talk.topic_named"]);
}

#[test]
fn what_was_named_is_not_named_again() {
    let mut two = shared_and_taken_back();
    let again = naming(&two);
    assert_eq!(two.ben.couple().withdrawal.unnamed(Ours, ANA).count(), 1);
    name(&mut two);
    assert_eq!(two.ben.couple().withdrawal.all(Ours)[0].gone.len(), 2);
    assert_eq!(two.ben.couple().withdrawal.unnamed(Ours, ANA).count(), 0);
    assert_eq!(two.try_ana(again), Err(Refused::Withdrawal(Refusal::NothingToSay)));
}

#[test]
fn each_device_that_has_erased_it_counts_once_and_the_authors_tells_of_the_relay() {
    let mut two = shared_and_taken_back();
    let of = vec![name(&mut two)];
    let here = two.ben.device_in(Ours);
    two.ben(Command::Erased { audience: Ours, of: of.clone(), here });
    let again = two.try_ben(Command::Erased { audience: Ours, of: of.clone(), here });
    assert_eq!(again, Err(Refused::Withdrawal(Refusal::NothingToSay)));
    two.meet();
    let taking = two.ana.couple().withdrawal.all(Ours)[0].clone();
    assert!(taking.is_erased_on(here) && !taking.is_erased_on(DeviceId([99; 16])));
    assert!(!taking.is_erased_at_the_relay());
    let here = two.ana.device_in(Ours);
    two.ana(Command::Erased { audience: Ours, of, here });
    two.meet();
    let taking = &two.ben.couple().withdrawal.all(Ours)[0];
    assert_eq!(taking.erased_on.len(), 2);
    assert!(taking.is_erased_at_the_relay());
}

#[test]
fn nobody_puts_other_words_in_the_place_of_their_own() {
    let two = shared_and_taken_back();
    let shared = two.ana.history.records().find(|it| it.event.kind() == "hurts.shared").unwrap();
    let gone = |event: &Event| Gone {
        record: shared.id,
        at: shared.stamp,
        kind: event.kind().to_owned(),
        schema: event.schema(),
        body: event.to_cbor(),
        was: shared.event.kind().to_owned(),
        word: Vec::new(),
    };
    assert_eq!(gone(&shared.event).stays(), None);
    assert_eq!(gone(&stays_of(&shared.event)).stays(), Some(stays_of(&shared.event)));
}

#[test]
fn what_one_puts_away_in_the_vault_is_reached_with_the_drafts_of_before() {
    let mut two = Two::alone();
    two.ana(people::Command::Join("Ana".to_owned()));
    two.ben(people::Command::Join("Ben".to_owned()));
    let draft = |text: &str| drafts::Command::Save { key: "leaning".to_owned(), text: text.to_owned() };
    two.ana(draft("I want to go"));
    two.ana(draft("I want to go, and"));
    let page =
        leaning::Page { to_go: "I want to go, and I am afraid".to_owned(), ..leaning::Page::default() };
    two.ana(leaning::Command::Write(page));
    two.ana(drafts::Command::Clear { key: "leaning".to_owned() });
    two.ana(drafts::Command::Save { key: "questions".to_owned(), text: "still typed".to_owned() });
    two.meet();
    assert_eq!(taken_back(Mine, two.ana.history.records()), [], "nothing is put away");
    two.ana(leaning::Command::PutAway);
    two.meet();
    let reached = taken_back(Mine, two.ana.history.records());
    let was: Vec<&str> = reached.iter().map(|it| it.stays.was.as_str()).collect();
    assert_eq!(was, ["leaning.written", "drafts.saved", "drafts.saved"]);
    assert!(reached.iter().all(|it| !String::from_utf8_lossy(&it.stays.body).contains("go")));
    let by = two.ana.couple().withdrawal.unnamed(Mine, ANA).collect();
    let gone = reached.into_iter().map(|it| it.stays).collect();
    two.ana(Command::Name { audience: Mine, by, gone });
    assert!(two.ana.written.last().is_some_and(|it| it.audience == Mine), "nobody else hears of it");
    let of = vec![two.ana.couple().withdrawal.all(Mine)[0].id];
    let here = two.ana.device_in(Mine);
    two.ana(Command::Erased { audience: Mine, of, here });
    assert!(two.ana.couple().withdrawal.all(Mine)[0].is_erased_on(here));
    assert!(two.ana.written.last().is_some_and(|it| it.audience == Mine));
}

#[test]
fn a_question_that_was_taken_back_unread_keeps_no_words() {
    let mut two = Two::together();
    let (text, sure) = ("Was she in our flat?".to_owned(), questions::Sure::default());
    let shelf = questions::Shelf::NotSure;
    two.ana(questions::Command::Write { text, shelf, rest_hours: 48, sure, about: None });
    let written = two.ana.written.iter().find_map(|it| match &it.event {
        Event::Questions(questions::Event::Written(it)) => Some(it.question),
        _ => None,
    });
    let question = written.unwrap();
    two.ana(questions::Command::TakeBack { question });
    two.meet();
    let words = b"our flat";
    assert!(!two.ana.couple().to_cbor().windows(words.len()).any(|it| it == words));
    assert_eq!(taken_back(Mine, two.ana.history.records()).len(), 1);
}

#[test]
fn what_stays_of_words_on_a_day_holds_their_place_and_words_that_were_none_stay_none() {
    let memory = crate::ids::MemoryId::make(ANA, [7; 16]);
    let on = crate::day::Day::new(2026, 5, 1).unwrap();
    let said = |text: &str| memories::Event::Said(memories::Said { memory, text: text.to_owned() });
    assert_eq!(stays_of(&Event::Memories(said("We got lost."))), Event::Memories(said("·")));
    let kept = |text: &str| {
        let (name, text) = ("The lake".to_owned(), text.to_owned());
        Event::Memories(memories::Event::Kept(memories::Kept { memory, name, on, text }))
    };
    assert_eq!(stays_of(&kept("You laughed.")), kept("·"));
    assert_eq!(stays_of(&kept(" ")), kept(""));
}
