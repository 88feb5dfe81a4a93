//! Promises: small, concrete, dated or repeating. The maker reports first, the receiver confirms, and a miss told
//! first is shown as honesty.

mod decide;
mod fold;
mod record;
mod repeat;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::made_for_question;
pub use record::{Counts, Lately, Outcome, PromiseRecord, Week};
pub use repeat::{Nth, Repeat};
pub use words::{
    Command, Confirmed, Ended, Event, LetGo, Made, NewPromise, Refusal, Reported, Seen, Source, Told, When,
};

use crate::day::{Day, Moment};
use crate::ids::{PersonId, PromiseId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

/// How many days the maker has the first word, before the receiver may speak unasked.
pub const MAKER_SPEAKS_FIRST_DAYS: i32 = 2;

lean::row! {
    /// All promises between the two.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Promises {
        #[n(0)]
        pub(crate) ours: Table<PromiseId, Leaf<Promise>>,
    }
}

lean::row! {
    /// One promise.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Promise {
        /// Which.
        #[n(0)]
        pub id: PromiseId,
        /// What is promised, in the maker's words.
        #[n(1)]
        pub words: String,
        /// What it comes from.
        #[n(2)]
        pub source: Source,
        /// On which days.
        #[n(3)]
        pub when: When,
        /// The promise that this one takes the place of.
        #[n(4)]
        pub in_place_of: Option<PromiseId>,
        /// When it was made.
        #[n(5)]
        pub made: Stamp,
        /// Whether it is over, and how.
        #[n(6)]
        pub over: Option<Over>,
        /// What was said about each day.
        #[n(7)]
        pub days: Table<Day, Said>,
    }
}

lean::row! {
    /// How a promise came to its end before its last day.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Over {
        /// The way.
        #[n(0)]
        pub how: How,
        /// When.
        #[n(1)]
        pub at: Stamp,
    }
}

lean::number! {
    /// The ways a promise can be over.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum How {
        /// The maker ended it.
        #[n(0)]
        Ended,
        /// The receiver let the maker go of it.
        #[n(1)]
        LetGo,
    }
}

lean::row! {
    /// What was said about one day of a promise.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Said {
        /// What the maker told last.
        #[n(0)]
        pub told: Option<Told>,
        /// How the receiver saw it.
        #[n(1)]
        pub seen: Option<Seen>,
        /// The maker told of the miss before the receiver said anything.
        #[n(2)]
        pub told_first: bool,
    }
}

impl Promise {
    /// Who made it.
    #[must_use]
    pub fn maker(&self) -> PersonId {
        self.id.author()
    }

    /// Whether it still asks for anything.
    #[must_use]
    pub fn is_open(&self, now: &Moment) -> bool {
        self.over.is_none() && self.when.on_or_after(now.today()).is_some()
    }
}

impl Promises {
    /// One promise.
    #[must_use]
    pub fn get(&self, id: PromiseId) -> Option<&Promise> {
        self.ours.get(&id).map(|it| &**it)
    }

    /// All promises, in the order in which they were made.
    #[must_use]
    pub fn all(&self) -> Vec<&Promise> {
        let mut all: Vec<&Promise> = self.ours.values().map(|it| &**it).collect();
        lean::sort(&mut all, &|one, other| (one.made, one.id) < (other.made, other.id));
        all
    }

    /// The promises one person made, in order.
    #[must_use]
    pub fn made_by(&self, maker: PersonId) -> Vec<&Promise> {
        self.all().into_iter().filter(|it| it.maker() == maker).collect()
    }
}
