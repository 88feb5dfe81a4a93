//! Small acts of this week, and "I noticed".

use crate::view::*;
use domain::closeness::{Act, Command};

use crate::journey;
use crate::platform;
use crate::practices::{Says, tell};
use crate::two::{Two, two};
use crate::ui::{Reader, audience, icon};
use crate::words::closeness;
use crate::writing::Kept;

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    offered: Vec<u16>,
    chosen: Option<Act>,
    fits: bool,
    quiet: bool,
    noticed: Vec<(bool, String)>,
}

/// Both parts of the front page that change from week to week.
pub(super) fn section(says: Says) -> Node {
    let kept = Kept::at("closeness/noticed".to_owned(), "");
    let (sent, other_one) = (RwSignal::new(false), RwSignal::new(false));
    let seen = Memo::new(move || {
        let now = platform::now();
        let today = now.today();
        journey::read(|couple, me| {
            let its = &couple.closeness;
            Seen {
                offered: its.acts_of_the_week(couple, today),
                chosen: its.act_of_the_week(today).copied(),
                fits: its.acts_fit(couple),
                quiet: couple.space.now(&now).is_quiet(),
                noticed: its.noticed().take(6).map(|it| (it.by == me, it.text.clone())).collect(),
            }
        })
    });
    let acts = move || {
        let (seen, two) = (seen.get()?, two()?);
        Some(of_the_week(&seen, &two, (says, other_one)))
    };
    let heard = move || {
        let (seen, two) = (seen.get()?, two()?);
        Some(heard(&seen, &two))
    };
    view! { {acts}{notice(kept, sent, says)}{heard} }
}

fn of_the_week(seen: &Seen, two: &Two, (says, other_one): (Says, RwSignal<bool>)) -> Node {
    let other = two.other_name();
    let words = |act: u16| closeness::act(act).unwrap_or_default();
    let body = match seen.chosen {
        _ if seen.quiet => view! { <p class="quiet">{closeness::acts_wait()}</p> },
        Some(it) if !other_one.get() => {
            let done = move |_| {
                tell(Command::DoneAct { act: it.act }.into(), says);
            };
            let acts = if it.done {
                view! { <p class="quiet">{closeness::acts_is_done()}</p> }
            } else {
                view! { <button class="button-quiet" type="button" on:click=done>{icon("#icon-check")}{closeness::acts_done()}</button> }
            };
            view! {
                <div class="paper paper-private"><p class="byline">{closeness::acts_chosen()}</p><div class="words"><p>{words(it.act)}</p></div></div>
                <div class="acts">{acts}<button class="button-plain" type="button" on:click=move |_| other_one.set(true)>{closeness::acts_other()}</button></div>
            }
        }
        _ => {
            let rows: Vec<_> = seen.offered.iter().map(|act| {
                let act = *act;
                let choose = move |_| {
                    if tell(Command::ChooseAct { act }.into(), says) {
                        other_one.set(false);
                    }
                };
                view! { <li class="section"><p class="words">{words(act)}</p><p class="acts"><button class="button-quiet button-small" type="button" on:click=choose>{closeness::acts_choose()}</button></p></li> }
            }).collect();
            view! { <ul class="plain papers">{rows}</ul> }
        }
    };
    let fit = seen.fits.then(|| closeness::acts_fit(&other));
    view! {
        <section class="section" aria-labelledby="acts">
            <div class="section-head"><h2 id="acts">{closeness::acts_title()}</h2><p class="quiet">{closeness::acts_says(&other)}" "{fit}</p></div>
            {body}
            {audience(Reader::OnlyYou)}
        </section>
    }
}

fn notice(kept: Kept, sent: RwSignal<bool>, says: Says) -> Node {
    let Some(other) = crate::two::two_now().filter(Two::are_together).map(|it| it.other_name()) else {
        return Node::Nothing;
    };
    let told = closeness::noticed_sent(&other);
    let send = move |event: Event| {
        event.prevent_default();
        if tell(Command::Notice { text: kept.text() }.into(), says) {
            kept.clear();
            sent.set(true);
        }
    };
    view! {
        <form class="section" on:submit=send>
            <div class="section-head"><h2>{closeness::noticed_title()}</h2><p class="quiet">{closeness::noticed_says()}</p></div>
            {kept.field("noticed", closeness::noticed_label(), "2")}
            <p class="field-note">{closeness::noticed_hint()}</p>
            {audience(Reader::Both)}
            <p class="acts"><button class="button-quiet" type="submit">{closeness::noticed_send(&other)}</button></p>
            <p class="quiet" role="status">{move || sent.get().then(|| told.clone())}</p>
        </form>
    }
}

fn heard(seen: &Seen, two: &Two) -> Option<Node> {
    let other = two.other_name();
    let rows: Vec<_> = seen.noticed.iter().map(|(mine, text)| {
        let by = match (mine, text.is_empty()) {
            (true, true) => closeness::noticed_by_you_plain().to_owned(),
            (true, false) => closeness::noticed_by_you().to_owned(),
            (false, true) => closeness::noticed_plain(&other),
            (false, false) => closeness::noticed_by(&other),
        };
        let text = (!text.is_empty()).then(|| text.clone());
        view! { <article class="paper"><p class="byline">{by}</p>{text.map(|text| view! { <div class="words"><p dir="auto">{text}</p></div> })}</article> }
    }).collect();
    (!rows.is_empty()).then(|| view! { <div class="papers">{rows}{audience(Reader::Both)}</div> })
}
