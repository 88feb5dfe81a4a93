//! An open book for a while: both agree, either pauses at once, and it goes on only if both say so.

use client::NotDone;
use domain::open_book::{
    Agreement, Command, Helped, How, Often, Opens, Over, Proposal, Refusal, Stands, Thing,
};
use domain::path::{self, What};
use domain::promises::When;
use domain::{Across, AgreementId, Day};

use crate::world::{Device, PASSPHRASE, TwoPartners, Weather};

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn refused(device: &Device, command: impl Into<domain::Command>, why: Refusal) {
    let heard = device.ours().perform(command.into());
    assert!(matches!(heard, Err(NotDone::Refused(domain::Refusal::OpenBook(it))) if it == why), "{heard:?}");
}

/// Thirty days from a day on, looked at after twenty.
fn proposal(from: Day) -> Proposal {
    Proposal {
        opens: Opens::TheOther,
        things: vec![Thing::Phone],
        exactly: String::new(),
        how: How::Together,
        often: Often::TwiceAWeek,
        others: "What friends write we scroll past".to_owned(),
        from,
        review: from.plus(20),
        until: Some(from.plus(29)),
    }
}

fn seen(device: &Device, id: AgreementId) -> Agreement {
    device.ours().read(|it| it.couple().open_book.get(id).unwrap().clone())
}

fn stands(device: &Device, id: AgreementId) -> Stands {
    let now = device.moment();
    device.ours().read(|it| it.couple().open_book.get(id).unwrap().stands(it.couple(), &now))
}

fn running(device: &Device) -> usize {
    let today = device.moment().today();
    device.ours().read(|it| it.couple().open_book.running(it.couple(), today).len())
}

fn is_told(device: &Device, what: What) -> bool {
    let now = device.moment();
    device.ours().read(|it| path::today(it.couple(), &now).iter().any(|it| it.what == what))
}

/// What Noor proposed last, as Sam sees it.
fn proposed(us: &TwoPartners, it: Proposal) -> AgreementId {
    does(&us.noor, Command::Propose(it));
    us.meet();
    us.sam.ours().read(|it| it.couple().open_book.all()[0].id)
}

/// Sam opens his phone for thirty days.
fn open(us: &TwoPartners) -> AgreementId {
    let agreement = proposed(us, proposal(us.noor.moment().today()));
    does(&us.sam, Command::Agree { agreement });
    us.meet();
    agreement
}

fn days_pass(us: &TwoPartners, days: u64) {
    us.hours_pass(24 * days);
    us.meet();
}

#[test]
fn it_is_proposed_changed_and_agreed_by_both_becomes_less_and_ends_on_its_day() {
    let us = TwoPartners::apart();
    let from = us.noor.moment().today();
    let first = proposed(&us, proposal(from));
    refused(&us.noor, Command::Agree { agreement: first }, Refusal::OneSided);
    does(&us.sam, Command::Agree { agreement: first });
    us.meet();
    let both = Proposal { opens: Opens::Both, how: How::OnAsking, ..proposal(from) };
    does(&us.sam, Command::ProposeChange { agreement: first, proposal: both });
    us.meet();
    let agreement = us.noor.ours().read(|it| it.couple().open_book.all()[0].id);
    does(&us.noor, Command::Agree { agreement });
    us.meet();
    assert_eq!(stands(&us.sam, first), Stands::Over(Over::Changed { into: agreement }));
    let when = When::once(from);
    does(&us.sam, Across::PromiseOpenBook { agreement, words: "It lies on the table".to_owned(), when });
    for (days, often) in [(0, Often::TwiceAWeek), (10, Often::Weekly), (10, Often::EverySecondWeek)] {
        days_pass(&us, days);
        for device in [&us.noor, &us.sam] {
            assert!(matches!(stands(device, agreement), Stands::Holds(step) if step.often == often));
        }
    }
    days_pass(&us, 10);
    assert_eq!(stands(&us.noor, agreement), Stands::RanOut { renewed_by: None });
    us.same_journey();
}

