//! A person's own words in several parts of one page: each kept as it is typed, and read once more before it is shared.

use std::rc::Rc;

use crate::view::*;

use crate::journey;
use crate::platform::page;
use crate::two::two_now;
use crate::ui::{Field, Reader, audience, day_field, line_field, saved, words_field};
use crate::words::{self, writing};

/// What stands in one field, and the place where it is kept while it is typed.
#[derive(Clone, Copy)]
pub(crate) struct Kept {
    key: StoredValue<String>,
    was: RwSignal<String>,
    text: RwSignal<String>,
}

impl Kept {
    /// What was typed there last, or else what stands there already.
    pub(crate) fn at(key: String, was: &str) -> Self {
        let typed = journey::draft(&key);
        let text = if typed.is_empty() { was.to_owned() } else { typed };
        Self { key: StoredValue::new(key), was: RwSignal::new(was.to_owned()), text: RwSignal::new(text) }
    }

    /// What stands there now.
    pub(crate) fn text(self) -> String {
        self.text.get_untracked().trim().to_owned()
    }

    /// What stands there, looked at again whenever something is typed.
    pub(crate) fn typed(self) -> String {
        self.text.get()
    }

    /// It is where it belongs now, and needs no draft.
    pub(crate) fn done(self) {
        self.was.set(self.text.get_untracked());
        self.key.with_value(|key| journey::keep_draft(key, ""));
    }

    /// It is where it belongs, and the field is free for more.
    pub(crate) fn clear(self) {
        self.text.set(String::new());
        self.done();
    }

    /// Puts words into the field, as if they were typed.
    pub(crate) fn put(self, text: &str) {
        self.text.set(text.to_owned());
        self.keep(text);
    }

    /// Whether something else was typed than what stands there already.
    pub(crate) fn is_draft(self) -> bool {
        self.was.get_untracked() != self.text.get_untracked()
    }

    /// Puts words behind those that stand there.
    pub(crate) fn add(self, text: &str) {
        let stands = self.text();
        if stands.is_empty() { self.put(text) } else { self.put(&[&stands, " ", text].concat()) }
    }

    fn keep(self, text: &str) {
        let same = self.was.get_untracked() == text;
        self.key.with_value(|key| journey::keep_draft(key, if same { "" } else { text }));
    }

    /// The same for one line.
    pub(crate) fn line(self, id: &'static str, label: &'static str) -> Node {
        let keep = move |_| self.keep(&self.text.get_untracked());
        view! { <div on:input=keep>{line_field(id, label, "", self.text, || Field::Quiet)}</div> }
    }

    /// The same for a day of the calendar.
    pub(crate) fn day(self, id: &'static str, label: &'static str) -> Node {
        let keep = move |_| self.keep(&self.text.get_untracked());
        view! { <div on:input=keep>{day_field(id, label, self.text)}</div> }
    }

    /// The field.
    pub(crate) fn field(self, id: &'static str, label: &'static str, rows: &'static str) -> Node {
        words_field(id, label, rows, self.text, move |text| self.keep(&text))
    }
}

/// Words under what they are called.
pub(crate) fn said(name: &'static str, text: String) -> Node {
    view! { <div class="said-part"><p class="small">{name}</p><div class="words"><p>{text}</p></div></div> }
}

/// Shows what is read once more, or the fields again. The focus goes along: the button that had it is gone.
pub(crate) fn read_once_more(reads: RwSignal<bool>, now: bool) {
    reads.set(now);
    page::focus(if now { "#preview" } else { "main textarea, main input" });
}

/// Exactly what the other will read, before it is shared.
pub(crate) fn preview(other: &str, reader: Reader, parts: Vec<(&'static str, String)>) -> Node {
    let parts: Vec<_> =
        parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| said(name, text)).collect();
    view! {
        <section class="paper" aria-labelledby="preview">
            <h2 id="preview">{writing::preview(other)}</h2>
            {parts}
            {audience(reader)}
        </section>
    }
}

/// What one says to both in one field.
pub(crate) struct OwnWords {
    /// The field.
    pub(crate) kept: Kept,
    /// What it is called.
    pub(crate) label: &'static str,
    /// What may be written there.
    pub(crate) hint: &'static str,
    /// Whether one has shared some already.
    pub(crate) stands: Memo<bool>,
    /// Shares it; whether that was taken.
    pub(crate) share: Rc<dyn Fn() -> bool>,
}

/// The field, read once more before it is shared. Where something stands already, it unfolds when that is to be changed.
pub(crate) fn own_words(it: OwnWords) -> Node {
    let OwnWords { kept, label, hint, stands, share } = it;
    let (reads, opens) = (RwSignal::new(false), RwSignal::new(kept.is_draft()));
    let other = StoredValue::new(two_now().map(|it| it.other_name()).unwrap_or_default());
    (move || {
        let name = other.get_value();
        if reads.get() {
            let share = Rc::clone(&share);
            let share = move |_| {
                if share() {
                    kept.done();
                    opens.set(false);
                    reads.set(false);
                }
            };
            return view! {
                {preview(&name, Reader::Both, vec![(label, kept.text())])}
                <p class="acts acts-wide"><button class="button" type="button" on:click=share>{writing::share(&name)}</button>
                    <button class="button-plain" type="button" on:click=move |_| read_once_more(reads, false)>{writing::change()}</button></p>
            };
        }
        if stands.get() && !opens.get() {
            let open = move |_| {
                opens.set(true);
                page::focus("#own-words");
            };
            return view! { <p class="acts"><button class="button-quiet" type="button" on:click=open>{writing::write_anew()}</button></p> };
        }
        let on = move |_| read_once_more(reads, !kept.text().is_empty());
        view! {
            {kept.field("own-words", label, "6")}
            <p class="field-note">{hint}</p>
            {stands.get().then(|| view! { <p class="quiet">{writing::replaces()}</p> })}
            {saved()}
            <p class="acts"><button class="button-quiet" type="button" on:click=on>{writing::read_once_more()}</button></p>
        }
    })
    .into_node()
}

/// An act that takes a second step, which says what will happen.
pub(crate) fn second_step(
    name: &'static str,
    ask: &'static str,
    yes: &'static str,
    act: Rc<dyn Fn()>,
) -> Node {
    let asked = RwSignal::new(false);
    (move || {
        let act = Rc::clone(&act);
        if asked.get() {
            view! {
                <div class="section">
                    <p class="quiet" role="status">{ask}</p>
                    <p class="acts">
                        <button class="button-quiet button-final" type="button" on:click=move |_| act()>{yes}</button>
                        <button class="button-plain" type="button" on:click=move |_| asked.set(false)>{words::app::not_now()}</button>
                    </p>
                </div>
            }
        } else {
            view! { <p class="acts"><button class="button-plain" type="button" on:click=move |_| asked.set(true)>{name}</button></p> }
        }
    })
    .into_node()
}
