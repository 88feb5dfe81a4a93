//! The rules of boosters and of graduation, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::keepsake::{Part, passages};
use crate::path::tests::rebuilding;
use crate::path::{self, Readiness, What, Work};
use crate::practices::boosters::{After, Booster, Command, Refusal, is_closed, of_both};
use crate::practices::{closeness, hurts, space};
use crate::two::{ANA, BEN, Two};
use crate::{Audience, Couple, Event, promises};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Boosters(refusal))
}

fn both_say(two: &mut Two, readiness: Readiness, ready: bool) {
    two.ana(path::Command::Say { readiness, ready });
    two.ben(path::Command::Say { readiness, ready });
    two.meet();
}

/// Two who moved to keeping today.
fn keeping() -> Two {
    let mut two = rebuilding();
    both_say(&mut two, Readiness::ToKeeping, true);
    two
}

/// Goes on to so many days after the booster's day.
fn wait_until(two: &mut Two, booster: Booster, later: i32) {
    let days = booster.day().plus(later).days_since(two.today());
    two.wait_days(u64::try_from(days).unwrap());
}

fn boosters(two: &Two) -> [Booster; 4] {
    of_both(two.ana.couple()).unwrap()
}

fn suggested(couple: &Couple, two: &Two) -> Option<After> {
    path::today(couple, &two.now).into_iter().find_map(|it| match it.what {
        What::HoldBooster { after, .. } => Some(after),
        _ => None,
    })
}

fn look(booster: Booster, text: &str) -> Command {
    Command::ShareLook { booster, text: text.to_owned() }
}

#[test]
fn a_booster_comes_one_three_six_and_twelve_months_after_both_moved_to_keeping() {
    let mut two = rebuilding();
    two.wait_days(400);
    assert_eq!((of_both(two.ana.couple()), suggested(two.ana.couple(), &two)), (None, None));
    both_say(&mut two, Readiness::ToKeeping, true);
    assert_eq!(suggested(two.ana.couple(), &two), None);
    for booster in boosters(&two) {
        wait_until(&mut two, booster, -1);
        assert_ne!(suggested(two.ana.couple(), &two), Some(booster.after));
        two.wait_days(1);
        for couple in [two.ana.couple(), two.ben.couple()] {
            assert_eq!(suggested(couple, &two), Some(booster.after), "{booster:?}");
        }
    }
    two.wait_days(100);
    assert_eq!(suggested(two.ana.couple(), &two), None, "the last one does not stay for ever");
}

#[test]
fn the_days_count_from_when_the_second_of_the_two_said_it() {
    let mut two = rebuilding();
    let say = path::Command::Say { readiness: Readiness::ToKeeping, ready: true };
    two.ben(say.clone());
    two.wait_days(10);
    two.ana(say);
    two.meet();
    for couple in [two.ana.couple(), two.ben.couple()] {
        assert_eq!(of_both(couple).unwrap()[0].since, two.today());
    }
}

#[test]
fn who_goes_back_to_rebuilding_and_moves_on_again_begins_anew() {
    let mut two = keeping();
    let first = boosters(&two)[0];
    both_say(&mut two, Readiness::ToKeeping, false);
    two.wait_days(60);
    assert_eq!((of_both(two.ana.couple()), suggested(two.ana.couple(), &two)), (None, None));
    assert_eq!(two.try_ana(look(first, "The mornings")), refused(Refusal::NoSuchBooster));
    both_say(&mut two, Readiness::ToKeeping, true);
    assert_eq!(boosters(&two)[0].since, two.today());
    // Said again on another device, which had not heard of it, it was said the first time.
    let since = boosters(&two)[0].since;
    two.wait_days(10);
    let again = path::Event::Said(path::Said { readiness: Readiness::ToKeeping, ready: true });
    two.ana.writes(two.now, vec![Event::Path(again)]);
    two.meet();
    assert_eq!(boosters(&two)[0].since, since);
}

#[test]
fn one_can_let_a_booster_be_and_the_other_sees_no_difference() {
    let mut two = keeping();
    let booster = boosters(&two)[0];
    assert_eq!(
        two.try_ana(Command::PutBy { booster }),
        refused(Refusal::NoSuchBooster),
        "not before its day"
    );
    wait_until(&mut two, booster, 0);
    let before = two.ben.couple().to_cbor();
    two.ana(Command::PutBy { booster });
    two.meet();
    assert_eq!(two.ana.written.last().unwrap().audience, Audience::Mine);
    assert_eq!(two.ben.couple().to_cbor(), before);
    assert_eq!(
        (suggested(two.ana.couple(), &two), suggested(two.ben.couple(), &two)),
        (None, Some(After::One))
    );
    let three = boosters(&two)[1];
    wait_until(&mut two, three, 0);
    assert_eq!(suggested(two.ana.couple(), &two), Some(After::Three), "the next one comes all the same");
}

#[test]
fn each_says_what_holds_and_can_take_it_back() {
    let mut two = keeping();
    let booster = boosters(&two)[0];
    wait_until(&mut two, booster, 3);
    two.ana(look(booster, "That you tell me first"));
    two.ana(look(booster, " That you tell me first, also the small things "));
    two.meet();
    let read = |two: &Two| two.ben.couple().boosters.look(booster, ANA).map(|it| it.text.clone());
    assert_eq!(read(&two).as_deref(), Some("That you tell me first, also the small things"));
    let news = path::unread(two.ben.couple(), &two.now);
    assert!(matches!(news[..], [.., What::ReadLook { after: After::One, .. }]), "{news:?}");
    two.ben(path::Command::Read(news));
    // Who has done it is not asked any more; whether the other has, Today does not tell.
    assert_eq!(
        (suggested(two.ana.couple(), &two), suggested(two.ben.couple(), &two)),
        (None, Some(After::One))
    );
    two.ana(Command::WithdrawLook { booster });
    two.meet();
    assert_eq!(read(&two), None);
    assert_eq!(two.try_ana(Command::WithdrawLook { booster }), refused(Refusal::NothingThere));
}

