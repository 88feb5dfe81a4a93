//! Reminders: when a device may ask for a moment, and when it stays silent. At most one a day, never in quiet hours, never
//! during space, and after a week without a visit none at all. They say nothing of what is here, and depend on nothing
//! that the other has not done.

#[cfg(test)]
mod tests;

use crate::couple::Couple;
use crate::day::{Day, HOUR_MS, Moment};
use crate::path;
use crate::practices::boosters;
use crate::wall::WallTime;

/// Minutes of a day.
const DAY_MINUTES: u16 = 24 * 60;
/// When a reminder comes, where nothing speaks against it: in the hour after six in the evening, in minutes after midnight.
const EVENING: u16 = 18 * 60;
/// So long may a reminder be on its way until it is thrown away, in minutes. Quiet hours must not have begun by then.
pub const ON_ITS_WAY_MINUTES: u16 = 60;
/// The least time between two reminders, in milliseconds: a traveller's days are shorter than a day.
pub const LEAST_APART_MS: u64 = 20 * HOUR_MS;
/// On this day without a visit a step for oneself is offered, and after it there is silence.
pub const SILENT_AFTER_DAYS: i32 = 7;

/// The hours in which nothing comes, in minutes after midnight; they may go over midnight. From a time to the same time
/// there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    from: u16,
    to: u16,
}

impl QuietHours {
    /// Nine in the evening to nine in the morning.
    pub const USUAL: Self = Self { from: 21 * 60, to: 9 * 60 };

    /// From a minute after midnight to another one, if a day has both.
    #[must_use]
    pub fn new(from: u16, to: u16) -> Option<Self> {
        (from < DAY_MINUTES && to < DAY_MINUTES).then_some(Self { from, to })
    }

    /// When they begin, in minutes after midnight.
    #[must_use]
    pub fn from(self) -> u16 {
        self.from
    }

    /// When they end, in minutes after midnight.
    #[must_use]
    pub fn to(self) -> u16 {
        self.to
    }

    /// Whether it is quiet at this minute after midnight.
    #[must_use]
    pub fn hold_at(self, minute: u16) -> bool {
        match self.from <= self.to {
            true => (self.from..self.to).contains(&minute),
            false => minute >= self.from || minute < self.to,
        }
    }

    /// How many minutes of a day are not quiet.
    fn open_minutes(self) -> u16 {
        match self.from == self.to {
            true => DAY_MINUTES,
            false => (self.from + DAY_MINUTES - self.to) % DAY_MINUTES,
        }
    }

    /// Whether a reminder of this minute is there before they begin again.
    fn leave_room_at(self, minute: u16) -> bool {
        (0..=ON_ITS_WAY_MINUTES).all(|after| !self.hold_at((minute + after) % DAY_MINUTES))
    }

    /// The minute at which this person is reminded: in the evening, else in the middle of the hours that are not quiet.
    /// `spread` (0 to 59) keeps all devices from being woken at once. Nothing when less than two hours are not quiet.
    #[must_use]
    pub fn minute(self, spread: u8) -> Option<u16> {
        let spread = u16::from(spread % 60);
        let evening = EVENING + spread;
        if self.leave_room_at(evening) {
            return Some(evening);
        }
        let before = self.open_minutes().checked_sub(2 * ON_ITS_WAY_MINUTES)? / 2;
        let middle = (self.to + before + spread) % DAY_MINUTES;
        Some(middle).filter(|it| self.leave_room_at(*it))
    }
}

/// The clock on a person's wall, also at other times than now.
pub trait Clock {
    /// The instant at which it shows a minute after midnight on a day, in milliseconds since 1970.
    fn instant(&self, day: Day, minute: u16) -> u64;
    /// What it shows at an instant.
    fn wall(&self, ms: u64) -> WallTime;
}

/// What a device remembers of its last reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// When, in milliseconds since 1970.
    pub ms: u64,
    /// On which day of the person's.
    pub day: Day,
}

/// What a reminder is for. Whoever reads it does not learn which: it always says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Something of one's own falls on that day.
    OwnDay,
    /// The other wrote something meanwhile; otherwise it does not come, and it comes once only.
    SomethingNew,
    /// A week has passed without a visit: a step for oneself. The last one.
    WeekOfSilence,
}

