//! A practice that is given as it is written, from a day to a day.

use crate::view::*;
use domain::counsel::{Command, OWN_AS_WRITTEN, Window};
use domain::{Day, RoomId};

use super::{Seen, day_of, say};
use crate::platform::{self, wall_clock_at};
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
    if !open {
        return Node::Nothing;
    }
    let (room, says): (_, Says) = (it.id, RwSignal::new(None));
    let windows = it.room.windows().iter().filter(|it| !it.closed);
    let rows: Vec<_> = windows.map(|it| window(room, it, says)).collect();
    view! {
        <section class="section" aria-labelledby="as-written">
            <div class="section-head"><h2 id="as-written">{counsel::as_written_title()}</h2><p class="quiet">{counsel::as_written_says()}</p></div>
            <ul class="said">{rows}</ul>
            {refusal(says)}
            {giving(it, says)}
        </section>
    }
}

fn window(room: RoomId, it: &Window, says: Says) -> Node {
    let (id, name) = (it.id, name(&it.practice));
    let told = counsel::as_written_given(name, &day_of(it.from_ms), &day_of(it.until_ms.saturating_sub(1)));
    let stop = move |_| {
        say(room, Command::StopPractice { window: id }, says);
    };
    let label = counsel::as_written_stop(name);
    view! { <li><span>{told}</span><p class="acts"><button class="button-plain" type="button" on:click=stop>{label}</button></p></li> }
}

fn giving(it: &Seen, says: Says) -> Node {
    let (room, today) = (it.id, platform::now().today());
    let ends = it.room.terms().map(|it| wall_clock_at(it.until_ms.saturating_sub(1)).day());
    let until = today.plus(30).min(ends.unwrap_or(today));
    let practice = RwSignal::new(OWN_AS_WRITTEN.first().copied().unwrap_or_default());
    let (from, to) = (RwSignal::new(today.to_string()), RwSignal::new(until.to_string()));
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
