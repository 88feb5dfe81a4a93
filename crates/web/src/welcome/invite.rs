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
pub(super) enum Step {
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

pub(crate) fn screen() -> Node {
    page::title(pairing::invite_title());
    let step = RwSignal::new(Step::Making);
    let answer: RwSignal<Option<bool>> = RwSignal::new(None);
    begin(step, answer);
    let lead = move || {
        (!matches!(step.get(), Step::Together | Step::Differed | Step::Words(_)))
            .then(|| view! { <p class="lead">{pairing::invite_lead()}</p> })
    };
    bare_page(view! {
        {head(back("/", words::app::back()), move || title(&step.get(), pairing::invite_title()), lead)}
        <div class="section" aria-live="polite">{move || match step.get() {
            Step::Link(link) => invitation(link),
            other => common(other, answer, Some(Box::new(move || { step.set(Step::Making); begin(step, answer); }))),
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
async fn made(ours: &Rc<Ours>) -> Result<Pairing, CannotPair> {
    for _ in 0..20 {
        match ours.invite().await {
            Err(CannotPair::Call(CallFailed::Unreachable(_))) if page::online() => page::pause(250).await,
            other => return other,
        }
    }
    ours.invite().await
}

async fn invite(step: RwSignal<Step>, answer: RwSignal<Option<bool>>) -> Result<(), CannotPair> {
    let ours = journey::ours().ok_or(CannotPair::NoAccount)?;
    let pairing = made(&ours).await?;
    let _ = step.try_set(Step::Link(pairing.link()));
    compare_aloud(&pairing, step, answer).await
}

/// The words, what the person says of them, and the end.
pub(super) async fn compare_aloud(
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
pub(super) fn ended(error: &CannotPair) -> Step {
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

pub(super) fn title(step: &Step, before: &'static str) -> &'static str {
    match step {
        Step::Words(_) => pairing::words_title(),
        Step::Together => pairing::done_title(),
        Step::Differed => pairing::differ_title(),
        _ => before,
    }
}

/// What inviter and joiner see alike.
pub(super) fn common(step: Step, answer: RwSignal<Option<bool>>, again: Option<Box<dyn Fn()>>) -> Node {
    // Who is together with somebody needs no other link.
    let again = again.filter(|_| step != Step::Failed(pairing::already()));
    let again = again.map(|again| view! { <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| again()>{pairing::again()}</button></p> });
    match step {
        Step::Making => view! { <p class="quiet">{pairing::invite_making()}</p> },
        Step::Link(_) => view! { <p class="quiet">{pairing::joining()}</p> },
        Step::Words(seen) => compare(seen, answer),
        Step::Confirming => view! { <p class="quiet">{pairing::confirming()}</p> },
        Step::Together => view! {
            <p class="lead">{pairing::done_lead()}</p>
            <p class="acts acts-wide"><a class="button" href="/">{pairing::done_on()}</a></p>
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

fn invitation(link: String) -> Node {
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
