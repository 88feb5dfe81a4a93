//! What the two talked about: one talk on two devices with a time-out in it, one on a device that was passed.

use domain::space::Command as Space;
use domain::talk::{self, Devices, Mark, Side, TopicFrom, USUAL_TURN_SECONDS};
use domain::{Command, Couple, TalkId, TopicId};

use super::asked::WORK;
use super::told::WINTER;
use super::{Script, When3, Who, hurt};

const FINDING_OUT: &str = "What it was like to find out";

impl Script {
    /// Topics, talks, and who feels heard.
    pub(super) fn talks(&mut self) {
        self.about_work();
        self.after_the_time_out();
        self.about_finding_out();
        // Waits for a quiet evening.
        self.add((4, 20, 15), Who::Sam, |_| {
            let text = "A weekend away, and what you would need for it".to_owned();
            let (from, for_day) = (TopicFrom::OwnWords, None);
            Some(Command::Talk(talk::Command::NameTopic { from, text, for_day }))
        });
    }

    fn about_work(&mut self) {
        use Who::{Noor, Sam};
        self.ask_for_talk((56, 20, 0), Devices::Two, WORK);
        self.talk((56, 20, 2), Sam, |talk| talk::Command::Join { talk });
        self.pass((56, 20, 3), Noor, (0, Side::Asker));
        self.say_back((56, 20, 7), Sam, 0, "That you want to know every day whether I saw them.");
        self.talk((56, 20, 8), Noor, |talk| talk::Command::Mark { talk, turn: 0, mark: Mark::NotQuite });
        self.say_back(
            (56, 20, 10),
            Sam,
            0,
            "That you picture it every day, whether I saw them or not, and that you are alone with it.",
        );
        self.talk((56, 20, 11), Noor, |talk| talk::Command::Mark { talk, turn: 0, mark: Mark::Heard });
        self.pass((56, 20, 12), Noor, (1, Side::Other));
        self.add((56, 20, 15), Noor, |_| Some(Command::Space(Space::TakeTimeOut { minutes: 20 })));
    }

    fn after_the_time_out(&mut self) {
        use Who::{Noor, Sam};
        self.talk((56, 20, 36), Noor, |talk| talk::Command::ComeBack { talk });
        self.talk((56, 20, 37), Sam, |talk| talk::Command::ComeBack { talk });
        self.say_back(
            (56, 20, 42),
            Noor,
            1,
            "You asked to be moved to another floor, and they said from next month.",
        );
        self.talk((56, 20, 43), Sam, |talk| talk::Command::Mark { talk, turn: 1, mark: Mark::Heard });
        self.talk((56, 20, 45), Sam, |talk| talk::Command::End { talk });
        self.say_kindly((56, 20, 48), Sam, Side::Other, "Thank you for coming back after the break.");
        self.say_kindly((56, 20, 49), Noor, Side::Asker, "You did not defend yourself. I noticed.");
        self.talked_through((55, 21, 5), Noor, WORK);
        self.talked_through((54, 20, 20), Sam, WORK);
    }

    /// After this one Noor felt heard.
    fn about_finding_out(&mut self) {
        use Who::{Noor, Sam};
        self.add((26, 20, 30), Noor, |couple| {
            let (from, text) = (TopicFrom::Hurt(hurt(couple, WINTER)?), FINDING_OUT.to_owned());
            Some(Command::Talk(talk::Command::NameTopic { from, text, for_day: None }))
        });
        self.ask_for_talk((24, 19, 50), Devices::One, FINDING_OUT);
        self.pass((24, 19, 52), Noor, (0, Side::Asker));
        self.say_back(
            (24, 19, 57),
            Noor,
            0,
            "You stood in the kitchen with my phone in your hand, and for a minute you hoped that it was a mistake.",
        );
        self.talk((24, 19, 58), Noor, |talk| talk::Command::Mark { talk, turn: 0, mark: Mark::Heard });
        self.talk((24, 20, 20), Noor, |talk| talk::Command::End { talk });
        self.say_kindly(
            (24, 20, 22),
            Noor,
            Side::Asker,
            "For the first time I was not alone in that kitchen.",
        );
        self.say_kindly((24, 20, 23), Noor, Side::Other, "I am glad that you told me all of it.");
        self.talked_through((24, 20, 30), Noor, FINDING_OUT);
        self.talked_through((24, 20, 40), Sam, FINDING_OUT);
        self.add((23, 8, 40), Noor, |couple| {
            Some(Command::Talk(talk::Command::FeelHeard { hurt: hurt(couple, WINTER)?, heard: true }))
        });
    }

    /// Both times it was Noor who asked.
    fn ask_for_talk(&mut self, at: When3, on: Devices, about: &'static str) {
        self.add(at, Who::Noor, move |couple| {
            let topic = Some(topic(couple, about)?);
            Some(Command::Talk(talk::Command::Ask { on, topic, turn_seconds: USUAL_TURN_SECONDS }))
        });
    }

    fn talk(&mut self, at: When3, who: Who, what: impl Fn(TalkId) -> talk::Command + 'static) {
        let now = self.moment(at);
        self.add(at, who, move |couple| Some(Command::Talk(what(couple.talk.open(&now)?.id))));
    }

    fn pass(&mut self, at: When3, who: Who, (turn, to): (u16, Side)) {
        self.talk(at, who, move |talk| talk::Command::PassFloor { talk, turn, to });
    }

    fn say_back(&mut self, at: When3, who: Who, turn: u16, text: &'static str) {
        self.talk(at, who, move |talk| talk::Command::SayBack { talk, turn, text: text.to_owned() });
    }

    fn say_kindly(&mut self, at: When3, who: Who, whose: Side, text: &'static str) {
        self.add(at, who, move |couple| {
            let (talk, text) = (couple.talk.held().last()?.id, text.to_owned());
            Some(Command::Talk(talk::Command::SayKindly { talk, whose, text }))
        });
    }

    fn talked_through(&mut self, at: When3, who: Who, text: &'static str) {
        self.add(at, who, move |couple| {
            let topic = topic(couple, text)?;
            Some(Command::Talk(talk::Command::TalkedThrough { topic, through: true }))
        });
    }
}

fn topic(couple: &Couple, text: &str) -> Option<TopicId> {
    couple.talk.topics().into_iter().find(|it| it.text == text).map(|it| it.id)
}
