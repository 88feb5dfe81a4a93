//! What the other shared is told on Today until it was looked at, and no longer.

use super::table::{answered, heard, named, plain};
use crate::apology::Answer;
use crate::exchange;
use crate::ids::HurtId;
use crate::path::{Command, What, today, unread};
use crate::signs::{self, Often, Sign, Whose};
use crate::two::Two;
use crate::{Audience, check_in, closeness, learning, setting_down, space, talk, time, vulnerability, why};

const FELT: signs::Answer =
    signs::Answer { sign: Sign::Insecure, whose: Whose::Mine, often: Often::SomeDays };

/// One thing that Ben shares with Ana, and the name of it on Today.
type Shares = (&'static str, fn(&mut Two, HurtId));

const SHARED: &[Shares] = &[
    ("signs.read", |two, _| {
        let on = two.today();
        let other = signs::Answer { sign: Sign::Clinging, ..FELT };
        two.ben(signs::Command::Look(vec![FELT, other]));
        two.ben(signs::Command::Share { on, answer: FELT });
    }),
    ("why.read", |two, hurt| {
        two.ben(why::Command::Begin { hurt: Some(hurt) });
        let why = two.ben.couple().why.writings().next().unwrap().id;
        for part in [why::Part::Summary, why::Part::Different] {
            two.ben(why::Command::Write { why, part, text: "I ran away from what I felt.".to_owned() });
        }
        two.ben(why::Command::SayWhetherToEnd { why, answer: why::ToEnd::No });
        let text = || "I ran away from what I felt.".to_owned();
        two.ben(why::Command::Share {
            why,
            previewed: why::Previewed { summary: text(), different: text() },
        });
    }),
    ("setting_down.plan", |two, _| {
        let plan = setting_down::Plan { what_i_ask: "Stay in the room.".to_owned(), ..Default::default() };
        two.ben(setting_down::Command::WritePlan(plan.clone()));
        two.ben(setting_down::Command::SharePlan(plan));
    }),
    ("talk.topic", |two, _| {
        let (from, text) = (talk::TopicFrom::OwnWords, "The summer".to_owned());
        two.ben(talk::Command::NameTopic { from, text, for_day: None });
    }),
    ("talk.kind", |two, _| {
        two.ben(talk::Command::Ask { on: talk::Devices::Two, topic: None, turn_seconds: 180 });
        two.meet();
        let talk = two.ana.couple().talk.open(&two.now).unwrap().id;
        two.ana(talk::Command::Join { talk });
        two.ana(talk::Command::PassFloor { talk, turn: 0, to: talk::Side::Other });
        two.ana(talk::Command::Mark { talk, turn: 0, mark: talk::Mark::Heard });
        two.ana(talk::Command::End { talk });
        two.meet();
        let text = "Thank you for staying.".to_owned();
        two.ben(talk::Command::SayKindly { talk, whose: talk::Side::Asker, text });
    }),
    ("learning.offer", |two, _| two.ben(learning::Command::Offer)),
    ("vulnerability.card", |two, _| two.ben(vulnerability::Command::Ask { topic: 101 })),
    ("closeness.page", |two, _| {
        two.ben(closeness::Command::SharePage { text: "From here on".to_owned() });
    }),
    ("closeness.loved", |two, _| {
        let mut choices = closeness::Choices::default();
        choices.0[0] = Some(true);
        two.ben(closeness::Command::Choose(choices));
        two.ben(closeness::Command::ShareLoved);
    }),
    ("closeness.noticed", |two, _| {
        two.ben(closeness::Command::Notice { text: "The tea".to_owned() });
    }),
];

fn told(two: &Two) -> Vec<String> {
    today(two.ana.couple(), &two.now).iter().map(|it| plain(&it.what.key())).collect()
}

#[test]
fn what_the_other_shared_is_told_softly_until_it_was_looked_at() {
    for (name, share) in SHARED {
        let (mut two, hurt) = named();
        share(&mut two, hurt);
        assert!(!told(&two).contains(&(*name).to_owned()), "{name}: not before it is there");
        two.meet();
        let news = unread(two.ana.couple(), &two.now);
        let names: Vec<String> = news.iter().map(|it| plain(&it.key())).collect();
        assert_eq!(names, [*name]);
        assert!(told(&two).contains(&(*name).to_owned()), "{name}: {:?}", told(&two));
        assert!(!today(two.ben.couple(), &two.now).iter().any(|it| plain(&it.what.key()) == **name));
        two.ana(Command::Read(news));
        assert!(!told(&two).contains(&(*name).to_owned()), "{name}: it was looked at");
        assert_eq!(unread(two.ana.couple(), &two.now), []);
    }
}

#[test]
fn that_something_was_looked_at_stays_in_the_vault_and_is_written_once() {
    let (mut two, hurt) = named();
    SHARED[0].1(&mut two, hurt);
    two.meet();
    let news = unread(two.ana.couple(), &two.now);
    two.ana(Command::Read(news.clone()));
    let read = two.ana.written.last().unwrap();
    assert_eq!((read.event.kind(), read.audience), ("path.read", Audience::Mine));
    let written = two.ana.written.len();
    two.ana(Command::Read(news));
    assert_eq!(two.ana.written.len(), written);
}

#[test]
fn what_is_shared_anew_is_told_anew() {
    let (mut two, hurt) = named();
    SHARED[2].1(&mut two, hurt);
    two.meet();
    two.ana(Command::Read(unread(two.ana.couple(), &two.now)));
    let plan = setting_down::Plan { what_i_ask: "Call me.".to_owned(), ..Default::default() };
    two.ben(setting_down::Command::WritePlan(plan.clone()));
    two.ben(setting_down::Command::SharePlan(plan));
    two.meet();
    assert!(told(&two).contains(&"setting_down.plan".to_owned()));
}

#[test]
fn during_space_and_about_a_hurt_over_which_one_takes_time_nothing_of_it_is_told() {
    let (mut two, hurt) = named();
    SHARED[1].1(&mut two, hurt);
    two.meet();
    two.ana(time::Command::NotReady { hurt, look_again: None });
    assert!(!told(&two).contains(&"why.read".to_owned()));
    SHARED[0].1(&mut two, hurt);
    two.meet();
    assert!(told(&two).contains(&"signs.read".to_owned()));
    two.ana(space::Command::TakeTimeOut { minutes: 20 });
    assert!(!told(&two).contains(&"signs.read".to_owned()));
}

#[test]
fn the_author_of_an_apology_is_told_each_answer_to_it_once() {
    let to_ben = |two: &Two| unread(two.ben.couple(), &two.now);
    assert_eq!(to_ben(&heard().0), []);
    let (mut two, hurt) = answered(Answer::NotYet);
    let [What::ReadReply { hurt: about, reply: Answer::NotYet, .. }] = to_ben(&two)[..] else {
        panic!("{:?}", to_ben(&two))
    };
    assert_eq!(about, hurt);
    two.ben(Command::Read(to_ben(&two)));
    assert_eq!(to_ben(&two), []);
    let apology = two.ben.couple().apology.for_hurt(hurt, two.ben.id).unwrap().id;
    let accepts =
        crate::apology::Command::Answer { apology, version: 0, answer: Answer::Accepted, stands: true };
    two.ana(accepts);
    two.meet();
    assert!(matches!(to_ben(&two)[..], [What::ReadReply { reply: Answer::Accepted, .. }]));
    // That something is missing is told as what it is: something to do.
    assert_eq!(to_ben(&answered(Answer::Missing(crate::apology::Part::Regret)).0), []);
}

#[test]
fn a_check_in_that_opens_after_the_week_has_turned_is_told_beside_the_new_one() {
    let mut two = Two::together();
    let seal = || check_in::Command::Seal(check_in::Answers::default().with(check_in::Facet::Support, 3));
    let week = two.ana.couple().check_in.week_of(&two.now);
    two.ana(seal());
    two.ben(seal());
    two.pass_on();
    for due in two.ana.couple().due(&two.now) {
        two.ana(due);
    }
    let looks = |two: &Two| {
        today(two.ana.couple(), &two.now).iter().any(|it| it.what == What::LookAtCheckIn { week })
    };
    assert!(!looks(&two));
    // Ben's device is without a network for more than a week; his key comes after it.
    two.wait_days(8);
    two.meet();
    assert_ne!(two.ana.couple().check_in.week_of(&two.now), week);
    assert!(looks(&two));
    assert!(told(&two).contains(&"check_in.write".to_owned()));
    two.ana(Command::Read(vec![What::LookAtCheckIn { week }]));
    assert!(!looks(&two));
}

#[test]
fn a_check_in_that_was_never_opened_is_not_told_for_ever() {
    let mut two = Two::together();
    let seal = || check_in::Command::Seal(check_in::Answers::default().with(check_in::Facet::Support, 3));
    let week = two.ana.couple().check_in.week_of(&two.now);
    two.ana(seal());
    two.ben(seal());
    two.meet();
    let round = exchange::Subject::CheckIn { week }.round();
    assert!(two.ana.couple().exchange.sealed_by_both_ms(round).is_some());
    assert!(told(&two).contains(&"check_in.look".to_owned()));
    two.wait_days(35);
    assert!(!told(&two).contains(&"check_in.look".to_owned()));
}
