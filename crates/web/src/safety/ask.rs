//! The same question, softly, on Today: at the beginning, at the chapters that ask for more openness, after a long pause.

use std::cell::Cell;

use crate::view::*;
use domain::path::asking::{self, Asked};
use domain::path::chapter;

use crate::journey;
use crate::platform;
use crate::words::{self, safety as says};

/// Where one's own devices note that one was asked. What was answered is noted nowhere.
const NOTE: &str = "safety.asked";

thread_local! {
    /// Whether it is asked in this visit, once that is known.
    static ASKS: Cell<Option<bool>> = const { Cell::new(None) };
}

/// The next visit looks anew.
pub(super) fn forget() {
    ASKS.set(None);
}

/// Whether it is asked in this visit. The note is made when it is found out, whatever the person does then.
fn is_asked() -> bool {
    if let Some(known) = ASKS.get() {
        return known;
    }
    let today = platform::now().today();
    let Some(chapter) = journey::read_once(|couple, _| chapter::of_both(couple)) else { return false };
    let last = Asked::parse(&journey::draft(NOTE));
    let asks = asking::is_asked(chapter, last, today);
    if let Some(now) = asking::noted(chapter, last, today) {
        journey::keep_draft(NOTE, &now.to_string());
    }
    ASKS.set(Some(asks));
    asks
}

/// The question in the margin of Today.
pub(crate) fn ask_softly() -> Node {
    let stands = RwSignal::new(is_asked());
    let not_now = move |_| {
        ASKS.set(Some(false));
        stands.set(false);
    };
    (move || {
        stands.get().then(|| {
            view! {
                <section class="section" aria-labelledby="for-you-alone">
                    <h2 id="for-you-alone">{says::ask_title()}</h2>
                    <p class="quiet">{says::ask_says()}</p>
                    <p class="acts"><a class="button-quiet button-small" href="/safety">{says::ask_look()}</a>
                    <button class="button-plain" type="button" on:click=not_now>{words::app::not_now()}</button></p>
                </section>
            }
        })
    })
    .into_node()
}
