//! Today, where the two wish, plan, keep and share of their own accord.

use super::table::{Line, checked_in, looked, suggests};
use crate::forgiveness::{self, Of, Part};
use crate::memories::{self, PlannedFor};
use crate::needs::{self, Answer};
use crate::our_future;
use crate::two::Two;

fn plans(two: &mut Two, in_days: i32) {
    let when = PlannedFor { on: two.today().plus(in_days), at_minute: None };
    two.ana(memories::Command::Plan { name: "The lake".to_owned(), when });
    two.meet();
}

/// Both agreed to a day, two days from then; this is so many days later. The rest of Today is quiet.
fn planned(later: u64) -> Two {
    let mut two = Two::together();
    plans(&mut two, 2);
    let plan = two.ben.couple().memories.planned()[0].clone();
    two.ben(memories::Command::Agree { memory: plan.id, when: plan.when });
    two.wait_days(later);
    checked_in(&mut two);
    looked(&mut two);
    two.meet();
    two
}

/// Ana asked for something, and Ben answered so. The rest of Today is quiet.
fn asked(answer: Option<Answer>) -> Two {
    let mut two = Two::together();
    checked_in(&mut two);
    looked(&mut two);
    two.ana(needs::Command::Ask { thing: "A walk on Sunday".to_owned(), when: String::new() });
    two.meet();
    let need = two.ben.couple().needs.open()[0].id;
    if let Some(answer) = answer {
        two.ben(needs::Command::Answer { need, answer });
        two.meet();
    }
    two
}

const TABLE: &[Line] = &[
    (
        "the other asks for something",
        || asked(None),
        &["begin/ground_rules"],
        &["needs.answer", "begin/ground_rules"],
    ),
    (
        "the other said yes to what one asked for",
        || asked(Some(Answer::Yes)),
        &["needs.read", "begin/ground_rules"],
        &["begin/ground_rules"],
    ),
    (
        "one said thanks",
        || {
            let mut two = asked(Some(Answer::Yes));
            let need = two.ana.couple().needs.open()[0].id;
            two.ana(needs::Command::Thank { need, words: String::new() });
            two.meet();
            two
        },
        &["begin/ground_rules"],
        &["needs.thanks", "begin/ground_rules"],
    ),
    (
        "one would open their wishes if the other does",
        || {
            let mut two = Two::together();
            checked_in(&mut two);
            looked(&mut two);
            two.ana(our_future::Command::Offer);
            two.meet();
            two
        },
        &["begin/ground_rules"],
        &["our_future.draw", "begin/ground_rules"],
    ),
    (
        "the other proposed a day for time together",
        || {
            let mut two = Two::together();
            checked_in(&mut two);
            looked(&mut two);
            plans(&mut two, 2);
            two
        },
        &["begin/ground_rules"],
        &["memories.plan", "begin/ground_rules"],
    ),
    (
        "the day for time together has come",
        || planned(2),
        &["memories.go", "begin/ground_rules"],
        &["memories.go", "begin/ground_rules"],
    ),
    (
        "it was yesterday",
        || planned(3),
        &["memories.keep", "begin/ground_rules"],
        &["memories.keep", "begin/ground_rules"],
    ),
    (
        "it was last week: nobody asks any more",
        || planned(6),
        &["begin/ground_rules"],
        &["begin/ground_rules"],
    ),
    (
        "the other shared of their own writing",
        || {
            let mut two = Two::together();
            checked_in(&mut two);
            looked(&mut two);
            two.ana(forgiveness::Command::Begin { of: Of::TheOther, hurt: None, amends_elsewhere: false });
            let forgiving = two.ana.couple().forgiveness.pages()[0].id;
            let text = || "I put the score away.".to_owned();
            two.ana(forgiveness::Command::Write { forgiving, part: Part::InWords, text: text() });
            two.ana(forgiveness::Command::Share { forgiving, previewed: text() });
            two.meet();
            two
        },
        &["begin/ground_rules"],
        &["told.read", "begin/ground_rules"],
    ),
];

#[test]
fn today_suggests_what_the_two_wished_planned_kept_and_shared() {
    suggests(TABLE);
}
