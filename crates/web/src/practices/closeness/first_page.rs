//! A fresh start: each writes their part of the first page, and both choose a day and a small ritual.

use std::rc::Rc;

use crate::view::*;
use domain::closeness::{Command, Start};
use domain::{Couple, Day, PersonId, StartId};

use super::back;
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::{offline, read_here};
use crate::two::{Two, two, two_now};
use crate::ui::{self, Place, Reader, audience, head, kindly, person, when};
use crate::words::closeness;
use crate::writing::{Kept, OwnWords, own_words, second_step};

#[derive(Clone, PartialEq, Eq)]
struct Seen {
    mine: Option<String>,
    theirs: Option<String>,
    agreed: Option<Start>,
    proposed: Option<Start>,
    me: Option<PersonId>,
}

pub(super) fn screen() -> Node {
    let says: Says = RwSignal::new(None);
    read_here("/closeness/page".to_owned(), None);
    let seen = Memo::new(|| {
        let today = platform::now().today();
        journey::read(|couple, me| {
            let its = &couple.closeness;
            let text = |who| its.page(who).map(|it| it.text.clone());
            Seen {
                mine: text(me),
                theirs: couple.partner().and_then(text),
                agreed: its.start().cloned(),
                proposed: its.proposed().filter(|it| it.day >= today).cloned(),
                me: Some(me),
            }
        })
    });
    let shown = move || {
        let (seen, two) = (seen.get()?, two()?);
        Some(view! { {day(&seen, &two, says)}{pages(&seen, &two, says)} })
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), closeness::page_title(), view! { <p class="lead">{closeness::page_lead()}</p> })}
            {offline()}
            {refusal(says)}
            {shown}
            {write(says)}
            {propose(says)}
            {kindly(closeness::kindly())}
        },
    )
}

fn pages(seen: &Seen, two: &Two, says: Says) -> Node {
    let other = two.other_name();
    let paper = |text: String, by: Node| view! { <article class="paper"><p class="byline">{by}</p><div class="words"><p dir="auto">{text}</p></div>{audience(Reader::Both)}</article> };
    let mine = seen.mine.clone().map(|text| {
        let act = Rc::new(move || {
            tell(Command::WithdrawPage.into(), says);
        });
        let back =
            second_step(closeness::page_back(), closeness::page_back_ask(), closeness::page_back_yes(), act);
        view! { {paper(text, person(two.me.side, closeness::page_mine().to_owned()))}{back} }
    });
    let theirs = match (seen.theirs.clone(), &two.other) {
        (Some(text), Some(it)) => paper(text, person(it.side, it.name.clone())),
        _ => view! { <p class="quiet">{closeness::page_none_theirs(&other)}</p> },
    };
    view! { <div class="papers">{theirs}{mine}</div> }
}

/// One's own part, read once more before it is shared.
fn write(says: Says) -> Node {
    let page = |couple: &Couple, me| couple.closeness.page(me).map(|it| it.text.clone());
    let kept = Kept::at("closeness/page".to_owned(), &journey::read_once(page).flatten().unwrap_or_default());
    let field = own_words(OwnWords {
        kept,
        label: closeness::page_label(),
        hint: closeness::page_hint(),
        stands: Memo::new(move || journey::read(page).flatten().is_some()),
        share: Rc::new(move || tell(Command::SharePage { text: kept.text() }.into(), says)),
    });
    view! { <section class="section">{field}</section> }
}

fn day(seen: &Seen, two: &Two, says: Says) -> Node {
    let other = two.other_name();
    let of = |it: &Start| when::day(it.day);
    let agreed = seen.agreed.as_ref().map(|it| {
        view! { <article class="paper"><p class="byline">{closeness::agreed(&of(it))}</p><div class="words"><p dir="auto">{it.ritual.clone()}</p></div></article>{(it.day >= platform::now().today()).then(|| off(it.id, closeness::call_off(), says))} }
    });
    let proposed = seen.proposed.as_ref().map(|it| {
        let start = it.id;
        let mine = Some(start.author()) == seen.me;
        let title = if mine { closeness::proposed_by_you_to(&of(it), &other) } else { closeness::proposed_by_them(&other, &of(it)) };
        let yes = (!mine).then(|| view! {
            <p class="acts"><button class="button" type="button" on:click=move |_| { tell(Command::AgreeToStart { start }.into(), says); }>{closeness::agree()}</button></p>
            <p class="quiet">{closeness::other_day()}</p>
        });
        let off = off(start, if mine { closeness::proposal_back() } else { closeness::decline() }, says);
        view! { <article class="paper"><p class="byline">{title}</p><div class="words"><p dir="auto">{it.ritual.clone()}</p></div></article>{yes}{off} }
    });
    view! { {agreed}{proposed} }
}

/// Taking back, declining or calling off; either of the two may.
fn off(start: StartId, name: &'static str, says: Says) -> Node {
    let act = Rc::new(move || {
        tell(Command::WithdrawStart { start }.into(), says);
    });
    second_step(name, closeness::off_ask(), closeness::off_yes(), act)
}

fn propose(says: Says) -> Node {
    let Some(other) = two_now().filter(Two::are_together).map(|it| it.other_name()) else {
        return Node::Nothing;
    };
    let (day, ritual) =
        (Kept::at("closeness/day".to_owned(), ""), Kept::at("closeness/ritual".to_owned(), ""));
    let send = move |event: Event| {
        event.prevent_default();
        let Some(on) = Day::parse(&day.text()) else {
            says.set(Some(closeness::no_such_day()));
            return;
        };
        if tell(Command::ProposeStart { day: on, ritual: ritual.text() }.into(), says) {
            day.clear();
            ritual.clear();
        }
    };
    view! {
        <form class="section" on:submit=send>
            <div class="section-head"><h2>{closeness::day_title()}</h2><p class="quiet">{closeness::day_says()}</p></div>
            {day.day("start-day", closeness::day_label())}
            {ritual.field("ritual", closeness::ritual_label(), "2")}
            <p class="field-note">{closeness::ritual_hint(&other)}</p>
            {audience(Reader::Both)}
            <p class="acts"><button class="button-quiet" type="submit">{closeness::propose(&other)}</button></p>
        </form>
    }
}
