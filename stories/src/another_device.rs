//! Another device of one's own: by a code that a device shows, and the passphrase. Every other device is told.

use client::ports::Method;
use client::{CameBy, CannotComeIn, CannotCreate, CannotOpenKit, CodeProblem, Door, Notice};
use protocol::Wire;
use protocol::device_code::DeviceCode;
use protocol::ids::DeviceKeyId;
use protocol::wire::{SlotBox, V1};

use crate::world::{Device, PASSPHRASE, TwoPartners, Weather};

/// A code as Noor's device shows it, to type.
fn shows_a_code(us: &TwoPartners) -> String {
    us.house.run(us.noor.ours().let_in()).unwrap().groups().join(" ")
}

fn new_devices(device: &Device) -> Vec<(client::DeviceKeyId, CameBy)> {
    let notices = device.ours().sync_view().notices;
    let new = notices.into_iter().filter_map(|it| match it {
        Notice::NewDevice { device, by, .. } => Some((device, by)),
        _ => None,
    });
    new.collect()
}

#[test]
fn a_code_and_the_passphrase_let_another_device_in_and_it_has_everything() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.noor.seals(4).unwrap();
    us.meet();
    let phone = Device::new("noor", &us.house, &us.now);
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    phone.comes_in(&letting_in.link(), PASSPHRASE).unwrap();
    assert_eq!(us.house.run(letting_in.came()), Ok(true));
    phone.looks();
    assert_eq!(phone.whole(), us.noor.whole());
    // The kit is as good as it was.
    let third = Device::new("noor", &us.house, &us.now);
    third.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    // All of them write, and all of them and the partner read it.
    phone.promises("from the phone");
    phone.looks();
    us.meet();
    third.looks();
    us.same_journey();
    assert_eq!(phone.whole(), us.noor.whole());
    assert_eq!(third.whole(), us.noor.whole());
    phone.is_killed_and_opened().unwrap();
}

#[test]
fn the_device_that_shows_the_code_says_loudly_who_came_and_can_end_it() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    phone.comes_in(&letting_in.groups().join("-").to_lowercase(), PASSPHRASE).unwrap();
    us.house.run(letting_in.came()).unwrap();
    let listed = us.noor.ours().devices();
    let new = listed.iter().find(|it| !it.this_one).unwrap();
    assert_eq!(new.since_ms, Some(us.now.get()));
    assert_eq!(new_devices(&us.noor), [(new.id, CameBy::Code)]);
    assert_eq!(new_devices(&phone), [], "who came in need not be told");
    // Nobody has read it yet: it is said again after a restart.
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(new_devices(&us.noor), [(new.id, CameBy::Code)]);
    us.house.run(us.noor.ours().end_device(new.id)).unwrap();
    assert_eq!(new_devices(&us.noor), []);
    phone.looks();
    assert_eq!(phone.ours().sync_view().notices, [Notice::Ended]);
}

#[test]
fn who_says_that_it_was_them_is_not_told_again() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.comes_in(&shows_a_code(&us), PASSPHRASE).unwrap();
    us.noor.looks();
    let notice = us.noor.ours().sync_view().notices[0];
    us.noor.ours().dismiss(notice);
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    us.noor.looks();
    assert_eq!(us.noor.ours().sync_view().notices, []);
}

#[test]
fn every_device_is_told_when_the_kit_was_used() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.comes_in(&shows_a_code(&us), PASSPHRASE).unwrap();
    let thief = Device::new("noor", &us.house, &us.now);
    thief.opens_with("noor", &us.noor.code(), "another one").unwrap();
    let at = thief.ours().devices().into_iter().find(|it| it.this_one).unwrap().id;
    for device in [&us.noor, &phone] {
        device.looks();
        assert!(new_devices(device).contains(&(at, CameBy::Kit)));
        let other = device.ours().sync_view().notices;
        assert!(
            other.iter().all(|it| matches!(it, Notice::NewDevice { .. })),
            "one thing is told once: {other:?}"
        );
    }
    // Once that device is ended, what it left behind is said: the paper and the passphrase are others now.
    us.house.run(us.noor.ours().end_device(at)).unwrap();
    let left = us.noor.ours().sync_view().notices;
    assert!(left.iter().any(|it| matches!(it, Notice::OtherKit { .. })), "{left:?}");
    assert!(left.iter().any(|it| matches!(it, Notice::OtherPassphrase { .. })), "{left:?}");
}

