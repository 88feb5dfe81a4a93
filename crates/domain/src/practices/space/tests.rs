//! The rules of space, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::day::HOUR_MS;
use crate::ids::SpaceAskedId;
use crate::path::{self, What};
use crate::people::Together;
use crate::practice::Flaw;
use crate::practices::space::{
    Asked, Command, Contact, Event, Extended, Refusal, Respected, Returned, Standing,
};
use crate::questions::{self, Shelf, Sure};
use crate::two::{ANA, BEN, Two, moment};
use crate::{Couple, Moment, people};

fn asks(hours: u64, now: &Moment) -> Command {
    Command::Ask {
        until_ms: now.ms + hours * HOUR_MS,
        contact: Contact::ShortMessages,
        words: "I only need to breathe.".to_owned(),
    }
}

fn holds(couple: &Couple, now: &Moment) -> Option<(SpaceAskedId, u64)> {
    couple.space.now(now).apart().map(|it| (it.id, it.until_ms()))
}

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Space(refusal))
}

fn asked(two: &mut Two, hours: u64) -> SpaceAskedId {
    two.ana(asks(hours, &two.now));
    two.meet();
    holds(two.ben.couple(), &two.now).unwrap().0
}

#[test]
fn space_always_has_a_return_time() {
    let mut two = Two::together();
    let until = |until_ms| Command::Ask { until_ms, contact: Contact::AllButThis, words: String::new() };
    for none in [0, two.now.ms, two.now.ms + HOUR_MS / 2, u64::MAX, two.now.ms + 91 * 24 * HOUR_MS] {
        assert_eq!(two.try_ana(until(none)), refused(Refusal::NoSuchReturn));
    }
    two.ana(until(two.now.ms + 90 * 24 * HOUR_MS));
}

#[test]
fn the_other_sees_it_at_once_with_its_return_time_and_says_i_will_respect_this() {
    let mut two = Two::together();
    let until = two.now.ms + 48 * HOUR_MS;
    let space = asked(&mut two, 48);
    let Standing::Asked(apart) = two.ben.couple().space.now(&two.now) else { panic!("it holds at once") };
    assert!(apart.until_ms().abs_diff(until) < 1_000);
    assert_eq!((apart.by(), apart.contact), (ANA, Some(Contact::ShortMessages)));
    assert_eq!(apart.words.as_deref(), Some("I only need to breathe."));
    assert_eq!(path::today(two.ben.couple(), &two.now)[0].what, What::RespectSpace { space });
    assert_eq!(two.try_ana(Command::Respect { space }), refused(Refusal::OnlyTheOther));
    two.ben(Command::Respect { space });
    two.meet();
    assert!(matches!(two.ana.couple().space.now(&two.now), Standing::InSpace(_)));
    assert!(two.ana.couple().space.now(&two.now).is_quiet());
}

#[test]
fn space_can_be_extended_with_a_word_by_the_asker_alone() {
    let mut two = Two::together();
    let space = asked(&mut two, 24);
    let (_, before) = holds(two.ana.couple(), &two.now).unwrap();
    let longer = |until_ms, words: &str| Command::Extend { space, until_ms, words: words.to_owned() };
    assert_eq!(two.try_ana(longer(before, "a day")), refused(Refusal::NotLonger));
    assert_eq!(two.try_ana(longer(before + HOUR_MS, " ")), refused(Refusal::Words(Flaw::Empty)));
    assert_eq!(two.try_ben(longer(before + HOUR_MS, "a day")), refused(Refusal::OnlyTheAsker));
    assert_eq!(two.try_ana(longer(before + 90 * 24 * HOUR_MS, "a day")), refused(Refusal::NoSuchReturn));
    two.ana(longer(before + 24 * HOUR_MS, "One more day, please."));
    two.meet();
    assert_eq!(holds(two.ben.couple(), &two.now), Some((space, before + 24 * HOUR_MS)));
    assert_eq!(two.ben.couple().space.get(space).unwrap().extended, ["One more day, please."]);
}

