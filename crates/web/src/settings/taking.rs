//! Taking everything along, as a book and as a file, and bringing a journey here.

use std::rc::Rc;

use crate::view::*;
use client::{CannotBring, NotDone};
use domain::Refusal;
use domain::brought::{Journey, Refusal as NotBrought};

use super::counted;
use crate::journey;
use crate::platform::page;
use crate::platform::{self, wall_clock_at};
use crate::taken;
use crate::ui::{icon, notice, when};
use crate::words::{self, taking};

/// What is said below the buttons: about what went well, or what did not.
type Says = RwSignal<Option<(bool, String)>>;

pub(super) fn section() -> Node {
    view! {
        <section class="section" aria-labelledby="taking">
            <div class="section-head"><h2 id="taking">{taking::title()}</h2><p class="quiet">{taking::lead()}</p></div>
            {notice("#icon-notice", false, view! { <p>{taking::careful()}</p> })}
            {takes()}
            {brings()}
        </section>
    }
}

fn said(says: Says) -> Node {
    view! { <div role="status">{move || says.get().map(|(care, says)| notice(if care { "#icon-notice" } else { "#icon-saved" }, care, view! { <p>{says}</p> }))}</div> }
}

fn says_of(care: bool, text: &str) -> Option<(bool, String)> {
    Some((care, text.to_owned()))
}

fn takes() -> Node {
    let (busy, says): (RwSignal<bool>, Says) = (RwSignal::new(false), RwSignal::new(None));
    let take = move |book: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        says.set(None);
        platform::spawn(async move {
            let told = give(book).await;
            let _ = says.try_set(told);
            let _ = busy.try_set(false);
        });
    };
    let waits = move || busy.get().then_some("true");
    view! {
        <p class="acts acts-wide">
            <button class="button-quiet" type="button" aria-disabled=waits on:click=move |_| take(true)>{icon("#icon-export")}{taking::book()}</button>
            <button class="button-quiet" type="button" aria-disabled=waits on:click=move |_| take(false)>{icon("#icon-export")}{taking::file()}</button>
        </p>
        <p class="field-note">{taking::book_says()}" "{taking::file_says()}</p>
        {said(says)}
    }
}

/// Puts the book or the file among the person's downloads, under a name that says nothing.
async fn give(book: bool) -> Option<(bool, String)> {
    let ours = journey::ours()?;
    let Ok(journey) = ours.journey().await else { return says_of(true, taking::not_read()) };
    let made = if book {
        let couple = ours.read(|it| it.couple().clone());
        let pictures = ours.pictures().await;
        taken::book_of(&journey, &couple, &pictures).await.map(|it| ("notes.html", it))
    } else {
        taken::file_of(&journey).await.map(|it| ("notes.json", it))
    };
    let Some((name, text)) = made else { return says_of(true, taking::not_loaded()) };
    page::save_file(name, &text);
    says_of(false, if book { taking::book_given() } else { taking::file_given() })
}

/// A journey that was read from a file and waits for a yes.
type Found = RwSignal<Option<Rc<Journey>>>;

fn brings() -> Node {
    let (found, says): (Found, Says) = (RwSignal::new(None), RwSignal::new(None));
    let here: RwSignal<Option<usize>> = RwSignal::new(None);
    let choose = move |event: crate::platform::dom::Event| {
        found.set(None);
        says.set(None);
        let file = event.file();
        event.clear();
        platform::spawn(async move {
            let Some(bytes) = file.await else { return };
            match look_into(&bytes).await {
                Ok(journey) => {
                    let _ = found.try_set(Some(Rc::new(journey)));
                    page::focus("#bring-title");
                }
                Err(why) => {
                    let _ = says.try_set(says_of(true, why));
                }
            }
        });
    };
    let offer = move || found.get().map(|it| preview(it, found, here, says));
    let progress = move || here.get().map(|it| taking::so_far(counted(it)));
    view! {
        <div class="field"><label for="bring">{taking::bring()}</label>
            <p class="field-note" id="bring-note">{taking::bring_says()}</p>
            <input class="input" id="bring" type="file" accept=".json,application/json" aria-describedby="bring-note" on:change=choose/></div>
        {offer}
        <p class="quiet" role="status">{progress}</p>
        {said(says)}
    }
}

async fn look_into(file: &[u8]) -> Result<Journey, &'static str> {
    use book::NotAJourney as Not;
    match taken::read(file).await {
        None => Err(taking::not_loaded()),
        Some(Ok(journey)) if journey.entries.is_empty() => Err(taking::nothing_in_it()),
        Some(Ok(journey)) => Ok(journey),
        Some(Err(Not::Other)) => Err(taking::not_one()),
        Some(Err(Not::CutShort)) => Err(taking::cut()),
        Some(Err(Not::Newer)) => Err(taking::newer()),
        Some(Err(Not::Damaged)) => Err(taking::damaged()),
        Some(Err(Not::TooLong)) => Err(taking::too_long()),
    }
}

/// What is in the file, and what happens to it, before it is brought.
fn preview(journey: Rc<Journey>, found: Found, here: RwSignal<Option<usize>>, says: Says) -> Node {
    let day = |at: Option<&domain::brought::Entry>| {
        at.map(|it| when::day(wall_clock_at(it.record.stamp.ms).day())).unwrap_or_default()
    };
    let (first, last) = (day(journey.entries.first()), day(journey.entries.last()));
    let what = taking::found(counted(journey.entries.len()), &journey.name, &first, &last);
    let bring = move |_| {
        let journey = Rc::clone(&journey);
        found.set(None);
        here.set(Some(0));
        platform::spawn(async move {
            let told = take_in(&journey, here).await;
            let _ = here.try_set(None);
            let _ = says.try_set(told);
        });
    };
    view! {
        <div class="section">
            <h3 id="bring-title">{taking::bring_title()}</h3>
            <p>{what}</p>
            <p class="quiet">{taking::bring_what()}</p>
            <p class="acts acts-wide"><button class="button-quiet" type="button" on:click=bring>{taking::bring_yes()}</button><button class="button-plain" type="button" on:click=move |_| found.set(None)>{taking::bring_no()}</button></p>
        </div>
    }
}

async fn take_in(journey: &Journey, here: RwSignal<Option<usize>>) -> Option<(bool, String)> {
    let ours = journey::ours()?;
    let done = ours.bring(journey, |it| {
        let _ = here.try_set(Some(it));
    });
    match done.await {
        Ok(()) => says_of(false, taking::brought()),
        Err(CannotBring::NotDone(NotDone::Refused(Refusal::Brought(NotBrought::NotAlone)))) => {
            says_of(true, taking::not_alone())
        }
        Err(CannotBring::Store(client::ports::StoreProblem::Full)) => says_of(true, words::app::full()),
        Err(_) => says_of(true, taking::not_brought()),
    }
}
