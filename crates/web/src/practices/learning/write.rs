//! Guided writing in four parts, each of which may stay empty.

use crate::view::*;
use domain::LessonId;
use domain::learning::{Command, Part};

use super::{at, back, lesson_now, not_here, part};
use crate::about::{self, About};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, kindly, saved};
use crate::words::{learning, writing};
use crate::writing::Kept;

const IDS: [&str; 4] = ["pained", "broke", "mistakes", "know"];

/// Writing a new lesson, or on at one.
pub(super) fn screen(id: Option<LessonId>, about: About) -> Node {
    let own = id.and_then(lesson_now);
    if id.is_some() && own.is_none() {
        return not_here();
    }
    let name = id.map_or_else(|| "new".to_owned(), |it| it.to_string());
    let fields: Vec<(Part, Kept)> = Part::ALL
        .into_iter()
        .map(|of| {
            let was = own.as_ref().and_then(|it| it.part(of)).unwrap_or_default();
            (of, Kept::at(["learning/", &name, "/", &(of as u8).to_string()].concat(), was))
        })
        .collect();
    let (says, lesson): (Says, _) = (RwSignal::new(None), RwSignal::new(id));
    let shown: Vec<_> = fields
        .iter()
        .zip(IDS)
        .map(|((of, kept), id)| {
            let (name, hint) = part(*of);
            view! { <div class="section">{kept.field(id, name, "4")}<p class="field-note">{hint}</p></div> }
        })
        .collect();
    let hand_in = move |event: Event| {
        event.prevent_default();
        if keep(&fields, lesson, about, says)
            && let Some(id) = lesson.get_untracked()
        {
            go(&at(id, ""));
        }
    };
    ui::page(
        Place::Mine,
        view! {
            {head(about::back(about, back()), learning::write_title(), view! { <p class="lead">{learning::write_lead()}</p> })}
            {offline()}
            {about::line(about, "/learning")}
            <form class="stack-wide" on:submit=hand_in>
                {audience(Reader::OnlyYou)}
                {shown}
                {saved()}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button><a class="button-plain" href=about::at("/learning", about, "")>{learning::later()}</a></p>
            </form>
            {kindly(learning::write_kindly())}
        },
    )
}

/// Keeps each part where it belongs. What was kept before something was refused stays kept.
fn keep(fields: &[(Part, Kept)], lesson: RwSignal<Option<LessonId>>, about: About, says: Says) -> bool {
    for (part, kept) in fields {
        let (text, id) = (kept.text(), lesson.get_untracked());
        if id.is_none() && text.is_empty() {
            continue;
        }
        if !tell(Command::Write { lesson: id, part: *part, text, about }.into(), says) {
            return false;
        }
        kept.done();
        if id.is_none() {
            let newest = |couple: &domain::Couple| couple.learning.lessons().last().map(|it| it.id);
            lesson.set(journey::read_once(|couple, _| newest(couple)).flatten());
        }
    }
    let begun = lesson.get_untracked().is_some();
    if !begun {
        says.set(Some(learning::words_empty()));
    }
    begun
}
