//! Inviting a counsellor: first the last day of the room, then a link, then words that are compared before any key is given.

use crate::view::*;
use client::{CannotPair, NotSaid};
use domain::counsel::{Command, Role};
use domain::{Day, RoomId};

use super::room::{terms_until, until_day, until_kept};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::ui::{back, bare_page, head};
use crate::welcome::{Around, Step, Whom, common, compare_aloud, ended, invitation, made, pairing_title};
use crate::words::{self, counsel};

const AROUND: fn() -> Around = || Around {
    title: counsel::invite_title(),
    looking: counsel::looking(),
    done_title: counsel::done_title(),
    done_lead: counsel::done_lead(),
    done_on: counsel::done_on(),
    done_href: "/counsellor",
};

pub(super) fn screen() -> Node {
    let (step, answer) = (RwSignal::new(Step::Making), RwSignal::new(None));
    let until: RwSignal<Option<Day>> = RwSignal::new(None);
    let lead = move || {
        let says = match (until.get(), step.get()) {
            (None, _) => Some(counsel::invite_lead()),
            (_, Step::Link(_)) => Some(counsel::link_lead()),
            _ => None,
        };
        says.map(|it| view! { <p class="lead">{it}</p> })
    };
    let title = move || pairing_title(&step.get(), &AROUND());
    bare_page(view! {
        {head(back("/counsellor", words::app::back()), title, lead)}
        <div class="section" aria-live="polite">{move || match (until.get(), step.get()) {
            (None, _) => terms(until, step, answer),
            (_, Step::Link(link)) => invitation(link),
            (Some(day), other) => common(other, &AROUND(), answer, Some(Box::new(move || begin(day, step, answer)))),
        }}</div>
    })
}

/// The last day, before there is a link.
fn terms(chosen: RwSignal<Option<Day>>, step: RwSignal<Step>, answer: RwSignal<Option<bool>>) -> Node {
    let says: Says = RwSignal::new(None);
    let until = until_kept();
    let on = move |event: Event| {
        event.prevent_default();
        let Some(day) = until_day(until, says) else { return };
        chosen.set(Some(day));
        begin(day, step, answer);
        page::arrive();
    };
    view! {
        <form class="section" on:submit=on>
            {until.day("until", counsel::until_label())}
            <p class="field-note">{counsel::until_help()}</p>
            {refusal(says)}
            <p class="quiet">{counsel::is_not_1()}" "{counsel::is_not_3()}</p>
            <p class="acts acts-wide"><button class="button" type="submit">{counsel::invite_on()}</button></p>
        </form>
    }
}

fn begin(until: Day, step: RwSignal<Step>, answer: RwSignal<Option<bool>>) {
    step.set(Step::Making);
    answer.set(None);
    platform::spawn(async move {
        let end = match invite(until, step, answer).await {
            Ok(()) => Step::Together,
            Err(error) => ended(&error),
        };
        let _ = step.try_set(end);
    });
}

async fn invite(until: Day, step: RwSignal<Step>, answer: RwSignal<Option<bool>>) -> Result<(), CannotPair> {
    let ours = journey::ours().ok_or(CannotPair::NoAccount)?;
    let pairing = made(&ours, Whom::Counsellor).await?;
    let _ = step.try_set(Step::Link(pairing.link()));
    compare_aloud(&pairing, step, answer).await?;
    open(until).await;
    Ok(())
}

/// Says until when the new room stands. Where this is not possible yet, the room's own page asks for it.
async fn open(until: Day) {
    let Some(ours) = journey::ours() else { return };
    let now_ms = platform::now().ms;
    let is_new = |session: &client::Session, id: &RoomId| {
        let here = session.room(*id).filter(|it| !it.is_over(now_ms) && it.terms().is_none());
        here.is_some() && session.role_in(*id) == Some(Role::Partner)
    };
    let Some(room) = ours.read(|it| it.rooms().filter(|id| is_new(it, id)).last()) else { return };
    for _ in 0..20 {
        match ours.say_in(room, Command::Open { terms: terms_until(until) }) {
            Err(NotSaid::KeyNotHere) => page::pause(250).await,
            _ => return,
        }
    }
}
