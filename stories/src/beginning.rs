//! Beginning, coming back, and what is said when something is typed wrong.

use client::{CannotChange, CannotCreate, CannotOpenKit, CannotUnlock, CodeProblem, Door, NewAccount};

use crate::world::{Device, PASSPHRASE, TwoPartners, Weather};

#[test]
fn a_wrong_passphrase_opens_nothing_and_the_right_one_does() {
    let us = TwoPartners::strangers();
    assert_eq!(us.noor.opens("four slow herons"), Err(CannotUnlock::WrongPassphrase));
    us.noor.opens(PASSPHRASE).unwrap();
}

#[test]
fn a_device_is_ajar_for_a_while_and_locked_when_somebody_locks_it() {
    let us = TwoPartners::strangers();
    let door = || us.house.run(client::door(&us.noor.ports)).unwrap();
    assert_eq!(door(), Door::Ajar);
    us.house.run(us.noor.ours().lock()).unwrap();
    assert_eq!(door(), Door::Locked);
    us.noor.opens(PASSPHRASE).unwrap();
    assert_eq!(door(), Door::Ajar);
    us.hours_pass(1);
    assert_eq!(door(), Door::Locked);
    assert!(us.noor.ours().should_lock());
}

#[test]
fn a_name_is_given_once_and_the_second_is_told() {
    let us = TwoPartners::strangers();
    let other = Device::new("noor", &us.house, &us.now);
    let new = NewAccount { name: " NOOR ", passphrase: PASSPHRASE, display_name: "N", admission: None };
    let made = us.house.run(client::create_account(&other.ports, new));
    assert_eq!(made.map(|_| ()), Err(CannotCreate::NameTaken));
    assert_eq!(us.house.run(client::door(&other.ports)), Ok(Door::Nobody));
}

#[test]
fn a_mistyped_kit_is_told_from_a_kit_of_somebody_else() {
    let us = TwoPartners::strangers();
    let phone = Device::new("noor", &us.house, &us.now);
    let code = us.noor.code();
    let mut mistyped = code.clone().into_bytes();
    mistyped[2] = if mistyped[2] == b'7' { b'8' } else { b'7' };
    let mistyped = String::from_utf8(mistyped).unwrap();
    let opens = |name: &str, code: &str| phone.opens_with(name, code, PASSPHRASE);
    assert_eq!(opens("noor", &mistyped), Err(CannotOpenKit::Code(CodeProblem::Mistyped)));
    let short = opens("noor", &code[..20]);
    assert!(matches!(short, Err(CannotOpenKit::Code(CodeProblem::TooShort { .. }))), "{short:?}");
    assert_eq!(opens("noor", &us.sam.code()), Err(CannotOpenKit::WrongNameOrKit));
    assert_eq!(opens("nobody", &code), Err(CannotOpenKit::WrongNameOrKit));
    opens("noor", &code.to_lowercase().replace('-', " ")).unwrap();
}

#[test]
fn a_kit_gives_back_the_whole_journey_on_a_new_device() {
    let us = TwoPartners::apart();
    us.noor.seals(5).unwrap();
    us.sam.seals(7).unwrap();
    us.noor.promises("soup on Wednesday");
    us.meet();
    let phone = Device::new("noor", &us.house, &us.now);
    let old = us.noor.code();
    phone.opens_with("noor", &old, "another long passphrase").unwrap();
    phone.looks();
    assert_eq!(phone.whole(), us.noor.whole());
    // The old paper is worth nothing now; the new one is.
    let third = Device::new("noor", &us.house, &us.now);
    let again = third.opens_with("noor", &old, PASSPHRASE);
    assert_eq!(again, Err(CannotOpenKit::WrongNameOrKit));
    third.opens_with("noor", &phone.code(), PASSPHRASE).unwrap();
    assert_eq!(third.ours().devices().len(), 3);
    // All of them write, and all of them and the partner read it.
    phone.promises("from the phone");
    phone.looks();
    us.meet();
    third.looks();
    phone.looks();
    us.same_journey();
    assert_eq!(third.whole(), us.noor.whole());
    assert_eq!(phone.whole(), us.noor.whole());
}

#[test]
fn a_device_that_was_ended_reads_and_writes_nothing_more() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    us.noor.looks();
    let lost = phone.ours().devices().into_iter().find(|it| it.this_one).unwrap().id;
    us.house.run(us.noor.ours().end_device(lost)).unwrap();
    us.sam.looks();
    us.noor.promises("not for a thief");
    us.meet();
    phone.looks();
    phone.looks();
    assert_eq!(phone.ours().sync_view().notices, [client::Notice::Ended]);
    let read = phone.ours().read(|it| it.couple().promises.all().len());
    assert_eq!(read, 0);
    us.same_journey();
}

