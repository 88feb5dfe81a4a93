//! How an agreement is paused, renewed and ended, each rule as a sentence.

use super::*;

#[test]
fn either_pauses_at_once_and_who_paused_lets_it_go_on() {
    let (mut two, agreement) = open();
    let (pause, go_on) = (Command::Pause { agreement }, Command::GoOn { agreement });
    two.ben(pause.clone());
    assert_eq!(seen(&two.ben, agreement).stands(two.ben.couple(), &two.now), Stands::Paused);
    two.meet();
    assert_eq!(two.try_ana(go_on.clone()), refused(Refusal::NotPausedByYou));
    two.ana(pause);
    two.meet();
    two.ben(go_on.clone());
    two.meet();
    assert_eq!(stands(&two, agreement), Stands::Paused, "the other paused it, too");
    two.ana(go_on);
    two.meet();
    assert!(matches!(stands(&two, agreement), Stands::Holds(_)));
    two.ben(Command::Pause { agreement });
    two.ana.writes(two.now, vec![crate::Event::OpenBook(Event::WentOn(WentOn { agreement }))]);
    two.meet();
    assert_eq!(stands(&two, agreement), Stands::Paused, "nobody else lets it go on");
}

#[test]
fn days_go_on_while_it_is_paused_so_that_it_never_becomes_longer() {
    let (mut two, agreement) = open();
    two.ben(Command::Pause { agreement });
    two.meet();
    two.wait_days(60);
    assert_eq!(stands(&two, agreement), Stands::RanOut { renewed_by: None });
    assert_eq!(two.try_ben(Command::GoOn { agreement }), refused(Refusal::Over));
}

#[test]
fn renewed_by_one_only_it_ends_on_its_day_and_both_are_told() {
    let (mut two, agreement) = open();
    assert_eq!(two.try_ana(renew(agreement)), refused(Refusal::NotYetToRenew));
    two.wait_days(30);
    two.ana(renew(agreement));
    two.meet();
    two.wait_days(29);
    assert!(matches!(stands(&two, agreement), Stands::Holds(_)));
    two.wait_days(1);
    assert_eq!(stands(&two, agreement), Stands::RanOut { renewed_by: Some(ANA) });
    let until = seen(&two.ana, agreement).terms.until;
    for who in [&two.ana, &two.ben] {
        assert!(suggested(who, &two, &What::HearItRanOut { agreement, until }));
    }
    assert_eq!(two.try_ben(renew(agreement)), refused(Refusal::Over), "a day too late");
}

#[test]
fn renewed_by_both_it_goes_on_for_as_long_again_and_begins_with_less() {
    let (mut two, agreement) = open();
    let first = seen(&two.ana, agreement).terms;
    renewed_by_both(&mut two, agreement);
    let it = seen(&two.ben, agreement);
    assert_eq!((it.terms.from, it.terms.days()), (first.until.plus(1), first.days()));
    assert_eq!((it.terms.often, it.renewals), (Often::Weekly, 1));
    assert!(!it.is_renewed_by(ANA) && !it.is_renewed_by(BEN), "nothing is said about the next stretch");
    let now = stands(&two, agreement);
    assert!(
        matches!(now, Stands::Holds(Step { often: Often::Weekly, .. })),
        "the first goes on to its end: {now:?}"
    );
    two.wait_days(29);
    assert_eq!(stands(&two, agreement), Stands::Holds(first.steps()[2]));
    two.wait_days(1);
    assert_eq!(stands(&two, agreement), Stands::Holds(it.terms.steps()[0]));
}

#[test]
fn a_renewal_can_be_taken_back_and_what_was_said_of_one_stretch_says_nothing_of_the_next() {
    let (mut two, agreement) = open();
    two.wait_days(30);
    two.ana(renew(agreement));
    two.ana(Command::Renew { agreement, renew: false });
    two.ben(renew(agreement));
    two.meet();
    assert_eq!(seen(&two.ana, agreement).renewals, 0);
    two.ana(renew(agreement));
    two.ben(Command::Renew { agreement, renew: false });
    two.meet();
    assert_eq!(seen(&two.ana, agreement).renewals, 1, "both would, when Ana said it again");
    two.wait_days(60);
    two.ben(renew(agreement));
    two.meet();
    assert_eq!(seen(&two.ana, agreement).renewals, 1);
}

#[test]
fn a_third_renewal_names_the_counsellor_to_both_however_it_came_about() {
    let (mut two, agreement) = open();
    for nth in 1..=3 {
        let before = What::ThinkOfRenewing { agreement, renewals: 3 };
        assert!(!suggested(&two.ana, &two, &before), "before the {nth}.");
        renewed_by_both(&mut two, agreement);
    }
    let advice = What::ThinkOfRenewing { agreement, renewals: 3 };
    assert!(suggested(&two.ana, &two, &advice) && suggested(&two.ben, &two, &advice));
    // To end it and make it anew is no way around.
    two.ana(Command::End { agreement });
    two.meet();
    two.wait_days(1);
    let it = Proposal { often: Often::Daily, ..proposal(&two) };
    let anew = agreed(&mut two, it);
    assert_eq!(seen(&two.ana, anew).renewals, 3, "the stretch that had not begun was not lived");
    two.wait_days(200);
    let it = proposal(&two);
    let later = agreed(&mut two, it);
    assert_eq!(seen(&two.ana, later).renewals, 0, "much later is another one");
}

