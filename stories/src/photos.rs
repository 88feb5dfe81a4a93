//! Photos of a moment reach the other whole or not at all, whatever the network, the relay or the device does, and nobody else
//! ever sees them.

use client::ports::StoreProblem;
use client::{CannotKeepPhoto, NewPhoto, NoPicture, OnItsWay};
use domain::memories::Command;
use domain::{MemoryId, Photo};
use protocol::ids::AttachmentId;

use crate::world::{Device, TwoPartners, Weather};

/// What would be a file: bytes that stand nowhere else.
fn file(mark: u8, length: usize) -> Vec<u8> {
    (0..length).map(|it| mark ^ (it * 7 + it / 251) as u8).collect()
}

/// In its three sizes: one piece, two, and four.
fn photo(mark: u8) -> NewPhoto {
    NewPhoto {
        says: "Two people under one umbrella".to_owned(),
        width: 3_000,
        height: 2_000,
        thumbnail: file(mark, 9_000),
        view: file(mark.wrapping_add(1), 300_000),
        full: Some(file(mark.wrapping_add(2), 900_000)),
    }
}

const PIECES: u32 = 1 + 2 + 4;

/// Both keep the kitchen, and know of it.
fn kitchen() -> (TwoPartners, MemoryId) {
    let us = TwoPartners::apart();
    let on = us.noor.moment().today();
    let keep = Command::Keep { name: "The kitchen".to_owned(), on, text: "Soup and rain".to_owned() };
    us.noor.ours().perform(keep.into()).unwrap();
    us.meet();
    let id = us.sam.ours().read(|it| it.couple().memories.kept()[0].id);
    (us, id)
}

fn keeps(us: &TwoPartners, device: &Device, memory: MemoryId, new: &NewPhoto) -> Result<(), CannotKeepPhoto> {
    us.house.run(device.ours().keep_photo(memory, new))
}

fn photos(device: &Device) -> Vec<Photo> {
    device.ours().read(|it| it.couple().memories.photos().cloned().collect())
}

fn sees(us: &TwoPartners, device: &Device, nth: usize) -> Result<Vec<Vec<u8>>, NoPicture> {
    let photo = photos(device)[nth].clone();
    let ours = device.ours();
    photo.pictures().iter().map(|it| us.house.run(ours.picture(it))).collect()
}

fn sizes(new: &NewPhoto) -> Vec<Vec<u8>> {
    [Some(new.thumbnail.clone()), Some(new.view.clone()), new.full.clone()].into_iter().flatten().collect()
}

fn ways(device: &Device) -> Vec<OnItsWay> {
    device.ours().photos_waiting().into_iter().map(|it| it.way).collect()
}

#[test]
fn a_photo_of_one_is_seen_by_both_in_its_sizes_and_by_nobody_else() {
    let (us, memory) = kitchen();
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.meet();
    for device in [&us.noor, &us.sam] {
        assert_eq!(sees(&us, device, 0), Ok(sizes(&photo(3))));
        assert_eq!(ways(device), []);
    }
    us.same_journey();
    let told = us.house.answers.borrow();
    for size in sizes(&photo(3)) {
        let needle = &size[100..164];
        let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|it| it == needle);
        assert!(!holds(&us.house.all_bytes()) && !holds(&told), "the relay never has what it could read");
        assert!(!us.sam.disk().everything().iter().any(|(_, value)| holds(value)), "nor the disk, unsealed");
    }
}

#[test]
fn chosen_without_a_network_it_waits_through_a_restart_and_is_told_of_last() {
    let (us, memory) = kitchen();
    us.noor.weather(Weather::CutAfter(0));
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.noor.looks();
    assert_eq!(ways(&us.noor), [OnItsWay::Sent { sent: 0, of: PIECES }]);
    us.noor.is_killed_and_opened().unwrap();
    us.noor.looks();
    assert_eq!(ways(&us.noor), [OnItsWay::Sent { sent: 0, of: PIECES }]);
    assert_eq!(photos(&us.noor), []);
    us.noor.weather(Weather::Fine);
    us.meet();
    us.meet();
    assert_eq!(sees(&us, &us.sam, 0), Ok(sizes(&photo(3))));
    assert_eq!(ways(&us.noor), []);
}

