//! The plan for when something sets one off: private, and shared part by part after it was read once more.

use std::rc::Rc;

use crate::view::*;
use domain::setting_down::{Command, Plan};

use super::{day_of, other};
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::two;
use crate::ui::{self, Place, Reader, audience, head, kindly, person, saved};
use crate::words::{self, setting_down, writing};
use crate::writing::{Kept, preview, read_once_more, said, second_step};

/// What the three parts are called.
fn names() -> [&'static str; 3] {
    [setting_down::sets_me_off(), setting_down::helps(), setting_down::i_ask()]
}

fn parts(plan: &Plan) -> [String; 3] {
    [plan.what_sets_me_off.clone(), plan.what_helps.clone(), plan.what_i_ask.clone()]
}

fn of_parts([what_sets_me_off, what_helps, what_i_ask]: [String; 3]) -> Plan {
    Plan { what_sets_me_off, what_helps, what_i_ask }
}

pub(super) fn screen() -> Node {
    page::title(words::app::mine());
    let own = journey::read_once(|couple, _| couple.setting_down.plan().clone()).unwrap_or_default();
    let says: Says = RwSignal::new(None);
    let kept = RwSignal::new(false);
    let keys = ["setting_down/plan/0", "setting_down/plan/1", "setting_down/plan/2"];
    let [off, helps, ask] = parts(&own);
    let fields =
        [(keys[0], off), (keys[1], helps), (keys[2], ask)].map(|(key, was)| Kept::at(key.to_owned(), &was));
    let hand_in = move |event: Event| {
        event.prevent_default();
        let done = tell(Command::WritePlan(of_parts(fields.map(Kept::text))).into(), says);
        if done {
            fields.into_iter().for_each(Kept::done);
        }
        kept.set(done);
    };
    let [off, helps, ask] = fields;
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/setting-down", setting_down::name()), setting_down::plan_title(), view! { <p class="lead">{setting_down::plan_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {audience(Reader::OnlyYou)}
                {off.field("off", setting_down::sets_me_off(), "3")}
                {helps.field("helps", setting_down::helps(), "3")}
                {ask.field("ask", setting_down::i_ask(), "3")}
                {saved()}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::keep()}</button></p>
                <p class="quiet" role="status">{move || kept.get().then(writing::kept)}</p>
            </form>
            {sharing(says)}
            {theirs()}
            {kindly(setting_down::plan_kindly())}
        },
    )
}

/// How the plan is shared, or what of it is.
fn sharing(says: Says) -> Node {
    let seen = Memo::new(move || {
        journey::read(|couple, me| {
            let shared = couple.setting_down.shared_plan(me).map(|it| it.plan.clone());
            (couple.setting_down.plan().clone(), shared)
        })
        .unwrap_or_default()
    });
    (move || {
        let (own, shared) = seen.get();
        let other = other()?;
        if own.is_empty() && shared.is_none() {
            return None;
        }
        let shown = shared.map(|plan| is_shared(&plan, says));
        let share = (!own.is_empty()).then(|| to_share(&own, &other, says));
        Some(view! { <section class="section" aria-labelledby="share"><h2 id="share">{setting_down::share_title(&other)}</h2>{shown}{share}</section> })
    })
    .into_node()
}

fn shown(plan: &Plan) -> Vec<Node> {
    let parts = names().into_iter().zip(parts(plan)).filter(|(_, text)| !text.is_empty());
    parts.map(|(name, text)| said(name, text)).collect()
}

fn is_shared(plan: &Plan, says: Says) -> Node {
    let back = move || {
        tell(Command::WithdrawPlan.into(), says);
    };
    view! {
        <div class="paper">{shown(plan)}{audience(Reader::Both)}</div>
        {second_step(writing::take_back(), setting_down::take_back_ask(), writing::take_back_yes(), Rc::new(back))}
    }
}

/// Which parts, and exactly those once more before they are shared.
fn to_share(own: &Plan, other: &str, says: Says) -> Node {
    let own = StoredValue::new(parts(own));
    let other = StoredValue::new(other.to_owned());
    let chosen = [false, false, true].map(RwSignal::new);
    let reads = RwSignal::new(false);
    let picked = move || {
        let mut own = own.get_value().into_iter().zip(chosen);
        of_parts([(); 3].map(|()| {
            own.next().filter(|(_, is)| is.get_untracked()).map(|(text, _)| text).unwrap_or_default()
        }))
    };
    let share = move |_| {
        if tell(Command::SharePlan(picked()).into(), says) {
            reads.set(false);
        }
    };
    let ticks = move || {
        let rows: Vec<_> = own.get_value().into_iter().zip(names()).zip(chosen).filter(|((text, _), _)| !text.is_empty()).map(|((_, name), is)| view! {
            <label class="tick"><input type="checkbox" prop:checked=move || is.get() on:change=move |event| is.set(event.checked())/><span>{name}</span></label>
        }).collect();
        view! {
            <fieldset class="field"><legend class="label">{setting_down::which_parts()}</legend><div class="choices">{rows}</div></fieldset>
            <p class="acts"><button class="button-quiet" type="button" on:click=move |_| read_once_more(reads, !picked().is_empty())>{writing::read_once_more()}</button></p>
        }
    };
    let read = move || {
        let other = other.get_value();
        view! {
            {preview(&other, Reader::Both, names().into_iter().zip(parts(&picked())).collect())}
            <p class="acts acts-wide"><button class="button" type="button" on:click=share>{writing::share(&other)}</button>
            <button class="button-plain" type="button" on:click=move |_| read_once_more(reads, false)>{writing::change()}</button></p>
        }
    };
    view! { <div class="section">{move || if reads.get() { read() } else { ticks() }}</div> }
}

/// What the other shares of theirs: a way to be of help.
pub(super) fn theirs() -> Node {
    read_here("/setting-down/plan".to_owned(), None);
    let seen = Memo::new(move || {
        journey::read(|couple, _| {
            couple.partner().and_then(|it| couple.setting_down.shared_plan(it).cloned())
        })
        .flatten()
    });
    (move || {
        let shared = seen.get()?;
        let by = two()?.other?;
        Some(view! {
            <section class="section" aria-labelledby="theirs">
                <h2 id="theirs">{setting_down::their_plan(&by.name)}</h2>
                <div class="paper"><p class="byline">{person(by.side, by.name)}" "<span>{day_of(shared.at.ms)}</span></p>{shown(&shared.plan)}{audience(Reader::Both)}</div>
            </section>
        })
    })
    .into_node()
}
