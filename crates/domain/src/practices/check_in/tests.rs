//! The rules of the check-in, each as a sentence.

use crate::couple::{Event, Refusal as Refused};
use crate::exchange;
use crate::measure::Change;
use crate::path::{self, Because, What};
use crate::people::{self, Together};
use crate::practices::check_in::{Answers, Command, Facet, Refusal, WeekState};
use crate::two::{ANA, BEN, Two};
use crate::{Couple, Weekday};

fn answers(rating: u8) -> Answers {
    Facet::ALL.iter().fold(Answers::default(), |it, facet| it.with(*facet, rating))
}

fn state(two: &Two, couple: &Couple) -> WeekState {
    couple.check_in.this_week(couple, &two.now).state
}

#[test]
fn both_seal_then_both_see_the_two_side_by_side() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(4)));
    two.meet();
    assert!(matches!(state(&two, two.ana.couple()), WeekState::Sealed { mine: Some(_) }));
    // Nothing tells Ben that Ana has sealed.
    assert_eq!(state(&two, two.ben.couple()), WeekState::ToWrite);
    let mut bens = answers(5);
    bens.appreciation = Some("You stayed in the room".to_owned());
    two.ben(Command::Seal(bens.clone()));
    two.meet();
    let (WeekState::Open(anas), WeekState::Open(of_ben)) =
        (state(&two, two.ana.couple()), state(&two, two.ben.couple()))
    else {
        panic!("not open")
    };
    assert_eq!((anas.mine.clone(), anas.theirs.clone()), (answers(4), bens.clone()));
    assert_eq!((of_ben.mine, of_ben.theirs), (bens, answers(4)));
    assert!(anas.to_talk_about().next().is_none());
}

#[test]
fn three_points_apart_is_something_to_talk_about_and_two_are_not() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(5).with(Facet::NothingHidden, 2).with(Facet::Commitment, 3)));
    let mut bens = answers(5);
    bens.rate(Facet::Support, None);
    two.ben(Command::Seal(bens));
    two.meet();
    let WeekState::Open(both) = state(&two, two.ana.couple()) else { panic!("not open") };
    assert_eq!(both.to_talk_about().collect::<Vec<_>>(), [Facet::NothingHidden]);
    assert_eq!(both.pairs[0].theirs, None);
}

#[test]
fn neither_can_read_before_both_have_sealed() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(1)));
    two.meet();
    let round =
        crate::exchange::Subject::CheckIn { week: two.ana.couple().check_in.week_of(&two.now) }.round();
    assert_eq!(two.ben.couple().exchange.opened(round, ANA), None);
    assert!(two.ana.couple().due(&two.now).is_empty());
    let forced = two.try_ana(crate::Command::Release(round));
    assert_eq!(forced, Err(Refused::Exchange(exchange::Refusal::NothingToRelease)));
}

#[test]
fn until_both_have_sealed_one_can_take_it_back_and_write_it_anew() {
    let mut two = Two::together();
    let week = two.ana.couple().check_in.week_of(&two.now);
    two.ana(Command::Seal(answers(1)));
    two.meet();
    assert_eq!(two.try_ana(Command::Seal(answers(2))), Err(Refused::CheckIn(Refusal::AlreadySealed)));
    two.ana(Command::TakeBack { week });
    two.ana(Command::Seal(answers(2)));
    two.meet();
    two.ben(Command::Seal(answers(3)));
    two.meet();
    let WeekState::Open(both) = state(&two, two.ben.couple()) else { panic!("not open") };
    assert_eq!(both.theirs, answers(2));
    assert_eq!(two.try_ana(Command::TakeBack { week }), Err(Refused::CheckIn(Refusal::BothAreSealed)));
}

#[test]
fn sealing_taking_back_and_sealing_again_in_one_batch_leaves_the_last_one() {
    let mut two = Two::together();
    let week = two.ana.couple().check_in.week_of(&two.now);
    two.ana(Command::Seal(answers(1)));
    two.ana(Command::TakeBack { week });
    two.ana(Command::Seal(answers(2)));
    two.meet();
    two.wait_hours(1);
    two.ben(Command::Seal(answers(3)));
    two.meet();
    let WeekState::Open(both) = state(&two, two.ben.couple()) else { panic!("not open") };
    assert_eq!(both.theirs, answers(2));
}

#[test]
fn a_seal_cannot_be_taken_back_once_the_other_sealed_whatever_the_clock_says() {
    let mut two = Two::together();
    let week = two.ana.couple().check_in.week_of(&two.now);
    two.ana(Command::Seal(answers(1)));
    two.meet();
    // Ana takes it back offline, and says it was before Ben sealed.
    let back = two.ana.decides(two.now, crate::Command::CheckIn(Command::TakeBack { week })).unwrap();
    let long_ago = crate::two::moment(two.now.ms);
    two.wait_hours(1);
    two.ben(Command::Seal(answers(9)));
    two.pass_on();
    two.wait_hours(1);
    two.ana.writes(long_ago, back);
    let again = two.ana.decides(two.now, crate::Command::CheckIn(Command::Seal(answers(7))));
    assert_eq!(again, Err(Refused::CheckIn(Refusal::AlreadySealed)));
    two.meet();
    let WeekState::Open(both) = state(&two, two.ben.couple()) else { panic!("not open") };
    assert_eq!(both.theirs, answers(1));
}

