//! Open book: an agreement in which one opens their phone, accounts, calendar or days to the other for a while, or both do;
//! never a tool that looks. Both agree, it has an end, becomes less in steps, and either pauses or ends it at once. Whoever
//! looks notes for themselves how often, and whether it helped.

mod decide;
mod fold;
mod looking;
mod terms;
#[cfg(test)]
mod tests;
mod words;

pub use looking::{MOST_TIMES, Note};
pub use terms::{DAYS, How, Often, Opens, Step, Terms, Thing, USUAL_DAYS, is_a_length, steps};
pub use words::{
    Agreed, Command, Ended, Event, Forgotten, Helped, Noted, Paused, Proposal, Proposed, Refusal,
    RenewalSaid, WentOn,
};

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::ids::{AgreementId, PersonId};
use crate::leaf::Leaf;
use crate::measure::{Rising, rising};
use crate::stamp::Stamp;
use lean::Table;

/// From so many renewals on, the app says that a counsellor helps more than another one.
pub const RENEWALS_THAT_ASK_FOR_HELP: u16 = 3;

/// A new agreement so soon after the last one, in days, is counted as a renewal of it.
const SOON_AFTER_DAYS: i32 = 30;

/// So long is a day that came told on Today, in days.
const TOLD_FOR_DAYS: i32 = 7;

lean::row! {
    /// Every agreement, and what the viewer noted for themselves.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct OpenBook {
        #[n(0)]
        pub(crate) ours: Table<AgreementId, Leaf<Agreement>>,
        #[n(1)]
        mine: Table<Day, Note>,
    }
}

lean::row! {
    /// One agreement.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Agreement {
        /// Which.
        #[n(0)]
        pub id: AgreementId,
        /// What it says, with the days of its last stretch.
        #[n(1)]
        pub terms: Terms,
        /// The agreement whose place it takes.
        #[n(2)]
        pub changes: Option<AgreementId>,
        /// When it was proposed.
        #[n(3)]
        pub proposed: Stamp,
        /// When the other agreed.
        #[n(4)]
        pub agreed: Option<Stamp>,
        /// How it came to an end before its last day.
        #[n(5)]
        pub over: Option<Over>,
        /// Who paused it.
        #[n(6)]
        paused: Vec<PersonId>,
        /// Who would renew the last stretch.
        #[n(7)]
        renew: Vec<PersonId>,
        /// How often it was renewed, with those before it that it followed soon.
        #[n(8)]
        pub renewals: u16,
        /// What each did about it last.
        #[n(9)]
        done: Vec<Done>,
        /// The stretch before the last one: it goes on to its end, though both renewed it already.
        #[n(10)]
        before: Option<Terms>,
    }
}

lean::ways! {
    /// How an agreement came to an end before its last day.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Over {
        /// One of the two ended it, took the proposal back or turned it down.
        #[n(0)]
        Ended {
            /// Who.
            #[n(0)]
            by: PersonId,
            /// When.
            #[n(1)]
            at: Stamp,
        },
        /// Another one took its place.
        #[n(1)]
        Changed {
            /// Which.
            #[n(0)]
            into: AgreementId,
        },
    }
}

lean::row! {
    /// That somebody did something, and when.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Done {
        #[n(0)]
        by: PersonId,
        #[n(1)]
        at: Stamp,
    }
}

/// How an agreement stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// One proposed it, and the other has not agreed.
    Proposed,
    /// Proposed, and its days went by: it never held.
    NeverHeld,
    /// Proposed in place of one that is over by now, or goes on with another stretch.
    Overtaken,
    /// The two share nothing any more; so nothing of it holds.
    Apart,
    /// Agreed, and its first day has not come.
    Begins,
    /// It holds, and this is its part.
    Holds(Step),
    /// One of the two paused it, or both.
    Paused,
    /// It rests, because one of the two has space.
    InSpace,
    /// Its last day is over. Where one alone would have renewed it, that is who.
    RanOut {
        /// Who, if exactly one.
        renewed_by: Option<PersonId>,
    },
    /// It was ended, or changed.
    Over(Over),
}

impl Agreement {
    /// Who proposed it.
    #[must_use]
    pub fn proposer(&self) -> PersonId {
        self.id.author()
    }

    /// Whether a person opens something in it.
    #[must_use]
    pub fn opens(&self, person: PersonId) -> bool {
        match self.terms.opens {
            Opens::Proposer => person == self.proposer(),
            Opens::TheOther => person != self.proposer(),
            Opens::Both => true,
        }
    }

    /// Whether a person may look, by what was agreed.
    #[must_use]
    pub fn looks(&self, person: PersonId) -> bool {
        match self.terms.opens {
            Opens::Proposer => person != self.proposer(),
            Opens::TheOther => person == self.proposer(),
            Opens::Both => true,
        }
    }

    /// Whether a person paused it.
    #[must_use]
    pub fn is_paused_by(&self, person: PersonId) -> bool {
        self.paused.contains(&person)
    }

    /// Whether a person said that they would renew it.
    #[must_use]
    pub fn is_renewed_by(&self, person: PersonId) -> bool {
        self.renew.contains(&person)
    }

    /// Takes down that somebody did something about it.
    fn did(&mut self, by: PersonId, at: Stamp) {
        self.done.retain(|it| it.by != by);
        self.done.push(Done { by, at });
    }

