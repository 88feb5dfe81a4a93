//! The latest look: each sign with both answers, the practice that answers it, and one answer at a time to share.

use crate::view::*;
use domain::signs::{Answer, Command, Often, Sign, Whose};
use domain::{Command as Any, Day};

use super::{Seen, often_name, shared, sign_name};
use crate::path::shown;
use crate::practices::{Says, tell};
use crate::two::Two;
use crate::ui::{icon_turns, notice, when};
use crate::words::signs;

pub(super) fn section(seen: &Seen, (on, answers): (Day, &[Answer]), two: &Two, says: Says) -> Node {
    let rows: Vec<_> =
        Sign::ALL.into_iter().filter_map(|it| row(it, seen, (on, answers), two, says)).collect();
    let afraid = seen.watched.then(|| {
        notice(
            "#icon-only-you",
            false,
            view! { <p>{signs::afraid()}</p><p><a href="/safety">{signs::afraid_go()}</a></p> },
        )
    });
    view! {
        <section class="section" aria-labelledby="look">
            <h2 id="look">{signs::your_look(&when::weekday_and_day(on))}</h2>
            <div class="signs">{rows}</div>
            {afraid}
            {(!two.are_together()).then(|| view! { <p class="quiet">{signs::alone()}</p> })}
        </section>
        <p class="acts acts-wide"><a class="button" href="/signs/look">{signs::look()}</a><a class="button-quiet" href="/signs/lines">{signs::see_lines()}</a></p>
        <p class="small">{signs::look_again_says()}</p>
        {forget(on, says)}
    }
}

fn row(sign: Sign, seen: &Seen, (on, answers): (Day, &[Answer]), two: &Two, says: Says) -> Option<Node> {
    let of = |whose| answers.iter().copied().find(|it| (it.sign, it.whose) == (sign, whose));
    let given: Vec<Answer> = [Whose::Mine, Whose::FromYou].into_iter().filter_map(of).collect();
    let there = given.iter().any(|it| it.often != Often::NotAtAll);
    if given.is_empty() {
        return None;
    }
    let lines: Vec<_> = given
        .iter()
        .map(|it| {
            let often = often_name(it.often);
            let says = match it.whose {
                Whose::Mine => signs::you(often),
                Whose::FromYou => signs::from_other(&two.other_name(), often),
            };
            view! { <p>{says}</p> }
        })
        .collect();
    let standing = shared::standing(seen, on, &given, two, says);
    Some(view! {
        <article class="sign">
            <h3>{sign_name(sign)}</h3>
            {lines}
            {there.then(|| leads(sign))}
            {standing}
        </article>
    })
}

/// The practice that answers a sign.
fn leads(sign: Sign) -> Node {
    let (says, name) = match sign {
        Sign::HidingOrSnooping => (signs::lead_hiding(), signs::go_hiding()),
        Sign::Questioning => (signs::lead_questioning(), signs::go_questioning()),
        Sign::Insecure => (signs::lead_insecure(), signs::go_insecure()),
        Sign::HoldingBack => (signs::lead_holding_back(), signs::go_holding_back()),
        Sign::Clinging => (signs::lead_clinging(), signs::go_clinging()),
    };
    let href = shown(sign.leads_to()).href;
    view! { <p class="quiet">{says}</p><a class="sign-leads" href=href>{name}{icon_turns("#icon-onward")}</a> }
}

fn forget(on: Day, says: Says) -> Node {
    let act = move |_| {
        tell(Any::Signs(Command::Forget { on }), says);
    };
    view! {
        <details><summary>{signs::forget()}</summary>
            <div class="stack"><p class="quiet">{signs::forget_says()}</p><p class="acts"><button class="button-quiet button-small button-final" type="button" on:click=act>{signs::forget()}</button></p></div>
        </details>
    }
}
