//! The rules of our future, each as a sentence.

use crate::couple::{Across, Refusal as Refused};
use crate::exchange::OpenedTogether;
use crate::ids::WishId;
use crate::practice::{Flaw, LONGEST_LINE};
use crate::practices::our_future::{Area, Became, Command, Horizon, Refusal, Sort, Stands};
use crate::practices::promises::{Source, When};
use crate::practices::space;
use crate::two::{BEN, Two};
use crate::{Audience, Couple, path};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::OurFuture(refusal))
}

fn write(horizon: Horizon, text: &str) -> Command {
    Command::Write { wish: None, area: Area::Home, horizon, text: text.to_owned() }
}

fn own(couple: &Couple) -> Vec<WishId> {
    couple.our_future.not_shown(couple).iter().map(|it| it.wish.id).collect()
}

/// Ana's garden and Ben's choir, open for both.
fn opened() -> (Two, WishId, WishId) {
    let mut two = Two::together();
    two.ana(write(Horizon::Far, "A garden"));
    two.ben(write(Horizon::Mid, "To sing in a choir again"));
    let (garden, choir) = (own(two.ana.couple())[0], own(two.ben.couple())[0]);
    two.ana(Command::Seal { wishes: vec![garden] });
    two.ben(Command::Seal { wishes: vec![choir] });
    two.meet();
    (two, garden, choir)
}

fn stands(couple: &Couple, wish: WishId) -> Stands {
    couple.our_future.shown(couple, wish).unwrap().stands
}

#[test]
fn wishes_are_written_for_oneself_and_only_those_that_were_sealed_are_opened() {
    let mut two = Two::together();
    two.ana(write(Horizon::Far, "A garden"));
    two.ana(write(Horizon::Near, "To be asked less"));
    let all = own(two.ana.couple());
    assert!(two.ana.written.iter().skip(1).all(|it| it.audience == Audience::Mine));
    two.ana(Command::Seal { wishes: vec![all[0]] });
    two.meet();
    let couple = two.ben.couple();
    assert_eq!(couple.our_future.opened(couple, 1), None);
    assert!(couple.our_future.board(couple).is_empty());
    two.ben(write(Horizon::Near, "One evening a week"));
    let bens = own(two.ben.couple());
    two.ben(Command::Seal { wishes: bens });
    two.meet();
    let couple = two.ben.couple();
    let Some(OpenedTogether::Both { theirs, .. }) = couple.our_future.opened(couple, 1) else {
        panic!("not open")
    };
    assert_eq!(theirs.wishes.len(), 1);
    let texts: Vec<_> = couple.our_future.board(couple).into_iter().map(|it| it.wish.text).collect();
    assert_eq!(texts, ["One evening a week", "A garden"]);
    assert!(!couple.to_cbor().windows(9).any(|it| it == b"asked les"));
    assert_eq!(own(two.ana.couple()), [all[1]]);
}

#[test]
fn both_want_a_wish_once_the_other_says_so_themselves_and_either_can_take_that_back() {
    let (mut two, garden, _) = opened();
    assert_eq!(stands(two.ana.couple(), garden), Stands::Open);
    two.ana(Command::Sort { wish: garden, sort: Some(Sort::Want) });
    assert_eq!(stands(two.ana.couple(), garden), Stands::Open, "one's own wish is no agreement");
    two.ben(Command::Sort { wish: garden, sort: Some(Sort::Want) });
    two.meet();
    assert_eq!(stands(two.ana.couple(), garden), Stands::BothWant);
    two.ben(Command::Sort { wish: garden, sort: None });
    two.meet();
    assert_eq!(stands(two.ana.couple(), garden), Stands::Open);
}

#[test]
fn whoever_wants_to_talk_first_is_heard_first_also_when_both_sort_at_once() {
    let (mut two, garden, choir) = opened();
    two.ana(Command::Sort { wish: choir, sort: Some(Sort::Talk) });
    two.ben(Command::Sort { wish: choir, sort: Some(Sort::Alone) });
    two.ben(Command::Sort { wish: garden, sort: Some(Sort::Alone) });
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        assert_eq!(stands(couple, choir), Stands::TalkAbout);
        assert_eq!(stands(couple, garden), Stands::Alone);
    }
}

