//! Today as a table: who looks at which moment of which couple, and what is suggested, in order and with its reason.

use crate::apology::{self, Answer, Letter};
use crate::day::HOUR_MS;
use crate::ground_rules::{self, About};
use crate::hurts;
use crate::ids::HurtId;
use crate::path::{self, Looking, Readiness, suggested, today};
use crate::questions::{self, NewAnswer, Shelf, Sure};
use crate::same_page::{self, Wants};
use crate::signs::{self, Often, Sign, Whose};
use crate::space::{self, Contact};
use crate::two::{BEN, Two};
use crate::{people, talk, time, why};

/// One moment of a couple.
pub(super) type Moment = fn() -> Two;

fn said_steady(two: &mut Two) {
    let say = path::Command::Say { readiness: Readiness::SteadyEnough, ready: true };
    two.ana(say.clone());
    two.ben(say);
    two.meet();
}

pub(super) fn steady() -> Two {
    let mut two = Two::together();
    said_steady(&mut two);
    two
}

pub(super) fn looked(two: &mut Two) {
    let answer = signs::Answer { sign: Sign::Insecure, whose: Whose::Mine, often: Often::SomeDays };
    two.ana(signs::Command::Look(vec![answer]));
    two.ben(signs::Command::Look(vec![answer]));
}

fn agreed(two: &mut Two) {
    let words = "We stop when one says stop.".to_owned();
    two.ben(ground_rules::Command::Propose { about: About::StoppingAFight, words });
    two.meet();
    let rule = two.ana.couple().ground_rules.proposed()[0].id;
    two.ana(ground_rules::Command::Agree { rule });
    two.meet();
}

/// This week's check-in is out of the way.
pub(super) fn checked_in(two: &mut Two) {
    let answers = crate::check_in::Answers::default().with(crate::check_in::Facet::Support, 3);
    two.ana(crate::check_in::Command::KeepForMyself(answers.clone()));
    two.ben(crate::check_in::Command::KeepForMyself(answers));
}

pub(super) fn named() -> (Two, HurtId) {
    let mut two = steady();
    checked_in(&mut two);
    let hurt = two.hurt_of_ana();
    two.ana(hurts::Command::Read { hurt });
    two.ben(hurts::Command::Read { hurt });
    (two, hurt)
}

pub(super) fn heard() -> (Two, HurtId) {
    let (mut two, hurt) = named();
    two.ana(talk::Command::FeelHeard { hurt, heard: true });
    two.meet();
    (two, hurt)
}

fn letter() -> Letter {
    Letter { responsibility: "I lied to you, and I chose to.".to_owned(), ..Letter::default() }
}

pub(super) fn sent() -> (Two, HurtId) {
    let (mut two, hurt) = heard();
    two.ben(apology::Command::Send { hurt, letter: letter() });
    two.meet();
    (two, hurt)
}

pub(super) fn answered(answer: Answer) -> (Two, HurtId) {
    let (mut two, hurt) = sent();
    let apology = two.ana.couple().apology.for_hurt(hurt, BEN).unwrap().id;
    two.ana(apology::Command::Unfold { apology, version: 0 });
    two.ana(apology::Command::Answer { apology, version: 0, answer, stands: true });
    two.meet();
    (two, hurt)
}

pub(super) fn both_chose() -> (Two, HurtId) {
    let (mut two, hurt) = answered(Answer::Accepted);
    let page = |remorse: Option<&str>| same_page::Answer {
        remorse: remorse.map(str::to_owned),
        interest: remorse.map(str::to_owned),
        ..same_page::Answer::of(Wants::LeaningYes)
    };
    two.ana(same_page::Command::Seal(page(None)));
    two.ben(same_page::Command::Seal(page(Some("I am sorry, and I want this."))));
    two.meet();
    (two, hurt)
}

pub(super) fn asks(two: &mut Two, text: &str) {
    let sure = Sure::default();
    two.ana(questions::Command::Write {
        text: text.to_owned(),
        shelf: Shelf::NeedToKnowNow,
        rest_hours: 0,
        sure,
        about: None,
    });
    two.meet();
}

