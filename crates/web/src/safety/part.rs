//! The help lines of one country, as a part that any page can place: a country to choose, then the lines with number, source and date.

use crate::view::*;

use super::lines::{self, Column, HelpLine, Kind};
use crate::app::app;
use crate::platform::{self, place};
use crate::ui::{notice, when};
use crate::words::safety as says;

/// What somebody needs help with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// They are afraid, or want to know whether they should be.
    Safety,
    /// They may be thinking of harming themselves.
    Crisis,
    /// A third person would help.
    Counsel,
}

impl Need {
    fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Safety => &[Kind::Emergency, Kind::Violence, Kind::Crisis, Kind::Men, Kind::Lgbtq],
            Self::Crisis => &[Kind::Emergency, Kind::Crisis],
            Self::Counsel => &[Kind::Couples, Kind::Crisis],
        }
    }
}

/// The lines for a need. `id` is that of the field with the country, once on a page.
pub(crate) fn help_lines(id: String, need: Need) -> Node {
    let (zone, languages) = (place::time_zone(), place::languages());
    let times = RwSignal::new(0_u32);
    let country = Memo::new(move || {
        app().lines_here.track();
        times.track();
        lines::country(&zone, &languages)
    });
    let choose = move |event: Event| {
        lines::choose(&event.value());
        times.update(|it| *it = it.wrapping_add(1));
    };
    let field = view! {
        <div class="field"><label for=id.clone()>{says::country()}</label>
            <select class="input" id=id on:change=choose>{move || options(country.get())}</select>
            <p class="field-note">{says::country_says()}</p></div>
    };
    let lines = move || of_country(country.get(), need);
    if need == Need::Crisis {
        // Below a field it is kept short: the numbers first.
        return view! { <div class="help-lines">{lines}<details><summary>{says::crisis_more()}</summary>{field}</details></div> };
    }
    view! { <div class="help-lines">{field}{lines}</div> }
}

fn options(chosen: Option<String>) -> Vec<Node> {
    let mut named: Vec<(String, String)> = Vec::new();
    app().lines_here.track();
    for country in lines::look(lines::HelpLines::countries).unwrap_or_default() {
        let name = place::country_name(&country, says::language());
        let at = named.partition_point(|it| it.0 < name);
        named.insert(at, (name, country));
    }
    let none = chosen.is_none().then(|| (says::country_choose().to_owned(), String::new()));
    let all = none.into_iter().chain(named);
    all.map(|(name, country)| {
        let is = chosen.as_deref().unwrap_or_default() == country;
        view! { <option value=country prop:selected=is>{name}</option> }
    })
    .collect()
}

fn of_country(country: Option<String>, need: Need) -> Node {
    let Some(country) = country else {
        return view! { <p>{says::country_ask()}" "{says::else_where()}</p> };
    };
    let found = lines::look(|it| it.of(&country, need.kinds())).unwrap_or_default();
    if found.is_empty() {
        return view! { <p>{says::country_none()}" "{says::else_where()}</p> };
    }
    let today = platform::now().today();
    let old = found.iter().any(|it| it.is_old(today));
    let mut rows = Vec::new();
    let mut last = None;
    for line in &found {
        let kind = line.kind();
        if kind != last {
            last = kind;
            let name = kind.map(heading);
            // Below a field there is no heading above it.
            rows.push(if need == Need::Crisis {
                view! { <p class="label help-line-kind">{name}</p> }
            } else {
                view! { <h3>{name}</h3> }
            });
        }
        rows.push(row(line));
    }
    view! {
        {old.then(|| notice("#icon-notice", false, view! { <p>{says::old()}</p> }))}
        <div>{rows}</div>
        <p class="small">{says::sources()}</p>
    }
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Emergency => says::kind_emergency(),
        Kind::Violence => says::kind_violence(),
        Kind::Crisis => says::kind_crisis(),
        Kind::Men => says::kind_men(),
        Kind::Lgbtq => says::kind_lgbtq(),
        Kind::Couples => says::kind_couples(),
    }
}

fn row(line: &HelpLine) -> Node {
    let cell = |column| Some(line.cell(column).to_owned()).filter(|it| !it.is_empty());
    let name = line.cell(Column::Name).to_owned();
    let named = [&name, ": "].concat();
    // Some are called by nothing but their number.
    let called = (name != line.cell(Column::PhoneShown)).then(|| {
        let serves = cell(Column::Serves).map(|it| [", ", &it].concat());
        view! { <p class="label">{name}{serves}</p> }
    });
    let number = cell(Column::PhoneShown).map(|shown| {
        let call = ["tel:", line.cell(Column::Phone)].concat();
        view! { <p class="help-line-number"><a href=call><span class="only-read">{named}</span>{shown}</a></p> }
    });
    let web = cell(Column::Web).map(|web| {
        let address = ["https://", &web].concat();
        view! { <p><a class="help-line-web" href=address target="_blank" rel="noreferrer noopener">{web}</a></p> }
    });
    view! {
        <div class="help-line">
            {called}
            {number}
            <p>{told(line)}</p>
            {web}
            <p class="small">{source(line)}</p>
        </div>
    }
}

/// Whom it is for, when, in which languages, and how else than by voice: only what its page states.
fn told(line: &HelpLine) -> String {
    let cell = |column| Some(line.cell(column)).filter(|it| !it.is_empty());
    let mut all: Vec<String> = Vec::new();
    all.extend(cell(Column::Who).map(|who| {
        match who {
            "women" => says::for_women(),
            "anyone" => says::for_anyone(),
            _ => says::for_anyone_too(),
        }
        .to_owned()
    }));
    all.extend(cell(Column::Hours).map(|hours| match hours {
        "24/7" => says::day_and_night().to_owned(),
        hours => says::hours(hours),
    }));
    all.extend(cell(Column::Free).map(|_| says::free().to_owned()));
    all.extend(cell(Column::Languages).map(says::spoken));
    all.extend(cell(Column::Text).map(says::written));
    all.join(" ")
}

fn source(line: &HelpLine) -> String {
    let owner = match line.cell(Column::Owner) {
        "operator" => says::owner_operator(),
        "government" => says::owner_government(),
        _ => says::owner_directory(),
    };
    let host = [line.cell(Column::Source), " (", owner, ")"].concat();
    let read = line.read_on();
    let (day, year) =
        (read.map(when::day).unwrap_or_default(), read.map(|it| it.year().to_string()).unwrap_or_default());
    match line.cell(Column::Year) {
        "" => says::source(&day, &year, &host),
        dated => says::source_dated(&day, &year, &host, dated),
    }
}

/// Wherever a third person is offered: who that can be, and the lines one can call.
pub(crate) fn somebody_to_talk_with() -> Node {
    view! {
        <section class="section" aria-labelledby="talk-with">
            <h2 id="talk-with">{says::talk_title()}</h2>
            <p>{says::talk_says()}</p>
            {crate::counsel::advice()}
            {help_to_call()}
        </section>
    }
}

/// The lines one can call, folded away.
pub(crate) fn help_to_call() -> Node {
    view! { <details><summary>{says::talk_lines()}</summary>{help_lines("country".to_owned(), Need::Counsel)}</details> }
}
