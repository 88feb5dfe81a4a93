//! Words of self-harm in any field where one writes bring up crisis lines below it: only for who writes, kept nowhere, told nobody.

use std::cell::Cell;
use std::rc::Rc;

use crate::view::*;

use super::part::{Need, help_lines};
use crate::platform::{self, page};
use crate::reads::speaks_of_self_harm;
use crate::words::safety as says;

/// So long the hand rests before the words are looked at.
const REST_MS: i32 = 900;

/// Of a very long text the end is looked at: that is where somebody writes.
const AT_MOST: usize = 15_000;

/// Below a field: nothing, or the lines.
pub(crate) fn care_below(field: impl Into<String>, value: RwSignal<String>) -> Node {
    let country = [field.into().as_str(), "-country"].concat();
    let (speaks, away) = (RwSignal::new(false), RwSignal::new(false));
    let turn = Rc::new(Cell::new(0_u32));
    effect(move || {
        value.track();
        let mine = turn.get().wrapping_add(1);
        turn.set(mine);
        let turn = Rc::clone(&turn);
        page::after(REST_MS, move || {
            if turn.get() == mine {
                platform::spawn(look(value, speaks));
            }
        });
    });
    let shown = Memo::new(move || speaks.get() && !away.get());
    let lines = move || {
        shown.get().then(|| {
            view! {
                {help_lines(country.clone(), Need::Crisis)}
                <p class="quiet">{says::crisis_only_you()}</p>
                <p class="acts"><button class="button-plain" type="button" on:click=move |_| away.set(true)>{says::crisis_away()}</button></p>
            }
        })
    };
    view! {
        <div class="care" data-speaks=move || shown.get().then_some("true")>
            <div aria-live="polite">{move || shown.get().then(|| view! { <p><strong>{says::crisis_says()}</strong></p> })}</div>
            {lines}
        </div>
    }
}

async fn look(value: RwSignal<String>, speaks: RwSignal<bool>) {
    let Some(text) = value.try_get_untracked() else { return };
    // An empty field does not fetch the reader.
    let from = text.floor_char_boundary(text.len().saturating_sub(AT_MOST));
    let found = !text.is_empty() && speaks_of_self_harm(text.get(from..).unwrap_or_default()).await;
    if speaks.try_get_untracked().is_some_and(|it| it != found) {
        speaks.set(found);
    }
}
