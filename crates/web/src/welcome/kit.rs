//! Steps two and three: the recovery kit, tested, and then alone or together.

use crate::view::*;
use client::{Ours, UnwrittenKit};

use crate::app::{app, go};
use crate::journey;
use crate::platform::{self, page};
use crate::ui::{Field, bare_page, head, icon, line_field, notice};
use crate::words::{account, safety};

/// A code that is to be written down.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FreshKit {
    /// As it was typed; nothing for a kit made later, since the device does not keep the name.
    name: Option<String>,
    groups: Vec<String>,
    /// Where the way leads on from here.
    on: &'static str,
}

impl FreshKit {
    pub(crate) fn new(name: &str, groups: &[String]) -> Self {
        Self { name: Some(name.to_owned()), groups: groups.to_vec(), on: "/start" }
    }

    /// A kit in place of an earlier one, for the same name.
    pub(crate) fn in_place_of_another(groups: &[String]) -> Self {
        Self { name: None, groups: groups.to_vec(), on: "/settings" }
    }

    /// A kit from before that was not written down. Somebody else may look on by now: it is not shown unasked.
    fn from_before(kit: &UnwrittenKit) -> Self {
        Self { name: kit.name.clone(), groups: kit.code.to_groups().to_vec(), on: "/" }
    }

    fn code(&self) -> String {
        self.groups.join(" ")
    }

    fn as_file(&self) -> String {
        match &self.name {
            Some(name) => account::kit_file(name, &self.code()),
            None => account::kit_file_nameless(&self.code()),
        }
    }

    /// Whether a typed group is this one. Small letters do, and the signs that are read for each other.
    fn fits(&self, place: usize, typed: &str) -> bool {
        let plain = |text: &str| -> String {
            text.chars()
                .filter(|it| it.is_alphanumeric())
                .map(|it| match it.to_ascii_uppercase() {
                    'O' => '0',
                    'I' | 'L' => '1',
                    other => other,
                })
                .collect()
        };
        self.groups.get(place).is_some_and(|group| plain(group) == plain(typed))
    }
}

/// The two groups that are typed back.
const TESTED: [usize; 2] = [2, 6];

/// The groups as they are typed back.
#[derive(Clone, Copy)]
struct Test {
    kit: StoredValue<FreshKit>,
    typed: [RwSignal<String>; 2],
    pressed: RwSignal<bool>,
}

impl Test {
    fn fits(self, at: usize, typed: &str) -> bool {
        TESTED.get(at).is_some_and(|place| self.kit.with_value(|kit| kit.fits(*place, typed)))
    }

    fn says(self, at: usize, typed: &str) -> Field {
        if self.fits(at, typed) {
            Field::Good(account::group_right().to_owned())
        } else if self.pressed.get() || typed.trim().chars().count() >= 4 {
            Field::Asks(account::group_wrong().to_owned())
        } else {
            Field::Quiet
        }
    }

    fn field(self, at: usize, id: &'static str, label: &'static str) -> Node {
        let Some(typed) = self.typed.get(at).copied() else { return Node::Nothing };
        line_field(id, label, "", typed, move || self.says(at, &typed.get()))
    }

    fn done(self, on: &'static str) {
        self.pressed.set(true);
        if !self.typed.iter().enumerate().all(|(at, it)| self.fits(at, &it.get_untracked())) {
            return page::focus(".field[data-state=asks] .input");
        }
        if let Some(ours) = journey::ours() {
            ours.kit_is_written();
        }
        page::choose(LATER, None);
        app().kit.set(None);
        go(on);
    }
}

pub(crate) fn screen() -> Node {
    let Some(kit) = app().kit.get_untracked() else { return start_screen() };
    page::title(account::kit_title());
    let on = kit.on;
    let text = || RwSignal::new(String::new());
    let test =
        Test { kit: StoredValue::new(kit.clone()), typed: [text(), text()], pressed: RwSignal::new(false) };
    let shown = RwSignal::new(on != "/");
    let later = move |_| {
        put_off();
        app().kit.set(None);
        go(on);
    };
    let says = if on == "/" { account::kit_again_lead() } else { account::kit_lead() };
    let lead = view! { <p class="lead">{says}</p> };
    let crumb = (on == "/start").then(|| view! { <span>{account::step("2", "3")}</span> });
    let code = move || if shown.get() { paper(kit.clone()) } else { covered(shown) };
    bare_page(view! {
        {head(crumb, account::kit_title(), lead)}
        {code}
        <form class="section" on:submit=move |event| { event.prevent_default(); test.done(on); }>
            <div class="section-head"><h2>{account::test_title()}</h2><p class="quiet">{account::test_why()}</p></div>
            {test.field(0, "third", account::third_group())}
            {test.field(1, "seventh", account::seventh_group())}
            <p class="acts acts-wide"><button class="button" type="submit">{account::kit_safe()}</button><button class="button-plain" type="button" on:click=later>{account::kit_later()}</button></p>
        </form>
    })
}

