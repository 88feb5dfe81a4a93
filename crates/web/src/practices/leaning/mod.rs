//! Leaning in or out, on a screen: a private page for who is torn, and three ways, none of which is suggested.

mod parting;

use std::rc::Rc;

use crate::view::*;
use domain::leaning::{Command, Page, Refusal, Way};
use domain::{Day, Flaw};

use crate::app::go;
use crate::counsel::offer;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{
    self, Choice, Place, Reader, audience, choices, day_field, head, icon, icon_turns, kindly, saved,
};
use crate::words::{self, leaning, setting_down, writing};
use crate::writing::{Kept, second_step};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    match rest {
        [] => Some(screen()),
        ["parting"] => Some(parting::screen()),
        _ => None,
    }
}

fn screen() -> Node {
    page::title(words::app::mine());
    let says: Says = RwSignal::new(None);
    let away = move || {
        if tell(Command::PutAway.into(), says) {
            go("/mine");
        }
    };
    let lines = Guide {
        anyone: [leaning::anyone_1(), leaning::anyone_2(), leaning::anyone_3()],
        hurt: [leaning::hurt_1(), leaning::anyone_2(), leaning::anyone_3()],
        responsible: [leaning::responsible_1(), leaning::anyone_2(), leaning::anyone_3()],
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/mine", words::app::mine()), leaning::title(), ())}
            {guide(lines)}
            {offline()}
            {audience(Reader::OnlyYou)}
            {writing_it()}
            {ways(says)}
            {refusal(says)}
            {move || journey::read(|couple, _| *couple.leaning.page() != Page::default()).unwrap_or_default().then(|| offer("leaning"))}
            {second_step(writing::put_away(), leaning::put_away_ask(), writing::put_away_yes(), Rc::new(away))}
            {kindly(leaning::kindly())}
        },
    )
}

fn shown(day: Option<Day>) -> RwSignal<String> {
    RwSignal::new(day.map(|it| it.to_string()).unwrap_or_default())
}

/// The three parts and the day.
fn writing_it() -> Node {
    let own = journey::read_once(|couple, _| couple.leaning.page().clone()).unwrap_or_default();
    let stay = Kept::at("leaning/stay".to_owned(), &own.to_stay);
    let leave = Kept::at("leaning/go".to_owned(), &own.to_go);
    let see = Kept::at("leaning/see".to_owned(), &own.to_see);
    let (by, kept, says): (_, _, Says) = (shown(own.by), RwSignal::new(false), RwSignal::new(None));
    let hand_in = move |event: Event| {
        event.prevent_default();
        let page = Page {
            to_stay: stay.text(),
            to_go: leave.text(),
            to_see: see.text(),
            by: Day::parse(&by.get_untracked()),
        };
        let done = tell(Command::Write(page).into(), says);
        if done {
            [stay, leave, see].into_iter().for_each(Kept::done);
        }
        kept.set(done);
    };
    view! {
        <form class="stack-wide" on:submit=hand_in>
            {stay.field("stay", leaning::to_stay(), "4")}
            {leave.field("go", leaning::to_go(), "4")}
            <div class="section">{see.field("see", leaning::to_see(), "4")}{day_field("by", leaning::by_when(), by)}</div>
            {saved()}
            {refusal(says)}
            <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button></p>
            <p class="quiet" role="status">{move || kept.get().then(writing::kept)}</p>
        </form>
    }
}

/// The ways as they can be chosen; their days stand beside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leans {
    Open,
    GiveItAll,
    Wait,
    PartWell,
}

fn option(value: Leans, name: &'static str, says: &'static str) -> Choice<Leans> {
    Choice { value, name: name.to_owned(), says: says.to_owned() }
}

/// Three ways, in no order of worth, and none at all.
fn ways(says: Says) -> Node {
    let way = journey::read_once(|couple, _| couple.leaning.way()).flatten();
    let (leans, day) = match way {
        None => (Leans::Open, None),
        Some(Way::GiveItAll { until }) => (Leans::GiveItAll, until),
        Some(Way::Wait { look_again }) => (Leans::Wait, look_again),
        Some(Way::PartWell) => (Leans::PartWell, None),
    };
    let (leans, day, kept) = (RwSignal::new(leans), shown(day), RwSignal::new(false));
    let options = vec![
        option(Leans::GiveItAll, leaning::give(), leaning::give_says()),
        option(Leans::Wait, leaning::wait(), leaning::wait_says()),
        option(Leans::PartWell, leaning::part(), leaning::part_says()),
        option(Leans::Open, leaning::open(), leaning::open_says()),
    ];
    let keep = move |_| {
        let on = Day::parse(&day.get_untracked());
        let way = match leans.get_untracked() {
            Leans::Open => None,
            Leans::GiveItAll => Some(Way::GiveItAll { until: on }),
            Leans::Wait => Some(Way::Wait { look_again: on }),
            Leans::PartWell => Some(Way::PartWell),
        };
        kept.set(tell(Command::Lean(way).into(), says));
    };
    let more = move || match leans.get() {
        Leans::Open => Node::Nothing,
        Leans::GiveItAll => day_field("day", leaning::until(), day),
        Leans::Wait => day_field("day", leaning::look_again(), day),
        Leans::PartWell => parting_well(),
    };
    view! {
        <section class="section" aria-labelledby="ways"><div class="section-head"><h2 id="ways">{leaning::ways_title()}</h2><p class="quiet">{leaning::ways_says()}</p></div>
            {choices("way", leaning::which(), options, leans)}
            {more}
            <p class="acts acts-wide"><button class="button-quiet" type="button" on:click=keep>{writing::keep()}</button></p>
            <p class="quiet" role="status">{move || kept.get().then(writing::kept)}</p></section>
    }
}

/// Where to go from here. Nobody is talked out of it.
fn parting_well() -> Node {
    view! {
        <div class="section">
            <p>{leaning::part_keep()}</p>
            <ul class="links"><li><a href="/leaning/parting">{icon("#icon-letter")}<span>{leaning::parting_title()}<small>{leaning::parting_says()}</small></span>{icon_turns("#icon-onward")}</a></li></ul>
        </div>
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty | Flaw::TooLong { .. }) => words::app::too_long(),
        Refusal::DayIsPast => setting_down::day_past(),
    }
}
