//! One thought, and what becomes of it: four ways, each of which can be chosen anew until it went to the other.

use std::rc::Rc;

use crate::view::*;
use domain::ThoughtId;
use domain::setting_down::{Choice, Command, Thought};

use super::{day_of, drawing, not_here, says_of};
use crate::app::go;
use crate::counsel::offer;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::safety::somebody_to_talk_with;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns};
use crate::words::{self, setting_down, writing};
use crate::writing::{Kept, second_step};

pub(super) fn screen(id: ThoughtId) -> Node {
    page::title(words::app::mine());
    let thought =
        Memo::new(move || journey::read(|couple, _| couple.setting_down.thought(id).cloned()).flatten());
    view! {{move || thought.get().map_or_else(not_here, |it| one(&it))}}
}

fn one(it: &Thought) -> Node {
    let says: Says = RwSignal::new(None);
    let id = it.id;
    let title = if it.choice.is_some() { setting_down::one_title() } else { setting_down::what_now() };
    let away = move || {
        if tell(Command::PutAway { thought: id }.into(), says) {
            go("/setting-down");
        }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/setting-down", setting_down::name()), title, ())}
            <section class="paper paper-private">
                <p class="byline">{day_of(it.at.ms)}</p>
                <div class="words"><p>{it.text.clone()}</p></div>
                {audience(Reader::OnlyYou)}
                {it.choice.map(|choice| view! { <p class="state">{icon(drawing(Some(choice)))}{says_of(Some(choice))}</p> })}
            </section>
            {refusal(says)}
            {if it.is_carried_over() { carried(it) } else { ways(it, says) }}
            {reword(it, says)}
            {offer(&id.to_string())}
            {second_step(writing::put_away(), setting_down::put_away_ask(), writing::put_away_yes(), Rc::new(away))}
        },
    )
}

/// It went where the other can read of it, or will.
fn carried(it: &Thought) -> Node {
    let (href, name) = match it.choice {
        Some(Choice::Topic(_)) => ("/talk", setting_down::see_topics()),
        _ => ("/questions", setting_down::see_questions()),
    };
    view! { <p class="acts"><a class="button-quiet" href=href>{name}</a></p> }
}

/// The four ways, none of them louder than another.
fn ways(it: &Thought, says: Says) -> Node {
    let id = it.id;
    let at = |rest: &str| ["/setting-down/", &id.to_string(), rest].concat();
    let rest = move |_| {
        tell(Command::LetRest { thought: id }.into(), says);
    };
    let counsellor = move |_| {
        tell(Command::KeepForCounsellor { thought: id }.into(), says);
    };
    let here = |is: bool| is.then_some("true");
    let rests = here(it.choice == Some(Choice::Rests));
    let waits = here(it.choice == Some(Choice::ForCounsellor));
    view! {
        <ul class="links ways">
            <li><button type="button" aria-pressed=rests on:click=rest>{icon("#icon-resting")}<span>{setting_down::let_rest()}<small>{setting_down::let_rest_says()}</small></span></button></li>
            <li><a href=at("/question")>{icon("#icon-question")}<span>{setting_down::ask()}<small>{setting_down::ask_says()}</small></span>{icon_turns("#icon-onward")}</a></li>
            <li><a href=at("/talk")>{icon("#icon-talk")}<span>{setting_down::bring()}<small>{setting_down::bring_says()}</small></span>{icon_turns("#icon-onward")}</a></li>
            <li><button type="button" aria-pressed=waits on:click=counsellor>{icon("#icon-counsellor")}<span>{setting_down::counsellor()}<small>{setting_down::counsellor_says()}</small></span></button></li>
        </ul>
        {for_talk(it, says)}
        {(it.choice == Some(Choice::ForCounsellor)).then(somebody_to_talk_with)}
    }
}

/// A thought that waits for the next talk can get another day.
fn for_talk(it: &Thought, says: Says) -> Option<Node> {
    let Some(Choice::ForTalk { day }) = it.choice else { return None };
    let id = it.id;
    let was = day.map(|it| it.to_string()).unwrap_or_default();
    let on = Kept::at(["setting_down/talk-day/", &id.to_string()].concat(), &was);
    let keep = move |_| {
        let day = domain::Day::parse(&on.text());
        if tell(Command::KeepForTalk { thought: id, day }.into(), says) {
            on.done();
        }
    };
    Some(view! {
        <div class="section">
            {on.day("talk-day", setting_down::talk_day())}
            <p class="acts"><button class="button-quiet" type="button" on:click=keep>{setting_down::keep_the_day()}</button></p>
        </div>
    })
}

fn reword(it: &Thought, says: Says) -> Node {
    let id = it.id;
    let text = Kept::at(["setting_down/reword/", &id.to_string()].concat(), &it.text);
    let hand_in = move |event: Event| {
        event.prevent_default();
        if tell(Command::Reword { thought: id, text: text.text() }.into(), says) {
            text.done();
        }
    };
    view! {
        <details><summary>{setting_down::reword()}</summary>
            <form class="section" on:submit=hand_in>
                {text.field("thought", setting_down::what_came(), "3")}
                <p class="acts"><button class="button-quiet" type="submit">{writing::keep()}</button></p>
            </form>
        </details>
    }
}
