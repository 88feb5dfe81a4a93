//! Time together is planned by both and kept in the words of both, whatever the network does.

use domain::MemoryId;
use domain::memories::{Command, Memory, PlannedFor};

use crate::world::{Device, TwoPartners, Weather};

fn does(device: &Device, command: Command) {
    device.ours().perform(command.into()).unwrap();
}

fn planned(device: &Device) -> Memory {
    device.ours().read(|it| it.couple().memories.planned()[0].clone())
}

fn in_days(us: &TwoPartners, days: i32) -> PlannedFor {
    PlannedFor { on: us.noor.moment().today().plus(days), at_minute: Some(18 * 60) }
}

/// Noor proposed the lake, and Sam knows of it.
fn lake(us: &TwoPartners) -> (MemoryId, PlannedFor) {
    let when = in_days(us, 2);
    does(&us.noor, Command::Plan { name: "The lake".to_owned(), when });
    us.meet();
    (planned(&us.sam).id, when)
}

fn kept(device: &Device) -> Vec<(String, usize)> {
    device.ours().read(|it| {
        let kept = it.couple().memories.kept();
        kept.iter().map(|it| (it.name.clone(), it.words.len())).collect()
    })
}

#[test]
fn they_plan_it_agree_and_keep_it_in_the_words_of_both() {
    let us = TwoPartners::apart();
    let (memory, when) = lake(&us);
    does(&us.sam, Command::Agree { memory, when });
    us.meet();
    assert!(planned(&us.noor).is_agreed());
    us.hours_pass(50);
    does(&us.noor, Command::Say { memory, text: "We got lost twice".to_owned() });
    does(&us.sam, Command::Say { memory, text: "You laughed at the map".to_owned() });
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert_eq!(kept(device), [("The lake".to_owned(), 2)]);
    }
    us.same_journey();
}

#[test]
fn a_yes_given_offline_to_a_day_that_was_moved_meanwhile_holds_for_no_day() {
    let us = TwoPartners::apart();
    let (memory, when) = lake(&us);
    us.sam.weather(Weather::CutAfter(0));
    does(&us.sam, Command::Agree { memory, when });
    does(&us.noor, Command::Move { memory, when: in_days(&us, 5) });
    us.noor.looks();
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    us.sam.weather(Weather::Fine);
    us.meet();
    let plan = planned(&us.sam);
    assert_eq!((plan.when, plan.is_agreed()), (in_days(&us, 5), false));
    us.same_journey();
}

#[test]
fn both_name_another_day_at_once_and_end_with_the_same_open_proposal() {
    let us = TwoPartners::apart();
    let (memory, _) = lake(&us);
    does(&us.noor, Command::Move { memory, when: in_days(&us, 4) });
    does(&us.sam, Command::Move { memory, when: in_days(&us, 6) });
    us.meet();
    us.same_journey();
    assert_eq!(planned(&us.noor), planned(&us.sam));
    assert!(!planned(&us.noor).is_agreed());
}

#[test]
fn words_that_are_taken_back_are_gone_for_both_and_a_year_later_the_rest_comes_back() {
    let us = TwoPartners::apart();
    let on = us.noor.moment().today();
    let keep = |name: &str| Command::Keep { name: name.to_owned(), on, text: "Soup and rain".to_owned() };
    does(&us.noor, keep("The kitchen"));
    does(&us.sam, keep("The balcony"));
    us.meet();
    let id = |device: &Device, name: &str| {
        device.ours().read(|it| {
            let kept = it.couple().memories.kept();
            kept.iter().find(|it| it.name == name).map(|it| it.id).unwrap()
        })
    };
    does(&us.noor, Command::TakeBack { memory: id(&us.noor, "The kitchen") });
    us.meet();
    assert_eq!(kept(&us.sam), [("The balcony".to_owned(), 1)]);
    us.hours_pass(365 * 24);
    us.meet();
    let ago = |device: &Device| {
        device.ours().read(|it| it.couple().memories.years_ago(device.moment().today()).len())
    };
    does(&us.sam, Command::LookBack { shown: false });
    us.meet();
    assert_eq!((ago(&us.noor), ago(&us.sam)), (1, 0));
}
