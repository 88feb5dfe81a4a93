//! Joining by an invitation: first a space of one's own, then the words.

use crate::view::*;
use client::{CannotPair, invites_a_counsellor};

use super::invite::{Around, Step, common, compare_aloud, ended, title};
use crate::app::app;
use crate::journey;
use crate::platform::{self, page};
use crate::route::Route;
use crate::ui::{Field, back, bare_page, head, line_field};
use crate::words::{self, counsel, pairing};

/// Takes an invitation out of the address, so that it stands in no history, and remembers it.
pub(crate) fn take_invitation() {
    let (_, after) = page::address();
    if after.starts_with("#p1.") || after.starts_with("#c1.") {
        app().invited_by.set(Some([&page::origin(), "/", after.as_str()].concat()));
        page::replace("/join");
        app().route.set(Route::Join);
    }
}

/// An invitation opened by somebody who has no account here yet.
pub(crate) fn before_account() -> Node {
    let Some(link) = app().invited_by.get_untracked() else { return paste(false) };
    let (title, lead) = if invites_a_counsellor(&link) {
        (counsel::join_first(), counsel::join_first_lead())
    } else {
        (pairing::join_first(), pairing::join_first_lead())
    };
    page::title(pairing::join_title());
    let lead = view! { <p class="lead">{lead}</p> };
    bare_page(view! {
        {head(back("/", words::app::back()), title, lead)}
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
    let around = if invites_a_counsellor(&link) {
        Around {
            title: counsel::join_title(),
            looking: counsel::looking(),
            done_title: counsel::join_done_title(),
            done_lead: counsel::join_done_lead(),
            done_on: counsel::join_done_on(),
            done_href: "/desk",
        }
    } else {
        Around::partner(pairing::join_title())
    };
    page::title(around.title);
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
        {head(back("/", words::app::back()), move || title(&step.get(), &around), ())}
        <div class="section" aria-live="polite">{move || common(step.get(), &around, answer, None)}</div>
    })
}

async fn run(link: &str, step: RwSignal<Step>, answer: RwSignal<Option<bool>>) -> Result<(), CannotPair> {
    let ours = journey::ours().ok_or(CannotPair::NoAccount)?;
    let pairing = if invites_a_counsellor(link) {
        ours.join_as_counsellor(link).await?
    } else {
        ours.join(link).await?
    };
    compare_aloud(&pairing, step, answer).await
}
