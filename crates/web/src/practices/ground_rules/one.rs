//! One line: as it stands, other words for it, and its end, which either can bring at any time.

use std::rc::Rc;

use crate::view::*;
use domain::ground_rules::{Command, Line, State};
use domain::{Across, RuleId};

use super::{Shown, about, answers, href, not_here, standing};
use crate::carry::promise_form;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, icon, person, saved, when, words_field};
use crate::words::{self, ground_rules};
use crate::writing::Kept;

pub(super) fn screen(id: RuleId) -> Node {
    page::title(words::app::ours());
    let shown = Memo::new(move || {
        journey::read(|couple, _| couple.ground_rules.get(id).map(|it| Shown::of(couple, it))).flatten()
    });
    view! {{move || shown.get().map_or_else(not_here, |it| one(&it))}}
}

fn one(shown: &Shown) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let says: Says = RwSignal::new(None);
    let line = &shown.line;
    let by = two.seat(line.proposer()).cloned();
    let at = match line.state {
        State::Agreed { at } => at,
        _ => line.proposed,
    };
    let day = when::weekday_and_day(platform::wall_clock_at(at.ms).day());
    let instead =
        shown.instead_of.as_ref().map(|it| view! { <p class="quiet">{ground_rules::instead_of(it)}</p> });
    let below = match line.state {
        State::Proposed => answers(line, &two, says),
        State::Agreed { .. } => {
            view! { {to_promise(line.id)}{change(line, &two, says)}{end(line, &two, says)} }
        }
        State::Changed { into } => {
            view! { <p class="acts"><a class="button-quiet" href=href(into)>{words::app::see_it()}</a></p> }
        }
        State::Ended { .. } => Node::Nothing,
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ground-rules", ground_rules::name()), about(line.about), ())}
            {offline()}
            <article class="paper">
                <p class="byline">{by.map(|it| person(it.side, it.name))}" "<span>{standing(line.state, &day)}</span></p>
                <div class="words"><p>{line.words.clone()}</p></div>
                {instead}
                {audience(Reader::Both)}
            </article>
            {refusal(says)}
            {below}
        },
    )
}

fn to_promise(rule: RuleId) -> Node {
    let href = [&href(rule), "/promise"].concat();
    view! { <p class="acts"><a class="button-quiet" href=href>{icon("#icon-promise")}{ground_rules::make_promise()}</a></p> }
}

/// A line that both agreed to becomes a promise of one's own.
pub(super) fn promise(id: RuleId) -> Node {
    let line = journey::read_once(|couple, _| couple.ground_rules.get(id).cloned()).flatten();
    let (Some(line), Some(two)) = (line.filter(Line::holds), two_now()) else { return not_here() };
    let words = Kept::at(["ground_rules/promise/", &id.to_string()].concat(), &line.words);
    let carry = Rc::new(move |words, when| Across::PromiseRule { rule: id, words, when });
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ground-rules", ground_rules::name()), ground_rules::make_promise(), view! { <p class="lead">{ground_rules::promise_lead()}</p> })}
            <article class="paper"><div class="words"><p>{line.words.clone()}</p></div></article>
            {promise_form(words, &two.other_name(), href(id), carry)}
        },
    )
}

/// Other words for a line that stands. It stands until the other agrees.
fn change(line: &Line, two: &Two, says: Says) -> Node {
    let rule = line.id;
    let key = StoredValue::new(["ground_rules/change/", &rule.to_string()].concat());
    let left = key.with_value(|key| journey::draft(key));
    let text = RwSignal::new(if left.is_empty() { line.words.clone() } else { left });
    let send = move |event: Event| {
        event.prevent_default();
        let command = Command::ProposeChange { rule, words: text.get_untracked() };
        if tell(domain::Command::GroundRules(command), says) {
            key.with_value(|key| journey::keep_draft(key, ""));
            crate::app::go("/ground-rules");
        }
    };
    view! {
        <details><summary>{ground_rules::change()}</summary>
            <form class="stack" on:submit=send>
                <p class="quiet">{ground_rules::change_says(&two.other_name())}</p>
                {words_field("change", ground_rules::change_words(), "3", text, move |text| key.with_value(|key| journey::keep_draft(key, &text)))}
                {audience(Reader::Both)}{saved()}
                <p class="acts"><button class="button-quiet" type="submit">{ground_rules::change_send(&two.other_name())}</button></p>
            </form>
        </details>
    }
}

fn end(line: &Line, two: &Two, says: Says) -> Node {
    let rule = line.id;
    let act = move |_| {
        if tell(domain::Command::GroundRules(Command::End { rule }), says) {
            page::arrive();
        }
    };
    view! {
        <details><summary>{ground_rules::end()}</summary>
            <div class="stack"><p class="quiet">{ground_rules::end_says(&two.other_name())}</p>
            <p class="acts"><button class="button-quiet button-final" type="button" on:click=act>{ground_rules::end_it()}</button></p></div>
        </details>
    }
}
