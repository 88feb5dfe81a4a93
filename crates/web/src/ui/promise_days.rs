//! On which days something is promised that comes from another practice: once, every week or every day, from a day on.

use domain::promises::{Repeat, When};
use domain::{Day, Weekdays};

use crate::platform;
use crate::view::*;
use crate::words::promises;

/// The ways that are offered; making a promise from nothing offers more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Once,
    Weekly,
    Daily,
}

/// What is chosen.
#[derive(Clone, Copy)]
pub(crate) struct PromiseDays {
    pattern: RwSignal<Pattern>,
    first: RwSignal<String>,
}

impl PromiseDays {
    /// Once, today.
    pub(crate) fn new() -> Self {
        let today = platform::now().today().to_string();
        Self { pattern: RwSignal::new(Pattern::Once), first: RwSignal::new(today) }
    }

    /// The days; nothing, without a first one.
    pub(crate) fn when(self) -> Option<When> {
        let from = Day::parse(&self.first.get_untracked())?;
        let repeat = match self.pattern.get_untracked() {
            Pattern::Once => Repeat::Once,
            Pattern::Weekly => Repeat::Weekly { every: 1, on: Weekdays::of(&[from.weekday()]) },
            Pattern::Daily => Repeat::Daily { every: 1 },
        };
        Some(When { from, until: None, repeat })
    }
}

/// The fields. `group` names them apart from others on the same page.
pub(crate) fn promise_days(group: &str, days: PromiseDays) -> Node {
    let PromiseDays { pattern, first } = days;
    let options = [
        (Pattern::Once, promises::once()),
        (Pattern::Weekly, promises::weekly()),
        (Pattern::Daily, promises::daily()),
    ];
    let day_id = [group, "-first"].concat();
    let options: Vec<_> = options.into_iter().map(|(it, name)| view! {
        <label><input type="radio" name=group.to_owned() prop:checked=move || pattern.get() == it on:change=move |_| pattern.set(it)/><span>{name}</span></label>
    }).collect();
    view! {
        <fieldset class="field"><legend class="label">{promises::when()}</legend><div class="answers">{options}</div></fieldset>
        <div class="field"><label for=day_id.clone()>{promises::first_day()}</label>
            <input class="input input-day" id=day_id type="date" prop:value=move || first.get() on:input=move |event| first.set(event.value())/></div>
    }
}