fn in_space(by_ana: bool) -> Two {
    let (mut two, _) = answered(Answer::Missing(apology::Part::Regret));
    asks(&mut two, "When did it start?");
    looked(&mut two);
    let until_ms = two.now.ms + 24 * HOUR_MS;
    let ask = space::Command::Ask { until_ms, contact: Contact::AllButThis, words: String::new() };
    if by_ana {
        two.ana(ask)
    } else {
        two.ben(ask)
    }
    two.meet();
    two
}

/// Each line: the moment, what Today suggests to Ana, and to Ben. An id in a name is left out.
const TABLE: &[Line] = &[
    (
        "together, and nothing else",
        Two::together,
        &["check_in.write", "begin/signs", "begin/ground_rules"],
        &["check_in.write", "begin/signs", "begin/ground_rules"],
    ),
    (
        "the other proposed a ground rule",
        || {
            let mut two = Two::together();
            checked_in(&mut two);
            looked(&mut two);
            let words = "No phones in bed.".to_owned();
            two.ben(ground_rules::Command::Propose { about: About::Sleep, words });
            two.meet();
            two
        },
        &["ground_rules.look"],
        &[],
    ),
    (
        "a ground rule holds: each can say when it is steady",
        || {
            let mut two = Two::together();
            checked_in(&mut two);
            looked(&mut two);
            agreed(&mut two);
            two
        },
        &["path.steady"],
        &["path.steady"],
    ),
    (
        "one said steady: the other sees nothing of it",
        || {
            let mut two = Two::together();
            checked_in(&mut two);
            looked(&mut two);
            agreed(&mut two);
            two.ana(path::Command::Say { readiness: Readiness::SteadyEnough, ready: true });
            two.meet();
            two
        },
        &[],
        &["path.steady"],
    ),
    ("both said steady", steady, &["check_in.write", "begin/hurts"], &["check_in.write", "begin/hurts"]),
    (
        "the other told what happened",
        || {
            let mut two = steady();
            checked_in(&mut two);
            crate::practices::hurts::told(&mut two);
            two
        },
        &["hurts.read", "begin/hurts"],
        &["begin/why"],
    ),
    ("named by both", || named().0, &["begin/questions"], &["begin/hurts", "begin/why"]),
    (
        "who was hurt takes time",
        || {
            let (mut two, hurt) = named();
            two.ana(time::Command::NotReady { hurt, look_again: None });
            two.meet();
            two
        },
        &[],
        &["begin/hurts"],
    ),
    (
        "a question was asked, and why was written",
        || {
            let (mut two, _) = named();
            asks(&mut two, "When did it start?");
            two.ben(why::Command::Begin { hurt: None });
            two
        },
        &["begin/learning"],
        &["questions.answer", "begin/hurts", "begin/learning"],
    ),
    (
        "let's talk",
        || {
            let (mut two, _) = named();
            asks(&mut two, "When did it start?");
            let question = two.ben.couple().questions.asked()[0].id;
            two.ben(questions::Command::Answer { question, answer: NewAnswer::LetsTalk });
            two.meet();
            two
        },
        &["questions.read", "begin/talk", "begin/learning"],
        &["begin/hurts", "begin/talk", "begin/why"],
    ),
    (
        "the other asked to talk, and a topic was kept for today",
        || {
            let (mut two, _) = named();
            let from = talk::TopicFrom::OwnWords;
            let (text, for_day) = ("The summer".to_owned(), Some(two.today()));
            two.ana(talk::Command::NameTopic { from, text, for_day });
            two.ana(talk::Command::Ask { on: talk::Devices::Two, topic: None, turn_seconds: 180 });
            two.meet();
            two
        },
        &["talk.about", "begin/questions", "begin/talk"],
        &["talk.join", "talk.about", "begin/hurts"],
    ),
    ("it was heard: the responsible may apologise", || heard().0, &[], &["begin/apology"]),
    ("an apology was sent", || sent().0, &["apology.open"], &[]),
    (
        "something is missing",
        || answered(Answer::Missing(apology::Part::Regret)).0,
        &[],
        &["apology.complete"],
    ),
    ("not yet: nothing is asked of anyone", || answered(Answer::NotYet).0, &[], &["apology.reply"]),
    (
        "an apology was accepted",
        || answered(Answer::Accepted).0,
        &["begin/same_page"],
        &["apology.reply", "begin/same_page"],
    ),
    (
        "both chose to rebuild",
        || both_chose().0,
        &["same_page.look", "begin/promises", "begin/needs"],
        &["apology.reply", "same_page.look", "begin/promises"],
    ),
    (
        "heard was taken back while the apology waits",
        || {
            let (mut two, hurt) = sent();
            two.ana(talk::Command::FeelHeard { hurt, heard: false });
            two.meet();
            two
        },
        &["begin/questions"],
        &["begin/hurts", "begin/why"],
    ),
    (
        "Ana has space",
        || in_space(true),
        &["questions.write"],
        &["space.respect", "questions.write", "begin/hurts"],
    ),
    (
        "Ben has space",
        || in_space(false),
        &["space.respect", "questions.write"],
        &["questions.write", "begin/hurts"],
    ),
    (
        "a time-out",
        || {
            let (mut two, _) = answered(Answer::Missing(apology::Part::Regret));
            two.ben(space::Command::TakeTimeOut { minutes: 20 });
            two.meet();
            two
        },
        &["questions.write", "begin/signs"],
        &["questions.write", "begin/signs", "begin/hurts"],
    ),
    (
        "alone",
        Two::alone,
        &["check_in.write", "questions.write", "begin/signs"],
        &["check_in.write", "questions.write", "begin/signs"],
    ),
    (
        "the other left",
        || {
            let (mut two, _) = sent();
            two.ben(people::Command::Leave);
            two.meet();
            two
        },
        &["questions.write", "begin/signs", "begin/learning"],
        &["questions.write", "begin/signs", "begin/hurts"],
    ),
];

