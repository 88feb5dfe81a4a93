//! Who is torn writes for nobody else: not a word, not a time, not a trace reaches the other.

use domain::leaning::{Command, Page, Way};
use domain::{drafts, people};

use crate::world::{Device, TwoPartners};

fn does(device: &Device, command: impl Into<domain::Command>) {
    device.ours().perform(command.into()).unwrap();
}

fn page() -> Page {
    let (to_stay, to_go) = ("The garden".to_owned(), "The silence at table".to_owned());
    Page { to_stay, to_go, to_see: "One whole evening".to_owned(), by: None }
}

#[test]
fn what_one_weighs_lasts_on_ones_own_devices_and_reaches_nobody_else() {
    let us = TwoPartners::apart();
    let (sams, shared) = (us.sam.whole(), us.sam.shared());
    does(&us.noor, Command::Write(page()));
    for way in [Way::PartWell, Way::Wait { look_again: None }, Way::GiveItAll { until: None }] {
        does(&us.noor, Command::Lean(Some(way)));
        us.meet();
        assert_eq!((us.sam.whole(), us.noor.shared()), (sams.clone(), shared.clone()));
    }
    us.noor.is_killed_and_opened().unwrap();
    us.noor.ours().read(|it| {
        assert_eq!(it.couple().leaning.page(), &page());
        assert_eq!(it.couple().leaning.way(), Some(Way::GiveItAll { until: None }));
    });
}

#[test]
fn put_away_nothing_of_it_is_left_and_leaving_needs_nobodys_word() {
    let us = TwoPartners::apart();
    does(&us.noor, Command::Write(page()));
    does(&us.noor, drafts::Command::Save { key: "leaning/go".to_owned(), text: "The silence at".to_owned() });
    does(&us.noor, drafts::Command::Clear { key: "leaning/go".to_owned() });
    does(&us.noor, Command::Lean(Some(Way::PartWell)));
    does(&us.noor, Command::PutAway);
    us.meet();
    assert_eq!(us.noor.ours().read(|it| it.couple().leaning.way()), None);
    assert!(!us.noor.whole().windows(11).any(|it| it == b"The silence"));
    does(&us.noor, Command::Write(page()));
    does(&us.noor, people::Command::Leave);
    us.meet();
    us.noor.ours().read(|it| assert_eq!(it.couple().leaning.page(), &page()));
}

#[test]
fn who_ends_what_the_two_share_does_it_alone_and_each_keeps_all_of_it() {
    let us = TwoPartners::apart();
    us.noor.promises("soup on Wednesday");
    us.sam.promises("home by seven");
    us.meet();
    let together = |device: &Device| device.ours().read(|it| it.couple().people.together(it.me()));
    // Offline, without asking anybody.
    us.noor.ours().perform(people::Command::Leave.into()).unwrap();
    assert_eq!(together(&us.noor), people::Together::ILeft);
    assert_eq!(together(&us.sam), people::Together::Both);
    us.meet();
    assert_eq!(together(&us.sam), people::Together::TheyLeft);
    let book = |device: &Device| book::write(&us.house.run(device.ours().journey()).unwrap());
    for device in [&us.noor, &us.sam] {
        let book = book(device);
        assert!(book.contains("soup on Wednesday") && book.contains("home by seven"));
        let asks =
            domain::talk::Command::Ask { on: domain::talk::Devices::Two, topic: None, turn_seconds: 60 };
        assert!(device.ours().perform(asks.into()).is_err(), "nothing joint begins");
        let alone = Command::Write(Page { to_go: "I have gone.".to_owned(), ..Page::default() });
        device.ours().perform(alone.into()).unwrap();
    }
    us.noor.ours().perform(people::Command::Join("Noor".to_owned()).into()).unwrap();
    us.meet();
    assert_eq!(together(&us.sam), people::Together::Both, "whoever ended it can come back");
}
