//! Wishes are drawn apart, opened together, sorted by both, and become steps with a date.

use domain::our_future::{Area, Became, Command, Horizon, Sort, Stands};
use domain::promises::{Source, When};
use domain::{Across, WishId};

use crate::world::{Device, TwoPartners, Weather};

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn wishes(device: &Device, text: &str) -> WishId {
    let (area, horizon, text) = (Area::Home, Horizon::Mid, text.to_owned());
    does(device, Command::Write { wish: None, area, horizon, text });
    device.ours().read(|it| it.couple().our_future.not_shown(it.couple()).last().unwrap().wish.id)
}

fn board(device: &Device) -> Vec<String> {
    device.ours().read(|it| {
        let board = it.couple().our_future.board(it.couple());
        board.into_iter().map(|it| it.wish.text).collect()
    })
}

fn stands(device: &Device, wish: WishId) -> Stands {
    device.ours().read(|it| it.couple().our_future.shown(it.couple(), wish).unwrap().stands)
}

fn knows(device: &Device, words: &str) -> bool {
    device.whole().windows(words.len()).any(|it| it == words.as_bytes())
}

/// Both sealed one wish each and opened them.
fn opened(us: &TwoPartners) -> (WishId, WishId) {
    let (garden, choir) = (wishes(&us.noor, "A garden"), wishes(&us.sam, "A choir"));
    does(&us.noor, Command::Seal { wishes: vec![garden] });
    does(&us.sam, Command::Seal { wishes: vec![choir] });
    us.meet();
    us.meet();
    (garden, choir)
}

#[test]
fn nobody_reads_a_wish_before_both_have_sealed_and_what_was_not_chosen_stays_private() {
    let us = TwoPartners::apart();
    let garden = wishes(&us.noor, "A garden");
    wishes(&us.noor, "To be asked less");
    does(&us.noor, Command::Seal { wishes: vec![garden] });
    us.meet();
    assert!(!knows(&us.sam, "A garden") && board(&us.sam).is_empty());
    let choir = wishes(&us.sam, "A choir");
    does(&us.sam, Command::Seal { wishes: vec![choir] });
    us.meet();
    us.meet();
    assert_eq!((board(&us.noor).len(), board(&us.sam).len()), (2, 2));
    assert!(!knows(&us.sam, "To be asked less"));
    us.same_journey();
}

#[test]
fn a_cut_line_only_delays_the_opening() {
    for requests in [1, 3, 6] {
        let us = TwoPartners::apart();
        let (garden, choir) = (wishes(&us.noor, "A garden"), wishes(&us.sam, "A choir"));
        does(&us.noor, Command::Seal { wishes: vec![garden] });
        does(&us.sam, Command::Seal { wishes: vec![choir] });
        us.sam.weather(Weather::CutAfter(requests));
        us.sam.looks();
        us.noor.looks();
        us.sam.is_killed_and_opened().unwrap();
        us.sam.weather(Weather::Fine);
        us.meet();
        assert_eq!((board(&us.noor).len(), board(&us.sam).len()), (2, 2), "cut after {requests}");
        us.same_journey();
    }
}

#[test]
fn both_sort_at_once_offline_and_whoever_wants_to_talk_is_heard_on_both_screens() {
    let us = TwoPartners::apart();
    let (garden, choir) = opened(&us);
    does(&us.sam, Command::Sort { wish: garden, sort: Some(Sort::Want) });
    does(&us.noor, Command::Sort { wish: garden, sort: Some(Sort::Talk) });
    does(&us.noor, Command::Sort { wish: choir, sort: Some(Sort::Want) });
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert_eq!((stands(device, garden), stands(device, choir)), (Stands::TalkAbout, Stands::BothWant));
    }
    us.same_journey();
}

#[test]
fn a_wish_both_want_becomes_a_step_and_one_to_talk_about_a_topic() {
    let us = TwoPartners::apart();
    let (garden, choir) = opened(&us);
    does(&us.sam, Command::Sort { wish: garden, sort: Some(Sort::Want) });
    us.meet();
    let when = When::once(us.noor.moment().today().plus(14));
    does(&us.noor, Across::PromiseWish { wish: garden, words: "I ask about the allotment".to_owned(), when });
    does(&us.noor, Across::TalkWish { wish: choir, for_day: None });
    us.meet();
    us.sam.ours().read(|it| {
        let couple = it.couple();
        assert_eq!(couple.promises.all()[0].source, Source::Agreement);
        assert_eq!(couple.talk.topics()[0].text, "A choir");
        let became = couple.our_future.shown(couple, garden).unwrap().became;
        assert!(matches!(became[..], [Became::Promise(_)]));
    });
    us.same_journey();
}
