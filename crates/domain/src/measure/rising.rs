//! Whether something that is counted by days comes more and more often.

use crate::day::Day;

/// How many days are lately, and how many were before.
const DAYS: i32 = 14;

/// What can be said about how often somebody does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rising {
    /// The notes do not reach back far enough.
    TooFewDays,
    /// No more than chance would bring.
    No,
    /// More and more.
    Yes,
}

/// Whether something comes more and more often: the last fourteen days (`lately`) against the fourteen before them (`before`), today
/// counted. Days without a note are days without it.
///
/// Two counts of rare things differ by chance with a standard deviation of √(lately + before), as counts of a Poisson
/// process do; it is called rising when lately is greater by more than two of them: (lately − before)² > 4 · (lately +
/// before). From once, seven times are needed; from ten times in a fortnight, twenty-two. Nothing is said before the
/// first note is four weeks old, nor when nothing was noted in the fortnight before: else the first notes of all, or
/// those of a new agreement, would look like a rise.
///
/// Source: two counts of Poisson processes over equal times, their difference by the normal approximation (J. Przyborowski and
/// H. Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31, 1940, ask the same exactly).
#[must_use]
pub fn rising(notes: &[(Day, u16)], today: Day) -> Rising {
    let ago = |on: Day| today.days_since(on);
    if !notes.iter().any(|(on, _)| ago(*on) >= 2 * DAYS - 1) {
        return Rising::TooFewDays;
    }
    let times = |days: core::ops::Range<i32>| -> i64 {
        notes.iter().filter(|(on, _)| days.contains(&ago(*on))).map(|(_, times)| i64::from(*times)).sum()
    };
    let (lately, before) = (times(0..DAYS), times(DAYS..2 * DAYS));
    if before == 0 {
        return Rising::TooFewDays;
    }
    let more = lately - before;
    if more > 0 && more * more > 4 * (lately + before) { Rising::Yes } else { Rising::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(notes: &[(i32, u16)]) -> Rising {
        let today = Day::from_number(20_300);
        let notes: Vec<(Day, u16)> = notes.iter().map(|(ago, times)| (today.plus(-ago), *times)).collect();
        rising(&notes, today)
    }

    #[test]
    fn looking_more_and_more_is_said_beyond_chance_and_never_from_the_first_notes() {
        for (notes, expected) in [
            (&[][..], Rising::TooFewDays),
            // However often: what was before is not known.
            (&[(0, 99), (20, 1)][..], Rising::TooFewDays),
            (&[(27, 1)][..], Rising::No),
            // Nor was anything before the first day of a new agreement.
            (&[(60, 3), (3, 50)][..], Rising::TooFewDays),
            (&[(60, 3), (14, 1), (3, 6)][..], Rising::No),
            (&[(60, 3), (14, 1), (3, 7)][..], Rising::Yes),
            (&[(27, 4), (13, 12)][..], Rising::No),
            (&[(27, 4), (13, 13)][..], Rising::Yes),
            (&[(27, 5), (14, 5), (13, 20), (0, 1)][..], Rising::No),
            (&[(27, 5), (14, 5), (13, 20), (0, 2)][..], Rising::Yes),
            // Less and less.
            (&[(27, 30), (1, 3)][..], Rising::No),
            // A day that has not come counts for nothing.
            (&[(27, 1), (-1, 50)][..], Rising::No),
        ] {
            assert_eq!(said(notes), expected, "{notes:?}");
        }
    }
}
