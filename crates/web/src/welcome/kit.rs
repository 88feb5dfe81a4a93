//! Steps two and three: the recovery kit, tested, and then alone or together.

use crate::view::*;

use crate::app::{app, go};
use crate::platform::{self, page};
use crate::ui::{Field, bare_page, head, icon, line_field};
use crate::words::account;

/// A code that is to be written down.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct FreshKit {
    /// As it was typed; nothing for a kit made later, since the device does not keep the name.
    name: Option<String>,
    groups: Vec<String>,
}

impl FreshKit {
    pub(crate) fn new(name: &str, groups: &[String]) -> Self {
        Self { name: Some(name.to_owned()), groups: groups.to_vec() }
    }

    /// A kit in place of an earlier one, for the same name.
    pub(crate) fn in_place_of_another(groups: &[String]) -> Self {
        Self { name: None, groups: groups.to_vec() }
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

pub(crate) fn screen() -> Node {
    let Some(kit) = app().kit.get_untracked() else { return start_screen() };
    page::title(account::kit_title());
    let typed = [RwSignal::new(String::new()), RwSignal::new(String::new())];
    let pressed = RwSignal::new(false);
    let (tested, first) = (kit.clone(), kit.name.is_some());
    let right = move |at: usize| {
        typed.get(at).zip(TESTED.get(at)).is_some_and(|(typed, place)| tested.fits(*place, &typed.get()))
    };
    let right = StoredValue::new(right);
    let done = move |event: Event| {
        event.prevent_default();
        pressed.set(true);
        if right.with_value(|right| right(0) && right(1)) {
            app().kit.set(None);
            go(if first { "/start" } else { "/settings" });
        } else {
            page::focus(".field[data-state=asks] .input");
        }
    };
    let field = move |at: usize, id: &'static str, label: &'static str| {
        let says = move || {
            let typed = typed.get(at).map(|it| it.get()).unwrap_or_default();
            if right.with_value(|right| right(at)) {
                Field::Good(account::group_right().to_owned())
            } else if pressed.get() || typed.trim().chars().count() >= 4 {
                Field::Asks(account::group_wrong().to_owned())
            } else {
                Field::Quiet
            }
        };
        typed.get(at).map(|value| line_field(id, label, "", *value, says))
    };
    let lead = view! { <p class="lead">{account::kit_lead()}</p> };
    let crumb = first.then(|| view! { <span>{account::step("2", "3")}</span> });
    bare_page(view! {
        {head(crumb, account::kit_title(), lead)}
        {paper(kit)}
        <form class="section" on:submit=done>
            <div class="section-head"><h2>{account::test_title()}</h2><p class="quiet">{account::test_why()}</p></div>
            {field(0, "third", account::third_group())}
            {field(1, "seventh", account::seventh_group())}
            <p class="acts acts-wide"><button class="button" type="submit">{account::kit_safe()}</button></p>
        </form>
    })
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