#[test]
fn cut_off_at_every_request_with_the_program_ended_each_time_it_arrives_once_and_whole() {
    for weather in [Weather::CutAfter, Weather::AnswersLost] {
        let (us, memory) = kitchen();
        keeps(&us, &us.noor, memory, &photo(3)).unwrap();
        for requests in 0..60 {
            us.noor.weather(weather(requests % 12));
            us.noor.looks();
            us.noor.weather(Weather::Fine);
            us.noor.is_killed_and_opened().unwrap();
            us.sam.looks();
            // Before all of it is there, nothing is told of it.
            assert!(photos(&us.sam).is_empty() || sees(&us, &us.sam, 0) == Ok(sizes(&photo(3))));
        }
        us.meet();
        us.meet();
        assert_eq!(photos(&us.sam).len(), 1);
        assert_eq!(sees(&us, &us.sam, 0), Ok(sizes(&photo(3))));
        assert_eq!(ways(&us.noor), []);
        us.same_journey();
    }
}

#[test]
fn what_the_relay_forgot_before_it_was_told_is_brought_again() {
    let (us, memory) = kitchen();
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    // A few pieces arrive; then the device is away for more than a week.
    us.noor.weather(Weather::CutAfter(9));
    us.noor.looks();
    us.noor.weather(Weather::CutAfter(0));
    us.hours_pass(24 * 9);
    us.house.kill();
    us.house.start();
    us.noor.weather(Weather::Fine);
    us.noor.is_killed_and_opened().unwrap();
    us.meet();
    us.meet();
    assert_eq!(sees(&us, &us.sam, 0), Ok(sizes(&photo(3))));
    // It is kept for good: weeks later it is there.
    us.hours_pass(24 * 30);
    us.house.kill();
    us.house.start();
    assert_eq!(ways(&us.noor), []);
    let new = Device::new("sam's new phone", &us.house, &us.now);
    new.opens_with("sam", &us.sam.code(), crate::world::PASSPHRASE).unwrap();
    new.looks();
    assert_eq!(sees(&us, &new, 0), Ok(sizes(&photo(3))), "a device that has nothing of it near");
}

#[test]
fn a_relay_without_room_for_photos_still_takes_words_and_takes_the_photo_once_there_is_room() {
    let (us, memory) = kitchen();
    us.house.photo_room.set(500_000);
    us.house.kill();
    us.house.start();
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.noor.looks();
    assert_eq!(ways(&us.noor), [OnItsWay::NoRoom]);
    us.noor.promises("A walk on Sunday");
    us.meet();
    assert_eq!(us.sam.ours().read(|it| it.couple().promises.all().len()), 1);
    assert_eq!(photos(&us.sam), []);
    us.house.photo_room.set(1 << 30);
    us.house.kill();
    us.house.start();
    us.meet();
    us.meet();
    assert_eq!(sees(&us, &us.sam, 0), Ok(sizes(&photo(3))));
}

#[test]
fn a_photo_the_relay_refuses_holds_up_no_other_and_is_tried_again_at_the_next_look() {
    let (us, memory) = kitchen();
    us.noor.weather(Weather::CutAfter(0));
    for mark in [3, 40] {
        keeps(&us, &us.noor, memory, &photo(mark)).unwrap();
    }
    let first = us.noor.ours().photos_waiting()[0].photo.clone();
    us.noor.weather(Weather::Fine);
    us.noor.way.refuses.set(Some(AttachmentId(first.thumbnail.id)));
    us.meet();
    us.meet();
    assert_eq!((photos(&us.sam).len(), sees(&us, &us.sam, 0)), (1, Ok(sizes(&photo(40)))));
    assert_eq!(ways(&us.noor), [OnItsWay::NotTaken]);
    us.noor.way.refuses.set(None);
    us.meet();
    us.meet();
    assert_eq!((photos(&us.sam).len(), ways(&us.noor)), (2, vec![]));
    // What cannot be taken away there holds up nothing either.
    us.noor.way.refuses.set(Some(AttachmentId(first.thumbnail.id)));
    us.house.run(us.noor.ours().take_photo_back(memory, first.id)).unwrap();
    keeps(&us, &us.noor, memory, &photo(80)).unwrap();
    us.meet();
    us.meet();
    assert_eq!(photos(&us.sam).len(), 2);
    assert_eq!(sees(&us, &us.sam, 1), Ok(sizes(&photo(80))));
    us.same_journey();
}

