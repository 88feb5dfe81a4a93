//! The rules of one's circle, each as a sentence.

use crate::couple::Refusal as Refused;
use crate::practice::{Flaw, LONGEST_TEXT};
use crate::practices::circle::{Command, Refusal, Ring, Weighing};
use crate::two::Two;
use crate::{Audience, path};

fn refused(refusal: Refusal) -> Result<(), Refused> {
    Err(Refused::Circle(refusal))
}

fn place(name: &str, ring: Ring, example: &str) -> Command {
    Command::Place { someone: None, name: name.to_owned(), ring, example: example.to_owned() }
}

#[test]
fn someone_stands_on_the_map_with_one_true_example() {
    let mut two = Two::alone();
    assert_eq!(two.try_ana(place("Lina", Ring::Near, " ")), refused(Refusal::ExampleIsMissing));
    assert_eq!(two.try_ana(place("", Ring::Near, "She came")), refused(Refusal::Words(Flaw::Empty)));
    two.ana(place("Lina", Ring::Near, "She came at night"));
    two.ana(place("The neighbour", Ring::Far, "Has had our key for years"));
    let circle = &two.ana.couple().circle;
    assert_eq!(Ring::ALL.map(|it| circle.ring(it).len()), [1, 0, 1]);
    let lina = circle.ring(Ring::Near)[0].id;
    let (name, example) = ("Lina".to_owned(), "She came at night, twice".to_owned());
    two.ana(Command::Place { someone: Some(lina), name, ring: Ring::Midway, example });
    let circle = &two.ana.couple().circle;
    assert_eq!(Ring::ALL.map(|it| circle.ring(it).len()), [0, 1, 1]);
    two.ana(Command::TakeOff { someone: lina });
    assert_eq!(two.try_ana(Command::TakeOff { someone: lina }), refused(Refusal::NoSuchPerson));
    assert!(!two.ana.couple().to_cbor().windows(8).any(|it| it == b"at night"));
}

#[test]
fn a_thought_is_weighed_and_its_page_can_be_put_away() {
    let mut two = Two::alone();
    let weigh = |page, thought: &str, fairer: &str| Command::Weigh {
        page,
        weighing: Weighing { thought: thought.to_owned(), fairer: fairer.to_owned(), ..Weighing::default() },
    };
    assert_eq!(two.try_ana(weigh(None, " ", "…")), refused(Refusal::Words(Flaw::Empty)));
    let too_long = Flaw::TooLong { bytes: LONGEST_TEXT + 1, most: LONGEST_TEXT };
    let long = "x".repeat(LONGEST_TEXT + 1);
    assert_eq!(two.try_ana(weigh(None, "Everyone lies", &long)), refused(Refusal::Words(too_long)));
    two.ana(weigh(None, "Everyone lies", ""));
    let page = two.ana.couple().circle.pages()[0].id;
    two.ana(weigh(Some(page), "Everyone lies", "One person lied to me"));
    assert_eq!(two.ana.couple().circle.pages()[0].weighing.fairer, "One person lied to me");
    two.ana(Command::PutAway { page });
    assert!(two.ana.couple().circle.is_empty());
    assert_eq!(two.try_ana(weigh(Some(page), "…", "…")), refused(Refusal::NoSuchPage));
}

#[test]
fn nothing_of_it_leaves_the_vault_and_it_needs_nobody_else() {
    let mut two = Two::together();
    let before = two.ben.couple().to_cbor();
    two.ana(place("Lina", Ring::Near, "She came at night"));
    two.meet();
    assert_eq!(two.ben.couple().to_cbor(), before);
    assert!(two.ana.written.iter().skip(1).all(|it| it.audience == Audience::Mine));
    let begin = path::What::Begin { work: path::Work::Circle };
    let suggested = path::Suggestion { what: begin, because: path::Because::BothWantToRebuild };
    assert!(!suggested.is_joint());
}
