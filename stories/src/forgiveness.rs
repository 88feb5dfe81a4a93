//! What is written about forgiving stays private until it is shared, can be taken back, and a chance becomes a promise.

use domain::forgiveness::{Command, Deciding, Of, Part};
use domain::promises::{Source, When};
use domain::{Across, ForgivingId};

use crate::world::{Device, TwoPartners, Weather};

const WORDS: &str = "I put the score away.";
const CHANCE: &str = "That you say it the same week.";

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

/// A page about the other, with words and a chance on it, for Noor alone.
fn page(device: &Device) -> ForgivingId {
    does(device, Command::Begin { of: Of::TheOther, hurt: None, amends_elsewhere: false });
    let forgiving = device.ours().read(|it| it.couple().forgiveness.pages()[0].id);
    for (part, text) in [(Part::Tell, "You were not there"), (Part::InWords, WORDS), (Part::Chance, CHANCE)] {
        does(device, Command::Write { forgiving, part, text: text.to_owned() });
    }
    does(device, Command::Decide { forgiving, deciding: Some(Deciding::WouldLikeTo) });
    forgiving
}

fn share(forgiving: ForgivingId) -> Command {
    Command::Share { forgiving, previewed: WORDS.to_owned() }
}

/// What Sam reads of it.
fn reads(device: &Device, forgiving: ForgivingId) -> Option<String> {
    device.ours().read(|it| it.couple().forgiveness.told(forgiving)?.words.clone())
}

fn knows(device: &Device, words: &str) -> bool {
    device.whole().windows(words.len()).any(|it| it == words.as_bytes())
}

#[test]
fn it_may_stay_private_for_ever_and_only_what_was_previewed_is_ever_shared() {
    let us = TwoPartners::apart();
    let before = us.sam.whole();
    let forgiving = page(&us.noor);
    us.meet();
    assert_eq!(us.sam.whole(), before);
    does(&us.noor, share(forgiving));
    us.meet();
    assert_eq!(reads(&us.sam, forgiving).as_deref(), Some(WORDS));
    assert!(!knows(&us.sam, "You were not there") && !knows(&us.sam, CHANCE));
    us.same_journey();
}

#[test]
fn what_was_shared_offline_and_taken_back_before_a_network_came_is_gone_when_the_other_looks() {
    let us = TwoPartners::apart();
    let forgiving = page(&us.noor);
    us.noor.weather(Weather::CutAfter(0));
    does(&us.noor, share(forgiving));
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    does(&us.noor, Command::TakeBack { forgiving });
    us.noor.weather(Weather::Fine);
    us.meet();
    assert_eq!(reads(&us.sam, forgiving), None);
    assert!(knows(&us.noor, WORDS), "its writer keeps the words");
    us.noor.ours().read(|it| assert_eq!(it.couple().forgiveness.page(forgiving).unwrap().deciding, None));
    us.same_journey();
}

#[test]
fn a_chance_becomes_a_promise_of_the_other_also_when_it_is_withdrawn_in_the_same_hour() {
    let us = TwoPartners::apart();
    let forgiving = page(&us.noor);
    does(&us.noor, Command::GiveChance { forgiving, previewed: CHANCE.to_owned() });
    us.meet();
    let when = When::once(us.sam.moment().today());
    does(&us.sam, Across::PromiseChance { forgiving, words: "I say it the same week".to_owned(), when });
    does(&us.noor, Command::WithdrawChance { forgiving });
    us.meet();
    us.noor.ours().read(|it| {
        let promises = it.couple().promises.all();
        assert_eq!((promises.len(), promises[0].source), (1, Source::Need));
    });
    assert!(!knows(&us.sam, CHANCE));
    us.same_journey();
}
