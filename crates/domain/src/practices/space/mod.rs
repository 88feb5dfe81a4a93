//! Space: one of the two asks for it, always with a return time, and says what contact is fine meanwhile. The other sees
//! it at once and says "I will respect this". While it lasts nothing joint is suggested and what the other does waits
//! quietly. Coming back early is the asker's choice alone. A time-out is its short form.

mod decide;
mod fold;
#[cfg(test)]
mod tests;
mod words;

pub use words::{Asked, Command, Contact, Event, Extended, Refusal, Respected, Returned, TimeOutTaken};

use crate::day::{HOUR_MS, Moment};
use crate::ids::{PersonId, SpaceAskedId};
use crate::stamp::Stamp;
use core::ops::RangeInclusive;
use lean::Table;

/// The shortest space; what is shorter is a time-out.
pub const SHORTEST_MS: u64 = HOUR_MS;

/// The longest space, with everything it was extended by: ninety days.
pub const LONGEST_MS: u64 = 90 * 24 * HOUR_MS;

/// How many minutes a time-out may be.
pub const TIME_OUT_MINUTES: RangeInclusive<u16> = 20..=60;

/// How long after its end the asker is reminded once to say that they are back: two days.
const BACK_WITHIN_MS: u64 = 48 * HOUR_MS;

/// How long after its end a time-out is still said to be over: an hour. Later it is no news to anyone.
const OVER_WITHIN_MS: u64 = HOUR_MS;

/// For how many days a space that was taken is said to have been taken lately.
const LATELY_DAYS: i32 = 7;

lean::row! {
    /// Every space and time-out that was asked for.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Space {
        #[n(0)]
        pub(crate) ours: Table<SpaceAskedId, Apart>,
    }
}

lean::row! {
    /// One space or time-out.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Apart {
        /// Which.
        #[n(0)]
        pub id: SpaceAskedId,
        /// When it was asked for.
        #[n(1)]
        pub asked: Stamp,
        /// How long it is with everything it was extended by, in milliseconds.
        #[n(2)]
        for_ms: u64,
        /// What contact is fine; nothing for a time-out.
        #[n(3)]
        pub contact: Option<Contact>,
        /// The asker's kind words.
        #[n(4)]
        pub words: Option<String>,
        /// The word that came with each extension, in order.
        #[n(5)]
        pub extended: Vec<String>,
        /// The other said "I will respect this".
        #[n(6)]
        pub respected: bool,
        /// The asker is back.
        #[n(7)]
        pub returned: Option<Stamp>,
    }
}

/// How it stands between the two now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Neither takes space.
    None,
    /// One asked for space, and it holds; the other has not said yet that they will respect it.
    Asked(&'a Apart),
    /// One has space, and the other respects it.
    InSpace(&'a Apart),
    /// One took a time-out.
    TimeOut(&'a Apart),
}

impl<'a> Standing<'a> {
    /// Whether nothing joint is suggested now, and what either does waits quietly for the other.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        *self != Standing::None
    }

    /// The space or time-out that holds.
    #[must_use]
    pub fn apart(&self) -> Option<&'a Apart> {
        match *self {
            Standing::None => None,
            Standing::Asked(it) | Standing::InSpace(it) | Standing::TimeOut(it) => Some(it),
        }
    }
}

impl Apart {
    /// Who asked for it.
    #[must_use]
    pub fn by(&self) -> PersonId {
        self.id.author()
    }

    /// Whether it is a time-out.
    #[must_use]
    pub fn is_time_out(&self) -> bool {
        self.contact.is_none()
    }

    /// The return time, in milliseconds since 1970.
    #[must_use]
    pub fn until_ms(&self) -> u64 {
        self.asked.ms.saturating_add(self.for_ms)
    }

    /// Whether it holds at a moment.
    #[must_use]
    pub fn holds(&self, now: &Moment) -> bool {
        self.returned.is_none() && now.ms < self.until_ms()
    }
}

impl Space {
    /// One space or time-out.
    #[must_use]
    pub fn get(&self, id: SpaceAskedId) -> Option<&Apart> {
        self.ours.get(&id)
    }

    /// How it stands now. If both take space, the one that lasts longer leads; space leads before a time-out.
    #[must_use]
    pub fn now(&self, now: &Moment) -> Standing<'_> {
        let holding = self.ours.values().filter(|it| it.holds(now));
        let longest = holding.max_by_key(|it| (!it.is_time_out(), it.until_ms(), it.id));
        match longest {
            None => Standing::None,
            Some(it) if it.is_time_out() => Standing::TimeOut(it),
            Some(it) if it.respected => Standing::InSpace(it),
            Some(it) => Standing::Asked(it),
        }
    }

    /// Lets something joint begin, or be asked of the other: not while one of the two has asked for space. In its place stands
    /// what the practice says then.
    pub(crate) fn lets<R>(&self, now: &Moment, otherwise: R) -> Result<(), R> {
        if self.now(now).is_quiet() { Err(otherwise) } else { Ok(()) }
    }

    /// What one of the two asked for and still holds: their own to extend and to come back from.
    #[must_use]
    pub fn of(&self, person: PersonId, now: &Moment) -> Option<&Apart> {
        let holding = self.ours.values().filter(|it| it.by() == person && it.holds(now));
        holding.max_by_key(|it| (!it.is_time_out(), it.until_ms(), it.id))
    }

    /// Whether a person took space, or a time-out, within the last seven days.
    #[must_use]
    pub fn asked_lately(&self, person: PersonId, now: &Moment) -> bool {
        let today = now.today();
        self.ours.values().any(|it| it.by() == person && today.days_since(it.asked.day()) < LATELY_DAYS)
    }

    /// The viewer's own space that ended by itself a short time ago, without a word that they are back.
    #[must_use]
    pub fn just_over(&self, person: PersonId, now: &Moment) -> Option<&Apart> {
        let over = |it: &&Apart| {
            let ended = it.until_ms();
            it.by() == person
                && !it.is_time_out()
                && it.returned.is_none()
                && (ended..ended.saturating_add(BACK_WITHIN_MS)).contains(&now.ms)
        };
        let last = self.ours.values().filter(over).max_by_key(|it| (it.until_ms(), it.id));
        last.filter(|_| self.of(person, now).is_none())
    }

    /// The time-out of either that ended by itself a short time ago: both may go on, or take another.
    #[must_use]
    pub fn time_out_over(&self, now: &Moment) -> Option<&Apart> {
        let over = |it: &&Apart| {
            let ended = it.until_ms();
            it.is_time_out()
                && it.returned.is_none()
                && (ended..ended.saturating_add(OVER_WITHIN_MS)).contains(&now.ms)
        };
        let last = self.ours.values().filter(over).max_by_key(|it| (it.until_ms(), it.id));
        last.filter(|_| !self.now(now).is_quiet())
    }
}