#[test]
fn a_passphrase_changed_on_one_device_is_told_on_the_others() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.comes_in(&shows_a_code(&us), PASSPHRASE).unwrap();
    us.house.run(phone.ours().change_passphrase(PASSPHRASE, "six quick hares")).unwrap();
    us.noor.looks();
    let notices = us.noor.ours().sync_view().notices;
    assert!(notices.iter().any(|it| matches!(it, Notice::OtherPassphrase { .. })), "{notices:?}");
    // The next device needs the new one.
    let third = Device::new("noor", &us.house, &us.now);
    let code = shows_a_code(&us);
    assert_eq!(third.comes_in(&code, PASSPHRASE), Err(CannotComeIn::WrongPassphrase));
    third.comes_in(&code, "six quick hares").unwrap();
}

#[test]
fn each_thing_that_goes_wrong_has_its_own_name_and_the_code_stays_good() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    let code = letting_in.groups().join(" ");
    assert_eq!(phone.comes_in(&code, "four slow heron"), Err(CannotComeIn::WrongPassphrase));
    let mut mistyped = code.clone().into_bytes();
    mistyped[2] = if mistyped[2] == b'7' { b'8' } else { b'7' };
    let mistyped = String::from_utf8(mistyped).unwrap();
    assert_eq!(phone.comes_in(&mistyped, PASSPHRASE), Err(CannotComeIn::Code(CodeProblem::Mistyped)));
    assert_eq!(phone.comes_in(&us.noor.code(), PASSPHRASE), Err(CannotComeIn::Kit));
    let link = letting_in.link();
    let (_, secret) = link.rsplit_once('.').unwrap();
    let elsewhere = format!("https://other.example/#d1.aHR0cHM6Ly9vdGhlci5leGFtcGxl.{secret}");
    let server = "https://other.example".to_owned();
    assert_eq!(phone.comes_in(&elsewhere, PASSPHRASE), Err(CannotComeIn::OtherServer { server }));
    phone.weather(Weather::CutAfter(0));
    assert!(matches!(phone.comes_in(&code, PASSPHRASE), Err(CannotComeIn::Create(CannotCreate::Call(_)))));
    phone.weather(Weather::Fine);
    phone.store.borrow().fill_up(true);
    assert!(phone.comes_in(&code, PASSPHRASE).is_err());
    phone.store.borrow().fill_up(false);
    assert_eq!(us.house.run(client::door(&phone.ports)), Ok(Door::Nobody));
    phone.comes_in(&code, PASSPHRASE).unwrap();
    let third = Device::new("noor", &us.house, &us.now);
    assert_eq!(third.comes_in(&code, PASSPHRASE), Err(CannotComeIn::Used));
}

#[test]
fn a_code_ends_after_ten_minutes_or_when_it_is_put_away() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    let code = shows_a_code(&us);
    us.hours_pass(1);
    assert_eq!(phone.comes_in(&code, PASSPHRASE), Err(CannotComeIn::Expired));
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    us.house.run(letting_in.put_away());
    assert_eq!(phone.comes_in(&letting_in.link(), PASSPHRASE), Err(CannotComeIn::Used));
    assert!(matches!(us.house.run(letting_in.came()), Err(CannotComeIn::Used)));
}

/// Whether the relay still gives what waits under a code to whoever saw it.
fn is_handed_out(us: &TwoPartners, device: &Device, link: &str) -> bool {
    let (code, _) = DeviceCode::parse(link).unwrap();
    let path = format!("/v1/rdv/{}/i1", code.invite_id());
    us.house.run(device.ports.relay.call(Method::Get, &path, None, &[])).unwrap().status == 200
}

#[test]
fn a_code_that_was_used_or_put_away_hands_out_nothing_any_more() {
    let us = TwoPartners::apart();
    let (phone, thief) = (Device::new("noor", &us.house, &us.now), Device::new("noor", &us.house, &us.now));
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    assert!(is_handed_out(&us, &thief, &letting_in.link()));
    us.house.run(letting_in.put_away());
    assert!(!is_handed_out(&us, &thief, &letting_in.link()), "put away");
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    phone.comes_in(&letting_in.link(), PASSPHRASE).unwrap();
    assert!(
        !is_handed_out(&us, &thief, &letting_in.link()),
        "used, whether or not the code is still looked at"
    );
    assert_eq!(us.house.run(letting_in.came()), Ok(true));
    assert!(!is_handed_out(&us, &thief, &letting_in.link()));
}

