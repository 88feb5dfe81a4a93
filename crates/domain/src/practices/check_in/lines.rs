//! The lines over the weeks: each partner's own, with what is change and what is wobble.

use crate::couple::Couple;
use crate::day::Day;
use crate::ids::PersonId;
use crate::measure::{Change, change};
use crate::practices::check_in::{Answers, CheckIn, Facet, round};
use lean::Table;

/// One person's line of one facet.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which facet.
    pub facet: Facet,
    /// The weeks in which a number was given, in order.
    pub points: Vec<Point>,
    /// What can be said about it: change only beyond this person's own wobble.
    pub change: Change,
}

/// One week on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The check-in's day.
    pub week: Day,
    /// The number, 0 to 10.
    pub rating: u8,
}

impl CheckIn {
    /// The seven lines of a person. The viewer's own are fed by every check-in of theirs, also by those kept for
    /// themselves; the other's only by what both opened.
    #[must_use]
    pub fn lines(&self, couple: &Couple, person: PersonId) -> Vec<Line> {
        let weeks = self.answers_of(couple, person);
        Facet::ALL
            .iter()
            .map(|facet| {
                let rated = weeks.iter().filter_map(|(week, answers)| Some((*week, answers.rating(*facet)?)));
                let points: Vec<Point> = rated.map(|(week, rating)| Point { week, rating }).collect();
                let ratings: Vec<f64> = points.iter().map(|it| f64::from(it.rating)).collect();
                Line { facet: *facet, change: change(&ratings), points }
            })
            .collect()
    }

    fn answers_of(&self, couple: &Couple, person: PersonId) -> Table<Day, Answers> {
        let own = person == couple.viewer;
        let mut weeks = Table::new();
        if own {
            self.mine.iter().for_each(|(week, answers)| weeks.insert(*week, (**answers).clone()));
        }
        for week in Self::weeks(couple) {
            let opened = couple.exchange.opened(round(week), person);
            let sealed = || couple.exchange.mine(round(week), person).filter(|_| own);
            // What was sealed for both is the last word of that week.
            if let Some(answers) = opened.or_else(sealed).and_then(Answers::from_cbor) {
                weeks.insert(week, answers);
            }
        }
        weeks
    }
}
