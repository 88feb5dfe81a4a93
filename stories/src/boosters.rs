//! From rebuilding to graduation: what two people do to come close again, the four looks of a year, and a journey that is closed
//! and can be woken.

use domain::boosters::{After, Booster, Command, is_closed, of_both};
use domain::closeness;
use domain::keepsake::{Part, passages};
use domain::memories::{self, PlannedFor};
use domain::our_future::{self, Area, Horizon, Sort};
use domain::path::{self, Chapter, Readiness, What, Work};
use domain::vulnerability;

use crate::journey::steps::{
    a_hurt_is_told_and_named, a_question_is_asked_and_answered, an_apology_is_sent_and_something_is_missing,
    both_are_on_the_same_page, chapter_of_both, does, it_is_revised_and_accepted, sees,
    they_find_some_ground, they_talk,
};
use crate::world::{Device, TwoPartners, Weather};

const CARD: u32 = 113;

/// Two who have just chosen to rebuild.
fn rebuilding() -> TwoPartners {
    let us = TwoPartners::apart();
    they_find_some_ground(&us);
    let hurt = a_hurt_is_told_and_named(&us);
    let question = a_question_is_asked_and_answered(&us);
    they_talk(&us, question);
    let apology = an_apology_is_sent_and_something_is_missing(&us, hurt);
    it_is_revised_and_accepted(&us, hurt, apology);
    both_are_on_the_same_page(&us);
    assert_eq!(chapter_of_both(&us), Chapter::Rebuild);
    us
}

fn both_say(us: &TwoPartners, readiness: Readiness, ready: bool) {
    for device in [&us.noor, &us.sam] {
        does(device, path::Command::Say { readiness, ready });
    }
    us.meet();
}

fn keeping() -> TwoPartners {
    let us = rebuilding();
    both_say(&us, Readiness::ToKeeping, true);
    assert_eq!(chapter_of_both(&us), Chapter::Keep);
    us
}

/// Days pass until it is time for a look. Gives which.
fn days_pass_until(us: &TwoPartners, after: After) -> Booster {
    let all = sees(&us.noor, of_both).unwrap();
    let booster = all.into_iter().find(|it| it.after == after).unwrap();
    let days = booster.day().days_since(us.noor.moment().today());
    us.hours_pass(24 * u64::try_from(days).unwrap());
    us.meet();
    booster
}

/// What there is to do by itself, with everything else looked at.
fn suggested(device: &Device) -> Option<After> {
    sees(device, |it| {
        it.boosters
            .now(it, &device.moment())
            .filter(|now| !it.boosters.is_put_by(*now) && it.boosters.look(*now, it.viewer).is_none())
    })
    .map(|it| it.after)
}

fn look(booster: Booster, text: &str) -> Command {
    Command::ShareLook { booster, text: text.to_owned() }
}

/// A promise, a card, the first page, a wish and a day by the lake, each with both of them.
fn they_come_close(us: &TwoPartners) {
    us.sam.promises("Home before seven");
    for (device, text) in [(&us.noor, "A stranger’s umbrella"), (&us.sam, "A seat on a full train")] {
        does(device, vulnerability::Command::Seal { topic: CARD, text: text.to_owned() });
        does(device, closeness::Command::SharePage { text: ["From here on: ", text].concat() });
        let (area, horizon, text) = (Area::Home, Horizon::Far, ["A garden, and ", text].concat());
        does(device, our_future::Command::Write { wish: None, area, horizon, text });
        let wishes = sees(device, |it| it.our_future.not_shown(it).iter().map(|it| it.wish.id).collect());
        does(device, our_future::Command::Seal { wishes });
    }
    us.meet();
    us.meet();
    for device in [&us.noor, &us.sam] {
        let all: Vec<_> = sees(device, |it| it.our_future.board(it).iter().map(|it| it.wish.id).collect());
        for wish in all {
            does(device, our_future::Command::Sort { wish, sort: Some(Sort::Want) });
        }
    }
    let (on, name) = (us.noor.moment().today(), "The lake".to_owned());
    does(&us.noor, memories::Command::Plan { name, when: PlannedFor { on, at_minute: None } });
    us.meet();
    let (memory, when) =
        sees(&us.sam, |it| it.memories.planned().first().map(|it| (it.id, it.when)).unwrap());
    does(&us.sam, memories::Command::Agree { memory, when });
    does(&us.sam, memories::Command::Say { memory, text: "We got lost twice.".to_owned() });
    us.meet();
}