#[test]
fn taking_back_and_sealing_in_one_and_the_same_millisecond_the_seal_holds() {
    let mut two = Two::together();
    let week = two.ana.couple().check_in.week_of(&two.now);
    two.ana(Command::Seal(answers(1)));
    two.meet();
    two.wait_hours(1);
    two.ana(Command::TakeBack { week });
    two.ben(Command::Seal(answers(9)));
    // Both reach the relay at once.
    two.meet();
    let WeekState::Open(both) = state(&two, two.ben.couple()) else { panic!("not open") };
    assert_eq!(both.theirs, answers(1));
}

#[test]
fn whoever_withholds_their_key_is_seen_to_have_released_nothing() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(1)));
    two.ben(Command::Seal(answers(2)));
    two.pass_on();
    for due in two.ana.couple().due(&two.now) {
        two.ana(due);
    }
    two.pass_on();
    assert!(matches!(state(&two, two.ana.couple()), WeekState::TheirsNotReleased { mine: Some(_) }));
    assert!(matches!(state(&two, two.ben.couple()), WeekState::Opening { mine: Some(_) }));
}

#[test]
fn a_key_is_released_only_when_both_seals_lie_in_the_log() {
    let mut two = Two::together();
    two.ben(Command::Seal(answers(2)));
    two.meet();
    // Ana has read Ben's seal, and hers has not reached the relay.
    two.ana(Command::Seal(answers(1)));
    assert!(two.ana.couple().due(&two.now).is_empty());
    two.pass_on();
    assert_eq!(two.ana.couple().due(&two.now).len(), 1);
    let round = exchange::Subject::CheckIn { week: two.ana.couple().check_in.week_of(&two.now) }.round();
    let rests_on = two.ana.couple().exchange.rests_on(round, ANA).unwrap();
    let is_seal = |id: &crate::RecordId| {
        let all = two.ana.history.records();
        all.filter(|it| it.event.kind() == "exchange.sealed").any(|it| it.id == *id)
    };
    assert!(rests_on.iter().all(is_seal));
}

#[test]
fn a_key_that_is_released_too_early_opens_nothing_before_both_have_sealed() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(1)));
    let key = two.ana.written.iter().find_map(|it| match &it.event {
        Event::Exchange(exchange::Event::KeyKept(kept)) => Some((kept.round, kept.key)),
        _ => None,
    });
    let (round, key) = key.unwrap();
    let early = exchange::Event::Released(exchange::Released { round, key });
    two.ana.writes(two.now, vec![Event::Exchange(early)]);
    two.meet();
    assert!(two.ben.couple().exchange.ours.get(&round).unwrap().opened.is_empty());
    assert_eq!(state(&two, two.ben.couple()), WeekState::ToWrite);
    two.ben(Command::Seal(answers(2)));
    two.meet();
    assert!(matches!(state(&two, two.ana.couple()), WeekState::Open(_)));
}

#[test]
fn a_key_that_does_not_fit_is_said_plainly_on_both_sides() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(1)));
    two.ben(Command::Seal(answers(2)));
    two.pass_on();
    let round = exchange::Subject::CheckIn { week: two.ana.couple().check_in.week_of(&two.now) }.round();
    let wrong = exchange::Released { round, key: crate::RevealKey([9; 32]) };
    two.ana.writes(two.now, vec![Event::Exchange(exchange::Event::Released(wrong))]);
    two.pass_on();
    assert_eq!(state(&two, two.ben.couple()), WeekState::Broken { mine: false });
    assert_eq!(state(&two, two.ana.couple()), WeekState::Broken { mine: true });
}

#[test]
fn whoever_copies_the_others_seal_has_sealed_nothing() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(1)));
    two.pass_on();
    let sealed = two.ana.written.iter().find_map(|it| match &it.event {
        Event::Exchange(exchange::Event::Sealed(sealed)) => Some(sealed.clone()),
        _ => None,
    });
    two.ben.writes(two.now, vec![Event::Exchange(exchange::Event::Sealed(sealed.unwrap()))]);
    two.pass_on();
    assert!(two.ana.couple().due(&two.now).is_empty());
    assert!(matches!(state(&two, two.ana.couple()), WeekState::Sealed { .. }));
}

#[test]
fn a_check_in_can_be_kept_for_oneself_and_then_feeds_only_ones_own_lines() {
    let mut two = Two::together();
    two.ana(Command::KeepForMyself(answers(3)));
    two.meet();
    let of_ana = |couple: &Couple| couple.check_in.lines(couple, ANA)[0].points.len();
    assert_eq!(of_ana(two.ana.couple()), 1);
    assert_eq!(of_ana(two.ben.couple()), 0);
    assert!(two.ana.couple().check_in.opened(two.ana.couple()).is_empty());
}

