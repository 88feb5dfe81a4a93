//! When each partner is asked again, softly and alone, whether this is safe for them. What they answer is nobody's: only
//! that they were asked is known, by their own devices.

use core::fmt;

use crate::day::Day;
use crate::path::Chapter;

/// The chapters at whose beginning it is asked: each of them asks for more openness than the one before.
const ASKED_AT: [Chapter; 3] = [Chapter::Understand, Chapter::Amend, Chapter::Rebuild];

/// So many days away are a long pause.
const LONG_PAUSE: i32 = 30;

/// So many days after the last note another is made that somebody was here.
const NOTED_EVERY: i32 = 7;

/// When one was asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// In which chapter.
    pub chapter: Chapter,
    /// A day on which one was here, no more than a week before the last one.
    pub here: Day,
}

impl Asked {
    /// Reads the form that `Display` writes. What is no such form says that one was never asked.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (chapter, here) = text.split_once(' ')?;
        let at: usize = chapter.parse().ok()?;
        Some(Self { chapter: *Chapter::ALL.get(at)?, here: Day::parse(here)? })
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = Chapter::ALL.iter().position(|it| *it == self.chapter).unwrap_or(0);
        write!(f, "{at} {}", self.here)
    }
}

/// Whether it is asked now: when it never was, at the beginning of a chapter that asks for more openness, and after a long
/// pause. It is the same for both partners and whatever was answered before.
#[must_use]
pub fn is_asked(chapter: Chapter, last: Option<Asked>, today: Day) -> bool {
    let Some(last) = last else { return true };
    let opened = chapter > last.chapter && ASKED_AT.contains(&chapter);
    opened || today.number() - last.here.number() > LONG_PAUSE
}

/// What is noted then, if anything is.
#[must_use]
pub fn noted(chapter: Chapter, last: Option<Asked>, today: Day) -> Option<Asked> {
    let now = Asked { chapter, here: today };
    let stale = last.is_none_or(|it| today.number() - it.here.number() >= NOTED_EVERY);
    (stale || is_asked(chapter, last, today)).then_some(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn asked(chapter: Chapter, here: &str) -> Option<Asked> {
        Some(Asked { chapter, here: day(here) })
    }

    #[test]
    fn it_is_asked_at_first_at_three_chapters_and_after_a_long_pause() {
        use Chapter::{Amend, Keep, Rebuild, Steady, Understand};
        let today = day("2026-06-20");
        assert!(is_asked(Steady, None, today), "never yet");
        for (last, now, asks) in [
            (Steady, Steady, false),
            (Steady, Understand, true),
            (Understand, Understand, false),
            (Understand, Amend, true),
            (Amend, Rebuild, true),
            (Amend, Understand, false),
            (Rebuild, Keep, false),
        ] {
            assert_eq!(is_asked(now, asked(last, "2026-06-18"), today), asks, "{last:?} → {now:?}");
        }
        assert!(!is_asked(Keep, asked(Keep, "2026-05-21"), today), "thirty days");
        assert!(is_asked(Keep, asked(Keep, "2026-05-20"), today), "a long pause");
    }

    #[test]
    fn that_one_was_here_is_noted_once_a_week_and_whenever_one_is_asked() {
        let (today, steady) = (day("2026-06-20"), Chapter::Steady);
        assert_eq!(noted(steady, asked(steady, "2026-06-14"), today), None);
        assert_eq!(noted(steady, asked(steady, "2026-06-13"), today), asked(steady, "2026-06-20"));
        let amend = noted(Chapter::Amend, asked(steady, "2026-06-19"), today);
        assert_eq!(amend, asked(Chapter::Amend, "2026-06-20"));
    }

    #[test]
    fn what_is_noted_reads_back_and_anything_else_is_as_if_never_asked() {
        let all = Chapter::ALL.map(|chapter| Asked { chapter, here: day("2026-06-20") });
        assert!(all.iter().all(|it| Asked::parse(&it.to_string()) == Some(*it)));
        assert!(
            ["", "2", "9 2026-06-20", "2 tomorrow", "x 2026-06-20"]
                .iter()
                .all(|it| Asked::parse(it).is_none())
        );
    }
}
