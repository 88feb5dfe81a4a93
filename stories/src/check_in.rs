//! A check-in is sealed by each, and opens for both at once or for nobody.

use client::NotDone;
use domain::check_in::{Facet, Refusal, WeekState};
use domain::{Command, check_in};

use crate::world::{Device, TwoPartners, Weather};

fn ratings(device: &Device) -> Option<(u8, u8)> {
    match device.this_week() {
        WeekState::Open(side) => {
            Some((side.mine.rating(Facet::Support)?, side.theirs.rating(Facet::Support)?))
        }
        _ => None,
    }
}

#[test]
fn a_check_in_that_both_sealed_opens_for_both() {
    let us = TwoPartners::apart();
    us.noor.seals(5).unwrap();
    us.sam.seals(7).unwrap();
    us.meet();
    assert_eq!(ratings(&us.noor), Some((5, 7)));
    assert_eq!(ratings(&us.sam), Some((7, 5)));
    us.same_journey();
}

#[test]
fn neither_can_read_before_both_have_sealed() {
    let us = TwoPartners::apart();
    us.noor.seals_with(5, Some("a quiet evening by the window")).unwrap();
    us.meet();
    assert_eq!(us.sam.this_week(), WeekState::ToWrite);
    // Not on the screen, and nowhere in what Sam's device could open.
    let known = us.sam.whole();
    assert!(!known.windows(5).any(|it| it == b"quiet"));
    let mine = us.noor.whole();
    assert!(mine.windows(5).any(|it| it == b"quiet"));
}

#[test]
fn a_sealed_check_in_can_be_taken_back_until_the_other_has_sealed() {
    let us = TwoPartners::apart();
    us.noor.seals(5).unwrap();
    us.meet();
    let week = us.noor.ours().read(|it| it.couple().check_in.week_of(&us.noor.moment()));
    let take_back = || us.noor.ours().perform(Command::CheckIn(check_in::Command::TakeBack { week }));
    take_back().unwrap();
    us.noor.seals(4).unwrap();
    us.meet();
    us.hours_pass(1);
    us.sam.seals(7).unwrap();
    us.meet();
    assert_eq!(ratings(&us.sam), Some((7, 4)));
    let both = NotDone::Refused(domain::Refusal::CheckIn(Refusal::BothAreSealed));
    assert_eq!(take_back(), Err(both));
}

#[test]
fn what_is_taken_back_without_a_network_after_both_have_sealed_stays_open_for_both() {
    let us = TwoPartners::apart();
    us.noor.seals(5).unwrap();
    us.meet();
    us.hours_pass(1);
    us.sam.seals(7).unwrap();
    us.sam.looks();
    // Noor's device does not know yet that Sam has sealed.
    us.hours_pass(1);
    let week = us.noor.ours().read(|it| it.couple().check_in.week_of(&us.noor.moment()));
    us.noor.ours().perform(Command::CheckIn(check_in::Command::TakeBack { week })).unwrap();
    us.meet();
    assert_eq!((ratings(&us.noor), ratings(&us.sam)), (Some((5, 7)), Some((7, 5))));
    us.same_journey();
}

#[test]
fn a_connection_lost_at_any_moment_of_a_reveal_only_delays_it() {
    // However many requests get through before the line is cut, and whether the last answer came or not.
    for requests in 0..14 {
        for cut in [Weather::CutAfter(requests), Weather::AnswersLost(requests)] {
            let us = TwoPartners::apart();
            us.noor.seals(5).unwrap();
            us.meet();
            us.sam.seals(7).unwrap();
            us.sam.weather(cut);
            us.sam.looks();
            us.noor.looks();
            us.sam.is_killed_and_opened().unwrap();
            us.sam.weather(Weather::Fine);
            us.meet();
            assert_eq!(ratings(&us.noor), Some((5, 7)), "{cut:?}");
            assert_eq!(ratings(&us.sam), Some((7, 5)), "{cut:?}");
            us.same_journey();
        }
    }
}

#[test]
fn what_is_kept_for_oneself_stays_with_oneself() {
    let us = TwoPartners::apart();
    let answers = check_in::Answers::default().with(Facet::FeelingSafe, 2);
    let keep = check_in::Command::KeepForMyself(answers);
    us.noor.ours().perform(Command::CheckIn(keep)).unwrap();
    let before = us.sam.shared();
    us.meet();
    assert_eq!(us.sam.shared(), before);
    let week = us.noor.ours().read(|it| it.couple().check_in.week_of(&us.noor.moment()));
    let kept = |it: &Device| it.ours().read(|it| it.couple().check_in.kept_for_myself(week).is_some());
    assert!(kept(&us.noor) && !kept(&us.sam));
}
