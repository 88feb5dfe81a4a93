//! Both are there: what it is about, if that is not chosen yet, and who begins.

use crate::view::*;
use client::InTalk;
use domain::talk::{Command, Side};

use super::held::Held;
use super::{Shown, ask, do_it};
use crate::journey;
use crate::words::talk;

pub(super) fn stage(held: Held) -> Node {
    let begins = |side: Side| {
        let mine = !held.one && held.me == side;
        if mine { talk::i_begin().to_owned() } else { talk::they_begin(&held.name(side)) }
    };
    // Neither is louder than the other: who asked is not who begins.
    let buttons = [held.me, held.me.across()]
        .map(|side| held.button("button-quiet", begins(side), InTalk::PassFloor(side)));
    view! {
        <div class="section"><p class="title">{talk::who_begins()}</p><p class="quiet">{talk::who_begins_says()}</p></div>
        <p class="acts acts-wide">{buttons.into_iter().collect::<Vec<_>>()}</p>
        {move || choosing(held)}
    }
}

/// While nothing is chosen, either can choose from the list.
fn choosing(held: Held) -> Option<Node> {
    let chosen = held.known.get().is_some_and(|it| it.topic.is_some());
    let topics = journey::read(ask::open_topics).filter(|it| !it.is_empty() && !chosen)?;
    let rows: Vec<_> = topics.into_iter().map(|Shown { topic, .. }| {
        let id = topic.id;
        let choose = move |_| {
            do_it(Command::ChooseTopic { talk: held.id, topic: id }, held.says);
        };
        view! { <li><p class="words">{topic.text}</p><p class="acts"><button class="button-quiet button-small" type="button" on:click=choose>{talk::choose_it()}</button></p></li> }
    }).collect();
    Some(
        view! { <details><summary>{talk::choose_another()}</summary><ul class="talk-topics">{rows}</ul></details> },
    )
}
