//! The rules of promises, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::day::{Day, Moment};
use crate::ids::PromiseId;
use crate::path::What;
use crate::practice::Flaw;
use crate::practices::promises::{
    Command, Confirmed, Ended, Event, LetGo, Made, NewPromise, Outcome, Promise, Refusal, Repeat, Reported,
    Seen, Source, Told, When,
};
use crate::two::{BEN, Two};
use crate::{Weekday, Weekdays, path};

fn every_thursday(from: Day) -> When {
    let on = Weekdays::of(&[Weekday::Thursday]);
    When { from, until: None, repeat: Repeat::Weekly { every: 1, on } }
}

fn promise(words: &str, when: When) -> NewPromise {
    NewPromise { words: words.to_owned(), source: Source::Myself, when, in_place_of: None }
}

/// Ben promises to be home by seven on Thursdays, beginning on 12 June.
fn home_by_seven(two: &mut Two) -> PromiseId {
    two.ben(Command::Make(promise("Home by seven", every_thursday(two.today()))));
    two.meet();
    two.ana.couple().promises.made_by(BEN)[0].id
}

fn seen_by_ana(two: &Two, id: PromiseId) -> &Promise {
    two.ana.couple().promises.get(id).unwrap()
}

fn outcome(two: &Two, id: PromiseId, on: Day) -> Outcome {
    let record = seen_by_ana(two, id).record(&two.now);
    record.days.iter().find(|it| it.on == on).unwrap().outcome
}

fn confirm(promise: PromiseId, on: Day, seen: Seen) -> Command {
    Command::Confirm { promise, on, seen }
}

fn missed(promise: PromiseId, on: Day) -> Command {
    Command::ReportMissed { promise, on, what_i_do: "I will call before six".to_owned() }
}

#[test]
fn a_promise_reported_kept_counts_once_the_receiver_confirms_it() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let thursday = two.today();
    two.ben(Command::ReportKept { promise: home, on: thursday });
    two.meet();
    assert_eq!(outcome(&two, home, thursday), Outcome::SaidKept);
    assert_eq!(seen_by_ana(&two, home).record(&two.now).counts.settled(), 0);
    two.ana(confirm(home, thursday, Seen::Kept));
    two.meet();
    assert_eq!(outcome(&two, home, thursday), Outcome::Kept);
    assert_eq!(seen_by_ana(&two, home).record(&two.now).counts.kept, 1);
}

#[test]
fn a_missed_promise_told_first_is_shown_as_honesty() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let thursday = two.today();
    two.ben(missed(home, thursday));
    two.meet();
    assert_eq!(outcome(&two, home, thursday), Outcome::MissedToldFirst);
    two.ana(confirm(home, thursday, Seen::Missed));
    two.meet();
    assert_eq!(outcome(&two, home, thursday), Outcome::MissedToldFirst);
    let record = seen_by_ana(&two, home).record(&two.now);
    assert_eq!((record.counts.missed, record.counts.told_first), (1, 1));
    assert_eq!(record.days[0].what_i_do.as_deref(), Some("I will call before six"));
}

#[test]
fn a_miss_that_the_receiver_had_to_name_is_not_told_first() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let thursday = two.today();
    two.ben(Command::ReportKept { promise: home, on: thursday });
    two.meet();
    two.ana(confirm(home, thursday, Seen::Missed));
    two.meet();
    assert_eq!(outcome(&two, home, thursday), Outcome::Missed);
    let late = two.try_ben(missed(home, thursday));
    assert_eq!(late, Err(Refused::Promises(Refusal::AlreadyConfirmed)));
}

#[test]
fn the_maker_has_the_first_word_for_two_days_then_the_receiver_may_speak_unasked() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let thursday = two.today();
    let refused = |it: Refusal| Err(Refused::Promises(it));
    assert_eq!(two.try_ana(confirm(home, thursday, Seen::Missed)), refused(Refusal::MakerSpeaksFirst));
    two.wait_days(2);
    assert_eq!(two.try_ana(confirm(home, thursday, Seen::Missed)), refused(Refusal::MakerSpeaksFirst));
    two.wait_days(1);
    two.ana(confirm(home, thursday, Seen::Missed));
    two.meet();
    assert_eq!(outcome(&two, home, thursday), Outcome::Missed);
}

