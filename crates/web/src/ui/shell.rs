//! What stands around every page: bar, places, heading.

use crate::view::*;

use super::breath::breath_at_the_foot;
use super::marks::{icon, icon_turns, logo};
use crate::journey;
use crate::platform::looks;
use crate::practices::space;
use crate::welcome::made_up;
use crate::words;

/// The places of the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Today,
    Path,
    Ours,
    Mine,
    /// The place of who is here as a counsellor.
    Desk,
}

/// A page with the places beside it.
pub(crate) fn page(place: Place, content: Node) -> Node {
    placed(place, "page", shared(place), content)
}

/// The same, where a minute of breathing is offered on the page itself.
pub(crate) fn breathing_page(place: Place, content: Node) -> Node {
    placed(place, "page", Shared { breathes: false, ..shared(place) }, content)
}

/// The same, wide: spreads, boards, small multiples.
pub(crate) fn wide_page(place: Place, content: Node) -> Node {
    placed(place, "page page-wide", shared(place), content)
}

/// The page of who has space: nothing on it asks for anything.
pub(crate) fn calm_page(content: Node) -> Node {
    placed(Place::Ours, "page calm", Shared::NOT, content)
}

/// A page before anyone is in: no places.
pub(crate) fn bare_page(content: Node) -> Node {
    framed("page", [Node::Nothing, Node::Nothing], view! { {content}{foot(None)} })
}

/// The same without the way to help and safety: for that page itself.
pub(crate) fn quiet_page(content: Node) -> Node {
    framed("page", [Node::Nothing, Node::Nothing], content)
}

/// What stands around a page.
#[derive(Clone, Copy)]
struct Shared {
    /// A minute of breathing, one tap away: every heavy step has it, and so every page.
    breathes: bool,
    /// The time-out, one tap away.
    time_out: bool,
    /// Whether one of the two has space now, and until when.
    space: bool,
}

impl Shared {
    const NOT: Self = Self { breathes: false, time_out: false, space: false };
}

fn shared(place: Place) -> Shared {
    Shared {
        breathes: place != Place::Desk,
        time_out: place == Place::Ours,
        space: !matches!(place, Place::Mine | Place::Desk),
    }
}

fn placed(place: Place, class: &'static str, shared: Shared, content: Node) -> Node {
    let top = shared.time_out.then(space::one_tap).into_node();
    let foot = foot(shared.breathes.then(breath_at_the_foot));
    let content = view! { {made_up()}{shared.space.then(space::line)}{content}{foot} };
    let at_a_desk = Memo::new(journey::is_at_a_desk);
    let places = move || if at_a_desk.get() { desk_places(place) } else { places(place) };
    framed(class, [top, places.into_node()], content)
}

/// Knows nothing of who is in: the front page, which is loaded first, stands in it as well.
fn framed(class: &'static str, [top, places]: [Node; 2], content: Node) -> Node {
    let plain = looks::plain_name();
    let name = plain.unwrap_or(words::app::name());
    let sign = if plain.is_some() { icon("#icon-note") } else { logo() };
    view! {
        <header class="top"><a class="top-home" href="/" aria-label=name>{sign}<span>{name}</span></a>{top}</header>
        {places}
        <main id="main" class=class>{content}</main>
    }
}

/// The way to help and safety: one tap from every page, the same for everybody.
fn foot(breath: Option<Node>) -> Node {
    view! { <div class="page-foot">{breath}<a href="/safety">{icon("#icon-help")}{words::safety::link()}</a></div> }
}

fn places(here: Place) -> Node {
    let link = |place: Place, href, drawing, name| place_link(place == here, href, drawing, name);
    view! {
        <nav class="places" aria-label=words::app::places()>
            <ul>
                {link(Place::Today, "/", "#icon-today", words::app::today())}
                {link(Place::Path, "/practices", "#icon-path", words::app::path())}
                {link(Place::Ours, "/ours", "#icon-ours", words::app::ours())}
                {link(Place::Mine, "/mine", "#icon-mine", words::app::mine())}
            </ul>
        </nav>
    }
}

/// For who is here as a counsellor.
fn desk_places(here: Place) -> Node {
    let at_desk = here == Place::Desk;
    view! {
        <nav class="places" aria-label=words::app::places()>
            <ul>
                {place_link(at_desk, "/", "#icon-counsellor", words::counsel::desk())}
                {place_link(!at_desk, "/settings", "#icon-settings", words::settings::title())}
            </ul>
        </nav>
    }
}

fn place_link(is_here: bool, href: &'static str, drawing: &'static str, name: &'static str) -> Node {
    let current = is_here.then_some("page");
    view! { <li><a href=href aria-current=current>{icon(drawing)}<span>{name}</span></a></li> }
}

/// The heading of a page, with the way back and a leading sentence.
pub(crate) fn head(crumb: Option<Node>, title: impl IntoNode, lead: impl IntoNode) -> Node {
    heading(crumb, title.into_node(), lead.into_node())
}

fn heading(crumb: Option<Node>, title: Node, lead: Node) -> Node {
    view! {
        <header class="page-head">
            {crumb.map(|it| view! { <p class="crumb">{it}</p> })}
            <h1>{title}</h1>
            {lead}
        </header>
    }
}

/// The way back to something that a person named.
pub(crate) fn back_to(href: String, name: String) -> Option<Node> {
    Some(view! { <a href=href>{icon_turns("#icon-back")}{name}</a> })
}

/// The way back.
pub(crate) fn back(href: &'static str, name: &'static str) -> Option<Node> {
    Some(view! { <a href=href>{icon_turns("#icon-back")}{name}</a> })
}
