//! Which practice's screens lie in which part of the program. A part is loaded when one goes to one of its pages, and everything
//! is kept on the device as soon as somebody lives there.

use core::pin::Pin;
use std::cell::Cell;
use std::rc::Rc;

use crate::app::{not_loaded, starting};
use crate::counsel::{self, desk};
use crate::dates;
use crate::platform::{self, later, page};
use crate::practices::{
    apology, boosters, check_in, circle, closeness, forgiveness, ground_rules, hurts, leaning, learning,
    memories, needs, open_book, our_future, promises, questions, same_page, setting_down, signs, space, talk,
    time, vulnerability, why,
};
use crate::today;
use crate::view::*;

/// A practice's pages by the rest of their address; nothing where it has no such page.
type Pages = fn(&[&str]) -> Option<Node>;

/// What the rest of the program knows of a part: practices by the first word of their addresses.
pub(crate) type Screens = &'static [(&'static str, Pages)];

type Loading = Pin<Box<dyn Future<Output = Option<Screens>>>>;

struct Part {
    words: &'static [&'static str],
    load: fn() -> Loading,
}

macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident by $load:ident { $($word:literal => $practice:ident,)* })*) => {
        $($(#[$doc])* pub(crate) const $part: Screens = &[$(($word, $practice::page)),*];)*
        const PARTS: &[Part] =
            &[$(Part { words: &[$($word),*], load: || Box::pin(async { later::$load().await.copied() }) }),*];
    };
}

parts! {
    /// Being safe and steady.
    STEADY by steady {
        "check-in" => check_in,
        "ground-rules" => ground_rules,
        "leaning" => leaning,
        "signs" => signs,
        "space" => space,
        "time" => time,
    }
    /// One whole truth, and being heard.
    UNDERSTAND by understand {
        "hurts" => hurts,
        "learning" => learning,
        "questions" => questions,
        "setting-down" => setting_down,
        "talk" => talk,
        "why" => why,
    }
    /// An honest apology, and both on the same page.
    AMEND by amend {
        "apology" => apology,
        "same-page" => same_page,
    }
    /// What is kept over months, and what comes after.
    REBUILD by rebuild {
        "boosters" => boosters,
        "circle" => circle,
        "closeness" => closeness,
        "dates" => dates,
        "forgiveness" => forgiveness,
        "memories" => memories,
        "needs" => needs,
        "open-book" => open_book,
        "our-future" => our_future,
        "promises" => promises,
        "vulnerability" => vulnerability,
    }
    /// A counsellor's room, and the desk of whoever is the counsellor.
    COUNSEL by counsel {
        "counsellor" => counsel,
        "desk" => desk,
    }
}

thread_local! {
    /// The parts that are here.
    static HERE: [Cell<Option<Screens>>; PARTS.len()] = const { [const { Cell::new(None) }; PARTS.len()] };
}

/// How it stands with the part that a page lies in.
#[derive(Clone, Copy)]
enum Coming {
    Away,
    /// It could not be loaded.
    Missing,
    Here(Screens),
}

fn part_of(first: &str) -> Option<usize> {
    PARTS.iter().position(|it| it.words.contains(&first))
}

/// Is there a practice with this first word?
pub(crate) fn has(first: &str) -> bool {
    part_of(first).is_some()
}

/// The page at an address, by its words.
pub(crate) fn screen(address: Vec<String>) -> Node {
    let Some(part) = address.first().and_then(|first| part_of(first)) else { return today::screen() };
    if let Some(screens) = here(part) {
        return page_at(screens, &address);
    }
    let coming = RwSignal::new(Coming::Away);
    load(part, coming);
    (move || match coming.get() {
        Coming::Away => starting(),
        Coming::Missing => not_loaded(Rc::new(move || {
            coming.set(Coming::Away);
            load(part, coming);
        })),
        Coming::Here(screens) => page_at(screens, &address),
    })
    .into_node()
}

fn here(part: usize) -> Option<Screens> {
    HERE.with(|it| it.get(part).and_then(Cell::get))
}

fn load(part: usize, coming: RwSignal<Coming>) {
    platform::spawn(async move {
        let Some(screens) = (match PARTS.get(part) {
            Some(it) => (it.load)().await,
            None => None,
        }) else {
            let _ = coming.try_set(Coming::Missing);
            return;
        };
        HERE.with(|it| it.get(part).map(|it| it.set(Some(screens))));
        // Whoever has gone on in between has another page by now.
        if coming.try_set(Coming::Here(screens)).is_none() {
            page::heading_is_here();
        }
    });
}

fn page_at(screens: Screens, address: &[String]) -> Node {
    let Some((first, rest)) = address.split_first() else { return today::screen() };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let pages = screens.iter().find(|(word, _)| word == first);
    pages.and_then(|(_, pages)| pages(&rest)).unwrap_or_else(today::screen)
}
