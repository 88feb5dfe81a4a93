//! Needs: one asks the other for one thing that can be done, and says when. The other answers yes, yes with a change, or
//! not now and why; a yes can become a promise. That nothing is answered is fine. Thanks close it.

mod decide;
mod fold;
mod request;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::became;
pub use request::{Asks, Hearing, listen};
pub use words::{Answer, Answered, Asked, Became, BecameMore, Command, Event, Refusal, TakenBack, Thanked};

use crate::ids::{NeedId, PersonId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

lean::row! {
    /// Everything the two asked each other for.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Needs {
        #[n(0)]
        pub(crate) ours: Table<NeedId, Leaf<Need>>,
    }
}

lean::row! {
    /// One thing that one asks the other for.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Need {
        /// Which.
        #[n(0)]
        pub id: NeedId,
        /// The one thing. Empty once it was taken back.
        #[n(1)]
        pub thing: String,
        /// When, or how often.
        #[n(2)]
        pub when: Option<String>,
        /// When it was asked for.
        #[n(3)]
        pub asked: Stamp,
        /// What the other answered last, and when.
        #[n(4)]
        pub answer: Option<Given>,
        /// What it became, in order.
        #[n(5)]
        pub became: Vec<Became>,
        /// The thanks that closed it.
        #[n(6)]
        pub thanks: Option<Thanks>,
    }
}

lean::row! {
    /// An answer as it was given.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Given {
        /// The answer.
        #[n(0)]
        pub answer: Answer,
        /// When.
        #[n(1)]
        pub at: Stamp,
    }
}

lean::row! {
    /// Thanks.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Thanks {
        /// A few words.
        #[n(0)]
        pub words: Option<String>,
        /// When.
        #[n(1)]
        pub at: Stamp,
    }
}

impl Need {
    /// Who asks.
    #[must_use]
    pub fn asker(&self) -> PersonId {
        self.id.author()
    }

    /// Whether thanks have not closed it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.thanks.is_none()
    }

    /// Whether the other said yes, with a change or without.
    #[must_use]
    pub fn has_a_yes(&self) -> bool {
        self.answer.as_ref().is_some_and(|it| it.answer.is_yes())
    }

    /// What was said yes to: the thing, and the change where there is one.
    #[must_use]
    pub fn said_yes_to(&self) -> String {
        match self.answer.as_ref().and_then(|it| it.answer.words()) {
            Some(change) => [&self.thing, ": ", change].concat(),
            None => self.thing.clone(),
        }
    }
}

impl Needs {
    /// One of them, unless it was taken back.
    #[must_use]
    pub fn get(&self, id: NeedId) -> Option<&Need> {
        self.ours.get(&id).map(|it| &**it).filter(|it| !it.thing.is_empty())
    }

    /// What is open, the latest first.
    #[must_use]
    pub fn open(&self) -> Vec<&Need> {
        self.latest_first(Need::is_open)
    }

    /// What thanks have closed, the latest first.
    #[must_use]
    pub fn closed(&self) -> Vec<&Need> {
        self.latest_first(|it| !it.is_open())
    }

    /// Whether one of the two has never asked for anything.
    #[must_use]
    pub fn never_asked(&self, person: PersonId) -> bool {
        self.ours.keys().all(|it| it.author() != person)
    }

    fn latest_first(&self, belongs: fn(&Need) -> bool) -> Vec<&Need> {
        let there = self.ours.values().map(|it| &**it).filter(|it| !it.thing.is_empty());
        let mut all: Vec<&Need> = there.filter(|it| belongs(it)).collect();
        lean::sort(&mut all, &|one, other| (one.asked, one.id) > (other.asked, other.id));
        all
    }
}
