//! The terms of a room, who is in it, and its end.

use super::*;

#[test]
fn nothing_enters_the_room_of_both_before_both_have_agreed_to_the_same_terms() {
    let mut scene = Scene::of(&[ANA, BEN]);
    let stand = terms(Material::Shared, Giving::Both);
    let give = Command::Give { offered: offered(7, ANA, false) };
    assert_eq!(scene.tries(ANA, give.clone()), Err(Refusal::NotOpen));
    assert_eq!(scene.tries(BEN, Command::Agree { terms: stand }), Err(Refusal::NotOpen));
    scene.does(ANA, Command::Open { terms: stand });
    assert_eq!(scene.tries(ANA, give.clone()), Err(Refusal::NotAgreed));
    assert_eq!(scene.tries(ANA, Command::Agree { terms: stand }), Err(Refusal::Opened));
    let read = terms(Material::Shared, Giving::Either);
    assert_eq!(scene.tries(BEN, Command::Agree { terms: read }), Err(Refusal::OtherTerms));
    scene.does(BEN, Command::Agree { terms: stand });
    assert!(scene.tries(ANA, give).is_ok());
}

#[test]
fn whoever_agreed_to_other_terms_or_to_their_own_has_agreed_to_nothing() {
    let mut scene = Scene::of(&[ANA, BEN]);
    scene.does(ANA, Command::Open { terms: terms(Material::Shared, Giving::Either) });
    scene.says(BEN, Said::Agreed { terms: terms(Material::Shared, Giving::Both) });
    scene.says(ANA, Said::Agreed { terms: terms(Material::Shared, Giving::Either) });
    scene.says(ANA, Said::Given { record: RecordId([7; 32]), author: ANA, own: false });
    assert!(!scene.room().is_agreed() && scene.seen().is_empty() && scene.room().grants().is_empty());
}

#[test]
fn the_terms_never_change() {
    let mut scene = Scene::shared(Giving::Both);
    let other = Terms { until_ms: UNTIL * 9, ..terms(Material::Shared, Giving::Either) };
    assert_eq!(scene.tries(ANA, Command::Open { terms: other }), Err(Refusal::Opened));
    scene.says(ANA, Said::Opened { terms: other });
    assert_eq!(scene.room().terms(), Some(terms(Material::Shared, Giving::Both)));
}

#[test]
fn nobody_changes_the_terms_by_dating_others_back() {
    let mut scene = Scene::shared(Giving::Both);
    let had = |it: &mut Entry, ms: u64| it.received_ms = Some(ms);
    scene.entries.iter_mut().zip(5_000..).for_each(|(it, ms)| had(it, ms));
    let other = Terms { until_ms: UNTIL * 9, ..terms(Material::Own, Giving::Either) };
    scene.says(BEN, Said::Opened { terms: other });
    let late = scene.entries.last_mut().unwrap();
    (late.stamp.ms, late.received_ms) = (1, Some(9_000));
    assert_eq!(scene.room().terms(), Some(terms(Material::Shared, Giving::Both)));
    assert!(scene.room().is_agreed());
}

#[test]
fn what_is_ones_own_is_given_only_where_no_other_partner_holds_the_key() {
    let scene = Scene::of(&[ANA, BEN]);
    let (own, shared) = (terms(Material::Own, Giving::Either), terms(Material::Shared, Giving::Either));
    assert_eq!(scene.tries(ANA, Command::Open { terms: own }), Err(Refusal::OtherMaterial));
    assert_eq!(Scene::of(&[ANA]).tries(ANA, Command::Open { terms: shared }), Err(Refusal::OtherMaterial));
    // Nor by a program that asks no rules, nor when the other partner comes in later.
    let mut scene = scene;
    scene.says(ANA, Said::Opened { terms: own });
    scene.says(ANA, Said::Given { record: RecordId([7; 32]), author: ANA, own: true });
    assert!(scene.seen().is_empty());
    let mut scene = Scene::own();
    scene.gives(ANA, offered(7, ANA, true));
    assert_eq!(scene.seen(), [7]);
    scene.members.push(Member { person: BEN, role: Role::Partner });
    assert!(scene.seen().is_empty() && !scene.room().is_agreed());
    assert_eq!(scene.tries(ANA, Command::Give { offered: offered(8, ANA, true) }), Err(Refusal::NotAgreed));
}

