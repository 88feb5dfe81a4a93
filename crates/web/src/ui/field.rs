//! Fields and choices. What a field asks it asks in a sentence, never in red.

use leptos::prelude::*;

use super::marks::icon;
use crate::words;

/// What a field says below itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Field {
    /// Nothing.
    #[default]
    Quiet,
    /// It is right.
    Good(String),
    /// It asks to be looked at again.
    Asks(String),
}

/// The attribute value that gives a field its gold edge.
fn asking(state: &Field) -> Option<&'static str> {
    matches!(state, Field::Asks(_)).then_some("asks")
}

/// A day of the calendar.
pub(crate) fn day_field(id: &'static str, label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field"><label for=id>{label}</label>
            <input class="input input-day" id=id type="date" prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value())/></div>
    }
    .into_any()
}

/// A field of one line. `told` gets every input.
pub(crate) fn line_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    state: impl Fn() -> Field + Copy + Send + Sync + 'static,
) -> AnyView {
    let described = [id, "-note"].concat();
    let note_id = described.clone();
    view! {
        <div class="field" data-state=move || asking(&state())>
            <label for=id>{label}</label>
            <input class="input" id=id autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby=described
                prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value())/>
            {(!hint.is_empty()).then(|| view! { <p class="field-note">{hint}</p> })}
            <p class="field-note" id=note_id aria-live="polite">{move || said(state())}</p>
        </div>
    }
    .into_any()
}

fn said(state: Field) -> AnyView {
    match state {
        Field::Quiet => ().into_any(),
        Field::Good(text) => view! { {icon("#icon-check")}<span>{text}</span> }.into_any(),
        Field::Asks(text) => view! { {icon("#icon-notice")}<span>{text}</span> }.into_any(),
    }
}

/// A passphrase, with a way to look at it.
pub(crate) fn passphrase_field(
    id: &'static str,
    label: &'static str,
    purpose: &'static str,
    value: RwSignal<String>,
    state: impl Fn() -> Field + Copy + Send + Sync + 'static,
) -> AnyView {
    let shown = RwSignal::new(false);
    let described = [id, "-note"].concat();
    let note_id = described.clone();
    view! {
        <div class="field" data-state=move || asking(&state())>
            <label for=id>{label}</label>
            <input class="input" id=id type=move || if shown.get() { "text" } else { "password" } autocomplete=purpose autocapitalize="none" spellcheck="false" aria-describedby=described
                prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value())/>
            <p class="field-note" id=note_id aria-live="polite">{move || said(state())}</p>
            <label class="tick tick-quiet"><input type="checkbox" on:change:target=move |event| shown.set(event.target().checked())/><span>{words::app::show_what_i_type()}</span></label>
        </div>
    }
    .into_any()
}

/// A place for a person's own words. `kept` gets every input, so that nothing typed is lost.
pub(crate) fn words_field(
    id: &'static str,
    label: &'static str,
    rows: &'static str,
    value: RwSignal<String>,
    kept: impl Fn(String) + 'static,
) -> AnyView {
    view! {
        <div class="field">
            <label class="heading" for=id>{label}</label>
            <textarea class="writing" id=id rows=rows prop:value=move || value.get()
                on:input:target=move |event| { let text = event.target().value(); value.set(text.clone()); kept(text); }></textarea>
        </div>
    }
    .into_any()
}

/// One of a few, each with a sentence of its own.
pub(crate) struct Choice<T> {
    pub(crate) value: T,
    pub(crate) name: String,
    pub(crate) says: String,
}

/// A choice out of a few.
pub(crate) fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    group: &'static str,
    legend: &'static str,
    options: Vec<Choice<T>>,
    chosen: RwSignal<T>,
) -> AnyView {
    let rows = options.into_iter().map(|Choice { value, name, says }| {
        view! {
            <label class="tick">
                <input type="radio" name=group prop:checked=move || chosen.get() == value on:change=move |_| chosen.set(value)/>
                <span><b>{name}</b><span>{says}</span></span>
            </label>
        }
        .into_any()
    });
    view! { <fieldset class="field"><legend class="heading">{legend}</legend><div class="choices">{rows.collect_view()}</div></fieldset> }.into_any()
}