/// A name without the ids in it.
pub(super) fn plain(key: &str) -> String {
    let mut parts = key.split('/');
    let name = parts.next().unwrap_or_default();
    match parts.next() {
        Some(work) if name == "begin" => format!("{name}/{work}"),
        _ => name.to_owned(),
    }
}

/// A line of a table: the moment, what Today suggests to Ana, and to Ben.
pub(super) type Line = (&'static str, Moment, &'static [&'static str], &'static [&'static str]);

#[test]
fn today_suggests_what_the_table_says() {
    suggests(TABLE);
}

/// Today suggests what the lines say.
pub(super) fn suggests(table: &[Line]) {
    let mut otherwise = Vec::new();
    for (moment, build, to_ana, to_ben) in table {
        let two = build();
        for (who, couple, expected) in [("Ana", two.ana.couple(), to_ana), ("Ben", two.ben.couple(), to_ben)]
        {
            let found: Vec<String> = today(couple, &two.now).iter().map(|it| plain(&it.what.key())).collect();
            if found != **expected {
                otherwise.push(format!("{moment}, for {who}: {found:?}"));
            }
        }
    }
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n"));
}

#[test]
fn whatever_the_moment_today_never_speaks_of_forgiving_and_shows_at_most_three() {
    for (moment, build, ..) in TABLE {
        let two = build();
        for couple in [two.ana.couple(), two.ben.couple()] {
            let all = today(couple, &two.now);
            assert!(all.len() <= path::AT_MOST, "{moment}");
            assert!(all.iter().all(|it| !it.what.key().contains("forgiv")), "{moment}");
        }
    }
}

#[test]
fn who_looks_for_themselves_alone_is_suggested_nothing_joint() {
    for (moment, build, ..) in TABLE {
        let two = build();
        let alone = Looking { only_for_myself: true, can_be_done: |_| true, of_the_moment: two.now };
        let mine = suggested(two.ana.couple(), &two.now, &alone);
        assert!(mine.iter().all(|it| !it.is_joint()), "{moment}: {mine:?}");
    }
}

#[test]
fn what_has_no_place_yet_is_not_suggested_and_takes_nobodys_place() {
    let two = Two::together();
    let looking = Looking {
        only_for_myself: false,
        can_be_done: |it| matches!(it, path::What::Begin { work: path::Work::GroundRules }),
        of_the_moment: two.now,
    };
    let found = suggested(two.ana.couple(), &two.now, &looking);
    assert_eq!(found.iter().map(|it| it.what.key()).collect::<Vec<_>>(), ["begin/ground_rules"]);
}
