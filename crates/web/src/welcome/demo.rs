//! The made-up couple: looking around without an account, and the two windows of the demonstration.

use std::rc::Rc;

use crate::view::*;
use client::Ports;
use client::demo::Who;

use crate::app::{Stage, app, go, not_loaded};
use crate::journey::{self, Journey};
use crate::platform::{self, later, page};
use crate::ui::{bare_page, head};
use crate::words;

/// Opens the windows of the demonstration; it guards nothing.
const DEMO_PASSPHRASE: &str = "these two are made up";

/// A name that says nothing about anyone: two words and a number.
pub(super) fn made_up_name() -> String {
    let words: Vec<&str> = include_str!("../../../../locales/en/names.txt").split_whitespace().collect();
    let (first, second) = words.split_at(words.len() / 2);
    let [one, two, three] = platform::random_bytes();
    let pick = |from: &[&str], at: u8| {
        from.get(usize::from(at) % from.len().max(1)).map(|it| (*it).to_owned()).unwrap_or_default()
    };
    [pick(first, one), pick(second, two), (10 + three % 90).to_string()].join("-")
}

/// Looking around: no account, nothing kept.
pub(super) fn look_around() -> Node {
    let missing = RwSignal::new(false);
    platform::spawn(begin_to_look(missing));
    (move || {
        if missing.get() {
            return not_loaded(Rc::new(move || {
                missing.set(false);
                platform::spawn(begin_to_look(missing));
            }));
        }
        bare_page(view! { {head(None, words::welcome::look_around(), ())} })
    })
    .into_node()
}

async fn begin_to_look(missing: RwSignal<bool>) {
    let Some(begin) = later::made_up().await else {
        let _ = missing.try_set(true);
        return;
    };
    // One frame for what stands there, since living through twelve weeks takes a moment.
    page::pause(0).await;
    if let Some(both) = begin(platform::clock(), platform::entropy()) {
        journey::begin(Journey::MadeUp(Rc::new(both), Who::Noor));
    }
    go("/");
}

/// Says plainly that this couple is made up, on every page of it.
pub(crate) fn made_up() -> Node {
    (move || {
        app().changed.track();
        app().stage.track();
        made_up_bar()
    })
    .into_node()
}

/// Changes sides with one tap.
fn made_up_bar() -> Node {
    let Some((both, who)) = journey::made_up() else { return demonstration_bar() };
    let other = match who {
        Who::Noor => Who::Sam,
        Who::Sam => Who::Noor,
    };
    let change = move |_| journey::begin(Journey::MadeUp(Rc::clone(&both), other));
    let leave = |_| {
        journey::close();
        app().stage.set(Stage::Welcome);
        go("/");
    };
    view! {
        <aside class="made-up" aria-label=words::app::made_up()>
            <p><strong>{words::app::made_up()}</strong>" "{words::app::made_up_more()}</p>
            <p class="acts">
                <button class="button-quiet button-small" type="button" on:click=change>{words::app::made_up_see_as(other.name())}</button>
                <button class="button-plain" type="button" on:click=leave>{words::app::made_up_leave()}</button>
            </p>
        </aside>
    }
}

/// The same in the two windows of the demonstration, where each writes on a device of their own.
fn demonstration_bar() -> Node {
    if demo_profile().is_none() {
        return Node::Nothing;
    }
    view! {
        <aside class="made-up" aria-label=words::app::made_up()>
            <p><strong>{words::app::made_up()}</strong>" "{words::app::made_up_window()}</p>
        </aside>
    }
}

/// `#demo=noor` opens one of the two windows of the demonstration, with a store of its own. The tab stays that window.
pub(crate) fn demo_profile() -> Option<String> {
    let (_, after) = page::address();
    if let Some(who) = after.strip_prefix("#demo=") {
        page::choose_for_tab("demo", who);
    }
    page::tab_choice("demo").filter(|who| ["noor", "sam"].contains(&who.as_str()))
}

/// Enters a window of the demonstration by the kit that the server lays out for it.
pub(crate) async fn enter_demo(ports: &Ports, who: &str) {
    let Some((name, kit)) = platform::demo_kit(who).await else { return app().stage.set(Stage::Welcome) };
    match client::open_with_kit(ports, &name, &kit, DEMO_PASSPHRASE).await {
        Ok((ours, _)) => {
            // Nobody writes down the kit of somebody who is made up.
            ours.kit_is_written();
            journey::begin(Journey::Real(ours));
        }
        Err(_) => app().stage.set(Stage::Welcome),
    }
}

/// Opens such a window again after it has locked itself.
pub(crate) async fn unlock_demo(ports: &Ports) -> bool {
    match client::unlock(ports, DEMO_PASSPHRASE).await {
        Ok(ours) => {
            journey::begin(Journey::Real(ours));
            true
        }
        Err(_) => false,
    }
}
