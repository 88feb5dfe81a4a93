//! The rules of hurts, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::ids::HurtId;
use crate::people;
use crate::practice::{Flaw, LONGEST_ACCOUNT};
use crate::practices::hurts::{
    Account, Added, Aware, Command, Event, Part, Parts, Refusal, Roles, Shared, Side, Telling, Withdrawn,
};
use crate::stamp::Stamp;
use crate::two::{ANA, BEN, Partner, Two};
use crate::{Audience, Moment};

const AWARE: Aware = Aware { it_can_surface: true, it_is_everything: true };

fn telling(side: Side, words: &str) -> Telling {
    Telling { name: "The messages".to_owned(), side, account: Account::default().with(Part::What, words) }
}

fn writes(side: Side, words: &str) -> Command {
    Command::Write { hurt: None, telling: telling(side, words) }
}

fn last_written(partner: &Partner) -> (HurtId, Stamp) {
    let hurts = &partner.couple().hurts;
    let newest = hurts.written().max_by_key(|(_, own, _)| own.written).unwrap();
    (newest.0, newest.1.written)
}

fn share(partner: &Partner) -> Command {
    let (hurt, previewed) = last_written(partner);
    Command::Share { hurt, previewed, aware: AWARE }
}

/// Ben tells what happened; Ana has read it.
pub(crate) fn told(two: &mut Two) -> HurtId {
    two.ben(writes(Side::IAmResponsible, "I wrote to her for months."));
    let (hurt, _) = last_written(&two.ben);
    two.ben(share(&two.ben));
    two.meet();
    hurt
}

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Hurts(refusal))
}

#[test]
fn a_hurt_is_written_in_the_vault_first_by_either_and_also_alone() {
    let mut two = Two::alone();
    two.ana(writes(Side::IWasHurt, "I found the messages."));
    two.ben(writes(Side::IAmResponsible, "I wrote to her."));
    let all = two.ana.written.iter().chain(&two.ben.written);
    assert!(all.map(|it| it.audience).all(|it| it == Audience::Mine));
    two.ana(people::Command::Join("Ana".to_owned()));
    two.ben(people::Command::Join("Ben".to_owned()));
    two.wait_days(9);
    two.meet();
    // Inviting the other shares none of it.
    assert!(two.ben.couple().hurts.all().is_empty() && two.ana.couple().hurts.all().is_empty());
    assert_eq!(two.ana.couple().hurts.written().count(), 1);
}

#[test]
fn before_anything_is_shared_comes_the_warning_and_then_is_this_everything() {
    let mut two = Two::together();
    two.ben(writes(Side::IAmResponsible, "I wrote to her for months."));
    let (hurt, previewed) = last_written(&two.ben);
    let with = |it_can_surface, it_is_everything| Command::Share {
        hurt,
        previewed,
        aware: Aware { it_can_surface, it_is_everything },
    };
    assert_eq!(two.try_ben(with(false, true)), refused(Refusal::WarnFirst));
    assert_eq!(two.try_ben(with(true, false)), refused(Refusal::IsThisEverything));
    two.ben(with(true, true));
    two.meet();
    assert_eq!(two.ana.couple().hurts.all()[0].name(), Some("The messages"));
}

#[test]
fn who_was_hurt_is_warned_too_and_not_asked_whether_it_is_everything() {
    let mut two = Two::together();
    two.ana(writes(Side::IWasHurt, "I found the messages."));
    let (hurt, previewed) = last_written(&two.ana);
    let with = |it_can_surface| Command::Share {
        hurt,
        previewed,
        aware: Aware { it_can_surface, it_is_everything: false },
    };
    assert_eq!(two.try_ana(with(false)), refused(Refusal::WarnFirst));
    two.ana(with(true));
}

#[test]
fn the_guide_knows_what_is_left_open() {
    let account = Account::default().with(Part::What, "It").with(Part::Money, "None").with(Part::Lies, "  ");
    let open = [Part::SinceWhen, Part::IsItOver, Part::Health, Part::Lies, Part::WhoKnows];
    assert_eq!(account.left_open(Side::IAmResponsible), open);
    assert_eq!(account.left_open(Side::IWasHurt), [Part::SinceWhen, Part::WhatItDid]);
}

