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
