//! While it lasts: the calm page. Almost empty: when it ends, what is fine, the asker's own words, and that nothing is needed.
//! No countdown.

use crate::view::*;
use domain::space::{Apart, Command};

use super::ask::Until;
use super::{LENGTHS, fine, taking, until};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::two::{Two, two_now};
use crate::ui::{self, Reader, audience, breath, person, saved, when, words_field};
use crate::words::space;

const LONGER: &str = "space/longer";
const LONGER_UNTIL: &str = "space/longer_until";

/// The two marks on a slack thread: apart, and still tied.
fn thread() -> Node {
    view! { <svg class="thread" aria-hidden="true" viewBox="0 0 600 150" preserveAspectRatio="xMidYMid meet"><path class="stroke-seam" stroke-width="2.5" d="M22 30C110 150 470 158 574 34"/><circle class="fill-one" cx="22" cy="24" r="11"/><path class="ring-two" stroke-width="3" d="M578 12 592 26 578 40 564 26Z"/></svg> }
}

pub(super) fn screen(apart: &Apart, own: Option<&Apart>) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says = RwSignal::new(None);
    let mine = apart.by() == two.me.id;
    let (end, name) = (until(apart), two.other_name());
    let title = match (mine, apart.is_time_out()) {
        (true, true) => space::you_take(&end),
        (true, false) => space::you_have(&end),
        (false, true) => space::they_take(&name, &end),
        (false, false) => space::they_asked(&name, &end),
    };
    let lead = match (mine, apart.is_time_out()) {
        (true, true) => space::time_out_well().to_owned(),
        (false, true) => space::time_out_theirs().to_owned(),
        (true, false) => space::you_rest(&name),
        (false, false) => space::nothing_needed(&name),
    };
    let acts = match (mine, apart.is_time_out()) {
        (true, true) => own_time_out(apart, says),
        (true, false) => own_space(apart, &two, says),
        (false, _) => theirs(apart, own, &two, says),
    };
    ui::calm_page(view! {
        <div class="calm-centre">
            <h1 class="title">{title}</h1>
            {thread()}
            {written(apart, &two)}
            <p class="lead">{lead}</p>
        </div>
        <div class="stack-wide">{refusal(says)}{acts}</div>
    })
}

/// The asker's own words, also those that came with asking for longer.
fn written(apart: &Apart, two: &Two) -> Node {
    let by = two.seat(apart.by()).cloned();
    let wrote = if apart.by() == two.me.id { space::you_wrote() } else { space::wrote() };
    let words = apart.words.clone().map(|it| view! { <blockquote class="words"><p>{it}</p></blockquote> });
    let longer: Vec<_> = apart
        .extended
        .iter()
        .cloned()
        .map(|it| {
            view! {
                <p class="quiet">{space::longer_with()}</p><blockquote class="words"><p>{it}</p></blockquote>
            }
        })
        .collect();
    let signed = (words.is_some() || !longer.is_empty()).then(|| {
        view! {
            <p class="byline">{by.map(|it| person(it.side, it.name))}" "<span>{wrote}</span></p>
        }
    });
    let fine = apart.contact.map(|it| view! { <p>{fine(it)}</p> });
    view! { {words}{longer}{signed}{fine} }
}

fn lines(title: &'static str, lines: Vec<&'static str>) -> Node {
    let lines: Vec<_> = lines.into_iter().map(|it| view! { <li>{it}</li> }).collect();
    view! { <details><summary>{title}</summary><ul class="plain-lines">{lines}</ul></details> }
}

/// For the one who was asked.
fn theirs(apart: &Apart, own: Option<&Apart>, two: &Two, says: Says) -> Node {
    let id = apart.id;
    let respect = move |_| {
        tell(domain::Command::Space(Command::Respect { space: id }), says);
    };
    let answer = if apart.is_time_out() {
        breath()
    } else if apart.respected {
        view! { <p class="quiet" role="status">{space::you_respect()}</p> }
    } else {
        view! { <p class="acts acts-wide"><button class="button" type="button" on:click=respect>{space::respect()}</button></p> }
    };
    let waiting = (!apart.is_time_out()).then(|| {
        let five = [
            space::waiting_1(),
            space::waiting_2(),
            space::waiting_3(),
            space::waiting_4(),
            space::waiting_5(),
        ];
        view! { {lines(space::waiting_well(), five.to_vec())}{breath()} }
    });
    let own = own.filter(|it| it.id != id).map(|it| {
        view! { <section class="section"><p>{space::own_too(&until(it))}</p>{back(it, two, says)}</section> }
    });
    view! { {answer}{waiting}{own} }
}

/// Coming back is the asker's choice alone.
fn back(apart: &Apart, two: &Two, says: Says) -> Node {
    let (id, time_out) = (apart.id, apart.is_time_out());
    let come = move |_| {
        if tell(domain::Command::Space(Command::Return { space: id }), says) {
            page::arrive();
        }
    };
    let name = if time_out { space::back_now() } else { space::come_back() };
    let seen = space::come_back_says(&two.other_name());
    view! { <p class="acts"><button class="button-quiet" type="button" on:click=come>{name}</button><span class="quiet">{seen}</span></p> }
}

fn own_time_out(apart: &Apart, says: Says) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let longer: Vec<_> =
        LENGTHS.into_iter().filter(|it| *it > LENGTHS[0]).map(|it| taking(it, says)).collect();
    view! {
        {breath()}
        {back(apart, &two, says)}
        <details><summary>{space::make_it()}</summary><p class="acts">{longer}</p></details>
    }
}

fn own_space(apart: &Apart, two: &Two, says: Says) -> Node {
    let respected = apart
        .respected
        .then(|| view! { <p class="quiet" role="status">{space::they_respect(&two.other_name())}</p> });
    let three = [space::space_1(), space::space_2(), space::space_3()];
    view! {
        {respected}
        {lines(space::space_well(), three.to_vec())}
        {longer(apart, two, says)}
        {breath()}
        {back(apart, two, says)}
    }
}

/// Asking for longer, with a word.
fn longer(apart: &Apart, two: &Two, says: Says) -> Node {
    let id = apart.id;
    let ends = platform::wall_clock_at(apart.until_ms());
    let until = Until::kept(LONGER_UNTIL, ends.day().plus(1), &when::clock(ends));
    let words = RwSignal::new(journey::draft(LONGER));
    let send = move |event: Event| {
        event.prevent_default();
        let Some(until_ms) = until.moment() else { return says.set(Some(space::day_missing())) };
        let command = Command::Extend { space: id, until_ms, words: words.get_untracked() };
        if tell(domain::Command::Space(command), says) {
            [LONGER, LONGER_UNTIL].into_iter().for_each(|key| journey::keep_draft(key, ""));
            page::arrive();
        }
    };
    view! {
        <details><summary>{space::longer()}</summary>
            <form class="stack" on:submit=send>
                {until.fields()}
                {words_field("longer", space::longer_word(), "2", words, |text| journey::keep_draft(LONGER, &text))}
                <p class="field-note">{space::longer_hint()}</p>{audience(Reader::Both)}{saved()}
                <p class="acts"><button class="button-quiet" type="submit">{space::longer_send(&two.other_name())}</button></p>
            </form>
        </details>
    }
}
