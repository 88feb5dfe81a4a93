//! Stuck: weeks in which most of what one writes is about the past, or the same question that returns. It is seen by the
//! writer alone and met with kindness: "you may not be ready yet, and that is all right".

use crate::couple::Couple;
use crate::day::Moment;
use crate::measure::Looks;
use crate::path::Because;

/// In how many weeks, one after the other, most of what was written looks back.
pub const WEEKS: i32 = 3;

/// How much of a week's writing that is.
pub const MOST: f64 = 0.75;

/// With fewer letters in a week nothing is said about it.
pub const FEWEST_LETTERS: u32 = 200;

/// How many times a question is asked before it is said to return.
pub const TIMES: usize = 3;

/// How many weeks back a question that returns is looked for.
const WITHIN_WEEKS: i32 = 8;

/// How the past does not let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// Most of what was written for weeks is about what was.
    LookingBack,
    /// The same question returns.
    TheSameQuestion,
}

impl Stuck {
    /// Its reason, as Today says it.
    #[must_use]
    pub fn reason(self) -> Because {
        match self {
            Stuck::LookingBack => Because::YourWritingLooksBack,
            Stuck::TheSameQuestion => Because::TheSameQuestionReturns,
        }
    }
}

/// Whether the viewer is stuck, by their own writing alone.
#[must_use]
pub fn of(couple: &Couple, now: &Moment) -> Option<Stuck> {
    let today = now.today();
    if couple.questions.most_returned(couple.viewer, today.plus(-7 * WITHIN_WEEKS)) >= TIMES {
        return Some(Stuck::TheSameQuestion);
    }
    let weeks = couple.looking(today, WEEKS);
    weeks.iter().all(is_mostly_back).then_some(Stuck::LookingBack)
}

/// Whether enough was written in a week to say something of it, and most of it looks back.
pub(super) fn is_mostly_back(week: &Looks) -> bool {
    week.letters() >= FEWEST_LETTERS && week.back_share().is_some_and(|it| it >= MOST)
}
