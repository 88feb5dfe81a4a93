//! Where a counsellor is at home, and what each calls a room.

use client::invites_a_counsellor;
use domain::counsel::Role;

use super::{all_look, bring, invites, note, opens, rooms, says, with_a_counsellor};
use crate::world::{Device, PASSPHRASE, TwoPartners};

fn is_at_a_desk(device: &Device) -> bool {
    device.ours().read(client::Session::is_at_a_desk)
}

#[test]
fn a_counsellors_account_is_at_a_desk_and_stays_there_when_the_room_has_ended() {
    let us = TwoPartners::apart();
    let carl = Device::with_account("carl", "Carl", &us.house, &us.now);
    assert!(!is_at_a_desk(&carl));
    invites(&us, &us.noor, &carl);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    all_look(&us, &carl);
    let role = |device: &Device| device.ours().read(|it| it.role_in(room));
    assert_eq!(
        (role(&us.noor), role(&carl), role(&us.sam)),
        (Some(Role::Partner), Some(Role::Counsellor), None)
    );
    assert!(is_at_a_desk(&carl) && !is_at_a_desk(&us.noor) && !is_at_a_desk(&us.sam));
    us.house.run(us.noor.ours().end_room(room)).unwrap();
    for _ in 0..3 {
        all_look(&us, &carl);
    }
    assert_eq!((role(&us.noor), role(&carl)), (Some(Role::Partner), Some(Role::Counsellor)));
    assert!(is_at_a_desk(&carl));
    carl.is_killed_and_opened().unwrap();
    assert!(is_at_a_desk(&carl));
}

#[test]
fn whoever_writes_for_themselves_too_keeps_their_own_pages() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    carl.ours().name_room(rooms(&carl)[0], "Noor, on Mondays");
    assert!(is_at_a_desk(&carl), "a name for a room is no journey");
    let thought = domain::setting_down::Command::SetDown { text: "It comes back.".to_owned() };
    carl.ours().perform(domain::Command::SettingDown(thought)).unwrap();
    assert!(!is_at_a_desk(&carl));
}

#[test]
fn what_one_calls_a_room_is_on_ones_own_devices_and_nowhere_else() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&carl)[0];
    carl.ours().name_room(room, "Noor, on Mondays");
    us.noor.ours().name_room(room, "Dr. Carl");
    all_look(&us, &carl);
    let tablet = Device::new("carl's tablet", &us.house, &us.now);
    tablet.opens_with("carl", &carl.code(), PASSPHRASE).unwrap();
    tablet.looks();
    let called = |device: &Device| device.ours().read(|it| it.room_name(room).map(str::to_owned));
    assert_eq!((called(&carl), called(&tablet)), (called(&tablet), Some("Noor, on Mondays".to_owned())));
    assert_eq!((called(&us.noor), called(&us.sam)), (Some("Dr. Carl".to_owned()), None));
    carl.ours().name_room(room, "");
    assert_eq!(called(&carl), None);
}

#[test]
fn a_link_says_by_itself_whom_it_invites() {
    let us = TwoPartners::strangers();
    us.house.run(async {
        assert!(invites_a_counsellor(&us.noor.ours().invite_counsellor().await.unwrap().link()));
        assert!(!invites_a_counsellor(&us.noor.ours().invite().await.unwrap().link()));
        assert!(!invites_a_counsellor("c1."));
    });
}

#[test]
fn what_came_into_a_room_is_news_until_one_has_looked_on_any_device_and_nobody_hears_of_it() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&carl)[0];
    opens(&us.noor, room);
    all_look(&us, &carl);
    let news = |device: &Device| device.ours().read(|it| it.has_news(room));
    assert!(!news(&us.noor) && !news(&carl));
    says(&carl, room, note("Walk before you talk."));
    all_look(&us, &carl);
    assert!(news(&us.noor) && !news(&carl), "one's own words are no news");
    us.noor.ours().looks_into(room);
    assert!(!news(&us.noor));
    all_look(&us, &carl);
    let phone = Device::new("noor's phone", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    assert!(!news(&phone));
    says(&us.noor, room, bring("Sleep"));
    all_look(&us, &carl);
    assert!(news(&carl) && !news(&us.noor));
    us.house.run(us.noor.ours().end_room(room)).unwrap();
    for _ in 0..3 {
        all_look(&us, &carl);
    }
    assert!(!news(&carl), "what has ended asks for nothing");
}
