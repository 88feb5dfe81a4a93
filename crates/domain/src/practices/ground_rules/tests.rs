//! The rules of ground rules, each as a sentence.

use crate::couple::{Across, Refusal as Refused};
use crate::ids::RuleId;
use crate::path::{self, What};
use crate::practice::Flaw;
use crate::practices::ground_rules::{About, Agreed, Command, Event, Proposed, Refusal, State};
use crate::practices::promises::{Source, When};
use crate::two::{ANA, BEN, Two};

fn propose(words: &str) -> Command {
    Command::Propose { about: About::StoppingAFight, words: words.to_owned() }
}

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::GroundRules(refusal))
}

fn proposed(two: &mut Two, words: &str) -> RuleId {
    two.ana(propose(words));
    two.meet();
    two.ben.couple().ground_rules.proposed().iter().find(|it| it.words == words).unwrap().id
}

fn agreed(two: &mut Two, words: &str) -> RuleId {
    let rule = proposed(two, words);
    two.ben(Command::Agree { rule });
    two.meet();
    rule
}

fn state(two: &Two, rule: RuleId) -> State {
    two.ana.couple().ground_rules.get(rule).unwrap().state
}

#[test]
fn a_line_holds_only_when_both_agreed_and_nobody_agrees_with_themselves() {
    let mut two = Two::together();
    let rule = proposed(&mut two, "We stop when one says stop.");
    assert_eq!(state(&two, rule), State::Proposed);
    assert_eq!(two.try_ana(Command::Agree { rule }), refused(Refusal::OnlyTheOtherCanAgree));
    let look = What::LookAtRule { rule };
    assert!(path::today(two.ben.couple(), &two.now).iter().any(|it| it.what == look));
    assert!(path::today(two.ana.couple(), &two.now).iter().all(|it| it.what != look));
    two.ben(Command::Agree { rule });
    two.meet();
    assert!(two.ana.couple().ground_rules.get(rule).unwrap().holds());
}

#[test]
fn a_change_takes_the_place_of_a_line_only_when_the_other_agrees() {
    let mut two = Two::together();
    let rule = agreed(&mut two, "We stop when one says stop.");
    two.ben(Command::ProposeChange { rule, words: "We stop, and talk the next day.".to_owned() });
    two.meet();
    let change = two.ana.couple().ground_rules.proposed()[0].id;
    assert!(two.ana.couple().ground_rules.get(rule).unwrap().holds());
    assert_eq!(two.ana.couple().ground_rules.get(change).unwrap().about, About::StoppingAFight);
    two.ana(Command::Agree { rule: change });
    two.meet();
    assert_eq!(state(&two, rule), State::Changed { into: change });
    assert_eq!(two.ben.couple().ground_rules.standing().len(), 1);
}

#[test]
fn only_what_both_agreed_to_is_changed() {
    let mut two = Two::together();
    let rule = proposed(&mut two, "No phones in bed.");
    let change = Command::ProposeChange { rule, words: "No phones after ten.".to_owned() };
    assert_eq!(two.try_ben(change), refused(Refusal::NotAgreedYet));
}

#[test]
fn either_can_end_a_line_at_any_time_and_turn_down_or_take_back_a_proposal() {
    let mut two = Two::together();
    let rule = agreed(&mut two, "We stop when one says stop.");
    let turned_down = proposed(&mut two, "No phones in bed.");
    let taken_back = proposed(&mut two, "You sleep in the study.");
    two.ben(Command::End { rule });
    two.ben(Command::End { rule: turned_down });
    two.ana(Command::End { rule: taken_back });
    two.meet();
    let by = |rule| match state(&two, rule) {
        State::Ended { by, .. } => by,
        other => panic!("{other:?}"),
    };
    assert_eq!((by(rule), by(turned_down), by(taken_back)), (BEN, BEN, ANA));
    assert_eq!(two.try_ben(Command::Agree { rule: taken_back }), refused(Refusal::NoSuchLine));
    assert_eq!(two.ana.couple().ground_rules.over().len(), 3);
}

#[test]
fn if_both_change_a_line_at_once_nothing_both_agreed_to_is_lost() {
    let mut two = Two::together();
    let rule = agreed(&mut two, "We stop when one says stop.");
    two.ana(Command::ProposeChange { rule, words: "We stop for an hour.".to_owned() });
    two.ben(Command::ProposeChange { rule, words: "We stop for a day.".to_owned() });
    two.meet();
    let ids: Vec<RuleId> = two.ana.couple().ground_rules.proposed().iter().map(|it| it.id).collect();
    let of = |person| *ids.iter().find(|it| it.author() == person).unwrap();
    two.ana(Command::Agree { rule: of(BEN) });
    two.ben(Command::Agree { rule: of(ANA) });
    two.meet();
    assert_eq!(two.ana.couple().ground_rules.standing().len(), 2);
    assert!(matches!(state(&two, rule), State::Changed { .. }));
}

#[test]
fn an_end_and_an_agreement_at_once_leave_an_ended_line() {
    let mut two = Two::together();
    let rule = proposed(&mut two, "No phones in bed.");
    two.ben(Command::Agree { rule });
    two.ana(Command::End { rule });
    two.meet();
    assert!(matches!(state(&two, rule), State::Ended { by: ANA, .. }));
}

#[test]
fn a_line_needs_words_and_has_an_end() {
    let mut two = Two::together();
    assert_eq!(two.try_ana(propose("  ")), refused(Refusal::Words(Flaw::Empty)));
    let flaw = Flaw::TooLong { bytes: 1_025, most: 1_024 };
    assert_eq!(two.try_ana(propose(&"x".repeat(1_025))), refused(Refusal::Words(flaw)));
}

#[test]
fn what_the_wrong_partner_writes_about_a_line_is_not_heard() {
    let mut two = Two::together();
    let rule = proposed(&mut two, "No phones in bed.");
    let before = two.ana.couple().ground_rules.clone();
    let words = "Other words".to_owned();
    let (about, changes) = (About::Money, None);
    let forged = RuleId::make(ANA, [77; 16]);
    for rule in [rule, forged] {
        let event = Event::Proposed(Proposed { rule, about, words: words.clone(), changes });
        two.ben.writes(two.now, vec![crate::Event::GroundRules(event)]);
    }
    two.ana.writes(two.now, vec![crate::Event::GroundRules(Event::Agreed(Agreed { rule }))]);
    two.meet();
    assert_eq!(two.ana.couple().ground_rules, before);
}

#[test]
fn a_line_both_agreed_to_becomes_a_promise_of_either_and_a_proposal_does_not() {
    let mut two = Two::together();
    let rule = proposed(&mut two, "No phones in bed.");
    let when = When::once(two.today());
    let promise = || Across::PromiseRule { rule, words: "Mine stays in the hall".to_owned(), when };
    assert_eq!(two.try_ana(promise()), refused(Refusal::NotAgreedYet));
    two.ben(Command::Agree { rule });
    two.ben(promise());
    two.meet();
    two.ana(promise());
    two.meet();
    let made = two.ben.couple().promises.all();
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|it| it.source == Source::Agreement));
}
