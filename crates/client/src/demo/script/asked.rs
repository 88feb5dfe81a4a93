//! What the two asked each other, and what was answered.

use domain::questions::{Hours, Mark, NewAnswer, Shelf, Sure};
use domain::{Command, Couple, Moment, QuestionId, questions};

use super::told::WINTER;
use super::{Script, When3, Who, hurt};

/// Answered with "let's talk": the topic of the first talk.
pub(super) const WORK: &str = "Do you still see each other at work?";

impl Script {
    /// Every question.
    pub(super) fn questions(&mut self) {
        self.what_was_asked_first();
        self.what_was_asked_in_the_hours();
        self.what_rests();
    }

    fn what_was_asked_first(&mut self) {
        const KNEW: &str = "Did anyone in our house know before I did?";
        const START: &str = "When did it start?";
        const TOLD: &str = "What did you tell each other about me?";
        const MONEY: &str = "Is there anything about money I should know?";
        self.ask((83, 21, 50), Who::Noor, KNEW, (Shelf::NeedToKnowNow, 0));
        self.answer((82, 22, 5), Who::Sam, KNEW, || {
            written("No. Nobody in our house, and nobody in your family. My brother has known since March.")
        });
        self.mark((81, 7, 55), Who::Noor, KNEW, Mark::Answered);
        self.ask((80, 19, 15), Who::Noor, START, (Shelf::NeedToKnowNow, 0));
        self.answer((79, 22, 30), Who::Sam, START, || {
            written(
                "In the second week of January, after the dinner at Ines's. It did not start before that.",
            )
        });
        self.mark((78, 8, 10), Who::Noor, START, Mark::Answered);
        self.ask((77, 1, 40), Who::Noor, TOLD, (Shelf::NotSure, 48));
        self.add((76, 10, 5), Who::Noor, |couple| {
            let question = unsent(couple, TOLD)?;
            Some(Command::Questions(questions::Command::TakeBack { question }))
        });
        self.ask((62, 20, 35), Who::Noor, WORK, (Shelf::NotSure, 48));
        self.answer((59, 21, 15), Who::Sam, WORK, || NewAnswer::LetsTalk);
        self.mark((55, 21, 0), Who::Noor, WORK, Mark::Enough);
        self.ask((51, 20, 6), Who::Noor, MONEY, (Shelf::NeedToKnowNow, 0));
        let by = self.day(44);
        self.answer((50, 20, 11), Who::Sam, MONEY, move || NewAnswer::INeedUntil(by));
        self.answer((45, 20, 14), Who::Sam, MONEY, || {
            written("Yes: two hotel nights, 240 in all, from my own account. I have gone through every statement. There is nothing else.")
        });
        self.mark((44, 9, 20), Who::Noor, MONEY, Mark::Answered);
    }

    fn what_was_asked_in_the_hours(&mut self) {
        const AGAIN: &str = "When exactly did it start?";
        const HELPS: &str = "What helps you on the bad days?";
        const WROTE: &str = "Would you tell me if they wrote to you again?";
        const URGE: &str = "What do you do when you feel like writing to them?";
        let daily =
            Hours { on: domain::Weekdays::of(&domain::Weekday::ALL), from_minute: 20 * 60, minutes: 20 };
        self.add((58, 21, 30), Who::Sam, move |_| {
            Some(Command::Questions(questions::Command::ProposeHours { hours: daily }))
        });
        self.add((57, 8, 30), Who::Noor, |couple| {
            let hours = couple.questions.proposed_hours(couple.viewer)?.id;
            Some(Command::Questions(questions::Command::AgreeToHours { hours }))
        });
        self.ask((40, 20, 8), Who::Sam, HELPS, (Shelf::NeedToKnowNow, 0));
        self.answer((39, 20, 2), Who::Noor, HELPS, || {
            written("Being asked once how I am. And then that you stay in the room without asking again.")
        });
        self.mark((39, 20, 9), Who::Sam, HELPS, Mark::Answered);
        self.ask((34, 20, 5), Who::Noor, AGAIN, (Shelf::NeedToKnowNow, 0));
        self.answer((33, 20, 16), Who::Sam, AGAIN, || {
            written("The eleventh of January. I looked it up, so that it is the day and not about the day.")
        });
        self.mark((32, 7, 50), Who::Noor, AGAIN, Mark::Enough);
        self.ask((20, 20, 3), Who::Noor, WROTE, (Shelf::NeedToKnowNow, 0));
        self.answer((19, 20, 7), Who::Sam, WROTE, || {
            written("Yes, the same day. It happened once, on Tuesday: \"Hope you are well.\" I did not answer. I will show you.")
        });
        self.mark((18, 9, 0), Who::Noor, WROTE, Mark::Answered);
        self.ask((2, 20, 2), Who::Noor, URGE, (Shelf::NeedToKnowNow, 0));
    }

    fn what_rests(&mut self) {
        const WHERE: &str = "Where exactly did you sleep together, and what was it like?";
        self.ask((1, 23, 45), Who::Noor, WHERE, (Shelf::NotSure, 48));
    }

    /// Asks. What the app shows before (an earlier answer, a gentle "are you sure?") was seen.
    fn ask(&mut self, at: When3, who: Who, text: &'static str, (shelf, rest_hours): (Shelf, u16)) {
        self.add(at, who, move |couple| {
            let close = couple.questions.asked_before(couple.viewer, text);
            let sure = Sure {
                though_asked_before: close.first().map(|it| it.question.id),
                though_it_asks_for_pictures: true,
            };
            let text = text.to_owned();
            let about = (who == Who::Noor).then(|| hurt(couple, WINTER)).flatten();
            Some(Command::Questions(questions::Command::Write { text, shelf, rest_hours, sure, about }))
        });
    }

    fn answer(&mut self, at: When3, who: Who, text: &'static str, answer: impl Fn() -> NewAnswer + 'static) {
        self.add(at, who, move |couple| {
            let question = asked(couple, text)?;
            Some(Command::Questions(questions::Command::Answer { question, answer: answer() }))
        });
    }

    fn mark(&mut self, at: When3, who: Who, text: &'static str, mark: Mark) {
        self.add(at, who, move |couple| {
            let question = asked(couple, text)?;
            Some(Command::Questions(questions::Command::MarkAs { question, mark }))
        });
    }
}

fn written(text: &str) -> NewAnswer {
    NewAnswer::Written(text.to_owned())
}

fn asked(couple: &Couple, text: &str) -> Option<QuestionId> {
    couple.questions.asked().into_iter().find(|it| it.text == text).map(|it| it.id)
}

fn unsent(couple: &Couple, text: &str) -> Option<QuestionId> {
    let now = Moment { ms: 0, local: domain::WallTime::default() };
    let shelves = couple.questions.shelves(couple, &now);
    let all = [shelves.need_to_know_now, shelves.not_sure, shelves.not_yet].concat();
    all.into_iter().find(|it| it.text == text).map(|it| it.id)
}
