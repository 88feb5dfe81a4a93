//! One talk, wherever it stands: asked for, held, over.

use crate::view::*;
use domain::talk::{Command, Conversation, Over};
use domain::{Couple, Moment, PersonId, TalkId};

use super::{Shown, do_it, held, href, kind, minutes, not_here};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, head, kindly, passing};
use crate::words::{self, talk};

/// Where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Nowhere,
    AskedByMe,
    AskedOfMe,
    Held,
    NotNow,
    /// Both had asked at once, and this is the other one's.
    In(TalkId),
    Over,
    /// Left open, and over by itself.
    Gone,
}

fn place(couple: &Couple, me: PersonId, id: TalkId, now: &Moment) -> Where {
    let Some(known) = couple.talk.get(id) else { return Where::Nowhere };
    match known.over {
        Some(Over::NotNow) => Where::NotNow,
        Some(Over::Ended) => Where::Over,
        Some(Over::BothAsked) => couple.talk.open(now).map_or(Where::Gone, |it| Where::In(it.id)),
        None if !known.is_open(now.ms) => Where::Gone,
        None if known.joined => Where::Held,
        None if known.asker() == me => Where::AskedByMe,
        None => Where::AskedOfMe,
    }
}

pub(super) fn screen(id: TalkId) -> Node {
    page::title(words::app::ours());
    let now = passing();
    let stands = Memo::new(move || {
        now.track();
        let now = journey::of_the_moment();
        journey::read(|couple, me| place(couple, me, id, &now)).unwrap_or(Where::Nowhere)
    });
    view! {{move || match stands.get() {
        Where::Nowhere => not_here(),
        Where::AskedByMe | Where::AskedOfMe => asked(id, stands.get() == Where::AskedByMe),
        Where::Held => held::screen(id),
        Where::NotNow => quiet(talk::not_now_title(), talk::not_now_says()),
        Where::Gone => quiet(talk::gone_title(), talk::gone_says()),
        Where::In(other) => {
            page::after(0, move || go(&href(other)));
            Node::Nothing
        }
        Where::Over => kind::screen(id),
    }}}
}

fn quiet(title: &'static str, says: &'static str) -> Node {
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/talk", talk::name()), title, view! { <p class="lead">{says}</p> })}
            <p class="acts"><a class="button-quiet" href="/">{talk::done()}</a></p>
            {kindly(talk::kindly())}
        },
    )
}

/// What the talk is about, if that is chosen.
pub(super) fn about(couple: &Couple, me: PersonId, known: &Conversation) -> Option<Shown> {
    known.topic.and_then(|it| couple.talk.topic(it)).map(|it| Shown::of(couple, me, it))
}

fn asked(id: TalkId, by_me: bool) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let found = journey::read_once(|couple, me| {
        couple.talk.get(id).map(|it| (it.turn_seconds, about(couple, me, it)))
    });
    let Some((seconds, topic)) = found.flatten() else { return not_here() };
    let says: Says = RwSignal::new(None);
    let other = two.other_name();
    let (title, lead) = if by_me {
        (talk::you_asked(&other), talk::you_asked_says(&other))
    } else {
        (talk::they_ask(&other), talk::they_ask_says().to_owned())
    };
    let not_now = move |_| {
        if do_it(Command::NotNow { talk: id }, says) && by_me {
            go("/talk");
        }
    };
    let join = move |_| {
        do_it(Command::Join { talk: id }, says);
    };
    let no = if by_me { talk::take_asking_back() } else { talk::not_now_it() };
    let yes = (!by_me)
        .then(|| view! { <button class="button" type="button" on:click=join>{talk::join()}</button> });
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/talk", talk::name()), title, view! { <p class="lead">{lead}</p> })}
            {offline()}
            {topic.map(|it| view! { <section class="paper"><p class="quiet">{talk::talking_about()}</p><div class="words"><p>{it.topic.text}</p></div></section> })}
            <p class="quiet">{talk::turns_of(&minutes(seconds))}</p>
            {refusal(says)}
            <p class="acts acts-wide">{yes}<button class="button-quiet" type="button" on:click=not_now>{no}</button></p>
        },
    )
}
