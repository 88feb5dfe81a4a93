//! One whole way of two people, from the first look to wanting to rebuild, with a stretch of it without a network.

use crate::apology::{self, Answer, Letter, Part as LetterPart};
use crate::hurts::{self, Account, Aware, Part, Side, Telling};
use crate::ids::{HurtId, QuestionId};
use crate::path::{self, Chapter, Readiness, chapter};
use crate::questions::{self, Mark, NewAnswer, Shelf, Sure};
use crate::same_page::{self, Wants};
use crate::talk::{self, Devices, Side as Speaker};
use crate::two::{BEN, Two};

fn at(two: &Two) -> Chapter {
    let (ana, ben) = (chapter::of_both(two.ana.couple()), chapter::of_both(two.ben.couple()));
    assert_eq!(ana, ben, "both are in the same chapter");
    ana
}

fn both_say(two: &mut Two, readiness: Readiness) {
    two.ana(path::Command::Say { readiness, ready: true });
    two.ben(path::Command::Say { readiness, ready: true });
    two.meet();
}

/// Ben writes what happened, is warned and asked whether it is everything, shares it; both name their part.
fn told_and_named(two: &mut Two) -> HurtId {
    let account = Account::default().with(Part::What, "I met her.").with(Part::SinceWhen, "Since January.");
    let telling = Telling { name: "What I hid".to_owned(), side: Side::IAmResponsible, account };
    two.ben(hurts::Command::Write { hurt: None, telling });
    let (hurt, previewed) =
        two.ben.couple().hurts.written().map(|(id, own, _)| (id, own.written)).next().unwrap();
    let aware = Aware { it_can_surface: true, it_is_everything: true };
    two.ben(hurts::Command::Share { hurt, previewed, aware });
    two.meet();
    two.ana(hurts::Command::Read { hurt });
    two.ana(hurts::Command::TakeSide { hurt, side: Some(Side::IWasHurt) });
    two.meet();
    hurt
}

/// A question rests for two days without a network, is sent, answered with "let's talk".
fn asked_and_cooled(two: &mut Two) -> QuestionId {
    let (text, sure) = ("Did you love her?".to_owned(), Sure::default());
    two.ana(questions::Command::Write { text, shelf: Shelf::NotSure, rest_hours: 48, sure, about: None });
    two.wait_hours(47);
    two.meet();
    assert!(two.ben.couple().questions.asked().is_empty());
    two.wait_hours(1);
    two.meet();
    let question = two.ben.couple().questions.asked()[0].id;
    two.ben(questions::Command::Answer { question, answer: NewAnswer::LetsTalk });
    two.meet();
    question
}

fn talked(two: &mut Two) {
    let topic = two.ana.couple().talk.topics()[0].id;
    two.ben(talk::Command::Ask { on: Devices::Two, topic: Some(topic), turn_seconds: 180 });
    two.meet();
    let talk = two.ana.couple().talk.open(&two.now).unwrap().id;
    two.ana(talk::Command::Join { talk });
    two.meet();
    two.ana(talk::Command::PassFloor { talk, turn: 0, to: Speaker::Other });
    two.meet();
    two.ben(talk::Command::SayBack { talk, turn: 0, text: "You were alone with it.".to_owned() });
    two.meet();
    two.ana(talk::Command::Mark { talk, turn: 0, mark: talk::Mark::Heard });
    two.ana(talk::Command::End { talk });
    two.meet();
    assert_eq!(two.ben.couple().talk.held().len(), 1);
}

fn page(wants: Wants, own: Option<&str>) -> same_page::Command {
    let own = own.map(str::to_owned);
    let answer = same_page::Answer { remorse: own.clone(), interest: own, ..same_page::Answer::of(wants) };
    same_page::Command::Seal(answer)
}

#[test]
fn two_people_go_from_the_first_look_to_wanting_to_rebuild() {
    let mut two = Two::together();
    assert_eq!(at(&two), Chapter::Steady);
    both_say(&mut two, Readiness::SteadyEnough);
    assert_eq!(at(&two), Chapter::Understand);
    let hurt = told_and_named(&mut two);
    let question = asked_and_cooled(&mut two);
    talked(&mut two);
    two.ana(questions::Command::MarkAs { question, mark: Mark::Answered });
    two.ana(talk::Command::FeelHeard { hurt, heard: true });
    two.meet();
    assert_eq!(at(&two), Chapter::Amend);
    // Without a network from here: Ben writes, Ana goes on with her own, and both meet later.
    let letter = Letter { responsibility: "I lied to you.".to_owned(), ..Letter::default() };
    two.ben(apology::Command::Send { hurt, letter: letter.clone() });
    two.wait_days(2);
    assert!(two.ana.couple().apology.for_hurt(hurt, BEN).is_none());
    two.meet();
    let apology = two.ana.couple().apology.for_hurt(hurt, BEN).unwrap().id;
    let say = |version, answer| apology::Command::Answer { apology, version, answer, stands: true };
    two.ana(apology::Command::Unfold { apology, version: 0 });
    two.ana(say(0, Answer::Missing(LetterPart::Regret)));
    two.meet();
    two.ben(apology::Command::Revise {
        apology,
        letter: Letter { regret: "You were alone.".to_owned(), ..letter },
    });
    two.meet();
    two.ana(apology::Command::Unfold { apology, version: 1 });
    two.ana(say(1, Answer::Accepted));
    two.meet();
    assert_eq!(at(&two), Chapter::Amend);
    two.ana(page(Wants::Yes, None));
    two.meet();
    assert!(two.ben.couple().same_page.both_chose(two.ben.couple()).is_none());
    two.ben(page(Wants::LeaningYes, Some("I am sorry, and I want this.")));
    two.meet();
    assert_eq!(at(&two), Chapter::Rebuild);
    both_say(&mut two, Readiness::ToKeeping);
    assert_eq!(at(&two), Chapter::Keep);
}
