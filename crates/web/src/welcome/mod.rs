//! Before anyone is in: what this is, making an account, the kit, and the two ways back in.

mod come_in;
mod create;
mod demo;
mod invite;
mod join;
mod kit;
mod unlock;

use crate::view::*;
use client::CallFailed;

pub(crate) use come_in::take_code;
pub(crate) use demo::{demo_profile, enter_demo, made_up, unlock_demo};
pub(crate) use invite::{
    Around, Step, Whom, common, compare_aloud, ended, invitation, made, title as pairing_title,
};
pub(crate) use join::take_invitation;
pub(crate) use kit::{FreshKit, ask_again, kit_reminder};

use crate::platform::page;
use crate::route::Route;
use crate::ui::{icon, icon_turns, logo};
use crate::words;

/// The page for a path while nobody lives here.
pub(crate) fn screen(route: Route) -> Node {
    match route {
        Route::Begin => create::screen(),
        Route::Enter => come_in::screen(),
        Route::Kit => unlock::kit_screen(),
        Route::LookAround => demo::look_around(),
        Route::Join => join::before_account(),
        _ => front(),
    }
}

/// Whether a path leads to the front page while nobody lives here.
pub(crate) fn is_front(route: &Route) -> bool {
    !matches!(route, Route::Begin | Route::Enter | Route::Kit | Route::LookAround | Route::Join)
}

/// The page for a path while somebody lives here, behind the passphrase.
pub(crate) fn locked_screen(route: Route) -> Node {
    match route {
        Route::Kit => unlock::kit_screen(),
        _ => unlock::screen(),
    }
}

/// The pages of the beginning that belong to somebody who is in.
pub(crate) fn screen_inside(route: Route) -> Node {
    match route {
        Route::Invite => invite::screen(),
        Route::Join => join::screen(),
        Route::Start => kit::start_screen(),
        Route::Enter => come_in::occupied(),
        _ => kit::screen(),
    }
}

/// Kind words for a call that failed.
fn call_says(failed: &CallFailed) -> &'static str {
    match failed {
        CallFailed::Unreachable(_) => words::account::no_server(),
        CallFailed::Refused { retry_ms: Some(_), .. } => words::account::too_many(),
        CallFailed::Refused { .. } | CallFailed::Nonsense => words::account::not_now_server(),
    }
}

/// What Mend is, for whoever comes by.
pub(crate) fn front() -> Node {
    page::title(words::app::name());
    let link = |href: &'static str, drawing: &'static str, name: &'static str, says: &'static str| {
        view! { <li><a href=href>{icon(drawing)}<span>{name}<small>{says}</small></span>{icon_turns("#icon-onward")}</a></li> }
    };
    view! {
        <main id="main" class="welcome">
            <div class="welcome-art">
                <div class="welcome-break" aria-hidden="true" inner_html=include_str!("break.svg")></div>
                <p class="welcome-name">{logo()}<span>{words::app::name()}</span></p>
            </div>
            <div class="welcome-text">
                <h1>{words::welcome::title()}</h1>
                <p class="lead">{words::welcome::lead()}</p>
                <p class="acts acts-wide"><a class="button" href="/begin">{words::welcome::begin()}</a>" "<a class="button-quiet" href="/look-around">{words::welcome::look_around()}</a></p>
                <ul class="links">
                    {link("/enter", "#icon-key", words::welcome::been_here(), words::welcome::been_here_says())}
                    {link("/join", "#icon-letter", words::welcome::invited(), words::welcome::invited_says())}
                    {link("/safety", "#icon-help", words::safety::afraid(), words::safety::afraid_says())}
                </ul>
                <div class="stack quiet">
                    <p><strong>{words::welcome::yours_strong()}</strong>" "{words::welcome::yours()}</p>
                    <p><strong>{words::welcome::not_strong()}</strong>" "{words::welcome::not_this()}</p>
                </div>
            </div>
        </main>
    }
}
