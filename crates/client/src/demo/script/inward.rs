//! What each of the two looked at in themselves: why, what they learned, and what of the past was set down.

use domain::ground_rules::About;
use domain::learning::{self, Part as Learned};
use domain::questions::{Shelf, Sure};
use domain::setting_down::{self, Plan};
use domain::why::{self, Part, Previewed, ToEnd};
use domain::{Across, Command, Couple, LessonId, ThoughtId};

use super::told::WINTER;
use super::{Script, When3, Who, hurt};

/// One part of why, and on which day, at which hour and minute it was written.
const WHY: [(When3, Part, &str); 10] = [
    (
        (68, 23, 10),
        Part::WhatIDid,
        "I answered a message at the kitchen table while you were in the next room. Then I answered the next one.",
    ),
    (
        (67, 22, 50),
        Part::WhatIToldMyself,
        "That it was only talking. That you would not want to know. That I would stop before it counted.",
    ),
    (
        (65, 23, 20),
        Part::WhatWasMissing,
        "I felt useless at work and tired at home, and I told nobody, least of all you.",
    ),
    ((65, 23, 31), Part::WhatIWanted, "To be somebody without a history for an hour."),
    (
        (63, 22, 40),
        Part::WhatIKnew,
        "That it would break you if you knew. I knew it every time I locked the phone.",
    ),
    ((61, 22, 15), Part::Cause, "I run from shame, and a lie is the shortest way out of a room."),
    (
        (61, 22, 28),
        Part::Excuse,
        "“We had grown apart.” That is true of many people who did not do what I did.",
    ),
    (
        (60, 22, 35),
        Part::Responsibility,
        "Nobody pushed me. There were a hundred evenings on which I could have said it.",
    ),
    (
        (57, 22, 20),
        Part::Summary,
        "I did not do it because of you. I was ashamed of failing at work, and instead of saying so I went where nobody knew me. Each lie made the next one easier.",
    ),
    (
        (57, 22, 41),
        Part::Different,
        "When I am ashamed of something I say it the same week, also when it is small. Every second week I see somebody about it.",
    ),
];

const WITHIN_THE_WEEK: &str = "What weighs on either of us is said within the week, at the table.";
const STREET: &str = "Their street lies on my way to the dentist.";
const TOLD_ME: &str = "Would you ever have said anything?";

impl Script {
    /// What was written by each for themselves first.
    pub(super) fn looking_inward(&mut self) {
        self.why();
        self.lessons();
        self.lessons_open();
        self.thoughts();
        self.plan();
    }

    fn why(&mut self) {
        self.add((68, 23, 0), Who::Sam, |couple| {
            Some(Command::Why(why::Command::Begin { hurt: hurt(couple, WINTER) }))
        });
        for (at, part, text) in WHY {
            self.add(at, Who::Sam, move |couple| {
                let (why, text) = (couple.why.writings().next()?.id, text.to_owned());
                Some(Command::Why(why::Command::Write { why, part, text }))
            });
        }
        self.add((59, 23, 15), Who::Sam, |couple| {
            let why = couple.why.writings().next()?.id;
            Some(Command::Why(why::Command::SayWhetherToEnd { why, answer: ToEnd::No }))
        });
        self.add((54, 21, 10), Who::Sam, |couple| {
            let own = couple.why.writings().next()?;
            let part = |it| own.part(it).unwrap_or_default().to_owned();
            let previewed = Previewed { summary: part(Part::Summary), different: part(Part::Different) };
            Some(Command::Why(why::Command::Share { why: own.id, previewed }))
        });
    }

    fn lessons(&mut self) {
        use Who::{Noor, Sam};
        let pained = "That I could look at you while I lied. It was not the hotel, it was the look.";
        self.learn((52, 22, 0), Sam, Learned::WhatPainedYou, pained);
        let mistakes = "I waited to be asked, and called it not wanting to hurt you.";
        self.learn((52, 22, 14), Sam, Learned::MyMistakes, mistakes);
        self.learn(
            (51, 22, 30),
            Sam,
            Learned::WhatINowKnow,
            "What I keep back for your sake, I keep back for mine.",
        );
        let pained = "That I spoke of your work as if it were a phase.";
        self.learn((50, 21, 40), Noor, Learned::WhatPainedYou, pained);
        let broke = "Long before all this we had stopped asking each other anything.";
        self.learn((50, 21, 52), Noor, Learned::WhatBrokeTrust, broke);
        let know = "I can ask, and I can live with the answer. I did not know that before.";
        self.learn((44, 22, 5), Noor, Learned::WhatINowKnow, know);
        self.add((12, 21, 40), Noor, |_| {
            let text = "Two tired people stand in a hallway. One asks where the other was, the other hears an accusation. Both are afraid of the same thing.".to_owned();
            Some(Command::Learning(learning::Command::SeeFromOutside { text }))
        });
    }

