//! The path: five chapters, moved along by readiness and not by days, and what Today suggests: at most three things,
//! each with its reason, and "not now", which is never counted.

pub mod asking;
mod because;
pub mod chapter;
mod keys;
mod onward;
mod reach;
pub mod stuck;
mod suggestion;
#[cfg(test)]
pub(crate) mod tests;
mod today;

pub use because::Because;
pub use chapter::{Chapter, Work};
pub use stuck::Stuck;
pub use suggestion::{Suggestion, What};
pub use today::{AT_MOST, Looking, suggested, today, unread};

use crate::audience::Audience;
use crate::couple::{self, Couple};
use crate::day::{Day, HOUR_MS, Moment};
use crate::ids::PersonId;
use crate::practice::{Deciding, Practice, Sealing, Stamped, events};
use crate::stamp::Stamp;
use lean::Named;

/// What a person may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Not now. It comes back tomorrow, if it still has a reason.
    NotNow(What),
    /// These were looked at, and are news no more. Nobody else hears of it.
    Read(Vec<What>),
    /// Say that one is ready, or not any more. Either can take it back at any time.
    Say {
        /// For what.
        readiness: Readiness,
        /// Whether one is.
        ready: bool,
    },
}

/// Why not: neither has a rule that could refuse it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {}

lean::number! {
    /// What both have to say before the path moves on.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Readiness {
        /// "Steady enough for now."
        #[n(0)]
        SteadyEnough,
        /// "We can move to keeping."
        #[n(1)]
        ToKeeping,
        /// "We can close our journey."
        #[n(2)]
        ToClose,
    }
}

lean::body! {
    /// `path.put_aside`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PutAside {
        /// The name of the thing.
        #[n(0)]
        pub key: String,
        /// For which day.
        #[n(1)]
        pub on: Day,
    }
}

lean::body! {
    /// `path.said`
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Said {
        /// For what the author is ready.
        #[n(0)]
        pub readiness: Readiness,
        /// Whether they are.
        #[n(1)]
        pub ready: bool,
    }
}

lean::body! {
    /// `path.read`, in the vault
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Read {
        /// The names of the things.
        #[n(0)]
        pub keys: Vec<String>,
    }
}

events! {
    /// A suggestion was put aside for a day.
    PutAside = "path.put_aside", Mine;
    /// What the other shared was looked at.
    Read = "path.read", Mine;
    /// One said that they are ready, or not any more.
    Said = "path.said", Ours;
}

/// After so long without a word of one's own, in milliseconds, a step for oneself is offered.
const SILENCE_MS: u64 = 7 * 24 * HOUR_MS;

/// The longest name of a thing, in bytes.
const LONGEST_KEY: usize = 200;

/// Things put aside that are remembered at the same time.
const MOST_ASIDE: usize = 64;

/// More things that were looked at than anyone honest shares.
const MOST_READ: usize = 8_000;

lean::row! {
    /// What was put aside and what was looked at, by the viewer alone, and who is ready for what. Of what was put aside
    /// only the last day of each is known, and no number of times.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Path {
        #[n(0)]
        mine: Named<Day>,
        #[n(1)]
        pub(crate) ours: Vec<Ready>,
        /// What the viewer has looked at, in order.
        #[n(2)]
        read: Vec<String>,
        /// When the viewer, or a device of theirs that was open, wrote something last.
        #[n(3)]
        here: Option<Stamp>,
    }
}

lean::row! {
    /// One of the two is ready for something.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Ready {
        #[n(0)]
        readiness: Readiness,
        #[n(1)]
        who: PersonId,
        /// Since when they say so.
        #[n(2)]
        since: Option<Stamp>,
    }
}

impl Path {
    /// Whether the viewer said they are ready. What the other said is not told before both did.
    #[must_use]
    pub fn i_said(&self, couple: &Couple, readiness: Readiness) -> bool {
        self.said(couple.viewer, readiness)
    }

    /// Whether both said they are ready.
    #[must_use]
    pub fn both_said(&self, couple: &Couple, readiness: Readiness) -> bool {
        couple.partner().is_some_and(|it| self.said(it, readiness)) && self.said(couple.viewer, readiness)
    }

