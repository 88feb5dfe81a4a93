//! What the two took back, and where it is erased.

use crate::view::*;
use client::TakenBackView;

use crate::app::app;
use crate::journey;
use crate::platform;
use crate::two::two;
use crate::ui::{icon, when};
use crate::words::settings;

/// Stands on the page once something was taken back.
pub(super) fn section() -> Node {
    let listed = || {
        app().changed.track();
        journey::ours().map(|ours| ours.read(client::Session::taken_back)).unwrap_or_default()
    };
    let all = Memo::new(listed);
    (move || {
        let all = all.get();
        if all.is_empty() {
            return None;
        }
        let name = two().map(|it| it.other_name()).unwrap_or_default();
        let rows: Vec<_> = all.into_iter().map(|it| row(&it, &name)).collect();
        Some(view! {
            <section class="section" aria-labelledby="taken-back">
                <div class="section-head"><h2 id="taken-back">{settings::taken_title()}</h2><p class="quiet">{settings::taken_says()}</p></div>
                <ul class="rows">{rows}</ul>
            </section>
        })
    })
    .into_node()
}

fn row(taken: &TakenBackView, name: &str) -> Node {
    let day = when::day(platform::wall_clock_at(taken.at.ms).day());
    let what = what(&taken.was);
    let title =
        if taken.mine { settings::taken_by(what, &day) } else { settings::taken_by_them(what, name, &day) };
    let server = if taken.at_relay { settings::taken_at_server() } else { settings::taken_not_yet() };
    let mine = settings::taken_mine(&taken.on_mine.0.to_string(), &taken.on_mine.1.to_string());
    let (done, all) = taken.on_theirs;
    // Whoever took it back wants to know of the other's devices; of one's own word nobody else keeps count.
    let theirs = taken.mine.then(|| settings::taken_theirs(&done.to_string(), &all.to_string(), name));
    let theirs = theirs.map(|it| view! { <small>{it}</small> });
    view! { <li>{icon("#icon-saved")}<span>{title}<small>{server}</small><small>{mine}</small>{theirs}</span></li> }
}

/// What it was, by the name of the practice it was shared in.
fn what(was: &[String]) -> &'static str {
    let practice = was.first().and_then(|it| it.split('.').next()).unwrap_or_default();
    match practice {
        "signs" => settings::taken_signs(),
        "hurts" => settings::taken_hurts(),
        "talk" => settings::taken_talk(),
        "why" => settings::taken_why(),
        "setting_down" => settings::taken_setting_down(),
        "apology" => settings::taken_apology(),
        "needs" => settings::taken_needs(),
        "our_future" => settings::taken_our_future(),
        "memories" => settings::taken_memories(),
        "forgiveness" => settings::taken_forgiveness(),
        "closeness" => settings::taken_closeness(),
        "boosters" => settings::taken_boosters(),
        _ => settings::taken_something(),
    }
}
