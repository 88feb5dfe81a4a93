//! The dates of the two for one's own calendar: one by one or all, as a file that any calendar reads. It is written on the device.

use crate::view::*;
use domain::calendar::{At, Dated, Of, dates, to_ics};

use crate::journey;
use crate::platform::{self, page, wall_clock_at};
use crate::two::two_now;
use crate::ui::{self, Place, Reader, audience, empty, head, icon, notice, when};
use crate::words::{self, dates as says};

/// Its page.
pub(crate) fn page(rest: &[&str]) -> Option<Node> {
    page::title(words::app::ours());
    rest.is_empty().then(screen)
}

fn screen() -> Node {
    let all = Memo::new(|| journey::read(|couple, _| dates(couple, &platform::now())).unwrap_or_default());
    let our_words = RwSignal::new(false);
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ours", words::app::ours()), says::title(), view! { <p class="lead">{says::lead()}</p> })}
            {move || list(all.get(), our_words)}
        },
    )
}

fn list(all: Vec<Dated>, our_words: RwSignal<bool>) -> Node {
    if all.is_empty() {
        return empty(says::none(), says::none_says(), Node::Nothing);
    }
    let rows: Vec<_> = all.iter().map(|it| row(it.clone(), our_words)).collect();
    let tick = move |event: Event| our_words.set(event.checked());
    let take = move |_| give(&all, our_words.get_untracked());
    view! {
        {notice("#icon-notice", false, view! { <p>{says::careful()}</p> })}
        <label class="tick"><input type="checkbox" prop:checked=move || our_words.get() on:change=tick/><span>{says::our_words()}</span></label>
        <p class="field-note">{says::our_words_says()}</p>
        <p class="acts acts-wide"><button class="button" type="button" on:click=take>{icon("#icon-export")}{says::take_all()}</button></p>
        <section class="section" aria-labelledby="one"><h2 id="one">{says::one_by_one()}</h2>{audience(Reader::Both)}<ul class="said">{rows}</ul></section>
        <p class="quiet">{says::again()}</p>
    }
}

fn row(it: Dated, our_words: RwSignal<bool>) -> Node {
    let (name, day) = (called(&it, true), said(&it));
    let label = says::take_this(&name);
    let take = move |_| give(core::slice::from_ref(&it), our_words.get_untracked());
    view! {
        <li><span class="words" dir="auto">{name}</span><span class="quiet">{day}</span>
            <p class="acts"><button class="button-plain" type="button" aria-label=label on:click=take>{icon("#icon-date")}{says::take()}</button></p></li>
    }
}

/// What it is called: by the words of the two, or plainly.
fn called(it: &Dated, our_words: bool) -> String {
    let plain = match it.of {
        Of::Promise(_) => says::promise(),
        Of::Together(_) => says::together(),
        Of::Start(_) => says::start(),
        Of::Talk(_) => says::talk(),
        Of::Review(_) => says::review(),
        Of::LastDay(_) => says::last_day(),
        Of::Back(_) => says::back(),
    };
    if our_words && !it.words.is_empty() { it.words.clone() } else { plain.to_owned() }
}

/// "Next on Thursday, 12 June".
fn said(it: &Dated) -> String {
    match it.at {
        At::Moment(ms) => when::day_and_time(wall_clock_at(ms)),
        At::Wall(on, minute) => {
            when::day_and_time(domain::WallTime::new(on, 0, 0, 0).plus_minutes(minute.into()))
        }
        At::Days(_) => it
            .next(platform::now().today())
            .map(|day| says::next_on(&when::weekday_and_day(day)))
            .unwrap_or_default(),
    }
}

/// Puts a file among the person's downloads, under a name that says nothing.
fn give(all: &[Dated], our_words: bool) {
    if two_now().is_none() {
        return;
    }
    let named: Vec<(Dated, String)> = all.iter().map(|it| (it.clone(), called(it, our_words))).collect();
    page::save_file("dates.ics", &to_ics(&named, platform::now().ms));
}

/// The way there, for pages that show a date.
pub(crate) fn link() -> Node {
    view! { <p class="acts"><a class="button-plain" href="/dates">{icon("#icon-date")}{says::link()}</a></p> }
}
