//! A journey that both have closed: the app sleeps, and either can wake it.

use crate::view::*;
use domain::Command;
use domain::boosters::is_closed;
use domain::path::{self as rules, Readiness};

use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::ui::{icon, icon_turns};
use crate::words::boosters;

/// Whether it sleeps now.
pub(crate) fn sleeps() -> bool {
    journey::read(|couple, _| is_closed(couple)) == Some(true)
}

/// Says so, with the keepsake and the way to wake it; nothing, as long as it is awake.
pub(crate) fn asleep() -> Node {
    let says: Says = RwSignal::new(None);
    let wake = move |_| {
        tell(Command::Path(rules::Command::Say { readiness: Readiness::ToClose, ready: false }), says);
    };
    let closed = Memo::new(sleeps);
    (move || {
        closed.get().then(|| view! {
            <section class="section" aria-labelledby="closed">
                <h2 id="closed">{boosters::closed_title()}</h2>
                <p>{boosters::closed_says()}</p>
                <ul class="links"><li><a href="/boosters/keepsake">{icon("#icon-memory")}<span>{boosters::keepsake_link()}<small>{boosters::keepsake_link_says()}</small></span>{icon_turns("#icon-onward")}</a></li></ul>
                <p class="acts"><button class="button-quiet" type="button" on:click=wake>{boosters::closed_wake()}</button></p>
                <p class="quiet">{boosters::closed_wake_says()}</p>
                {refusal(says)}
            </section>
        })
    })
    .into_node()
}
