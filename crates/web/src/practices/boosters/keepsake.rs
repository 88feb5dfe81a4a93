//! The keepsake: what both have read, in the parts that one chooses for one's own copy, to print or to save.

use crate::view::*;
use domain::keepsake::{Part, Passage, passages};

use super::back;
use crate::journey;
use crate::platform::{self, page};
use crate::taken;
use crate::today::{offline, read_here};
use crate::two::{Two, two, two_now};
use crate::ui::{self, Place, Reader, audience, empty, head, icon, notice, person, when};
use crate::words::boosters;

/// What goes into one's own copy, one figure a part; a sign before them, so that none is a choice as well.
const CHOSEN: &str = "boosters/keepsake";

/// As long as nothing was chosen. Ground rules often speak of what was.
const AT_FIRST: &str = "=012456";

fn name(part: Part) -> &'static str {
    match part {
        Part::Words => boosters::part_words(),
        Part::FirstPage => boosters::part_first_page(),
        Part::Promises => boosters::part_promises(),
        Part::Rules => boosters::part_rules(),
        Part::Wishes => boosters::part_wishes(),
        Part::Memories => boosters::part_memories(),
        Part::Thanks => boosters::part_thanks(),
    }
}

type Chosen = RwSignal<Vec<Part>>;

fn figure(part: Part) -> char {
    char::from(b'0' + part as u8)
}

pub(super) fn screen() -> Node {
    read_here("/boosters/keepsake".to_owned(), None);
    let kept = journey::draft(CHOSEN);
    let kept = if kept.is_empty() { AT_FIRST } else { kept.as_str() };
    let chosen: Chosen =
        RwSignal::new(Part::ALL.into_iter().filter(|it| kept.contains(figure(*it))).collect());
    let other = two_now().map(|it| it.other_name()).unwrap_or_default();
    ui::page(
        Place::Ours,
        view! {
            {head(back(), boosters::keepsake_title(), view! { <p class="lead not-printed">{boosters::keepsake_lead(&other)}</p> })}
            {offline()}
            {parts(chosen)}
            {move || copy(&chosen.get())}
            {acts(chosen)}
        },
    )
}

/// Which parts go in.
fn parts(chosen: Chosen) -> Node {
    let rows: Vec<_> = Part::ALL.into_iter().map(|part| {
        let is = move || chosen.get().contains(&part);
        let turn = move |event: Event| {
            let now = event.checked();
            let goes_in = |it: &Part| if *it == part { now } else { chosen.get_untracked().contains(it) };
            let all: Vec<Part> = Part::ALL.into_iter().filter(goes_in).collect();
            let figures: String = core::iter::once('=').chain(all.iter().map(|it| figure(*it))).collect();
            journey::keep_draft(CHOSEN, &figures);
            chosen.set(all);
        };
        view! { <label class="tick"><input type="checkbox" prop:checked=is on:change=turn/><span>{name(part)}</span></label> }
    }).collect();
    view! { <fieldset class="section not-printed"><legend class="heading">{boosters::keepsake_parts()}</legend><div class="papers">{rows}</div>{audience(Reader::OnlyYou)}</fieldset> }
}

/// The copy, as it is printed.
fn copy(chosen: &[Part]) -> Node {
    let Some(two) = two() else { return Node::Nothing };
    let part = |part: &Part| {
        let all = journey::read(|couple, _| passages(couple, *part)).unwrap_or_default();
        let rows: Vec<_> = all.into_iter().map(|it| passage(it, &two)).collect();
        (!rows.is_empty()).then(|| view! { <section class="section"><h2>{name(*part)}</h2>{rows}</section> })
    };
    let all: Vec<Node> = chosen.iter().filter_map(part).collect();
    if all.is_empty() {
        return empty(boosters::keepsake_empty(), "", Node::Nothing);
    }
    let names = two.in_order().into_iter().map(|it| it.name).collect::<Vec<_>>();
    let of = match &names[..] {
        [one, other] => boosters::keepsake_of(one, other),
        _ => names.concat(),
    };
    view! { <article class="paper stack-wide"><p class="byline">{of}</p>{all}</article> }
}

fn passage(it: Passage, two: &Two) -> Node {
    let day = it.on.map(|on| [when::day(on), on.year().to_string()].join(" "));
    let name = it.name.map(|name| view! { <h3>{name}</h3> });
    let day = day.map(|day| view! { <p class="small">{day}</p> });
    let by = it
        .by
        .and_then(|who| two.seat(who))
        .map(|it| view! { <p class="byline">{person(it.side, it.name.clone())}</p> });
    let words =
        (!it.text.is_empty()).then(|| view! { <div class="words"><p dir="auto">{it.text.clone()}</p></div> });
    view! { <div>{name}{day}{by}{words}</div> }
}

fn acts(chosen: Chosen) -> Node {
    let says: RwSignal<Option<(bool, &'static str)>> = RwSignal::new(None);
    let save = move |_| {
        platform::spawn(async move {
            let Some(couple) = journey::read_once(|couple, _| couple.clone()) else { return };
            let told = match taken::keepsake_of(&couple, &chosen.get_untracked()).await {
                Some(text) => {
                    page::save_file("keepsake.html", &text);
                    (false, boosters::keepsake_saved())
                }
                None => (true, boosters::keepsake_not_saved()),
            };
            let _ = says.try_set(Some(told));
        });
    };
    view! {
        <p class="acts acts-wide"><button class="button" type="button" on:click=|_| page::print()>{icon("#icon-print")}{boosters::keepsake_print()}</button>
            <button class="button-quiet" type="button" on:click=save>{icon("#icon-export")}{boosters::keepsake_save()}</button></p>
        <p class="quiet not-printed">{boosters::keepsake_careful()}</p>
        <div role="status">{move || says.get().map(|(care, says)| notice(if care { "#icon-notice" } else { "#icon-saved" }, care, view! { <p>{says}</p> }))}</div>
    }
}
