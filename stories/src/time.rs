//! Time: who was hurt sets the pace; the other reads that nothing is needed; a day to look again is nobody else's.

use client::NotDone;
use domain::hurts::{self, Account, Aware, Side, Telling};
use domain::path::{self, What};
use domain::time::{Command as Pacing, Pace, Refusal};
use domain::{Command, HurtId};

use crate::world::{Device, TwoPartners};

fn says(device: &Device, command: Pacing) -> Result<(), NotDone> {
    device.ours().perform(Command::Time(command))
}

fn tells(device: &Device, command: hurts::Command) {
    device.ours().perform(Command::Hurts(command)).unwrap();
}

/// Sam told what happened, and both named their part.
fn told(us: &TwoPartners) -> HurtId {
    let account = Account::default().with(hurts::Part::What, "I wrote to her for months.");
    let telling = Telling { name: "The messages".to_owned(), side: Side::IAmResponsible, account };
    tells(&us.sam, hurts::Command::Write { hurt: None, telling });
    let (hurt, previewed) = us
        .sam
        .ours()
        .read(|it| it.couple().hurts.written().map(|(hurt, own, _)| (hurt, own.written)).next().unwrap());
    let aware = Aware { it_can_surface: true, it_is_everything: true };
    tells(&us.sam, hurts::Command::Share { hurt, previewed, aware });
    us.meet();
    tells(&us.noor, hurts::Command::TakeSide { hurt, side: Some(Side::IWasHurt) });
    us.meet();
    hurt
}

fn pace(device: &Device, hurt: HurtId) -> Pace {
    device.ours().read(|it| it.couple().time.pace(it.couple(), hurt))
}

fn suggested(device: &Device) -> Vec<What> {
    let now = device.moment();
    device.ours().read(|it| path::today(it.couple(), &now).into_iter().map(|it| it.what).collect())
}

#[test]
fn who_was_hurt_sets_the_pace_and_the_other_cannot() {
    let us = TwoPartners::apart();
    let hurt = told(&us);
    let not_ready = Pacing::NotReady { hurt, look_again: None };
    let alone = NotDone::Refused(domain::Refusal::Time(Refusal::OnlyTheHurtPartner));
    assert_eq!(says(&us.sam, not_ready.clone()), Err(alone));
    says(&us.noor, not_ready).unwrap();
    us.meet();
    assert_eq!(pace(&us.sam, hurt), Pace::NotReady { look_again: None });
    assert_eq!(says(&us.sam, Pacing::Ready { hurt }), Err(alone));
    says(&us.noor, Pacing::Ready { hurt }).unwrap();
    us.meet();
    assert_eq!(pace(&us.sam, hurt), Pace::Ready);
    us.same_journey();
}

#[test]
fn while_time_is_taken_nothing_about_that_hurt_is_asked_of_either_however_long_it_lasts() {
    let us = TwoPartners::apart();
    let hurt = told(&us);
    says(&us.noor, Pacing::NotReady { hurt, look_again: None }).unwrap();
    us.meet();
    us.hours_pass(24 * 300);
    for device in [&us.noor, &us.sam] {
        assert!(suggested(device).iter().all(|it| it.hurt() != Some(hurt)), "{}", device.name);
    }
    assert_eq!(pace(&us.sam, hurt), Pace::NotReady { look_again: None });
}

#[test]
fn the_day_to_look_again_never_reaches_the_other_nor_changes_what_they_have() {
    let us = TwoPartners::apart();
    let hurt = told(&us);
    says(&us.noor, Pacing::NotReady { hurt, look_again: None }).unwrap();
    us.meet();
    let before = us.sam.whole();
    let day = us.noor.moment().today().plus(3);
    says(&us.noor, Pacing::NotReady { hurt, look_again: Some(day) }).unwrap();
    us.meet();
    assert_eq!(us.sam.whole(), before);
    assert_eq!(pace(&us.noor, hurt), Pace::NotReady { look_again: Some(day) });
    us.hours_pass(3 * 24);
    assert!(suggested(&us.noor).contains(&What::LookAgain { hurt }));
    assert!(!suggested(&us.sam).contains(&What::LookAgain { hurt }));
}

#[test]
fn not_ready_said_without_a_network_while_the_other_moves_on_still_holds() {
    let us = TwoPartners::apart();
    let hurt = told(&us);
    us.house.kill();
    says(&us.noor, Pacing::NotReady { hurt, look_again: None }).unwrap();
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    let words = "It went on until March.".to_owned();
    tells(
        &us.sam,
        hurts::Command::Add {
            aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
            hurt,
            part: hurts::Part::What,
            words,
        },
    );
    us.house.start();
    us.meet();
    assert!(matches!(pace(&us.sam, hurt), Pace::NotReady { .. }));
    us.same_journey();
}
