//! The way to a counsellor's room from the page of something one wrote, and from where a counsellor is advised.

use crate::view::*;
use client::Session;
use domain::RoomId;
use domain::counsel::Role;

use super::{Seen, about, at, not_here};
use crate::app::go;
use crate::journey;
use crate::platform;
use crate::ui::{self, Place, empty, head, icon, icon_turns};
use crate::words::{self, counsel};

/// The rooms into which one can give something now.
fn open_rooms(session: &Session) -> Vec<RoomId> {
    let now_ms = platform::now().ms;
    let open = |id: &RoomId| {
        let here = session.room(*id).filter(|it| !it.is_over(now_ms) && it.is_agreed());
        here.is_some() && session.role_in(*id) == Some(Role::Partner)
    };
    session.rooms().filter(open).collect()
}

/// "Give it to your counsellor", on the page of what one wrote: only for who has an open room. `entry` is its id.
pub(crate) fn offer(entry: &str) -> Node {
    let href = ["/counsellor/give/", entry].concat();
    let there = Memo::new(|| journey::look(|it| !open_rooms(it).is_empty()).unwrap_or_default());
    (move || {
        let href = href.clone();
        there.get().then(|| view! { <p class="acts"><a class="button-plain" href=href>{icon("#icon-counsellor")}{counsel::offer()}</a></p> })
    })
    .into_node()
}

/// The counsellor's line on the page of what is one's own. It says when something came into a room, and leads there: nowhere
/// else, since whoever looks at the screen beside one need not know of a counsellor.
pub(crate) fn own_line() -> Node {
    let of = |session: &Session| {
        let mut mine = session.rooms().filter(|it| session.role_in(*it) == Some(Role::Partner));
        mine.find(|it| session.has_news(*it))
    };
    let room = Memo::new(move || journey::look(of).flatten());
    (move || {
        let (href, says) = match room.get() {
            Some(id) => (at(id, Role::Partner, ""), counsel::news_says()),
            None => ("/counsellor".to_owned(), counsel::says()),
        };
        view! { <li><a href=href>{icon("#icon-counsellor")}<span>{counsel::name()}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
    })
    .into_node()
}

/// The way to the counsellor's page, where one is advised.
pub(crate) fn advice() -> Node {
    view! { <ul class="links"><li><a href="/counsellor">{icon("#icon-counsellor")}<span>{counsel::name()}<small>{counsel::says()}</small></span>{icon_turns("#icon-onward")}</a></li></ul> }
}

/// Into which room: asked only when there are several.
pub(super) fn screen(entry: &str) -> Node {
    let entry = entry.to_owned();
    let rooms = about::rooms(Role::Partner);
    (move || {
        let open: Vec<Seen> = rooms.get().into_iter().filter(|it| !it.over && it.room.is_agreed()).collect();
        let to = |it: &Seen| at(it.id, it.role, &["/give/", &entry].concat());
        match &open[..] {
            [] => none(),
            [one] => {
                let to = to(one);
                platform::spawn(async move { go(&to) });
                Node::Nothing
            }
            several => which(several.iter().map(|it| (to(it), it.name(), it.stands())).collect()),
        }
    })
    .into_node()
}

fn none() -> Node {
    if journey::is_at_a_desk() {
        return not_here();
    }
    let invite = view! { <a class="button" href="/counsellor">{counsel::name()}</a> };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), counsel::offer(), ())}
            {empty(counsel::offer_none(), counsel::offer_none_says(), invite)}
        },
    )
}

fn which(rooms: Vec<(String, String, String)>) -> Node {
    let rows: Vec<_> = rooms
        .into_iter()
        .map(|(href, name, says)| view! { <li><a href=href>{icon("#icon-counsellor")}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> })
        .collect();
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/counsellor", counsel::name()), counsel::offer_which(), ())}
            <ul class="links">{rows}</ul>
        },
    )
}
