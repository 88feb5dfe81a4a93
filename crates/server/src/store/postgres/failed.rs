//! What can go wrong with a database that lives elsewhere, and which of it is worth another try.

use std::time::{Duration, Instant};

use tokio_postgres::error::SqlState;

use crate::store::StoreProblem;

/// So often is something tried that others keep getting ahead of.
const MOST_TRIES: u32 = 40;
/// So long is something tried while the database is away: longer than it takes to start again.
const LONGEST: Duration = Duration::from_secs(6);

/// Why a statement was not done.
#[derive(Debug)]
pub(super) enum Failed {
    /// Another was first, and nothing of this was done.
    Again,
    /// The database cannot be reached, or takes no writes now. A single statement may have been done all the same.
    Away(String),
    /// It is no use to try again.
    For(StoreProblem),
}

impl Failed {
    /// When the word to keep a transaction fails, nobody knows whether it was kept: it is not done twice.
    pub(super) fn in_commit(self) -> Self {
        match self {
            Self::Away(_) => Self::For(StoreProblem::Away),
            other => other,
        }
    }

    fn of_state(state: &SqlState, message: &str) -> Self {
        match state.code() {
            "40001" | "40P01" => Self::Again,
            // It is being shut down, starts, reads only since another leads, or has no connection to spare.
            "57P01" | "57P02" | "57P03" | "25006" | "53300" => Self::Away(message.to_owned()),
            "53100" => Self::For(StoreProblem::Full),
            "53200" | "57014" => Self::For(StoreProblem::Busy),
            code if code.starts_with("08") => Self::Away(message.to_owned()),
            code => Self::For(StoreProblem::Broken([message, " (", code, ")"].concat())),
        }
    }
}

impl From<tokio_postgres::Error> for Failed {
    fn from(error: tokio_postgres::Error) -> Self {
        if let Some(told) = error.as_db_error() {
            return Self::of_state(told.code(), told.message());
        }
        let source = std::error::Error::source(&error);
        if error.is_closed() || source.is_some_and(|it| it.is::<std::io::Error>()) {
            return Self::Away(error.to_string());
        }
        let why = source.map_or_else(String::new, |it| [": ", &it.to_string()].concat());
        Self::For(StoreProblem::Broken([error.to_string(), why].concat()))
    }
}

/// Something that is tried more than once, each time after a wait of another length.
pub(super) struct Tries {
    begun: Instant,
    count: u32,
}

impl Tries {
    /// The first.
    pub(super) fn begin() -> Self {
        Self { begun: Instant::now(), count: 0 }
    }

    /// Waits for the next one, or says that there is none.
    pub(super) async fn next(&mut self, failed: Failed) -> Result<(), StoreProblem> {
        self.count += 1;
        let longest_ms = match failed {
            Failed::For(problem) => return Err(problem),
            Failed::Again if self.count > MOST_TRIES => return Err(StoreProblem::Busy),
            Failed::Again => 1_u64 << self.count.min(6),
            Failed::Away(why) if self.begun.elapsed() > LONGEST => {
                tracing::warn!(why, "the database cannot be reached");
                return Err(StoreProblem::Away);
            }
            Failed::Away(_) => 300,
        };
        tokio::time::sleep(Duration::from_millis(1 + jitter(longest_ms))).await;
        Ok(())
    }
}

/// Any number below this one, so that those who wait do not all come back at once.
pub(crate) fn jitter(below: u64) -> u64 {
    let mut bytes = [0; 8];
    // Without randomness everybody waits the whole time.
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes) % below.max(1),
        Err(_) => below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_others_got_ahead_of_is_tried_again_and_not_for_ever() {
        let mut tries = Tries::begin();
        let mut count = 0;
        while tries.next(Failed::Again).await.is_ok() {
            count += 1;
        }
        assert_eq!(count, MOST_TRIES);
        let full = Tries::begin().next(Failed::For(StoreProblem::Full)).await;
        assert_eq!(full, Err(StoreProblem::Full));
    }

    #[test]
    fn a_database_that_only_reads_now_is_away_and_a_conflict_is_none() {
        let failed = |code| Failed::of_state(&SqlState::from_code(code), "said");
        for code in ["57P01", "57P03", "25006", "08006"] {
            assert!(matches!(failed(code), Failed::Away(_)), "{code}");
        }
        assert!(matches!(failed("40001"), Failed::Again));
        assert!(matches!(failed("53100"), Failed::For(StoreProblem::Full)));
        let unknown = Failed::Away(String::new()).in_commit();
        assert!(matches!(unknown, Failed::For(StoreProblem::Away)), "it may have been kept");
    }
}