#[test]
fn whoever_signs_out_hears_of_photos_that_would_be_lost_until_the_relay_has_them_for_good() {
    let (us, memory) = kitchen();
    assert_eq!(us.noor.ours().would_be_lost(), 0);
    us.noor.weather(Weather::CutAfter(0));
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.noor.is_killed_and_opened().unwrap();
    us.noor.looks();
    assert_eq!(us.noor.ours().would_be_lost(), 1);
    us.noor.promises("A walk on Sunday");
    assert_eq!(us.noor.ours().would_be_lost(), 2);
    us.noor.weather(Weather::Fine);
    us.noor.looks();
    us.noor.looks();
    assert_eq!(us.noor.ours().would_be_lost(), 0);
}

#[test]
fn a_full_device_says_so_and_keeps_nothing_of_it() {
    let (us, memory) = kitchen();
    us.noor.saves();
    us.noor.store.borrow().fill_up(true);
    assert_eq!(keeps(&us, &us.noor, memory, &photo(3)), Err(CannotKeepPhoto::Store(StoreProblem::Full)));
    us.noor.store.borrow().fill_up(false);
    us.meet();
    assert_eq!((photos(&us.sam), ways(&us.noor)), (vec![], vec![]));
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.meet();
    assert_eq!(photos(&us.sam).len(), 1);
}

#[test]
fn what_is_taken_back_leaves_the_relay_and_both_devices() {
    let (us, memory) = kitchen();
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.meet();
    us.meet();
    assert!(sees(&us, &us.sam, 0).is_ok());
    let known = photos(&us.sam)[0].clone();
    let pieces = |device: &Device| {
        device.disk().everything().iter().filter(|(key, _)| key.starts_with("piece/")).count()
    };
    assert_eq!((pieces(&us.noor), pieces(&us.sam)), (PIECES as usize, PIECES as usize));
    // Said without a network, and the program ends.
    us.noor.weather(Weather::CutAfter(0));
    us.house.run(us.noor.ours().take_photo_back(memory, known.id)).unwrap();
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    us.noor.weather(Weather::Fine);
    us.meet();
    us.meet();
    assert_eq!((photos(&us.noor), photos(&us.sam)), (vec![], vec![]));
    us.sam.saves();
    assert_eq!((pieces(&us.noor), pieces(&us.sam)), (0, 0));
    let ours = us.sam.ours();
    assert_eq!(us.house.run(ours.picture(&known.view)), Err(NoPicture::Gone));
    us.same_journey();
}

#[test]
fn one_that_waits_can_be_given_up_and_one_whose_moment_takes_no_more_says_so() {
    let (us, memory) = kitchen();
    us.noor.weather(Weather::CutAfter(9));
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.noor.looks();
    let number = us.noor.ours().photos_waiting()[0].number;
    us.noor.weather(Weather::Fine);
    us.house.run(us.noor.ours().give_up_photo(number)).unwrap();
    us.meet();
    assert_eq!((ways(&us.noor), photos(&us.sam)), (vec![], vec![]));
    // Sam chose one while the words that kept the moment were being taken back.
    us.sam.weather(Weather::CutAfter(0));
    keeps(&us, &us.sam, memory, &photo(9)).unwrap();
    us.noor.ours().perform(Command::TakeBack { memory }.into()).unwrap();
    us.noor.looks();
    us.sam.weather(Weather::Fine);
    us.meet();
    assert_eq!(ways(&us.sam), [OnItsWay::Refused]);
}

#[test]
fn both_add_photos_at_once_and_both_see_all_of_them_in_one_order() {
    let (us, memory) = kitchen();
    for mark in [3, 40] {
        keeps(&us, &us.noor, memory, &photo(mark)).unwrap();
        keeps(&us, &us.sam, memory, &NewPhoto { full: None, ..photo(mark + 9) }).unwrap();
    }
    us.meet();
    us.meet();
    assert_eq!((photos(&us.noor).len(), photos(&us.sam)), (4, photos(&us.noor)));
    us.same_journey();
}

#[test]
fn whoever_takes_everything_along_takes_the_photos_with_a_device_or_with_the_kit() {
    let (us, memory) = kitchen();
    keeps(&us, &us.noor, memory, &photo(3)).unwrap();
    us.meet();
    us.meet();
    let view = photo(3).view;
    let of_sam = us.house.run(us.sam.ours().pictures());
    assert_eq!(of_sam, [(photos(&us.sam)[0].id, view.clone())]);
    let read = us.house.run(client::read_with_kit(&us.noor.ports, "noor", &us.noor.code(), "Export"));
    assert_eq!(read.unwrap().pictures, [(photos(&us.noor)[0].id, view)]);
}
