//! Joining by an invitation: first a space of one's own, then the words.

use crate::view::*;
use client::CannotPair;

use super::invite::{Step, common, compare_aloud, ended, title};
use crate::app::app;
use crate::journey;
use crate::platform::{self, page};
use crate::route::Route;
use crate::ui::{Field, back, bare_page, head, line_field};
use crate::words::{self, pairing};

/// Takes an invitation out of the address, so that it stands in no history, and remembers it.
pub(crate) fn take_invitation() {
    let (_, after) = page::address();
    if after.starts_with("#p1.") {
        app().invited_by.set(Some([&page::origin(), "/", after.as_str()].concat()));
        page::replace("/join");
        app().route.set(Route::Join);
    }
}

/// An invitation opened by somebody who has no account here yet.
pub(crate) fn before_account() -> Node {
    if app().invited_by.get_untracked().is_none() {
        return paste(false);
    }
    page::title(pairing::join_title());
    let lead = view! { <p class="lead">{pairing::join_first_lead()}</p> };
    bare_page(view! {
        {head(back("/", words::app::back()), pairing::join_first(), lead)}
        <p class="acts acts-wide"><a class="button" href="/begin">{words::account::make()}</a><a class="button-quiet" href="/enter">{words::welcome::been_here()}</a></p>
    })
}

/// Joining, for somebody who is in.
pub(crate) fn screen() -> Node {
    match app().invited_by.get_untracked() {
        Some(link) => {
            app().invited_by.set(None);
            with_link(link)
        }
        None => paste(true),
    }
}

/// The link was sent as text.
fn paste(inside: bool) -> Node {
    page::title(pairing::join_title());
    let typed = RwSignal::new(String::new());
    let chosen: RwSignal<Option<String>> = RwSignal::new(None);
    let form = move || {
        let submit = move |event: Event| {
            event.prevent_default();
            let link = typed.get_untracked().trim().to_owned();
            if inside {
                chosen.set(Some(link));
            } else {
                app().invited_by.set(Some(link));
                crate::app::go("/begin");
            }
        };
        let lead = view! { <p class="lead">{pairing::join_lead()}</p> };
        bare_page(view! {
            {head(back("/", words::app::back()), pairing::join_title(), lead)}
            <form class="section" on:submit=submit>
                {line_field("link", pairing::join_link(), "", typed, || Field::Quiet)}
                <p class="acts acts-wide"><button class="button" type="submit">{pairing::join()}</button></p>
            </form>
        })
    };
    (move || match chosen.get() {
        Some(link) => with_link(link),
        None => form(),
    })
    .into_node()
}

/// Joins by a link, and compares the words.
pub(super) fn with_link(link: String) -> Node {
    page::title(pairing::join_title());
    let step = RwSignal::new(Step::Link(link.clone()));
    let answer: RwSignal<Option<bool>> = RwSignal::new(None);
    platform::spawn(async move {
        let end = match run(&link, step, answer).await {
            Ok(()) => Step::Together,
            Err(error) => ended(&error),
        };
        let _ = step.try_set(end);
    });
    bare_page(view! {
        {head(back("/", words::app::back()), move || title(&step.get(), pairing::join_title()), ())}
        <div class="section" aria-live="polite">{move || common(step.get(), answer, None)}</div>
    })
}

async fn run(link: &str, step: RwSignal<Step>, answer: RwSignal<Option<bool>>) -> Result<(), CannotPair> {
    let ours = journey::ours().ok_or(CannotPair::NoAccount)?;
    let pairing = ours.join(link).await?;
    compare_aloud(&pairing, step, answer).await
}
