//! How I feel loved: thirty choices between two sentences, kept as they are made, and both counts side by side.

use std::rc::Rc;

use crate::view::*;
use domain::closeness::{Choices, Command, PAIRS, Times, Way};

use super::{back, way_name};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::{Two, two};
use crate::ui::{self, Place, Reader, audience, head, icon, kindly, person, saved};
use crate::words::closeness;
use crate::writing::second_step;

const DRAFT: &str = "closeness/pairs";

/// What was chosen so far, one figure a pair; what was kept, when nothing was begun anew.
fn begun() -> Choices {
    let typed: Vec<u8> = journey::draft(DRAFT).bytes().map(|it| it.wrapping_sub(b'0')).collect();
    let kept = || journey::read_once(|couple, _| couple.closeness.choices()).flatten();
    Choices::read(&typed).or_else(kept).unwrap_or_default()
}

fn keep(choices: &Choices) {
    let figures: String = choices.figures().into_iter().map(|it| char::from(b'0' + it)).collect();
    journey::keep_draft(DRAFT, &figures);
}

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    kept: Option<Times>,
    mine: Option<Times>,
    theirs: Option<Times>,
}

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    read_here("/closeness/loved".to_owned(), None);
    let seen = Memo::new(|| {
        journey::read(|couple, me| {
            let its = &couple.closeness;
            let kept = its.choices().map(|it| it.times());
            Seen { kept, mine: its.loved(me), theirs: couple.partner().and_then(|it| its.loved(it)) }
        })
    });
    let body = move || {
        let (seen, two) = (seen.get()?, two()?);
        Some(view! { {side_by_side(&seen, &two)}{sharing(&seen, &two, says)} })
    };
    let begin =
        if journey::draft(DRAFT).is_empty() { closeness::loved_open() } else { closeness::loved_on() };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), closeness::loved_title(), view! { <p class="lead">{closeness::loved_says()}</p> })}
            {offline()}
            <p class="acts acts-wide"><a class="button" href="/closeness/loved/choose">{begin}</a></p>
            {refusal(says)}
            {body}
            {kindly(closeness::kindly())}
        },
    )
}

/// Words to talk with: how often each chose each way.
fn side_by_side(seen: &Seen, two: &Two) -> Option<Node> {
    seen.kept.or(seen.theirs)?;
    let other = two.other.clone();
    let rows: Vec<_> = Way::ALL.into_iter().map(|way| {
        let (name, says) = way_name(way);
        let times = |of: Option<Times>| of.and_then(|it| it.get(way as usize).copied()).filter(|it| *it > 0).map(|it| it.to_string());
        let mine = times(seen.kept).map(|it| view! { <li>{person(two.me.side, closeness::loved_times(closeness::loved_yours(), &it))}</li> });
        let theirs = times(seen.theirs).zip(other.clone()).map(|(it, who)| view! { <li>{person(who.side, closeness::loved_times(&who.name, &it))}</li> });
        view! { <li class="section"><h3>{name}</h3><p class="quiet">{says}</p><ul class="plain">{mine}{theirs}</ul></li> }
    }).collect();
    let none = seen.theirs.is_none().then(|| closeness::loved_theirs_none(&two.other_name()));
    Some(view! {
        <section class="section" aria-labelledby="side"><h2 id="side">{closeness::loved_side()}</h2>
            <p class="quiet">{closeness::loved_side_says()}</p><ul class="plain papers">{rows}</ul><p class="quiet">{none}</p></section>
    })
}

fn sharing(seen: &Seen, two: &Two, says: Says) -> Option<Node> {
    let other = two.other_name();
    let kept = seen.kept?;
    if !two.are_together() {
        return Some(audience(Reader::OnlyYou));
    }
    let share = (seen.mine != Some(kept)).then(|| view! {
        <p class="quiet">{closeness::loved_preview(&other)}</p>
        <p class="acts"><button class="button" type="button" on:click=move |_| { tell(Command::ShareLoved.into(), says); }>{closeness::loved_share(&other)}</button></p>
    });
    let shared = seen.mine.map(|_| {
        let act = Rc::new(move || {
            tell(Command::WithdrawLoved.into(), says);
        });
        let back = second_step(
            closeness::loved_withdraw(),
            closeness::loved_withdraw_ask(),
            closeness::loved_withdraw_yes(),
            act,
        );
        view! { <p class="quiet">{closeness::loved_shared(&other)}</p>{back} }
    });
    let reader = if seen.mine == Some(kept) { Reader::Both } else { Reader::OnlyYou };
    Some(view! { <section class="section">{audience(reader)}{share}{shared}</section> })
}

/// One pair after the other.
pub(super) fn choosing() -> Node {
    let says: Says = RwSignal::new(None);
    let choices = RwSignal::new(begun());
    let open = choices.get_untracked().0.iter().position(Option::is_none).unwrap_or(0);
    let nth = RwSignal::new(open);
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/closeness/loved", closeness::loved_title()), closeness::loved_title(), view! { <p class="lead">{closeness::loved_lead()}</p> })}
            {offline()}
            {move || if nth.get() < PAIRS { one(nth, choices) } else { done(choices, nth, says) }}
            {refusal(says)}
            {saved()}
            {audience(Reader::OnlyYou)}
        },
    )
}

fn one(nth: RwSignal<usize>, choices: RwSignal<Choices>) -> Node {
    let at = nth.get();
    let number = u16::try_from(at + 1).unwrap_or_default();
    let take = move |chosen: Option<bool>| {
        let mut all = choices.get_untracked();
        all.0.get_mut(at).into_iter().for_each(|it| *it = chosen);
        keep(&all);
        choices.set(all);
        nth.set(at + 1);
        page::focus("main h2");
    };
    let chosen = choices.get_untracked().0.get(at).copied().flatten();
    let row = |text: Option<&'static str>, first: bool| {
        let pressed = if chosen == Some(first) { "true" } else { "false" };
        view! { <button class="button-quiet" type="button" aria-pressed=pressed on:click=move |_| take(Some(first))>{text.unwrap_or_default()}</button> }
    };
    let earlier = (at > 0).then(|| view! { <button class="button-plain" type="button" on:click=move |_| nth.set(at - 1)>{closeness::loved_back()}</button> });
    view! {
        <section class="section">
            <h2 tabindex="-1">{closeness::loved_nth_of(&number.to_string())}</h2>
            <div class="acts acts-wide">{row(closeness::pair_one(number), true)}{row(closeness::pair_other(number), false)}</div>
            <p class="acts"><button class="button-plain" type="button" on:click=move |_| take(None)>{closeness::loved_neither()}</button>{earlier}</p>
        </section>
    }
}

fn done(choices: RwSignal<Choices>, nth: RwSignal<usize>, says: Says) -> Node {
    let keep_it = move |_| {
        let all = choices.get_untracked();
        if all.is_empty() {
            says.set(Some(closeness::loved_nothing()));
        } else if tell(Command::Choose(all).into(), says) {
            journey::keep_draft(DRAFT, "");
            go("/closeness/loved");
        }
    };
    view! {
        <section class="section"><h2 tabindex="-1">{closeness::loved_done()}</h2>
            <p class="acts acts-wide"><button class="button" type="button" on:click=keep_it>{icon("#icon-only-you")}{closeness::loved_keep()}</button>
                <button class="button-plain" type="button" on:click=move |_| nth.set(0)>{closeness::loved_again()}</button></p></section>
    }
}
