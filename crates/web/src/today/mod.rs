//! Today, Ours and Mine: the three places.

mod suggestions;

use crate::view::*;
use domain::path::{Suggestion, What, Work};
use domain::{Command, Couple};

use crate::about::About;
use crate::app::{Stage, app};
use crate::journey;
use crate::parted::is_ended;
use crate::path;
use crate::platform::{self, page};
use crate::two::two;
use crate::ui::{self, Place, head, icon, icon_turns, notice, passing, when};
use crate::words::{self, today};

/// The day, and at most three things.
pub(crate) fn screen() -> Node {
    page::title(words::app::today());
    let now = passing();
    let suggestions = Memo::new(move || {
        let (now, true_now) = (now.get(), journey::of_the_moment());
        journey::read(|couple, _| suggestions::now(couple, &now, true_now)).unwrap_or_default()
    });
    let lead = move || (!suggestions.get().is_empty()).then(|| view! { <p class="lead">{today::lead()}</p> });
    ui::page(
        Place::Today,
        view! {
            {head(None, when::part_of_day(platform::now().local), lead)}
            {offline()}
            {crate::settings::notices()}
            {crate::welcome::kit_reminder()}
            {crate::parted::ended()}
            <div class="with-margin">
                <div class="section">{path::asleep()}{move || list(suggestions.get())}</div>
                <div class="stack-wide">{crate::safety::ask_softly()}{margin()}{path::strip()}{too_much()}</div>
            </div>
        },
    )
}

/// The list; nothing in its place while the journey sleeps and nobody has told of anything.
fn list(all: Vec<Suggestion>) -> Node {
    if all.is_empty() && path::sleeps() { Node::Nothing } else { suggestions::list(all) }
}

/// What Today told of is read where it stands: shown on the page at this address, it is news no more. Nobody else hears of it.
/// A page that shows only what belongs to one hurt shows only that.
pub(crate) fn read_here(place: String, about: About) {
    effect(move || {
        let now = platform::now();
        let shown = |couple: &Couple| suggestions::unread_at(couple, &now, (&place, about));
        let shown = journey::read(|couple, _| shown(couple)).unwrap_or_default();
        if !shown.is_empty() {
            looked_at(shown);
        }
    });
}

/// These were looked at.
pub(crate) fn looked_at(what: Vec<What>) {
    // Having looked has no rule that could refuse it; for the made-up couple nothing is kept.
    let _ = journey::perform(Command::Path(domain::path::Command::Read(what)));
}

/// "You are offline" is a side note; nothing stops.
pub(crate) fn offline() -> Node {
    (move || {
        (!app().online.get())
            .then(|| notice("#icon-offline", false, view! { <p>{words::app::offline()}</p> }))
    })
    .into_node()
}

fn margin() -> Node {
    (move || {
        let alone = two().is_none_or(|two| !two.are_together() && !is_ended(two.together));
        let looking = app().stage.get() == Stage::Looking;
        (alone && !looking).then(|| view! {
            <section class="section" aria-labelledby="together">
                <h2 id="together">{today::together_title()}</h2>
                <ul class="links">{link("/invite", "#icon-qr", today::invite(), today::invite_says())}{link("/join", "#icon-letter", words::welcome::invited(), words::welcome::invited_says())}</ul>
            </section>
        })
    })
    .into_node()
}

/// What is one tap away when it is too much.
fn too_much() -> Node {
    view! {
        <section class="section" aria-labelledby="much">
            <h2 id="much">{today::too_much()}</h2>
            <ul class="links">
                {link("/setting-down", "#icon-resting", words::setting_down::name(), words::path::setting_down_says())}
                {link("/space", "#icon-space", words::space::name(), today::space_says())}
                {link("/safety", "#icon-help", today::help(), today::help_says())}
            </ul>
        </section>
    }
}

fn link(href: &'static str, drawing: &'static str, name: &'static str, says: &'static str) -> Node {
    view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

/// The practices of a list that have their screens.
fn works(works: &[Work]) -> Vec<Node> {
    works.iter().map(|it| path::shown(*it)).filter(path::Shown::is_here).map(path::Shown::line).collect()
}

/// What the two share.
pub(crate) fn ours_screen() -> Node {
    page::title(words::app::ours());
    let lead = move || {
        let together = two().is_some_and(|two| two.are_together() || is_ended(two.together));
        view! { <p class="lead">{if together { today::ours_lead() } else { today::ours_alone_lead() }}</p> }
    };
    let shared = works(&[
        Work::CheckIn,
        Work::Promises,
        Work::Needs,
        Work::OpenBook,
        Work::Vulnerability,
        Work::Closeness,
        Work::OurFuture,
        Work::Memories,
        Work::Boosters,
        Work::Questions,
        Work::Talk,
        Work::Hurts,
        Work::Apology,
        Work::SamePage,
        Work::GroundRules,
        Work::Time,
        Work::Space,
    ]);
    ui::page(
        Place::Ours,
        view! {
            {head(None, today::ours_title(), lead)}
            {crate::parted::ended()}
            <ul class="links">{shared}</ul>
            <div class="stack-wide">{margin()}</div>
        },
    )
}

/// The way to the desk, for who is a counsellor beside a journey of their own.
fn desk() -> Node {
    let is = |session: &client::Session| {
        session.rooms().any(|it| session.role_in(it) == Some(domain::counsel::Role::Counsellor))
    };
    let there = Memo::new(move || journey::look(is).unwrap_or_default());
    (move || {
        there
            .get()
            .then(|| link("/desk", "#icon-note", words::counsel::desk_own(), words::counsel::desk_own_says()))
    })
    .into_node()
}

/// What is one's own.
pub(crate) fn mine_screen() -> Node {
    page::title(words::app::mine());
    let mine = works(&[
        Work::SettingDown,
        Work::Signs,
        Work::Hurts,
        Work::Questions,
        Work::Why,
        Work::Learning,
        Work::Circle,
    ]);
    ui::page(
        Place::Mine,
        view! {
            {head(None, today::mine_title(), view! { <p class="lead">{today::mine_lead()}</p> })}
            {crate::settings::notices()}
            <ul class="links">
                {link("/check-in/lines", "#icon-check-in", words::check_in::lines_title(), today::weeks_says())}
                {mine}
                {link("/leaning", "#icon-only-you", words::leaning::title(), today::leaning_says())}
                {crate::counsel::own_line()}
                {desk()}
                {link("/settings", "#icon-settings", words::settings::title(), today::settings_says())}
            </ul>
            {crate::settings::saving()}
        },
    )
}
