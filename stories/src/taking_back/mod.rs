//! Taking something back: its words go from the relay and from every device, whoever is away, and nothing else goes.

mod hostile;

use client::{Notice, TakenBackView};
use domain::{Audience, Command, HurtId, Record, hurts, leaning, people, setting_down};

use crate::world::{Device, PASSPHRASE, TwoPartners};

const WORDS: &[u8] = b"You were not where you said.";

/// What lies in the log of this device, in the clear: what it would take along.
fn records(us: &TwoPartners, device: &Device) -> Vec<Record> {
    let journey = us.house.run(device.ours().journey()).unwrap();
    journey.entries.into_iter().map(|it| it.record).collect()
}

/// Whether these words lie in our space, as this device has it.
fn has(us: &TwoPartners, device: &Device, words: &[u8]) -> bool {
    let ours = records(us, device).into_iter().filter(|it| it.audience == Audience::Ours);
    ours.into_iter().any(|it| it.event.to_cbor().windows(words.len()).any(|it| it == words))
}

fn takes_back(us: &TwoPartners, hurt: HurtId) {
    us.noor.ours().perform(Command::Hurts(hurts::Command::Withdraw { hurt })).unwrap();
}

fn told(device: &Device) -> Vec<TakenBackView> {
    device.ours().read(client::Session::taken_back)
}

fn latest(device: &Device) -> TakenBackView {
    told(device).remove(0)
}

fn is_doubtful(device: &Device) -> bool {
    device.ours().sync_view().notices.contains(&Notice::Doubtful)
}

fn another_of_sam(us: &TwoPartners) -> Device {
    let other = Device::new("sam", &us.house, &us.now);
    other.opens_with("sam", &us.sam.code(), PASSPHRASE).unwrap();
    *us.sam.kit.borrow_mut() = other.kit.borrow_mut().take();
    other.looks();
    other
}

#[test]
fn what_is_taken_back_goes_from_the_relay_and_from_both_devices_and_each_says_so() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    assert!(has(&us, &us.sam, WORDS));
    takes_back(&us, hurt);
    us.meet();
    us.meet();
    assert!(!has(&us, &us.noor, WORDS) && !has(&us, &us.sam, WORDS));
    let view = latest(&us.noor);
    assert_eq!((view.mine, view.at_relay, view.on_mine, view.on_theirs), (true, true, (1, 1), (1, 1)));
    assert_eq!(view.was, ["hurts.shared"]);
    assert!(!latest(&us.sam).mine);
    us.same_journey();
    let own = |it: &client::Session| it.couple().hurts.own(hurt).is_some_and(|it| it.0.telling.is_some());
    assert!(us.noor.ours().read(own), "her own copy stays hers");
    // A new device reads what is left.
    let other = another_of_sam(&us);
    assert!(other.way.stubs.get() > 0 && !has(&us, &other, WORDS));
    us.sam.looks();
    assert_eq!(other.whole(), us.sam.whole());
    for device in [&us.noor, &us.sam, &other] {
        assert!(!is_doubtful(device), "nobody took anything away");
    }
    us.meet();
    for device in [&us.noor, &us.sam] {
        let before = device.whole();
        device.is_killed_and_opened().unwrap();
        device.looks();
        assert_eq!(device.whole(), before);
        assert!(!has(&us, device, WORDS));
    }
}

#[test]
fn nothing_comes_back_when_all_is_folded_from_the_beginning() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    takes_back(&us, hurt);
    us.meet();
    us.meet();
    let other = another_of_sam(&us);
    us.meet();
    other.looks();
    us.meet();
    assert_eq!(latest(&us.noor).on_theirs, (2, 2));
    assert_eq!(other.whole(), us.sam.whole());
    assert_eq!(other.ours().sync_view().parked, 0);
}

