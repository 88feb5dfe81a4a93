//! The rules of forgiveness, each as a sentence.

use crate::couple::{Across, Refusal as Refused};
use crate::ids::ForgivingId;
use crate::practice::Flaw;
use crate::practices::apology::{self, Letter};
use crate::practices::forgiveness::{Command, Deciding, Feeling, Forgiveness, Of, Part, Refusal};
use crate::practices::promises::{Source, When};
use crate::two::{ANA, Two};
use crate::{Audience, Couple, path};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Forgiveness(refusal))
}

fn begin(of: Of) -> Command {
    Command::Begin { of, hurt: None, amends_elsewhere: false }
}

fn write(forgiving: ForgivingId, part: Part, text: &str) -> Command {
    Command::Write { forgiving, part, text: text.to_owned() }
}

fn share(forgiving: ForgivingId, words: &str) -> Command {
    Command::Share { forgiving, previewed: words.to_owned() }
}

fn page(couple: &Couple) -> ForgivingId {
    couple.forgiveness.pages().last().unwrap().id
}

/// Ana has a page about Ben, with words and a chance on it.
fn begun(mut two: Two) -> (Two, ForgivingId) {
    two.ana(begin(Of::TheOther));
    let id = page(two.ana.couple());
    two.ana(write(id, Part::InWords, "I put the score away."));
    two.ana(write(id, Part::Chance, "That you say it the same week."));
    (two, id)
}

#[test]
fn deciding_and_feeling_are_two_things_and_neither_follows_from_the_other() {
    let (mut two, forgiving) = begun(Two::alone());
    two.ana(Command::Decide { forgiving, deciding: Some(Deciding::Decided) });
    let found = two.ana.couple().forgiveness.page(forgiving).unwrap().clone();
    assert_eq!((found.deciding, found.feeling), (Some(Deciding::Decided), None));
    two.ana(Command::Feel { forgiving, feeling: Some(Feeling::Raw) });
    two.ana(Command::Decide { forgiving, deciding: Some(Deciding::NotNow) });
    let found = two.ana.couple().forgiveness.page(forgiving).unwrap().clone();
    assert_eq!((found.deciding, found.feeling), (Some(Deciding::NotNow), Some(Feeling::Raw)));
}

#[test]
fn it_stays_private_for_ever_unless_one_shares_exactly_what_was_previewed() {
    let (mut two, forgiving) = begun(Two::together());
    two.ana(write(forgiving, Part::Tell, "You were not where you said."));
    two.ana(Command::Speak { forgiving, spoken: true });
    two.meet();
    assert!(two.ana.written.iter().skip(1).all(|it| it.audience == Audience::Mine));
    assert_eq!(two.try_ana(share(forgiving, "I put it away.")), refused(Refusal::ChangedSince));
    two.ana(share(forgiving, "I put the score away."));
    two.meet();
    let told = two.ben.couple().forgiveness.told_by(ANA)[0].clone();
    assert_eq!((told.words.as_deref(), told.chance), (Some("I put the score away."), None));
    assert!(!two.ben.couple().to_cbor().windows(8).any(|it| it == b"not wher"));
}

#[test]
fn it_can_be_taken_back_and_then_nothing_of_the_words_is_left() {
    let (mut two, forgiving) = begun(Two::together());
    two.ana(Command::Decide { forgiving, deciding: Some(Deciding::Decided) });
    two.ana(share(forgiving, "I put the score away."));
    two.meet();
    two.ana(Command::TakeBack { forgiving });
    two.meet();
    let told = two.ben.couple().forgiveness.told_by(ANA)[0].clone();
    assert!(told.taken_back && told.words.is_none());
    assert!(!two.ben.couple().to_cbor().windows(8).any(|it| it == b"the scor"));
    let own = two.ana.couple().forgiveness.page(forgiving).unwrap();
    assert_eq!((own.deciding, own.part(Part::InWords)), (None, Some("I put the score away.")));
    two.ana(share(forgiving, "I put the score away."));
    two.meet();
    assert!(!two.ben.couple().forgiveness.told_by(ANA)[0].taken_back);
}

#[test]
fn what_is_put_away_takes_with_it_what_was_shared() {
    let (mut two, forgiving) = begun(Two::together());
    two.ana(share(forgiving, "I put the score away."));
    two.ana(Command::GiveChance { forgiving, previewed: "That you say it the same week.".to_owned() });
    two.ana(Command::PutAway { forgiving });
    two.meet();
    assert!(two.ana.couple().forgiveness.pages().is_empty());
    let told = two.ben.couple().forgiveness.told_by(ANA)[0].clone();
    assert!(told.words.is_none() && told.chance.is_none());
    assert_eq!(two.try_ana(share(forgiving, "…")), refused(Refusal::NoSuchPage));
}

