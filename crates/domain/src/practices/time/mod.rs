//! Time: who was hurt sets the pace, hurt by hurt. "Not ready to talk about this" needs no reason and has no due date;
//! a day to look again is that person's own, and nothing here counts days. The other sees "taking time; nothing is
//! needed from you now".

#[cfg(test)]
mod tests;
mod words;

pub use words::{Command, Event, LookAgainNoted, NotReady, Ready, Refusal};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, Moment};
use crate::ids::{HurtId, PersonId};
use crate::path::{Because, Suggestion, What};
use crate::practice::{Deciding, Practice, Sealing, Stamped};
use lean::Table;

/// More hurts than any two have.
const MOST: usize = 400;

lean::row! {
    /// Who takes time, hurt by hurt.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Time {
        /// Those who said last that they are not ready.
        #[n(0)]
        pub(crate) ours: Table<HurtId, Vec<PersonId>>,
        #[n(1)]
        mine: Table<HurtId, Day>,
    }
}

/// The pace of a hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Who was hurt takes time; nothing is needed from the other now.
    NotReady {
        /// The day on which to look again, if the viewer is the one who takes time and has picked one.
        look_again: Option<Day>,
    },
    /// Nothing speaks against talking about it.
    Ready,
}

/// Whether it is for `person` to set the pace of a hurt: who was hurt, or, until that is named by both, anyone who does
/// not call themselves responsible.
fn sets_the_pace(couple: &Couple, hurt: HurtId, person: PersonId) -> bool {
    let Some(known) = couple.hurts.get(hurt) else { return false };
    match known.roles() {
        Some(roles) => roles.hurt == person,
        None => !known.is_responsible(person),
    }
}

impl Time {
    /// The pace of a hurt. Only who was hurt sets it.
    #[must_use]
    pub fn pace(&self, couple: &Couple, hurt: HurtId) -> Pace {
        let taking = self.ours.get(&hurt).map(Vec::as_slice).unwrap_or_default();
        if taking.iter().any(|it| sets_the_pace(couple, hurt, *it)) {
            return Pace::NotReady { look_again: self.mine.get(&hurt).copied() };
        }
        Pace::Ready
    }

    /// Whether nothing speaks against talking about a hurt.
    #[must_use]
    pub fn is_ready(&self, couple: &Couple, hurt: HurtId) -> bool {
        self.pace(couple, hurt) == Pace::Ready
    }

    /// Whether the viewer may set the pace of a hurt.
    #[must_use]
    pub fn is_mine_to_set(&self, couple: &Couple, hurt: HurtId) -> bool {
        sets_the_pace(couple, hurt, couple.viewer)
    }

    /// Whether it is the other who takes time over a hurt, and not the viewer as well.
    #[must_use]
    pub fn is_taken_by_the_other(&self, couple: &Couple, hurt: HurtId) -> bool {
        !self.is_ready(couple, hurt) && !self.takes_time(hurt, couple.viewer)
    }

    /// Whether nothing was ever said about the pace of a hurt.
    #[must_use]
    pub fn is_unsaid(&self, hurt: HurtId) -> bool {
        !self.ours.contains_key(&hurt)
    }

    fn takes_time(&self, hurt: HurtId, person: PersonId) -> bool {
        self.ours.get(&hurt).is_some_and(|it| it.contains(&person))
    }

    fn not_ready(&self, with: &Deciding<'_>, hurt: HurtId, on: Option<Day>) -> Result<Vec<Event>, Refusal> {
        if on.is_some_and(|it| it < with.now.today()) {
            return Err(Refusal::DayIsPast);
        }
        let mut events = Vec::new();
        if !self.takes_time(hurt, with.me) {
            events.push(Event::NotReady(NotReady { hurt }));
        }
        if self.mine.get(&hurt).copied() != on {
            events.push(Event::LookAgainNoted(LookAgainNoted { hurt, on }));
        }
        Ok(events)
    }
}

impl Practice for Time {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        couple: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let (Command::NotReady { hurt, .. } | Command::Ready { hurt }) = command;
        if couple.hurts.get(hurt).is_none() {
            return Err(Refusal::NoSuchHurt);
        }
        if !sets_the_pace(couple, hurt, with.me) {
            return Err(Refusal::OnlyTheHurtPartner);
        }
        let events = match command {
            Command::NotReady { hurt, look_again } => self.not_ready(with, hurt, look_again)?,
            Command::Ready { hurt } if self.takes_time(hurt, with.me) => {
                let noted = self.mine.contains_key(&hurt);
                let forget = Event::LookAgainNoted(LookAgainNoted { hurt, on: None });
                [Event::Ready(Ready { hurt })].into_iter().chain(noted.then_some(forget)).collect()
            }
            Command::Ready { .. } => Vec::new(),
        };
        Ok(events.into_iter().map(couple::Event::Time).collect())
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::NotReady(it) => {
                if self.ours.len() < MOST || self.ours.contains_key(&it.hurt) {
                    let taking = self.ours.or_default(it.hurt);
                    if !taking.contains(&record.author) && taking.len() < 2 {
                        taking.push(record.author);
                    }
                }
            }
            Event::Ready(it) => {
                if let Some(taking) = self.ours.get_mut(&it.hurt) {
                    taking.retain(|it| *it != record.author);
                }
            }
            Event::LookAgainNoted(it) => match it.on {
                Some(day) if self.mine.len() < MOST || self.mine.contains_key(&it.hurt) => {
                    self.mine.insert(it.hurt, day);
                }
                Some(_) => {}
                None => {
                    self.mine.remove(&it.hurt);
                }
            },
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let due = |(hurt, on): (&HurtId, &Day)| {
            let wanted = *on <= now.today() && self.takes_time(*hurt, couple.viewer);
            let known = couple.hurts.get(*hurt).is_some_and(|it| it.is_shared());
            let what = What::LookAgain { hurt: *hurt };
            (wanted && known).then_some(Suggestion { what, because: Because::YouPickedTheDay })
        };
        self.mine.iter().filter_map(due).collect()
    }
}