#[test]
fn whoever_was_away_for_weeks_erases_it_when_they_come_and_is_counted_then() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    let phone = another_of_sam(&us);
    us.meet();
    takes_back(&us, hurt);
    us.noor.looks();
    us.noor.looks();
    let view = latest(&us.noor);
    assert_eq!((view.at_relay, view.on_theirs), (true, (0, 2)));
    us.hours_pass(24 * 40);
    assert!(has(&us, &us.sam, WORDS), "a device that is away cannot be reached");
    us.sam.looks();
    us.noor.looks();
    assert_eq!(latest(&us.noor).on_theirs, (1, 2));
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    phone.looks();
    us.meet();
    assert_eq!(latest(&us.noor).on_theirs, (2, 2));
    assert!(!has(&us, &us.sam, WORDS) && !has(&us, &phone, WORDS));
    assert_eq!(phone.whole(), us.sam.whole());
    assert!(!is_doubtful(&us.sam) && !is_doubtful(&phone));
}

#[test]
fn it_is_taken_back_without_a_network_and_whatever_answers_get_lost() {
    for lost_after in 0..14 {
        let us = TwoPartners::apart();
        let hurt = us.hurt_of_noor();
        takes_back(&us, hurt);
        us.noor.saves();
        us.noor.is_killed_and_opened().unwrap();
        us.noor.weather(crate::world::Weather::AnswersLost(lost_after));
        us.meet_as_far_as_possible();
        us.noor.is_killed_and_opened().unwrap();
        us.noor.weather(crate::world::Weather::Fine);
        us.hours_pass(1);
        us.meet();
        us.meet();
        assert!(!has(&us, &us.noor, WORDS) && !has(&us, &us.sam, WORDS), "lost after {lost_after}");
        let view = latest(&us.noor);
        assert_eq!((view.at_relay, view.on_mine, view.on_theirs), (true, (1, 1), (1, 1)));
        us.same_journey();
    }
}

#[test]
fn a_relay_that_was_set_back_to_before_it_is_asked_again_and_gives_nothing_back() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    let copy = us.house.backup();
    takes_back(&us, hurt);
    us.meet();
    us.meet();
    us.house.restore(&copy);
    us.hours_pass(1);
    // The other comes first, and brings also what she wrote.
    us.sam.looks();
    us.meet();
    us.meet();
    us.same_journey();
    assert!(!has(&us, &us.noor, WORDS) && !has(&us, &us.sam, WORDS));
    let other = another_of_sam(&us);
    assert!(other.way.stubs.get() > 0, "erased at the relay once more");
    us.sam.looks();
    assert_eq!(other.whole(), us.sam.whole());
}

#[test]
fn a_relay_that_was_set_back_while_the_other_was_away_is_followed_and_the_words_go_by_ones_own_rule() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    takes_back(&us, hurt);
    us.noor.looks();
    us.noor.looks();
    let copy = us.house.backup();
    us.house.restore(&copy);
    us.hours_pass(1);
    us.sam.looks();
    us.meet();
    us.hours_pass(1);
    us.meet();
    assert!(!has(&us, &us.sam, WORDS));
    assert_eq!(latest(&us.noor).on_theirs, (1, 1));
    us.same_journey();
}

#[test]
fn what_comes_late_from_another_device_and_was_taken_back_meanwhile_goes_as_well() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    us.meet();
    let words = "Four hundred from our savings".to_owned();
    let add = hurts::Command::Add {
        aware: hurts::Aware { it_can_surface: true, it_is_everything: true },
        hurt,
        part: hurts::Part::Money,
        words,
    };
    phone.ours().perform(Command::Hurts(add)).unwrap();
    phone.saves();
    us.hours_pass(1);
    takes_back(&us, hurt);
    us.meet();
    us.meet();
    for _ in 0..4 {
        phone.looks();
        us.meet();
    }
    for device in [&us.noor, &us.sam, &phone] {
        assert!(!has(&us, device, b"Four hundred"), "{}", device.name);
    }
}

