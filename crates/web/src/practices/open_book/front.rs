//! The front of the open book: what the other proposes, what both agreed to, and what is over.

use crate::view::*;
use domain::Couple;

use super::at;
use super::shown::{Shown, shortly, things};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::today::offline;
use crate::two::{Two, two};
use crate::ui::{self, Place, Reader, audience, empty, head, icon, icon_turns, kindly};
use crate::words::{self, open_book};

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    all: Vec<Shown>,
    looks: bool,
}

impl Seen {
    fn of(couple: &Couple) -> Self {
        let book = &couple.open_book;
        let all = book.all().into_iter().map(|it| Shown::of(couple, it)).collect();
        Self { all, looks: book.has_looked_or_may(couple.viewer) }
    }
}

pub(super) fn screen() -> Node {
    let seen = Memo::new(|| journey::read(|couple, _| Seen::of(couple)));
    let lines = Guide {
        anyone: [open_book::anyone_1(), open_book::anyone_2(), open_book::anyone_3()],
        hurt: [open_book::hurt_1(), open_book::anyone_2(), open_book::anyone_3()],
        responsible: [open_book::anyone_1(), open_book::responsible_1(), open_book::anyone_2()],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), open_book::title(), ())}
            {guide(lines)}
            {offline()}
            {move || Some(all(&seen.get()?, &two()?))}
            {kindly(open_book::kindly())}
        },
    )
}

fn all(seen: &Seen, two: &Two) -> Node {
    let together = two.are_together();
    let propose = if together {
        view! { <a class="button" href="/open-book/propose">{icon("#icon-book")}{open_book::propose()}</a> }
    } else {
        view! { <a class="button" href="/invite">{words::today::invite()}</a> }
    };
    let looking = seen.looks.then(looking);
    if seen.all.is_empty() {
        let says = if together { open_book::none_says() } else { open_book::alone_says() };
        return view! { {empty(open_book::none(), says, propose)}{looking} };
    }
    let mine = |it: &Shown| it.it.proposer() == two.me.id;
    let is_over = |it: &Shown| !it.is_proposed() && !it.goes_on();
    let (mut theirs, mut own, mut runs, mut over) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for it in &seen.all {
        let to = match it.is_proposed() {
            true if mine(it) => &mut own,
            true => &mut theirs,
            false if is_over(it) => &mut over,
            false => &mut runs,
        };
        to.push(row(it));
    }
    let over = (!over.is_empty()).then(|| view! { <details><summary>{open_book::over()}</summary><ul class="links links-words">{over}</ul></details> });
    view! {
        {section("theirs", open_book::from_them(&two.other_name()), theirs)}
        {section("runs", open_book::runs().to_owned(), runs)}
        {section("own", open_book::from_you().to_owned(), own)}
        {audience(Reader::Both)}
        <p class="acts acts-wide">{together.then_some(propose)}</p>
        {looking}
        {over}
    }
}

fn section(id: &'static str, title: String, rows: Vec<Node>) -> Option<Node> {
    (!rows.is_empty()).then(|| view! { <section class="section" aria-labelledby=id><h2 id=id>{title}</h2><ul class="links links-words">{rows}</ul></section> })
}

fn row(shown: &Shown) -> Node {
    let (name, says) = (things(&shown.it.terms.things), shortly(shown));
    view! { <li><a href=at(shown.it.id, "")>{icon("#icon-book")}<span class="words">{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

/// The way to what one notes for oneself.
fn looking() -> Node {
    view! { <ul class="links"><li><a href="/open-book/looking">{icon("#icon-only-you")}<span>{open_book::looking()}<small>{open_book::looking_says()}</small></span>{icon_turns("#icon-onward")}</a></li></ul> }
}
