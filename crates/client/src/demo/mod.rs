//! A made-up couple with twelve weeks of their journey: for looking around before there is an account,
//! and for the demonstration through a real relay. Everything they did, they did through the same commands as anybody.

mod look_around;
mod perform;
mod script;
mod weeks;

pub use look_around::LookAround;
pub use perform::{CannotPerform, Performed, SteppedClock, perform};
pub use script::{Act, Who, script};

use domain::Moment;
use jiff::civil::DateTime;

/// A moment some days before now, at a time of day.
fn moment_before(now: &Moment, (days_ago, hour, minute): (i32, i8, i8)) -> Moment {
    let day = now.today().plus(-days_ago);
    let local = day.0.at(hour, minute, 0, 0);
    let back = now.local.duration_since(local).as_millis();
    let ms = u64::try_from(i128::from(now.ms) - back).unwrap_or(0);
    Moment { ms, local }
}

/// What a clock on the wall shows in UTC.
#[must_use]
pub fn moment_at(ms: u64) -> Moment {
    let since = jiff::Span::new().try_milliseconds(i64::try_from(ms).unwrap_or(0));
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let local = since.and_then(|it| epoch.checked_add(it)).unwrap_or(epoch);
    Moment { ms, local }
}
