//! Somebody invites a counsellor, and what the two have stays theirs.

mod desk;
mod giving;

use client::{CannotPair, NotSaid, PairingRefused};
use domain::RoomId;
use domain::counsel::{Command, Giving, Material, Refusal, Terms};
use domain::people::Together;

use crate::world::{Device, MORNING, PASSPHRASE, TwoPartners, confirm_both};

/// Noor has invited Carl into a room of her own; both read the same words.
fn with_a_counsellor(us: &TwoPartners) -> Device {
    let carl = Device::with_account("carl", "Carl", &us.house, &us.now);
    invites(us, &us.noor, &carl);
    carl
}

/// One invites the counsellor into a room of their own.
fn invites(us: &TwoPartners, one: &Device, carl: &Device) {
    us.house.run(async {
        let inviting = one.ours().invite_counsellor().await.unwrap();
        assert!(inviting.link().contains("/#c1."));
        let joining = carl.ours().join_as_counsellor(&inviting.link()).await.unwrap();
        let (one, other) = tokio::join!(inviting.words(), joining.words());
        assert_eq!(one.unwrap(), other.unwrap());
        confirm_both(&inviting, &joining, true).await.unwrap();
    });
    all_look(us, carl);
}

fn all_look(us: &TwoPartners, carl: &Device) {
    carl.looks();
    us.meet();
    carl.looks();
}

fn rooms(device: &Device) -> Vec<RoomId> {
    device.ours().read(|it| it.rooms().collect())
}

fn says(device: &Device, room: RoomId, command: Command) {
    device.ours().say_in(room, command).unwrap();
}

fn opens(device: &Device, room: RoomId) {
    let until_ms = MORNING + 90 * 24 * 3_600_000;
    let terms = Terms { material: Material::Own, giving: Giving::Either, until_ms };
    says(device, room, Command::Open { terms });
}

fn notes(device: &Device, room: RoomId) -> Vec<String> {
    device.ours().read(|it| it.room(room).unwrap().notes().map(|it| it.words.clone()).collect())
}

fn topics(device: &Device, room: RoomId) -> Vec<String> {
    device.ours().read(|it| it.room(room).unwrap().topics().map(|it| it.words.clone()).collect())
}

fn note(words: &str) -> Command {
    Command::Note { words: words.to_owned() }
}

fn bring(words: &str) -> Command {
    Command::Bring { words: words.to_owned() }
}

fn promises_here(device: &Device) -> usize {
    device.ours().read(|it| it.couple().promises.all().len())
}

#[test]
fn a_counsellor_who_was_invited_sees_nothing_and_the_two_go_on_as_before() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    us.noor.promises("I am home at six.");
    us.sam.promises("I tell you when I am late.");
    us.meet();
    carl.looks();
    assert_eq!((promises_here(&us.noor), promises_here(&us.sam), promises_here(&carl)), (2, 2, 0));
    assert!(us.noor.ours().read(|it| it.has_ours()) && !carl.ours().read(|it| it.has_ours()));
    us.noor.ours().read(|it| assert_eq!(it.couple().people.together(it.me()), Together::Both));
    us.same_journey();
}

#[test]
fn the_room_stays_apart_on_a_device_that_was_closed_and_on_another_one() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    us.noor.is_killed_and_opened().unwrap();
    carl.is_killed_and_opened().unwrap();
    us.noor.promises("I say where I am.");
    us.meet();
    carl.looks();
    assert_eq!((promises_here(&us.sam), promises_here(&carl)), (1, 0));
    let phone = Device::new("noor's phone", &us.house, &us.now);
    phone.opens_with("noor", &us.noor.code(), PASSPHRASE).unwrap();
    phone.looks();
    phone.promises("From the phone.");
    phone.looks();
    us.meet();
    carl.looks();
    assert_eq!((promises_here(&us.sam), promises_here(&us.noor), promises_here(&carl)), (2, 2, 0));
}

#[test]
fn somebody_alone_invites_a_counsellor_and_a_partner_afterwards() {
    let us = TwoPartners::strangers();
    let carl = with_a_counsellor(&us);
    us.pair().unwrap();
    us.meet();
    us.noor.promises("Both of us.");
    us.meet();
    carl.looks();
    assert_eq!((promises_here(&us.sam), promises_here(&carl)), (1, 0));
}

#[test]
fn the_words_for_both_partners_are_the_same_with_a_counsellor_as_without() {
    let us = TwoPartners::strangers();
    with_a_counsellor(&us);
    assert_eq!(us.house.run(us.noor.ours().safety_words()), None, "a counsellor is nobody's partner");
    us.pair().unwrap();
    us.meet();
    let noors = us.house.run(us.noor.ours().safety_words());
    assert!(noors.is_some());
    assert_eq!(noors, us.house.run(us.sam.ours().safety_words()));
}

#[test]
fn words_that_differ_let_no_counsellor_in() {
    let us = TwoPartners::apart();
    let carl = Device::with_account("carl", "Carl", &us.house, &us.now);
    us.house.run(async {
        let inviting = us.noor.ours().invite_counsellor().await.unwrap();
        let link = inviting.link();
        let joining = carl.ours().join_as_counsellor(&link).await.unwrap();
        let _ = tokio::join!(inviting.words(), joining.words());
        let differ = Err(CannotPair::Ended(PairingRefused::WordsDiffer));
        assert_eq!(inviting.confirm(false).await, differ);
        assert!(joining.confirm(true).await.is_err());
        let again = carl.ours().join_as_counsellor(&link).await.map(|_| ());
        assert_eq!(again, Err(CannotPair::Ended(PairingRefused::Used)));
    });
}

