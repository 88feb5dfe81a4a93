//! Inviting: a link and a picture, then words compared aloud before any key is released.

use std::rc::Rc;

use crate::view::*;
use client::{CallFailed, CannotPair, Ours, Pairing, PairingRefused};

use crate::journey;
use crate::platform::{self, page};
use crate::ui::{back, bare_page, head, icon, notice, picture};
use crate::words::{self, pairing};

/// How far the two have come.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing yet.
    Making,
    /// The link is there; the other has not opened it.
    Link(String),
    /// Both see words.
    Words([&'static str; 4]),
    /// This one said yes.
    Confirming,
    Together,
    Differed,
    Failed(&'static str),
}

/// Who is invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whom {
    Partner,
    Counsellor,
}

/// What is said around a pairing, by whom it is with.
#[derive(Clone, Copy)]
pub(crate) struct Around {
    pub(crate) title: &'static str,
    /// While the other screen is looked for.
    pub(crate) looking: &'static str,
    pub(crate) done_title: &'static str,
    pub(crate) done_lead: &'static str,
    pub(crate) done_on: &'static str,
    pub(crate) done_href: &'static str,
}

impl Around {
    /// With one's partner.
    pub(super) fn partner(title: &'static str) -> Self {
        Self {
            title,
            looking: pairing::joining(),
            done_title: pairing::done_title(),
            done_lead: pairing::done_lead(),
            done_on: pairing::done_on(),
            done_href: "/",
        }
    }
}

pub(crate) fn screen() -> Node {
    page::title(pairing::invite_title());
    let around = Around::partner(pairing::invite_title());
    let step = RwSignal::new(Step::Making);
    let answer: RwSignal<Option<bool>> = RwSignal::new(None);
    begin(step, answer);
    let lead = move || {
        (!matches!(step.get(), Step::Together | Step::Differed | Step::Words(_)))
            .then(|| view! { <p class="lead">{pairing::invite_lead()}</p> })
    };
    bare_page(view! {
        {head(back("/", words::app::back()), move || title(&step.get(), &around), lead)}
        <div class="section" aria-live="polite">{move || match step.get() {
            Step::Link(link) => invitation(link),
            other => common(other, &around, answer, Some(Box::new(move || { step.set(Step::Making); begin(step, answer); }))),
        }}</div>
    })
}

fn begin(step: RwSignal<Step>, answer: RwSignal<Option<bool>>) {
    answer.set(None);
    platform::spawn(async move {
        let end = match invite(step, answer).await {
            Ok(()) => Step::Together,
            Err(error) => ended(&error),
        };
        let _ = step.try_set(end);
    });
}

/// Makes an invitation. Right after a page was opened the device may still be signing in: that is waited for.
pub(crate) async fn made(ours: &Rc<Ours>, whom: Whom) -> Result<Pairing, CannotPair> {
    for _ in 0..20 {
        match invite_once(ours, whom).await {
            Err(CannotPair::Call(CallFailed::Unreachable(_))) if page::online() => page::pause(250).await,
            other => return other,
        }
    }
    invite_once(ours, whom).await
}

async fn invite_once(ours: &Rc<Ours>, whom: Whom) -> Result<Pairing, CannotPair> {
    match whom {
        Whom::Partner => ours.invite().await,
        Whom::Counsellor => ours.invite_counsellor().await,
    }
}

async fn invite(step: RwSignal<Step>, answer: RwSignal<Option<bool>>) -> Result<(), CannotPair> {
    let ours = journey::ours().ok_or(CannotPair::NoAccount)?;
    let pairing = made(&ours, Whom::Partner).await?;
    let _ = step.try_set(Step::Link(pairing.link()));
    compare_aloud(&pairing, step, answer).await
}

/// The words, what the person says of them, and the end.
pub(crate) async fn compare_aloud(
    pairing: &Pairing,
    step: RwSignal<Step>,
    answer: RwSignal<Option<bool>>,
) -> Result<(), CannotPair> {
    let words = pairing.words().await?;
    let _ = step.try_set(Step::Words(words));
    let same = answered(answer).await;
    let _ = step.try_set(Step::Confirming);
    pairing.confirm(same).await
}

/// How it ended, when it did not end well.
pub(crate) fn ended(error: &CannotPair) -> Step {
    match error {
        CannotPair::Ended(PairingRefused::WordsDiffer) => Step::Differed,
        other => Step::Failed(sentence(other)),
    }
}

/// Waits until the person has said whether the words are the same. A page that was left says no.
async fn answered(answer: RwSignal<Option<bool>>) -> bool {
    loop {
        match answer.try_get_untracked() {
            Some(Some(same)) => return same,
            Some(None) => page::pause(100).await,
            None => return false,
        }
    }
}

fn sentence(error: &CannotPair) -> &'static str {
    match error {
        CannotPair::Ended(PairingRefused::Used) => pairing::used(),
        CannotPair::Ended(PairingRefused::Expired) => pairing::expired(),
        CannotPair::Ended(PairingRefused::Malformed) => pairing::not_a_link(),
        CannotPair::Ended(PairingRefused::Oneself) => pairing::own(),
        CannotPair::Ended(_) | CannotPair::NoAccount => pairing::cut(),
        CannotPair::OtherServer { .. } => pairing::other_server(),
        CannotPair::AlreadyTwo => pairing::already(),
        CannotPair::Call(CallFailed::Unreachable(_)) => pairing::no_server(),
        CannotPair::Call(failed) => super::call_says(failed),
    }
}

