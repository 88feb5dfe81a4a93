//! Time on a screen: who was hurt sets the pace, hurt by hurt; the other reads that nothing is needed, and what waiting
//! well looks like. Nothing counts days.

use crate::view::*;
use domain::time::{Command, Pace, Refusal};
use domain::{Couple, Day, HurtId, PersonId};

use crate::about;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, empty, head, kindly, when};
use crate::words::{self, time};
use crate::writing::Kept;

/// Its pages.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    match rest {
        [] => Some(screen(None)),
        [id] => HurtId::parse(id).map(|it| screen(Some(it))),
        _ => None,
    }
}

/// The pace of one hurt.
#[derive(Clone, PartialEq, Eq)]
struct Paced {
    hurt: HurtId,
    name: String,
    pace: Pace,
    /// It is the viewer's to set, and not the other who takes time now.
    mine: bool,
}

fn gather(couple: &Couple, only: Option<HurtId>) -> Vec<Paced> {
    let known = couple.hurts.all().into_iter().filter(|it| only.is_none_or(|only| only == it.id));
    known
        .map(|it| Paced {
            hurt: it.id,
            name: it.name().unwrap_or(time::unnamed()).to_owned(),
            pace: couple.time.pace(couple, it.id),
            mine: couple.time.is_mine_to_set(couple, it.id)
                && !couple.time.is_taken_by_the_other(couple, it.id),
        })
        .collect()
}

fn screen(only: Option<HurtId>) -> Node {
    page::title(words::app::ours());
    let paced = Memo::new(move || journey::read(|couple, _: PersonId| gather(couple, only)));
    let says = RwSignal::new(None);
    let lines = Guide {
        anyone: [time::anyone_1(), time::anyone_2(), time::anyone_3()],
        hurt: [time::hurt_1(), time::hurt_2(), time::hurt_3()],
        responsible: [time::responsible_1(), time::responsible_2(), time::responsible_3()],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(about::back(only, ui::back("/ours", words::app::ours())), time::title(), ())}
            {about::line(only, "/time")}
            {guide(lines)}
            {offline()}
            {refusal(says)}
            {move || list(paced.get().unwrap_or_default(), says)}
            {kindly(time::kindly())}
        },
    )
}

fn list(paced: Vec<Paced>, says: Says) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    if paced.is_empty() {
        let act = view! { <a class="button-quiet" href="/hurts">{time::hurts()}</a> };
        return empty(time::none(), time::none_says(), act);
    }
    let waits = paced.iter().any(|it| !it.mine && it.pace != Pace::Ready);
    let sets = paced.iter().any(|it| it.mine);
    // With several, each has a page of its own to be set on.
    let here = paced.len() == 1;
    let papers: Vec<_> = paced.iter().map(|it| one(it, here, &two, says)).collect();
    view! {
        <div class="papers">{papers}</div>
        {waits.then(waiting)}
        {sets.then(|| view! { <p class="quiet">{time::deciding()}</p> })}
    }
}

fn one(paced: &Paced, here: bool, two: &Two, says: Says) -> Node {
    let name = two.other_name();
    let body = match (paced.mine, paced.pace) {
        (true, pace) if !here => elsewhere(paced.hurt, pace),
        (true, Pace::Ready) => take(paced.hurt, &name, says),
        (true, Pace::NotReady { look_again }) => taking(paced.hurt, look_again, &name, says),
        (false, Pace::Ready) => view! { <p>{time::ready_theirs(&name)}</p> },
        (false, Pace::NotReady { .. }) => {
            view! { <p><b>{time::theirs_title()}</b></p><p>{time::theirs_says(&name)}</p> }
        }
    };
    view! { <article class="paper"><h2 class="words">{paced.name.clone()}</h2>{body}</article> }
}

fn elsewhere(hurt: HurtId, pace: Pace) -> Node {
    let href = ["/time/", &hurt.to_string()].concat();
    let stands = if pace == Pace::Ready { time::ready_yours() } else { time::yours() };
    view! { <p>{stands}</p><p class="acts"><a class="button-quiet button-small" href=href>{time::set()}</a></p> }
}

/// What waiting well looks like, for the one who waits.
fn waiting() -> Node {
    let five =
        [time::waiting_1(), time::waiting_2(), time::waiting_3(), time::waiting_4(), time::waiting_5()];
    let five: Vec<_> = five.into_iter().map(|it| view! { <li>{it}</li> }).collect();
    view! { <section class="section" aria-labelledby="waiting"><h2 id="waiting">{time::waiting()}</h2><ul class="plain-lines">{five}</ul></section> }
}

/// The day to look again, as it is being chosen.
fn look_again_kept(hurt: HurtId, was: Option<Day>) -> Kept {
    let was = was.map(|it| it.to_string()).unwrap_or_default();
    Kept::at(["time/", &hurt.to_string(), "/look-again"].concat(), &was)
}

fn not_ready(hurt: HurtId, look_again: Option<Day>, kept: Kept, says: Says) {
    if tell(domain::Command::Time(Command::NotReady { hurt, look_again }), says) {
        kept.done();
    }
}

/// Nothing stands against it yet: saying that one is not ready, with what the other will read.
fn take(hurt: HurtId, name: &str, says: Says) -> Node {
    let day = look_again_kept(hurt, None);
    view! {
        <p>{time::ready_yours()}</p>
        <details><summary>{time::not_ready()}</summary>
            <div class="stack">
                {day.day("look-again", time::look_again())}
                <p class="field-note">{time::look_again_says()}</p>
                {audience(Reader::OnlyYou)}
                <p class="label">{time::they_read(name)}</p>
                <div class="preview"><p><b>{time::theirs_title()}</b></p><p>{time::theirs_says(&own_name())}</p></div>
                <p class="acts acts-wide"><button class="button-quiet" type="button" on:click=move |_| not_ready(hurt, Day::parse(&day.text()), day, says)>{time::say(name)}</button></p>
            </div>
        </details>
    }
}

fn own_name() -> String {
    two_now().map(|it| it.me.name).unwrap_or_default()
}

/// One takes time: the day to look again is one's own, and being ready is said when it is so.
fn taking(hurt: HurtId, look_again: Option<Day>, name: &str, says: Says) -> Node {
    let day = look_again_kept(hurt, look_again);
    let ready = move |_| {
        if tell(domain::Command::Time(Command::Ready { hurt }), says) {
            day.done();
        }
    };
    let picked = match look_again {
        Some(day) => time::you_look_again(&when::weekday_and_day(day)),
        None => time::no_day().to_owned(),
    };
    view! {
        <p><b>{time::yours()}</b></p>
        <p>{time::yours_says(name)}</p>
        <details><summary>{picked}</summary>
            <div class="stack">
                {day.day("look-again", time::look_again())}
                <p class="field-note">{time::look_again_says()}</p>
                {audience(Reader::OnlyYou)}
                <p class="acts"><button class="button-quiet button-small" type="button" on:click=move |_| not_ready(hurt, Day::parse(&day.text()), day, says)>{time::keep_day()}</button>
                <button class="button-plain" type="button" on:click=move |_| not_ready(hurt, None, day, says)>{time::forget_day()}</button></p>
            </div>
        </details>
        <p class="acts"><button class="button-quiet" type="button" on:click=ready>{time::ready()}</button></p>
        <p class="small">{time::ready_says(name)}</p>
    }
}

/// Kind words for a refusal.
pub(crate) fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NoSuchHurt => time::no_such_hurt(),
        Refusal::OnlyTheHurtPartner => time::only_hurt(),
        Refusal::DayIsPast => time::day_past(),
    }
}
