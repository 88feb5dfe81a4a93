//! Notes by the counsellor, and what to talk about: the same on both sides.

use crate::view::*;
use domain::counsel::{Command, Note, Role};
use domain::{CounselTopicId, RoomId};

use super::{Seen, day_of, say};
use crate::practices::{Says, refusal};
use crate::words::counsel;
use crate::writing::Kept;

/// The notes, the latest first.
pub(super) fn notes(it: &Seen) -> Node {
    let rows: Vec<_> = it.room.notes().map(note).collect();
    let (title, none) = match it.role {
        Role::Partner => (counsel::notes_title(), counsel::notes_none()),
        Role::Counsellor => (counsel::desk_notes_title(), counsel::desk_notes_says()),
    };
    let content = if rows.is_empty() {
        view! { <p class="quiet">{none}</p> }
    } else {
        view! { <ul class="plain-papers stack">{rows}</ul> }
    };
    let write = (it.role == Role::Counsellor && !it.over).then(|| leave_note(it.id));
    view! { <section class="section" aria-labelledby="notes"><h2 id="notes">{title}</h2>{content}{write}</section> }
}

fn note(it: &Note) -> Node {
    let day = day_of(it.at.ms);
    view! { <li class="paper"><p class="small">{day}</p><div class="words"><p dir="auto">{it.words.clone()}</p></div></li> }
}

fn leave_note(room: RoomId) -> Node {
    let says: Says = RwSignal::new(None);
    let text = Kept::at(["counsel/note/", &room.to_string()].concat(), "");
    let send = move |event: Event| {
        event.prevent_default();
        if say(room, Command::Note { words: text.text() }, says) {
            text.clear();
        }
    };
    view! {
        <form class="section" on:submit=send>
            {text.field("note", counsel::desk_note_label(), "4")}
            {refusal(says)}
            <p class="acts"><button class="button" type="submit">{counsel::desk_note_send()}</button></p>
        </form>
    }
}

/// What the next session is about: either names something, either says that it was talked about.
pub(super) fn topics(it: &Seen) -> Node {
    let (room, over, says): (_, _, Says) = (it.id, it.over, RwSignal::new(None));
    let topics = it.room.topics().map(|it| (it.id, it.words.clone()));
    let rows: Vec<_> = topics.map(|(id, words)| topic(room, (id, words), over, says)).collect();
    let none = rows.is_empty().then(|| view! { <p class="quiet">{counsel::topics_none()}</p> });
    view! {
        <section class="section" aria-labelledby="topics"><h2 id="topics">{counsel::topics_title()}</h2>
            {none}
            <ul class="said">{rows}</ul>
            {refusal(says)}
            {(!over).then(|| bring(room))}
        </section>
    }
}

fn topic(room: RoomId, (id, words): (CounselTopicId, String), over: bool, says: Says) -> Node {
    let talked = move |_| {
        say(room, Command::Talked { topic: id }, says);
    };
    let label = counsel::talked_this(&words);
    let act = (!over).then(|| view! { <p class="acts"><button class="button-plain" type="button" aria-label=label on:click=talked>{counsel::talked()}</button></p> });
    view! { <li><span class="words" dir="auto">{words}</span>{act}</li> }
}

fn bring(room: RoomId) -> Node {
    let says: Says = RwSignal::new(None);
    let text = Kept::at(["counsel/topic/", &room.to_string()].concat(), "");
    let put = move |event: Event| {
        event.prevent_default();
        if say(room, Command::Bring { words: text.text() }, says) {
            text.clear();
        }
    };
    view! {
        <form class="section" on:submit=put>
            {text.line("topic", counsel::topic_label())}
            {refusal(says)}
            <p class="acts"><button class="button-quiet" type="submit">{counsel::topic_add()}</button></p>
        </form>
    }
}
