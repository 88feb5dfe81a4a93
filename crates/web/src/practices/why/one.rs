//! One writing about why: what comes next in the guide, all its parts, and what comes of it.

use std::rc::Rc;

use crate::view::*;
use domain::WhyId;
use domain::why::{Command, Part, Step, ToEnd, Writing};

use super::{at, back, not_here, number, part, write};
use crate::about::name_now;
use crate::app::go;
use crate::counsel::offer;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly, notice};
use crate::words::{why, writing};
use crate::writing::second_step;

pub(super) fn screen(id: WhyId) -> Node {
    let writing = Memo::new(move || journey::read(|couple, _| couple.why.writing(id).cloned()).flatten());
    view! {{move || writing.get().map_or_else(not_here, |it| one(&it))}}
}

fn one(it: &Writing) -> Node {
    let (id, says): (_, Says) = (it.id, RwSignal::new(None));
    let title = it.hurt.and_then(name_now).unwrap_or_else(|| why::one_title().to_owned());
    let away = move || {
        if tell(Command::PutAway { why: id }.into(), says) {
            go("/why");
        }
    };
    let away = second_step(writing::put_away(), why::put_away_ask(), writing::put_away_yes(), Rc::new(away));
    ui::page(
        Place::Mine,
        view! {
            {head(back(), title, ())}
            {offline()}
            {next(it, says)}
            {refusal(says)}
            {all(it)}
            {offer(&id.to_string())}
            {away}
            {kindly(why::one_kindly())}
        },
    )
}

/// What comes next. Any part can be written at any time; this is only the order of the guide.
fn next(it: &Writing, says: Says) -> Node {
    match it.step() {
        Step::Write(of) => view! {
            <section class="section" aria-label=why::next()>{audience(Reader::OnlyYou)}{write::form(it, of, says)}</section>
        },
        Step::AskMyself => view! {
            <section class="section" aria-labelledby="next"><h2 id="next">{why::question()}</h2><p>{why::question_lead()}</p>
                <p class="acts acts-wide"><a class="button" href=at(it.id, "/ask")>{why::answer_it()}</a><a class="button-plain" href="/why">{why::later()}</a></p></section>
        },
        Step::LeaningInOrOut => leaning(it.id),
        Step::CanBeShared => comes_of_it(it),
    }
}

/// Some part wanted the end. Nothing the other sees changes.
fn leaning(id: WhyId) -> Node {
    notice(
        "#icon-only-you",
        true,
        view! {
            <h2>{why::wanted_end_title()}</h2>
            <p>{why::wanted_end()}</p>
            <p>{why::wanted_end_private()}</p>
            <p class="acts"><a class="button" href="/leaning">{why::go_leaning()}</a><a class="button-plain" href=at(id, "/ask")>{why::answer_anew()}</a></p>
        },
    )
}

/// Sharing, and the promise that what will be different can become.
fn comes_of_it(it: &Writing) -> Node {
    let other = two().filter(|it| it.are_together()).map(|it| it.other_name());
    let share = other.map(|other| {
        view! { <a class="button" href=at(it.id, "/share")>{icon("#icon-both")}{why::share_summary(&other)}</a> }
    });
    let promised = it.promised.map(|promise| {
        let href = ["/promises/", &promise.to_string()].concat();
        view! { <p><a href=href>{why::see_promise()}</a></p> }
    });
    view! {
        <section class="section" aria-labelledby="next"><h2 id="next">{why::whole_title()}</h2><p>{why::whole_says()}</p>
            {promised}
            <p class="acts acts-wide">{share}<a class="button-quiet" href=at(it.id, "/promise")>{icon("#icon-promise")}{why::promise_it()}</a><a class="button-plain" href="/why">{why::keep_private()}</a></p></section>
    }
}

fn answer(given: Option<ToEnd>) -> &'static str {
    match given {
        None => why::not_answered(),
        Some(ToEnd::No) => why::end_no(),
        Some(ToEnd::Yes) => why::end_yes(),
        Some(ToEnd::CantSay) => why::end_cant_say(),
    }
}

/// Everything that is written, in its order, and the way to each.
fn all(it: &Writing) -> Node {
    let row = |of: Part| {
        let written = it.part(of).map(str::to_owned);
        let says = match written {
            Some(text) => view! { <span class="words cut">{text}</span> },
            None => view! { <small>{why::not_written()}</small> },
        };
        let rest = ["/", &number(of)].concat();
        view! { <li><a href=at(it.id, &rest)>{icon("#icon-write")}<span><b>{part(of).0}</b>{says}</span>{icon_turns("#icon-onward")}</a></li> }
    };
    let group = |id: &'static str, title: &'static str, says: &'static str, parts: &[Part]| {
        let rows: Vec<_> = parts.iter().map(|it| row(*it)).collect();
        view! { <section class="section" aria-labelledby=id><div class="section-head"><h2 id=id>{title}</h2><p class="quiet">{says}</p></div><ul class="links links-words why-parts">{rows}</ul></section> }
    };
    let (was, rest) = Part::ALL.split_at(5);
    let (three, comes) = rest.split_at(3);
    view! {
        {group("was", why::group_was(), why::group_was_says(), was)}
        {group("three", why::group_three(), why::group_three_says(), three)}
        <section class="section" aria-labelledby="honest"><h2 id="honest">{why::group_question()}</h2>
            <ul class="links"><li><a href=at(it.id, "/ask")>{icon("#icon-question")}<span><b>{why::question()}</b><small>{answer(it.to_end)}</small></span>{icon_turns("#icon-onward")}</a></li></ul></section>
        {group("comes", why::group_comes(), why::group_comes_says(), comes)}
        {audience(Reader::OnlyYou)}
    }
}
