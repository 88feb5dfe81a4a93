//! The path: five chapters with what each is for, where the two stand, what both have to say before it goes on, and
//! every practice by its chapter, always open.

mod asleep;
mod ready;
mod works;

use crate::view::*;
use domain::path::{Chapter, chapter};
use domain::{Couple, HurtId};

use crate::journey;
use crate::platform::page;
use crate::practices::Says;
use crate::two::two;
use crate::ui::{self, Place, head, icon_turns, kindly};
use crate::words::{self, path};

pub(crate) use asleep::{asleep, sleeps};
pub(crate) use ready::closing;
pub(crate) use works::{Shown, shown};

/// What a chapter is called in its address.
fn name_in_address(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Steady => "steady",
        Chapter::Understand => "understand",
        Chapter::Amend => "amend",
        Chapter::Rebuild => "rebuild",
        Chapter::Keep => "keep",
    }
}

/// What a chapter is called.
pub(crate) fn chapter_name(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Steady => path::steady(),
        Chapter::Understand => path::understand(),
        Chapter::Amend => path::amend(),
        Chapter::Rebuild => path::rebuild(),
        Chapter::Keep => path::keep(),
    }
}

/// Its mark: two leaves, from apart to joined.
pub(crate) fn chapter_mark(chapter: Chapter) -> Node {
    let drawing = match chapter {
        Chapter::Steady => include_str!("marks/steady.html"),
        Chapter::Understand => include_str!("marks/understand.html"),
        Chapter::Amend => include_str!("marks/amend.html"),
        Chapter::Rebuild => include_str!("marks/rebuild.html"),
        Chapter::Keep => include_str!("marks/keep.html"),
    };
    view! { <svg class="chapter-mark" viewBox="0 0 32 32" aria-hidden="true" inner_html=drawing></svg> }
}

fn is_for(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Steady => path::steady_for(),
        Chapter::Understand => path::understand_for(),
        Chapter::Amend => path::amend_for(),
        Chapter::Rebuild => path::rebuild_for(),
        Chapter::Keep => path::keep_for(),
    }
}

fn goes_on(chapter: Chapter) -> &'static str {
    match chapter {
        Chapter::Steady => path::steady_on(),
        Chapter::Understand => path::understand_on(),
        Chapter::Amend => path::amend_on(),
        Chapter::Rebuild => path::rebuild_on(),
        Chapter::Keep => path::keep_now(),
    }
}

/// Where the two stand; nothing, as long as there are no two.
fn here() -> Memo<Option<Chapter>> {
    Memo::new(|| {
        let here = journey::read(|couple, _| chapter::of_both(couple));
        here.filter(|_| two().is_some_and(|it| it.are_together()))
    })
}

/// The whole path, or one chapter of it.
pub(crate) fn screen(name: Option<&str>) -> Node {
    page::title(words::app::path());
    let one = name.and_then(|name| Chapter::ALL.into_iter().find(|it| name_in_address(*it) == name));
    one.map_or_else(whole, of_chapter)
}

fn whole() -> Node {
    let (here, says) = (here(), RwSignal::new(None));
    let lead = move || {
        let alone = here.get().is_none();
        view! { <p class="lead">{if alone { path::alone_lead() } else { path::lead() }}</p> }
    };
    let chapters: Vec<_> = Chapter::ALL.into_iter().map(|it| {
        let id = name_in_address(it);
        view! {
            <section class="section chapter" aria-labelledby=id>
                <div class="chapter-head">{chapter_mark(it)}<div><h2 id=id>{chapter_name(it)}</h2><p class="quiet">{is_for(it)}</p></div></div>
                {inside(it, here, says)}
            </section>
        }
    }).collect();
    ui::page(
        Place::Path,
        view! {
            {head(None, path::title(), lead)}
            {hurts()}
            {chapters}
            {beside()}
            {kindly(path::kindly())}
        },
    )
}

/// What belongs to no chapter.
fn beside() -> Node {
    view! { <section class="section" aria-labelledby="beside"><h2 id="beside">{path::beside()}</h2>{crate::counsel::advice()}</section> }
}

fn of_chapter(chapter: Chapter) -> Node {
    let (here, says) = (here(), RwSignal::new(None));
    let title = view! { {chapter_mark(chapter)}{chapter_name(chapter)} };
    ui::page(
        Place::Path,
        view! {
            {head(ui::back("/practices", path::title()), title, view! { <p class="lead">{is_for(chapter)}</p> })}
            <div class="section chapter">{inside(chapter, here, says)}</div>
            {kindly(path::kindly())}
        },
    )
}

/// What stands in a chapter: whether the two are here, its practices, and what both have to say before it goes on.
fn inside(chapter: Chapter, here: Memo<Option<Chapter>>, says: Says) -> Node {
    view! {
        {move || (here.get() == Some(chapter)).then(|| view! { <p class="here">{path::here()}</p> })}
        {works::of(chapter)}
        {ready::section(chapter, here, says)}
        <p class="small">{goes_on(chapter)}</p>
    }
}

/// The hurts between the two, each with its chapter.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    id: HurtId,
    name: String,
    chapter: Chapter,
}

fn hurts() -> Node {
    let gather = |couple: &Couple| {
        let row = |it: &domain::hurts::Hurt| Row {
            id: it.id,
            name: it.name().unwrap_or_default().to_owned(),
            chapter: chapter::of_hurt(couple, it.id),
        };
        couple.hurts.all().into_iter().map(row).collect::<Vec<_>>()
    };
    let rows = Memo::new(move || journey::read(|couple, _| gather(couple)).unwrap_or_default());
    (move || {
        let rows: Vec<_> = rows.get().into_iter().map(|it| {
            let href = ["/hurts/", &it.id.to_string()].concat();
            view! { <li><a href=href>{chapter_mark(it.chapter)}<span class="words">{it.name}<small>{chapter_name(it.chapter)}</small></span>{icon_turns("#icon-onward")}</a></li> }
        }).collect();
        (!rows.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="each-hurt">
                <h2 id="each-hurt">{path::hurts_title()}</h2>
                <p class="quiet">{path::hurts_says()}</p>
                <ul class="links links-words">{rows}</ul>
            </section>
        })
    })
    .into_node()
}

/// The five chapters in a row, as Today shows them.
pub(crate) fn strip() -> Node {
    let here = here();
    let row = move || -> Node {
        let chapters: Vec<_> = Chapter::ALL.into_iter().map(|it| {
            let href = ["/practices/", name_in_address(it)].concat();
            let current = (here.get() == Some(it)).then_some("step");
            view! { <a href=href aria-current=current>{chapter_mark(it)}<span>{chapter_name(it)}</span></a> }
        }).collect();
        view! { <nav class="chapters chapters-beside" aria-label=path::chapters()>{chapters}</nav> }
    };
    view! {
        <section class="section" aria-labelledby="path">
            <div class="section-head"><h2 id="path">{path::today_title()}</h2><p class="quiet">{path::today_says()}</p></div>
            {row}
        </section>
    }
}
