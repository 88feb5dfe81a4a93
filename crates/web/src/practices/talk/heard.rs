//! The other says back what was heard, aloud or in writing, and the speaker says whether that was it. Then the floor passes.

use crate::view::*;
use client::InTalk;
use domain::talk::live::Phase;
use domain::talk::{Command, Mark, Side};

use super::do_it;
use super::held::{Held, seconds_of};
use crate::ui::{Reader, audience, saved};
use crate::words::talk;
use crate::writing::Kept;

pub(super) fn stage(held: Held, turn: u16, speaker: Side, phase: Phase) -> Node {
    let listener = speaker.across();
    match phase {
        Phase::Heard => was_heard(held, speaker),
        _ if held.one => {
            view! { {lead_one(held, speaker, phase)}{paper(held, turn, listener)}{marks(held, talk::was_it_one(&held.name(speaker)))}{writing(held, turn, listener)} }
        }
        _ if held.me == speaker => {
            let asks = match phase {
                Phase::NotQuite => talk::not_quite_you(&held.name(listener)),
                _ => talk::was_it(&held.name(listener)),
            };
            view! { {paper(held, turn, listener)}{marks(held, asks)} }
        }
        _ => listening(held, turn, speaker, phase),
    }
}

fn lead_one(held: Held, speaker: Side, phase: Phase) -> Node {
    let (speaks, listens) = (held.name(speaker), held.name(speaker.across()));
    let says = match phase {
        Phase::NotQuite => talk::not_quite_they(&speaks),
        _ => talk::say_back_one(&listens),
    };
    view! { <p class="talk-lead">{says}</p> }
}

fn listening(held: Held, turn: u16, speaker: Side, phase: Phase) -> Node {
    let name = held.name(speaker);
    let lead = match phase {
        Phase::NotQuite => talk::not_quite_they(&name),
        _ => talk::say_back_says().to_owned(),
    };
    view! {
        <div class="section"><p class="title">{talk::say_back()}</p><p class="talk-lead">{lead}</p></div>
        {paper(held, turn, speaker.across())}
        {writing(held, turn, speaker.across())}
        <p class="quiet">{talk::waits_for_mark(&name)}</p>
    }
}

/// What was written down as heard.
fn paper(held: Held, turn: u16, listener: Side) -> Node {
    (move || {
        let known = held.known.get()?;
        let text = known.turns.get(usize::from(turn))?.said_back.clone()?;
        Some(view! {
            <article class="paper talk-paper">
                <p class="byline">{held.person(listener)}" "<span>{talk::heard_by()}</span></p>
                <div class="words"><p>{text}</p></div>
                {audience(Reader::Both)}
            </article>
        })
    })
    .into_node()
}

fn marks(held: Held, asks: String) -> Node {
    let yes = held.button("button", talk::yes_heard().to_owned(), InTalk::Mark(Mark::Heard));
    let no = held.button("button-quiet", talk::not_quite().to_owned(), InTalk::Mark(Mark::NotQuite));
    // When the time ran out in the middle of a sentence, there is a minute more.
    let over = seconds_of(held.view.get_untracked()) == 0;
    let more = over.then(|| held.button("button-plain", talk::one_more().to_owned(), InTalk::More));
    view! { <p class="talk-lead">{asks}</p><p class="acts acts-wide">{yes}{no}{more}</p> }
}

/// Writing it down is the listener's choice; aloud is enough.
fn writing(held: Held, turn: u16, listener: Side) -> Node {
    let text = Kept::at(["talk/", &held.id.to_string(), "/", &turn.to_string()].concat(), "");
    let other = held.name(listener.across());
    let write = move |event: Event| {
        event.prevent_default();
        if do_it(Command::SayBack { talk: held.id, turn, text: text.text() }, held.says) {
            text.done();
        }
    };
    let (name, send) = if held.one {
        (talk::keep_heard().to_owned(), talk::keep_heard().to_owned())
    } else {
        (talk::say_back_too(&other), talk::share_heard(&other))
    };
    view! {
        <details class="talk-writing"><summary>{name}</summary>
            <form class="section" on:submit=write>{text.field("heard", talk::heard_is(), "3")}{audience(Reader::Both)}{saved()}
            <p class="acts"><button class="button-quiet" type="submit">{send}</button></p></form>
        </details>
    }
}

fn was_heard(held: Held, speaker: Side) -> Node {
    let listener = speaker.across();
    let mine = |side: Side| !held.one && held.me == side;
    let title =
        if mine(speaker) { talk::was_heard().to_owned() } else { talk::was_heard_other(&held.name(speaker)) };
    let passes =
        if mine(listener) { talk::floor_to_me().to_owned() } else { talk::floor_to(&held.name(listener)) };
    let stays = if mine(speaker) { talk::i_go_on().to_owned() } else { talk::goes_on(&held.name(speaker)) };
    view! {
        <div class="section"><p class="title">{title}</p><p class="quiet">{talk::was_heard_says()}</p></div>
        <p class="acts acts-wide">{held.button("button", passes, InTalk::PassFloor(listener))}{held.button("button-quiet", stays, InTalk::PassFloor(speaker))}</p>
    }
}
