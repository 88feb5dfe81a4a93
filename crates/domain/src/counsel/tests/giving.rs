//! What is given, stopped, picked and talked about.

use super::*;
use crate::counsel::words::MOST_PICKED;
use crate::counsel::{GIVEN_AS_WRITTEN, OWN_AS_WRITTEN, is_worth_giving};

#[test]
fn what_one_wrote_alone_is_given_by_its_author_into_their_own_room() {
    let mut scene = Scene::own();
    scene.gives(ANA, offered(7, ANA, true));
    assert_eq!(scene.seen(), [7]);
    let give = |offered| Command::Give { offered };
    assert_eq!(scene.tries(ANA, give(offered(8, BEN, true))), Err(Refusal::OnlyItsAuthor));
    assert_eq!(scene.tries(ANA, give(offered(8, ANA, false))), Err(Refusal::SharedIntoOwn));
    assert_eq!(scene.tries(BEN, give(offered(8, BEN, true))), Err(Refusal::NotInTheRoom));
    assert_eq!(scene.tries(CARL, give(offered(8, CARL, true))), Err(Refusal::OnlyPartners));
}

#[test]
fn only_a_practice_that_travels_under_its_own_name_is_given_as_it_is_written() {
    let mut scene = Scene::own();
    for practice in ["exchange", "check_in", "drafts", "nonsense", ""] {
        let give = Command::GivePractice { practice: practice.to_owned(), from_ms: 1, until_ms: 9 };
        assert_eq!(scene.tries(ANA, give), Err(Refusal::NotAsWritten), "{practice}");
        let window = WindowId::make(ANA, [9; 16]);
        scene
            .says(ANA, Said::WindowOpened { window, practice: practice.to_owned(), from_ms: 1, until_ms: 9 });
    }
    assert!(scene.room().windows().is_empty());
}

#[test]
fn what_both_share_is_given_by_either_or_by_both_as_they_chose() {
    let mut either = Scene::shared(Giving::Either);
    either.gives(BEN, offered(7, ANA, false));
    assert_eq!(either.seen(), [7]);
    let mut both = Scene::shared(Giving::Both);
    both.gives(BEN, offered(7, ANA, false));
    assert!(both.seen().is_empty() && both.room().grants().len() == 1, "it waits for the other");
    both.gives(BEN, offered(7, ANA, false));
    assert!(both.seen().is_empty(), "twice by one is not by both");
    both.gives(ANA, offered(7, ANA, false));
    assert_eq!(both.seen(), [7]);
}

#[test]
fn either_partner_takes_a_record_out_and_only_they_bring_it_back() {
    let mut scene = Scene::shared(Giving::Either);
    scene.gives(ANA, offered(7, ANA, false));
    scene.does(BEN, Command::Stop { record: RecordId([7; 32]) });
    assert!(scene.seen().is_empty());
    assert_eq!(scene.tries(BEN, Command::Stop { record: RecordId([7; 32]) }), Err(Refusal::NoSuch));
    scene.gives(ANA, offered(7, ANA, false));
    assert!(scene.seen().is_empty(), "who wrote it cannot give it for who took it out");
    scene.gives(BEN, offered(7, ANA, false));
    assert_eq!(scene.seen(), [7]);
}

#[test]
fn a_practice_is_given_as_it_is_written_between_its_days_by_whoever_gave_it() {
    let mut scene = Scene::own();
    let practice =
        |from_ms, until_ms| Command::GivePractice { practice: "signs".to_owned(), from_ms, until_ms };
    assert_eq!(scene.tries(ANA, practice(500, 500)), Err(Refusal::NoSuchTime));
    assert_eq!(scene.tries(ANA, practice(500, UNTIL + 1)), Err(Refusal::NoSuchTime));
    assert_eq!(scene.tries(CARL, practice(500, 600)), Err(Refusal::OnlyPartners));
    scene.does(ANA, practice(500, 600));
    let gives = |scene: &Scene, who, kind, written| {
        scene.room().gives(who, &offered(7, ANA, true), kind, written, scene.now_ms)
    };
    assert!(gives(&scene, ANA, "signs.looked", 500));
    for (who, kind, written) in [
        (ANA, "signs.looked", 499),
        (ANA, "signs.looked", 600),
        (ANA, "signature.x", 550),
        (BEN, "signs.x", 550),
    ] {
        assert!(!gives(&scene, who, kind, written), "{kind} {written}");
    }
    assert!(!scene.room().gives(ANA, &offered(7, ANA, false), "signs.looked", 550, scene.now_ms));
    assert!(!scene.room().gives(ANA, &offered(7, ANA, true), "signs.looked", 550, UNTIL));
    scene.gives(ANA, offered(7, ANA, true));
    assert!(!gives(&scene, ANA, "signs.looked", 550), "it is given already");
    scene.does(ANA, Command::Stop { record: RecordId([7; 32]) });
    assert!(!gives(&scene, ANA, "signs.looked", 550), "what was taken out is not given again by itself");
    let window = scene.room().windows()[0].id;
    scene.does(ANA, Command::StopPractice { window });
    assert!(!scene.room().gives(ANA, &offered(8, ANA, true), "signs.looked", 550, scene.now_ms));
    assert_eq!(scene.tries(ANA, Command::StopPractice { window }), Err(Refusal::NoSuch));
}

