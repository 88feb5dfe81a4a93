//! The made-up couple: looking around without an account, and the two windows of the demonstration.

use std::cell::Cell;
use std::rc::Rc;

use client::Ports;
use client::demo::Person;
use leptos::prelude::*;

use crate::app::{Stage, app, go};
use crate::journey::{self, Journey};
use crate::platform::{self, page};
use crate::two::two;
use crate::ui::{bare_page, head, notice};
use crate::words;

/// Opens the windows of the demonstration; it guards nothing.
const DEMO_PASSPHRASE: &str = "these two are made up";

thread_local! {
    static SEEN_BY: Cell<Person> = const { Cell::new(Person::Noor) };
}

/// A name that says nothing about anyone: two words and a number.
pub(super) fn made_up_name() -> String {
    let words: Vec<&str> = include_str!("../../../../locales/en/names.txt").split_whitespace().collect();
    let (first, second) = words.split_at(words.len() / 2);
    let [one, two, three] = platform::random_bytes();
    let pick = |from: &[&str], at: u8| from.get(usize::from(at) % from.len().max(1)).map(|it| (*it).to_owned()).unwrap_or_default();
    [pick(first, one), pick(second, two), (10 + three % 90).to_string()].join("-")
}

/// Looking around: no account, nothing kept.
pub(super) fn look_around() -> AnyView {
    page::after(0, || {
        show(SEEN_BY.get());
        go("/");
    });
    bare_page(view! { {head(None, words::welcome::look_around(), ())} })
}

fn show(person: Person) {
    SEEN_BY.set(person);
    journey::begin(Journey::MadeUp(Rc::new(client::demo::fold(person, platform::now()))));
}

/// Says plainly on each page that the couple is made up, and changes sides with one tap.
pub(crate) fn made_up_bar() -> AnyView {
    let other = two().map(|it| it.other_name()).unwrap_or_default();
    let change = |_| show(match SEEN_BY.get() {
        Person::Noor => Person::Sam,
        Person::Sam => Person::Noor,
    });
    let leave = |_| {
        journey::close();
        app().stage.set(Stage::Welcome);
        go("/");
    };
    notice("#icon-notice", true, view! {
        <p><strong>{words::app::made_up()}</strong>" "{words::app::made_up_more()}</p>
        <p class="acts"><button class="button-quiet button-small" type="button" on:click=change>{words::app::made_up_see_as(&other)}</button><button class="button-plain" type="button" on:click=leave>{words::app::made_up_leave()}</button></p>
    })
}

/// `#demo=noor` opens one of the two windows of the demonstration, with a store of its own.
pub(crate) fn demo_profile(after: &str) -> Option<String> {
    let who = after.strip_prefix("#demo=")?;
    ["noor", "sam"].contains(&who).then(|| who.to_owned())
}

/// Enters a window of the demonstration by the kit that the server lays out for it.
pub(crate) async fn enter_demo(ports: &Ports, who: &str) {
    let Some((name, kit)) = platform::demo_kit(who).await else { return app().stage.set(Stage::Welcome) };
    match client::open_with_kit(ports, &name, &kit, DEMO_PASSPHRASE).await {
        Ok((ours, _)) => journey::begin(Journey::Real(ours)),
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
