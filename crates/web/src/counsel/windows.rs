//! A practice that is given as it is written, from a day to a day.

use crate::view::*;
use domain::counsel::{Command, OWN_AS_WRITTEN, Window};
use domain::{Day, RoomId};

use super::{Seen, day_of, say};
use crate::platform;
use crate::practices::{Says, refusal};
use crate::ui::{day_field, icon};
use crate::words::{self, counsel};

/// What a practice is called.
fn name(practice: &str) -> &'static str {
    match practice {
        "circle" => words::circle::name(),
        "forgiveness" => words::forgiveness::name(),
        "hurts" => words::hurts::name(),
        "leaning" => words::leaning::title(),
        "open_book" => words::open_book::name(),
        "questions" => words::questions::name(),
        "setting_down" => words::setting_down::name(),
        "signs" => words::signs::name(),
        "time" => words::time::name(),
        _ => words::why::name(),
    }
}

pub(super) fn section(it: &Seen, open: bool) -> Node {
    let (room, says): (_, Says) = (it.id, RwSignal::new(None));
    let windows = it.room.windows().iter().filter(|it| !it.closed);
    let rows: Vec<_> = windows.map(|it| window(room, it, open, says)).collect();
    if rows.is_empty() && !open {
        return Node::Nothing;
    }
    view! {
        <section class="section" aria-labelledby="as-written">
            <div class="section-head"><h2 id="as-written">{counsel::as_written_title()}</h2><p class="quiet">{counsel::as_written_says()}</p></div>
            <ul class="said">{rows}</ul>
            {refusal(says)}
            {open.then(|| giving(room, says))}
        </section>
    }
}

fn window(room: RoomId, it: &Window, open: bool, says: Says) -> Node {
    let (id, name) = (it.id, name(&it.practice));
    let told = counsel::as_written_given(name, &day_of(it.from_ms), &day_of(it.until_ms.saturating_sub(1)));
    let stop = move |_| {
        say(room, Command::StopPractice { window: id }, says);
    };
    let label = counsel::as_written_stop(name);
    let act = open.then(|| view! { <p class="acts"><button class="button-plain" type="button" on:click=stop>{label}</button></p> });
    view! { <li><span>{told}</span>{act}</li> }
}

fn giving(room: RoomId, says: Says) -> Node {
    let today = platform::now().today();
    let practice = RwSignal::new(OWN_AS_WRITTEN.first().copied().unwrap_or_default());
    let (from, to) = (RwSignal::new(today.to_string()), RwSignal::new(today.plus(30).to_string()));
    let options: Vec<_> = OWN_AS_WRITTEN
        .into_iter()
        .map(|it| view! { <option value=it prop:selected=move || practice.get() == it>{name(it)}</option> })
        .collect();
    let choose = move |event: Event| {
        let chosen = event.value();
        practice.set(OWN_AS_WRITTEN.into_iter().find(|it| *it == chosen).unwrap_or_default());
    };
    let give = move |event: Event| {
        event.prevent_default();
        let day = |it: RwSignal<String>| Day::parse(&it.get_untracked());
        let (Some(from), Some(to)) = (day(from), day(to)) else {
            return says.set(Some(counsel::such_time()));
        };
        let practice = practice.get_untracked().to_owned();
        let (from_ms, until_ms) = (platform::moment_of(from, 0), platform::moment_of(to.plus(1), 0));
        if say(room, Command::GivePractice { practice, from_ms, until_ms }, says) {
            crate::journey::tend();
        }
    };
    view! {
        <details><summary>{counsel::as_written_open()}</summary>
            <form class="section" on:submit=give>
                <div class="field"><label for="practice">{counsel::practice_label()}</label><select class="input" id="practice" on:change=choose>{options}</select></div>
                {day_field("from", counsel::from_label(), from)}
                {day_field("to", counsel::to_label(), to)}
                <p class="field-note">{icon("#icon-notice")}<span>{counsel::give_careful()}</span></p>
                <p class="acts"><button class="button-quiet" type="submit">{counsel::as_written_on()}</button></p>
            </form>
        </details>
    }
}
