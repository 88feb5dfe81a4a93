//! What an agreement says: what is open, how and how often one looks, and its days. It becomes less in three steps, which
//! follow from its days alone, so that they are known when it is made.

use crate::day::Day;
use crate::practice::is_line;
use core::ops::RangeInclusive;

/// From the first day to the last: at least six days, so that each step has two, and at most ninety.
pub const DAYS: RangeInclusive<i32> = 6..=90;

/// How long it is when nobody says otherwise, in days.
pub const USUAL_DAYS: i32 = 60;

lean::number! {
    /// Something that can be open.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Thing {
        /// The phone.
        #[n(0)]
        Phone = 0,
        /// Accounts: messages, mail, money.
        #[n(1)]
        Accounts = 1,
        /// The calendar.
        #[n(2)]
        Calendar = 2,
        /// Where one is: told, never followed by a device.
        #[n(3)]
        Whereabouts = 3,
    }
}

impl Thing {
    /// All of them.
    pub const ALL: [Thing; 4] = [Thing::Phone, Thing::Accounts, Thing::Calendar, Thing::Whereabouts];
}

lean::number! {
    /// Who opens.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Opens {
        /// Who proposed it.
        #[n(0)]
        Proposer = 0,
        /// The other.
        #[n(1)]
        TheOther = 1,
        /// Both.
        #[n(2)]
        Both = 2,
    }
}

lean::number! {
    /// How one looks.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum How {
        /// Both at once, side by side.
        #[n(0)]
        Together = 0,
        /// One asks, and the other shows it.
        #[n(1)]
        OnAsking = 1,
    }
}

lean::number! {
    /// How often at the most.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Often {
        /// Once a day.
        #[n(0)]
        Daily = 0,
        /// Twice a week.
        #[n(1)]
        TwiceAWeek = 1,
        /// Once a week.
        #[n(2)]
        Weekly = 2,
        /// Every second week.
        #[n(3)]
        EverySecondWeek = 3,
        /// Once in four weeks.
        #[n(4)]
        EveryFourthWeek = 4,
    }
}

impl Often {
    /// With which an agreement may begin, so that it can become less twice.
    pub const TO_BEGIN: [Often; 3] = [Often::Daily, Often::TwiceAWeek, Often::Weekly];

    /// The next lower one; the lowest stays.
    #[must_use]
    pub fn less(self) -> Often {
        match self {
            Often::Daily => Often::TwiceAWeek,
            Often::TwiceAWeek => Often::Weekly,
            Often::Weekly => Often::EverySecondWeek,
            Often::EverySecondWeek | Often::EveryFourthWeek => Often::EveryFourthWeek,
        }
    }
}

lean::body! {
    /// What an agreement says.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Terms {
        /// Who opens.
        #[n(0)]
        pub opens: Opens,
        /// What is open, each once and in order.
        #[n(1)]
        #[most(4)]
        pub things: Vec<Thing>,
        /// What exactly, in the proposer's words.
        #[n(2)]
        pub exactly: Option<String>,
        /// How one looks.
        #[n(3)]
        pub how: How,
        /// How often at the most, to begin with.
        #[n(4)]
        pub often: Often,
        /// How the privacy of other people is kept.
        #[n(5)]
        pub others: String,
        /// The first day.
        #[n(6)]
        pub from: Day,
        /// The day on which the two look at it.
        #[n(7)]
        pub review: Day,
        /// The last day. There is always one.
        #[n(8)]
        pub until: Day,
    }
}

/// One of the three parts of an agreement: as much as was agreed, then less, then less again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// How often at the most.
    pub often: Often,
}

/// How many days are from a first to a last one, both counted.
pub(super) fn days(from: Day, until: Day) -> i32 {
    until.days_since(from).saturating_add(1)
}

/// Whether from a first to a last day an agreement can be.
#[must_use]
pub fn is_a_length(from: Day, until: Day) -> bool {
    DAYS.contains(&days(from, until))
}

/// The three parts from a first to a last day, as equal as whole days allow.
#[must_use]
pub fn steps(from: Day, until: Day, often: Often) -> [Step; 3] {
    let days = days(from, until);
    let part = |nth: i32| from.plus(days.saturating_mul(nth) / 3);
    let (second, third) = (part(1), part(2));
    [
        Step { from, until: second.plus(-1), often },
        Step { from: second, until: third.plus(-1), often: often.less() },
        Step { from: third, until, often: often.less().less() },
    ]
}

impl Terms {
    /// How many days are from the first to the last, both counted.
    #[must_use]
    pub fn days(&self) -> i32 {
        days(self.from, self.until)
    }

    /// Its three parts.
    #[must_use]
    pub fn steps(&self) -> [Step; 3] {
        steps(self.from, self.until, self.often)
    }

    /// The part that a day lies in; nothing before the first day and after the last.
    #[must_use]
    pub fn step(&self, on: Day) -> Option<Step> {
        self.steps().into_iter().find(|it| (it.from..=it.until).contains(&on))
    }

    /// The same for another stretch of as many days, right after the last one. It begins one step
    /// lower, and never below once a week, so that it can become less twice.
    #[must_use]
    pub(super) fn renewed(&self) -> Terms {
        let on = |day: Day| day.plus(self.days());
        Terms {
            from: on(self.from),
            review: on(self.review),
            until: on(self.until),
            often: self.often.less().min(Often::Weekly),
            ..self.clone()
        }
    }

    /// Whether everything in it can be: it has an end, it can become less, and other people's privacy is named.
    pub(super) fn is_sound(&self) -> bool {
        let in_order = self.things.windows(2).all(|it| matches!(it, [one, other] if one < other));
        !self.things.is_empty()
            && in_order
            && self.exactly.as_deref().is_none_or(is_line)
            && is_line(&self.others)
            && Often::TO_BEGIN.contains(&self.often)
            && is_a_length(self.from, self.until)
            && self.from < self.review
            && self.review < self.until
    }
}
