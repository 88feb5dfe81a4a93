//! The breathing aid: ten seconds a breath, for a minute, and only on request. Nothing moves for who asked for less motion.

use super::marks::icon;
use crate::view::*;
use crate::words;

/// A minute of breathing, one tap away.
pub(crate) fn breath() -> Node {
    breathes("button-quiet")
}

/// The same at the foot of a page, where it asks for less attention.
pub(super) fn breath_at_the_foot() -> Node {
    breathes("button-plain")
}

fn breathes(button: &'static str) -> Node {
    let breathing = RwSignal::new(false);
    let says = move || if breathing.get() { words::app::breathe_stop() } else { words::app::breathe() };
    // The same button throughout, so that focus stays on it.
    view! {
        <section class="breath" aria-label=words::app::breathe()>
            {move || breathing.get().then(|| view! { <div class="breath-room" aria-hidden="true"><span></span></div> })}
            <div role="status">{move || breathing.get().then(|| view! { <p class="quiet">{words::app::breathe_says()}</p> })}</div>
            <p class="acts"><button class=button type="button" on:click=move |_| breathing.update(|it| *it = !*it)>{icon("#icon-breath")}<span>{says}</span></button></p>
        </section>
    }
}
