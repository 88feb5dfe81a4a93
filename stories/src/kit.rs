//! Opening with a recovery kit while the network fails, and what is left of whoever lived on the device before.

use client::ports::Write;
use client::{CannotCreate, CannotOpenKit, CannotUnlock, NewAccount, Notice};

use crate::world::{Device, PASSPHRASE, TwoPartners, Weather};

/// A second device of Noor's opens with her kit in this weather. Whatever came of it, she gets in afterwards with
/// what she holds: the new code if she saw one, the old paper if the device was not in.
fn gets_in_after(weather: Weather) -> bool {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.meet();
    let old = us.noor.code();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.weather(weather);
    let opened = phone.opens_with("noor", &old, PASSPHRASE);
    phone.weather(Weather::Fine);
    us.hours_pass(1);
    let whole = opened.is_ok() && phone.kit.borrow().is_some();
    match opened {
        Ok(()) if whole => {}
        Ok(()) => {
            assert!(phone.ours().sync_view().notices.contains(&Notice::KitNotRenewed), "{weather:?}");
            let code = us.house.run(phone.ours().new_kit()).unwrap();
            assert!(!phone.ours().sync_view().notices.contains(&Notice::KitNotRenewed));
            *phone.kit.borrow_mut() = Some(code);
        }
        Err(failed) => {
            assert_eq!(us.house.run(client::door(&phone.ports)), Ok(client::Door::Nobody));
            phone
                .opens_with("noor", &old, PASSPHRASE)
                .unwrap_or_else(|it| panic!("{weather:?}: {failed:?}, {it:?}"));
        }
    }
    phone.looks();
    us.meet();
    assert_eq!(phone.whole(), us.noor.whole(), "{weather:?}");
    let third = Device::new("noor", &us.house, &us.now);
    third.opens_with("noor", &phone.code(), PASSPHRASE).unwrap();
    whole
}

#[test]
fn whatever_answer_gets_lost_while_a_kit_opens_somebody_who_holds_it_gets_in() {
    let first_whole = (0..80).find(|lost_from| gets_in_after(Weather::AnswersLost(*lost_from)));
    assert!(first_whole.is_some_and(|it| it > 5), "{first_whole:?}");
}

#[test]
fn wherever_the_line_is_cut_while_a_kit_opens_somebody_who_holds_it_gets_in() {
    let first_whole = (0..80).find(|cut_after| gets_in_after(Weather::CutAfter(*cut_after)));
    assert!(first_whole.is_some_and(|it| it > 5), "{first_whole:?}");
}

#[test]
fn a_full_disk_while_a_kit_opens_leaves_the_kit_as_good_as_it_was() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.store.borrow().fill_up(true);
    assert!(phone.opens_with("noor", &us.noor.code(), PASSPHRASE).is_err());
    phone.store.borrow().fill_up(false);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
}

#[test]
fn whose_answer_to_a_new_kit_got_lost_is_given_the_kit_that_counts() {
    let us = TwoPartners::apart();
    let mut lost = 0;
    for answered in 0..12 {
        us.noor.weather(Weather::AnswersLost(answered));
        let failed = us.house.run(us.noor.ours().new_kit()).is_err();
        us.noor.weather(Weather::Fine);
        us.hours_pass(1);
        lost += u32::from(failed);
        let code = us.house.run(us.noor.ours().new_kit()).unwrap();
        let phone = Device::new("noor", &us.house, &us.now);
        phone.opens_with("noor", &code.to_text(), PASSPHRASE).unwrap();
    }
    assert!(lost > 2);
}

#[test]
fn a_device_somebody_lives_on_is_emptied_only_for_a_kit_that_was_proven() {
    let us = TwoPartners::strangers();
    let code = us.sam.code();
    let opens = |name: &str| {
        us.house
            .run(client::open_with_kit_in_place(&us.noor.ports, name, &code, "six quick hares"))
            .map(|_| ())
    };
    let refused = us.noor.opens_with("sam", &code, PASSPHRASE);
    assert_eq!(refused, Err(CannotOpenKit::Create(CannotCreate::Occupied)));
    assert_eq!(opens("noor"), Err(CannotOpenKit::WrongNameOrKit));
    us.noor.opens(PASSPHRASE).unwrap();
    opens("sam").unwrap();
    assert_eq!(us.noor.opens(PASSPHRASE), Err(CannotUnlock::WrongPassphrase));
    us.noor.opens("six quick hares").unwrap();
    assert_eq!(us.noor.ours().read(|it| it.me()), us.sam.ours().read(|it| it.me()));
}

#[test]
fn what_somebody_before_left_on_a_device_does_not_bar_the_next_account() {
    let us = TwoPartners::strangers();
    let phone = Device::new("ines", &us.house, &us.now);
    for left in ["account/00000000000000000000000000000000", "draft/promises/make", "ground/00"] {
        let left = Write::Put { key: left.to_owned(), value: vec![1; 80] };
        us.house.run(phone.ports.store.commit(&[left])).unwrap();
    }
    let new = NewAccount { name: "ines", passphrase: PASSPHRASE, display_name: "Ines", admission: None };
    let made = us.house.run(client::create_account(&phone.ports, new)).unwrap();
    drop(made);
    phone.opens(PASSPHRASE).unwrap();
}

#[test]
fn a_kit_that_was_not_written_down_is_there_again_until_it_was_typed_back() {
    let us = TwoPartners::strangers();
    us.noor.is_killed_and_opened().unwrap();
    let kit = us.noor.ours().kit_to_write().unwrap();
    assert_eq!(*kit.code.to_text(), us.noor.code());
    assert_eq!(kit.name.as_deref(), Some("noor"));
    us.noor.ours().kit_is_written();
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert!(us.noor.ours().kit_to_write().is_none());
}

#[test]
fn wherever_the_program_ends_while_a_kit_is_made_the_code_that_counts_is_on_the_device_or_on_the_paper() {
    let mut replaced = 0;
    for requests in 0..12 {
        let us = TwoPartners::strangers();
        us.noor.ours().kit_is_written();
        us.noor.saves();
        us.noor.weather(Weather::AnswersLost(requests));
        let made = us.house.run(us.noor.ours().new_kit());
        us.noor.weather(Weather::Fine);
        us.noor.is_killed_and_opened().unwrap();
        us.noor.looks();
        let unwritten = us.noor.ours().kit_to_write();
        assert_eq!(made.is_ok(), made.is_ok() && unwritten.is_some());
        replaced += u32::from(unwritten.is_some());
        let code = unwritten.map_or_else(|| us.noor.code(), |it| it.code.to_text().to_string());
        let phone = Device::new("noor", &us.house, &us.now);
        phone.opens_with("noor", &code, PASSPHRASE).unwrap_or_else(|it| panic!("{requests}: {it:?}"));
    }
    assert!(replaced > 2);
}