#[test]
fn two_people_go_from_rebuilding_through_four_looks_to_graduation() {
    let us = rebuilding();
    they_come_close(&us);
    both_say(&us, Readiness::ToKeeping, true);
    assert_eq!(chapter_of_both(&us), Chapter::Keep);
    for (after, text) in [
        (After::One, "The mornings hold."),
        (After::Three, "We ask each other again."),
        (After::Six, "I do not look at the door."),
        (After::Twelve, "It holds without looking."),
    ] {
        let booster = days_pass_until(&us, after);
        assert_eq!((suggested(&us.noor), suggested(&us.sam)), (Some(after), Some(after)));
        for device in [&us.noor, &us.sam] {
            us_check_in(device);
            does(device, look(booster, text));
            does(device, Command::Refresh { booster, practice: Some("talk".to_owned()) });
        }
        us.meet();
        us.meet();
        assert_eq!(sees(&us.noor, |it| it.boosters.both_picked(it, booster)), Some(Work::Talk));
        assert_eq!((suggested(&us.noor), suggested(&us.sam)), (None, None));
    }
    let now =
        sees(&us.noor, |it| it.check_in.then_and_now(it, it.people.get(it.viewer).unwrap().joined.day()));
    assert!(now[1].is_some(), "the facets, now");
    for (device, text) in [(&us.noor, "We found the table again."), (&us.sam, "I say it first.")] {
        does(device, Command::ShareWords { text: text.to_owned() });
    }
    both_say(&us, Readiness::ToClose, true);
    it_sleeps_and_the_keepsake_is_the_same(&us);
}

fn us_check_in(device: &Device) {
    device.seals(7).unwrap();
}

fn it_sleeps_and_the_keepsake_is_the_same(us: &TwoPartners) {
    us.hours_pass(24 * 45);
    for device in [&us.noor, &us.sam] {
        device.is_killed_and_opened().unwrap();
        assert!(sees(device, is_closed));
        let by_itself: Vec<What> = device.today().into_iter().filter(What::comes_by_itself).collect();
        assert!(by_itself.is_empty(), "it asks for nothing: {by_itself:?}");
    }
    for part in Part::ALL {
        let [noors, sams] = [&us.noor, &us.sam].map(|it| sees(it, |couple| passages(couple, part)));
        assert_eq!(noors, sams);
        let filled = !noors.is_empty();
        assert!(filled || part == Part::Thanks, "{part:?}");
    }
    us.same_journey();
    // Sam wakes it, for both.
    does(&us.sam, path::Command::Say { readiness: Readiness::ToClose, ready: false });
    us.meet();
    assert!(!sees(&us.noor, is_closed));
    assert!(us.noor.today().iter().any(What::comes_by_itself));
}

#[test]
fn both_say_it_in_the_same_offline_hour_and_the_days_are_the_same_for_both() {
    let us = rebuilding();
    let say = path::Command::Say { readiness: Readiness::ToKeeping, ready: true };
    us.noor.weather(Weather::CutAfter(0));
    us.sam.weather(Weather::CutAfter(0));
    does(&us.noor, say.clone());
    us.noor.saves();
    us.hours_pass(30);
    does(&us.sam, say);
    us.noor.is_killed_and_opened().unwrap();
    us.noor.weather(Weather::Fine);
    us.sam.weather(Weather::Fine);
    us.meet();
    us.meet();
    let [noors, sams] = [&us.noor, &us.sam].map(|it| sees(it, of_both));
    assert!(noors.is_some());
    assert_eq!(noors, sams);
    us.same_journey();
}

#[test]
fn what_one_sees_holding_is_written_offline_taken_back_and_written_anew() {
    let us = keeping();
    let booster = days_pass_until(&us, After::One);
    us.noor.weather(Weather::CutAfter(0));
    does(&us.noor, look(booster, "Too soon to say"));
    does(&us.noor, Command::WithdrawLook { booster });
    does(&us.noor, look(booster, "That you tell me first"));
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    us.noor.weather(Weather::Fine);
    us.meet();
    let noor = sees(&us.noor, |it| it.viewer);
    let read = sees(&us.sam, |it| it.boosters.look(booster, noor).map(|it| it.text.clone()));
    assert_eq!(read.as_deref(), Some("That you tell me first"));
    // Letting it be is told nobody.
    let before = us.noor.whole();
    does(&us.sam, Command::PutBy { booster });
    us.meet();
    assert_eq!(us.noor.whole(), before);
    assert_eq!(suggested(&us.sam), None);
    us.same_journey();
}
