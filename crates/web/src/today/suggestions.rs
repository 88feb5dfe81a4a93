//! What Today suggests, each with its reason and a way to say "not now" that is never counted.

use crate::view::*;
use domain::Command;
use domain::path::{self, Because, Suggestion, What, Work};

use crate::journey;
use crate::two::two_now;
use crate::ui::{empty, icon, when};
use crate::words::{self, suggestions as says};

/// What Today suggests, of the things that have a screen.
pub(super) fn now(couple: &domain::Couple, now: &domain::Moment) -> Vec<Suggestion> {
    let can_be_done = |it: &What| screen_of(it).is_some();
    // For this visit, and for nobody but who looks.
    let only_for_myself = crate::app::app().for_myself.get();
    path::suggested(couple, now, &path::Looking { only_for_myself, can_be_done })
}

/// The practice on whose screens a thing is done.
fn screen_of(what: &What) -> Option<Work> {
    match what {
        What::LookAtCheckIn { .. } | What::CheckIn { .. } => Some(Work::CheckIn),
        What::SayHowItWent { .. } | What::ConfirmPromise { .. } => Some(Work::Promises),
        What::ReadAnswer { .. } | What::LookAtHours | What::AnswerQuestion { .. } | What::WriteQuestion => {
            Some(Work::Questions)
        }
        _ => None,
    }
}

/// The list, or the fine state of nothing.
pub(super) fn list(suggestions: Vec<Suggestion>) -> Node {
    if suggestions.is_empty() {
        return empty(words::today::nothing(), words::today::nothing_says(), Node::Nothing);
    }
    let rows: Vec<_> =
        suggestions.into_iter().enumerate().filter_map(|(place, it)| row(place == 0, it)).collect();
    view! { <ol class="suggestions">{rows}</ol> }
}

fn row(first: bool, suggestion: Suggestion) -> Option<Node> {
    let Shown { drawing, title, act, href } = shown(&suggestion.what)?;
    let reason = because(suggestion.because)?;
    let class = if first { "button" } else { "button-quiet" };
    let not_now = move |_| {
        // Putting a thing aside has no rule that could refuse it; for the made-up couple nothing is kept.
        let _ = journey::perform(Command::Path(path::Command::NotNow(suggestion.what)));
    };
    let named = title.clone();
    let row = view! {
        <li>{icon(drawing)}<div>
            <h2>{title}</h2>
            <p class="reason">{reason}</p>
            <p class="acts"><a class=class href=href>{act}</a><button class="button-plain" type="button" on:click=not_now>{words::app::not_now()}<span class="only-read">": "{named}</span></button></p>
        </div></li>
    };
    Some(row.into_node())
}

struct Shown {
    drawing: &'static str,
    title: String,
    act: &'static str,
    href: String,
}

fn shown(what: &What) -> Option<Shown> {
    let other = two_now().map(|two| two.other_name()).unwrap_or_default();
    let promise = |id: &domain::PromiseId| ["/promises/", &id.to_string()].concat();
    let question = |id: &domain::QuestionId| ["/questions/", &id.to_string()].concat();
    let promised = |id: &domain::PromiseId| {
        journey::read_once(|couple, _| couple.promises.get(*id).map(|it| it.words.clone()))
            .flatten()
            .unwrap_or_default()
    };
    let (drawing, title, act, href) = match what {
        What::LookAtCheckIn { week } => (
            "#icon-open",
            says::look_at_check_in(&when::day(*week)),
            says::go_and_open(),
            ["/check-in/", &week.to_string()].concat(),
        ),
        What::CheckIn { .. } => (
            "#icon-check-in",
            words::check_in::name().to_owned(),
            words::check_in::begin(),
            "/check-in".to_owned(),
        ),
        What::SayHowItWent { promise: id, on } => {
            ("#icon-promise", says::how_it_went(&promised(id), &when::day(*on)), says::say(), promise(id))
        }
        What::ConfirmPromise { promise: id, on } => (
            "#icon-promise",
            says::how_it_was(&other, &when::day(*on), &promised(id)),
            says::say(),
            promise(id),
        ),
        What::ReadAnswer { question: id } => {
            ("#icon-question", says::read_answer(&other), says::read(), question(id))
        }
        What::LookAtHours => (
            "#icon-question",
            words::questions::hours_title().to_owned(),
            says::look(),
            "/questions".to_owned(),
        ),
        What::AnswerQuestion { question: id } => {
            ("#icon-question", says::answer_question(&other), says::read_it(), question(id))
        }
        What::WriteQuestion => (
            "#icon-question",
            words::questions::write().to_owned(),
            words::check_in::begin(),
            "/questions/ask".to_owned(),
        ),
        _ => return None,
    };
    Some(Shown { drawing, title, act, href })
}

fn because(reason: Because) -> Option<String> {
    let other = two_now().map(|two| two.other_name()).unwrap_or_default();
    let says = match reason {
        Because::BothAreOpen => says::both_are_open().to_owned(),
        Because::ItIsTheDayYouPicked => says::the_day_you_picked().to_owned(),
        Because::OnceAWeek => says::once_a_week().to_owned(),
        Because::ItHelpsAlsoAlone => says::helps_also_alone().to_owned(),
        Because::ItIsToday => says::it_is_today().to_owned(),
        Because::YouPromisedIt => says::you_promised().to_owned(),
        Because::YouAskedForIt => says::you_asked().to_owned(),
        Because::TheyProposed => says::they_proposed(&other),
        Because::TheyToldYouHowItWent => says::they_told(&other),
        Because::TheyAskedYou => says::they_asked(&other),
        Because::WritingQuiets => says::writing_quiets().to_owned(),
        _ => return None,
    };
    Some(says)
}
