//! The rules of memories, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::day::Day;
use crate::ids::{MemoryId, PersonId, PhotoId};
use crate::photo::{Photo, Picture, PictureKey};
use crate::practice::Flaw;
use crate::practices::memories::{Command, PlannedFor, Refusal};
use crate::practices::space;
use crate::two::{ANA, BEN, Two, day};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Memories(refusal))
}

fn in_days(two: &Two, days: i32) -> PlannedFor {
    PlannedFor { on: two.today().plus(days), at_minute: Some(18 * 60 + 30) }
}

/// Ana proposed the lake in two days.
fn lake() -> (Two, MemoryId, PlannedFor) {
    let mut two = Two::together();
    let when = in_days(&two, 2);
    two.ana(Command::Plan { name: "The lake".to_owned(), when });
    two.meet();
    let memory = two.ben.couple().memories.planned()[0].id;
    (two, memory, when)
}

fn keep(on: Day, text: &str) -> Command {
    Command::Keep { name: "Soup and rain".to_owned(), on, text: text.to_owned() }
}

#[test]
fn time_together_is_a_plan_once_the_other_agrees_to_the_day() {
    let (mut two, memory, when) = lake();
    assert!(!two.ben.couple().memories.get(memory).unwrap().is_agreed());
    assert_eq!(two.try_ana(Command::Agree { memory, when }), refused(Refusal::YoursAlready));
    two.ben(Command::Agree { memory, when });
    two.meet();
    assert!(two.ana.couple().memories.get(memory).unwrap().is_agreed());
}

#[test]
fn another_day_needs_the_yes_of_the_other_again_and_no_yes_holds_for_a_day_that_was_not_seen() {
    let (mut two, memory, when) = lake();
    let later = in_days(&two, 4);
    two.ana(Command::Move { memory, when: later });
    // Ben has not heard of it, and agrees to the first day.
    two.ben(Command::Agree { memory, when });
    two.meet();
    let plan = two.ana.couple().memories.get(memory).unwrap().clone();
    assert!(plan.when == later && !plan.is_agreed());
    assert_eq!(two.try_ben(Command::Agree { memory, when }), refused(Refusal::ChangedSince));
    two.ben(Command::Move { memory, when });
    two.meet();
    assert_eq!(two.try_ben(Command::Agree { memory, when }), refused(Refusal::YoursAlready));
    two.ana(Command::Agree { memory, when });
    two.meet();
    assert!(two.ben.couple().memories.get(memory).unwrap().is_agreed());
}

#[test]
fn either_calls_a_plan_off_at_any_time() {
    let (mut two, memory, when) = lake();
    two.ben(Command::Agree { memory, when });
    two.meet();
    two.ben(Command::CallOff { memory });
    two.meet();
    assert!(two.ana.couple().memories.planned().is_empty());
    assert_eq!(two.try_ana(Command::Agree { memory, when }), refused(Refusal::NotPlanned));
}

#[test]
fn a_plan_lies_ahead_at_a_time_of_day_and_is_not_made_in_space() {
    let mut two = Two::together();
    let plan = |when| Command::Plan { name: "The lake".to_owned(), when };
    let past = in_days(&two, -1);
    assert_eq!(two.try_ana(plan(past)), refused(Refusal::DayIsPast));
    let never = PlannedFor { on: two.today(), at_minute: Some(1_440) };
    assert_eq!(two.try_ana(plan(never)), refused(Refusal::NoSuchTime));
    let nameless = Command::Plan { name: " ".to_owned(), when: in_days(&two, 1) };
    assert_eq!(two.try_ana(nameless), refused(Refusal::Words(Flaw::Empty)));
    let soon = in_days(&two, 2);
    two.ben(plan(soon));
    two.meet();
    let memory = two.ana.couple().memories.planned()[0].id;
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    let when = in_days(&two, 1);
    assert_eq!(two.try_ana(plan(when)), refused(Refusal::InSpace));
    assert_eq!(two.try_ana(Command::Agree { memory, when: soon }), refused(Refusal::InSpace));
    assert_eq!(two.try_ana(Command::Move { memory, when }), refused(Refusal::InSpace));
}

#[test]
fn a_plan_that_was_is_kept_with_the_words_of_both() {
    let (mut two, memory, when) = lake();
    two.ben(Command::Agree { memory, when });
    let say = |text: &str| Command::Say { memory, text: text.to_owned() };
    assert_eq!(two.try_ben(say("…")), refused(Refusal::NotYet));
    two.wait_days(2);
    two.ana(say("We got lost twice"));
    two.ben(say("You laughed at the map"));
    two.ana(say("We got lost twice, and it was not a quarrel"));
    two.meet();
    let kept = two.ben.couple().memories.kept()[0].clone();
    assert_eq!(kept.words_of(ANA), Some("We got lost twice, and it was not a quarrel"));
    assert_eq!(kept.words_of(BEN), Some("You laughed at the map"));
    assert!(two.ana.couple().memories.planned().is_empty());
}

#[test]
fn a_moment_is_kept_without_a_plan_and_gone_when_nobody_keeps_words_to_it() {
    let mut two = Two::together();
    let tomorrow = two.today().plus(1);
    assert_eq!(two.try_ana(keep(tomorrow, "Soup")), refused(Refusal::DayIsToCome));
    assert_eq!(two.try_ana(keep(two.today(), "")), refused(Refusal::Words(Flaw::Empty)));
    two.ana(keep(two.today(), "Nobody asked for anything"));
    two.meet();
    let memory = two.ben.couple().memories.kept()[0].id;
    assert_eq!(two.try_ben(Command::TakeBack { memory }), refused(Refusal::NothingSaid));
    two.ben(Command::Say { memory, text: "And rain".to_owned() });
    two.ana(Command::TakeBack { memory });
    two.meet();
    assert_eq!(two.ana.couple().memories.kept()[0].words.len(), 1, "the other's words stay");
    two.ben(Command::TakeBack { memory });
    two.meet();
    assert!(two.ana.couple().memories.kept().is_empty());
    assert!(!two.ana.couple().to_cbor().windows(8).any(|it| it == b"And rain"));
}

