//! Choosing what of a lesson the other will read, reading exactly that once more, and sealing it.

use crate::view::*;
use domain::LessonId;
use domain::learning::{Command, Lesson, Part};

use super::{at, back, lesson_now, not_here, part};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Place, Reader, head, icon};
use crate::words::{self, check_in, learning, setting_down, writing};
use crate::writing::{preview, read_once_more};

pub(super) fn screen(id: LessonId) -> Node {
    let (Some(lesson), Some(two)) = (lesson_now(id), two_now()) else { return not_here() };
    let says: Says = RwSignal::new(None);
    let chosen: Vec<(Part, RwSignal<bool>)> =
        lesson.passages.iter().map(|it| (it.part, RwSignal::new(true))).collect();
    let (shown, chosen) = (StoredValue::new((lesson, two.other_name())), StoredValue::new(chosen));
    let reads = RwSignal::new(false);
    let steps =
        move || if reads.get() { read(id, shown, chosen, reads, says) } else { choose(id, chosen, reads) };
    let other = two.other_name();
    ui::page(
        Place::Ours,
        view! {
            {head(back(), learning::seal_title(), view! { <p class="lead">{learning::seal_lead(&other)}</p> })}
            {offline()}
            <div class="section">{steps}</div>
            {refusal(says)}
            <details><summary>{check_in::what_sealed()}</summary><p class="quiet">{check_in::what_sealed_says()}</p></details>
        },
    )
}

type Chosen = StoredValue<Vec<(Part, RwSignal<bool>)>>;

fn picked(chosen: Chosen) -> Vec<Part> {
    chosen.with_value(|all| all.iter().filter(|(_, is)| is.get_untracked()).map(|(part, _)| *part).collect())
}

fn choose(id: LessonId, chosen: Chosen, reads: RwSignal<bool>) -> Node {
    let ticks: Vec<_> = chosen.get_value().into_iter().map(|(of, is)| view! {
        <label class="tick"><input type="checkbox" prop:checked=move || is.get() on:change=move |event| is.set(event.checked())/><span>{part(of).0}</span></label>
    }).collect();
    view! {
        <fieldset class="field"><legend class="heading">{setting_down::which_parts()}</legend><div class="choices">{ticks}</div></fieldset>
        <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| read_once_more(reads, !picked(chosen).is_empty())>{writing::read_once_more()}</button>
            <a class="button-plain" href=at(id, "")>{words::app::not_now()}</a></p>
    }
}

fn read(
    id: LessonId,
    shown: StoredValue<(Lesson, String)>,
    chosen: Chosen,
    reads: RwSignal<bool>,
    says: Says,
) -> Node {
    let parts = picked(chosen);
    let (texts, other) = shown.with_value(|(lesson, other)| {
        let text = |of: &Part| (part(*of).0, lesson.part(*of).unwrap_or_default().to_owned());
        (parts.iter().map(text).collect(), other.clone())
    });
    let seal = move |_| {
        let parts = picked(chosen);
        if tell(Command::Seal { lesson: id, parts }.into(), says) {
            go("/learning/together");
        }
    };
    view! {
        {preview(&other, Reader::Sealed, texts)}
        <p class="acts acts-wide"><button class="button" type="button" on:click=seal>{icon("#icon-sealed")}{learning::seal()}</button>
            <button class="button-plain" type="button" on:click=move |_| read_once_more(reads, false)>{writing::change()}</button></p>
    }
}
