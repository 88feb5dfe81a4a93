//! What a session is about, on one sheet to print: topics, and what was picked of what was given.

use crate::view::*;
use book::Entry;
use domain::counsel::{Command, Role, Room};
use domain::{RecordId, RoomId};

use super::{Seen, at, of_room, say, told};
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::ui::{self, empty, head, icon, when};
use crate::words::counsel;

pub(super) fn screen(id: RoomId) -> Node {
    of_room(id, None, whole)
}

fn whole(it: Seen) -> Node {
    let lead = match it.role {
        Role::Partner => counsel::packet_lead(),
        Role::Counsellor => counsel::packet_lead_desk(),
    };
    let back = ui::back_to(at(it.id, it.role, ""), it.name());
    let chooses = it.role == Role::Partner && !it.over && !it.entries.is_empty();
    ui::page(
        it.place(),
        view! {
            {head(back, counsel::packet_title(), view! { <p class="lead not-printed">{lead}</p> })}
            {chooses.then(|| choose(&it))}
            {sheet(&it)}
            <p class="acts acts-wide"><button class="button" type="button" on:click=|_| page::print()>{icon("#icon-print")}{counsel::packet_print()}</button></p>
            <p class="quiet not-printed">{counsel::packet_careful()}</p>
        },
    )
}

fn is_picked(room: &Room, it: &Entry) -> bool {
    it.pieces.iter().any(|piece| room.picked().any(|picked| picked.record == piece.record))
}

/// What goes in, one tick a thing. The counsellor sees the same choice.
fn choose(it: &Seen) -> Node {
    let (room, says): (_, Says) = (it.id, RwSignal::new(None));
    let all: Vec<(bool, Vec<RecordId>)> = it
        .entries
        .iter()
        .map(|entry| (is_picked(&it.room, entry), entry.pieces.iter().map(|it| it.record).collect()))
        .collect();
    let all = StoredValue::new(all);
    let rows: Vec<_> = it
        .entries
        .iter()
        .enumerate()
        .map(|(nth, entry)| {
            let is = is_picked(&it.room, entry);
            let turn = move |event: Event| {
                let now = event.checked();
                let picked = |(at, (was, _)): &(usize, &(bool, Vec<RecordId>))| if *at == nth { now } else { *was };
                let records = all.with_value(|all| {
                    let picked = all.iter().enumerate().filter(picked);
                    picked.flat_map(|(_, (_, records))| records.clone()).collect()
                });
                say(room, Command::Pick { records }, says);
            };
            let name = [entry.chapter, ", ", &told::last_day(entry)].concat();
            view! { <label class="tick"><input type="checkbox" prop:checked=is on:change=turn/><span><b class="words cut" dir="auto">{told::first_words(entry)}</b>" "<span>{name}</span></span></label> }
        })
        .collect();
    view! { <fieldset class="section not-printed"><legend class="heading">{counsel::packet_choose()}</legend><div class="choices">{rows}</div>{refusal(says)}</fieldset> }
}

/// The sheet, as it is printed.
fn sheet(it: &Seen) -> Node {
    let topics: Vec<_> =
        it.room.topics().map(|it| view! { <li dir="auto">{it.words.clone()}</li> }).collect();
    let picked: Vec<_> = it
        .entries
        .iter()
        .filter(|entry| is_picked(&it.room, entry))
        .map(|entry| told::entry(entry, view! { <h2>{entry.chapter}</h2> }))
        .collect();
    if topics.is_empty() && picked.is_empty() {
        return empty(counsel::packet_none(), counsel::packet_none_says(), Node::Nothing);
    }
    let of = counsel::packet_of(&it.name(), &when::day(platform::now().today()));
    let topics = (!topics.is_empty()).then(|| view! { <section class="section"><h2>{counsel::packet_topics()}</h2><ul class="plain-lines">{topics}</ul></section> });
    view! { <div class="stack-wide"><p class="byline">{of}</p>{topics}{picked}</div> }
}