#[test]
fn alone_one_can_check_in_for_oneself_and_seal_for_nobody() {
    let mut two = Two::alone();
    let sealed = two.try_ana(Command::Seal(answers(3)));
    assert_eq!(sealed, Err(Refused::NotTogether(Together::Alone)));
    two.ana(Command::KeepForMyself(answers(3)));
    assert!(two.ana.written.iter().all(|it| it.audience == crate::Audience::Mine));
}

#[test]
fn an_empty_or_impossible_check_in_is_refused() {
    let mut two = Two::together();
    let mut lines = Answers::default();
    lines.need = Some("  ".to_owned());
    assert_eq!(two.try_ana(Command::Seal(lines.clone())), Err(Refused::CheckIn(Refusal::NothingSaid)));
    let off = answers(1).with(Facet::Support, 11);
    assert_eq!(two.try_ana(Command::Seal(off)), Err(Refused::CheckIn(Refusal::OffTheScale)));
    lines.need = Some("x".repeat(1025));
    assert_eq!(two.try_ana(Command::Seal(lines)), Err(Refused::CheckIn(Refusal::LineTooLong)));
}

#[test]
fn the_couple_picks_the_day_and_today_suggests_it_with_that_reason() {
    let mut two = Two::together();
    let reasons = |couple: &Couple, now: &crate::Moment| -> Vec<(What, Because)> {
        let about = |it: &path::Suggestion| it.what.key().starts_with("check_in");
        path::today(couple, now).into_iter().filter(about).map(|it| (it.what, it.because)).collect()
    };
    two.ben(Command::PickDay(Weekday::Thursday));
    two.meet();
    let week = two.today();
    let suggested = (What::CheckIn { week }, Because::ItIsTheDayYouPicked);
    assert_eq!(reasons(two.ana.couple(), &two.now), [suggested]);
    two.ana(path::Command::NotNow(What::CheckIn { week }));
    assert_eq!(reasons(two.ana.couple(), &two.now), []);
    two.wait_days(1);
    assert_eq!(reasons(two.ana.couple(), &two.now), [(What::CheckIn { week }, Because::OnceAWeek)]);
}

#[test]
fn the_lines_of_both_grow_with_the_weeks_and_change_is_more_than_wobble() {
    let mut two = Two::together();
    for week in 0..12_u8 {
        let risen = if week < 9 { 3 } else { 7 };
        two.ana(Command::Seal(answers(3 + week % 2).with(Facet::Openness, risen)));
        two.ben(Command::Seal(answers(6)));
        two.meet();
        two.wait_days(7);
    }
    let couple = two.ana.couple();
    let lines = couple.check_in.lines(couple, ANA);
    assert_eq!(lines[0].points.len(), 12);
    assert!(matches!(lines[0].change, Change::AsBefore(_)), "{:?}", lines[0]);
    assert!(matches!(lines[1].change, Change::Risen(_)), "{:?}", lines[1]);
    let of_ben = two.ben.couple();
    assert_eq!(couple.check_in.lines(couple, BEN), of_ben.check_in.lines(of_ben, BEN));
    assert_eq!(couple.check_in.opened(couple).len(), 12);
}

#[test]
fn the_key_of_a_seal_never_shows_itself_in_debug_output() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(4)));
    let kept = two.ana.written.iter().find(|it| it.event.kind() == "exchange.key_kept").unwrap();
    assert!(format!("{:?}", kept.event).contains("[key]"));
}

#[test]
fn who_leaves_in_the_middle_leaves_the_others_answers_sealed_and_readable_by_their_author() {
    let mut two = Two::together();
    two.ana(Command::Seal(answers(4)));
    two.ben(people::Command::Leave);
    two.meet();
    let couple = two.ana.couple();
    assert_eq!(state(&two, couple), WeekState::Sealed { mine: Some(answers(4)) });
    assert_eq!(state(&two, two.ben.couple()), WeekState::ToWrite);
    // One's own lines go on.
    two.ana(Command::KeepForMyself(answers(5)));
    assert_eq!(two.ana.couple().check_in.lines(two.ana.couple(), ANA)[0].points.len(), 1);
}

#[test]
fn a_clock_two_days_ahead_seals_for_another_week_and_nothing_is_lost_when_it_is_put_right() {
    let mut two = Two::together();
    // Ben's device believes it is Sunday already, and with it the next week.
    let wrong = crate::two::moment(two.now.ms + 72 * crate::day::HOUR_MS);
    let events = two.ben.decides(wrong, crate::Command::CheckIn(Command::Seal(answers(6)))).unwrap();
    two.ben.writes(wrong, events);
    two.ana(Command::Seal(answers(4)));
    two.meet();
    assert_eq!(state(&two, two.ana.couple()), WeekState::Sealed { mine: Some(answers(4)) });
    assert_eq!(state(&two, two.ben.couple()), WeekState::ToWrite);
    // He takes it back, and seals for the week they are in.
    let week = two.ben.couple().check_in.week_of(&wrong);
    two.ben(Command::TakeBack { week });
    two.ben(Command::Seal(answers(6)));
    two.meet();
    assert!(matches!(state(&two, two.ana.couple()), WeekState::Open(_)));
}
