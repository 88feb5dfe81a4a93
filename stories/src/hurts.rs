//! What happened: written alone, shared as one whole after a warning, added to in the open, and named by both.

use domain::hurts::{Account, Aware, Command, Part, Refusal, Side, Telling};
use domain::path::{Because, Chapter, Readiness, What, chapter};
use domain::{HurtId, path, talk};

use crate::world::{Device, TwoPartners};
use client::NotDone;

const WHAT: &str = "I met someone else in January.";
const MONEY: &str = "Four hundred from our savings.";
const ALL: Aware = Aware { it_can_surface: true, it_is_everything: true };

fn writes(device: &Device, side: Side, account: Account) -> HurtId {
    let telling = Telling { name: "January".to_owned(), side, account };
    device.ours().perform(Command::Write { hurt: None, telling }.into()).unwrap();
    device.ours().read(|it| it.couple().hurts.written().last().map(|it| it.0)).unwrap()
}

fn shares(device: &Device, hurt: HurtId, aware: Aware) -> Result<(), NotDone> {
    let previewed = device.ours().read(|it| it.couple().hurts.own(hurt).unwrap().0.written);
    device.ours().perform(Command::Share { hurt, previewed, aware }.into())
}

fn reads_what(device: &Device, hurt: HurtId) -> Option<String> {
    device.ours().read(|it| {
        let hurt = it.couple().hurts.get(hurt)?;
        let told = hurt.said.iter().find_map(|it| it.told.as_ref())?;
        told.account.get(Part::What).map(str::to_owned)
    })
}

