//! Writing a page part by part; each may stay empty.

use crate::view::*;
use domain::ForgivingId;
use domain::forgiveness::{Command, Part};

use super::{about, at, not_here, page_now, part};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::{self, forgiveness, writing};
use crate::writing::Kept;

const IDS: [&str; 6] = ["part-1", "part-2", "part-3", "part-4", "part-5", "part-6"];

pub(super) fn screen(id: ForgivingId) -> Node {
    let Some(own) = page_now(id) else { return not_here() };
    let key = |of: Part| ["forgiveness/", &id.to_string(), "/", &(of as u8).to_string()].concat();
    let fields: Vec<(Part, Kept)> = Part::of(own.of)
        .iter()
        .map(|of| (*of, Kept::at(key(*of), own.part(*of).unwrap_or_default())))
        .collect();
    let shown: Vec<_> = fields
        .iter()
        .zip(IDS)
        .map(|((of, kept), id)| {
            let (name, hint) = part(*of);
            view! { <div class="section">{kept.field(id, name, "4")}<p class="field-note">{hint}</p></div> }
        })
        .collect();
    let says: Says = RwSignal::new(None);
    let hand_in = move |event: Event| {
        event.prevent_default();
        if keep(id, &fields, says) {
            go(&at(id, ""));
        }
    };
    let back = Some(view! { <a href=at(id, "")>{about(own.of)}</a> });
    ui::page(
        Place::Mine,
        view! {
            {head(back, forgiveness::write_title(), view! { <p class="lead">{forgiveness::write_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {audience(Reader::OnlyYou)}
                {shown}
                {saved()}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button><a class="button-plain" href=at(id, "")>{words::app::not_now()}</a></p>
            </form>
        },
    )
}

/// Keeps each part where it belongs. What was kept before something was refused stays kept.
fn keep(id: ForgivingId, fields: &[(Part, Kept)], says: Says) -> bool {
    for (part, kept) in fields {
        if !tell(Command::Write { forgiving: id, part: *part, text: kept.text() }.into(), says) {
            return false;
        }
        kept.done();
    }
    true
}
