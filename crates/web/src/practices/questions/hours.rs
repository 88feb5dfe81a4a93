//! Question hours: proposed by one, agreed by the other, ended by either.

use crate::view::*;
use domain::Weekday;
use domain::day::Weekdays;
use domain::questions::{Command, Hours, HoursStanding};

use super::tell;
use crate::journey;
use crate::practices::refusal;
use crate::two::two;
use crate::ui::{minute_of, time_field, when};
use crate::words::questions;

const LENGTHS: [u16; 4] = [10, 20, 30, 60];

/// The section under the shelves.
pub(super) fn section() -> Node {
    let standing = Memo::new(move || {
        journey::read(|couple, me| (couple.questions.hours(me), couple.questions.proposed_hours(me)))
    });
    let other = Memo::new(|| two().filter(|it| it.are_together()).map(|it| it.other_name()));
    let says = RwSignal::new(None);
    // By itself, so that what is being filled in stays when something else changes.
    let free = Memo::new(move || standing.get().is_some_and(|(_, proposed)| proposed.is_none()));
    let form = move || other.get().filter(|_| free.get()).map(|name| propose(name, says));
    let stands = move || {
        let (agreed, proposed) = standing.get()?;
        let now = agreed
            .as_ref()
            .map(|it| (questions::hours_agreed(&said(&it.hours)), end(it, questions::hours_end(), says)));
        let coming = proposed.as_ref().map(|it| proposal(it, &other.get().unwrap_or_default(), says));
        let none = (agreed.is_none() && proposed.is_none())
            .then(|| view! { <p class="quiet">{questions::hours_none()}</p> });
        Some(view! {
            {now.map(|(says, act)| view! { <p>{says}</p><p class="acts">{act}</p> })}
            {coming}
            {none}
        })
    };
    let together = Memo::new(move || other.get().is_some());
    (move || {
        together.get().then(|| {
            view! {
                <section class="section" aria-labelledby="hours">
                    <h2 id="hours">{questions::hours_title()}</h2>
                    {stands}
                    {refusal(says)}
                    {form}
                </section>
            }
        })
    })
    .into_node()
}

fn clock(minute: u16) -> String {
    let two =
        |number: u16| if number < 10 { ["0", &number.to_string()].concat() } else { number.to_string() };
    [two(minute / 60 % 24), two(minute % 60)].join(":")
}

/// "every day, 20:00 to 20:20".
fn said(hours: &Hours) -> String {
    let days: Vec<&str> = hours.on.iter().map(when::weekday).collect();
    let days = if days.len() == 7 { questions::every_day().to_owned() } else { days.join(", ") };
    questions::hours_when(
        &days,
        &clock(hours.from_minute),
        &clock(hours.from_minute.saturating_add(hours.minutes)),
    )
}

fn end(standing: &HoursStanding, name: &'static str, says: RwSignal<Option<&'static str>>) -> Node {
    let hours = standing.id;
    view! { <button class="button-plain" type="button" on:click=move |_| { tell(Command::EndHours { hours }, says); }>{name}</button> }
}

fn proposal(standing: &HoursStanding, other: &str, says: RwSignal<Option<&'static str>>) -> Node {
    let hours = standing.id;
    let when = said(&standing.hours);
    if standing.mine {
        return view! { <p>{questions::hours_you_proposed(&when, other)}</p><p class="acts">{end(standing, questions::hours_take_back(), says)}</p> };
    }
    view! {
        <p>{questions::hours_they_proposed(other, &when)}</p>
        <p class="acts"><button class="button-quiet" type="button" on:click=move |_| { tell(Command::AgreeToHours { hours }, says); }>{questions::hours_agree()}</button>{end(standing, questions::hours_no(), says)}</p>
    }
}

fn propose(other: String, says: RwSignal<Option<&'static str>>) -> Node {
    let days: RwSignal<Vec<Weekday>> = RwSignal::new(Weekday::ALL.to_vec());
    let from = RwSignal::new("20:00".to_owned());
    let minutes = RwSignal::new(20_u16);
    let ticks: Vec<_> = Weekday::ALL.into_iter().map(|day| view! {
        <label><input type="checkbox" prop:checked=move || days.get().contains(&day) on:change=move |_| days.update(|days| if days.contains(&day) { days.retain(|it| *it != day) } else { days.push(day) })/><span>{when::weekday(day)}</span></label>
    }).collect();
    let lengths: Vec<_> = LENGTHS.into_iter().map(|length| view! {
        <label><input type="radio" name="minutes" prop:checked=move || minutes.get() == length on:change=move |_| minutes.set(length)/><span>{questions::minutes(u64::from(length))}</span></label>
    }).collect();
    let send = move |event: Event| {
        event.prevent_default();
        let hours = Hours {
            on: Weekdays::of(&days.get_untracked()),
            from_minute: minute_of(&from.get_untracked()).unwrap_or(0),
            minutes: minutes.get_untracked(),
        };
        tell(Command::ProposeHours { hours }, says);
    };
    view! {
        <details><summary>{questions::hours_propose()}</summary>
            <form class="section" on:submit=send>
                <fieldset class="field"><legend class="label">{questions::hours_days()}</legend><div class="answers">{ticks}</div></fieldset>
                {time_field("from", questions::hours_from(), from)}
                <fieldset class="field"><legend class="label">{questions::hours_minutes()}</legend><div class="answers">{lengths}</div></fieldset>
                <p class="acts"><button class="button-quiet" type="submit">{questions::hours_send(&other)}</button></p>
            </form>
        </details>
    }
}
