//! One thing that was asked for: the words, the answer, what came of it, and thanks.

use std::rc::Rc;

use crate::view::*;
use domain::needs::{Became, Command, Given, Need};
use domain::{Across, NeedId};

use super::{answer, at, back, called, found, not_here};
use crate::app::go;
use crate::carry::{self, Came};
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, icon, person, saved, when};
use crate::words::needs;
use crate::writing::{Kept, second_step};

pub(super) fn screen(id: NeedId) -> Node {
    read_here(at(id, ""), None);
    let shown = Memo::new(move || found(id));
    view! {{move || shown.get().zip(two_now()).map_or_else(not_here, |(it, two)| one(&it, &two))}}
}

/// "12 June".
fn on(at_ms: u64) -> String {
    when::day(platform::wall_clock_at(at_ms).day())
}

fn one(it: &Need, two: &Two) -> Node {
    let says: Says = RwSignal::new(None);
    let mine = it.asker() == two.me.id;
    let by = two.seat(it.asker()).map(|seat| person(seat.side, seat.name.clone()));
    let asked = needs::asked_on(&on(it.asked.ms));
    let when = it.when.clone();
    let open = it.is_open();
    let may_answer = (open && !mine).then(|| answer::form(it, &two.other_name(), says));
    let own = (open && mine).then(|| {
        let thank = it.answer.is_some().then(|| thank(it.id, &two.other_name(), says));
        view! { {thank} }
    });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), it.thing.clone(), when.map(|it| view! { <p class="lead">{it}</p> }))}
            {offline()}
            <p class="byline">{by}" "<span>{needs::asks()}</span>" "<span>{asked}</span></p>
            {audience(Reader::Both)}
            {given(it, two, mine)}
            {thanks(it)}
            {came_of(it)}
            {refusal(says)}
            {may_answer}
            {own}
            {open.then(|| ways(it, mine, says))}
            {mine.then(|| take_back(it.id, says))}
        },
    )
}

/// The answer as it stands. That there is none is said once, and only to who asked.
fn given(it: &Need, two: &Two, mine: bool) -> Node {
    let Some(Given { answer, at }) = &it.answer else {
        return view! { {mine.then(|| view! { <p class="quiet">{needs::not_answered()}</p> })} };
    };
    let day = on(at.ms);
    let by = if mine { needs::answered_on(&two.other_name(), &day) } else { needs::you_answered(&day) };
    let words = answer.words().map(|it| view! { <div class="words"><p dir="auto">{it.to_owned()}</p></div> });
    view! { <article class="paper"><p class="byline">{by}</p><h2>{called(answer)}</h2>{words}</article> }
}

fn thanks(it: &Need) -> Option<Node> {
    let thanks = it.thanks.as_ref()?;
    let words = thanks.words.clone().unwrap_or_else(|| needs::thanked_plain().to_owned());
    let day = needs::thanks_of(&on(thanks.at.ms));
    Some(
        view! { <article class="paper"><p class="byline">{day}</p><div class="words"><p dir="auto">{words}</p></div></article> },
    )
}

/// A promise, for who said yes; a topic, for either.
fn ways(it: &Need, mine: bool, says: Says) -> Node {
    let id = it.id;
    let promise = (!mine && it.has_a_yes()).then(|| {
        view! { <a class="button-quiet" href=at(id, "/promise")>{icon("#icon-promise")}{needs::make_promise()}</a> }
    });
    let bring = move |_| {
        tell(Across::TalkNeed { need: id, for_day: None }.into(), says);
    };
    view! {
        <p class="acts acts-wide">{promise}<button class="button-plain" type="button" on:click=bring>{icon("#icon-talk")}{needs::bring_to_talk()}</button></p>
    }
}

fn came_of(it: &Need) -> Option<Node> {
    let all = it.became.iter().map(|it| match *it {
        Became::Promise(id) => Came::Promise(id),
        Became::Topic(id) => Came::Topic(id),
    });
    carry::came_of(all, needs::came_of_it(), needs::on_the_list())
}

/// Thanks close it, also after "not now".
fn thank(need: NeedId, other: &str, says: Says) -> Node {
    let text = Kept::at(["needs/thanks/", &need.to_string()].concat(), "");
    let send = move |event: Event| {
        event.prevent_default();
        if tell(Command::Thank { need, words: text.text() }.into(), says) {
            text.done();
            page::arrive();
        }
    };
    view! {
        <form class="section" aria-labelledby="thank" on:submit=send>
            <div class="section-head"><h2 id="thank">{needs::thank()}</h2><p class="quiet">{needs::thank_says()}</p></div>
            {text.field("thanks", needs::thank_words(), "2")}{saved()}
            <p class="acts"><button class="button" type="submit">{needs::thank_send(other)}</button></p>
        </form>
    }
}

fn take_back(need: NeedId, says: Says) -> Node {
    let act = move || {
        if tell(Command::TakeBack { need }.into(), says) {
            go("/needs");
        }
    };
    second_step(needs::take_back(), needs::take_back_ask(), needs::take_back(), Rc::new(act))
}
