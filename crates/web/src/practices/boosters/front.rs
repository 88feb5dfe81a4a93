//! The front of keeping: the look whose time it is, the four days, closing, and the keepsake.

use crate::view::*;
use domain::boosters::{self as rules, Booster};

use super::{after_name, at};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::path::asleep;
use crate::platform;
use crate::today::offline;
use crate::ui::{self, Place, head, icon, icon_turns, kindly, when};
use crate::words::{self, boosters};

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    all: Option<[Booster; 4]>,
    now: Option<Booster>,
}

pub(super) fn screen() -> Node {
    let lines = Guide {
        anyone: [boosters::anyone_1(), boosters::anyone_2(), boosters::anyone_3()],
        hurt: [boosters::hurt_1(), boosters::hurt_2(), boosters::hurt_3()],
        responsible: [boosters::responsible_1(), boosters::responsible_2(), boosters::responsible_3()],
    };
    let seen = Memo::new(|| {
        let now = platform::now();
        journey::read(|couple, _| {
            let its = &couple.boosters;
            let now = its.now(couple, &now).filter(|it| !its.is_put_by(*it));
            Seen { all: rules::of_both(couple), now }
        })
    });
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), boosters::title(), ())}
            {guide(lines)}
            {offline()}
            {asleep()}
            {move || seen.get().map(|it| looks(&it))}
            <ul class="links">
                {link("/boosters/close", "#icon-both", boosters::close_link(), boosters::close_link_says())}
                {link("/boosters/keepsake", "#icon-memory", boosters::keepsake_link(), boosters::keepsake_link_says())}
            </ul>
            {kindly(boosters::kindly())}
        },
    )
}

pub(super) fn link(
    href: &'static str,
    drawing: &'static str,
    name: &'static str,
    says: &'static str,
) -> Node {
    view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

fn looks(seen: &Seen) -> Node {
    let Some(all) = &seen.all else {
        return view! {
            <section class="section"><h2>{boosters::days_title()}</h2><p class="quiet">{boosters::not_keeping()}</p>
                <p class="acts"><a class="button-quiet" href="/practices/rebuild">{icon("#icon-path")}{boosters::to_path()}</a></p></section>
        };
    };
    let today = platform::now().today();
    let now = seen.now.map(|it| view! {
        <section class="section"><div class="section-head"><h2>{boosters::now_title()}</h2><p class="quiet">{boosters::now_says(after_name(it.after))}</p></div>
            <p class="acts"><a class="button" href=at(it.after)>{boosters::hold()}</a></p></section>
    });
    let rows: Vec<_> = all
        .iter()
        .map(|it| {
            let day = boosters::day_of(&when::day(it.day()));
            let day = if it.day() <= today {
                view! { <a href=at(it.after)>{day}</a> }
            } else {
                day.into_node()
            };
            view! { <dt>{after_name(it.after)}</dt><dd>{day}</dd> }
        })
        .collect();
    view! {
        {now}
        <section class="section" aria-labelledby="days"><div class="section-head"><h2 id="days">{boosters::days_title()}</h2><p class="quiet">{boosters::days_says()}</p></div>
            <dl class="facts">{rows}</dl></section>
    }
}