    /// Both open what they learned, and one lesson becomes a line that both agree to.
    fn lessons_open(&mut self) {
        use Who::{Noor, Sam};
        self.add((43, 20, 0), Noor, |_| Some(Command::Learning(learning::Command::Offer)));
        for (at, who) in [((43, 21, 15), Sam), ((41, 20, 30), Noor)] {
            self.add(at, who, |couple| {
                let (lesson, parts) = (lesson(couple)?, Learned::ALL.to_vec());
                Some(Command::Learning(learning::Command::Seal { lesson, parts }))
            });
        }
        self.add((40, 19, 40), Sam, |couple| {
            let (lesson, words) = (lesson(couple)?, WITHIN_THE_WEEK.to_owned());
            Some(Command::Across(Across::RuleLesson { lesson, about: About::SomethingElse, words }))
        });
        self.agree((39, 8, 10), Noor, WITHIN_THE_WEEK);
    }

    fn learn(&mut self, at: When3, who: Who, part: Learned, text: &'static str) {
        self.add(at, who, move |couple| {
            let (lesson, text) = (lesson(couple), text.to_owned());
            Some(Command::Learning(learning::Command::Write {
                lesson,
                part,
                text,
                about: hurt(couple, WINTER),
            }))
        });
    }

    fn thoughts(&mut self) {
        use Who::{Noor, Sam};
        const SONG: &str = "The song from the car. It was on in the shop today.";
        const DREAM: &str = "I dream that you have packed.";
        self.set_down((57, 1, 20), Noor, SONG);
        self.choose((57, 1, 24), Noor, SONG, |thought| setting_down::Command::LetRest { thought }.into());
        self.set_down((33, 12, 40), Noor, STREET);
        self.choose((33, 12, 44), Noor, STREET, |thought| {
            let words = "How I get to places that lie on that street".to_owned();
            Across::BringThought { thought, words, for_day: None }.into()
        });
        self.set_down((30, 22, 30), Sam, DREAM);
        self.choose((30, 22, 33), Sam, DREAM, |thought| {
            setting_down::Command::KeepForCounsellor { thought }.into()
        });
        self.set_down((16, 23, 5), Noor, TOLD_ME);
        self.choose((15, 23, 20), Noor, TOLD_ME, |thought| {
            let text = "Would you have told me, if I had not found out?".to_owned();
            let sure = Sure { though_asked_before: None, though_it_asks_for_pictures: true };
            Across::AskThought { thought, text, shelf: Shelf::NotYet, rest_hours: 0, sure }.into()
        });
        self.set_down((2, 7, 25), Noor, "The way you used to turn the phone over.");
    }

    fn set_down(&mut self, at: When3, who: Who, text: &'static str) {
        self.add(at, who, move |_| {
            Some(Command::SettingDown(setting_down::Command::SetDown { text: text.to_owned() }))
        });
    }

    fn choose(
        &mut self,
        at: When3,
        who: Who,
        text: &'static str,
        what: impl Fn(ThoughtId) -> Command + 'static,
    ) {
        self.add(at, who, move |couple| {
            let thoughts = couple.setting_down.thoughts();
            thoughts.into_iter().find(|it| it.text == text).map(|it| what(it.id))
        });
    }

    /// Noor keeps to herself what helps her.
    fn plan(&mut self) {
        self.add((38, 20, 15), Who::Noor, |_| {
            let plan = Plan {
                what_sets_me_off: "The phone face down on the table. Late trains. That song.".to_owned(),
                what_helps: "Once round the block. Ten slow breaths. Calling my sister.".to_owned(),
                what_i_ask: "Lay the phone face up, and say who wrote without being asked.".to_owned(),
            };
            Some(Command::SettingDown(setting_down::Command::WritePlan(plan)))
        });
        self.add((37, 8, 10), Who::Noor, |couple| {
            let plan = Plan { what_helps: String::new(), ..couple.setting_down.plan().clone() };
            Some(Command::SettingDown(setting_down::Command::SharePlan(plan)))
        });
    }
}

fn lesson(couple: &Couple) -> Option<LessonId> {
    couple.learning.lessons().first().map(|it| it.id)
}