#[test]
fn a_counsellors_link_that_was_turned_into_a_partners_leads_nowhere() {
    let us = TwoPartners::strangers();
    let carl = Device::with_account("carl", "Carl", &us.house, &us.now);
    us.house.run(async {
        let link = us.noor.ours().invite_counsellor().await.unwrap().link();
        let turned = link.replacen("/#c1.", "/#p1.", 1);
        let refused = carl.ours().join(&turned).await.map(|_| ());
        assert_eq!(refused, Err(CannotPair::Ended(PairingRefused::Expired)));
    });
}

#[test]
fn nobody_becomes_a_counsellor_where_a_partners_link_is_asked_for_or_the_other_way_about() {
    let us = TwoPartners::strangers();
    us.house.run(async {
        let malformed = Err(CannotPair::Ended(PairingRefused::Malformed));
        let for_counsellor = us.noor.ours().invite_counsellor().await.unwrap().link();
        assert_eq!(us.sam.ours().join(&for_counsellor).await.map(|_| ()), malformed);
        let for_partner = us.noor.ours().invite().await.unwrap().link();
        assert_eq!(us.sam.ours().join_as_counsellor(&for_partner).await.map(|_| ()), malformed);
    });
}

#[test]
fn in_a_room_of_ones_own_both_write_and_the_other_partner_has_no_such_room() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    assert_eq!((rooms(&carl), rooms(&us.sam)), (vec![room], vec![]));
    opens(&us.noor, room);
    says(&us.noor, room, bring("Sleep"));
    all_look(&us, &carl);
    says(&carl, room, note("Walk before you talk."));
    all_look(&us, &carl);
    for device in [&us.noor, &carl] {
        assert_eq!(
            (notes(device, room), topics(device, room)),
            (vec!["Walk before you talk.".into()], vec!["Sleep".into()])
        );
    }
    let refused = Err(NotSaid::Refused(Refusal::OnlyTheCounsellor));
    assert_eq!(us.noor.ours().say_in(room, note("in their name")), refused);
    assert_eq!(us.sam.ours().say_in(room, bring("me too")), Err(NotSaid::NoSuchRoom));
}

#[test]
fn what_was_said_in_a_room_is_there_after_the_program_ended_and_what_was_not_sent_goes_then() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    all_look(&us, &carl);
    says(&us.noor, room, bring("offline"));
    us.noor.saves();
    us.noor.is_killed_and_opened().unwrap();
    assert_eq!(topics(&us.noor, room), ["offline"]);
    all_look(&us, &carl);
    carl.is_killed_and_opened().unwrap();
    assert_eq!(
        (topics(&carl, room), topics(&us.noor, room)),
        (vec!["offline".into()], vec!["offline".into()])
    );
}

#[test]
fn a_counsellor_of_two_people_never_mixes_their_rooms() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    invites(&us, &us.sam, &carl);
    let (noors, sams) = (rooms(&us.noor)[0], rooms(&us.sam)[0]);
    assert_ne!(noors, sams);
    assert_eq!((rooms(&carl).len(), rooms(&us.noor).len(), rooms(&us.sam).len()), (2, 1, 1));
    opens(&us.noor, noors);
    opens(&us.sam, sams);
    all_look(&us, &carl);
    says(&carl, noors, note("for Noor"));
    says(&carl, sams, note("for Sam"));
    all_look(&us, &carl);
    assert_eq!(
        (notes(&us.noor, noors), notes(&us.sam, sams)),
        (vec!["for Noor".into()], vec!["for Sam".into()])
    );
    assert_eq!((notes(&carl, noors), notes(&carl, sams)), (vec!["for Noor".into()], vec!["for Sam".into()]));
}

#[test]
fn another_device_of_the_counsellor_has_the_rooms_too() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    says(&us.noor, room, bring("Sleep"));
    all_look(&us, &carl);
    let tablet = Device::new("carl's tablet", &us.house, &us.now);
    tablet.opens_with("carl", &carl.code(), PASSPHRASE).unwrap();
    tablet.looks();
    assert_eq!(topics(&tablet, room), ["Sleep"]);
    says(&tablet, room, note("From the tablet."));
    tablet.looks();
    all_look(&us, &carl);
    assert_eq!(
        (notes(&us.noor, room), notes(&carl, room)),
        (vec!["From the tablet.".into()], vec!["From the tablet.".into()])
    );
}

#[test]
fn what_was_talked_about_is_heard_also_from_a_device_whose_clock_is_two_days_behind() {
    let us = TwoPartners::apart();
    let carl = with_a_counsellor(&us);
    let room = rooms(&us.noor)[0];
    opens(&us.noor, room);
    says(&us.noor, room, bring("money"));
    all_look(&us, &carl);
    carl.ahead_ms.set(-2 * 24 * 3_600_000);
    let topic = carl.ours().read(|it| it.room(room).unwrap().topics().next().unwrap().id);
    says(&carl, room, Command::Talked { topic });
    assert!(topics(&carl, room).is_empty());
    all_look(&us, &carl);
    assert!(topics(&us.noor, room).is_empty());
}
