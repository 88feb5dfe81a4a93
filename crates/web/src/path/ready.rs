//! "Steady enough for now", "we can move to keeping", "we can close our journey": each says it for themselves and can take it back. What one has said
//! is told to the other once both have, and never who has not.

use crate::view::*;
use domain::Command;
use domain::path::{self as rules, Chapter, Readiness};

use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::ui::icon;
use crate::words::path;

/// What one can be ready for at the end of a chapter.
fn readiness(chapter: Chapter) -> Option<Readiness> {
    match chapter {
        Chapter::Steady => Some(Readiness::SteadyEnough),
        Chapter::Rebuild => Some(Readiness::ToKeeping),
        Chapter::Keep => Some(Readiness::ToClose),
        Chapter::Understand | Chapter::Amend => None,
    }
}

struct Lines {
    title: &'static str,
    asks: &'static str,
    say: &'static str,
    mine: &'static str,
    both: &'static str,
}

fn lines(readiness: Readiness) -> Lines {
    match readiness {
        Readiness::SteadyEnough => Lines {
            title: path::steady_title(),
            asks: path::steady_asks(),
            say: path::steady_say(),
            mine: path::steady_mine(),
            both: path::steady_both(),
        },
        Readiness::ToKeeping => Lines {
            title: path::keeping_title(),
            asks: path::keeping_asks(),
            say: path::keeping_say(),
            mine: path::keeping_mine(),
            both: path::keeping_both(),
        },
        Readiness::ToClose => Lines {
            title: path::closing_title(),
            asks: path::closing_asks(),
            say: path::closing_say(),
            mine: path::closing_mine(),
            both: path::closing_both(),
        },
    }
}

/// The question, for the two. Keeping is asked about only once the two rebuild.
pub(super) fn section(chapter: Chapter, here: Memo<Option<Chapter>>, says: Says) -> Node {
    let Some(readiness) = readiness(chapter) else { return Node::Nothing };
    let asked = Memo::new(move || here.get().is_some_and(|it| it >= chapter));
    let said = Memo::new(move || {
        journey::read(|couple, _| {
            let path = &couple.path;
            (path.i_said(couple, readiness), path.both_said(couple, readiness))
        })
        .unwrap_or_default()
    });
    (move || asked.get().then(|| answer(readiness, said.get(), says))).into_node()
}

/// The last question, on the page where a journey is closed; a line in its place while it is not asked yet.
pub(crate) fn closing(says: Says, not_yet: &'static str) -> Node {
    let here = super::here();
    let before =
        move || (here.get() != Some(Chapter::Keep)).then(|| view! { <p class="quiet">{not_yet}</p> });
    view! { {before}{section(Chapter::Keep, here, says)} }
}

fn answer(readiness: Readiness, (mine, both): (bool, bool), says: Says) -> Node {
    let lines = lines(readiness);
    let say = move |ready| {
        tell(Command::Path(rules::Command::Say { readiness, ready }), says);
    };
    let stands = if both { lines.both } else { lines.mine };
    let act = if mine {
        view! {
            <p class="state" role="status">{icon("#icon-check")}{stands}</p>
            <p class="acts"><button class="button-plain" type="button" on:click=move |_| say(false)>{path::take_back()}</button></p>
        }
    } else {
        view! {
            <p>{lines.asks}</p>
            <p class="acts"><button class="button-quiet" type="button" on:click=move |_| say(true)>{lines.say}</button></p>
        }
    };
    view! {
        <div class="ready">
            <h2 class="label">{lines.title}</h2>
            {act}
            <p class="small">{path::said_says()}</p>
            {refusal(says)}
        </div>
    }
}
