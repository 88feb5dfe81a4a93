//! What two made-up people did in twelve weeks, act by act, counted back from today.

use domain::check_in::{Answers, Facet};
use domain::promises::{NewPromise, Repeat, Seen, Source, When};
use domain::questions::{Hours, Mark, NewAnswer, Shelf, Sure};
use domain::{Command, Couple, Day, Moment, PromiseId, QuestionId, check_in, promises, questions};

use super::moment_before;
use super::weeks::{Said, WEEKS, Week};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Asked most of the questions.
    Noor,
    /// Made most of the promises.
    Sam,
}

impl Who {
    /// What the other calls them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Noor => "Noor",
            Self::Sam => "Sam",
        }
    }
}

type What = Box<dyn Fn(&Couple) -> Option<Command>>;

/// One thing somebody did.
pub struct Act {
    /// When, on their wall clock.
    pub at: Moment,
    /// Who.
    pub who: Who,
    what: What,
}

impl Act {
    /// The command, as the journey stands then.
    #[must_use]
    pub fn command(&self, couple: &Couple) -> Option<Command> {
        (self.what)(couple)
    }
}

/// Days before today, hour, minute.
type When3 = (i32, u8, u8);

struct Script {
    now: Moment,
    acts: Vec<Act>,
}

/// Everything the two did up to now, in order.
#[must_use]
pub fn script(now: &Moment) -> Vec<Act> {
    let mut script = Script { now: *now, acts: Vec::new() };
    script.check_ins();
    script.late_meetings();
    script.good_things();
    script.the_bill();
    script.evenings_without_phone();
    script.what_was_asked_first();
    script.what_was_asked_in_the_hours();
    script.what_rests();
    script.acts.retain(|it| it.at.ms <= now.ms);
    lean::sort(&mut script.acts, &|one, other| one.at.ms < other.at.ms);
    script.acts
}

impl Script {
    fn add(&mut self, at: When3, who: Who, what: impl Fn(&Couple) -> Option<Command> + 'static) {
        let at = moment_before(&self.now, at);
        self.acts.push(Act { at, who, what: Box::new(what) });
    }

    fn day(&self, days_ago: i32) -> Day {
        self.now.today().plus(-days_ago)
    }

    /// Every week on the weekday of today, so that today is the day again.
    fn check_ins(&mut self) {
        let weekday = self.now.today().weekday();
        self.add((85, 20, 40), Who::Noor, move |_| {
            Some(Command::CheckIn(check_in::Command::PickDay(weekday)))
        });
        for (week, days_ago) in WEEKS.iter().zip((1..=12).rev().map(|it| it * 7)) {
            let late = u8::try_from(days_ago % 5).unwrap_or(0) * 7;
            match week {
                Week::Together { noor, sam } => {
                    self.add((days_ago, 19, 4 + late), Who::Noor, move |_| Some(seal(noor)));
                    self.add((days_ago, 21, 31 - late), Who::Sam, move |_| Some(seal(sam)));
                }
                Week::Apart { noor, sam } => {
                    self.add((days_ago, 22, 12), Who::Noor, move |_| Some(keep(noor)));
                    self.add((days_ago, 22, 48), Who::Sam, move |_| Some(keep(sam)));
                }
            }
        }
        self.todays_check_in();
    }

    /// Noor has sealed this week's already; whoever looks around as Sam can seal too, and see both open.
    fn todays_check_in(&mut self) {
        const TODAY: Said = Said {
            facets: [Some(6), Some(5), Some(8), Some(4), Some(7), Some(6), Some(7)],
            appreciation: Some("Home before seven, and the table was laid."),
            need: Some("One evening this week with nobody else's news."),
        };
        let mut at = self.now;
        let minutes = i64::from(at.local.hour()) * 60 + i64::from(at.local.minute());
        let back = minutes.min(20);
        at.ms = at.ms.saturating_sub(u64::try_from(back).unwrap_or(0) * 60_000);
        at.local = at.local.plus_minutes(-back);
        self.acts.push(Act { at, who: Who::Noor, what: Box::new(|_| Some(seal(&TODAY))) });
    }

    /// A promise for eleven weeks: kept mostly, missed twice and said first, once unclear.
    fn late_meetings(&mut self) {
        const WORDS: &str = "Home by seven on the long day, or a message before six";
        let from = self.day(79);
        self.add((82, 21, 10), Who::Sam, move |_| {
            make(WORDS, Source::Myself, from, Repeat::Weekly { every: 1, on: one(from) })
        });
        for days_ago in (1..=11).rev().map(|it| it * 7 + 2) {
            let on = self.day(days_ago);
            let missed = match days_ago {
                65 => Some(
                    "The review ran over and I did not look at the clock. An alarm rings at half past five now.",
                ),
                37 => Some("My battery was empty when it mattered. I carry a charger from today on."),
                _ => None,
            };
            let seen = match days_ago {
                65 | 37 => Seen::Missed,
                44 => Seen::Unclear,
                _ => Seen::Kept,
            };
            self.report((days_ago, 21, 20), Who::Sam, WORDS, on, missed);
            self.confirm((days_ago - 1, 8, 15), Who::Noor, WORDS, on, seen);
        }
        // The newest one waits for Noor's word.
        let on = self.day(2);
        self.report((2, 21, 5), Who::Sam, WORDS, on, None);
    }