#[test]
fn only_a_device_that_truly_came_in_is_believed() {
    let us = TwoPartners::apart();
    let thief = Device::new("noor", &us.house, &us.now);
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    let (code, _) = DeviceCode::parse(&letting_in.link()).unwrap();
    let sealed = code.seal_arrival(DeviceKeyId([9; 16]), &mut thief.ports.rng());
    let body = SlotBox { v: V1, sealed }.to_bytes();
    let path = format!("/v1/rdv/{}/j1", code.invite_id());
    let put = us.house.run(thief.ports.relay.call(Method::Post, &path, None, &body)).unwrap();
    assert_eq!(put.status, 204);
    us.noor.weather(Weather::CutAfter(1));
    let came = us.house.run(letting_in.came());
    assert!(matches!(came, Err(CannotComeIn::Create(_))), "not known without a network: {came:?}");
    us.noor.weather(Weather::Fine);
    us.hours_pass(0);
    assert_eq!(us.house.run(letting_in.came()), Err(CannotComeIn::Doubtful));
    assert!(!is_handed_out(&us, &thief, &letting_in.link()), "such a code is put away");
}

#[test]
fn however_often_codes_are_drawn_the_next_one_can_be_drawn_once_they_are_over() {
    let us = TwoPartners::apart();
    // The two met with the first of the sixteen.
    for _ in 0..15 {
        shows_a_code(&us);
    }
    assert!(us.house.run(us.noor.ours().let_in()).is_err(), "so many at once are enough");
    us.hours_pass(1);
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    us.house.run(letting_in.put_away());
}

#[test]
fn a_name_that_nobody_has_any_more_looks_like_a_wrong_passphrase() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    let letting_in = us.house.run(us.noor.ours().let_in()).unwrap();
    let code = letting_in.groups().join(" ");
    // The offer is read before the account goes, as by somebody who is slow to type.
    let wrong = phone.comes_in(&code, "four slow heron");
    us.house.run(us.noor.ours().delete_account()).unwrap();
    assert_eq!(wrong, Err(CannotComeIn::WrongPassphrase));
    // What waited for it is gone with the account.
    assert_eq!(phone.comes_in(&code, PASSPHRASE), Err(CannotComeIn::Expired));
    assert_eq!(phone.opens_with("noor", &us.noor.code(), PASSPHRASE), Err(CannotOpenKit::WrongNameOrKit));
}

#[test]
fn whatever_answer_gets_lost_while_a_device_comes_in_it_gets_in_afterwards() {
    let gets_in = |weather| {
        let us = TwoPartners::apart();
        us.noor.promises("soup on Wednesday");
        us.meet();
        let phone = Device::new("noor", &us.house, &us.now);
        let code = shows_a_code(&us);
        phone.weather(weather);
        let whole = phone.comes_in(&code, PASSPHRASE).is_ok();
        phone.weather(Weather::Fine);
        if !whole {
            assert_eq!(us.house.run(client::door(&phone.ports)), Ok(Door::Nobody), "{weather:?}");
            phone.comes_in(&code, PASSPHRASE).unwrap_or_else(|it| panic!("{weather:?}: {it:?}"));
        }
        us.hours_pass(1);
        phone.looks();
        us.meet();
        assert_eq!(phone.whole(), us.noor.whole(), "{weather:?}");
        whole
    };
    for weather in [Weather::AnswersLost, Weather::CutAfter] {
        let first_whole = (0..40).find(|after| gets_in(weather(*after)));
        assert!(first_whole.is_some_and(|it| it > 5), "{first_whole:?}");
    }
}

#[test]
fn a_device_that_was_ended_is_to_be_locked_once_and_opens_again_for_who_knows_the_passphrase() {
    let us = TwoPartners::apart();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.comes_in(&shows_a_code(&us), PASSPHRASE).unwrap();
    us.noor.looks();
    let lost = phone.ours().devices().into_iter().find(|it| it.this_one).unwrap().id;
    us.house.run(us.noor.ours().end_device(lost)).unwrap();
    assert!(!phone.ours().must_lock());
    phone.looks();
    assert!(phone.ours().must_lock());
    assert!(!phone.ours().must_lock(), "it is said once");
    phone.saves();
    phone.is_killed_and_opened().unwrap();
    phone.looks();
    assert!(!phone.ours().must_lock(), "whoever opens it may read what is here");
    assert_eq!(phone.ours().sync_view().notices, [Notice::Ended]);
}

