//! Closeness on a screen: the first page of a new chapter, how each feels loved, and small acts.

mod acts;
mod first_page;
mod loved;

use crate::view::*;
use domain::Flaw;
use domain::closeness::{Refusal, Way};

use crate::guide::{Guide, guide};
use crate::platform;
use crate::practices::{Says, refusal};
use crate::today::{offline, read_here};
use crate::ui::{self, Place, head, icon, icon_turns, kindly};
use crate::words::{self, closeness};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    platform::page::title(words::app::ours());
    Some(match rest {
        [] => front(),
        ["page"] => first_page::screen(),
        ["loved"] => loved::screen(),
        ["loved", "choose"] => loved::choosing(),
        _ => return None,
    })
}

fn back() -> Option<Node> {
    ui::back("/closeness", closeness::name())
}

fn front() -> Node {
    let says: Says = RwSignal::new(None);
    read_here("/closeness".to_owned(), None);
    let lines = Guide {
        anyone: [closeness::anyone_1(), closeness::anyone_2(), closeness::anyone_3()],
        hurt: [closeness::hurt_1(), closeness::hurt_2(), closeness::hurt_3()],
        responsible: [closeness::responsible_1(), closeness::responsible_2(), closeness::responsible_3()],
    };
    let way = |href: &'static str, drawing: &'static str, name: &'static str, says: &'static str| {
        view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), closeness::title(), ())}
            {guide(lines)}
            {offline()}
            <ul class="links">
                {way("/closeness/page", "#icon-write", closeness::start_title(), closeness::start_says())}
                {way("/closeness/loved", "#icon-words", closeness::loved_title(), closeness::loved_says())}
            </ul>
            {acts::section(says)}
            {refusal(says)}
            {kindly(closeness::kindly())}
        },
    )
}

fn way_name(way: Way) -> (&'static str, &'static str) {
    match way {
        Way::Words => (closeness::words(), closeness::words_says()),
        Way::Time => (closeness::time(), closeness::time_says()),
        Way::Help => (closeness::help(), closeness::help_says()),
        Way::Gifts => (closeness::gifts(), closeness::gifts_says()),
        Way::Touch => (closeness::touch(), closeness::touch_says()),
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => closeness::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => closeness::words_too_long(),
        Refusal::NothingThere => closeness::nothing_there(),
        Refusal::NoSuchStart => closeness::no_such_start(),
        Refusal::NoSuchDay => closeness::no_such_day(),
        Refusal::NoSuchAct => closeness::no_such_act(),
        Refusal::InSpace => closeness::in_space(),
        Refusal::TooMany => closeness::too_many(),
    }
}
