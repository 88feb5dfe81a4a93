//! One look: a short check of the facets, what holds, and one practice to refresh.

use std::rc::Rc;

use crate::view::*;
use domain::Couple;
use domain::boosters::{self as rules, After, Booster, Command};
use domain::check_in::SideBySide;
use domain::path::Work;

use super::{after_name, at, back, said_by};
use crate::journey;
use crate::path::shown;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::{Two, two, two_now};
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly, when};
use crate::words::{self, boosters, check_in};
use crate::writing::{Kept, OwnWords, own_words, second_step};

/// The booster, while it is there.
fn here(after: After) -> Option<Booster> {
    let today = platform::now().today();
    let all = journey::read(|couple, _| rules::of_both(couple)).flatten()?;
    all.into_iter().find(|it| it.after == after && it.day() <= today)
}

pub(super) fn screen(after: After) -> Node {
    let says: Says = RwSignal::new(None);
    read_here(at(after), None);
    let now = Memo::new(move || here(after));
    let body = move || match now.get() {
        None => view! { <p class="lead">{boosters::not_here()}</p> },
        Some(it) => view! { {check(it)}{holds(it, says)}{refresh(it, says)}{put_by(it, says)} },
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), boosters::hold_title(after_name(after)), view! { <p class="lead">{boosters::hold_lead()}</p> })}
            {offline()}
            {refusal(says)}
            {body}
            {kindly(boosters::kindly())}
        },
    )
}

/// The seven facets, as they stood when the two moved to keeping, and now.
fn check(booster: Booster) -> Node {
    let table = move || {
        let both = journey::read(|couple, _| couple.check_in.then_and_now(couple, booster.since))?;
        let two = two()?;
        Some(match both {
            [Some(then), Some(now)] => then_and_now(&then, &now, &two),
            _ => view! { <p class="quiet">{boosters::check_none()}</p> },
        })
    };
    view! {
        <section class="section" aria-labelledby="check">
            <div class="section-head"><h2 id="check">{boosters::check_title()}</h2><p class="quiet">{boosters::check_says()}</p></div>
            <p class="acts acts-wide"><a class="button-quiet" href="/check-in">{icon("#icon-check-in")}{boosters::check_go()}</a>
                <a class="button-plain" href="/check-in/lines">{boosters::check_lines()}</a></p>
            {table}
        </section>
    }
}

fn then_and_now(then: &SideBySide, now: &SideBySide, two: &Two) -> Node {
    let names = [
        check_in::support(),
        check_in::openness(),
        check_in::boundaries(),
        check_in::nothing_hidden(),
        check_in::being_listened_to(),
        check_in::feeling_safe(),
        check_in::commitment(),
    ];
    let seats = two.in_order();
    let cells = |of: &SideBySide, nth: usize| -> Vec<Node> {
        let Some(pair) = of.pairs.get(nth) else { return Vec::new() };
        let value = |mine: bool| if mine { pair.mine } else { pair.theirs };
        let text =
            |it: Option<u8>| it.map_or_else(|| words::app::no_answer().to_owned(), |it| it.to_string());
        seats.iter().map(|seat| view! { <td>{text(value(seat.id == two.me.id))}</td> }).collect()
    };
    let rows: Vec<_> = names
        .into_iter()
        .enumerate()
        .map(|(nth, name)| view! { <tr><th scope="row">{name}</th>{cells(then, nth)}{cells(now, nth)}</tr> })
        .collect();
    let heads = |name: &'static str, of: &SideBySide| -> Vec<Node> {
        let day = when::day(of.week);
        let head = |seat: &crate::two::Seat| view! { <th scope="col">{seat.name.clone()}<small>{[name, ", ", &day].concat()}</small></th> };
        seats.iter().map(head).collect()
    };
    view! {
        <div class="table-wide" tabindex="0" role="region" aria-label=boosters::check_table()><table>
            <thead><tr><td></td>{heads(boosters::check_then(), then)}{heads(boosters::check_now(), now)}</tr></thead>
            <tbody>{rows}</tbody></table></div>
        <p class="small">{boosters::check_reads()}</p>
        {audience(Reader::Both)}
    }
}

/// What goes on, in facts; and what each says of it.
fn holds(booster: Booster, says: Says) -> Node {
    let goes_on = move || {
        let now = platform::now();
        let [promises, rules] = journey::read(|couple, _| {
            let open = couple.promises.all().into_iter().filter(|it| it.is_open(&now));
            let rules = couple.ground_rules.standing().into_iter();
            let promise = |id: &dyn core::fmt::Display| ["/promises/", &id.to_string()].concat();
            let rule = |id: &dyn core::fmt::Display| ["/ground-rules/", &id.to_string()].concat();
            [
                open.map(|it| (promise(&it.id), it.words.clone())).collect::<Vec<_>>(),
                rules.map(|it| (rule(&it.id), it.words.clone())).collect(),
            ]
        })?;
        if promises.is_empty() && rules.is_empty() {
            return Some(view! { <p class="quiet">{boosters::holds_none()}</p> });
        }
        Some(view! {
            {links(boosters::holds_promises(), "#icon-promise", promises)}
            {links(boosters::holds_rules(), "#icon-note", rules)}
        })
    };
    view! {
        <section class="section" aria-labelledby="holds">
            <div class="section-head"><h2 id="holds">{boosters::holds_title()}</h2><p class="quiet">{boosters::holds_says()}</p></div>
            {goes_on}
            {looks(booster, says)}
            {write(booster, says)}
        </section>
    }
}