#[test]
fn an_open_or_unclear_week_counts_for_nothing() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let thursday = two.today();
    two.ben(Command::ReportKept { promise: home, on: thursday });
    two.meet();
    two.ana(confirm(home, thursday, Seen::Unclear));
    two.wait_days(8);
    two.meet();
    let record = seen_by_ana(&two, home).record(&two.now);
    assert_eq!((record.counts.unclear, record.counts.open, record.counts.settled()), (1, 1, 0));
    assert_eq!(record.lately, None);
}

#[test]
fn only_the_maker_reports_and_only_the_receiver_confirms() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let thursday = two.today();
    let by_ana = two.try_ana(Command::ReportKept { promise: home, on: thursday });
    assert_eq!(by_ana, Err(Refused::Promises(Refusal::OnlyTheMaker)));
    let by_ben = two.try_ben(confirm(home, thursday, Seen::Kept));
    assert_eq!(by_ben, Err(Refused::Promises(Refusal::OnlyTheReceiver)));
    let let_go = two.try_ben(Command::LetGo { promise: home });
    assert_eq!(let_go, Err(Refused::Promises(Refusal::OnlyTheReceiver)));
    assert_eq!(two.try_ana(Command::End { promise: home }), Err(Refused::Promises(Refusal::OnlyTheMaker)));
}

#[test]
fn a_day_that_has_not_come_or_is_not_promised_cannot_be_reported() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let next = two.today().plus(7);
    let early = two.try_ben(Command::ReportKept { promise: home, on: next });
    assert_eq!(early, Err(Refused::Promises(Refusal::NotYet)));
    let friday = two.today().plus(1);
    let other = two.try_ben(Command::ReportKept { promise: home, on: friday });
    assert_eq!(other, Err(Refused::Promises(Refusal::NotThatDay)));
}

#[test]
fn the_maker_may_end_a_promise_and_the_receiver_may_let_go_of_it() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    two.ana(Command::LetGo { promise: home });
    two.meet();
    assert!(!seen_by_ana(&two, home).is_open(&two.now));
    assert_eq!(two.try_ben(Command::End { promise: home }), Err(Refused::Promises(Refusal::AlreadyOver)));
    let on = two.today();
    let report = two.try_ben(Command::ReportKept { promise: home, on });
    assert_eq!(report, Err(Refused::Promises(Refusal::NotThatDay)));
}

#[test]
fn a_promise_can_take_the_place_of_another_which_then_ends() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let mut by_eight = promise("Home by eight", every_thursday(two.today()));
    by_eight.in_place_of = Some(home);
    two.ben(Command::Make(by_eight));
    two.meet();
    let all = two.ana.couple().promises.all();
    assert_eq!(all.iter().filter(|it| it.is_open(&two.now)).count(), 1);
    assert_eq!(all[1].in_place_of, Some(home));
}

#[test]
fn a_promise_without_words_or_days_is_refused() {
    let mut two = Two::together();
    let today = two.today();
    let mut try_make = |new: NewPromise| two.try_ben(Command::Make(new)).unwrap_err();
    assert_eq!(
        try_make(promise("  ", every_thursday(today))),
        Refused::Promises(Refusal::Words(Flaw::Empty))
    );
    assert_eq!(
        try_make(promise(&"x".repeat(1025), every_thursday(today))),
        Refused::Promises(Refusal::Words(Flaw::TooLong { bytes: 1_025, most: 1_024 }))
    );
    assert_eq!(try_make(promise("walk", When::once(today.plus(-1)))), Refused::Promises(Refusal::DayIsPast));
    let never = When { from: today, until: Some(today.plus(-1)), repeat: Repeat::Daily { every: 1 } };
    assert_eq!(try_make(promise("walk", never)), Refused::Promises(Refusal::NeverComes));
    let every_zero = When { from: today, until: None, repeat: Repeat::Daily { every: 0 } };
    assert_eq!(try_make(promise("walk", every_zero)), Refused::Promises(Refusal::NeverComes));
}

