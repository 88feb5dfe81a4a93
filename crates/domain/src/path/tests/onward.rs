//! What Today suggests of the practices that no event asks for, as a table and as rules.

use super::table::{Line, checked_in, looked, named, suggests};
use crate::hurts::{self, Account, Part, Side, Telling};
use crate::path::{self, Because, What, Work, today};
use crate::setting_down;
use crate::signs::{self, Often, Sign, Whose};
use crate::space::{self, Contact};
use crate::time;
use crate::two::Two;
use crate::why;

fn sees(two: &mut Two, sign: Sign, whose: Whose, often: Often) {
    two.ana(signs::Command::Look(vec![signs::Answer { sign, whose, often }]));
}

fn clings(often: Often, whose: Whose) -> Two {
    let mut two = Two::together();
    checked_in(&mut two);
    looked(&mut two);
    sees(&mut two, Sign::Clinging, whose, often);
    two
}

fn writes(two: &mut Two, side: Side, words: &str) {
    let account = Account::default().with(Part::What, words);
    two.ana(hurts::Command::Write {
        hurt: None,
        telling: Telling { name: "That night".to_owned(), side, account },
    });
}

fn told_before_it_is_steady() -> Two {
    let mut two = Two::together();
    checked_in(&mut two);
    looked(&mut two);
    two.hurt_of_ana();
    two
}

fn alone_with(side: Side) -> Two {
    let mut two = Two::alone();
    checked_in(&mut two);
    looked(&mut two);
    writes(&mut two, side, "It was in May.");
    two
}

const TABLE: &[Line] = &[
    (
        "Ana saw in herself, on most days, that she clings",
        || clings(Often::MostDays, Whose::Mine),
        &["begin/space", "begin/ground_rules"],
        &["begin/ground_rules"],
    ),
    (
        "on some days is no reason",
        || clings(Often::SomeDays, Whose::Mine),
        &["begin/ground_rules"],
        &["begin/ground_rules"],
    ),
    (
        "what is felt from the other leads nowhere by itself",
        || clings(Often::NearlyEveryDay, Whose::FromYou),
        &["begin/ground_rules"],
        &["begin/ground_rules"],
    ),
    (
        "a hurt stands between the two before it is steady",
        told_before_it_is_steady,
        &["begin/time", "begin/ground_rules"],
        &["hurts.read", "begin/ground_rules"],
    ),
    (
        "why was begun: what one takes along",
        || {
            let mut two = named().0;
            two.ben(why::Command::Begin { hurt: None });
            two
        },
        &["begin/questions"],
        &["begin/hurts", "begin/learning"],
    ),
    (
        "alone, who was hurt",
        || alone_with(Side::IWasHurt),
        &["questions.write", "begin/learning"],
        &["questions.write", "begin/hurts"],
    ),
    (
        "alone, who is responsible",
        || alone_with(Side::IAmResponsible),
        &["questions.write", "begin/why"],
        &["questions.write", "begin/hurts"],
    ),
];

#[test]
fn today_names_a_practice_where_the_viewers_own_looks_and_words_give_a_reason() {
    suggests(TABLE);
}

fn begins(two: &Two, work: Work) -> Option<Because> {
    let all = today(two.ana.couple(), &two.now);
    all.iter().find(|it| it.what == What::Begin { work }).map(|it| it.because)
}

#[test]
fn who_took_space_lately_is_not_led_to_it_again_and_a_look_leads_for_a_week() {
    let mut two = clings(Often::MostDays, Whose::Mine);
    assert_eq!(begins(&two, Work::Space), Some(Because::YourSignsLeadThere));
    let until_ms = two.now.ms + crate::day::HOUR_MS * 2;
    two.ana(space::Command::Ask { until_ms, contact: Contact::AllButThis, words: String::new() });
    two.wait_days(1);
    assert_eq!(begins(&two, Work::Space), None);

    let mut two = clings(Often::MostDays, Whose::Mine);
    two.wait_days(8);
    assert_eq!(begins(&two, Work::Space), None);
}

#[test]
fn the_open_book_is_named_once_both_want_to_rebuild_and_not_before() {
    let mut two = super::rebuilding();
    sees(&mut two, Sign::HidingOrSnooping, Whose::Mine, Often::MostDays);
    for work in [Work::Promises, Work::Needs] {
        two.ana(path::Command::NotNow(What::Begin { work }));
    }
    assert_eq!(begins(&two, Work::OpenBook), Some(Because::YourSignsLeadThere));

    let mut before = Two::together();
    sees(&mut before, Sign::HidingOrSnooping, Whose::Mine, Often::MostDays);
    assert_eq!(begins(&before, Work::OpenBook), None);
}

#[test]
fn the_pace_is_named_until_something_was_said_about_it() {
    let mut two = told_before_it_is_steady();
    assert_eq!(begins(&two, Work::Time), Some(Because::YouSetThePace));
    let hurt = two.ana.couple().hurts.all()[0].id;
    two.ana(time::Command::NotReady { hurt, look_again: None });
    assert_eq!(begins(&two, Work::Time), None);
    two.ana(time::Command::Ready { hurt });
    assert_eq!(begins(&two, Work::Time), None);
}

#[test]
fn when_the_writing_of_a_week_goes_round_what_was_a_thought_can_be_set_down() {
    let mut two = Two::alone();
    checked_in(&mut two);
    looked(&mut two);
    writes(&mut two, Side::IWasHurt, "It was in May.");
    assert_eq!(begins(&two, Work::SettingDown), None);
    writes(&mut two, Side::IWasHurt, &"I go over that night again and again. ".repeat(10));
    let not_now = path::Command::NotNow(What::WriteQuestion);
    two.ana(not_now);
    assert_eq!(begins(&two, Work::SettingDown), Some(Because::WritingQuiets));
    two.ana(setting_down::Command::SetDown { text: "That night.".to_owned() });
    assert_eq!(begins(&two, Work::SettingDown), None);
}
