//! The trust check-in: seven sides of trust once a week, sealed by both and opened together, or kept for oneself.
//! It names gaps as something to talk about, never as a fault, and calls change only what is more than one's own
//! wobble.

mod lines;
#[cfg(test)]
mod tests;
mod together;
mod words;

pub use lines::{Line, Point};
pub use together::{Pair, SideBySide, ThisWeek, WeekState};
pub use words::{Answers, Command, DayPicked, Event, FULLY, Facet, Noted, Refusal};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment, Weekday};
use crate::exchange::{self, Subject};
use crate::leaf::Leaf;
use crate::measure::{OwnWriting, Way};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Practice, Sealing, Stamped};
use lean::Table;

/// How many days after its own day Today still shows a check-in that is open: four weeks.
const SHOWN_FOR_DAYS: i32 = 28;

/// From this many points apart, a facet is something to talk about.
pub const SOMETHING_TO_TALK_ABOUT: u8 = 3;

lean::row! {
    /// The check-in's own state; the sealed answers lie in the exchange.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct CheckIn {
        #[n(0)]
        pub(crate) ours: Picked,
        #[n(1)]
        mine: Table<Day, Leaf<Answers>>,
    }
}

lean::row! {
    /// The day that was picked.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Picked {
        #[n(0)]
        weekday: Option<Weekday>,
    }
}

impl CheckIn {
    /// The weekday of the check-in. Until one is picked it is Sunday.
    #[must_use]
    pub fn weekday(&self) -> Weekday {
        self.ours.weekday.unwrap_or(Weekday::Sunday)
    }

    /// Whether one of the two picked the day.
    #[must_use]
    pub fn is_day_picked(&self) -> bool {
        self.ours.weekday.is_some()
    }

    /// The check-in's day that leads the viewer's present week.
    #[must_use]
    pub fn week_of(&self, now: &Moment) -> Day {
        now.today().latest(self.weekday())
    }

    /// What the viewer keeps for themselves of a week.
    #[must_use]
    pub fn kept_for_myself(&self, week: Day) -> Option<&Answers> {
        self.mine.get(&week).map(|it| &**it)
    }
}

/// The round of a week.
fn round(week: Day) -> crate::ids::RoundId {
    Subject::CheckIn { week }.round()
}

impl From<exchange::Refusal> for Refusal {
    fn from(refusal: exchange::Refusal) -> Self {
        match refusal {
            exchange::Refusal::TooLong => Refusal::LineTooLong,
            exchange::Refusal::AlreadySealed => Refusal::AlreadySealed,
            exchange::Refusal::BothAreSealed => Refusal::BothAreSealed,
            exchange::Refusal::NothingSealed | exchange::Refusal::NothingToRelease => Refusal::NothingSealed,
        }
    }
}

/// Answers that can stand.
fn sound(answers: Answers) -> Result<Answers, Refusal> {
    let answers = answers.tidy();
    answers.flaw().map_or(Ok(answers), Err)
}

impl Practice for CheckIn {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let in_round =
            |events: Vec<exchange::Event>| events.into_iter().map(couple::Event::Exchange).collect();
        match command {
            Command::Seal(answers) => {
                let week = self.week_of(&with.now);
                let text = sound(answers)?.to_cbor();
                Ok(in_round(couple.exchange.seal(with, Subject::CheckIn { week }, &text)?))
            }
            Command::TakeBack { week } => Ok(in_round(couple.exchange.take_back(with.me, round(week))?)),
            Command::KeepForMyself(answers) => {
                let noted = Noted { week: self.week_of(&with.now), answers: sound(answers)? };
                Ok(vec![couple::Event::CheckIn(Event::Noted(noted))])
            }
            Command::PickDay(weekday) if self.ours.weekday == Some(weekday) => Ok(Vec::new()),
            Command::PickDay(weekday) => {
                Ok(vec![couple::Event::CheckIn(Event::DayPicked(DayPicked { weekday }))])
            }
        }
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::Noted(Noted { week, answers }) if answers.flaw().is_none() => {
                self.mine.insert(*week, Leaf::new(answers.clone()));
            }
            Event::Noted(_) => {}
            Event::DayPicked(DayPicked { weekday }) => self.ours.weekday = Some(*weekday),
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let week = self.week_of(now);
        // Without the other, or while either has space, it can be kept for oneself.
        let alone = couple.people.together(couple.viewer) != crate::people::Together::Both
            || couple.space.now(now).is_quiet();
        let to_write = match self.this_week(couple, now).state {
            WeekState::ToWrite if self.kept_for_myself(week).is_none() => {
                let because = match (alone, now.today() == week && self.is_day_picked()) {
                    (true, _) => Because::ItHelpsAlsoAlone,
                    (false, true) => Because::ItIsTheDayYouPicked,
                    (false, false) => Because::OnceAWeek,
                };
                Some((What::CheckIn { week }, because))
            }
            _ => None,
        };
        // Also when it opened after the week had turned: one of the two was without a network.
        let opened = self.just_opened(couple, now);
        let opened = opened.map(|week| (What::LookAtCheckIn { week }, Because::BothAreOpen));
        let both = opened.into_iter().chain(to_write);
        both.map(|(what, because)| Suggestion { what, because }).collect()
    }

    /// A need looks forward; an appreciation is of the day.
    fn wrote(&self, couple: &Couple, to: &mut OwnWriting) {
        let kept = self.mine.iter().filter(|(week, _)| to.covers(**week));
        let kept = kept.map(|(week, answers)| (*week, (**answers).clone()));
        let mine = |week| couple.exchange.mine(round(week), couple.viewer).and_then(Answers::from_cbor);
        let sealed = Self::weeks(couple).filter(|it| to.covers(*it)).filter_map(|it| Some((it, mine(it)?)));
        let needs: Vec<(Day, Option<String>)> =
            kept.chain(sealed).map(|(week, it)| (week, it.need)).collect();
        for (week, need) in needs {
            to.add(week, Way::Forward, need.as_deref().unwrap_or_default());
        }
    }
}
