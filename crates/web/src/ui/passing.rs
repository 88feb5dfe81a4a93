//! The moment, looked at again while a page stands: what ends at a time must end on the screen too.

use crate::platform::{self, page};
use crate::view::*;
use domain::Moment;

/// How often it is looked at. Nobody here counts seconds.
const EVERY_MS: i32 = 10_000;

/// Now, and again every ten seconds until its screen has gone.
pub(crate) fn passing() -> RwSignal<Moment> {
    let now = RwSignal::new(platform::now());
    look_later(now);
    now
}

fn look_later(now: RwSignal<Moment>) {
    page::after(EVERY_MS, move || {
        if now.try_set(platform::now()).is_none() {
            look_later(now);
        }
    });
}
