//! The viewer's lines over time: for each sign and side, with what is change and what is wobble. Nobody else sees them.

use crate::day::Day;
use crate::measure::{Change, change};
use crate::practices::signs::{Often, Sign, Signs, Whose};

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which sign.
    pub sign: Sign,
    /// Whose.
    pub whose: Whose,
    /// The looks in which it was answered, in order.
    pub points: Vec<Point>,
    /// What can be said about it: change only beyond one's own wobble, on steps from 0 to 4.
    pub change: Change,
}

/// One look on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day of the look.
    pub on: Day,
    /// How often.
    pub often: Often,
}

impl Signs {
    /// The ten lines of the viewer: five signs of their own, five as felt from the other.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut all = Vec::new();
        for whose in [Whose::Mine, Whose::FromYou] {
            all.extend(Sign::ALL.into_iter().map(|sign| self.line(sign, whose)));
        }
        all
    }

    fn line(&self, sign: Sign, whose: Whose) -> Line {
        let mut points = Vec::new();
        let mut steps = Vec::new();
        for (on, answers) in &self.mine {
            if let Some(answer) = answers.iter().find(|it| (it.sign, it.whose) == (sign, whose)) {
                points.push(Point { on: *on, often: answer.often });
                steps.push(f64::from(answer.often as u8));
            }
        }
        Line { sign, whose, points, change: change(&steps) }
    }
}