    /// Since when both say it: the later of the two. Whoever takes it back and says it anew begins anew.
    #[must_use]
    pub fn both_since(&self, couple: &Couple, readiness: Readiness) -> Option<Stamp> {
        let (mine, theirs) =
            (self.ready(couple.viewer, readiness)?, self.ready(couple.partner()?, readiness)?);
        mine.since.max(theirs.since)
    }

    fn said(&self, who: PersonId, readiness: Readiness) -> bool {
        self.ready(who, readiness).is_some()
    }

    fn ready(&self, who: PersonId, readiness: Readiness) -> Option<&Ready> {
        self.ours.iter().find(|it| it.who == who && it.readiness == readiness)
    }

    /// The viewer wrote something, in whatever practice.
    pub(crate) fn was_here(&mut self, at: Stamp) {
        self.here = self.here.max(Some(at));
    }

    /// Whether the viewer has written nothing for a week. Nobody else learns of it.
    fn was_silent(&self, now: &Moment) -> bool {
        self.here.is_some_and(|it| now.ms >= it.ms.saturating_add(SILENCE_MS))
    }

    fn is_aside(&self, what: &What, today: Day) -> bool {
        self.mine.get(&what.key()) == Some(&today)
    }

    /// Whether the viewer has looked at it.
    #[must_use]
    pub fn is_read(&self, what: &What) -> bool {
        self.place_of(&what.key()).is_ok()
    }

    fn place_of(&self, key: &str) -> Result<usize, usize> {
        self.read.binary_search_by(|it| it.as_str().cmp(key))
    }

    fn was_read(&mut self, key: &str) {
        if let Err(free) = self.place_of(key)
            && key.len() <= LONGEST_KEY
            && self.read.len() < MOST_READ
        {
            self.read.insert(free, key.to_owned());
        }
    }

    fn put_aside(&mut self, key: &str, on: Day) {
        if key.len() > LONGEST_KEY {
            return;
        }
        self.mine.insert(key.to_owned(), on);
        while self.mine.len() > MOST_ASIDE {
            let mut oldest: Option<&(String, Day)> = None;
            for it in self.mine.iter() {
                oldest = oldest.filter(|oldest| oldest.1 <= it.1).or(Some(it));
            }
            let Some((key, _)) = oldest.cloned() else { return };
            self.mine.remove(&key);
        }
    }
}

impl Practice for Path {
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn decide(
        &self,
        _: &Couple,
        with: &mut Deciding<'_>,
        command: Command,
    ) -> Result<Vec<couple::Event>, Refusal> {
        let event = match command {
            Command::Read(all) => {
                let mut keys: Vec<String> = all.iter().map(What::key).collect();
                keys.retain(|key| self.place_of(key).is_err());
                if keys.is_empty() {
                    return Ok(Vec::new());
                }
                Event::Read(Read { keys })
            }
            Command::NotNow(what) => Event::PutAside(PutAside { key: what.key(), on: with.now.today() }),
            Command::Say { readiness, ready } if self.said(with.me, readiness) == ready => {
                return Ok(Vec::new());
            }
            Command::Say { readiness, ready } => Event::Said(Said { readiness, ready }),
        };
        Ok(vec![couple::Event::Path(event)])
    }

    fn apply(&mut self, record: &Stamped<'_, Event>, _: &dyn Sealing) {
        match record.event {
            Event::Read(Read { keys }) => keys.iter().for_each(|key| self.was_read(key)),
            Event::PutAside(PutAside { key, on }) => self.put_aside(key, *on),
            Event::Said(Said { readiness, ready }) => {
                let (readiness, who) = (*readiness, record.author);
                if !*ready {
                    self.ours.retain(|it| it.readiness != readiness || it.who != who);
                    return;
                }
                // Two people, three things to be ready for. Said twice, it was said the first time.
                if !self.said(who, readiness) && self.ours.len() < 6 {
                    self.ours.push(Ready { readiness, who, since: Some(record.at) });
                    self.ours.sort_unstable();
                }
            }
        }
    }

    fn audience(event: &Event) -> Audience {
        event.audience()
    }

    fn attention(&self, couple: &Couple, now: &Moment) -> Vec<Suggestion> {
        let stuck = stuck::of(couple, now);
        let back = |it: Stuck| Suggestion { what: What::StepBack, because: it.reason() };
        stuck.map(back).into_iter().collect()
    }
}