#[test]
fn exactly_what_was_previewed_is_shared_and_nothing_that_was_changed_since() {
    let mut two = Two::together();
    two.ben(writes(Side::IAmResponsible, "I wrote to her."));
    let (hurt, previewed) = last_written(&two.ben);
    two.ben(Command::Write { hurt: Some(hurt), telling: telling(Side::IAmResponsible, "I met her.") });
    let old = Command::Share { hurt, previewed, aware: AWARE };
    assert_eq!(two.try_ben(old), refused(Refusal::ChangedSince));
    two.ben(share(&two.ben));
    two.meet();
    let hurts = &two.ana.couple().hurts;
    assert_eq!(hurts.get(hurt).unwrap().told_by(BEN).unwrap().account.get(Part::What), Some("I met her."));
}

#[test]
fn it_is_one_whole_account_and_what_comes_later_is_marked_as_an_addition() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    assert_eq!(two.try_ben(share(&two.ben)), refused(Refusal::AlreadyShared));
    two.ben(Command::Add {
        aware: Aware { it_can_surface: true, it_is_everything: true },
        hurt,
        part: Part::Money,
        words: "I lent her money.".to_owned(),
    });
    two.meet();
    let told = two.ana.couple().hurts.get(hurt).unwrap().told_by(BEN).unwrap().clone();
    assert_eq!(told.account.get(Part::Money), None);
    assert_eq!(
        (told.additions[0].part, told.additions[0].words.as_str()),
        (Part::Money, "I lent her money.")
    );
    // The author's own copy has it in its place.
    let (_, own) = two.ben.couple().hurts.own(hurt).unwrap();
    assert_eq!(own.account.get(Part::Money), Some("I lent her money."));
}

#[test]
fn naming_who_was_hurt_needs_both_and_until_then_each_view_stands_beside_the_other() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    let known = |two: &Two| two.ben.couple().hurts.get(hurt).unwrap().clone();
    assert_eq!((known(&two).roles(), known(&two).side_of(BEN)), (None, Some(Side::IAmResponsible)));
    two.ana(Command::TakeSide { hurt, side: Some(Side::IAmResponsible) });
    two.meet();
    let both = known(&two);
    assert_eq!((both.roles(), both.side_of(ANA)), (None, Some(Side::IAmResponsible)));
    two.ana(Command::TakeSide { hurt, side: Some(Side::IWasHurt) });
    two.meet();
    assert_eq!(known(&two).roles(), Some(Roles { hurt: ANA, responsible: BEN }));
    // Either can stop saying it, at any time.
    two.ben(Command::TakeSide { hurt, side: None });
    two.meet();
    assert_eq!(known(&two).roles(), None);
}

#[test]
fn two_hurts_can_point_in_opposite_directions() {
    let mut two = Two::together();
    let first = told(&mut two);
    two.ana(writes(Side::IAmResponsible, "I read your diary."));
    let (second, _) = last_written(&two.ana);
    two.ana(share(&two.ana));
    two.meet();
    two.ana(Command::TakeSide { hurt: first, side: Some(Side::IWasHurt) });
    two.ben(Command::TakeSide { hurt: second, side: Some(Side::IWasHurt) });
    two.meet();
    let roles = |hurt| two.ana.couple().hurts.get(hurt).unwrap().roles().unwrap();
    assert_eq!((roles(first).hurt, roles(second).hurt), (ANA, BEN));
    // Who is both can read both guides.
    assert_eq!(two.ana.couple().hurts.parts_of(ANA), Parts { was_hurt: true, is_responsible: true });
    assert_eq!(two.ana.couple().hurts.parts_of(two.ben.id), Parts { was_hurt: true, is_responsible: true });
    assert_eq!(Two::together().ana.couple().hurts.parts_of(ANA), Parts::default());
}