#[test]
fn whose_partner_deleted_their_account_is_told_once_and_keeps_everything() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.meet();
    us.house.run(us.noor.ours().delete_account()).unwrap();
    let before = us.sam.whole();
    us.sam.looks();
    assert_eq!(us.sam.ours().sync_view().notices, [Notice::PartnerGone]);
    assert_eq!(us.sam.whole(), before);
    us.sam.ours().dismiss(Notice::PartnerGone);
    us.sam.saves();
    us.sam.is_killed_and_opened().unwrap();
    us.sam.looks();
    assert_eq!(us.sam.ours().sync_view().notices, []);
    // What is written alone goes on.
    us.sam.writes_a_question("What now?", domain::questions::Shelf::NotYet);
    us.sam.looks();
    assert!(us.sam.ours().sync_view().saved_on_both());
}

/// Everything that names somebody at the relay, or that it keeps for them alone.
fn traces(device: &Device) -> Vec<(String, Vec<u8>)> {
    let me = device.ours().read(|it| it.me().0.to_vec());
    let devices = device.ours().devices().into_iter().map(|it| ("a device".to_owned(), it.id.0.to_vec()));
    devices.chain([("the account".to_owned(), me)]).collect()
}

fn finds(bytes: &[u8], trace: &[u8]) -> bool {
    bytes.windows(trace.len()).any(|it| it == trace)
}

#[test]
fn nothing_of_a_deleted_account_is_left_in_the_servers_files() {
    let us = TwoPartners::strangers();
    us.noor.writes_a_question("Where were you in March?", domain::questions::Shelf::NotYet);
    us.noor.looks();
    let traces = traces(&us.noor);
    let before = us.house.all_bytes();
    assert!(traces.iter().all(|(_, it)| finds(&before, it)), "what is looked for is there before");
    us.house.run(us.noor.ours().delete_account()).unwrap();
    let after = us.house.all_bytes();
    for (what, trace) in traces {
        assert!(!finds(&after, &trace), "{what} is still there");
    }
    // The name is free again.
    Device::with_account("noor", "Somebody else", &us.house, &us.now);
}

#[test]
fn a_deletion_whose_answer_got_lost_is_finished_with_the_next_try() {
    for lost in 0..12 {
        let us = TwoPartners::apart();
        us.noor.weather(Weather::AnswersLost(lost));
        let deleted = us.house.run(us.noor.ours().delete_account());
        us.noor.weather(Weather::Fine);
        us.hours_pass(1);
        if deleted.is_err() {
            us.noor.saves();
            us.noor.is_killed_and_opened().unwrap();
            us.house.run(us.noor.ours().delete_account()).unwrap_or_else(|it| panic!("{lost}: {it:?}"));
        }
        assert!(us.noor.disk().everything().is_empty(), "{lost}");
        let phone = Device::new("noor", &us.house, &us.now);
        assert_eq!(phone.opens_with("noor", &us.noor.code(), PASSPHRASE), Err(CannotOpenKit::WrongNameOrKit));
    }
}

#[test]
fn a_passphrase_whose_change_was_not_answered_is_changed_with_the_next_try() {
    for lost in 0..12 {
        let us = TwoPartners::strangers();
        us.noor.weather(Weather::AnswersLost(lost));
        let changed = us.house.run(us.noor.ours().change_passphrase(PASSPHRASE, "six quick hares"));
        us.noor.weather(Weather::Fine);
        us.hours_pass(1);
        if changed.is_err() {
            us.noor.saves();
            us.noor.is_killed_and_opened().unwrap_or_else(|it| panic!("{lost}: {it:?}"));
            us.house.run(us.noor.ours().change_passphrase(PASSPHRASE, "six quick hares")).unwrap();
        }
        us.noor.opens("six quick hares").unwrap();
        us.noor.looks();
        let phone = Device::new("noor", &us.house, &us.now);
        phone.comes_in(&shows_a_code(&us), "six quick hares").unwrap();
    }
}