#[test]
fn a_wish_that_both_want_becomes_a_step_with_a_date_and_one_alone_only_for_its_author() {
    let (mut two, garden, choir) = opened();
    let step = |wish, two: &Two| Across::PromiseWish {
        wish,
        words: "I look at trains".to_owned(),
        when: When::once(two.today()),
    };
    assert_eq!(two.try_ana(step(garden, &two)), refused(Refusal::NotYoursAlone));
    two.ben(Command::Sort { wish: garden, sort: Some(Sort::Want) });
    two.ben(Command::Sort { wish: choir, sort: Some(Sort::Alone) });
    two.meet();
    assert_eq!(two.try_ana(step(choir, &two)), refused(Refusal::NotYoursAlone));
    two.ana(step(garden, &two));
    two.ben(step(choir, &two));
    two.meet();
    let sources: Vec<_> = two.ana.couple().promises.all().iter().map(|it| it.source).collect();
    assert!(sources.contains(&Source::Agreement) && sources.contains(&Source::Myself));
    let shown = two.ben.couple().our_future.shown(two.ben.couple(), garden).unwrap();
    assert!(matches!(shown.became[..], [Became::Promise(_)]));
}

#[test]
fn a_wish_to_talk_about_is_one_topic_until_it_is_talked_through() {
    let (mut two, garden, _) = opened();
    two.ana(Across::TalkWish { wish: garden, for_day: None });
    two.meet();
    assert_eq!(two.ben.couple().talk.topics()[0].text, "A garden");
    let again = two.try_ben(Across::TalkWish { wish: garden, for_day: None });
    assert_eq!(again, refused(Refusal::AlreadyATopic));
}

#[test]
fn a_later_wish_can_be_shown_by_itself_but_the_first_ones_are_drawn_apart() {
    let mut two = Two::together();
    two.ana(write(Horizon::Far, "A garden"));
    let garden = own(two.ana.couple())[0];
    assert_eq!(two.try_ana(Command::Show { wish: garden }), refused(Refusal::DrawApartFirst));
    let (mut two, _, _) = opened();
    two.ana(write(Horizon::Near, "A new lamp"));
    let lamp = own(two.ana.couple())[0];
    two.ana(Command::Show { wish: lamp });
    two.meet();
    assert_eq!(two.ben.couple().our_future.board(two.ben.couple())[0].wish.text, "A new lamp");
}

#[test]
fn only_its_author_takes_a_wish_off_the_board() {
    let (mut two, garden, choir) = opened();
    assert_eq!(two.try_ben(Command::TakeOff { wish: garden }), refused(Refusal::OnlyItsAuthor));
    two.ana(Command::TakeOff { wish: garden });
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        let left: Vec<_> = couple.our_future.board(couple).iter().map(|it| it.wish.id).collect();
        assert_eq!(left, [choir]);
    }
}

#[test]
fn until_both_have_sealed_it_can_be_taken_back_and_today_shows_nothing_of_it() {
    let mut two = Two::together();
    two.ana(write(Horizon::Far, "A garden"));
    let garden = own(two.ana.couple())[0];
    let keys = |two: &Two| {
        let all = path::today(two.ben.couple(), &two.now);
        all.iter().map(|it| it.what.key()).filter(|it| it.starts_with("our_future")).collect::<Vec<_>>()
    };
    two.ana(Command::Offer);
    two.meet();
    let before = keys(&two);
    assert_eq!(before, ["our_future.draw/1"]);
    two.ana(Command::Seal { wishes: vec![garden] });
    two.meet();
    assert_eq!(keys(&two), before);
    two.ana(Command::TakeBack);
    two.meet();
    assert_eq!(keys(&two), before);
    assert_eq!(own(two.ana.couple()), [garden], "what was taken back is still one's own");
}

#[test]
fn during_space_nobody_offers_and_wishes_need_words_that_fit_one_line() {
    let mut two = Two::together();
    assert_eq!(two.try_ana(write(Horizon::Near, " ")), refused(Refusal::Words(Flaw::Empty)));
    let long = "x".repeat(LONGEST_LINE + 1);
    let too_long = Flaw::TooLong { bytes: LONGEST_LINE + 1, most: LONGEST_LINE };
    assert_eq!(two.try_ana(write(Horizon::Near, &long)), refused(Refusal::Words(too_long)));
    assert_eq!(two.try_ana(Command::Seal { wishes: Vec::new() }), refused(Refusal::Words(Flaw::Empty)));
    two.ana(write(Horizon::Near, "بيت صغير 🏡"));
    let wish = own(two.ana.couple())[0];
    two.ana(Command::PutAway { wish });
    assert!(two.ana.couple().our_future.is_empty(two.ana.couple()));
    assert_eq!(two.try_ana(Command::Seal { wishes: vec![wish] }), refused(Refusal::NoSuchWish));
    let nowhere = Command::Sort { wish: WishId::make(BEN, [7; 16]), sort: Some(Sort::Want) };
    assert_eq!(two.try_ana(nowhere), refused(Refusal::NoSuchWish));
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    assert_eq!(two.try_ana(Command::Offer), refused(Refusal::InSpace));
    two.ana(write(Horizon::Near, "A small house"));
    let wish = own(two.ana.couple())[0];
    assert_eq!(two.try_ana(Command::Seal { wishes: vec![wish] }), refused(Refusal::InSpace));
}