#[test]
fn after_its_day_nothing_is_said_and_nothing_that_is_said_is_heard() {
    let mut scene = Scene::own();
    scene.gives(ANA, offered(7, ANA, true));
    scene.now_ms = UNTIL;
    assert!(scene.room().is_due(UNTIL) && !scene.room().is_due(UNTIL - 1));
    let give = Command::Give { offered: offered(8, ANA, true) };
    assert_eq!(scene.tries(ANA, give), Err(Refusal::Over));
    assert_eq!(scene.tries(CARL, Command::Note { words: "late".to_owned() }), Err(Refusal::Over));
    scene.says(ANA, Said::Given { record: RecordId([8; 32]), author: ANA, own: true });
    scene.says(CARL, Said::Noted { note: CounselNoteId::make(CARL, [1; 16]), words: "late".to_owned() });
    assert!(scene.room().notes().next().is_none());
    assert_eq!(scene.seen(), [7]);
}

#[test]
fn everybody_in_the_room_brings_topics_and_may_say_that_they_were_talked_about() {
    let mut scene = Scene::shared(Giving::Either);
    for (who, words) in [(CARL, "Sunday"), (BEN, "the phone")] {
        scene.does(who, Command::Bring { words: words.to_owned() });
    }
    let topics: Vec<_> = scene.room().topics().map(|it| (it.id.author(), it.words.clone())).collect();
    assert_eq!(topics, [(CARL, "Sunday".to_owned()), (BEN, "the phone".to_owned())]);
    let topic = scene.room().topics().next().unwrap().id;
    scene.does(ANA, Command::Talked { topic });
    assert_eq!(scene.room().topics().count(), 1);
    assert_eq!(scene.tries(ANA, Command::Talked { topic }), Err(Refusal::NoSuch));
    assert_eq!(scene.tries(EVE, Command::Bring { words: "x".to_owned() }), Err(Refusal::NotInTheRoom));
    scene.says(BEN, Said::Brought { topic: CounselTopicId::make(ANA, [7; 16]), words: "forged".to_owned() });
    assert_eq!(scene.room().topics().count(), 1);
}

#[test]
fn the_packet_for_the_session_holds_what_was_picked_and_may_still_be_seen() {
    let mut scene = Scene::own();
    for record in [7, 8] {
        scene.gives(ANA, offered(record, ANA, true));
    }
    let pick =
        |records: &[u8]| Command::Pick { records: records.iter().map(|it| RecordId([*it; 32])).collect() };
    assert_eq!(scene.tries(ANA, pick(&[9])), Err(Refusal::NoSuch));
    assert_eq!(scene.tries(CARL, pick(&[7])), Err(Refusal::OnlyPartners));
    scene.does(ANA, pick(&[8, 7, 8]));
    let picked = |scene: &Scene| scene.room().picked().map(|it| it.record.0[0]).collect::<Vec<_>>();
    assert_eq!(picked(&scene), [8, 7]);
    scene.does(ANA, Command::Stop { record: RecordId([8; 32]) });
    assert_eq!(picked(&scene), [7]);
}

#[test]
fn a_packet_of_more_than_anyone_prints_is_not_made_and_can_not_be_read() {
    let mut scene = Scene::own();
    scene.gives(ANA, offered(7, ANA, true));
    let records = vec![RecordId([7; 32]); MOST_PICKED + 1];
    let pick = Command::Pick { records: records.clone() };
    assert_eq!(scene.tries(ANA, pick), Err(Refusal::TooMany));
    assert_eq!(lean::from_bytes::<Said>(&lean::to_bytes(&Said::Picked { records })), None);
}

