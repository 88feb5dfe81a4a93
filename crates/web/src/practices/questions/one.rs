//! One question: to its asker with the answers, to the other with the ways to answer.

use crate::view::*;
use domain::QuestionId;
use domain::questions::{Answer, Command, Mark, NewAnswer, Question};

use super::{ask, not_here, tell};
use crate::about;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::refusal;
use crate::today::offline;
use crate::two::{Seat, Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, person, saved, when, words_field};
use crate::words::{self, questions};
use crate::writing::Kept;

pub(super) fn screen(id: QuestionId) -> Node {
    page::title(words::app::ours());
    let question = Memo::new(move || {
        journey::read(|couple, me| couple.questions.get(id).map(|it| (it.clone(), it.asker() == me)))
            .flatten()
    });
    let unsent = Memo::new(move || {
        journey::read(|couple, _| couple.questions.resting(id).map(|it| it.text.clone())).flatten()
    });
    view! {{move || match (question.get(), unsent.get()) {
        (Some((question, mine)), _) => one(&question, mine),
        (None, Some(text)) => ask::reword(id, &text),
        (None, None) => not_here(),
    }}}
}

fn one(question: &Question, mine: bool) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says = RwSignal::new(None);
    let title = if mine {
        questions::one_title()
    } else if question.answers.is_empty() {
        questions::answer_title()
    } else {
        questions::their_title()
    };
    let asked = when::day(platform::wall_clock_at(question.asked.ms).day());
    let asker = two.seat(question.asker()).cloned();
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/questions", questions::name()), title, ())}
            {offline()}
            <section class="paper">
                <p class="byline">{asker.map(|it| person(it.side, it.name))}" "<span>{questions::asked_on(&asked)}</span></p>
                <div class="words"><p>{question.text.clone()}</p></div>
                {audience(Reader::Both)}
            </section>
            {about::belonging(question.about)}
            {asked_before(question)}
            {answers(question, mine, &two)}
            {refusal(says)}
            {if mine { marking(question, says) } else { answering(question, &two, says) }}
        },
    )
}

fn answers(question: &Question, mine: bool, two: &Two) -> Node {
    if question.answers.is_empty() {
        return mine.then(|| view! { <p class="quiet">{questions::no_answer()}</p> }).into_node();
    }
    let by = two.in_order().into_iter().find(|it| it.id != question.asker());
    let papers: Vec<_> =
        question.answers.iter().map(|given| answer(&given.answer, given.at.ms, mine, by.clone())).collect();
    let marked = question.mark.map(|mark| {
        let name = mark_name(mark);
        let says =
            if mine { questions::you_marked(name) } else { questions::they_marked(&two.other_name(), name) };
        view! { <p class="quiet">{says}</p> }
    });
    view! { <section class="section" aria-labelledby="answers"><h2 id="answers">{questions::answers_title()}</h2>{papers}{marked}</section> }
}

/// An answer that is no text: what was chosen instead, as its reader is told.
pub(super) fn said_otherwise(answer: &Answer, to_asker: bool, name: &str) -> Node {
    match answer {
        Answer::Written(_) => Node::Nothing,
        Answer::LetsTalk => {
            let says = if to_asker { questions::wants_talk(name) } else { questions::you_talk().to_owned() };
            view! { {says}" "<a href="/talk">{questions::see_topics()}</a> }
        }
        Answer::WithOurCounsellor if to_asker => questions::wants_counsellor(name).into_node(),
        Answer::WithOurCounsellor => questions::you_counsellor().into_node(),
        Answer::INeedUntil { day, promise } => {
            let day = when::weekday_and_day(*day);
            let href = ["/promises/", &promise.to_string()].concat();
            view! { <a href=href>{if to_asker { questions::needs_until(name, &day) } else { questions::you_until(&day) }}</a> }
        }
    }
}

fn answer(answer: &Answer, at_ms: u64, mine: bool, by: Option<Seat>) -> Node {
    let name = by.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    let text = match answer {
        Answer::Written(text) => view! { <div class="words"><p>{text.clone()}</p></div> },
        other => view! { <p>{said_otherwise(other, mine, &name)}</p> },
    };
    let at = when::day(platform::wall_clock_at(at_ms).day());
    view! { <article class="paper"><p class="byline">{by.map(|it| person(it.side, it.name))}" "<span>{at}</span></p>{text}{audience(Reader::Both)}</article> }
}