#[test]
fn a_device_whose_ending_was_cut_off_is_ended_everywhere_as_soon_as_there_is_a_line() {
    let mut cut_between = 0;
    for requests in 6..12 {
        let us = TwoPartners::apart();
        let phone = Device::new("noor", &us.house, &us.now);
        phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
        phone.looks();
        us.noor.looks();
        let lost = phone.ours().devices().into_iter().find(|it| it.this_one).unwrap().id;
        us.noor.weather(Weather::CutAfter(requests));
        let ended = us.house.run(us.noor.ours().end_device(lost));
        let may_write = || us.noor.ours().read(|it| it.may_still_write(lost));
        cut_between += usize::from(ended.is_ok() && may_write());
        us.noor.weather(Weather::Fine);
        us.hours_pass(1);
        if ended.is_err() {
            us.house.run(us.noor.ours().end_device(lost)).unwrap();
        }
        us.noor.looks();
        assert!(!may_write(), "cut after {requests}");
    }
    assert!(cut_between > 0);
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let us = TwoPartners::strangers();
    let change = |present| us.house.run(us.noor.ours().change_passphrase(present, "six quick hares"));
    assert_eq!(change("wrong"), Err(CannotChange::WrongPassphrase));
    change(PASSPHRASE).unwrap();
    assert_eq!(us.noor.opens(PASSPHRASE), Err(CannotUnlock::WrongPassphrase));
    us.noor.opens("six quick hares").unwrap();
    us.noor.looks();
    assert!(us.noor.ours().sync_view().saved_on_both());
}

#[test]
fn both_have_the_same_eight_words_and_strangers_have_none() {
    let us = TwoPartners::strangers();
    assert_eq!(us.house.run(us.noor.ours().safety_words()), None);
    us.pair().unwrap();
    let noor = us.house.run(us.noor.ours().safety_words());
    assert!(noor.is_some());
    assert_eq!(us.house.run(us.sam.ours().safety_words()), noor);
}

#[test]
fn signing_out_leaves_nothing_on_the_device() {
    let us = TwoPartners::apart();
    us.house.run(us.noor.ours().sign_out()).unwrap();
    assert!(us.noor.disk().everything().is_empty());
    us.noor.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    us.meet();
    us.same_journey();
}

#[test]
fn a_deleted_account_is_gone_and_the_partner_keeps_the_journey() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.meet();
    let before = us.sam.whole();
    let code = us.noor.code();
    us.house.run(us.noor.ours().delete_account()).unwrap();
    assert!(us.noor.disk().everything().is_empty());
    let again = us.noor.opens_with("noor", &code, PASSPHRASE);
    assert_eq!(again, Err(CannotOpenKit::WrongNameOrKit));
    us.sam.looks();
    assert_eq!(us.sam.whole(), before);
}

#[test]
fn everything_private_works_alone_and_inviting_later_shares_none_of_it() {
    let us = TwoPartners::strangers();
    let answers = domain::check_in::Answers::default().with(domain::check_in::Facet::Support, 2);
    let keep = domain::check_in::Command::KeepForMyself(answers);
    us.noor.ours().perform(domain::Command::CheckIn(keep)).unwrap();
    us.noor.writes_a_question("What did you tell each other?", domain::questions::Shelf::NotYet);
    us.noor.looks();
    us.pair().unwrap();
    us.hours_pass(100);
    us.meet();
    assert!(us.sam.asked().is_empty());
    assert!(!us.sam.whole().windows(9).any(|it| it == b"tell each"));
}

/// Somebody makes an account in this weather; if it comes to nothing, once more with this name and passphrase.
fn begins_after(weather: Weather, name: &str, passphrase: &str) -> bool {
    let us = TwoPartners::strangers();
    let phone = Device::new("ines", &us.house, &us.now);
    let makes = |name, passphrase| {
        let new = NewAccount { name, passphrase, display_name: "Ines", admission: None };
        us.house.run(client::create_account(&phone.ports, new)).map(|(_, code)| code.to_text().to_string())
    };
    phone.weather(weather);
    let first = makes("ines", PASSPHRASE);
    phone.weather(Weather::Fine);
    if first.is_ok() {
        return true;
    }
    assert_eq!(us.house.run(client::door(&phone.ports)), Ok(Door::Nobody), "{weather:?}");
    let code = makes(name, passphrase).unwrap_or_else(|it| panic!("{weather:?}: {it:?}"));
    phone.opens(passphrase).unwrap();
    phone.looks();
    assert!(phone.ours().sync_view().saved_on_both(), "{weather:?}");
    // The other way in works, and so does the passphrase on another device.
    let letting_in = us.house.run(phone.ours().let_in()).unwrap();
    let other = Device::new("ines", &us.house, &us.now);
    other.comes_in(&letting_in.link(), passphrase).unwrap();
    let third = Device::new("ines", &us.house, &us.now);
    third.opens_with(name, &code, PASSPHRASE).unwrap();
    if name != "ines" {
        // The first name was given back, unless the relay never had it.
        let somebody = Device::with_account("ines", "Ines too", &us.house, &us.now);
        somebody.looks();
    }
    false
}

#[test]
fn whatever_answer_gets_lost_while_an_account_is_made_the_name_stays_ones_own() {
    for weather in [Weather::AnswersLost, Weather::CutAfter] {
        let first_whole = (0..40).find(|after| begins_after(weather(*after), "ines", PASSPHRASE));
        assert!(first_whole.is_some_and(|it| it >= 3), "{first_whole:?}");
    }
}

#[test]
fn who_goes_on_with_another_passphrase_or_name_gets_in_with_it() {
    for lost in 0..3 {
        begins_after(Weather::AnswersLost(lost), "ines", "six quick hares");
        begins_after(Weather::AnswersLost(lost), "ines-of-the-lake", PASSPHRASE);
    }
}