fn refusal(done: Result<(), NotDone>) -> Refusal {
    match done {
        Err(NotDone::Refused(domain::Refusal::Hurts(it))) => it,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_account_is_shared_whole_after_the_warning_and_nobody_reads_it_before() {
    let us = TwoPartners::apart();
    let hurt = writes(&us.sam, Side::IAmResponsible, Account::default().with(Part::What, WHAT));
    us.meet();
    assert!(!us.noor.whole().windows(12).any(|it| it == b"someone else"));
    assert_eq!(refusal(shares(&us.sam, hurt, Aware::default())), Refusal::WarnFirst);
    let warned = Aware { it_can_surface: true, it_is_everything: false };
    assert_eq!(refusal(shares(&us.sam, hurt, warned)), Refusal::IsThisEverything);
    shares(&us.sam, hurt, ALL).unwrap();
    us.meet();
    assert_eq!(reads_what(&us.noor, hurt).as_deref(), Some(WHAT));
    us.same_journey();
}

#[test]
fn what_comes_later_is_marked_as_an_addition_and_waits_to_be_read() {
    let us = TwoPartners::apart();
    let hurt = writes(&us.sam, Side::IAmResponsible, Account::default().with(Part::What, WHAT));
    shares(&us.sam, hurt, ALL).unwrap();
    us.meet();
    us.noor.ours().perform(Command::Read { hurt }.into()).unwrap();
    assert_eq!(refusal(shares(&us.sam, hurt, ALL)), Refusal::AlreadyShared);
    us.sam
        .ours()
        .perform(Command::Add { aware: ALL, hurt, part: Part::Money, words: MONEY.into() }.into())
        .unwrap();
    us.meet();
    us.noor.ours().read(|it| {
        let told = it.couple().hurts.get(hurt).unwrap().told_by(hurt.author()).unwrap();
        assert_eq!(told.account.get(Part::Money), None);
        assert_eq!(told.additions[0].words, MONEY);
        assert!(it.couple().hurts.is_unread(hurt, it.me()));
    });
    us.same_journey();
}

#[test]
fn until_both_name_it_each_view_stands_beside_the_other() {
    let us = TwoPartners::apart();
    let hurt = writes(&us.noor, Side::IWasHurt, Account::default().with(Part::What, "You were not there."));
    shares(&us.noor, hurt, ALL).unwrap();
    us.meet();
    let says = |device: &Device, side| {
        device.ours().perform(Command::TakeSide { hurt, side: Some(side) }.into()).unwrap();
        us.meet();
    };
    let roles = |device: &Device| device.ours().read(|it| it.couple().hurts.get(hurt).unwrap().roles());
    says(&us.sam, Side::IWasHurt);
    assert_eq!((roles(&us.noor), roles(&us.sam)), (None, None));
    says(&us.sam, Side::IAmResponsible);
    assert_eq!(roles(&us.noor).map(|it| it.hurt), Some(hurt.author()));
    us.same_journey();
}

#[test]
fn a_withdrawn_account_goes_from_both_and_its_author_keeps_their_own_copy() {
    let us = TwoPartners::apart();
    let hurt = writes(&us.sam, Side::IAmResponsible, Account::default().with(Part::What, WHAT));
    shares(&us.sam, hurt, ALL).unwrap();
    us.meet();
    us.sam.ours().perform(Command::Withdraw { hurt }.into()).unwrap();
    us.meet();
    assert_eq!(reads_what(&us.noor, hurt), None);
    assert!(us.sam.ours().read(|it| it.couple().hurts.own(hurt).is_some()));
    us.same_journey();
}

#[test]
fn both_tell_the_same_hurt_at_once_and_both_accounts_stand() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    let telling = Telling {
        name: "The lie".to_owned(),
        side: Side::IAmResponsible,
        account: Account::default().with(Part::Lies, "I said I was at work."),
    };
    us.sam.ours().perform(Command::Write { hurt: Some(hurt), telling }.into()).unwrap();
    shares(&us.sam, hurt, ALL).unwrap();
    let more = Command::Add { aware: ALL, hurt, part: Part::WhatItDid, words: "I do not sleep.".into() };
    us.noor.ours().perform(more.into()).unwrap();
    us.meet();
    us.noor.ours().read(|it| {
        let hurt = it.couple().hurts.get(hurt).unwrap();
        assert!(hurt.said.iter().all(|it| it.told.is_some()));
        assert_eq!(hurt.name(), Some("January"));
    });
    us.same_journey();
}

#[test]
fn readiness_of_both_and_feeling_heard_lead_the_hurt_along_and_back() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    let at = |device: &Device| device.ours().read(|it| chapter::of_hurt(it.couple(), hurt));
    let says = |device: &Device, ready| {
        let say = path::Command::Say { readiness: Readiness::SteadyEnough, ready };
        device.ours().perform(domain::Command::Path(say)).unwrap();
        us.meet();
    };
    says(&us.noor, true);
    assert_eq!((at(&us.noor), at(&us.sam)), (Chapter::Steady, Chapter::Steady));
    says(&us.sam, true);
    assert_eq!((at(&us.noor), at(&us.sam)), (Chapter::Understand, Chapter::Understand));
    let heard = |heard| {
        us.noor.ours().perform(talk::Command::FeelHeard { hurt, heard }.into()).unwrap();
        us.meet();
    };
    heard(true);
    assert_eq!(at(&us.sam), Chapter::Amend);
    heard(false);
    assert_eq!(at(&us.sam), Chapter::Understand);
    says(&us.sam, false);
    assert_eq!(at(&us.noor), Chapter::Steady);
    us.same_journey();
}

#[test]
fn today_leads_to_what_the_other_told_with_its_reason() {
    let us = TwoPartners::apart();
    let hurt = writes(&us.noor, Side::IWasHurt, Account::default().with(Part::What, "You were not there."));
    shares(&us.noor, hurt, ALL).unwrap();
    us.meet();
    let now = us.sam.moment();
    let today = || us.sam.ours().read(|it| path::today(it.couple(), &now));
    let reading = |it: &path::Suggestion| it.what == What::ReadAccount { hurt };
    assert_eq!(today().iter().find(|it| reading(it)).map(|it| it.because), Some(Because::TheyTold));
    us.sam.ours().perform(Command::Read { hurt }.into()).unwrap();
    assert!(!today().iter().any(reading));
}