    /// From something Sam needs: "To hear it when something was good."
    fn good_things(&mut self) {
        const WORDS: &str = "Before we check in, I say one thing that was good this week";
        let from = self.day(49);
        self.add((51, 20, 30), Who::Noor, move |_| {
            make(WORDS, Source::Need, from, Repeat::Weekly { every: 1, on: one(from) })
        });
        for days_ago in (1..=7).rev().map(|it| it * 7) {
            let on = self.day(days_ago);
            let missed = (days_ago == 28)
                .then_some("It was that week, and nothing came out. I wrote it on a note the day after.");
            let seen = if missed.is_some() { Seen::Missed } else { Seen::Kept };
            self.report((days_ago, 18, 50), Who::Noor, WORDS, on, missed);
            self.confirm((days_ago - 1, 7, 40), Who::Sam, WORDS, on, seen);
        }
    }

    /// Every month on its last day, whatever its length.
    fn the_bill(&mut self) {
        const WORDS: &str = "We go through the phone bill together at the end of the month";
        let from = self.day(74);
        let repeat = Repeat::MonthlyOn { every: 1, day: 31 };
        self.add((74, 20, 55), Who::Sam, move |_| make(WORDS, Source::Agreement, from, repeat));
        let when = When { from, until: None, repeat };
        for on in when.days(from.plus(1), self.day(1), 4) {
            let days_ago = self.now.today().days_since(on);
            self.report((days_ago, 20, 45), Who::Sam, WORDS, on, None);
            self.confirm((days_ago - 1, 9, 5), Who::Noor, WORDS, on, Seen::Kept);
        }
    }

    /// One that Noor let Sam go of when it was not needed any more.
    fn evenings_without_phone(&mut self) {
        const WORDS: &str = "One evening a week, my phone stays on the kitchen shelf";
        let from = self.day(66);
        self.add((66, 12, 20), Who::Sam, move |_| {
            let repeat = Repeat::Weekly { every: 1, on: one(from) };
            make(WORDS, Source::Myself, from, repeat)
        });
        for days_ago in [66, 59, 52, 45, 38] {
            let on = self.day(days_ago);
            self.report((days_ago, 23, 5), Who::Sam, WORDS, on, None);
            self.confirm((days_ago - 1, 11, 30), Who::Noor, WORDS, on, Seen::Kept);
        }
        self.add((33, 19, 25), Who::Noor, |couple| {
            let promise = promise(couple, WORDS)?;
            Some(Command::Promises(promises::Command::LetGo { promise }))
        });
    }

    fn report(&mut self, at: When3, who: Who, words: &'static str, on: Day, missed: Option<&'static str>) {
        self.add(at, who, move |couple| {
            let promise = promise(couple, words)?;
            Some(Command::Promises(match missed {
                Some(it) => promises::Command::ReportMissed { promise, on, what_i_do: it.to_owned() },
                None => promises::Command::ReportKept { promise, on },
            }))
        });
    }

    fn confirm(&mut self, at: When3, who: Who, words: &'static str, on: Day, seen: Seen) {
        self.add(at, who, move |couple| {
            let promise = promise(couple, words)?;
            Some(Command::Promises(promises::Command::Confirm { promise, on, seen }))
        });
    }

    fn what_was_asked_first(&mut self) {
        const KNEW: &str = "Did anyone in our house know before I did?";
        const START: &str = "When did it start?";
        const TOLD: &str = "What did you tell each other about me?";
        const WORK: &str = "Do you still see each other at work?";
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
        let by = self.day(46);
        self.answer((50, 20, 11), Who::Sam, MONEY, move || NewAnswer::INeedUntil(by));
        self.answer((47, 20, 14), Who::Sam, MONEY, || {
            written("Yes: two hotel nights, 240 in all, from my own account. I have gone through every statement. There is nothing else.")
        });
        self.mark((46, 9, 20), Who::Noor, MONEY, Mark::Answered);
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
        const FOUND_OUT: &str = "Would you have told me, if I had not found out?";
        const WHERE: &str = "Where exactly did you sleep together, and what was it like?";
        self.ask((15, 23, 20), Who::Noor, FOUND_OUT, (Shelf::NotYet, 0));
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
            Some(Command::Questions(questions::Command::Write { text, shelf, rest_hours, sure }))
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

fn answers(said: &Said) -> Answers {
    let mut answers = Answers::default();
    for (facet, rating) in Facet::ALL.into_iter().zip(said.facets) {
        answers.rate(facet, rating);
    }
    answers.appreciation = said.appreciation.map(str::to_owned);
    answers.need = said.need.map(str::to_owned);
    answers
}

fn seal(said: &Said) -> Command {
    Command::CheckIn(check_in::Command::Seal(answers(said)))
}

fn keep(said: &Said) -> Command {
    Command::CheckIn(check_in::Command::KeepForMyself(answers(said)))
}

fn make(words: &str, source: Source, from: Day, repeat: Repeat) -> Option<Command> {
    let when = When { from, until: None, repeat };
    let new = NewPromise { words: words.to_owned(), source, when, in_place_of: None };
    Some(Command::Promises(promises::Command::Make(new)))
}

fn one(day: Day) -> domain::Weekdays {
    domain::Weekdays::of(&[day.weekday()])
}

fn written(text: &str) -> NewAnswer {
    NewAnswer::Written(text.to_owned())
}

fn promise(couple: &Couple, words: &str) -> Option<PromiseId> {
    couple.promises.all().into_iter().find(|it| it.words == words).map(|it| it.id)
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
