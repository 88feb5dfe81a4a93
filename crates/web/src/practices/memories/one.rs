//! One of them: the plan with what can be said to it, or what is kept with the words of both.

use std::rc::Rc;

use crate::view::*;
use domain::MemoryId;
use domain::memories::{Command, Memory, Plan};

use super::{DayFields, at, back, not_here, photos, said, words_of_both};
use crate::app::go;
use crate::dates;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, icon, saved};
use crate::words::memories;
use crate::writing::{Kept, second_step};

pub(super) fn screen(id: MemoryId) -> Node {
    let shown = Memo::new(move || journey::read(|couple, _| couple.memories.get(id).cloned()).flatten());
    view! {{move || shown.get().filter(|it| it.is_kept() || it.open_plan().is_some()).map_or_else(not_here, |it| one(&it))}}
}

fn one(it: &Memory) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says: Says = RwSignal::new(None);
    let been = it.when.on <= platform::now().today();
    let open = it.open_plan();
    let words = (been && (it.is_kept() || it.is_agreed())).then(|| own_words(it, &two, says));
    let photos = it.takes_photos(platform::now().today()).then(|| photos::section(it));
    let kept = (!it.words.is_empty()).then(|| view! {
        <article class="paper"><div class="said words">{words_of_both(it)}</div>{audience(Reader::Both)}</article>
    });
    let lead = said(it.when);
    ui::page(
        Place::Ours,
        view! {
            {head(back(), it.name.clone(), view! { <p class="lead">{lead}</p> })}
            {offline()}
            {kept}
            {photos}
            {open.map(|plan| view! { {audience(Reader::Both)}{stands(it, plan, &two, says)} })}
            {words}
            {open.map(|_| view! { {another_day(it, &two, says)}{call_off(it.id, says)} })}
            {refusal(says)}
        },
    )
}

/// How the plan stands, and the one yes it may wait for.
fn stands(it: &Memory, plan: &Plan, two: &Two, says: Says) -> Node {
    let (memory, when, name) = (it.id, it.when, two.other_name());
    if plan.agreed {
        let today = when.on == platform::now().today();
        let line = if today { memories::today_is_it() } else { memories::both_agreed() };
        return view! { <p class="state" role="status">{icon("#icon-both")}{line}</p>{dates::link()} };
    }
    if plan.by == two.me.id {
        return view! { <p class="state" role="status">{icon("#icon-resting")}{memories::waits(&name)}</p> };
    }
    let agree = move |_| {
        if tell(Command::Agree { memory, when }.into(), says) {
            page::arrive();
        }
    };
    let day = said(when);
    view! {
        <p>{memories::proposed_by_them(&name, &day)}</p>
        <p class="acts acts-wide"><button class="button" type="button" on:click=agree>{memories::agree()}</button></p>
    }
}

fn another_day(it: &Memory, two: &Two, says: Says) -> Node {
    let (memory, other) = (it.id, two.other_name());
    let days = DayFields::left_at(&["memories/", &memory.to_string()].concat(), Some(it.when));
    let hand_in = move |event: Event| {
        event.prevent_default();
        let Some(when) = days.when() else { return says.set(Some(memories::day_missing())) };
        if tell(Command::Move { memory, when }.into(), says) {
            days.done();
            page::arrive();
        }
    };
    view! {
        <details><summary>{memories::another_day()}</summary>
            <form class="stack" on:submit=hand_in><p class="quiet">{memories::move_says(&other)}</p>{days.fields()}
                <p class="acts"><button class="button-quiet" type="submit">{memories::move_it()}</button></p></form></details>
    }
}

fn call_off(memory: MemoryId, says: Says) -> Node {
    let act = move || {
        if tell(Command::CallOff { memory }.into(), says) {
            go("/memories");
        }
    };
    second_step(memories::call_off(), memories::call_off_ask(), memories::call_off(), Rc::new(act))
}

/// One's own words: to put, to change, to take back.
fn own_words(it: &Memory, two: &Two, says: Says) -> Node {
    let memory = it.id;
    let own = it.words_of(two.me.id);
    let text = Kept::at(["memories/", &memory.to_string(), "/words"].concat(), own.unwrap_or_default());
    let hand_in = move |event: Event| {
        event.prevent_default();
        if tell(Command::Say { memory, text: text.text() }.into(), says) {
            text.done();
            page::arrive();
        }
    };
    let back = own.map(|_| {
        let act = move || {
            if tell(Command::TakeBack { memory }.into(), says) {
                go(&at(memory));
            }
        };
        let (name, ask) = (memories::take_back(), memories::take_back_ask());
        second_step(name, ask, memories::take_back(), Rc::new(act))
    });
    let form = view! {
        <form class="stack" on:submit=hand_in>
            {text.field("words", memories::your_words(), "3")}<p class="field-note">{memories::your_words_hint()}</p>
            {saved()}{audience(Reader::Both)}
            <p class="acts"><button class="button-quiet" type="submit">{memories::keep_it()}</button></p>
        </form>
    };
    if own.is_some() {
        view! { <details><summary>{memories::change_words()}</summary>{form}</details>{back} }
    } else {
        view! { <section class="section" aria-labelledby="add"><h2 id="add">{memories::add_words()}</h2>{form}</section> }
    }
}
