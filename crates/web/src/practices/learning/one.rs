//! One lesson: what stands in it, what it became, and what can be made of it.

use std::rc::Rc;

use crate::view::*;
use domain::LessonId;
use domain::learning::{Became, Command, Lesson};

use super::{at, back, day_of, not_here, passages};
use crate::about;
use crate::app::go;
use crate::counsel::offer;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, head, icon, icon_turns, kindly};
use crate::words::{learning, writing};
use crate::writing::second_step;

pub(super) fn screen(id: LessonId) -> Node {
    let lesson = Memo::new(move || journey::read(|couple, _| couple.learning.lesson(id).cloned()).flatten());
    view! {{move || lesson.get().map_or_else(not_here, |it| one(&it))}}
}

fn one(it: &Lesson) -> Node {
    let (id, says): (_, Says) = (it.id, RwSignal::new(None));
    let away = move || {
        if tell(Command::PutAway { lesson: id }.into(), says) {
            go("/learning");
        }
    };
    let together = two().is_some_and(|it| it.are_together());
    ui::page(
        Place::Mine,
        view! {
            {head(back(), learning::one_title(), ())}
            {about::belonging(it.about)}
            <section class="paper paper-private">
                <p class="byline">{day_of(it.begun.ms)}</p>
                {passages(&it.passages)}
                {audience(Reader::OnlyYou)}
                <p class="acts"><a class="button-plain" href=at(id, "/write")>{learning::write_on()}</a></p>
            </section>
            {became(it)}
            <section class="section" aria-labelledby="make"><h2 id="make">{learning::make()}</h2>
                <ul class="links">
                    {way(at(id, "/promise"), "#icon-promise", learning::make_promise(), learning::make_promise_says())}
                    {way(at(id, "/rule"), "#icon-note", learning::make_rule(), learning::make_rule_says())}
                    {together.then(|| way(at(id, "/seal"), "#icon-sealed", learning::open_together(), learning::open_together_says()))}
                </ul>
            </section>
            {offer(&id.to_string())}
            {refusal(says)}
            {second_step(writing::put_away(), learning::put_away_ask(), writing::put_away_yes(), Rc::new(away))}
            {kindly(learning::one_kindly())}
        },
    )
}

fn way(href: String, drawing: &'static str, name: &'static str, says: &'static str) -> Node {
    view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
}

/// What it became, in the words it has there now.
fn became(it: &Lesson) -> Option<Node> {
    let found = |became: &Became| {
        journey::read_once(|couple, _| match *became {
            Became::Promise(id) => {
                let words = couple.promises.get(id)?.words.clone();
                Some(("#icon-promise", ["/promises/", &id.to_string()].concat(), words))
            }
            Became::Rule(id) => {
                let words = couple.ground_rules.get(id)?.words.clone();
                Some(("#icon-note", ["/ground-rules/", &id.to_string()].concat(), words))
            }
        })
        .flatten()
    };
    let rows: Vec<_> = it.became.iter().filter_map(found).map(|(drawing, href, words)| view! {
        <li><a href=href>{icon(drawing)}<span class="words">{words}</span>{icon_turns("#icon-onward")}</a></li>
    }).collect();
    (!rows.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="became"><h2 id="became">{learning::became()}</h2><ul class="links links-words">{rows}</ul></section>
    })
}