#[test]
fn each_partner_goes_by_their_own_day() {
    let mut two = Two::together();
    let tomorrow = two.today().plus(1);
    two.ben(Command::Make(promise("call the bank", When::once(tomorrow))));
    two.meet();
    let call = two.ana.couple().promises.made_by(BEN)[0].id;
    // Ben is on the other side of the date line: the same instant, a day later on the wall.
    let there = Moment { ms: two.now.ms, local: two.now.local.plus_minutes(14 * 60) };
    let report = Command::ReportKept { promise: call, on: tomorrow };
    assert!(two.try_ben(report.clone()).is_err());
    assert!(two.ben.decides(there, crate::Command::Promises(report)).is_ok());
}

#[test]
fn today_asks_the_maker_first_and_the_receiver_only_after_the_makers_word() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let on = two.today();
    let whats = |couple: &crate::Couple, now: &Moment| -> Vec<What> {
        path::today(couple, now).into_iter().map(|it| it.what).collect()
    };
    let say = What::SayHowItWent { promise: home, on };
    let confirm = What::ConfirmPromise { promise: home, on };
    assert!(whats(two.ben.couple(), &two.now).contains(&say));
    // Nothing tells Ana that Ben has not spoken yet.
    two.wait_days(3);
    assert!(!whats(two.ana.couple(), &two.now).contains(&confirm));
    two.ben(Command::ReportKept { promise: home, on });
    two.meet();
    assert!(whats(two.ana.couple(), &two.now).contains(&confirm));
    assert!(!whats(two.ben.couple(), &two.now).contains(&say));
}

#[test]
fn kept_lately_is_a_range_that_narrows_with_the_weeks() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let mut widths = Vec::new();
    for week in 0..11 {
        let on = two.today();
        two.ben(if week % 5 == 2 { missed(home, on) } else { Command::ReportKept { promise: home, on } });
        two.meet();
        two.ana(confirm(home, on, if week % 5 == 2 { Seen::Missed } else { Seen::Kept }));
        two.meet();
        let lately = seen_by_ana(&two, home).record(&two.now).lately.unwrap();
        assert!(lately.low < lately.likely && lately.likely <= 1.0 && lately.high > 0.5);
        widths.push(lately.high - lately.low);
        two.wait_days(7);
    }
    assert!(widths[10] < widths[0] * 0.7, "{widths:?}");
    let counts = seen_by_ana(&two, home).record(&two.now).counts;
    assert_eq!((counts.kept, counts.settled(), counts.told_first), (9, 11, 2));
}

#[test]
fn what_the_wrong_partner_writes_about_a_promise_is_not_heard() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let on = two.today();
    let before = two.ana.couple().promises.clone();
    let stolen = PromiseId::make(BEN, [77; 16]);
    let when = When::once(on);
    let (words, source) = ("Be silent".to_owned(), Source::Myself);
    let what_i_do = "nothing".to_owned();
    let by_ana = [
        Event::Reported(Reported { promise: home, on, told: Told::Kept }),
        Event::Reported(Reported { promise: home, on, told: Told::Missed { what_i_do } }),
        Event::Ended(Ended { promise: home }),
        Event::Made(Made { promise: stolen, words, source, when, in_place_of: None }),
    ];
    let by_ben = [
        Event::Confirmed(Confirmed { promise: home, on, seen: Seen::Kept }),
        Event::LetGo(LetGo { promise: home }),
        Event::Reported(Reported { promise: home, on: on.plus(1), told: Told::Kept }),
    ];
    for event in by_ana {
        two.ana.writes(two.now, vec![crate::Event::Promises(event)]);
    }
    for event in by_ben {
        two.ben.writes(two.now, vec![crate::Event::Promises(event)]);
    }
    two.meet();
    assert_eq!(two.ana.couple().promises, before);
}

#[test]
fn what_the_maker_says_after_the_receivers_word_changes_nothing() {
    let mut two = Two::together();
    let home = home_by_seven(&mut two);
    let on = two.today();
    two.ben(Command::ReportKept { promise: home, on });
    two.meet();
    // Both write without knowing of each other; Ana was first.
    let late = two.ben.decides(two.now, crate::Command::Promises(missed(home, on))).unwrap();
    two.ana(confirm(home, on, Seen::Missed));
    two.wait_hours(1);
    two.ben.writes(two.now, late);
    two.meet();
    assert_eq!(outcome(&two, home, on), Outcome::Missed);
}
