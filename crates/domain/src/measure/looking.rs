//! How much of one's own writing looks back and how much forward, week by week. For the writer alone.
//!
//! Nothing is read into the words themselves: a machine's guess would be wrong about one's own life, and tenses say
//! little. What counts is *where* something is written. What happened, questions one asks, why, what was learned of the
//! past, a thought about it that is set down, and what was, on a page about forgiving, look back. Promises, ground rules,
//! needs, wishes for our future, what one will do differently and what one now knows look forward. Everything else is neither and not counted: an appreciation, an apology, a talk,
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

/// The last weeks of the viewer's own writing, as every practice puts its share in.
#[derive(Clone, Debug)]
pub struct OwnWriting(Vec<Looks>);

impl OwnWriting {
    /// So many weeks that end with `today`, still empty.
    #[must_use]
    pub fn until(today: Day, weeks: i32) -> Self {
        let begin = |ago: i32| Looks { until: today.plus(ago.saturating_mul(-7)), back: 0, forward: 0 };
        Self((0..weeks).rev().map(begin).collect())
    }

    /// Whether what was written on a day counts. Most of ten years does not, and need not be looked at.
    #[must_use]
    pub fn covers(&self, on: Day) -> bool {
        self.0.iter().any(|it| it.has(on))
    }

    /// Puts in a text of a day.
    pub fn add(&mut self, on: Day, way: Way, text: &str) {
        let Some(week) = self.0.iter_mut().find(|it| it.has(on)) else { return };
        let letters = text.chars().filter(|it| !it.is_whitespace()).count();
        let side = match way {
            Way::Back => &mut week.back,
            Way::Forward => &mut week.forward,
        };
        *side = side.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
    }

    /// The weeks, the oldest first.
    #[must_use]
    pub fn weeks(self) -> Vec<Looks> {
        self.0
    }
}

impl Looks {
    fn has(&self, day: Day) -> bool {
        (0..7).contains(&self.until.days_since(day))
    }
}