#[test]
fn both_can_tell_of_the_same_hurt_each_in_one_whole_account() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    two.ana(Command::Write { hurt: Some(hurt), telling: telling(Side::IWasHurt, "I could not sleep.") });
    two.ana(share(&two.ana));
    two.meet();
    let known = two.ben.couple().hurts.get(hurt).unwrap();
    assert_eq!(known.told_by(ANA).unwrap().account.get(Part::What), Some("I could not sleep."));
    assert_eq!(known.roles(), Some(Roles { hurt: ANA, responsible: BEN }));
    assert_eq!(two.ana.couple().hurts.all().len(), 1);
}

#[test]
fn who_shared_can_take_it_back_and_keeps_their_own_copy() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    two.ben(Command::Add {
        aware: Aware { it_can_surface: true, it_is_everything: true },
        hurt,
        part: Part::Lies,
        words: "I said I was at work.".to_owned(),
    });
    two.meet();
    assert_eq!(two.try_ana(Command::Withdraw { hurt }), refused(Refusal::NothingShared));
    two.ben(Command::Withdraw { hurt });
    two.meet();
    assert!(two.ana.couple().hurts.all().is_empty());
    let known = two.ana.couple().hurts.get(hurt).unwrap();
    assert!(known.name().is_none() && !known.is_shared());
    let bytes = two.ana.couple().to_cbor();
    assert!(!bytes.windows(6).any(|it| it == b"months" || it == b"I said"));
    assert!(two.ben.couple().hurts.own(hurt).is_some());
    // It can be shared anew, as one whole.
    two.ben(share(&two.ben));
    two.meet();
    assert!(two.ana.couple().hurts.is_unread(hurt, ANA));
}

#[test]
fn nobody_learns_whether_an_account_was_read() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    assert!(two.ana.couple().hurts.is_unread(hurt, ANA));
    let before = two.ana.written.len();
    two.ana(Command::Read { hurt });
    assert!(two.ana.written[before..].iter().all(|it| it.audience == Audience::Mine));
    assert!(!two.ana.couple().hurts.is_unread(hurt, ANA));
    two.ben(Command::Add {
        aware: Aware { it_can_surface: true, it_is_everything: true },
        hurt,
        part: Part::Health,
        words: "I was tested.".to_owned(),
    });
    two.meet();
    assert!(two.ana.couple().hurts.is_unread(hurt, ANA));
}

#[test]
fn a_hundred_thousand_characters_fit_and_more_is_refused_with_its_size() {
    let mut two = Two::together();
    let long = "x".repeat(100_000);
    two.ben(writes(Side::IAmResponsible, &long));
    two.ben(share(&two.ben));
    two.meet();
    let told = two.ana.couple().hurts.all()[0].told_by(BEN).unwrap().clone();
    assert_eq!(told.account.get(Part::What), Some(long.as_str()));
    let longer = "ي".repeat(100_000);
    let flaw = Flaw::TooLong { bytes: 200_000, most: LONGEST_ACCOUNT };
    assert_eq!(two.try_ben(writes(Side::IAmResponsible, &longer)), refused(Refusal::Words(flaw)));
    assert_eq!(two.try_ben(writes(Side::IWasHurt, " \n")), refused(Refusal::Words(Flaw::Empty)));
}

#[test]
fn right_to_left_and_emoji_stay_as_they_were_written() {
    let mut two = Two::together();
    let words = "كذبتُ عليك 💔 لأشهر — and \u{202b}more\u{202c}";
    two.ben(writes(Side::IAmResponsible, words));
    two.ben(share(&two.ben));
    two.meet();
    assert_eq!(two.ana.couple().hurts.all()[0].told_by(BEN).unwrap().account.get(Part::What), Some(words));
}