#[test]
fn what_one_wrote_alone_never_enters_the_room_of_both_whatever_a_program_says() {
    let mut scene = Scene::shared(Giving::Either);
    let give = Command::Give { offered: offered(7, ANA, true) };
    assert_eq!(scene.tries(ANA, give), Err(Refusal::OwnIntoShared));
    scene.says(ANA, Said::Given { record: RecordId([7; 32]), author: ANA, own: true });
    let mut own = Scene::own();
    own.says(ANA, Said::Given { record: RecordId([8; 32]), author: BEN, own: true });
    own.says(ANA, Said::Given { record: RecordId([9; 32]), author: ANA, own: false });
    assert!(scene.room().grants().is_empty() && own.room().grants().is_empty());
}

#[test]
fn nobody_dates_something_back_to_before_the_end() {
    let mut scene = Scene::own();
    scene.says(ANA, Said::Given { record: RecordId([7; 32]), author: ANA, own: true });
    scene.entries.last_mut().unwrap().received_ms = Some(UNTIL);
    assert!(scene.seen().is_empty());
    scene.entries.last_mut().unwrap().received_ms = Some(UNTIL - 1);
    assert_eq!(scene.seen(), [7]);
}

#[test]
fn a_room_whose_counsellor_is_out_is_over() {
    let mut scene = Scene::own();
    scene.leaves(CARL);
    assert!(scene.room().is_over(scene.now_ms));
    let give = Command::Give { offered: offered(8, ANA, true) };
    assert_eq!(scene.tries(ANA, give), Err(Refusal::Over));
    assert_eq!(scene.tries(CARL, Command::Note { words: "still".to_owned() }), Err(Refusal::NotInTheRoom));
}

#[test]
fn when_one_of_the_two_leaves_the_room_of_both_nothing_of_it_counts_any_more() {
    let mut scene = Scene::shared(Giving::Either);
    scene.gives(ANA, offered(7, ANA, false));
    scene.leaves(BEN);
    assert!(scene.seen().is_empty() && !scene.room().is_agreed());
    let give = Command::Give { offered: offered(8, ANA, false) };
    assert_eq!(scene.tries(ANA, give), Err(Refusal::NotAgreed));
}

#[test]
fn the_counsellor_writes_notes_and_nobody_writes_them_in_their_name() {
    let mut scene = Scene::own();
    scene.does(CARL, Command::Note { words: " Walk before you talk. ".to_owned() });
    let words: Vec<_> = scene.room().notes().map(|it| it.words.clone()).collect();
    assert_eq!(words, ["Walk before you talk."]);
    let note = |words: &str| Command::Note { words: words.to_owned() };
    assert_eq!(scene.tries(ANA, note("mine")), Err(Refusal::OnlyTheCounsellor));
    assert_eq!(scene.tries(CARL, note(" ")), Err(Refusal::Words(Flaw::Empty)));
    scene.says(ANA, Said::Noted { note: CounselNoteId::make(CARL, [8; 16]), words: "forged".to_owned() });
    scene.says(CARL, Said::Noted { note: CounselNoteId::make(EVE, [9; 16]), words: "forged".to_owned() });
    assert_eq!(scene.room().notes().count(), 1);
}

#[test]
fn the_counsellor_cannot_open_agree_give_or_stop_whatever_their_program_says() {
    let mut scene = Scene::of(&[ANA, BEN]);
    let stand = terms(Material::Shared, Giving::Either);
    scene.says(CARL, Said::Opened { terms: stand });
    assert_eq!(scene.room().terms(), None);
    scene.does(ANA, Command::Open { terms: stand });
    scene.says(CARL, Said::Agreed { terms: stand });
    assert!(!scene.room().is_agreed());
    scene.does(BEN, Command::Agree { terms: stand });
    scene.says(CARL, Said::Given { record: RecordId([7; 32]), author: ANA, own: false });
    assert!(scene.seen().is_empty());
    scene.gives(ANA, offered(8, ANA, false));
    scene.says(CARL, Said::Stopped { record: RecordId([8; 32]) });
    let window = WindowId::make(CARL, [1; 16]);
    scene.says(CARL, Said::WindowOpened { window, practice: "needs".to_owned(), from_ms: 1, until_ms: 9 });
    assert_eq!(scene.seen(), [8]);
    assert!(scene.room().windows().is_empty());
}