#[test]
fn coming_back_early_is_the_askers_choice_alone() {
    let mut two = Two::together();
    let space = asked(&mut two, 24);
    assert_eq!(two.try_ben(Command::Return { space }), refused(Refusal::OnlyTheAsker));
    two.ana(Command::Return { space });
    two.meet();
    assert_eq!(two.ben.couple().space.now(&two.now), Standing::None);
    assert_eq!(two.try_ana(Command::Return { space }), refused(Refusal::NoSuchSpace));
}

#[test]
fn space_ends_by_itself_at_its_return_time_and_the_asker_may_say_that_they_are_back() {
    let mut two = Two::together();
    let space = asked(&mut two, 24);
    two.wait_hours(23);
    assert!(two.ben.couple().space.now(&two.now).is_quiet());
    two.wait_hours(2);
    assert_eq!(two.ben.couple().space.now(&two.now), Standing::None);
    let back = What::SayYouAreBack { space };
    let says = |two: &Two, couple: &Couple| path::today(couple, &two.now).iter().any(|it| it.what == back);
    assert!(says(&two, two.ana.couple()) && !says(&two, two.ben.couple()));
    two.ana(Command::Return { space });
    assert!(!says(&two, two.ana.couple()));
}

#[test]
fn during_space_nothing_joint_is_suggested_to_either_and_what_the_other_does_waits() {
    let mut two = Two::together();
    let text = "When did it start?".to_owned();
    let sure = Sure::default();
    two.ben(questions::Command::Write {
        text,
        shelf: Shelf::NeedToKnowNow,
        rest_hours: 0,
        sure,
        about: None,
    });
    two.meet();
    let space = asked(&mut two, 24);
    two.ben(Command::Respect { space });
    let text = "Who else knows about it?".to_owned();
    two.ben(questions::Command::Write {
        text,
        shelf: Shelf::NeedToKnowNow,
        rest_hours: 0,
        sure,
        about: None,
    });
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        let suggested = path::today(couple, &two.now);
        assert!(!suggested.is_empty() && suggested.iter().all(|it| !it.is_joint()), "{suggested:?}");
        assert_eq!(couple.questions.asked().len(), 1);
    }
    // It goes when the space is over.
    two.wait_hours(25);
    two.meet();
    assert_eq!(two.ana.couple().questions.asked().len(), 2);
}

#[test]
fn a_time_out_is_twenty_to_sixty_minutes_for_both_by_one_tap_of_either() {
    let mut two = Two::together();
    for minutes in [0, 19, 61] {
        assert_eq!(two.try_ben(Command::TakeTimeOut { minutes }), refused(Refusal::NoSuchTimeOut));
    }
    two.ben(Command::TakeTimeOut { minutes: 20 });
    two.meet();
    let Standing::TimeOut(apart) = two.ana.couple().space.now(&two.now) else { panic!("a time-out") };
    assert_eq!((apart.by(), apart.until_ms() - apart.asked.ms), (BEN, 20 * 60_000));
    let later = moment(two.now.ms + 20 * 60_000 + 1);
    assert_eq!(two.ana.couple().space.now(&later), Standing::None);
}

#[test]
fn a_longer_time_out_takes_the_place_of_the_first_and_coming_back_ends_it() {
    let mut two = Two::together();
    two.ana(Command::TakeTimeOut { minutes: 20 });
    two.ana(Command::TakeTimeOut { minutes: 60 });
    two.meet();
    let Standing::TimeOut(apart) = two.ben.couple().space.now(&two.now) else { panic!("a time-out") };
    let (space, length) = (apart.id, apart.until_ms() - apart.asked.ms);
    assert_eq!(length, 60 * 60_000);
    two.ana(Command::Return { space });
    two.meet();
    assert_eq!(two.ben.couple().space.now(&two.now), Standing::None);
}

#[test]
fn coming_back_ends_what_two_devices_asked_for_apart() {
    let mut two = Two::together();
    let space = asked(&mut two, 24);
    let twice = SpaceAskedId::make(ANA, [5; 16]);
    let for_ms = 30 * HOUR_MS;
    let event = Event::Asked(Asked { space: twice, for_ms, contact: Contact::AllButThis, words: None });
    two.ana.writes(two.now, vec![crate::Event::Space(event)]);
    two.ana(Command::Return { space });
    two.meet();
    assert_eq!(two.ben.couple().space.now(&two.now), Standing::None);
}