#[test]
fn a_relay_that_was_set_back_is_asked_again_also_by_a_program_that_was_closed_meanwhile() {
    for calls in 0..24 {
        let us = TwoPartners::apart();
        let hurt = us.hurt_of_noor();
        let copy = us.house.backup();
        takes_back(&us, hurt);
        us.meet();
        us.meet();
        us.house.restore(&copy);
        us.hours_pass(1);
        us.noor.weather(crate::world::Weather::CutAfter(calls));
        us.noor.looks();
        us.noor.saves();
        us.noor.is_killed_and_opened().unwrap();
        us.noor.weather(crate::world::Weather::Fine);
        us.hours_pass(1);
        us.meet();
        us.meet();
        let other = another_of_sam(&us);
        assert!(other.way.stubs.get() > 0, "cut after {calls}");
        assert!(!has(&us, &other, WORDS) && !has(&us, &us.noor, WORDS) && !has(&us, &us.sam, WORDS));
    }
}

#[test]
fn what_was_shared_anew_stays() {
    let us = TwoPartners::apart();
    let plan = |words: &str| setting_down::Plan {
        what_sets_me_off: words.to_owned(),
        what_helps: String::new(),
        what_i_ask: String::new(),
    };
    let does = |it: setting_down::Command| us.noor.ours().perform(it.into()).unwrap();
    does(setting_down::Command::WritePlan(plan("late trains")));
    does(setting_down::Command::SharePlan(plan("late trains")));
    us.meet();
    does(setting_down::Command::WithdrawPlan);
    does(setting_down::Command::WritePlan(plan("unlit windows")));
    does(setting_down::Command::SharePlan(plan("unlit windows")));
    us.meet();
    us.meet();
    assert!(!has(&us, &us.sam, b"late trains") && has(&us, &us.sam, b"unlit windows"));
    us.same_journey();
}

#[test]
fn whoever_left_takes_nothing_along_that_was_taken_back_before() {
    let us = TwoPartners::apart();
    let hurt = us.hurt_of_noor();
    takes_back(&us, hurt);
    us.noor.looks();
    us.noor.looks();
    us.noor.ours().perform(people::Command::Leave.into()).unwrap();
    us.noor.looks();
    us.hours_pass(24);
    us.sam.looks();
    assert!(!has(&us, &us.sam, WORDS));
}

#[test]
fn what_one_puts_away_goes_from_the_relay_and_from_ones_own_devices_and_nobody_else_hears_of_it() {
    let us = TwoPartners::apart();
    let words = b"I want to go and am afraid";
    let noor = us.noor.ours();
    let text = String::from_utf8_lossy(words).into_owned();
    noor.save_draft("leaning/go", &text);
    us.hours_pass(24);
    us.noor.looks();
    let page = leaning::Page { to_go: text, ..leaning::Page::default() };
    noor.perform(leaning::Command::Write(page).into()).unwrap();
    noor.clear_draft("leaning/go");
    us.meet();
    let lies_in = |device: &Device| {
        let all = records(&us, device);
        all.iter().any(|it| it.event.to_cbor().windows(words.len()).any(|it| it == words))
    };
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    assert!(lies_in(&us.noor) && lies_in(&phone));
    noor.perform(leaning::Command::PutAway.into()).unwrap();
    us.meet();
    us.meet();
    phone.looks();
    phone.looks();
    assert!(!lies_in(&us.noor) && !lies_in(&phone), "in no file that is made after");
    us.noor.looks();
    assert_eq!(phone.whole(), us.noor.whole());
    let of_ours = |it: &Record| it.event.kind().starts_with("withdrawal.") && it.audience == Audience::Ours;
    assert!(!records(&us, &us.sam).iter().any(of_ours));
    let third = Device::new("noor", &us.house, &us.now);
    let code = phone.kit.borrow().as_ref().map(|it| it.to_text().to_string()).unwrap();
    third.opens_with("noor", &code, PASSPHRASE).unwrap();
    third.looks();
    assert!(third.way.stubs.get() > 0, "the relay has erased it");
    us.noor.looks();
    assert_eq!(third.whole(), us.noor.whole());
}
