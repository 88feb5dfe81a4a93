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
use crate::day::{Day, HOUR_MS, Moment};
use crate::exchange::{Askings, State, Subject, to_write};
use crate::ids::{HurtId, LessonId, RoundId};
use crate::leaf::Leaf;
use crate::stamp::Stamp;
use core::ops::RangeInclusive;
use lean::Table;

/// How many minutes the quiet sitting may last.
pub const SITTING_MINUTES: RangeInclusive<u8> = 2..=15;

/// How many minutes it takes to see a quarrel from outside.
pub const OUTSIDE_MINUTES: u8 = 7;

/// How many days pass before it is suggested again to see a quarrel from outside: four months.
pub const OUTSIDE_EVERY_DAYS: i32 = 120;

/// How long Today shows that both are open: a week.
const SHOWN_FOR_MS: u64 = 7 * 24 * HOUR_MS;

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

/// The opening together that comes next, for the viewer. Nothing here tells whether the other has sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToOpen {
    /// The how-manieth.
    pub sitting: u16,
    /// The viewer would open theirs.
    pub offered_by_me: bool,
    /// The other would.
    pub offered_by_them: bool,
    /// What the viewer has sealed, if they have; waiting until both are ready.
    pub sealed: Option<Pages>,
}

/// What both opened together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It opens by itself when the devices meet.
    Opening,
    /// Both are open.
    Both {
        /// The viewer's.
        mine: Pages,
        /// The other's.
        theirs: Pages,
    },
    /// What was opened does not fit what was sealed, or holds no pages. Said plainly.
    Broken {
        /// It is the viewer's own that does not fit.
        mine: bool,
    },
}

fn subject(sitting: u16) -> Subject {
    Subject::Learning { sitting }
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
        let latest = to_write(&couple.exchange, subject).checked_sub(1)?;
        let sealed = couple.exchange.sealed_by_both_ms(round(latest))?;
        let open = matches!(self.opened(couple, latest), Some(Opened::Both { .. }));
        (open && now.ms < sealed.saturating_add(SHOWN_FOR_MS)).then_some(latest)
    }

    /// The opening together that comes next.
    #[must_use]
    pub fn to_open(&self, couple: &Couple) -> ToOpen {
        let sitting = to_write(&couple.exchange, subject);
        let me = couple.viewer;
        ToOpen {
            sitting,
            offered_by_me: self.ours.has_asked(sitting, me),
            offered_by_them: self.ours.of(sitting).any(|it| it.by != me),
            sealed: couple.exchange.mine(round(sitting), me).and_then(Pages::from_cbor),
        }
    }

    /// What both sealed, the how-manieth time; nothing while they have not.
    #[must_use]
    pub fn opened(&self, couple: &Couple, sitting: u16) -> Option<Opened> {
        couple.exchange.sealed_by_both_ms(round(sitting))?;
        Some(match couple.exchange.state(round(sitting), couple.viewer) {
            State::Open { mine, theirs } => match (Pages::from_cbor(&mine), Pages::from_cbor(&theirs)) {
                (Some(mine), Some(theirs)) => Opened::Both { mine, theirs },
                (mine, _) => Opened::Broken { mine: mine.is_none() },
            },
            State::Broken { whose } => Opened::Broken { mine: whose == couple.viewer },
            _ => Opened::Opening,
        })
    }
}