/// The earlier question it repeats, knowingly, with the way to its answers.
fn asked_before(question: &Question) -> Option<Node> {
    let earlier = question.again?;
    let text = journey::read_once(|couple, _| couple.questions.get(earlier).map(|it| it.text.clone()));
    let (text, href) = (text.flatten()?, ["/questions/", &earlier.to_string()].concat());
    Some(view! { <p class="quiet">{questions::again_of()}": "<a href=href>{text}</a></p> })
}

pub(super) fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Answered => questions::mark_answered(),
        Mark::MoreToAsk => questions::mark_more(),
        Mark::Enough => questions::mark_enough(),
    }
}

/// For the asker, once there is an answer.
fn marking(question: &Question, says: RwSignal<Option<&'static str>>) -> Node {
    if question.answers.is_empty() {
        return Node::Nothing;
    }
    let (id, marked) = (question.id, question.mark);
    let options: Vec<_> = [Mark::Answered, Mark::MoreToAsk, Mark::Enough].into_iter().map(|mark| view! {
        <label><input type="radio" name="mark" prop:checked=marked == Some(mark) on:change=move |_| ask::mark(id, mark, says)/><span>{mark_name(mark)}</span></label>
    }).collect();
    let more = (marked == Some(Mark::MoreToAsk)).then(|| {
        let ask = about::at("/questions", question.about, "/ask");
        view! { <p class="acts"><a class="button-quiet" href=ask>{questions::ask_more()}</a></p> }
    });
    view! { <fieldset class="field"><legend class="label">{questions::mark()}</legend><div class="answers">{options}</div></fieldset>{more} }
}

/// For the one who was asked.
fn answering(question: &Question, two: &Two, says: RwSignal<Option<&'static str>>) -> Node {
    if !question.waits_for_an_answer() {
        return Node::Nothing;
    }
    let id = question.id;
    let key = StoredValue::new(["questions/answer/", &id.to_string()].concat());
    let text = RwSignal::new(key.with_value(|key| journey::draft(key)));
    let day = Kept::at(["questions/until/", &id.to_string()].concat(), "");
    let send = move |event: Event| {
        event.prevent_default();
        let answer = NewAnswer::Written(text.get_untracked().trim().to_owned());
        if tell(Command::Answer { question: id, answer }, says) {
            key.with_value(|key| journey::keep_draft(key, ""));
            page::arrive();
        }
    };
    let other_way = move |answer: NewAnswer| {
        if tell(Command::Answer { question: id, answer }, says) {
            day.done();
        }
    };
    let until = move |_| match domain::Day::parse(&day.text()) {
        Some(day) => other_way(NewAnswer::INeedUntil(day)),
        None => says.set(Some(questions::day_missing())),
    };
    view! {
        <form class="section" on:submit=send>
            {words_field("answer", questions::answer_text(), "4", text, move |text| key.with_value(|key| journey::keep_draft(key, &text)))}
            {saved()}
            {audience(Reader::Both)}
            <p class="quiet">{questions::answer_lead()}" "{questions::reads_exactly(&two.other_name())}</p>
            <p class="acts acts-wide"><button class="button" type="submit">{questions::answer_send(&two.other_name())}</button><a class="button-plain" href="/questions">{words::app::not_now()}</a></p>
        </form>
        <section class="section" aria-labelledby="or">
            <h2 id="or">{questions::or_else()}</h2>
            <p class="acts">
                <button class="button-quiet" type="button" on:click=move |_| other_way(NewAnswer::LetsTalk)>{questions::lets_talk()}</button>
                <button class="button-quiet" type="button" on:click=move |_| other_way(NewAnswer::WithOurCounsellor)>{questions::with_counsellor()}</button>
            </p>
            {day.day("until", questions::need_until())}
            <p class="quiet">{questions::need_until_says()}</p>
            <p class="acts"><button class="button-quiet" type="button" on:click=until>{questions::promise_it()}</button></p>
        </section>
    }
}
