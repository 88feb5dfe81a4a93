//! A field whose words can be marked: a dotted line under them, and a note for each beside the field. It never stops
//! anyone. The line belongs to a copy of the text that lies behind the field, so that the field itself stays a plain
//! one for every keyboard, phone and screen reader; who cannot see the line has the note, which says the words again.

use std::rc::Rc;

use crate::platform::page;
use crate::safety::care_below;
use crate::view::*;
use crate::words::marks;

/// How many notes stand open; the rest is one tap away.
const OPEN_NOTES: usize = 2;

/// Words of a text that are marked, by bytes, with what is said about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) reason: &'static str,
    pub(crate) better: &'static str,
}

/// What stands under a mark.
pub(crate) fn marked_words(text: &str, mark: Marked) -> &str {
    text.get(mark.start..mark.end).unwrap_or_default()
}

/// Everything such a field needs.
pub(crate) struct MarkedField {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: String,
    pub(crate) value: RwSignal<String>,
    /// Gets every input, so that nothing typed is lost.
    pub(crate) typed: Rc<dyn Fn(String)>,
    /// The marks that are true of what stands in the field now.
    pub(crate) marks: Memo<Vec<Marked>>,
    /// The writer keeps these words as they are.
    pub(crate) keeps: Rc<dyn Fn(String)>,
}

/// The field with its label and, beside it where there is room, the notes.
pub(crate) fn marked_field(field: MarkedField) -> Node {
    let MarkedField { id, label, hint, value, typed, marks, keeps } = field;
    let (hint_id, notes_id) = ([id, "-hint"].concat(), [id, "-notes"].concat());
    let described = [hint_id.as_str(), notes_id.as_str()].join(" ");
    view! {
        <div class="with-margin">
            <div class="stack">
                <h2 class="part-name"><label for=id>{label}</label></h2>
                <p class="quiet" id=hint_id>{hint}</p>
                <div class="marked">
                    <div class="writing mirror" aria-hidden="true" dir="auto">{move || mirror(&value.get(), &marks.get())}</div>
                    <textarea class="writing" id=id rows="3" dir="auto" aria-describedby=described prop:value=move || value.get()
                        on:input=move |event| { let text = event.value(); value.set(text.clone()); typed(text); }></textarea>
                </div>
                {care_below(id, value)}
            </div>
            <div class="stack">
                <p class="only-read" id=notes_id>{move || count(marks.get().len())}</p>
                {move || notes(id, &value.get_untracked(), &marks.get(), &keeps)}
            </div>
        </div>
    }
}

fn count(marked: usize) -> Option<String> {
    (marked > 0).then(|| marks::count(u64::try_from(marked).unwrap_or(u64::MAX)))
}

/// The text once more, with a line under what is marked.
fn mirror(text: &str, marks: &[Marked]) -> Node {
    let mut pieces: Vec<Node> = Vec::new();
    let mut from = 0;
    for (number, mark) in (1_u64..).zip(marks) {
        let (before, words) = (text.get(from..mark.start), marked_words(text, *mark));
        let before = before.unwrap_or_default().to_owned();
        pieces.push(view! { <span>{before}</span><span class="undoes">{words.to_owned()}</span><sup>{number.to_string()}</sup> });
        from = mark.end;
    }
    let rest = text.get(from..).unwrap_or_default().to_owned();
    // A last line that is still empty needs its height too.
    view! { {pieces}<span>{rest}</span>"\u{200b}" }
}

fn notes(id: &'static str, text: &str, found: &[Marked], keeps: &Rc<dyn Fn(String)>) -> Node {
    let mut all: Vec<Node> =
        (1_u64..).zip(found).map(|(number, mark)| note(id, text, number, *mark, keeps)).collect();
    let rest = all.split_off(all.len().min(OPEN_NOTES));
    let more = (!rest.is_empty()).then(
        || view! { <details><summary>{marks::more()}</summary><div class="stack">{rest}</div></details> },
    );
    view! { {all}{more} }
}

fn note(id: &'static str, text: &str, number: u64, mark: Marked, keeps: &Rc<dyn Fn(String)>) -> Node {
    let words = marked_words(text, mark).to_owned();
    let (start, end) = (utf16(text, mark.start), utf16(text, mark.end));
    let (keeps, kept, named) = (Rc::clone(keeps), words.clone(), words.clone());
    view! {
        <div class="margin-note">
            <p><span class="note-number">{number.to_string()}</span>" "<q dir="auto">{words.clone()}</q>" "{mark.reason}</p>
            <p class="better"><span class="small">{marks::better()}</span>" "{mark.better}</p>
            <p class="acts">
                <button class="button-plain" type="button" on:click=move |_| page::select(id, start, end)>{marks::go_there()}<span class="only-read">": "{words}</span></button>
                <button class="button-plain" type="button" on:click=move |_| { keeps(kept.clone()); page::select(id, end, end); }>{marks::keep()}<span class="only-read">": "{named}</span></button>
            </p>
        </div>
    }
}

/// Where a byte of the text lies for the browser, which counts otherwise.
fn utf16(text: &str, at: usize) -> u32 {
    let units: usize = text.get(..at).unwrap_or_default().chars().map(char::len_utf16).sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_text_is_counted_as_the_browser_counts() {
        let text = "ä𝄞b";
        assert_eq!([utf16(text, 0), utf16(text, 2), utf16(text, 6), utf16(text, 7)], [0, 1, 3, 4]);
    }
}