#[test]
fn either_ends_it_at_any_time_and_a_proposal_is_taken_back_or_turned_down() {
    let (mut two, agreement) = open();
    two.ben(Command::End { agreement });
    two.meet();
    assert!(matches!(stands(&two, agreement), Stands::Over(Over::Ended { by: BEN, .. })));
    for command in [Command::End { agreement }, Command::Pause { agreement }, Command::Agree { agreement }] {
        let why = if matches!(command, Command::Agree { .. }) { Refusal::OneSided } else { Refusal::Over };
        assert_eq!(two.try_ana(command), refused(why));
    }
    for by_ana in [true, false] {
        let it = proposal(&two);
        let agreement = proposed(&mut two, it);
        let end = Command::End { agreement };
        if by_ana {
            two.ana(end)
        } else {
            two.ben(end)
        };
        two.meet();
        assert_eq!(two.try_ben(Command::Agree { agreement }), refused(Refusal::Over));
    }
}

/// Ben proposed other terms for what the two agreed to; Ana has not answered.
fn with_a_change() -> (Two, AgreementId, AgreementId) {
    let (mut two, agreement) = open();
    let proposal = Proposal { often: Often::Weekly, ..proposal(&two) };
    two.ben(Command::ProposeChange { agreement, proposal });
    two.meet();
    let changed = two.ana.couple().open_book.all()[0].id;
    assert_eq!(seen(&two.ana, changed).changes, Some(agreement));
    (two, agreement, changed)
}

#[test]
fn what_one_ends_or_pauses_while_the_other_agrees_to_other_terms_is_ended_or_paused() {
    for ends in [true, false] {
        let (mut two, agreement, changed) = with_a_change();
        two.ana(Command::Agree { agreement: changed });
        two.wait_days(1);
        two.ben(if ends { Command::End { agreement } } else { Command::Pause { agreement } });
        two.meet();
        match stands(&two, changed) {
            Stands::Over(Over::Ended { by: BEN, .. }) => assert!(ends),
            Stands::Paused => assert!(!ends && seen(&two.ana, changed).is_paused_by(BEN)),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn to_agree_to_other_terms_ends_nobodys_pause() {
    let (mut two, agreement, changed) = with_a_change();
    two.ben(Command::Pause { agreement });
    two.meet();
    two.ana(Command::Agree { agreement: changed });
    two.meet();
    assert_eq!(stands(&two, changed), Stands::Paused);
    assert_eq!(two.try_ana(Command::GoOn { agreement: changed }), refused(Refusal::NotPausedByYou));
    two.ben(Command::GoOn { agreement: changed });
    two.meet();
    assert!(matches!(stands(&two, changed), Stands::Holds(_)));
}

#[test]
fn other_terms_for_what_is_over_or_was_renewed_can_not_be_agreed_to_any_more() {
    let (mut two, agreement, changed) = with_a_change();
    two.ben(Command::End { agreement });
    two.meet();
    assert_eq!(stands(&two, changed), Stands::Overtaken);
    assert_eq!(two.try_ana(Command::Agree { agreement: changed }), refused(Refusal::Overtaken));
    assert!(!suggested(&two.ana, &two, &What::LookAtAgreement { agreement: changed }));
    let (mut two, agreement, changed) = with_a_change();
    renewed_by_both(&mut two, agreement);
    assert_eq!(stands(&two, changed), Stands::Overtaken);
    assert!(matches!(stands(&two, agreement), Stands::Holds(_)));
}

#[test]
fn other_terms_are_agreed_to_until_the_last_day_is_over_where_one_is() {
    let (mut two, agreement, changed) = with_a_change();
    let until = seen(&two.ana, agreement).terms.until;
    let agreed = vec![crate::Event::OpenBook(Event::Agreed(Agreed { agreement: changed }))];
    two.wait_days(u64::try_from(until.days_since(two.today())).unwrap() + 1);
    two.ana.writes(two.now, agreed);
    two.meet();
    assert!(seen(&two.ben, changed).agreed.is_some(), "west of Greenwich it is the last day still");
}

#[test]
fn a_pause_is_told_though_the_other_did_something_at_the_same_time_and_what_changes_nothing_is_not() {
    let (mut two, agreement) = open();
    two.wait_days(30);
    two.ben(Command::Pause { agreement });
    two.ana(renew(agreement));
    two.meet();
    let told = |who: &Partner| {
        let what = |it: &What| matches!(it, What::HearOfAgreement { agreement: id, .. } if *id == agreement);
        today(who.couple(), &two.now).iter().any(|it| what(&it.what))
    };
    assert!(told(&two.ana) && told(&two.ben));
    let (mut two, agreement) = open();
    two.ana.writes(two.now, vec![crate::Event::OpenBook(Event::WentOn(WentOn { agreement }))]);
    two.meet();
    let what = |it: &What| matches!(it, What::HearOfAgreement { .. });
    assert!(!today(two.ben.couple(), &two.now).iter().any(|it| what(&it.what)), "nobody had paused");
}

#[test]
fn nothing_holds_and_no_day_comes_once_the_two_share_nothing_any_more() {
    let (mut two, agreement) = open();
    two.ben(crate::people::Command::Leave);
    two.meet();
    for who in [&two.ana, &two.ben] {
        let couple = who.couple();
        assert_eq!(seen(who, agreement).stands(couple, &two.now), Stands::Apart);
        assert!(crate::calendar::dates(couple, &two.now).is_empty());
        assert!(!couple.open_book.falls_on(couple, two.today().plus(30)));
    }
}
