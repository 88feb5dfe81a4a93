//! Waiting without guessing: ask again until it is so, and give up with a sentence.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long anything on a screen may take. Generous: a busy machine is no broken product.
pub const PATIENCE: Duration = Duration::from_secs(20);

const BETWEEN: Duration = Duration::from_millis(25);

/// Asks until there is an answer; panics with `what` when patience ends.
pub fn until<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    until_within(PATIENCE, what, ask)
}

/// [`until`] with another patience.
pub fn until_within<T>(patience: Duration, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    match within(patience, &mut ask) {
        Some(answer) => answer,
        None => panic!("waited {} s in vain: {what}", patience.as_secs()),
    }
}

/// Asks until there is an answer or patience ends.
pub(crate) fn within<T>(patience: Duration, ask: &mut impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + patience;
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() > end {
            return None;
        }
        sleep(BETWEEN);
    }
}
