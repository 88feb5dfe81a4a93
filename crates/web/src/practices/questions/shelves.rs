//! The shelves, and what the other asks. Resting questions are visibly not sent.

use crate::view::*;
use domain::questions::{Answer, Command, OnTheShelf, Place as OnItsWay, Question, Shelf};
use domain::{Couple, PersonId, QuestionId};

use super::one::mark_name;
use super::{hours, tell};
use crate::about::{self, About};
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::refusal;
use crate::today::offline;
use crate::two::{Two, two};
use crate::ui::{self, Place, empty, head, icon, kindly, when};
use crate::words::{self, questions};

/// One card.
#[derive(Clone, PartialEq, Eq)]
struct Card {
    id: QuestionId,
    text: String,
    state: Option<(&'static str, String)>,
    again: bool,
    pictures: bool,
    kind: Kind,
}

/// What can be done with a card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Resting,
    PutAway,
    Queued,
    Sent,
    Answered,
    Theirs,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Cards {
    now: Vec<Card>,
    unsure: Vec<Card>,
    later: Vec<Card>,
    theirs: Vec<Card>,
}

pub(super) fn screen(about: About) -> Node {
    page::title(words::app::ours());
    let cards = Memo::new(move || journey::read(|couple, me| gather(couple, me, about)).unwrap_or_default());
    let says = RwSignal::new(None);
    let ask = about::at("/questions", about, "/ask");
    let lead = view! { <p class="lead">{questions::lead()}</p><p class="acts"><a class="button" href=ask>{icon("#icon-plus")}{questions::write()}</a></p> };
    let lines = Guide {
        anyone: [questions::anyone_1(), questions::anyone_2(), questions::anyone_3()],
        hurt: [questions::hurt_1(), questions::hurt_2(), questions::hurt_3()],
        responsible: [questions::responsible_1(), questions::responsible_2(), questions::responsible_3()],
    };
    ui::wide_page(
        Place::Ours,
        view! {
            {head(about::back(about, ui::back("/practices/understand", words::path::understand())), questions::title(), lead)}
            {about::line(about, "/questions")}
            {about.is_none().then(|| guide(lines))}
            {offline()}
            {refusal(says)}
            {move || board(&cards.get(), says)}
            {about.is_none().then(hours::section)}
            {kindly(questions::kindly())}
        },
    )
}

fn gather(couple: &Couple, me: PersonId, about: About) -> Cards {
    let belongs = |id| about.is_none() || couple.questions.about(id) == about;
    let now = platform::now();
    let name = Two::of(couple, me).other_name();
    let quiet = couple.space.now(&now).is_quiet();
    let shelves = couple.questions.shelves(couple, &now);
    let cards = |shelf: &[OnTheShelf<'_>]| {
        shelf.iter().filter(|it| belongs(it.id)).map(|it| card(it, &name, quiet)).collect()
    };
    let theirs = couple.questions.asked_of(me, &now).into_iter().filter(|it| belongs(it.id)).map(|it| Card {
        id: it.id,
        text: it.text.clone(),
        state: own_answer(it),
        again: it.again.is_some(),
        pictures: false,
        kind: Kind::Theirs,
    });
    Cards {
        now: cards(&shelves.need_to_know_now),
        unsure: cards(&shelves.not_sure),
        later: cards(&shelves.not_yet),
        theirs: theirs.collect(),
    }
}

fn card(it: &OnTheShelf<'_>, name: &str, quiet: bool) -> Card {
    let (kind, state, again) = match &it.place {
        OnItsWay::Resting { until_ms } => (
            Kind::Resting,
            Some((
                "#icon-resting",
                questions::rests_until(&when::day_and_time(platform::wall_clock_at(*until_ms))),
            )),
            false,
        ),
        OnItsWay::PutAway => (Kind::PutAway, None, false),
        OnItsWay::Queued => {
            let says = if quiet { questions::waits_space() } else { questions::waits_hours() };
            (Kind::Queued, Some(("#icon-resting", says.to_owned())), false)
        }
        OnItsWay::WrittenAlone => {
            (Kind::PutAway, Some(("#icon-only-you", questions::written_alone().to_owned())), false)
        }
        OnItsWay::Sent(question) => {
            let (answered, state) = their_answer(question, name);
            let state =
                question.mark.map_or(state, |it| ("#icon-check", questions::you_marked(mark_name(it))));
            let read = question.mark.is_some() || !answered;
            (if read { Kind::Sent } else { Kind::Answered }, Some(state), question.again.is_some())
        }
    };
    Card {
        id: it.id,
        text: it.text.to_owned(),
        state,
        again,
        pictures: it.asks_for_pictures && kind != Kind::Sent && kind != Kind::Answered,
        kind,
    }
}

fn their_answer(question: &Question, name: &str) -> (bool, (&'static str, String)) {
    match question.answer().map(|it| &it.answer) {
        None => (false, ("#icon-letter", questions::sent().to_owned())),
        Some(Answer::Written(_)) => (true, ("#icon-letter", questions::answered(name))),
        Some(Answer::LetsTalk) => (true, ("#icon-talk", questions::wants_talk(name))),
        Some(Answer::WithOurCounsellor) => (true, ("#icon-talk", questions::wants_counsellor(name))),
        Some(Answer::INeedUntil { day, .. }) => {
            (true, ("#icon-date", questions::needs_until(name, &when::weekday_and_day(*day))))
        }
    }
}

fn own_answer(question: &Question) -> Option<(&'static str, String)> {
    let says = match &question.answer()?.answer {
        Answer::Written(_) => questions::you_answered().to_owned(),
        Answer::LetsTalk => questions::you_talk().to_owned(),
        Answer::WithOurCounsellor => questions::you_counsellor().to_owned(),
        Answer::INeedUntil { day, .. } => questions::you_until(&when::weekday_and_day(*day)),
    };
    Some(("#icon-letter", says))
}

fn board(cards: &Cards, says: RwSignal<Option<&'static str>>) -> Node {
    let all = [&cards.now, &cards.unsure, &cards.later, &cards.theirs];
    if all.iter().all(|it| it.is_empty()) {
        return empty(questions::none(), questions::none_says(), Node::Nothing);
    }
    let together = two().is_some_and(|it| it.are_together());
    let shelf = |id: &'static str, title: &'static str, lead: &'static str, cards: &[Card]| {
        let cards: Vec<_> = cards.iter().map(|it| paper(it, together, says)).collect();
        let nothing = cards.is_empty().then(|| view! { <p class="small">{questions::nothing_here()}</p> });
        view! { <section class="shelf" aria-labelledby=id><h2 id=id>{title}</h2><p class="quiet">{lead}</p>{cards}{nothing}</section> }
    };
    let theirs: Vec<_> = cards.theirs.iter().map(|it| paper(it, together, says)).collect();
    let other = two().map(|it| it.other_name()).unwrap_or_default();
    view! {
        <div class="shelves shelves-three">
            {shelf("now", questions::now_shelf(), questions::now_says(), &cards.now)}
            {shelf("unsure", questions::unsure_shelf(), questions::unsure_says(), &cards.unsure)}
            {shelf("later", questions::later_shelf(), questions::later_says(), &cards.later)}
        </div>
        {(!theirs.is_empty()).then(|| view! { <section class="section" aria-labelledby="theirs"><h2 id="theirs">{questions::from_them(&other)}</h2><div class="papers">{theirs}</div></section> })}
    }
}

fn paper(card: &Card, together: bool, says: RwSignal<Option<&'static str>>) -> Node {
    let id = card.id;
    let rests = matches!(card.kind, Kind::Resting | Kind::PutAway | Kind::Queued);
    let class = if rests { "paper paper-resting" } else { "paper" };
    let href = ["/questions/", &id.to_string()].concat();
    let plain = move |name: &'static str, command: Command| view! { <button class="button-plain" type="button" on:click=move |_| { tell(command.clone(), says); }>{name}</button> };
    let sort = move |shelf| Command::Sort { question: id, shelf, rest_hours: super::ask::USUAL_REST_HOURS };
    let acts = match card.kind {
        Kind::Resting => {
            view! { {plain(questions::take_back(), Command::TakeBack { question: id })}{plain(questions::rest_longer(), Command::RestLonger { question: id, hours: 24 })}{plain(questions::put_away(), sort(Shelf::NotYet))} }
        }
        Kind::PutAway => {
            view! { {plain(questions::let_rest(), sort(Shelf::NotSure))}{together.then(|| plain(questions::move_now(), sort(Shelf::NeedToKnowNow)))}{plain(questions::take_back(), Command::TakeBack { question: id })} }
        }
        Kind::Queued => {
            view! { {plain(questions::take_back(), Command::TakeBack { question: id })}{plain(questions::put_away(), sort(Shelf::NotYet))} }
        }
        Kind::Sent => view! { <a class="button-plain" href=href.clone()>{questions::open()}</a> },
        Kind::Answered => {
            view! { <a class="button-quiet button-small" href=href.clone()>{questions::read_answer()}</a> }
        }
        Kind::Theirs => {
            view! { <a class="button-quiet button-small" href=href.clone()>{questions::open()}</a> }
        }
    };
    view! {
        <article class=class>
            <div class="words"><p>{card.text.clone()}</p></div>
            {card.again.then(|| view! { <p class="state">{icon("#icon-question")}{questions::again_of()}</p> })}
            {card.state.clone().map(|(drawing, says)| view! { <p class="state">{icon(drawing)}{says}</p> })}
            {card.pictures.then(|| view! { <div class="margin-note"><p>{questions::pictures()}</p><p class="acts"><a class="button-plain" href=href.clone()>{questions::pictures_other()}</a></p></div> })}
            <p class="acts">{acts}{(rests && !card.pictures).then(|| view! { <a class="button-plain" href=href.clone()>{questions::reword()}</a> })}</p>
        </article>
    }
}
