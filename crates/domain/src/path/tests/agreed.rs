//! Today, where the two agreed to an open book for a while.

use super::table::{Line, checked_in, looked, suggests};
use crate::ids::AgreementId;
use crate::open_book::{Command, Helped, How, Often, Opens, Proposal, Thing};
use crate::path::{self, What};
use crate::two::Two;

/// Ana proposed thirty days, looked at after twenty, so many days ago. The rest of Today is quiet.
fn proposed(days_ago: u64, agreed: bool) -> Two {
    let mut two = Two::together();
    let from = two.today();
    two.ana(Command::Propose(Proposal {
        opens: Opens::TheOther,
        things: vec![Thing::Phone],
        exactly: String::new(),
        how: How::Together,
        often: Often::TwiceAWeek,
        others: "Theirs stays theirs.".to_owned(),
        from,
        review: from.plus(20),
        until: Some(from.plus(29)),
    }));
    two.meet();
    if agreed {
        let agreement = the_one(&two);
        two.ben(Command::Agree { agreement });
        two.meet();
        let told = path::unread(two.ana.couple(), &two.now);
        two.ana(path::Command::Read(told));
    }
    two.wait_days(days_ago);
    checked_in(&mut two);
    looked(&mut two);
    two.meet();
    two
}

fn the_one(two: &Two) -> AgreementId {
    two.ana.couple().open_book.all()[0].id
}

const TABLE: &[Line] = &[
    (
        "the other proposes an open book",
        || proposed(0, false),
        &["begin/ground_rules"],
        &["open_book.look", "begin/ground_rules"],
    ),
    ("it holds", || proposed(1, true), &["begin/ground_rules"], &["begin/ground_rules"]),
    (
        "the other paused it",
        || {
            let mut two = proposed(1, true);
            let agreement = the_one(&two);
            two.ben(Command::Pause { agreement });
            two.meet();
            two
        },
        &["open_book.changed", "begin/ground_rules"],
        &["begin/ground_rules"],
    ),
    (
        "the day to look at it together has come",
        || proposed(20, true),
        &["open_book.review", "begin/ground_rules"],
        &["open_book.review", "begin/ground_rules"],
    ),
    (
        "its last day is over",
        || proposed(30, true),
        &["open_book.over", "begin/ground_rules"],
        &["open_book.over", "begin/ground_rules"],
    ),
    ("it was over two weeks ago", || proposed(44, true), &["begin/ground_rules"], &["begin/ground_rules"]),
    (
        "one looks more and more, and hears of it alone",
        || {
            let mut two = proposed(1, true);
            let note = |two: &Two, times| Command::Note { on: two.today(), times, helped: Helped::No };
            let once = note(&two, 1);
            two.ana(once);
            two.wait_days(27);
            let often = note(&two, 9);
            two.ana(often);
            checked_in(&mut two);
            looked(&mut two);
            two.meet();
            two
        },
        &["open_book.looking", "begin/ground_rules"],
        &["begin/ground_rules"],
    ),
];

#[test]
fn today_tells_of_an_open_book_and_asks_only_on_its_day() {
    suggests(TABLE);
}

#[test]
fn what_the_calendar_brings_about_it_rests_when_the_journey_is_closed() {
    let two = proposed(20, true);
    let (agreement, on) = (the_one(&two), two.today());
    for what in [
        What::ReviewAgreement { agreement, on },
        What::HearItRanOut { agreement, until: on },
        What::ThinkOfLooking { fortnight: 1 },
        What::ThinkOfRenewing { agreement, renewals: 3 },
    ] {
        assert!(what.comes_by_itself(), "{what:?}");
    }
    assert!(!What::HearOfAgreement { agreement, at_ms: 1 }.comes_by_itself());
}
