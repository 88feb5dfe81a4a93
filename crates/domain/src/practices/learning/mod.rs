//! Learning from the past: a quiet sitting, then writing what may have caused the other pain, what broke trust, one's own
//! mistakes and what one now knows. Both open theirs together if both wish; what was learned becomes a promise or a
//! ground rule. Now and then a quarrel is written anew, as a kind outsider would have seen it.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use decide::became;
pub use words::{
    Became, BecameMore, Command, Event, Offered, Pages, Part, Passage, PutAway, Refusal, SeenFromOutside,
    Written,
};

use crate::couple::Couple;
use crate::day::{Day, Moment};
use crate::exchange::{Askings, OpenedTogether, Rounds, Subject, ToOpen};
use crate::ids::{HurtId, LessonId, RoundId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use lean::Table;

/// The lengths of the quiet sitting that are offered, in minutes: from two to fifteen.
pub const SITTING_MINUTES: [u8; 5] = [2, 5, 8, 10, 15];

/// How many minutes it takes to see a quarrel from outside.
pub const OUTSIDE_MINUTES: u8 = 7;

/// How many days pass before it is suggested again to see a quarrel from outside: four months.
pub const OUTSIDE_EVERY_DAYS: i32 = 120;

lean::row! {
    /// What the viewer wrote for themselves, and who would open theirs; the sealed pages lie in the exchange.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Learning {
        #[n(0)]
        pub(crate) ours: Askings,
        #[n(1)]
        mine: Table<LessonId, Leaf<Lesson>>,
        #[n(2)]
        outside: Vec<FromOutside>,
    }
}

lean::row! {
    /// What someone learned from the past, for themselves alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Lesson {
        /// Which.
        #[n(0)]
        pub id: LessonId,
        /// When it was begun.
        #[n(1)]
        pub begun: Stamp,
        /// What is written, in the order of the parts.
        #[n(2)]
        pub passages: Vec<Passage>,
        /// What it became, in order.
        #[n(3)]
        pub became: Vec<Became>,
        /// It was put away.
        #[n(4)]
        put_away: bool,
        /// Which hurt it is about, if it is about one.
        #[n(5)]
        pub about: Option<HurtId>,
    }
}

lean::row! {
    /// A quarrel as a kind outsider would have seen it, for its writer alone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct FromOutside {
        /// Which.
        #[n(0)]
        pub id: LessonId,
        /// The words.
        #[n(1)]
        pub text: String,
        /// When.
        #[n(2)]
        pub at: Stamp,
    }
}

fn subject(sitting: u16) -> Subject {
    Subject::Learning { sitting }
}

fn rounds(couple: &Couple) -> Rounds<'_, Pages> {
    Rounds { couple, subject, read: |bytes, _| Pages::from_cbor(bytes) }
}

fn round(sitting: u16) -> RoundId {
    subject(sitting).round()
}

impl Lesson {
    /// What stands in a part.
    #[must_use]
    pub fn part(&self, part: Part) -> Option<&str> {
        self.passages.iter().find(|it| it.part == part).map(|it| it.text.as_str())
    }
}

impl Learning {
    /// What the viewer learned, unless it was put away.
    #[must_use]
    pub fn lesson(&self, id: LessonId) -> Option<&Lesson> {
        self.mine.get(&id).map(|it| &**it).filter(|it| !it.put_away)
    }

    /// Everything the viewer learned, in the order in which it was begun.
    #[must_use]
    pub fn lessons(&self) -> Vec<&Lesson> {
        let mut all: Vec<&Lesson> = self.mine.values().map(|it| &**it).filter(|it| !it.put_away).collect();
        lean::sort(&mut all, &|one, other| (one.begun, one.id) < (other.begun, other.id));
        all
    }

    /// The quarrels that the viewer saw from outside, in order.
    #[must_use]
    pub fn from_outside(&self) -> &[FromOutside] {
        &self.outside
    }

    /// Whether it is time to see a quarrel from outside: four months after the last time, or after the first lesson.
    /// Who has written nothing here is not asked.
    #[must_use]
    pub fn outside_is_due(&self, now: &Moment) -> bool {
        let first = || self.lessons().first().map(|it| it.begun);
        let since = self.outside.last().map(|it| it.at).or_else(first);
        let days = |since: Day| now.today().days_since(since);
        since.is_some_and(|it| days(it.day()) >= OUTSIDE_EVERY_DAYS)
    }

    /// The opening together that both sealed within the last week, once it is open.
    #[must_use]
    pub fn just_opened(&self, couple: &Couple, now: &Moment) -> Option<u16> {
        rounds(couple).just_opened(now)
    }

    /// The opening together that comes next.
    #[must_use]
    pub fn to_open(&self, couple: &Couple) -> ToOpen<Pages> {
        rounds(couple).next(&self.ours)
    }

    /// What both sealed, the how-manieth time; nothing while they have not.
    #[must_use]
    pub fn opened(&self, couple: &Couple, sitting: u16) -> Option<OpenedTogether<Pages>> {
        rounds(couple).opened(sitting)
    }
}
