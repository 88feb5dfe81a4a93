//! One day of the two: what they do, in the order of the day.

use std::rc::Rc;

use client::Ours;
use client::ports::Clock as _;
use domain::promises::{NewPromise, Repeat, Seen, Source, When};
use domain::questions::{Mark, NewAnswer, Shelf, Sure};
use domain::{Command, PromiseId, check_in, drafts, promises, questions};

use super::ports::Wall;

/// Promises are made anew after so many days.
const SEASON: u32 = 90;
/// Promises each has at a time, each to be reported and confirmed every day.
const PROMISES: usize = 3;
const HOUR_MS: u64 = 3_600_000;

/// Sentences of the length people write.
const LINES: [&str; 8] = [
    "I put the phone on the shelf when I come in, and it stays there until the table is cleared.",
    "You asked how my day was, and then you waited until I had an answer. I had missed that.",
    "It was a hard evening. I would like us to begin again tomorrow, at the window, with tea.",
    "I say where I am before you have to wonder, also when it is late and I would rather not.",
    "What I need is a little time before I answer, so that it is the whole of it and not pieces.",
    "We went the long way round the lake and did not speak of it once, and it was good like that.",
    "I was angry and stayed in the room all the same. Both of these are true at the same time.",
    "Half an hour on Sunday in which we look at the week that comes, with the calendar between us.",
];

fn line(number: u32) -> &'static str {
    LINES.get(number as usize % LINES.len()).copied().unwrap_or_default()
}

/// One of the two, and the promises that hold now.
pub(super) struct Person {
    ours: Rc<Ours>,
    wall: Rc<Wall>,
    promises: Vec<PromiseId>,
}

impl Person {
    pub(super) fn new(ours: Rc<Ours>, wall: Rc<Wall>) -> Self {
        Self { ours, wall, promises: Vec::new() }
    }

    /// Sends what was done, and looks what the other did.
    pub(super) async fn looks(&self) {
        self.ours.look_again();
        self.ours.tick();
        self.ours.work().await;
    }

    pub(super) fn records(&self) -> usize {
        self.ours.read(|it| it.history().records().count())
    }

    fn does(&self, command: Command) -> anyhow::Result<()> {
        Ok(self.ours.perform(command)?)
    }

    fn promises_anew(&mut self, day: u32) -> anyhow::Result<()> {
        for promise in std::mem::take(&mut self.promises) {
            self.does(Command::Promises(promises::Command::End { promise }))?;
        }
        for number in 0..PROMISES {
            let (me, today) = (self.ours.read(|it| it.couple().viewer), self.today());
            let new = NewPromise {
                words: format!("{} ({day})", line(day + number as u32)),
                source: Source::Myself,
                when: When { from: today, until: None, repeat: Repeat::Daily { every: 1 } },
                in_place_of: None,
            };
            self.does(Command::Promises(promises::Command::Make(new)))?;
            let made = self.ours.read(|it| it.couple().promises.made_by(me).last().map(|it| it.id));
            self.promises.extend(made);
        }
        Ok(())
    }

    fn today(&self) -> domain::Day {
        self.wall.moment().today()
    }

    fn reports(&self, day: u32) -> anyhow::Result<()> {
        let on = self.today();
        for (number, promise) in self.promises.iter().copied().enumerate() {
            let missed = (day as usize + number).is_multiple_of(17);
            self.does(Command::Promises(if missed {
                promises::Command::ReportMissed { promise, on, what_i_do: line(day).to_owned() }
            } else {
                promises::Command::ReportKept { promise, on }
            }))?;
        }
        Ok(())
    }

    fn confirms(&self, other: &Self, day: u32) -> anyhow::Result<()> {
        let on = self.today();
        for (number, promise) in other.promises.iter().copied().enumerate() {
            let missed = (day as usize + number).is_multiple_of(17);
            let seen = if missed { Seen::Missed } else { Seen::Kept };
            self.does(Command::Promises(promises::Command::Confirm { promise, on, seen }))?;
        }
        Ok(())
    }

