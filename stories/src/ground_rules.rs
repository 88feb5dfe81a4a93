//! Ground rules: proposed by each, agreed by both, changed, and ended by either.

use client::NotDone;
use domain::ground_rules::{About, Command as Rules, Refusal, State};
use domain::{Command, RuleId};

use crate::world::{Device, TwoPartners};

const STOP: &str = "Either of us can say “time-out”. We stop at once.";

fn says(device: &Device, command: Rules) -> Result<(), NotDone> {
    device.ours().perform(Command::GroundRules(command))
}

fn proposes(device: &Device, words: &str) {
    says(device, Rules::Propose { about: About::StoppingAFight, words: words.to_owned() }).unwrap();
}

fn proposed(device: &Device) -> Vec<(RuleId, String)> {
    device
        .ours()
        .read(|it| it.couple().ground_rules.proposed().iter().map(|it| (it.id, it.words.clone())).collect())
}

fn standing(device: &Device) -> Vec<String> {
    device.ours().read(|it| it.couple().ground_rules.standing().iter().map(|it| it.words.clone()).collect())
}

fn state(device: &Device, rule: RuleId) -> State {
    device.ours().read(|it| it.couple().ground_rules.get(rule).unwrap().state)
}

/// Both agreed to one line.
fn agreed(us: &TwoPartners) -> RuleId {
    proposes(&us.noor, STOP);
    us.meet();
    let rule = proposed(&us.sam)[0].0;
    says(&us.sam, Rules::Agree { rule }).unwrap();
    us.meet();
    rule
}

#[test]
fn a_line_stands_for_both_once_the_other_agreed_and_nobody_agrees_with_themselves() {
    let us = TwoPartners::apart();
    proposes(&us.noor, STOP);
    us.meet();
    let rule = proposed(&us.noor)[0].0;
    let alone = NotDone::Refused(domain::Refusal::GroundRules(Refusal::OnlyTheOtherCanAgree));
    assert_eq!(says(&us.noor, Rules::Agree { rule }), Err(alone));
    assert!(standing(&us.sam).is_empty());
    says(&us.sam, Rules::Agree { rule }).unwrap();
    us.meet();
    assert_eq!((standing(&us.noor), standing(&us.sam)), (vec![STOP.to_owned()], vec![STOP.to_owned()]));
    us.same_journey();
}

#[test]
fn a_line_stands_as_it_is_until_the_other_agrees_to_its_new_words() {
    let us = TwoPartners::apart();
    let rule = agreed(&us);
    let words = "We stop, and name a time to come back.".to_owned();
    says(&us.sam, Rules::ProposeChange { rule, words: words.clone() }).unwrap();
    us.meet();
    assert_eq!(standing(&us.noor), [STOP]);
    let new = proposed(&us.noor)[0].0;
    says(&us.noor, Rules::Agree { rule: new }).unwrap();
    us.meet();
    assert_eq!(standing(&us.sam), [words]);
    assert_eq!(state(&us.sam, rule), State::Changed { into: new });
}

#[test]
fn either_ends_a_line_at_any_time_also_while_the_other_agrees_without_a_network() {
    let us = TwoPartners::apart();
    let rule = agreed(&us);
    proposes(&us.noor, "No hard talks after ten at night.");
    us.meet();
    let night = proposed(&us.sam)[0].0;
    // Nobody hears of the other for a while.
    says(&us.sam, Rules::Agree { rule: night }).unwrap();
    says(&us.noor, Rules::End { rule: night }).unwrap();
    says(&us.sam, Rules::End { rule }).unwrap();
    us.meet();
    assert!(standing(&us.noor).is_empty() && standing(&us.sam).is_empty());
    us.same_journey();
}

#[test]
fn both_changing_one_line_at_once_lose_nothing_they_both_agreed_to() {
    let us = TwoPartners::apart();
    let rule = agreed(&us);
    let change = |words: &str| Rules::ProposeChange { rule, words: words.to_owned() };
    says(&us.noor, change("We stop for an hour. ⏳")).unwrap();
    says(&us.sam, change("نتوقف ليوم واحد")).unwrap();
    us.meet();
    for (device, words) in [(&us.noor, "نتوقف ليوم واحد"), (&us.sam, "We stop for an hour. ⏳")]
    {
        let rule = proposed(device).into_iter().find(|it| it.1 == words).unwrap().0;
        says(device, Rules::Agree { rule }).unwrap();
    }
    us.meet();
    assert_eq!(standing(&us.noor).len(), 2);
    us.same_journey();
}

#[test]
fn a_line_is_proposed_only_to_someone_and_until_then_its_words_stay_in_the_field() {
    let us = TwoPartners::strangers();
    let typed = "x".repeat(100_000);
    us.noor.ours().save_draft("ground_rules/words", &typed);
    let words = STOP.to_owned();
    assert!(says(&us.noor, Rules::Propose { about: About::Money, words }).is_err());
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("ground_rules/words").map(|it| it.len()), Some(100_000));
}
