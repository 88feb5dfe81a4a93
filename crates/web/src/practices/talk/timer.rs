//! The time left to the speaker: large for the eyes, silent for a screen reader but at one minute, ten seconds and the end.

use crate::view::*;
use client::TalkView;
use domain::talk::Side;
use domain::talk::live::Phase;

use super::held::{Held, seconds_of};
use crate::words::talk;

/// What is said aloud now.
pub(super) fn told(view: Option<TalkView>, turn_seconds: u16) -> Option<&'static str> {
    let seconds = seconds_of(view);
    match view?.floor?.2 {
        Phase::Speaking if seconds <= 10 => Some(talk::ten_seconds_left()),
        Phase::Speaking if seconds <= 60 && turn_seconds > 60 => Some(talk::one_minute_left()),
        Phase::SayingBack if seconds == 0 => Some(talk::time_over()),
        _ => None,
    }
}

/// "1:40".
fn clock(seconds: u32) -> String {
    let rest = (seconds % 60).to_string();
    let zero = if rest.len() < 2 { "0" } else { "" };
    [&(seconds / 60).to_string(), ":", zero, &rest].concat()
}

fn spoken(seconds: u32) -> String {
    let (minutes, rest) = (u64::from(seconds / 60), u64::from(seconds % 60));
    if minutes == 0 { talk::seconds_left(rest) } else { talk::minutes_left(minutes, &talk::seconds(rest)) }
}

/// The digits, and the line of time left from who speaks to who listens.
pub(super) fn timer(held: Held, speaker: Side) -> Node {
    let seconds = Memo::new(move || seconds_of(held.view.get()));
    let whole = u32::from(held.turn_seconds).max(1);
    let end = move || [&(seconds.get() * 100 / whole).min(100).to_string(), "%"].concat();
    let says = if held.one || held.me == speaker {
        talk::left().to_owned()
    } else {
        talk::left_listening(&held.name(speaker))
    };
    view! {
        <div class="timer" role="timer" aria-label=move || spoken(seconds.get())>
            <p class="timer-left" aria-hidden="true">{move || clock(seconds.get())}</p>
            <p class="quiet">{says}</p>
        </div>
        <p class="floor-who"><span class="floor-seat">{held.person(speaker)}" "{talk::speaks()}</span>
        <svg class="chart" aria-hidden="true"><line class="stroke-hair" x1="0" x2="100%" y1="50%" y2="50%" stroke-width="2"/><line class="stroke-seam" x1="0" x2=end y1="50%" y2="50%" stroke-width="3"/></svg>
        <span class="floor-seat">{held.person(speaker.across())}" "{talk::listens()}</span></p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(phase: Phase, left_ms: u32) -> Option<TalkView> {
        let floor = Some((0, Side::Asker, phase));
        let (is_paused, am_away, is_out_of_reach, is_slow) = (false, false, false, false);
        Some(TalkView { floor, left_ms, is_paused, am_away, is_out_of_reach, is_slow })
    }

    #[test]
    fn the_time_is_said_at_one_minute_at_ten_seconds_and_at_its_end_and_never_between() {
        let says = |left_ms| told(view(Phase::Speaking, left_ms), 180);
        assert_eq!([says(180_000), says(61_000)], [None, None]);
        assert_eq!([says(60_000), says(11_000)], [Some(talk::one_minute_left()); 2]);
        assert_eq!([says(10_000), says(1)], [Some(talk::ten_seconds_left()); 2]);
        assert_eq!(told(view(Phase::SayingBack, 0), 180), Some(talk::time_over()));
        assert_eq!(told(view(Phase::SayingBack, 40_000), 180), None);
        assert_eq!(told(view(Phase::Speaking, 60_000), 60), None, "a turn of a minute begins with it");
    }

    #[test]
    fn the_digits_read_as_on_a_clock() {
        assert_eq!([0, 9, 60, 100, 600].map(clock), ["0:00", "0:09", "1:00", "1:40", "10:00"]);
        assert_eq!(spoken(100), "1 minute 40 seconds left");
    }
}