    /// What the app shows before (an earlier answer, a gentle "are you sure?") was seen.
    fn asks(&self, text: &str) -> anyhow::Result<()> {
        let before = self.ours.read(|it| {
            let couple = it.couple();
            couple.questions.asked_before(couple.viewer, text).first().map(|it| it.question.id)
        });
        let sure = Sure { though_asked_before: before, though_it_asks_for_pictures: true };
        let (text, shelf) = (text.to_owned(), Shelf::NeedToKnowNow);
        self.does(Command::Questions(questions::Command::Write {
            text,
            shelf,
            rest_hours: 0,
            sure,
            about: None,
        }))
    }

    fn question(&self, text: &str) -> Option<domain::QuestionId> {
        self.ours
            .read(|it| it.couple().questions.asked().iter().rev().find(|it| it.text == text).map(|it| it.id))
    }

    fn answers(&self, text: &str, day: u32) -> anyhow::Result<()> {
        let Some(question) = self.question(text) else {
            anyhow::bail!("the question did not arrive: {text}")
        };
        let answer = NewAnswer::Written(line(day + 3).to_owned());
        self.does(Command::Questions(questions::Command::Answer { question, answer }))
    }

    fn is_answered(&self, text: &str) -> anyhow::Result<()> {
        let Some(question) = self.question(text) else { anyhow::bail!("the question is gone: {text}") };
        let mark = Mark::Answered;
        self.does(Command::Questions(questions::Command::MarkAs { question, mark }))
    }

    fn checks_in(&self, day: u32) -> anyhow::Result<()> {
        let mut answers = check_in::Answers::default();
        for (number, facet) in (0_u32..).zip(check_in::Facet::ALL) {
            answers.rate(facet, u8::try_from((day / 7 + number) % 11).ok());
        }
        answers.appreciation = Some(line(day + 1).to_owned());
        answers.need = Some(line(day + 4).to_owned());
        self.does(Command::CheckIn(check_in::Command::Seal(answers)))
    }

    /// Something begun and put away, until this many records are there.
    fn drafts_until(&self, wanted: usize, day: u32) -> anyhow::Result<()> {
        for number in 0_u32.. {
            if self.records() >= wanted {
                break;
            }
            let key = format!("questions/ask/{}", number % 5);
            let text = format!("{} {} {day}.{number}", line(day + number), line(number));
            self.does(Command::Drafts(drafts::Command::Save { key, text }))?;
        }
        Ok(())
    }
}

/// Both, on their way through the days.
pub(super) struct Two {
    pub(super) noor: Person,
    pub(super) sam: Person,
    pub(super) wall: Rc<Wall>,
}

impl Two {
    /// Both look: what one did is known to the other, and what follows by itself has come through.
    pub(super) async fn meet(&self) {
        for person in [&self.noor, &self.sam, &self.noor] {
            person.looks().await;
        }
    }

    /// One day, at whose end both have about this many records.
    pub(super) async fn live(&mut self, day: u32, midnight: u64, wanted: usize) -> anyhow::Result<()> {
        self.wall.set(midnight + 8 * HOUR_MS);
        if day.is_multiple_of(SEASON) {
            self.noor.promises_anew(day)?;
            self.sam.promises_anew(day)?;
        }
        if day == 0 {
            let today = self.noor.today().weekday();
            self.noor.does(Command::CheckIn(check_in::Command::PickDay(today)))?;
        }
        self.noor.reports(day)?;
        self.sam.reports(day)?;
        let text = format!("On day {day}: what did you mean by “{}”?", line(day + 5));
        let (asker, answerer) =
            if day.is_multiple_of(3) { (&self.noor, &self.sam) } else { (&self.sam, &self.noor) };
        let asked = day % 3 != 2;
        if asked {
            asker.asks(&text)?;
        }
        self.meet().await;
        self.wall.set(midnight + 20 * HOUR_MS);
        self.noor.confirms(&self.sam, day)?;
        self.sam.confirms(&self.noor, day)?;
        if asked {
            answerer.answers(&text, day)?;
        }
        if day.is_multiple_of(7) {
            self.noor.checks_in(day)?;
            self.sam.checks_in(day)?;
        }
        self.meet().await;
        self.wall.set(midnight + 21 * HOUR_MS);
        if asked {
            asker.is_answered(&text)?;
        }
        self.noor.drafts_until(wanted, day)?;
        self.sam.drafts_until(wanted, day)
    }
}
