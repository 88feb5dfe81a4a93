//! The front of needs: what the other asks of one, what one asked for, and what thanks have closed.

use crate::view::*;
use domain::Couple;
use domain::needs::Need;

use super::{at, called};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::today::offline;
use crate::two::{Two, two};
use crate::ui::{self, Place, Reader, audience, empty, head, icon, icon_turns, kindly};
use crate::words::{self, needs};

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    open: Vec<Need>,
    closed: Vec<Need>,
}

impl Seen {
    fn of(couple: &Couple) -> Self {
        let all = |them: Vec<&Need>| them.into_iter().cloned().collect();
        Self { open: all(couple.needs.open()), closed: all(couple.needs.closed()) }
    }
}

pub(super) fn screen() -> Node {
    let seen = Memo::new(|| journey::read(|couple, _| Seen::of(couple)));
    let lines = Guide {
        anyone: [needs::anyone_1(), needs::anyone_2(), needs::anyone_3()],
        hurt: [needs::hurt_1(), needs::anyone_2(), needs::anyone_3()],
        responsible: [needs::anyone_1(), needs::responsible_1(), needs::anyone_3()],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), needs::title(), ())}
            {guide(lines)}
            {offline()}
            {move || Some(all(&seen.get()?, &two()?))}
            {kindly(needs::kindly())}
        },
    )
}

fn all(seen: &Seen, two: &Two) -> Node {
    let together = two.are_together();
    let ask = if together {
        view! { <a class="button" href="/needs/ask">{icon("#icon-need")}{needs::ask()}</a> }
    } else {
        view! { <a class="button" href="/invite">{words::today::invite()}</a> }
    };
    if seen.open.is_empty() && seen.closed.is_empty() {
        let says = if together { needs::none_says() } else { needs::alone_says() };
        return empty(needs::none(), says, ask);
    }
    let me = two.me.id;
    let mine = |it: &&Need| it.asker() == me;
    let theirs: Vec<_> = seen.open.iter().filter(|it| !mine(it)).map(row).collect();
    let own: Vec<_> = seen.open.iter().filter(mine).map(row).collect();
    let closed: Vec<_> = seen.closed.iter().map(row).collect();
    let closed = (!closed.is_empty()).then(|| view! { <details><summary>{needs::closed()}</summary><ul class="links links-words">{closed}</ul></details> });
    view! {
        <p class="acts acts-wide">{together.then_some(ask)}</p>
        {audience(Reader::Both)}
        {section("theirs", needs::from_them(&two.other_name()), theirs)}
        {section("own", needs::from_you().to_owned(), own)}
        {closed}
    }
}

fn section(id: &'static str, title: String, rows: Vec<Node>) -> Option<Node> {
    (!rows.is_empty()).then(|| view! { <section class="section" aria-labelledby=id><h2 id=id>{title}</h2><ul class="links links-words">{rows}</ul></section> })
}

fn row(it: &Need) -> Node {
    let stands = match (&it.thanks, &it.answer) {
        (Some(_), _) => needs::thanked(),
        (None, Some(given)) => called(&given.answer),
        (None, None) => needs::waits(),
    };
    let says = match &it.when {
        Some(when) => [when, " · ", stands].concat(),
        None => stands.to_owned(),
    };
    view! { <li><a href=at(it.id, "")>{icon("#icon-need")}<span class="words">{it.thing.clone()}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}
