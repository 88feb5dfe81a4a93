//! Promises on a screen: the list, making one, and one with its record.

mod make;
mod one;
mod repeats;
mod stitches;

use crate::view::*;
use domain::promises::{Promise, Refusal};
use domain::{Flaw, PersonId, PromiseId};

use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::{self, page};
use crate::today::offline;
use crate::two::two;
use crate::ui::{self, Place, empty, head, icon, icon_turns, kindly, when};
use crate::words::{self, promises};

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    Some(match rest {
        [] => screen(),
        ["make"] => make::screen(),
        [id] => one_screen(id),
        _ => return None,
    })
}

/// A promise in the list.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    href: String,
    words: String,
    says: String,
    open: bool,
    maker: PersonId,
}

/// All promises of the two.
fn screen() -> Node {
    page::title(words::app::ours());
    let now = platform::now();
    let rows = Memo::new(move || {
        journey::read(|couple, _| {
            let row = |it: &Promise| Row {
                href: ["/promises/", &it.id.to_string()].concat(),
                words: it.words.clone(),
                says: repeats::says(&it.when),
                open: it.is_open(&now),
                maker: it.maker(),
            };
            couple.promises.all().into_iter().map(row).collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let lines = Guide {
        anyone: [promises::anyone_1(), promises::anyone_2(), promises::anyone_3()],
        hurt: [promises::hurt_1(), promises::anyone_2(), promises::anyone_3()],
        responsible: [promises::anyone_1(), promises::responsible_1(), promises::anyone_3()],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), promises::title(), ())}
            {guide(lines)}
            {offline()}
            {move || list(rows.get())}
            {kindly(promises::kindly())}
        },
    )
}

fn list(rows: Vec<Row>) -> Node {
    let Some(two) = two() else { return Node::Nothing };
    if !two.are_together() && rows.is_empty() {
        return empty(
            promises::alone_title(),
            promises::alone_says(),
            view! { <a class="button" href="/invite">{words::today::invite()}</a> },
        );
    }
    let make = view! { <a class="button" href="/promises/make">{icon("#icon-plus")}{promises::make()}</a> };
    if rows.is_empty() {
        return empty(promises::none(), promises::none_says(), make);
    }
    let part = |title: String, belongs: &dyn Fn(&Row) -> bool| {
        let rows: Vec<_> = rows.iter().rev().filter(|row| belongs(row)).cloned().map(|row| view! {
            <li><a href=row.href>{icon("#icon-promise")}<span class="words">{row.words}<small>{row.says}</small></span>{icon_turns("#icon-onward")}</a></li>
        }).collect();
        (!rows.is_empty()).then(|| view! { <section class="section"><h2>{title}</h2><ul class="links links-words">{rows}</ul></section> })
    };
    let me = two.me.id;
    view! {
        <p class="acts">{two.are_together().then_some(make)}<a class="button-plain" href="/dates">{icon("#icon-date")}{words::dates::link()}</a></p>
        {part(promises::from_me().to_owned(), &|row| row.open && row.maker == me)}
        {part(promises::from_them(&two.other_name()), &|row| row.open && row.maker != me)}
        {part(promises::over().to_owned(), &|row| !row.open)}
    }
}

/// One, with its record.
fn one_screen(id: &str) -> Node {
    match PromiseId::parse(id) {
        Some(id) => one::screen(id),
        None => not_here(),
    }
}

fn not_here() -> Node {
    ui::page(Place::Ours, view! { {head(ui::back("/promises", promises::name()), promises::no_such(), ())} })
}

/// "12 June", or with its weekday when it is near.
fn day_name(day: domain::Day) -> String {
    when::weekday_and_day(day)
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Words(Flaw::Empty) => promises::words_empty(),
        Refusal::Words(Flaw::TooLong { .. }) => promises::words_too_long(),
        Refusal::DayIsPast => promises::day_past(),
        Refusal::NeverComes => promises::never_comes(),
        Refusal::NoSuchPromise => promises::no_such(),
        Refusal::OnlyTheMaker => promises::only_maker(),
        Refusal::OnlyTheReceiver => promises::only_receiver(),
        Refusal::AlreadyOver => promises::already_over(),
        Refusal::NotThatDay => promises::not_that_day(),
        Refusal::NotYet => promises::not_yet(),
        Refusal::MakerSpeaksFirst => promises::maker_first(),
        Refusal::AlreadyConfirmed => promises::already_confirmed(),
    }
}
