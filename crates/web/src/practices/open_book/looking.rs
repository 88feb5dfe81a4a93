//! What who looks notes for themselves: how often, and whether it helped. Nobody else reads it, and nothing counts for them.

use crate::view::*;
use domain::Day;
use domain::open_book::{Command, Helped, MOST_TIMES, Note};

use super::back;
use super::shown::lower;
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::safety::somebody_to_talk_with;
use crate::today::{offline, read_here};
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, empty, head, icon, saved, when};
use crate::words::open_book;
use crate::writing::Kept;

const HELPED: [Helped; 3] = [Helped::Yes, Helped::ForAWhile, Helped::No];

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    notes: Vec<(Day, Note)>,
    more_and_more: bool,
}

pub(super) fn screen() -> Node {
    read_here("/open-book/looking".to_owned(), None);
    let says: Says = RwSignal::new(None);
    let seen = Memo::new(|| {
        let today = platform::now().today();
        journey::read(|couple, _| Seen {
            notes: couple.open_book.notes().collect(),
            more_and_more: couple.open_book.looks_more_and_more(today),
        })
    });
    let other = two_now().map(|it| it.other_name()).unwrap_or_default();
    ui::page(
        Place::Mine,
        view! {
            {head(back(), open_book::looking_title(), view! { <p class="lead">{open_book::looking_lead(&other)}</p> })}
            {offline()}
            {move || seen.get().filter(|it| it.more_and_more).map(|_| rising())}
            {form(says)}
            {refusal(says)}
            {move || seen.get().map(|it| notes(&it.notes, says))}
            <details><summary>{open_book::how_told()}</summary><p class="quiet">{open_book::how_told_says()}</p></details>
        },
    )
}

/// The advice, to who looks more and more, and to nobody else.
fn rising() -> Node {
    view! {
        <section class="notice" data-tone="care" aria-labelledby="rising">{icon("#icon-counsellor")}<div><h2 id="rising">{open_book::rising_title()}</h2><p>{open_book::rising_says()}</p></div></section>
        {somebody_to_talk_with()}
    }
}

fn helped(it: Helped) -> &'static str {
    match it {
        Helped::Yes => open_book::helped_yes(),
        Helped::ForAWhile => open_book::helped_a_while(),
        Helped::No => open_book::helped_no(),
    }
}

fn form(says: Says) -> Node {
    let day = Kept::at("open_book/day".to_owned(), &platform::now().today().to_string());
    let times = Kept::at("open_book/times".to_owned(), "1");
    let chosen = RwSignal::new(Helped::ForAWhile);
    let keep = move |event: Event| {
        event.prevent_default();
        let Some(on) = Day::parse(&day.text()) else { return says.set(Some(open_book::not_yet())) };
        let times_said = times.text().parse().unwrap_or(0);
        if tell(Command::Note { on, times: times_said, helped: chosen.get_untracked() }.into(), says) {
            day.done();
            times.put("1");
            times.done();
        }
    };
    let options: Vec<_> = HELPED.into_iter().map(|it| view! {
        <label><input type="radio" name="helped" prop:checked=move || chosen.get() == it on:change=move |_| chosen.set(it)/><span>{helped(it)}</span></label>
    }).collect();
    let most = MOST_TIMES.to_string();
    view! {
        <form class="stack" on:submit=keep>
            <div class="fields-row">{day.day("day", open_book::note_day())}
                <div class="field"><label for="times">{open_book::note_times()}</label>
                    <input class="input input-day" id="times" type="number" inputmode="numeric" min="1" max=most prop:value=move || times.typed() on:input=move |event| times.put(&event.value())/></div></div>
            <fieldset class="field"><legend class="label">{open_book::note_helped()}</legend><div class="answers">{options}</div></fieldset>
            {audience(Reader::OnlyYou)}{saved()}
            <p class="acts"><button class="button" type="submit">{open_book::note_keep()}</button></p>
            <p class="small">{open_book::note_again()}</p>
        </form>
    }
}

fn notes(all: &[(Day, Note)], says: Says) -> Node {
    if all.is_empty() {
        return empty(open_book::notes_none(), open_book::notes_none_says(), Node::Nothing);
    }
    let rows: Vec<_> = all.iter().map(|(on, note)| row(*on, *note, says)).collect();
    view! { <section class="section" aria-labelledby="notes"><h2 id="notes">{open_book::notes()}</h2><ul class="said">{rows}</ul></section> }
}

fn row(on: Day, note: Note, says: Says) -> Node {
    let day = when::weekday_and_day(on);
    let times = match note.times {
        1 => open_book::times_one().to_owned(),
        times => open_book::times_more(&times.to_string()),
    };
    let says_it = open_book::note_line(&times, &lower(helped(note.helped)));
    let label = open_book::forget_what(&day);
    let forget = move |_| {
        tell(Command::Forget { on }.into(), says);
    };
    view! {
        <li><span class="words">{day}</span><span class="quiet">{says_it}</span>
            <p class="acts"><button class="button-plain" type="button" aria-label=label on:click=forget>{open_book::forget()}</button></p></li>
    }
}