fn links(title: &'static str, drawing: &'static str, all: Vec<(String, String)>) -> Option<Node> {
    let rows: Vec<_> = all.into_iter().map(|(href, text)| view! {
        <li><a href=href>{icon(drawing)}<span class="words">{text}</span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    (!rows.is_empty()).then(|| view! { <h3>{title}</h3><ul class="links links-words">{rows}</ul> })
}

/// What both have shared.
fn looks(booster: Booster, says: Says) -> Node {
    let back: Rc<dyn Fn()> = Rc::new(move || {
        tell(Command::WithdrawLook { booster }.into(), says);
    });
    (move || {
        let look = |who| {
            journey::read(|couple, _| couple.boosters.look(booster, who).map(|it| it.text.clone())).flatten()
        };
        let two = two()?;
        let theirs = two.other.clone().and_then(|it| Some(said_by((it.side, it.name), look(it.id)?)));
        let mine = look(two.me.id).map(|text| {
            let back = second_step(
                boosters::holds_back(),
                boosters::holds_back_ask(),
                boosters::holds_back_yes(),
                Rc::clone(&back),
            );
            view! { {said_by((two.me.side, boosters::holds_mine().to_owned()), text)}{back} }
        });
        Some(view! { <div class="papers">{theirs}{mine}</div> })
    })
    .into_node()
}

fn write(booster: Booster, says: Says) -> Node {
    let key =
        ["boosters/look/", &booster.since.to_string(), "/", &booster.after.months().to_string()].concat();
    let look = move |couple: &Couple, me| couple.boosters.look(booster, me).map(|it| it.text.clone());
    let shared = journey::read_once(look).flatten();
    let kept = Kept::at(key, &shared.unwrap_or_default());
    own_words(OwnWords {
        kept,
        label: boosters::holds_label(),
        hint: boosters::holds_hint(),
        stands: Memo::new(move || journey::read(look).flatten().is_some()),
        share: Rc::new(move || tell(Command::ShareLook { booster, text: kept.text() }.into(), says)),
    })
}

/// Which practice each would refresh.
fn refresh(booster: Booster, says: Says) -> Node {
    let stands = move || {
        let two = two()?;
        let picked = |who| journey::read(|couple, _| couple.boosters.picked(booster, who)).flatten();
        let both = journey::read(|couple, _| couple.boosters.both_picked(couple, booster)).flatten();
        let name = |work: Work| shown(work).name;
        if let Some(both) = both {
            let it = shown(both);
            return Some(view! {
                <p class="state" role="status">{icon("#icon-check")}{boosters::refresh_both(it.name)}</p>
                <p class="acts"><a class="button" href=it.href>{boosters::refresh_go(it.name)}</a></p>
            });
        }
        let go = |it: Work| view! { <p class="acts"><a class="button-quiet" href=shown(it).href>{boosters::refresh_go(name(it))}</a></p> };
        let picked_here = picked(two.me.id);
        let mine =
            picked_here.map(|it| view! { <p class="state">{boosters::refresh_mine(name(it))}</p>{go(it)} });
        // Whoever has picked none yet picks for themselves.
        let theirs = two.other.as_ref().filter(|_| picked_here.is_some()).and_then(|it| picked(it.id));
        let theirs = theirs.map(|it| {
            view! { <p class="state">{boosters::refresh_theirs(&two.other_name(), name(it))}</p>{go(it)} }
        });
        Some(view! { {theirs}{mine} })
    };
    let me = two_now().map(|it| it.me.id);
    let was = me.and_then(|me| journey::read_once(|couple, _| couple.boosters.picked(booster, me)).flatten());
    let chosen = RwSignal::new(was);
    let none = view! { <option value="" prop:selected=was.is_none()>{boosters::refresh_none()}</option> };
    let options: Vec<_> = rules::to_refresh()
        .map(|it| {
            view! {
                <option value=it.name() prop:selected=was == Some(it)>{shown(it).name}</option>
            }
        })
        .collect();
    let keep = move |_| {
        let practice = chosen.get_untracked().map(|it| it.name().to_owned());
        tell(Command::Refresh { booster, practice }.into(), says);
    };
    view! {
        <section class="section" aria-labelledby="refresh">
            <div class="section-head"><h2 id="refresh">{boosters::refresh_title()}</h2><p class="quiet">{boosters::refresh_says()}</p></div>
            {stands}
            <div class="field"><select class="input" aria-labelledby="refresh" on:change=move |event| chosen.set(Work::named(&event.value()))>{none}{options}</select></div>
            {audience(Reader::Both)}
            <p class="acts"><button class="button-quiet" type="button" on:click=keep>{boosters::refresh_keep()}</button></p>
        </section>
    }
}

fn put_by(booster: Booster, says: Says) -> Node {
    let other = StoredValue::new(two_now().map(|it| it.other_name()).unwrap_or_default());
    let act = move |_| {
        tell(Command::PutBy { booster }.into(), says);
    };
    let body = move || {
        if journey::read(|couple, _| couple.boosters.is_put_by(booster)) == Some(true) {
            return view! { <p class="quiet" role="status">{boosters::put_by_done()}</p> };
        }
        view! {
            <p class="acts"><button class="button-plain" type="button" on:click=act>{boosters::put_by()}</button></p>
            <p class="quiet">{boosters::put_by_says(&other.get_value())}</p>
        }
    };
    view! { <section class="section">{body}</section> }
}
