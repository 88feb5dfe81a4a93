//! How much of one's own writing looks back and how much forward, week by week. For the writer alone.
//!
//! Nothing is read into the words themselves: a machine's guess would be wrong about one's own life, and tenses say
//! little. What counts is *where* something is written. What happened, questions one asks, why, what was learned of the
//! past, and a thought about it that is set down look back. Promises, ground rules, needs, what one will do differently
//! and what one now knows look forward. Everything else is neither and not counted: an appreciation, an apology, a talk,
//! and the answers to what the other asked, because honesty that was asked for is no being stuck.
//!
//! A week is seven days that end with today, the one before the seven days before that, and so on. With B letters that
//! look back and F that look forward, the share is B / (B + F); with B + F = 0 there is none. Letters are counted
//! (Unicode scalar values that are not white space), and not words, because not every script has blanks. It is a plain
//! share without an interval: letters are not drawn by lot, and an interval would pretend that they are.

use crate::day::Day;

/// Which way a piece of writing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// At what was.
    Back,
    /// At what will be.
    Forward,
}

/// One piece of the viewer's own writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    /// On which day.
    pub on: Day,
    /// Which way it looks.
    pub way: Way,
    /// How long it is, in letters.
    pub letters: u32,
}

impl Wrote {
    /// A text of a day.
    #[must_use]
    pub fn new(on: Day, way: Way, text: &str) -> Self {
        let letters = text.chars().filter(|it| !it.is_whitespace()).count();
        Self { on, way, letters: u32::try_from(letters).unwrap_or(u32::MAX) }
    }
}

/// How one week's writing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// The last day of the week.
    pub until: Day,
    /// Letters that look back.
    pub back: u32,
    /// Letters that look forward.
    pub forward: u32,
}

impl Looks {
    /// All letters of the week.
    #[must_use]
    pub fn letters(&self) -> u32 {
        self.back.saturating_add(self.forward)
    }

    /// The share that looks back, from 0 to 1; nothing in a week without writing.
    #[must_use]
    pub fn back_share(&self) -> Option<f64> {
        let all = f64::from(self.back) + f64::from(self.forward);
        (all > 0.0).then(|| f64::from(self.back) / all)
    }
}

/// The last so many weeks, the oldest first.
#[must_use]
pub fn looking(wrote: &[Wrote], today: Day, weeks: usize) -> Vec<Looks> {
    let mut all: Vec<Looks> = Vec::new();
    for ago in (0..i32::try_from(weeks).unwrap_or(i32::MAX)).rev() {
        all.push(Looks { until: today.plus(ago.saturating_mul(-7)), back: 0, forward: 0 });
    }
    for it in wrote {
        let week = all.iter_mut().find(|week| (0..7).contains(&week.until.days_since(it.on)));
        let Some(week) = week else { continue };
        let side = match it.way {
            Way::Back => &mut week.back,
            Way::Forward => &mut week.forward,
        };
        *side = side.saturating_add(it.letters);
    }
    all
}
