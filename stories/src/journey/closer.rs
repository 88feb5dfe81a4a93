//! Something is written into every field of what brings the two close again.

use domain::needs::Answer;
use domain::open_book::Proposal;
use domain::{Command, boosters, closeness, needs, open_book, vulnerability};

use super::every_field::Pen;
use super::steps::{does, sees};
use crate::world::TwoPartners;

pub(super) fn coming_close(us: &TwoPartners, pen: &mut Pen<'_>) {
    asking(us, pen);
    let (exactly, others) = (pen.both(), pen.both());
    does(&us.noor, open_book::Command::Propose(Proposal { exactly, ..proposal(us, others) }));
    us.meet();
    does(&us.noor, vulnerability::Command::Name { words: pen.both() });
    us.meet();
    let topic = sees(&us.sam, |it| it.vulnerability.topics(it)[0].number);
    for device in [&us.noor, &us.sam] {
        does(device, vulnerability::Command::Seal { topic, text: pen.both() });
    }
    us.meet();
    us.meet();
    for device in [&us.noor, &us.sam] {
        does(device, vulnerability::Command::Answer { topic, text: pen.both() });
        does(device, closeness::Command::SharePage { text: pen.both() });
        does(device, closeness::Command::Notice { text: pen.both() });
        does(device, boosters::Command::ShareWords { text: pen.both() });
    }
    let day = us.sam.moment().today();
    does(&us.sam, closeness::Command::ProposeStart { day, ritual: pen.both() });
}

/// Sam would open his calendar, for sixty days.
fn proposal(us: &TwoPartners, others: String) -> Proposal {
    use open_book::{How, Often, Opens, Thing, USUAL_DAYS};
    let from = us.noor.moment().today();
    Proposal {
        opens: Opens::TheOther,
        things: vec![Thing::Calendar],
        exactly: String::new(),
        how: How::Together,
        often: Often::Weekly,
        others,
        from,
        review: from.plus(USUAL_DAYS / 2),
        until: Some(from.plus(USUAL_DAYS - 1)),
    }
}

/// What one asks for, the answer, and thanks.
fn asking(us: &TwoPartners, pen: &mut Pen<'_>) {
    does(&us.noor, needs::Command::Ask { thing: pen.both(), when: pen.both() });
    us.meet();
    let need = sees(&us.sam, |it| it.needs.open()[0].id);
    let answer = Answer::YesWith { change: pen.both() };
    does(&us.sam, needs::Command::Answer { need, answer });
    us.meet();
    does(&us.noor, needs::Command::Thank { need, words: pen.both() });
    does(&us.noor, needs::Command::Ask { thing: pen.both(), when: String::new() });
    us.meet();
    let need = sees(&us.sam, |it| it.needs.open()[0].id);
    does(&us.sam, needs::Command::Answer { need, answer: Answer::NotNow { because: pen.both() } });
}

/// Its fields once more, with a text that is far too long.
pub(super) fn closer_with(us: &TwoPartners, text: &str) -> Vec<(&'static str, bool, Command)> {
    let words = || text.to_owned();
    let topic = sees(&us.sam, |it| it.vulnerability.topics(it)[0].number);
    let day = us.sam.moment().today();
    let need = sees(&us.sam, |it| it.needs.open()[0].id);
    let asked = needs::Command::Ask { thing: words(), when: String::new() };
    let with_a_change = Answer::YesWith { change: words() };
    vec![
        ("what one asks for", false, asked.into()),
        ("a change", false, needs::Command::Answer { need, answer: with_a_change }.into()),
        ("other people in an open book", false, open_book::Command::Propose(proposal(us, words())).into()),
        ("a card", false, vulnerability::Command::Seal { topic: 101, text: words() }.into()),
        ("a topic of one's own", false, vulnerability::Command::Name { words: words() }.into()),
        ("an answer to a card", false, vulnerability::Command::Answer { topic, text: words() }.into()),
        ("the first page", false, closeness::Command::SharePage { text: words() }.into()),
        ("words for the keepsake", false, boosters::Command::ShareWords { text: words() }.into()),
        ("what was noticed", false, closeness::Command::Notice { text: words() }.into()),
        ("a ritual", false, closeness::Command::ProposeStart { day, ritual: words() }.into()),
    ]
}