/// What its page is called now.
pub(crate) fn title(step: &Step, around: &Around) -> &'static str {
    match step {
        Step::Words(_) => pairing::words_title(),
        Step::Together => around.done_title,
        Step::Differed => pairing::differ_title(),
        _ => around.title,
    }
}

/// What inviter and joiner see alike.
pub(crate) fn common(
    step: Step,
    around: &Around,
    answer: RwSignal<Option<bool>>,
    again: Option<Box<dyn Fn()>>,
) -> Node {
    // Who is together with somebody needs no other link.
    let again = again.filter(|_| step != Step::Failed(pairing::already()));
    let again = again.map(|again| view! { <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| again()>{pairing::again()}</button></p> });
    match step {
        Step::Making => view! { <p class="quiet">{pairing::invite_making()}</p> },
        Step::Link(_) => view! { <p class="quiet">{around.looking}</p> },
        Step::Words(seen) => compare(seen, answer),
        Step::Confirming => view! { <p class="quiet">{pairing::confirming()}</p> },
        Step::Together => view! {
            <p class="lead">{around.done_lead}</p>
            <p class="acts acts-wide"><a class="button" href=around.done_href>{around.done_on}</a></p>
        },
        Step::Differed => view! { <p class="lead">{pairing::differ_lead()}</p>{again} },
        Step::Failed(says) => {
            view! { {notice("#icon-notice", true, view! { <p>{says}</p> })}{again} }
        }
    }
}

fn compare(seen: [&'static str; 4], answer: RwSignal<Option<bool>>) -> Node {
    let rows: Vec<_> = seen.into_iter().map(|word| view! { <li>{word}</li> }).collect();
    view! {
        <p class="lead">{pairing::words_lead()}</p>
        <ol class="compare" translate="no">{rows}</ol>
        <p class="acts acts-wide">
            <button class="button" type="button" on:click=move |_| answer.set(Some(true))>{pairing::words_same()}</button>
            <button class="button-quiet" type="button" on:click=move |_| answer.set(Some(false))>{pairing::words_differ()}</button>
        </p>
    }
}

/// The link, and the same as a picture.
pub(crate) fn invitation(link: String) -> Node {
    let copied = RwSignal::new(false);
    let (shown, copied_text) = (link.clone(), link.clone());
    let copy = move |_| {
        let link = copied_text.clone();
        platform::spawn(async move { copied.set(page::copy(&link).await) });
    };
    view! {
        {picture(&link, pairing::invite_picture())}
        <div class="field">
            <label for="link">{pairing::invite_link()}</label>
            <input class="input" id="link" readonly translate="no" prop:value=shown/>
        </div>
        <p class="acts acts-wide"><button class="button" type="button" on:click=copy>{icon("#icon-letter")}{move || if copied.get() { words::account::copied() } else { pairing::copy_link() }}</button></p>
        <p class="quiet">{pairing::invite_waiting()}</p>
    }
}