/// For this browser: the day on which the kit was last put off.
const LATER: &str = "kit-later";

fn today() -> String {
    platform::now().today().number().to_string()
}

/// Not now. Today asks once more, from tomorrow on.
fn put_off() {
    page::choose(LATER, Some(&today()));
}

/// A kit that was not written down is asked for when the journey is opened, until it was put off.
pub(crate) fn ask_again(ours: &Ours) {
    if page::choice(LATER).is_none() && app().kit.get_untracked().is_none() {
        write_down(ours);
    }
}

fn write_down(ours: &Ours) {
    if let Some(kit) = ours.kit_to_write() {
        app().kit.set(Some(FreshKit::from_before(&kit)));
        go("/begin");
    }
}

/// Once a day, for who has put it off.
pub(crate) fn kit_reminder() -> Node {
    let gone = RwSignal::new(page::choice(LATER).is_none_or(|it| it == today()));
    let waits = Memo::new(move || {
        app().changed.track();
        !gone.get() && journey::ours().is_some_and(|it| it.kit_to_write().is_some())
    });
    let write = |_| {
        if let Some(ours) = journey::ours() {
            write_down(&ours);
        }
    };
    let put_off = move |_| {
        put_off();
        gone.set(true);
    };
    (move || {
        waits.get().then(|| {
            notice("#icon-key", false, view! {
                <p>{account::kit_reminder()}</p>
                <p class="acts"><button class="button-quiet button-small" type="button" on:click=write>{account::kit_write_now()}</button>
                <button class="button-plain" type="button" on:click=put_off>{account::kit_not_today()}</button></p>
            })
        })
    })
    .into_node()
}

/// The code is not shown before somebody asks: the page may have been opened beside somebody.
fn covered(shown: RwSignal<bool>) -> Node {
    view! {
        <section class="paper" aria-label=account::kit_region()>
            <p class="audience">{icon("#icon-only-you")}<span>{account::kit_only_you()}</span></p>
            <p class="acts"><button class="button-quiet" type="button" on:click=move |_| shown.set(true)>{icon("#icon-key")}{account::kit_show()}</button></p>
        </section>
    }
}

fn paper(kit: FreshKit) -> Node {
    let copied = RwSignal::new(false);
    let groups: Vec<_> = kit.groups.iter().map(|group| view! { <span>{group.clone()}</span> }).collect();
    let (text, file) = (kit.as_file(), kit.as_file());
    let copy = move |_| {
        let text = text.clone();
        platform::spawn(async move { copied.set(page::copy(&text).await) });
    };
    view! {
        <section class="paper" aria-label=account::kit_region()>
            <p class="audience">{icon("#icon-only-you")}<span>{account::kit_only_you()}</span></p>
            <p class="code" translate="no">{groups}</p>
            {kit.name.map(|name| view! { <dl class="facts"><dt>{account::kit_name()}</dt><dd translate="no">{name}</dd></dl> })}
            <p class="acts">
                <button class="button-quiet button-small" type="button" on:click=|_| page::print()>{icon("#icon-print")}{account::print()}</button>
                <button class="button-quiet button-small" type="button" on:click=copy>{icon("#icon-check")}{move || if copied.get() { account::copied() } else { account::copy() }}</button>
                <button class="button-quiet button-small" type="button" on:click=move |_| page::save_file("mend-recovery-kit.txt", &file)>{icon("#icon-export")}{account::save_file()}</button>
            </p>
            <p class="quiet">{account::kit_where()}</p>
        </section>
    }
}

/// Alone or together.
pub(crate) fn start_screen() -> Node {
    page::title(account::start_title());
    if let Some(link) = app().invited_by.get_untracked() {
        app().invited_by.set(None);
        return super::join::with_link(link);
    }
    let lead = view! { <p class="lead">{account::start_lead()}</p> };
    let crumb = view! { <span>{account::step("3", "3")}</span> };
    bare_page(view! {
        {head(Some(crumb), account::start_title(), lead)}
        <p class="acts acts-wide">
            <a class="button" href="/">{account::start_alone()}</a>
            <a class="button-quiet" href="/invite">{account::start_invite()}</a>
            <a class="button-quiet" href="/join">{account::start_join()}</a>
        </p>
        <p class="quiet">{safety::before_inviting()}" "<a href="/safety">{safety::link()}</a></p>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_may_be_typed_small_and_with_signs_that_are_read_for_each_other() {
        let kit = FreshKit::new("quiet-lamp-12", &["7QKD".to_owned(), "0W1E".to_owned()]);
        assert!(kit.fits(0, "7qkd"));
        assert!(kit.fits(1, " ow-le "));
        assert!(!kit.fits(0, "7QKE"));
        assert!(!kit.fits(2, "7QKD"));
    }
}
