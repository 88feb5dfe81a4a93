//! The front of memories: what is planned, this day in earlier years, and the timeline of what is kept.

use crate::view::*;
use domain::Couple;
use domain::memories::{Command, Memory};

use super::{at, photos, said, words_of_both};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two};
use crate::ui::{self, Place, Reader, audience, empty, head, icon, icon_turns, kindly, when};
use crate::words::{self, memories};

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    planned: Vec<Memory>,
    kept: Vec<Memory>,
    years_ago: Vec<Memory>,
    looks_back: bool,
}

impl Seen {
    fn of(couple: &Couple) -> Self {
        let (its, today) = (&couple.memories, platform::now().today());
        let all = |them: Vec<&Memory>| them.into_iter().cloned().collect();
        Self {
            planned: all(its.planned()),
            kept: all(its.kept()),
            years_ago: all(its.years_ago(today)),
            looks_back: its.looks_back(),
        }
    }
}

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    let seen = Memo::new(move || journey::read(|couple, _| Seen::of(couple)));
    let lines = Guide {
        anyone: [memories::anyone_1(), memories::anyone_2(), memories::anyone_3()],
        hurt: [memories::hurt_1(), memories::anyone_2(), memories::anyone_3()],
        responsible: [memories::responsible_1(), memories::anyone_2(), memories::anyone_3()],
    };
    let acts = move || {
        let together = two().is_some_and(|it| it.are_together());
        if together {
            view! {
                <p class="acts acts-wide"><a class="button" href="/memories/plan">{icon("#icon-date")}{memories::plan_one()}</a>
                    <a class="button-quiet" href="/memories/ideas">{words::ideas::title()}</a>
                    <a class="button-quiet" href="/memories/keep">{icon("#icon-write")}{memories::keep_one()}</a></p>
            }
        } else {
            view! { <p class="quiet">{memories::alone_says()}</p><p class="acts"><a class="button" href="/invite">{words::today::invite()}</a></p> }
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), memories::title(), ())}
            {guide(lines)}
            {offline()}
            {acts}
            {refusal(says)}
            {move || {
                let (it, two) = (seen.get()?, two()?);
                Some(view! { {planned(&it, &two)}{years_ago(&it, &two, says)}{timeline(&it)} })
            }}
            {kindly(memories::kindly())}
        },
    )
}

fn planned(seen: &Seen, two: &Two) -> Option<Node> {
    let name = two.other_name();
    let stands = |it: &Memory| {
        let (day, plan) = (said(it.when), it.plan?);
        let was = it.when.on < platform::now().today();
        Some(match (plan.agreed, plan.by == two.me.id) {
            (true, _) if was => memories::was(&day),
            (true, _) => memories::agreed(&day),
            (false, true) => memories::proposed_by_you(&day, &name),
            (false, false) => memories::proposed_by_them(&name, &day),
        })
    };
    let rows: Vec<_> = seen.planned.iter().map(|it| view! {
        <li><a href=at(it.id)>{icon("#icon-date")}<span class="words">{it.name.clone()}<small>{stands(it)}</small></span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="planned"><h2 id="planned">{memories::planned()}</h2><ul class="links links-words">{rows}</ul></section>
    })
}

/// This day in earlier years, with the way to see no more of it right there.
fn years_ago(seen: &Seen, two: &Two, says: Says) -> Option<Node> {
    let this_year = platform::now().today().year();
    let look = move |shown| {
        tell(Command::LookBack { shown }.into(), says);
    };
    let only_for_you = || view! { <p class="small">{memories::only_for_you(&two.other_name())}</p> };
    if !seen.looks_back {
        return Some(view! {
            <p class="acts"><button class="button-plain" type="button" on:click=move |_| look(true)>{memories::old_ones()}</button></p>
        });
    }
    let rows: Vec<_> = seen
        .years_ago
        .iter()
        .map(|it| {
            let years = this_year - it.when.on.year();
            let title = if years == 1 {
                memories::year_ago().to_owned()
            } else {
                memories::years_ago(&years.to_string())
            };
            entry(it, view! { <p class="timeline-day">{title}</p> }, "ago")
        })
        .collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="ago"><h2 class="only-read" id="ago">{memories::year_ago()}</h2><ol class="timeline">{rows}</ol>
            <p class="acts"><button class="button-plain" type="button" on:click=move |_| look(false)>{memories::not_old_ones()}</button></p>{only_for_you()}</section>
    })
}

fn entry(it: &Memory, when: Node, list: &str) -> Node {
    view! {
        <li><div class="timeline-when">{when}</div>
            <article class="paper"><h3><a href=at(it.id)>{it.name.clone()}</a></h3><div class="said words">{words_of_both(it)}</div>{photos::row(it, list)}</article></li>
    }
}

fn timeline(seen: &Seen) -> Node {
    if seen.kept.is_empty() {
        return empty(memories::none_kept(), memories::none_kept_says(), Node::Nothing);
    }
    let mut year = platform::now().today().year();
    let mut rows = Vec::new();
    for it in &seen.kept {
        let on = it.when.on;
        let shown = (on.year() != year).then(|| on.year().to_string());
        year = on.year();
        let when = view! { <p class="timeline-day">{when::day(on)}</p><p class="quiet">{when::weekday(on.weekday())}{shown.map(|it| [" ", &it].concat())}</p> };
        rows.push(entry(it, when, "line"));
    }
    view! {
        <section class="section" aria-labelledby="kept"><h2 id="kept">{memories::kept()}</h2>{audience(Reader::Both)}<ol class="timeline">{rows}</ol></section>
    }
}