    /// When the other of a person did something about it last.
    fn done_by_the_other(&self, person: PersonId) -> Option<Stamp> {
        self.done.iter().find(|it| it.by != person).map(|it| it.at)
    }

    /// Whether both agreed and its last day has not passed, whatever holds it up.
    #[must_use]
    fn runs(&self, today: Day) -> bool {
        self.agreed.is_some() && self.over.is_none() && today <= self.terms.until
    }

    /// Whether it can be renewed now: from the day on that was kept for looking at it.
    #[must_use]
    pub fn can_be_renewed(&self, today: Day) -> bool {
        self.runs(today) && today >= self.terms.review
    }

    /// The part that a day lies in, in the last stretch or in the one before.
    #[must_use]
    pub fn step(&self, on: Day) -> Option<Step> {
        self.terms.step(on).or_else(|| self.before.as_ref()?.step(on))
    }

    /// The stretches that are not over, the earlier one first.
    pub fn stretches(&self, today: Day) -> impl Iterator<Item = &Terms> {
        self.before.iter().chain([&self.terms]).filter(move |it| it.until >= today)
    }

    /// How it stands now.
    #[must_use]
    pub fn stands(&self, couple: &Couple, now: &Moment) -> Stands {
        let today = now.today();
        let overtaken = || {
            let base = couple.open_book.base(self);
            self.changes.is_some() && base.is_none_or(|it| !it.runs(today))
        };
        match (self.over, self.agreed) {
            (Some(over), _) => Stands::Over(over),
            (None, None) if today > self.terms.until => Stands::NeverHeld,
            (None, None) if overtaken() => Stands::Overtaken,
            (None, Some(_)) if today > self.terms.until => {
                let renewed_by = if self.renew.len() == 1 { self.renew.first().copied() } else { None };
                Stands::RanOut { renewed_by }
            }
            _ if !couple.are_together() => Stands::Apart,
            (None, None) => Stands::Proposed,
            (None, Some(_)) if !self.paused.is_empty() => Stands::Paused,
            (None, Some(_)) if couple.space.now(now).is_quiet() => Stands::InSpace,
            (None, Some(_)) => self.step(today).map_or(Stands::Begins, Stands::Holds),
        }
    }

    /// Whether a counsellor is named to both: it was renewed for the third time.
    #[must_use]
    pub fn asks_for_help(&self) -> bool {
        self.renewals >= RENEWALS_THAT_ASK_FOR_HELP
    }
}

impl OpenBook {
    /// One agreement.
    #[must_use]
    pub fn get(&self, id: AgreementId) -> Option<&Agreement> {
        self.ours.get(&id).map(|it| &**it)
    }

    /// What a proposal of other terms would take the place of; nothing, when that is over or goes on with another stretch.
    fn base(&self, it: &Agreement) -> Option<&Agreement> {
        let base = self.get(it.changes?)?;
        let stands = base.agreed.is_some() && base.over.is_none() && base.terms.from == it.terms.from;
        stands.then_some(base)
    }

    /// Where something said of an agreement belongs: to itself, or to what took its place unknown to who said it.
    fn standing(&self, mut id: AgreementId) -> AgreementId {
        while let Some(Over::Changed { into }) = self.get(id).and_then(|it| it.over) {
            id = into;
        }
        id
    }

    /// All of them, the latest proposal first.
    #[must_use]
    pub fn all(&self) -> Vec<&Agreement> {
        let mut all: Vec<&Agreement> = self.ours.values().map(|it| &**it).collect();
        lean::sort(&mut all, &|one, other| (one.proposed, one.id) > (other.proposed, other.id));
        all
    }

    /// Those that both agreed to and that are not over, the latest first; none, when the two share nothing any more. Their
    /// days are dates of the two.
    #[must_use]
    pub fn running(&self, couple: &Couple, today: Day) -> Vec<&Agreement> {
        if !couple.are_together() {
            return Vec::new();
        }
        self.all().into_iter().filter(|it| it.runs(today)).collect()
    }

    /// Whether a day of one that both agreed to falls on this day: the one to look at it, or the last one.
    #[must_use]
    pub fn falls_on(&self, couple: &Couple, day: Day) -> bool {
        self.running(couple, day).into_iter().any(|it| it.terms.review == day || it.terms.until == day)
    }

    /// Whether a person looks in one that both agreed to, or has noted something: then there is a place to note it.
    #[must_use]
    pub fn has_looked_or_may(&self, person: PersonId) -> bool {
        !self.mine.is_empty() || self.ours.values().any(|it| it.agreed.is_some() && it.looks(person))
    }

    /// What the viewer noted, the latest day first.
    pub fn notes(&self) -> impl Iterator<Item = (Day, Note)> {
        self.mine.iter().rev().map(|(on, note)| (*on, *note))
    }

    /// What the viewer noted of a day.
    #[must_use]
    pub fn noted(&self, on: Day) -> Option<Note> {
        self.mine.get(&on).copied()
    }

    /// Whether the viewer looks more and more, by what they noted for themselves. See [`rising`].
    #[must_use]
    pub fn looks_more_and_more(&self, today: Day) -> bool {
        let notes: Vec<(Day, u16)> = self.mine.iter().map(|(on, note)| (*on, note.times)).collect();
        rising(&notes, today) == Rising::Yes
    }
}
