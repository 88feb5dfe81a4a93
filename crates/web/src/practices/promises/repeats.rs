//! How a promise comes back, said as people say it.

use domain::promises::{Nth, Repeat, When};

use crate::ui::when::{day, weekday, weekday_and_day};
use crate::words::promises;

/// "Every Thursday".
pub(super) fn says(when: &When) -> String {
    match when.repeat {
        Repeat::Once => promises::once_on(&weekday_and_day(when.from)),
        Repeat::Daily { every: 1 } => promises::every_day().to_owned(),
        Repeat::Daily { every } => promises::every_n_days(&every.to_string()),
        Repeat::Weekly { every, on } => {
            let days: Vec<&str> = on.iter().map(weekday).collect();
            let days = days.join(", ");
            if every == 1 {
                promises::every_week_on(&days)
            } else {
                promises::every_n_weeks_on(&every.to_string(), &days)
            }
        }
        Repeat::MonthlyOn { every: 1, day } => promises::every_month_on(&day.to_string()),
        Repeat::MonthlyOn { every, day } => promises::every_n_months_on(&every.to_string(), &day.to_string()),
        Repeat::MonthlyThe { every: 1, nth, weekday: on } => {
            promises::every_month_the(nth_name(nth), weekday(on))
        }
        Repeat::MonthlyThe { every, nth, weekday: on } => {
            promises::every_n_months_the(&every.to_string(), nth_name(nth), weekday(on))
        }
    }
}

/// "Until 25 September", when there is an end.
pub(super) fn until(when: &When) -> Option<String> {
    when.until.map(day)
}

pub(super) fn nth_name(nth: Nth) -> &'static str {
    match nth {
        Nth::First => promises::first(),
        Nth::Second => promises::second(),
        Nth::Third => promises::third(),
        Nth::Fourth => promises::fourth(),
        Nth::Last => promises::last(),
    }
}
