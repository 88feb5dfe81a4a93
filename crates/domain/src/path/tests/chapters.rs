//! The chapters: what moves the two along, what leads back, and what Today does not tell.

use super::table::{answered, asks, both_chose, heard, looked, named, plain, sent, steady};
use crate::apology::Answer;
use crate::hurts::{self, Side};
use crate::path::{self, Chapter, Readiness, chapter, today};
use crate::two::Two;
use crate::{promises, why};

#[test]
fn the_path_moves_on_by_readiness_through_all_five_chapters_and_days_do_not_move_it() {
    let mut two = Two::together();
    two.wait_days(400);
    assert_eq!(chapter::of_both(two.ana.couple()), Chapter::Steady);
    let at = |two: &Two, hurt| {
        let (ana, ben) = (two.ana.couple(), two.ben.couple());
        assert_eq!(chapter::of_hurt(ana, hurt), chapter::of_hurt(ben, hurt), "both are in the same chapter");
        chapter::of_hurt(ana, hurt)
    };
    let (two, hurt) = named();
    assert_eq!(at(&two, hurt), Chapter::Understand);
    let (two, hurt) = heard();
    assert_eq!(at(&two, hurt), Chapter::Amend);
    let (two, hurt) = answered(Answer::Accepted);
    assert_eq!(at(&two, hurt), Chapter::Amend);
    let (mut two, hurt) = both_chose();
    assert_eq!(at(&two, hurt), Chapter::Rebuild);
    let say = path::Command::Say { readiness: Readiness::ToKeeping, ready: true };
    two.ana(say.clone());
    two.meet();
    assert_eq!(at(&two, hurt), Chapter::Rebuild);
    two.ben(say);
    two.meet();
    assert_eq!(at(&two, hurt), Chapter::Keep);
}

#[test]
fn what_is_taken_back_leads_back_and_the_two_are_where_their_earliest_open_hurt_is() {
    let (mut two, hurt) = both_chose();
    assert_eq!(chapter::of_both(two.ana.couple()), Chapter::Rebuild);
    let second = crate::practices::hurts::told(&mut two);
    assert_eq!(chapter::of_hurt(two.ana.couple(), second), Chapter::Understand);
    assert_eq!(chapter::of_hurt(two.ana.couple(), hurt), Chapter::Rebuild);
    assert_eq!(chapter::of_both(two.ana.couple()), Chapter::Understand);
    two.ben(hurts::Command::Withdraw { hurt: second });
    two.meet();
    assert_eq!(chapter::of_both(two.ana.couple()), Chapter::Rebuild);
    two.ana(path::Command::Say { readiness: Readiness::SteadyEnough, ready: false });
    two.meet();
    assert_eq!(chapter::of_both(two.ben.couple()), Chapter::Steady);
}

#[test]
fn every_practice_is_in_one_chapter_and_can_always_be_reached() {
    let by_chapter: Vec<path::Work> = Chapter::ALL.into_iter().flat_map(Chapter::works).collect();
    assert_eq!(by_chapter, path::Work::ALL);
    for work in path::Work::ALL {
        let kinds = crate::Event::KINDS.concat();
        assert!(kinds.iter().any(|it| it.split_once('.').unwrap().0 == work.name()), "{work:?}");
    }
}

#[test]
fn nothing_on_today_tells_what_the_other_has_not_done_or_keeps_for_themselves() {
    let (mut two, hurt) = named();
    asks(&mut two, "When did it start?");
    let before = today(two.ana.couple(), &two.now);
    looked(&mut two);
    two.ben(why::Command::Begin { hurt: None });
    two.ben(path::Command::Say { readiness: Readiness::ToKeeping, ready: true });
    two.ben(hurts::Command::Read { hurt });
    two.meet();
    two.wait_hours(1);
    assert_eq!(today(two.ana.couple(), &two.now), before);
}

#[test]
fn a_promise_that_is_due_comes_before_what_the_chapter_suggests() {
    let (mut two, _) = both_chose();
    let when = promises::When::once(two.today());
    let words = "Home by seven".to_owned();
    let source = promises::Source::Myself;
    two.ana(promises::Command::Make(promises::NewPromise { words, source, when, in_place_of: None }));
    let keys: Vec<String> =
        today(two.ana.couple(), &two.now).iter().map(|it| plain(&it.what.key())).collect();
    assert_eq!(keys, ["promises.say", "same_page.look", "begin/needs"]);
}

#[test]
fn what_was_put_aside_comes_back_the_next_day() {
    let (mut two, _) = sent();
    let letter = today(two.ana.couple(), &two.now)[0].what;
    two.ana(path::Command::NotNow(letter));
    assert!(!today(two.ana.couple(), &two.now).iter().any(|it| it.what == letter));
    two.wait_days(1);
    assert!(today(two.ana.couple(), &two.now).iter().any(|it| it.what == letter));
}

#[test]
fn nobody_calls_themselves_hurt_and_waits_for_naming_in_vain() {
    let mut two = steady();
    let hurt = crate::practices::hurts::told(&mut two);
    two.ana(hurts::Command::Read { hurt });
    let asks =
        |two: &Two| today(two.ana.couple(), &two.now).iter().any(|it| plain(&it.what.key()) == "hurts.part");
    assert!(asks(&two));
    two.ana(hurts::Command::TakeSide { hurt, side: Some(Side::IWasHurt) });
    assert!(!asks(&two));
}