#[test]
fn both_may_write_at_once_offline_and_two_devices_of_one_may_share_the_same() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    let now: Moment = two.now;
    two.ana(Command::TakeSide { hurt, side: Some(Side::IWasHurt) });
    two.ben(Command::Add {
        aware: Aware { it_can_surface: true, it_is_everything: true },
        hurt,
        part: Part::WhoKnows,
        words: "Nobody.".to_owned(),
    });
    let again = Event::Shared(Shared { hurt, telling: telling(Side::IAmResponsible, "Otherwise.") });
    two.ben.writes(now, vec![crate::Event::Hurts(again)]);
    two.meet();
    let known = two.ana.couple().hurts.get(hurt).unwrap();
    let told = known.told_by(BEN).unwrap();
    assert_eq!(told.account.get(Part::What), Some("I wrote to her for months."));
    assert_eq!((told.additions.len(), known.side_of(ANA)), (1, Some(Side::IWasHurt)));
}

#[test]
fn what_the_wrong_partner_writes_about_a_hurt_is_not_heard() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    let before = two.ana.couple().hurts.get(hurt).unwrap().told_by(BEN).cloned();
    let forged = HurtId::make(BEN, [77; 16]);
    let lies = telling(Side::IAmResponsible, "lies");
    let empty = Telling { account: Account::default(), ..lies.clone() };
    for event in [
        Event::Shared(Shared { hurt: forged, telling: lies }),
        Event::Shared(Shared { hurt, telling: empty }),
        Event::Added(Added { hurt, part: Part::What, words: "lies".to_owned() }),
        Event::Withdrawn(Withdrawn { hurt }),
    ] {
        two.ana.writes(two.now, vec![crate::Event::Hurts(event)]);
    }
    two.meet();
    let hurts = &two.ben.couple().hurts;
    assert_eq!(hurts.get(hurt).unwrap().told_by(BEN).cloned(), before);
    assert_eq!((hurts.get(hurt).unwrap().told_by(ANA), hurts.get(forged)), (None, None));
}

#[test]
fn what_is_begun_on_one_device_is_finished_on_another() {
    let mut two = Two::together();
    two.ben(writes(Side::IAmResponsible, "I wrote to her."));
    let (hurt, previewed) = last_written(&two.ben);
    two.pass_on();
    let mut laptop = Partner::new(BEN, 3);
    for record in two.ben.written.iter().chain(&two.ana.written).cloned() {
        if record.audience == Audience::Ours || record.author == BEN {
            laptop.history.take_in(record, &laptop.sealing);
        }
    }
    laptop.clock = two.ben.clock;
    let share = Command::Share { hurt, previewed, aware: AWARE };
    let events = laptop.decides(two.now, crate::Command::Hurts(share)).unwrap();
    laptop.writes(two.now, events);
    for mut record in laptop.written {
        record.received_ms = Some(two.now.ms);
        two.ana.history.take_in(record, &two.ana.sealing);
    }
    let told = two.ana.couple().hurts.all()[0].told_by(BEN).unwrap();
    assert_eq!(told.account.get(Part::What), Some("I wrote to her."));
}

#[test]
fn who_shared_and_left_has_shared_and_can_come_back_to_take_it_back() {
    let mut two = Two::together();
    let hurt = told(&mut two);
    two.ben(people::Command::Leave);
    two.meet();
    assert!(two.ana.couple().hurts.get(hurt).unwrap().is_shared());
    let apart = two.try_ben(Command::Withdraw { hurt });
    assert_eq!(apart, Err(Refused::NotTogether(people::Together::ILeft)));
    two.ben(people::Command::Join("Ben".to_owned()));
    two.ben(Command::Withdraw { hurt });
    two.meet();
    assert!(!two.ana.couple().hurts.get(hurt).unwrap().is_shared());
}

#[test]
fn an_addition_is_shared_after_the_same_warning_and_the_same_question() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    let add = |it_can_surface, it_is_everything| Command::Add {
        hurt,
        part: Part::What,
        words: "And in March.".to_owned(),
        aware: Aware { it_can_surface, it_is_everything },
    };
    assert_eq!(two.try_ana(add(false, true)), Err(Refused::Hurts(Refusal::WarnFirst)));
    two.ana(add(true, false));
    two.ana(Command::TakeSide { hurt, side: Some(Side::IAmResponsible) });
    assert_eq!(two.try_ana(add(true, false)), Err(Refused::Hurts(Refusal::IsThisEverything)));
    two.ana(add(true, true));
}