#[test]
fn renewed_by_one_only_it_ends_on_its_day_and_both_are_told() {
    let us = TwoPartners::apart();
    let agreement = open(&us);
    days_pass(&us, 20);
    does(&us.noor, Command::Renew { agreement, renew: true });
    days_pass(&us, 10);
    let me = us.noor.ours().read(|it| it.couple().viewer);
    let until = seen(&us.noor, agreement).terms.until;
    for device in [&us.noor, &us.sam] {
        assert_eq!(stands(device, agreement), Stands::RanOut { renewed_by: Some(me) });
        assert!(is_told(device, What::HearItRanOut { agreement, until }));
        assert_eq!(running(device), 0, "nothing goes on silently");
    }
}

#[test]
fn renewed_by_both_of_whom_one_was_offline_it_goes_on_with_less() {
    let us = TwoPartners::apart();
    let agreement = open(&us);
    days_pass(&us, 29);
    us.sam.weather(Weather::CutAfter(0));
    does(&us.sam, Command::Renew { agreement, renew: true });
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    does(&us.noor, Command::Renew { agreement, renew: true });
    us.noor.looks();
    us.hours_pass(20);
    // Both said it on the last day; Sam's device comes back on the day after.
    us.sam.weather(Weather::Fine);
    us.meet();
    us.meet();
    for device in [&us.noor, &us.sam] {
        let it = seen(device, agreement);
        assert_eq!((it.renewals, it.terms.often), (1, Often::Weekly));
        assert_eq!(running(device), 1);
    }
    us.same_journey();
}

#[test]
fn both_pause_at_once_and_both_have_to_let_it_go_on() {
    let us = TwoPartners::apart();
    let agreement = open(&us);
    does(&us.noor, Command::Pause { agreement });
    does(&us.sam, Command::Pause { agreement });
    us.meet();
    does(&us.noor, Command::GoOn { agreement });
    us.meet();
    assert_eq!(stands(&us.sam, agreement), Stands::Paused);
    refused(
        &us.noor,
        Command::GoOn { agreement: AgreementId::make(agreement.author(), [9; 16]) },
        Refusal::NoSuchAgreement,
    );
    does(&us.sam, Command::GoOn { agreement });
    us.meet();
    assert!(matches!(stands(&us.noor, agreement), Stands::Holds(_)));
    us.same_journey();
}

#[test]
fn a_yes_given_offline_to_what_was_taken_back_meanwhile_opens_nothing() {
    let us = TwoPartners::apart();
    let agreement = proposed(&us, proposal(us.noor.moment().today()));
    us.sam.weather(Weather::CutAfter(0));
    does(&us.sam, Command::Agree { agreement });
    does(&us.noor, Command::End { agreement });
    us.noor.looks();
    us.sam.weather(Weather::Fine);
    us.meet();
    us.meet();
    assert_eq!(running(&us.noor) + running(&us.sam), 0);
    us.same_journey();
}

#[test]
fn two_devices_of_one_person_know_of_one_pause_and_share_the_notes_nobody_else_has() {
    let us = TwoPartners::apart();
    let agreement = open(&us);
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    does(&us.noor, Command::Pause { agreement });
    let on = us.noor.moment().today();
    does(&us.noor, Command::Note { on, times: 3, helped: Helped::ForAWhile });
    us.meet();
    phone.looks();
    does(&phone, Command::GoOn { agreement });
    phone.looks();
    us.meet();
    us.meet();
    for device in [&us.noor, &us.sam, &phone] {
        assert!(matches!(stands(device, agreement), Stands::Holds(_)));
    }
    let notes = |device: &Device| device.ours().read(|it| it.couple().open_book.notes().count());
    assert_eq!([notes(&us.noor), notes(&phone), notes(&us.sam)], [1, 1, 0]);
}

#[test]
fn alone_without_an_end_and_during_space_nothing_is_agreed_to() {
    let strangers = TwoPartners::strangers();
    let from = strangers.noor.moment().today();
    refused(&strangers.noor, Command::Propose(proposal(from)), Refusal::Secret);
    let us = TwoPartners::apart();
    refused(&us.noor, Command::Propose(Proposal { until: None, ..proposal(from) }), Refusal::Endless);
    refused(
        &us.noor,
        Command::Propose(Proposal { until: Some(from.plus(90)), ..proposal(from) }),
        Refusal::Endless,
    );
    let agreement = proposed(&us, proposal(from));
    does(&us.sam, domain::space::Command::TakeTimeOut { minutes: 30 });
    us.meet();
    refused(&us.noor, Command::Propose(proposal(from)), Refusal::InSpace);
    refused(&us.sam, Command::Agree { agreement }, Refusal::InSpace);
}
