//! The quiet sitting: two to fifteen minutes, a light that sinks behind a line, and no text. It ends softly.

use crate::view::*;
use domain::learning::SITTING_MINUTES;

use super::back;
use crate::about::{self, About};
use crate::journey;
use crate::platform::{self, page};
use crate::ui::{self, Place, head, icon};
use crate::words::{self, learning};

/// How often it is looked whether the time is over.
const LOOK_MS: i32 = 1_000;

/// Where the sitting is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sitting {
    Before,
    /// So many minutes, until then.
    Now(u8, u64),
    Over,
}

pub(super) fn screen(about: About) -> Node {
    let sitting = RwSignal::new(Sitting::Before);
    view! {{move || match sitting.get() {
        Sitting::Before => before(about, sitting),
        Sitting::Now(minutes, _) => during(minutes, sitting),
        Sitting::Over => over(about),
    }}}
}

fn before(about: About, sitting: RwSignal<Sitting>) -> Node {
    let minutes = RwSignal::new(5_u8);
    let options: Vec<_> = SITTING_MINUTES.into_iter().map(|it| view! {
        <label><input type="radio" name="minutes" prop:checked=move || minutes.get() == it on:change=move |_| minutes.set(it)/><span>{learning::minutes(u64::from(it))}</span></label>
    }).collect();
    let begin = move |_| {
        let long = minutes.get_untracked();
        let until = platform::now().ms.saturating_add(u64::from(long) * 60_000);
        sitting.set(Sitting::Now(long, until));
        look_later(sitting);
    };
    ui::page(
        Place::Mine,
        view! {
            {head(about::back(about, back()), learning::sit_title(), view! { <p class="lead">{learning::sit_lead()}</p> })}
            <fieldset class="field"><legend class="heading">{learning::how_long()}</legend><div class="answers">{options}</div></fieldset>
            <p class="quiet">{learning::sit_says()}</p>
            <p class="acts acts-wide"><button class="button" type="button" on:click=begin>{icon("#icon-breath")}{learning::begin_sitting()}</button>
                <a class="button-plain" href=about::at("/learning", about, "/write")>{learning::write_at_once()}</a></p>
        },
    )
}

/// Looks again, as long as somebody sits. By the clock on the wall: a phone that slept meanwhile has not lost the time.
fn look_later(sitting: RwSignal<Sitting>) {
    page::after(LOOK_MS, move || {
        let Some(Sitting::Now(_, until)) = sitting.try_get_untracked() else { return };
        if platform::now().ms >= until {
            sitting.set(Sitting::Over);
        } else {
            // Who sits still is here all the same.
            journey::touched();
            look_later(sitting);
        }
    });
}

fn during(minutes: u8, sitting: RwSignal<Sitting>) -> Node {
    ui::page(
        Place::Mine,
        view! {
            <h1 class="only-read">{learning::sit_title()}</h1>
            <div class="sitting" data-minutes=minutes.to_string() role="img" aria-label=learning::sit_picture()><span></span></div>
            <p class="acts"><button class="button-plain" type="button" on:click=move |_| sitting.set(Sitting::Over)>{learning::enough()}</button></p>
        },
    )
}

fn over(about: About) -> Node {
    ui::page(
        Place::Mine,
        view! {
            <div class="sitting-over">
                {head(about::back(about, back()), learning::sat_title(), view! { <p class="lead" role="status">{learning::sat_lead()}</p> })}
                <p class="acts acts-wide"><a class="button" href=about::at("/learning", about, "/write")>{icon("#icon-write")}{learning::go_on_writing()}</a>
                    <a class="button-plain" href=about::at("/learning", about, "")>{words::app::not_now()}</a></p>
            </div>
        },
    )
}