/// A reminder that is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// When, in milliseconds since 1970.
    pub at_ms: u64,
    /// What for.
    pub because: Because,
}

/// How a person wants to be reminded, and when they last were.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// When nothing comes.
    pub quiet: QuietHours,
    /// Which minute of its hour is this device's, 0 to 59.
    pub spread: u8,
    /// The last reminder here.
    pub shown: Option<Shown>,
}

/// Whether a reminder may be shown now.
#[must_use]
pub fn may_show(now: &Moment, wanted: &Wanted) -> bool {
    let quiet = wanted.quiet.hold_at(minute_of(&now.local));
    !quiet && wanted.shown.is_none_or(|it| is_past(&it, now.ms, now.today()))
}

/// Whether the last reminder is a day ago. One that seems to be of tomorrow came before the clock was set back: that is a
/// reminder too, until the clock is there again or two days are between.
fn is_past(shown: &Shown, ms: u64, day: Day) -> bool {
    let apart = shown.ms.abs_diff(ms);
    let set_right = shown.ms > ms && apart > 48 * HOUR_MS;
    set_right || (ms > shown.ms && apart >= LEAST_APART_MS && shown.day != day)
}

fn minute_of(wall: &WallTime) -> u16 {
    u16::from(wall.hour()) * 60 + u16::from(wall.minute())
}

/// The reminders of the week to come, as it looks now: for who does not look in again before. Each visit plans anew.
#[must_use]
pub fn planned(couple: &Couple, now: &Moment, wanted: &Wanted, clock: &dyn Clock) -> Vec<Planned> {
    let Some(minute) = wanted.quiet.minute(wanted.spread) else { return Vec::new() };
    // Both said that they can close their journey: it asks for nothing any more.
    if boosters::is_closed(couple) {
        return Vec::new();
    }
    let mut planned: Vec<Planned> = Vec::new();
    let mut last = wanted.shown;
    for ahead in 0..=SILENT_AFTER_DAYS {
        let day = now.today().plus(ahead);
        let Some(because) = because(couple, day, ahead) else { continue };
        let at_ms = clock.instant(day, minute);
        let there = Moment { ms: at_ms, local: clock.wall(at_ms) };
        // Where the clock is put forward, the minute may be an hour later than it was looked for.
        let fits = there.today() == day && wanted.quiet.leave_room_at(minute_of(&there.local));
        let free = last.is_none_or(|it| is_past(&it, at_ms, day));
        // Who has just been here has looked.
        let later = at_ms >= now.ms.saturating_add(HOUR_MS);
        if fits && free && later && !couple.space.now(&there).is_quiet() {
            planned.push(Planned { at_ms, because });
            last = Some(Shown { ms: at_ms, day });
        }
    }
    planned
}

fn because(couple: &Couple, day: Day, ahead: i32) -> Option<Because> {
    if ahead >= SILENT_AFTER_DAYS {
        return Some(Because::WeekOfSilence);
    }
    if falls_on(couple, day) {
        return Some(Because::OwnDay);
    }
    let both = couple.are_together();
    (both && ahead > 0).then_some(Because::SomethingNew)
}

/// Whether something of the viewer's own falls on a day: a promise they made, a day of an open book of both.
fn falls_on(couple: &Couple, day: Day) -> bool {
    let mine = couple.promises.made_by(couple.viewer);
    let promised = mine.into_iter().any(|it| it.over.is_none() && day >= it.when.from && it.when.is_on(day));
    promised || couple.open_book.falls_on(couple, day)
}

/// Whether a reminder that has come due is still worth showing, on a device where the journey is open.
#[must_use]
pub fn still_holds(couple: &Couple, now: &Moment, because: Because) -> bool {
    if couple.space.now(now).is_quiet() || boosters::is_closed(couple) {
        return false;
    }
    match because {
        Because::OwnDay => falls_on(couple, now.today()),
        // What the calendar or one's own notes bring is not of the other.
        Because::SomethingNew => path::unread(couple, now).iter().any(|it| !it.comes_by_itself()),
        Because::WeekOfSilence => true,
    }
}
