//! What comes in and what goes out, when it is much, when the line is cut in the middle, and when it is never taken.

use client::{Notice, Standing, Wish};
use domain::Command;
use protocol::Wire;
use protocol::event::EventView;
use protocol::wire::{AppendResult, ClientFrame, ProblemCode, ServerFrame};

use crate::world::{Device, TwoPartners, Weather};

fn promises_of(device: &Device) -> Vec<String> {
    let mut all: Vec<String> =
        device.ours().read(|it| it.couple().promises.all().iter().map(|it| it.words.clone()).collect());
    all.sort();
    all
}

fn writes_much(device: &Device, records: usize) {
    for number in 0..records {
        let key = format!("notes/{}", number % 7);
        let save = domain::drafts::Command::Save { key, text: format!("line {number}") };
        device.ours().perform(Command::Drafts(save)).unwrap();
    }
}

fn has_a_checkpoint(device: &Device) -> bool {
    device.disk().everything().iter().any(|(key, _)| key == "checkpoint")
}

#[test]
fn a_journey_that_has_come_is_kept_folded_as_soon_as_all_of_it_is_here() {
    let us = TwoPartners::apart();
    writes_much(&us.noor, 520);
    us.meet();
    let phone = Device::new("noor", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), "another long passphrase").unwrap();
    // No time has passed since: no tick was needed.
    assert!(has_a_checkpoint(&phone));
    let before = phone.whole();
    phone.opens("another long passphrase").unwrap();
    assert_eq!(phone.whole(), before);
}

#[test]
fn what_came_before_the_line_was_cut_is_shown_and_is_what_was_stored() {
    for cut in 1..14 {
        let us = TwoPartners::apart();
        us.sam.promises("soup on Wednesday");
        us.sam.ours().save_draft("check_in/need", "a quiet evening");
        us.noor.promises("the phone stays in the hall");
        us.noor.looks();
        us.noor.looks();
        us.hours_pass(1);
        us.sam.weather(Weather::CutAfter(cut));
        us.sam.looks();
        us.sam.saves();
        let shown = us.sam.whole();
        us.sam.is_killed_and_opened().unwrap();
        assert_eq!(us.sam.whole(), shown, "cut after {cut}");
        us.sam.weather(Weather::Fine);
        us.hours_pass(1);
        us.meet();
        us.same_journey();
    }
}

/// The relay refuses the first of what is sent over the line for good, and therefore cannot take the rest.
fn refuses_the_first(device: &Device) -> usize {
    let ours = device.ours();
    let sent = ours.take_wishes().into_iter().find_map(|it| match it {
        Wish::Send(bytes) => match ClientFrame::from_bytes(&bytes) {
            Ok(ClientFrame::Append { req, events, .. }) => Some((req, events)),
            _ => None,
        },
        _ => None,
    });
    let (req, events) = sent.unwrap();
    let ids = events.iter().map(|it| EventView::parse(&it.0).unwrap().id());
    let codes = std::iter::once(ProblemCode::TooLarge).chain(std::iter::repeat(ProblemCode::Gap));
    let results = ids.zip(codes).map(|(id, code)| AppendResult::Refused { id, code });
    ours.frame(&ServerFrame::Ack { req, results: results.collect() }.to_bytes());
    events.len()
}

#[test]
fn a_record_that_is_never_taken_stays_here_and_holds_back_nothing_else() {
    for killed in [false, true] {
        let us = TwoPartners::apart();
        let ours = us.noor.ours();
        ours.can_hold_a_link();
        us.house.run(ours.work());
        ours.link_opened();
        drop(ours.take_wishes());
        for words in ["a", "b", "c"] {
            us.noor.promises(words);
        }
        us.house.run(ours.work());
        assert_eq!(refuses_the_first(&us.noor), 3);
        assert_eq!(ours.sync_view().notices, [Notice::NotTaken { records: 1 }]);
        if killed {
            us.noor.saves();
            us.noor.is_killed_and_opened().unwrap();
        } else {
            ours.link_closed();
        }
        let told = us.noor.ours().sync_view().notices;
        assert_eq!(told, [Notice::NotTaken { records: 1 }], "told until it was read, killed: {killed}");
        us.hours_pass(1);
        us.meet();
        us.noor.promises("d");
        us.meet();
        assert_eq!(promises_of(&us.sam), ["b", "c", "d"]);
        assert_eq!(promises_of(&us.noor), ["a", "b", "c", "d"], "what was written is still here");
        let view = us.noor.ours().sync_view();
        assert_eq!((view.standing, view.waiting, view.untaken), (Standing::Live, 0, 1));
        assert!(!view.saved_on_both(), "one record is here and nowhere else");
        us.noor.ours().dismiss(view.notices[0]);
        us.noor.saves();
        us.noor.is_killed_and_opened().unwrap();
        assert_eq!(us.noor.ours().sync_view().notices, [], "it was read");
        assert_eq!(promises_of(&us.noor), ["a", "b", "c", "d"]);
        us.hours_pass(1);
        us.meet();
        assert_eq!(promises_of(&us.sam), ["b", "c", "d"]);
    }
}

#[test]
fn what_is_being_typed_lies_under_names_that_say_nothing() {
    let us = TwoPartners::apart();
    us.noor.ours().save_draft("check_in/need", "a quiet evening");
    us.noor.saves();
    let told = |it: &(String, Vec<u8>)| it.0.contains("check_in") || it.0.contains("need");
    assert!(!us.noor.disk().everything().iter().any(told));
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("check_in/need").as_deref(), Some("a quiet evening"));
}

#[test]
fn a_draft_of_a_former_version_is_found_and_laid_under_a_name_that_says_nothing() {
    use client::ports::{LocalStore, Write};
    let us = TwoPartners::apart();
    let secrets = us.noor.ours().read(|it| it.secrets_for_canaries());
    let local = secrets.into_iter().find(|(name, _)| name == "local key").unwrap().1;
    let local = protocol::cipher::AeadKey::from_bytes(local.try_into().unwrap());
    let key = "draft/check_in/need".to_owned();
    let value = local.seal_with_nonce(&[7; 24], b"mend/v1/local/draft/check_in/need", b"a quiet evening");
    let value = [[7; 24].as_slice(), &value].concat();
    us.noor.saves();
    us.house.run(us.noor.store.borrow().commit(&[Write::Put { key: key.clone(), value }])).unwrap();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("check_in/need").as_deref(), Some("a quiet evening"));
    us.noor.saves();
    assert!(!us.noor.disk().everything().iter().any(|(it, _)| *it == key));
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(us.noor.ours().draft("check_in/need").as_deref(), Some("a quiet evening"));
}
