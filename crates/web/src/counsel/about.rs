//! What a counsellor's room is and is not, one's rooms, and the way to another one.

use crate::view::*;
use domain::counsel::Role;

use super::{Seen, Standing, at};
use crate::journey;
use crate::safety::help_to_call;
use crate::today::offline;
use crate::ui::{self, Place, head, icon, icon_turns, passing};
use crate::words::{self, counsel};

pub(super) fn screen() -> Node {
    let rooms = rooms(Role::Partner);
    let list = move || {
        let rows: Vec<_> = rooms.get().iter().map(line).collect();
        (!rows.is_empty()).then(|| view! {
            <section class="section" aria-labelledby="rooms"><h2 id="rooms">{counsel::rooms_title()}</h2><ul class="links">{rows}</ul></section>
        })
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), counsel::name(), view! { <p class="lead">{counsel::lead()}</p> })}
            {offline()}
            {list}
            {points("is", counsel::is_title(), [counsel::is_1(), counsel::is_2(), counsel::is_3(), counsel::is_4()])}
            {points("is-not", counsel::is_not_title(), [counsel::is_not_1(), counsel::is_not_2(), counsel::is_not_3(), counsel::is_not_4()])}
            <p class="acts acts-wide"><a class="button" href="/counsellor/invite">{icon("#icon-counsellor")}{counsel::invite()}</a></p>
            {help_to_call()}
        },
    )
}

fn points(id: &'static str, title: &'static str, all: [&'static str; 4]) -> Node {
    let rows: Vec<_> = all.into_iter().map(|it| view! { <li>{it}</li> }).collect();
    view! { <section class="section" aria-labelledby=id><h2 id=id>{title}</h2><ul class="plain-lines">{rows}</ul></section> }
}

/// The rooms in which one is this, the newest first, those that have ended last.
pub(super) fn rooms(role: Role) -> Memo<Vec<Seen>> {
    let now = passing();
    let standing = Memo::new(move || {
        let now_ms = now.get().ms;
        let all = journey::look(|session| {
            let rooms: Vec<_> = session.rooms().collect();
            let all = rooms.into_iter().rev().filter_map(|it| Standing::of(session, it, now_ms));
            all.filter(|it| it.role == role).collect::<Vec<_>>()
        });
        let (over, open): (Vec<_>, Vec<_>) = all.unwrap_or_default().into_iter().partition(|it| it.over);
        [open, over].concat()
    });
    Memo::new(move || {
        let Some(held) = journey::held() else { return Vec::new() };
        let all = standing.get();
        held.read(|session| all.into_iter().map(|it| Seen::of(session, it)).collect())
    })
}

/// A room in a list.
pub(super) fn line(it: &Seen) -> Node {
    let (href, name, stands) = (at(it.id, it.role, ""), it.name(), it.stands());
    let given = u64::try_from(it.entries.len()).unwrap_or(u64::MAX);
    let given = if given == 0 { counsel::nothing_given().to_owned() } else { counsel::given_count(given) };
    let says = [&stands, ", ", &given].concat();
    let news = it.news.then(|| view! { <small><b>{counsel::news()}</b></small> });
    view! { <li><a href=href>{icon("#icon-counsellor")}<span>{name}<small>{says}</small>{news}</span>{icon_turns("#icon-onward")}</a></li> }
}
