//! A thought like "everyone lies": what speaks for it, what against it, and a fairer sentence.

use std::rc::Rc;

use crate::view::*;
use domain::WeighingId;
use domain::circle::{Command, Ring, Weighing};

use super::{back, not_here};
use crate::app::go;
use crate::journey;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, kindly, saved};
use crate::words::{self, circle, writing};
use crate::writing::{Kept, second_step};

pub(super) fn screen(id: Option<WeighingId>) -> Node {
    let own = id.and_then(|id| journey::read_once(|couple, _| couple.circle.page(id).cloned()).flatten());
    if id.is_some() && own.is_none() {
        return not_here();
    }
    let was = own.map(|it| it.weighing).unwrap_or_default();
    let key = ["circle/thought/", &id.map_or_else(|| "new".to_owned(), |it| it.to_string()), "/"].concat();
    let at = |part: &str, was: &str| Kept::at([&key, part].concat(), was);
    let thought = at("thought", &was.thought);
    let fields = [at("for", &was.speaks_for), at("against", &was.speaks_against), at("fairer", &was.fairer)];
    let says: Says = RwSignal::new(None);
    let hand_in = move |event: Event| {
        event.prevent_default();
        let [speaks_for, speaks_against, fairer] = fields.map(Kept::text);
        let weighing = Weighing { thought: thought.text(), speaks_for, speaks_against, fairer };
        if tell(Command::Weigh { page: id, weighing }.into(), says) {
            thought.done();
            fields.into_iter().for_each(Kept::done);
            go("/circle");
        }
    };
    let field = |it: Kept, id: &'static str, label: &'static str, hint: &'static str| {
        view! { <div class="section">{it.field(id, label, "3")}<p class="field-note">{hint}</p></div> }
    };
    let [speaks_for, speaks_against, fairer] = fields;
    ui::page(
        Place::Mine,
        view! {
            {head(back(), circle::thought_title(), view! { <p class="lead">{circle::thought_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {audience(Reader::OnlyYou)}
                {field(thought, "thought", circle::thought(), circle::thought_hint())}
                {field(speaks_for, "for", circle::speaks_for(), circle::speaks_for_hint())}
                {field(speaks_against, "against", circle::speaks_against(), circle::speaks_against_hint())}
                {from_map()}
                {field(fairer, "fairer", circle::fairer(), circle::fairer_hint())}
                {saved()}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button><a class="button-plain" href="/circle">{words::app::not_now()}</a></p>
            </form>
            {id.map(|id| put_away(id, says))}
            {kindly(circle::thought_kindly())}
        },
    )
}

/// The examples on the map: evidence that is there already.
fn from_map() -> Option<Node> {
    let examples: Vec<(String, String)> = journey::read_once(|couple, _| {
        let people = Ring::ALL.into_iter().flat_map(|ring| couple.circle.ring(ring));
        people.map(|it| (it.name.clone(), it.example.clone())).collect()
    })
    .unwrap_or_default();
    let rows: Vec<_> = examples
        .into_iter()
        .map(|(name, example)| view! { <li><b>{name}</b>" "<span class="words">{example}</span></li> })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <details><summary>{circle::from_map()}</summary><ul class="ring-people">{rows}</ul></details> }
    })
}

fn put_away(page: WeighingId, says: Says) -> Node {
    let away = move || {
        if tell(Command::PutAway { page }.into(), says) {
            go("/circle");
        }
    };
    second_step(writing::put_away(), circle::put_away_ask(), writing::put_away_yes(), Rc::new(away))
}
