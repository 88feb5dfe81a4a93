//! Fields and choices. What a field asks it asks in a sentence, never in red.

use std::rc::Rc;

use crate::view::*;

use super::marks::icon;
use crate::safety::care_below;
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
pub(crate) fn day_field(id: &'static str, label: &'static str, value: RwSignal<String>) -> Node {
    view! {
        <div class="field"><label for=id>{label}</label>
            <input class="input input-day" id=id type="date" prop:value=move || value.get() on:input=move |event| value.set(event.value())/></div>
    }
}

/// A time of day.
pub(crate) fn time_field(id: &'static str, label: &'static str, value: RwSignal<String>) -> Node {
    view! {
        <div class="field"><label for=id>{label}</label>
            <input class="input input-day" id=id type="time" prop:value=move || value.get() on:input=move |event| value.set(event.value())/></div>
    }
}

/// "20:05" as minutes after midnight.
pub(crate) fn minute_of(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// What a field says, asked whenever something that it looks at changes.
type Says = Rc<dyn Fn() -> Field>;

/// A field of one line.
pub(crate) fn line_field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    says: impl Fn() -> Field + 'static,
) -> Node {
    let input = view! {
        <input class="input" id=id autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby=note_id(id)
            prop:value=move || value.get() on:input=move |event| value.set(event.value())/>
    };
    let hint = (!hint.is_empty()).then(|| view! { <p class="field-note">{hint}</p> });
    field(id, label, Rc::new(says), input, hint.into_node(), Node::Nothing)
}

fn note_id(id: &str) -> String {
    [id, "-note"].concat()
}

fn field(id: &'static str, label: &'static str, says: Says, input: Node, hint: Node, below: Node) -> Node {
    let asks = Rc::clone(&says);
    view! {
        <div class="field" data-state=move || asking(&asks())>
            <label for=id>{label}</label>
            {input}
            {hint}
            <p class="field-note" id=note_id(id) aria-live="polite">{move || said(says())}</p>
            {below}
        </div>
    }
}

fn said(state: Field) -> Node {
    match state {
        Field::Quiet => Node::Nothing,
        Field::Good(text) => view! { {icon("#icon-check")}<span>{text}</span> },
        Field::Asks(text) => view! { {icon("#icon-notice")}<span>{text}</span> },
    }
}

/// A passphrase, with a way to look at it.
pub(crate) fn passphrase_field(
    id: &'static str,
    label: &'static str,
    purpose: &'static str,
    value: RwSignal<String>,
    says: impl Fn() -> Field + 'static,
) -> Node {
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let input = view! {
        <input class="input" id=id type=kind autocomplete=purpose autocapitalize="none" spellcheck="false" aria-describedby=note_id(id)
            prop:value=move || value.get() on:input=move |event| value.set(event.value())/>
    };
    let look = view! {
        <label class="tick tick-quiet"><input type="checkbox" on:change=move |event| shown.set(event.checked())/><span>{words::app::show_what_i_type()}</span></label>
    };
    field(id, label, Rc::new(says), input, Node::Nothing, look)
}

/// A place for a person's own words. `kept` gets every input, so that nothing typed is lost.
pub(crate) fn words_field(
    id: &'static str,
    label: &'static str,
    rows: &'static str,
    value: RwSignal<String>,
    kept: impl Fn(String) + 'static,
) -> Node {
    view! {
        <div class="field">
            <label class="heading" for=id>{label}</label>
            <textarea class="writing" id=id rows=rows prop:value=move || value.get()
                on:input=move |event| { let text = event.value(); value.set(text.clone()); kept(text); }></textarea>
            {care_below(id, value)}
        </div>
    }
}

/// One of a few, each with a sentence of its own.
pub(crate) struct Choice<T> {
    pub(crate) value: T,
    pub(crate) name: String,
    pub(crate) says: String,
}

impl<T> Choice<T> {
    /// One whose words are the same for everybody.
    pub(crate) fn of(value: T, name: &str, says: &str) -> Self {
        Self { value, name: name.to_owned(), says: says.to_owned() }
    }
}

/// A choice out of a few.
pub(crate) fn choices<T: Copy + PartialEq + Send + Sync + 'static>(
    group: &'static str,
    legend: &'static str,
    options: Vec<Choice<T>>,
    chosen: RwSignal<T>,
) -> Node {
    let rows = options.into_iter().map(|Choice { value, name, says }| {
        let (is, choose) = (move || chosen.get() == value, move |_| chosen.set(value));
        option(group, name, says, Box::new(is), Rc::new(choose))
    });
    choice(legend, rows.collect())
}

fn option(
    group: &'static str,
    name: String,
    says: String,
    is: Box<dyn Fn() -> bool>,
    choose: Rc<dyn Fn(Event)>,
) -> Node {
    view! {
        <label class="tick">
            <input type="radio" name=group prop:checked=is on:change=move |event| choose(event)/>
            <span><b>{name}</b><span>{says}</span></span>
        </label>
    }
}

fn choice(legend: &'static str, rows: Vec<Node>) -> Node {
    view! { <fieldset class="field"><legend class="heading">{legend}</legend><div class="choices">{rows}</div></fieldset> }
}