#[test]
fn a_chance_is_taken_by_the_other_with_a_promise_of_their_own() {
    let (mut two, forgiving) = begun(Two::together());
    let promise = |two: &Two| Across::PromiseChance {
        forgiving,
        words: "I say it the same week".to_owned(),
        when: When::once(two.today()),
    };
    assert_eq!(two.try_ben(promise(&two)), refused(Refusal::NothingShared));
    two.ana(Command::GiveChance { forgiving, previewed: "That you say it the same week.".to_owned() });
    two.meet();
    assert_eq!(two.try_ana(promise(&two)), refused(Refusal::OnlyTheOther));
    two.ben(promise(&two));
    two.meet();
    let told = two.ana.couple().forgiveness.told_by(ANA)[0].clone();
    let made = two.ana.couple().promises.get(told.promises[0]).unwrap().clone();
    assert_eq!((made.words.as_str(), made.source), ("I say it the same week", Source::Need));
    two.ana(Command::WithdrawChance { forgiving });
    two.meet();
    assert_eq!(two.try_ben(promise(&two)), refused(Refusal::NothingShared));
    assert_eq!(two.ben.couple().promises.all().len(), 1, "what was promised stays promised");
}

#[test]
fn forgiving_oneself_for_what_one_did_comes_after_amends_and_after_responsibility() {
    let mut two = Two::together();
    let hurt = two.hurt_of_ana();
    assert_eq!(two.try_ben(begin(Of::WhatIDid)), refused(Refusal::AmendsFirst));
    two.ana(apology::Command::Waive { hurt, waived: true });
    two.meet();
    let letter = Letter { responsibility: "I lied.".to_owned(), ..Letter::default() };
    two.ben(apology::Command::Send { hurt, letter });
    assert!(Forgiveness::amends_were_made(two.ben.couple()));
    two.ben(begin(Of::WhatIDid));
    let id = page(two.ben.couple());
    assert_eq!(two.try_ben(write(id, Part::LetGo, "The shame")), refused(Refusal::ResponsibilityFirst));
    two.ben(write(id, Part::Responsibility, "I lied, for months."));
    two.ben(write(id, Part::LetGo, "The shame"));
    assert_eq!(two.try_ben(write(id, Part::Tell, "…")), refused(Refusal::NotThatPart));
    assert_eq!(two.try_ben(share(id, "The shame")), refused(Refusal::NotForTheOther));
    // Whoever works alone may have made amends where no app was.
    let mut alone = Two::alone();
    alone.ana(Command::Begin { of: Of::WhatIDid, hurt: None, amends_elsewhere: true });
    alone.ana(begin(Of::WhatIDidNotSee));
}

#[test]
fn today_tells_once_that_the_other_shared_words_and_never_suggests_to_forgive() {
    let (mut two, forgiving) = begun(Two::together());
    let keys = |couple: &Couple, two: &Two| {
        path::suggested(
            couple,
            &two.now,
            &path::Looking {
                of_the_moment: two.now,
                only_for_myself: false,
                can_be_done: |it| {
                    let forgiveness = path::What::Begin { work: path::Work::Forgiveness };
                    matches!(it, path::What::ReadSharedWords { .. }) || *it == forgiveness
                },
            },
        )
        .len()
    };
    two.meet();
    assert_eq!((keys(two.ana.couple(), &two), keys(two.ben.couple(), &two)), (0, 0));
    two.ana(share(forgiving, "I put the score away."));
    two.meet();
    assert_eq!((keys(two.ana.couple(), &two), keys(two.ben.couple(), &two)), (0, 1));
    two.ben(Command::Read { forgiving });
    assert_eq!(keys(two.ben.couple(), &two), 0);
    two.ana(write(forgiving, Part::InWords, "I put it down."));
    two.ana(share(forgiving, "I put it down."));
    two.meet();
    assert_eq!(keys(two.ben.couple(), &two), 1, "other words are news");
    two.ana(Command::TakeBack { forgiving });
    two.meet();
    assert_eq!(keys(two.ben.couple(), &two), 0, "nobody is led to words that were taken back");
}

#[test]
fn words_that_are_none_cannot_be_shared() {
    let mut two = Two::together();
    two.ana(begin(Of::TheOther));
    let id = page(two.ana.couple());
    assert_eq!(two.try_ana(share(id, "")), refused(Refusal::Words(Flaw::Empty)));
    assert_eq!(two.try_ana(Command::WithdrawChance { forgiving: id }), refused(Refusal::NothingShared));
    two.ana(Command::TakeBack { forgiving: id });
    assert!(two.ana.couple().forgiveness.told(id).is_none());
}
