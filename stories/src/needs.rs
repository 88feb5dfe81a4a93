//! One asks the other for one thing; a yes becomes a promise, and nobody is told that nothing was answered.

use domain::needs::{Answer, Became, Command, Need, Refusal};
use domain::promises::When;
use domain::{Across, NeedId};

use crate::world::{Device, PASSPHRASE, TwoPartners, Weather};

const SUPPER: &str = "Phones in the drawer at supper";

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn seen(device: &Device) -> Vec<Need> {
    device.ours().read(|it| {
        let needs = &it.couple().needs;
        needs.open().into_iter().chain(needs.closed()).cloned().collect()
    })
}

/// Noor asked for quiet suppers, and Sam knows of it.
fn supper(us: &TwoPartners) -> NeedId {
    does(&us.noor, Command::Ask { thing: SUPPER.to_owned(), when: "On weekdays".to_owned() });
    us.meet();
    seen(&us.sam)[0].id
}

fn answer(need: NeedId, answer: Answer) -> Command {
    Command::Answer { need, answer }
}

fn not_now() -> Answer {
    Answer::NotNow { because: "I am on call this week".to_owned() }
}

#[test]
fn a_yes_with_a_change_becomes_a_promise_and_thanks_close_it() {
    let us = TwoPartners::apart();
    let need = supper(&us);
    does(&us.sam, answer(need, Answer::YesWith { change: "From Monday on".to_owned() }));
    us.meet();
    assert_eq!(seen(&us.noor)[0].said_yes_to(), [SUPPER, ": From Monday on"].concat());
    let when = When::once(us.sam.moment().today());
    does(&us.sam, Across::PromiseNeed { need, words: "Mine goes there first".to_owned(), when });
    us.meet();
    let [Became::Promise(made)] = seen(&us.noor)[0].became[..] else { panic!("no promise") };
    us.noor.ours().read(|it| assert!(it.couple().promises.get(made).is_some()));
    does(&us.noor, Command::Thank { need, words: "It was quiet, and good".to_owned() });
    us.meet();
    assert!(!seen(&us.sam)[0].is_open());
    us.same_journey();
}

#[test]
fn what_is_not_answered_tells_nobody_and_stays_open() {
    let us = TwoPartners::apart();
    supper(&us);
    let before = us.noor.ours().read(|it| it.history().records().count());
    us.hours_pass(24 * 40);
    us.meet();
    let waits = &seen(&us.noor)[0];
    assert!(waits.is_open() && waits.answer.is_none());
    assert_eq!(us.noor.ours().read(|it| it.history().records().count()), before);
}

#[test]
fn an_answer_given_offline_to_what_was_taken_back_meanwhile_brings_nothing_back() {
    let us = TwoPartners::apart();
    let need = supper(&us);
    us.sam.weather(Weather::CutAfter(0));
    does(&us.sam, answer(need, not_now()));
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    does(&us.noor, Command::TakeBack { need });
    us.noor.looks();
    us.sam.weather(Weather::Fine);
    us.meet();
    assert!(seen(&us.noor).is_empty() && seen(&us.sam).is_empty());
    us.same_journey();
}

#[test]
fn both_ask_at_once_and_both_answer_over_a_cut_line() {
    for requests in [1, 4] {
        let us = TwoPartners::apart();
        does(&us.noor, Command::Ask { thing: SUPPER.to_owned(), when: String::new() });
        does(&us.sam, Command::Ask { thing: "A word when it was good".to_owned(), when: String::new() });
        us.meet();
        us.noor.weather(Weather::CutAfter(requests));
        for (device, me) in [(&us.noor, SUPPER), (&us.sam, "A word when it was good")] {
            let theirs = seen(device).into_iter().find(|it| it.thing != me).unwrap().id;
            does(device, answer(theirs, Answer::Yes));
            device.looks();
        }
        us.noor.weather(Weather::Fine);
        us.meet();
        assert!(seen(&us.noor).iter().all(Need::has_a_yes));
        us.same_journey();
    }
}

#[test]
fn two_devices_of_one_person_answer_otherwise_and_the_later_answer_holds() {
    let us = TwoPartners::apart();
    let need = supper(&us);
    let phone = Device::new("sam", &us.house, &us.now);
    phone.opens_with("sam", &us.sam.code(), PASSPHRASE).unwrap();
    phone.looks();
    does(&us.sam, answer(need, not_now()));
    us.meet();
    phone.looks();
    us.hours_pass(1);
    does(&phone, answer(need, Answer::Yes));
    phone.looks();
    us.meet();
    us.meet();
    for device in [&us.noor, &us.sam, &phone] {
        assert!(seen(device)[0].has_a_yes());
    }
}

#[test]
fn nobody_answers_themselves_and_a_not_now_makes_no_promise() {
    let us = TwoPartners::apart();
    let need = supper(&us);
    let refused = |device: &Device, command: domain::Command, why: Refusal| {
        let heard = device.ours().perform(command);
        assert!(matches!(heard, Err(client::NotDone::Refused(domain::Refusal::Needs(it))) if it == why));
    };
    refused(&us.noor, answer(need, Answer::Yes).into(), Refusal::OnlyTheOther);
    does(&us.sam, answer(need, not_now()));
    let when = When::once(us.sam.moment().today());
    let promise = Across::PromiseNeed { need, words: "I try".to_owned(), when };
    refused(&us.sam, promise.into(), Refusal::NoYes);
}
