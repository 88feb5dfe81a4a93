//! A made-up couple with twelve weeks of their journey: for looking around before there is an account,
//! and for the demonstration through a real relay. Everything they did, they did through the same commands as anybody.

mod look_around;
mod perform;
mod room;
mod script;

pub use look_around::LookAround;
pub use perform::{CannotPerform, Performed, SteppedClock, perform};
pub use script::{Act, Who, script};

use domain::{Moment, WallTime};

/// A moment some days before now, at a time of day.
fn moment_before(now: &Moment, (days_ago, hour, minute): (i32, u8, u8)) -> Moment {
    let day = now.today().plus(-days_ago);
    let local = WallTime::new(day, hour, minute, 0);
    let back = now.local.seconds_since(local).saturating_mul(1_000);
    let ms = now.ms.saturating_add_signed(back.saturating_neg());
    Moment { ms, local }
}

/// What a clock on the wall shows in UTC.
#[must_use]
pub fn moment_at(ms: u64) -> Moment {
    Moment { ms, local: WallTime::of_greenwich(ms / 1_000) }
}
