//! Reminders as this device does them: planned anew at each visit, left with the service worker and, where a closed page can
//! be woken, with the relay. What may come, and when, is `domain::reminders`.

use std::cell::Cell;

use client::{NotWoken, Ours};
use domain::day::HOUR_MS;
use domain::reminders::{Because, Clock, Planned, QuietHours, Shown, Wanted, planned, still_holds};
use domain::{Day, WallTime};

use crate::journey;
use crate::platform::remind::{self, Permission, Words};
use crate::platform::{self, looks, page};
use crate::words;

/// How far reminders reach on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Also a closed page is woken.
    Woken,
    /// Only a page in the background, for good.
    OnlyHere,
    /// Only a page in the background, until it is tried again.
    OnlyHereForNow,
}

thread_local! {
    /// Counts the plans.
    static PLAN: Cell<u32> = const { Cell::new(0) };
}

/// The number of a new plan: what older ones would still do here is not done.
fn next() -> u32 {
    PLAN.set(PLAN.get().wrapping_add(1));
    PLAN.get()
}

/// The clock on this person's wall.
struct Wall;

impl Clock for Wall {
    fn instant(&self, day: Day, minute: u16) -> u64 {
        platform::moment_of(day, minute)
    }

    fn wall(&self, ms: u64) -> WallTime {
        platform::wall_clock_at(ms)
    }
}

/// A visit has begun, or ends: what was planned is planned anew, where reminders are on.
pub(crate) fn again() {
    platform::spawn(async {
        plan().await;
    });
}

/// Reminders are on from now on, with these quiet hours; how far they reach.
pub(crate) async fn turn_on(quiet: QuietHours) -> Reach {
    let plain = looks::plain_name().is_some();
    let says = Words {
        title: if plain {
            words::reminders::notified_title_plain()
        } else {
            words::reminders::notified_title()
        },
        body: words::reminders::notified_body(),
        off: words::reminders::notified_off(),
        language: words::language(),
    };
    remind::keep(quiet, &says).await;
    plan().await
}

/// Reminders are off: here, at the push service, and at the relay.
pub(crate) async fn turn_off() {
    remind::forget().await;
    // What was planned while it was being forgotten is not done either.
    next();
    if let Some(ours) = journey::ours() {
        // A relay that is away hears from the push service that nobody is there any more.
        let _ = ours.wake_never().await;
    }
}

/// The name by which the app goes has changed; so do the words of a reminder.
pub(crate) fn say_anew() {
    platform::spawn(async {
        if let Some(quiet) = remind::kept().await {
            turn_on(quiet).await;
        }
    });
}

/// Plans what is kept. Two plans may run at once: each says how far reminders reach, and the newer one waits here.
async fn plan() -> Reach {
    let Some(ours) = journey::ours().filter(|_| remind::permission() == Permission::Granted) else {
        return Reach::OnlyHereForNow;
    };
    let shown = remind::shown_ms().await.map(|ms| Shown { ms, day: platform::wall_clock_at(ms).day() });
    let Some(quiet) = remind::kept().await else { return Reach::OnlyHereForNow };
    let wanted = Wanted { quiet, spread: ours.own_minute(), shown };
    let now = platform::now();
    let planned = ours.read(|session| planned(session.couple(), &now, &wanted, &Wall));
    // Nothing comes between what was kept and this.
    let mine = next();
    wait_here(mine, &planned, now.ms);
    wait_there(&ours, &planned).await
}

/// Through the relay and the browser's push service.
async fn wait_there(ours: &Ours, planned: &[Planned]) -> Reach {
    let asked = async {
        let key = ours.waking_key().await?;
        let browser = remind::subscribe(&key).await.ok_or(NotWoken::NotHere)?;
        ours.wake_at(&browser, planned).await
    };
    match asked.await {
        Ok(()) => Reach::Woken,
        Err(NotWoken::NotHere) => Reach::OnlyHere,
        Err(NotWoken::Away) => Reach::OnlyHereForNow,
    }
}

/// In a page that stays open in the background; also a locked one, which keeps nothing but the moments.
fn wait_here(mine: u32, planned: &[Planned], now_ms: u64) {
    for it in planned {
        let Ok(wait) = i32::try_from(it.at_ms.saturating_sub(now_ms)) else { continue };
        let (at_ms, because) = (it.at_ms, it.because);
        page::after(wait, move || {
            let now = platform::now();
            // A machine that slept wakes its timers late.
            let in_time = (at_ms..at_ms.saturating_add(HOUR_MS)).contains(&now.ms);
            let holds = journey::read_once(|couple, _| still_holds(couple, &now, because));
            // Locked: whether there is something new cannot be seen.
            let holds = holds.unwrap_or(because != Because::SomethingNew);
            if PLAN.get() == mine && in_time && holds && !page::in_sight() {
                platform::spawn(remind::remind());
            }
        });
    }
}