#[test]
fn a_room_is_the_same_in_whatever_order_its_records_come_and_however_often() {
    let mut scene = Scene::shared(Giving::Both);
    scene.gives(ANA, offered(7, BEN, false));
    scene.gives(BEN, offered(7, BEN, false));
    scene.does(CARL, Command::Note { words: "note".to_owned() });
    scene.does(ANA, Command::Stop { record: RecordId([7; 32]) });
    let whole = scene.room();
    for at in 0..scene.entries.len() {
        let mut turned = scene.entries.clone();
        turned.rotate_left(at);
        turned.extend(scene.entries.iter().take(at).cloned());
        assert_eq!(Room::of(&scene.members, turned), whole);
    }
}

/// One of each, with all its fields.
fn every_kind() -> Vec<Said> {
    let (record, terms) =
        (RecordId([7; 32]), Terms { until_ms: 300, ..terms(Material::Shared, Giving::Both) });
    let window = WindowId::make(ANA, [1; 16]);
    let topic = CounselTopicId::make(ANA, [2; 16]);
    let note = CounselNoteId::make(CARL, [3; 16]);
    vec![
        Said::Opened { terms },
        Said::Agreed { terms },
        Said::Given { record, author: ANA, own: true },
        Said::Stopped { record },
        Said::WindowOpened { window, practice: "signs".to_owned(), from_ms: 1, until_ms: 256 },
        Said::WindowClosed { window },
        Said::Noted { note, words: "a".to_owned() },
        Said::Brought { topic, words: "b".to_owned() },
        Said::Talked { topic },
        Said::Picked { records: vec![record] },
    ]
}

#[test]
fn what_is_kept_in_a_room_keeps_its_bytes_for_ever() {
    let hex = |bytes: &[u8]| bytes.iter().map(|it| format!("{it:02x}")).collect::<String>();
    let written: Vec<_> = every_kind().iter().map(|it| hex(&lean::to_bytes(it))).collect();
    assert_eq!(written, PINNED);
    for said in every_kind() {
        assert_eq!(lean::from_bytes(&lean::to_bytes(&said)), Some(said));
    }
}

const PINNED: [&str; 10] = [
    "82008183010119012c",
    "82018183010119012c",
    "820283582007070707070707070707070707070707070707070707070707070707070707075001010101010101010101010101010101f5",
    "82038158200707070707070707070707070707070707070707070707070707070707070707",
    "82048458200101010101010101010101010101010101010101010101010101010101010101657369676e7301190100",
    "82058158200101010101010101010101010101010101010101010101010101010101010101",
    "820682582003030303030303030303030303030303030303030303030303030303030303036161",
    "820782582001010101010101010101010101010101020202020202020202020202020202026162",
    "82088158200101010101010101010101010101010102020202020202020202020202020202",
    "8209818158200707070707070707070707070707070707070707070707070707070707070707",
];

#[test]
fn what_a_room_of_ones_own_is_given_as_it_is_written_is_among_what_can_be_given_so() {
    assert!(OWN_AS_WRITTEN.iter().all(|it| GIVEN_AS_WRITTEN.contains(it)));
}

#[test]
fn what_tells_nobody_anything_by_itself_is_not_offered_to_be_given() {
    for kind in ["hurts.written", "why.asked_myself", "check_in.noted", "learning.written"] {
        assert!(is_worth_giving(kind), "{kind}");
    }
    for kind in ["drafts.saved", "exchange.key_kept", "path.read", "people.called", "brought.along", ""] {
        assert!(!is_worth_giving(kind), "{kind}");
    }
}

#[test]
fn what_came_from_others_never_counts_ones_own_and_never_becomes_less() {
    let mut scene = Scene::own();
    let came = |scene: &Scene| (scene.room().came_from_others(ANA), scene.room().came_from_others(CARL));
    scene.gives(ANA, offered(7, ANA, true));
    scene.does(ANA, Command::Bring { words: "sleep".to_owned() });
    assert_eq!(came(&scene), (0, 2));
    scene.does(CARL, Command::Note { words: "walk first".to_owned() });
    scene.does(CARL, Command::Bring { words: "the first year".to_owned() });
    assert_eq!(came(&scene), (2, 2));
    let topic = scene.room().topics().next().unwrap().id;
    scene.does(CARL, Command::Talked { topic });
    scene.does(ANA, Command::Stop { record: RecordId([7; 32]) });
    assert_eq!(came(&scene), (2, 2));
}