#[test]
fn a_practice_is_refreshed_when_both_pick_the_same() {
    let mut two = keeping();
    let booster = boosters(&two)[0];
    wait_until(&mut two, booster, 0);
    let pick = |practice: &str| Command::Refresh { booster, practice: Some(practice.to_owned()) };
    for none in ["dancing", "forgiveness", "boosters"] {
        assert_eq!(two.try_ana(pick(none)), refused(Refusal::NoSuchPractice), "{none}");
    }
    two.ana(pick("talk"));
    two.ben(pick("promises"));
    two.meet();
    let both = |two: &Two| two.ana.couple().boosters.both_picked(two.ana.couple(), booster);
    assert_eq!(both(&two), None);
    assert_eq!(two.ana.couple().boosters.picked(booster, BEN), Some(Work::Promises));
    two.ben(pick("talk"));
    two.meet();
    assert_eq!(both(&two), Some(Work::Talk));
    two.ana(Command::Refresh { booster, practice: None });
    two.meet();
    assert_eq!(both(&two), None);
}

#[test]
fn nothing_is_shared_at_a_booster_during_space() {
    let mut two = keeping();
    let booster = boosters(&two)[0];
    wait_until(&mut two, booster, 0);
    two.ben(space::Command::TakeTimeOut { minutes: 30 });
    two.meet();
    assert_eq!(two.try_ana(look(booster, "…")), refused(Refusal::InSpace));
    assert_eq!(suggested(two.ana.couple(), &two), None);
}

#[test]
fn a_journey_is_closed_when_both_say_so_and_either_wakes_it_for_both() {
    let mut two = keeping();
    two.ana(path::Command::Say { readiness: Readiness::ToClose, ready: true });
    let before = path::today(two.ben.couple(), &two.now);
    two.meet();
    assert_eq!(path::today(two.ben.couple(), &two.now), before, "one yes is not told");
    assert!(!is_closed(two.ana.couple()));
    two.ben(path::Command::Say { readiness: Readiness::ToClose, ready: true });
    two.meet();
    assert!(is_closed(two.ana.couple()) && is_closed(two.ben.couple()));
    two.wait_days(40);
    assert!(path::today(two.ana.couple(), &two.now).is_empty(), "it sleeps");
    // What the other does by their own choice is still told.
    two.ben(closeness::Command::Notice { text: "The tea".to_owned() });
    two.meet();
    assert!(matches!(path::today(two.ana.couple(), &two.now)[..], [it] if it.what.is_only_read()));
    two.ben(path::Command::Say { readiness: Readiness::ToClose, ready: false });
    two.meet();
    assert!(!is_closed(two.ana.couple()));
    assert_eq!(suggested(two.ana.couple(), &two), Some(After::One));
}

#[test]
fn a_new_hurt_wakes_a_closed_journey() {
    let mut two = keeping();
    both_say(&mut two, Readiness::ToClose, true);
    assert!(is_closed(two.ana.couple()));
    let hurt = hurts::told(&mut two);
    assert!(!is_closed(two.ana.couple()) && !is_closed(two.ben.couple()));
    two.ben(hurts::Command::Withdraw { hurt });
    two.meet();
    assert!(is_closed(two.ana.couple()));
}

#[test]
fn the_keepsake_has_the_same_in_it_for_both_and_nothing_private() {
    let mut two = keeping();
    let words = |text: &str| Command::ShareWords { text: text.to_owned() };
    two.ana(words("We found the way back to the table."));
    two.ben(words("I will keep telling you first."));
    two.ana(closeness::Command::SharePage { text: "From here on".to_owned() });
    two.ana(closeness::Command::ChooseAct { act: 101 });
    for words in ["Home before seven", "No more late trains"] {
        let (words, when) = (words.to_owned(), promises::When::once(two.today()));
        let source = promises::Source::Myself;
        two.ben(promises::Command::Make(promises::NewPromise { words, source, when, in_place_of: None }));
    }
    two.meet();
    let promise = two.ana.couple().promises.all().iter().find(|it| it.words.starts_with("No")).unwrap().id;
    two.ana(promises::Command::LetGo { promise });
    two.ben(closeness::Command::Notice { text: "The tea".to_owned() });
    two.meet();
    for part in Part::ALL {
        assert_eq!(passages(two.ana.couple(), part), passages(two.ben.couple(), part), "{part:?}");
    }
    let texts = |part| passages(two.ana.couple(), part).into_iter().map(|it| it.text).collect::<Vec<_>>();
    assert_eq!(texts(Part::Words), ["We found the way back to the table.", "I will keep telling you first."]);
    assert_eq!(
        (texts(Part::FirstPage), texts(Part::Thanks)),
        (vec!["From here on".into()], vec!["The tea".into()])
    );
    assert_eq!(texts(Part::Promises), ["Home before seven"], "what was let go of rests");
    two.ana(Command::WithdrawWords);
    assert_eq!(two.try_ana(Command::WithdrawWords), refused(Refusal::NothingThere));
    two.meet();
    let left: Vec<_> = passages(two.ben.couple(), Part::Words).into_iter().map(|it| it.by).collect();
    assert_eq!(left, [Some(BEN)]);
}
