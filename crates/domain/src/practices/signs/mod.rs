//! Signs of lack of trust: a private look at the last seven days, asked about oneself and, separately, as felt from the
//! other. Each sign leads to the practice that answers it. The lines stay in the vault; sharing is one answer at a time.

mod lines;
#[cfg(test)]
mod tests;
mod words;

pub use lines::{Line, Point};
pub use words::{
    Answer, Command, Event, Forgotten, Given, Looked, Often, Refusal, Shared, Sign, Whose, Withdrawn,
};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::PersonId;
use crate::path::{Because, Suggestion, What, Work};
use crate::practice::{Deciding, Practice, Sealing, Stamped};
use lean::Table;

/// A look covers so many days, and after so many the next one is worth it.
pub const DAYS: i32 = 7;

/// More looks than ten years have days.
const MOST_LOOKS: usize = 4_000;

/// More shared answers than anyone honest shares.
const MOST_SHARED: usize = 4_000;

lean::row! {
    /// The viewer's looks, and the answers that were shared.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Signs {
        #[n(0)]
        pub(crate) ours: Vec<Given>,
        #[n(1)]
        mine: Table<Day, Vec<Answer>>,
    }
}

/// The answers in order, each sign and side once; the last word counts.
fn tidy(answers: &[Answer]) -> Vec<Answer> {
    let mut all: Vec<Answer> = Vec::new();
    for answer in answers {
        all.retain(|it| (it.sign, it.whose) != (answer.sign, answer.whose));
        let at = all.partition_point(|it| (it.sign, it.whose) < (answer.sign, answer.whose));
        all.insert(at, *answer);
    }
    all
}

/// Whether being looked through, questioned or not let out of sight was felt from the other on most days: more than a
/// sign, if it frightens. The screen then names the page that asks whether this is safe. Nothing else follows from it.
#[must_use]
pub fn feels_watched(answers: &[Answer]) -> bool {
    let watching = [Sign::HidingOrSnooping, Sign::Questioning, Sign::Clinging];
    answers
        .iter()
        .any(|it| it.whose == Whose::FromYou && watching.contains(&it.sign) && it.often >= Often::MostDays)
}

impl Signs {
    /// The viewer's look of a day.
    #[must_use]
    pub fn look(&self, on: Day) -> Option<&[Answer]> {
        self.mine.get(&on).map(Vec::as_slice)
    }

    /// Every look of the viewer, the latest first.
    pub fn looks(&self) -> impl Iterator<Item = (Day, &[Answer])> {
        self.mine.iter().rev().map(|(on, answers)| (*on, answers.as_slice()))
    }

    /// Whether the viewer looked at the last seven days within them.
    #[must_use]
    pub fn looked_lately(&self, now: &Moment) -> bool {
        let today = now.today();
        self.mine.keys().next_back().is_some_and(|it| today.days_since(*it) < DAYS)
    }

    /// Where the viewer's look of the last seven days leads, by what they saw in themselves on most days.
    pub fn leads_lately(&self, now: &Moment) -> impl Iterator<Item = Work> {
        let last = self.mine.values().next_back().filter(|_| self.looked_lately(now));
        let often = |it: &&Answer| it.whose == Whose::Mine && it.often >= Often::MostDays;
        last.into_iter().flatten().filter(often).map(|it| it.sign.leads_to())
    }

    /// The answers a person shared, in the order in which they were shared.
    pub fn shared_by(&self, person: PersonId) -> impl Iterator<Item = &Given> {
        self.ours.iter().filter(move |it| it.by == person)
    }

    fn is_shared(&self, by: PersonId, on: Day, sign: Sign, whose: Whose) -> bool {
        self.shared_by(by).any(|it| it.on == on && (it.answer.sign, it.answer.whose) == (sign, whose))
    }

    fn follows(&self, with: &Deciding<'_>, command: Command) -> Result<Event, Refusal> {
        match command {
            Command::Look(answers) if answers.is_empty() => Err(Refusal::NothingSaid),
            Command::Look(answers) => {
                Ok(Event::Looked(Looked { on: with.now.today(), answers: tidy(&answers) }))
            }
            Command::Forget { on } if self.mine.contains_key(&on) => Ok(Event::Forgotten(Forgotten { on })),
            Command::Forget { .. } => Err(Refusal::NoSuchAnswer),
            Command::Share { on, answer } => {
                if !self.look(on).is_some_and(|it| it.contains(&answer)) {
                    return Err(Refusal::NoSuchAnswer);
                }
                if self.is_shared(with.me, on, answer.sign, answer.whose) {
                    return Err(Refusal::AlreadyShared);
                }
                Ok(Event::Shared(Shared { on, answer }))
            }
            Command::Withdraw { on, sign, whose } if self.is_shared(with.me, on, sign, whose) => {
                Ok(Event::Withdrawn(Withdrawn { on, sign, whose }))
            }
            Command::Withdraw { .. } => Err(Refusal::NotShared),
        }
    }
}

impl Practice for Signs {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        Ok(vec![couple::Event::Signs(self.follows(with, command)?)])
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        let by = record.author;
        match record.event {
            Event::Looked(it) => {
                let sound = !it.answers.is_empty() && it.answers == tidy(&it.answers);
                if sound && (self.mine.len() < MOST_LOOKS || self.mine.contains_key(&it.on)) {
                    self.mine.insert(it.on, it.answers.clone());
                }
            }
            Event::Forgotten(it) => {
                self.mine.remove(&it.on);
            }
            Event::Shared(Shared { on, answer }) => {
                let full = self.shared_by(by).count() >= MOST_SHARED;
                if !full && !self.is_shared(by, *on, answer.sign, answer.whose) {
                    self.ours.push(Given { by, on: *on, answer: *answer });
                }
            }
            Event::Withdrawn(Withdrawn { on, sign, whose }) => {
                let meant =
                    |it: &Given| (it.by, it.on, it.answer.sign, it.answer.whose) == (by, *on, *sign, *whose);
                self.ours.retain(|it| !meant(it));
            }
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, _: &Moment) -> Vec<Suggestion> {
        let because = Because::TheySharedIt;
        let read = |it: &Given| Suggestion { what: What::ReadSign { on: it.on, answer: it.answer }, because };
        self.ours.iter().filter(|it| it.by != couple.viewer).map(read).collect()
    }
}