#[test]
fn a_year_ago_today_is_shown_until_one_turns_it_off_for_oneself() {
    let mut two = Two::together();
    for (on, text) in
        [(day(2024, 6, 12), "Before"), (day(2023, 6, 12), "Long before"), (day(2024, 6, 11), "No")]
    {
        two.ana(keep(on, text));
    }
    two.meet();
    let years = |who: &crate::Couple| {
        let all = who.memories.years_ago(day(2025, 6, 12));
        all.iter().map(|it| it.when.on.year()).collect::<Vec<_>>()
    };
    assert_eq!(years(two.ana.couple()), [2024, 2023]);
    assert!(two.ana.couple().memories.years_ago(day(2024, 6, 11)).is_empty(), "its own day is no year ago");
    two.ben(Command::LookBack { shown: false });
    two.meet();
    assert_eq!((years(two.ana.couple()).len(), years(two.ben.couple()).len()), (2, 0));
    two.ben(Command::LookBack { shown: true });
    assert_eq!(years(two.ben.couple()).len(), 2);
}

#[test]
fn the_29th_of_february_comes_back_on_the_28th_where_a_year_has_no_29th() {
    let mut two = Two::together();
    two.ana(keep(day(2024, 2, 29), "Pancakes"));
    let found = |on| two.ana.couple().memories.years_ago(on).len();
    assert_eq!(
        [day(2025, 2, 28), day(2028, 2, 28), day(2028, 2, 29), day(2025, 3, 1)].map(found),
        [1, 0, 1, 0]
    );
}

fn photo(who: PersonId, fresh: u8) -> Box<Photo> {
    let picture = |id, length| Picture { id: [id; 16], key: PictureKey([7; 32]), tags: [8; 32], length };
    Box::new(Photo {
        id: PhotoId::make(who, [fresh; 16]),
        says: "Two people under one umbrella".to_owned(),
        width: 4_000,
        height: 3_000,
        thumbnail: picture(1, 9_000),
        view: picture(2, 300_000),
        full: Some(picture(3, 2_000_000)),
    })
}

fn kept_soup() -> (Two, MemoryId) {
    let mut two = Two::together();
    two.ana(keep(two.today(), "Nobody asked for anything"));
    two.meet();
    let memory = two.ben.couple().memories.kept()[0].id;
    (two, memory)
}

#[test]
fn both_put_photos_to_what_they_keep_and_each_takes_only_their_own_back() {
    let (mut two, memory) = kept_soup();
    two.ana(Command::KeepPhoto { memory, photo: photo(ANA, 1) });
    two.ben(Command::KeepPhoto { memory, photo: photo(BEN, 2) });
    two.ben(Command::KeepPhoto { memory, photo: photo(BEN, 2) });
    two.meet();
    assert_eq!(two.ana.couple().memories.get(memory).unwrap().photos.len(), 2, "said twice it is there once");
    let back = |of| Command::TakePhotoBack { memory, photo: PhotoId::make(of, [2; 16]) };
    assert_eq!(two.try_ana(back(BEN)), refused(Refusal::NotAPhoto));
    two.ben(back(BEN));
    two.meet();
    assert_eq!(two.ana.couple().memories.photos().map(|it| it.id.author()).collect::<Vec<_>>(), [ANA]);
    assert!(format!("{:?}", photo(ANA, 1)).contains("[key]"), "a key does not show itself");
}

#[test]
fn photos_keep_a_moment_whose_words_were_taken_back_and_a_plan_that_was() {
    let (mut two, memory) = kept_soup();
    two.ana(Command::KeepPhoto { memory, photo: photo(ANA, 1) });
    two.ana(Command::TakeBack { memory });
    two.meet();
    assert_eq!(two.ben.couple().memories.kept().len(), 1);
    let (mut two, memory, when) = lake();
    two.ben(Command::Agree { memory, when });
    two.meet();
    let early = two.try_ana(Command::KeepPhoto { memory, photo: photo(ANA, 1) });
    assert_eq!(early, refused(Refusal::NotYet));
    two.wait_days(2);
    two.ana(Command::KeepPhoto { memory, photo: photo(ANA, 1) });
    two.meet();
    assert!(two.ben.couple().memories.planned().is_empty() && two.ben.couple().memories.kept().len() == 1);
}

#[test]
fn what_cannot_be_a_photo_is_not_kept() {
    let (mut two, memory) = kept_soup();
    let thumbnail = Picture { length: 16_385, ..photo(ANA, 1).thumbnail };
    for wrong in [
        *photo(BEN, 1),
        Photo { width: 0, ..*photo(ANA, 1) },
        Photo { height: 70_000, ..*photo(ANA, 1) },
        Photo { says: "x".repeat(1_025), ..*photo(ANA, 1) },
        Photo { thumbnail, ..*photo(ANA, 1) },
        Photo { view: Picture { length: 0, ..thumbnail }, ..*photo(ANA, 1) },
    ] {
        assert_eq!(
            two.try_ana(Command::KeepPhoto { memory, photo: Box::new(wrong) }),
            refused(Refusal::NotAPhoto)
        );
    }
    let nowhere = Command::KeepPhoto { memory: MemoryId::make(ANA, [77; 16]), photo: photo(ANA, 1) };
    assert_eq!(two.try_ana(nowhere), refused(Refusal::NoSuchMemory));
}