#[test]
fn a_time_out_that_is_over_is_told_to_both_for_an_hour_and_not_when_one_came_back() {
    let mut two = Two::together();
    two.ben(Command::TakeTimeOut { minutes: 20 });
    two.meet();
    let over = |couple: &Couple, minutes: u64| {
        couple.space.time_out_over(&moment(two.now.ms + minutes * 60_000)).is_some()
    };
    for couple in [two.ana.couple(), two.ben.couple()] {
        assert!(!over(couple, 19) && over(couple, 21) && over(couple, 79) && !over(couple, 81));
    }
    let space = holds(two.ben.couple(), &two.now).unwrap().0;
    two.ben(Command::Return { space });
    assert_eq!(two.ben.couple().space.time_out_over(&moment(two.now.ms + 21 * 60_000)), None);
}

#[test]
fn if_both_ask_at_once_both_have_it_and_each_comes_back_from_their_own() {
    let mut two = Two::together();
    two.ana(asks(24, &two.now));
    two.ben(asks(48, &two.now));
    two.meet();
    let of = |two: &Two, person| two.ana.couple().space.of(person, &two.now).map(|it| it.id);
    let (anas, bens) = (of(&two, ANA).unwrap(), of(&two, BEN).unwrap());
    assert_eq!(holds(two.ana.couple(), &two.now).unwrap().0, bens);
    two.ben(Command::Return { space: bens });
    two.meet();
    assert_eq!(holds(two.ben.couple(), &two.now).unwrap().0, anas);
    assert_eq!(two.try_ana(asks(72, &two.now)), refused(Refusal::AlreadyAsked));
}

#[test]
fn a_clock_that_is_two_days_ahead_makes_space_no_longer_than_it_was_asked_for() {
    let mut two = Two::together();
    let wrong = moment(two.now.ms + 48 * HOUR_MS);
    let events = two.ana.decides(wrong, crate::Command::Space(asks(24, &wrong))).unwrap();
    two.ana.writes(wrong, events);
    two.meet();
    let (_, until) = holds(two.ben.couple(), &two.now).unwrap();
    assert!(until.abs_diff(two.now.ms + 24 * HOUR_MS) <= 11 * 60_000);
}

#[test]
fn a_clock_that_is_two_days_behind_does_not_end_space_before_it_began() {
    let mut two = Two::together();
    let wrong = moment(two.now.ms - 48 * HOUR_MS);
    let events = two.ana.decides(wrong, crate::Command::Space(asks(24, &wrong))).unwrap();
    two.ana.writes(wrong, events);
    two.meet();
    let (_, until) = holds(two.ben.couple(), &two.now).unwrap();
    assert!(until > two.now.ms + 23 * HOUR_MS);
}

#[test]
fn who_leaves_in_the_middle_of_space_ends_no_more_than_being_together() {
    let mut two = Two::together();
    let space = asked(&mut two, 24);
    two.ana(people::Command::Leave);
    two.meet();
    assert_eq!(two.try_ben(Command::Respect { space }), Err(Refused::NotTogether(Together::TheyLeft)));
    assert!(path::today(two.ben.couple(), &two.now).iter().all(|it| !it.is_joint()));
}

#[test]
fn what_the_wrong_partner_writes_about_space_is_not_heard() {
    let mut two = Two::together();
    let space = asked(&mut two, 24);
    let before = two.ana.couple().space.clone();
    let forged = SpaceAskedId::make(ANA, [77; 16]);
    let contact = Contact::AllButThis;
    let by_ben = [
        Event::Returned(Returned { space }),
        Event::Extended(Extended { space, by_ms: HOUR_MS, words: "more".to_owned() }),
        Event::Asked(Asked { space: forged, for_ms: 24 * HOUR_MS, contact, words: None }),
        Event::Asked(Asked {
            space: SpaceAskedId::make(BEN, [1; 16]),
            for_ms: u64::MAX,
            contact,
            words: None,
        }),
    ];
    for event in by_ben {
        two.ben.writes(two.now, vec![crate::Event::Space(event)]);
    }
    two.ana.writes(two.now, vec![crate::Event::Space(Event::Respected(Respected { space }))]);
    two.meet();
    assert_eq!(two.ana.couple().space, before);
}
