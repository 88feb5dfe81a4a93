//! Asking for one thing. What began as a complaint is turned into something that can be done, before the other reads a word of it.

use crate::view::*;
use domain::needs::{Asks, Command, Hearing, listen};

use super::{back, not_here};
use crate::app::go;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, saved};
use crate::words::{self, needs, writing};
use crate::writing::{Kept, preview, read_once_more};

#[derive(Clone, Copy)]
struct Asking {
    complaint: Kept,
    thing: Kept,
    when: Kept,
    reads: RwSignal<bool>,
    says: Says,
    other: StoredValue<String>,
}

pub(super) fn screen() -> Node {
    let Some(two) = two_now().filter(Two::are_together) else { return not_here() };
    let kept = |part: &str| Kept::at(["needs/", part].concat(), "");
    let asking = Asking {
        complaint: kept("complaint"),
        thing: kept("thing"),
        when: kept("when"),
        reads: RwSignal::new(false),
        says: RwSignal::new(None),
        other: StoredValue::new(two.other_name()),
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back(), needs::ask_title(), view! { <p class="lead">{needs::ask_lead(&two.other_name())}</p> })}
            {offline()}
            {move || if asking.reads.get() { asking.read() } else { asking.write() }}
            {refusal(asking.says)}
        },
    )
}

impl Asking {
    fn write(self) -> Node {
        let on = move |event: Event| {
            event.prevent_default();
            if self.thing.text().is_empty() {
                return self.says.set(Some(needs::words_empty()));
            }
            self.says.set(None);
            read_once_more(self.reads, true);
        };
        view! {
            <form class="stack-wide" on:submit=on>
                <details><summary>{needs::complaint_open()}</summary>
                    <div class="stack"><p class="quiet">{needs::complaint_says(&self.other.get_value())}</p>
                    {self.complaint.field("complaint", needs::complaint(), "3")}{audience(Reader::OnlyYou)}</div></details>
                <div class="section">{self.thing.field("thing", needs::thing(), "2")}
                    <p class="field-note">{needs::thing_hint()}</p>
                    <div class="stack" aria-live="polite">{move || heard(&self.thing.typed())}</div></div>
                <div class="section">{self.when.field("when", needs::when(), "1")}
                    <p class="field-note">{needs::when_hint()}</p>{saved()}</div>
                <p class="acts acts-wide"><button class="button" type="submit">{writing::read_once_more()}</button><a class="button-plain" href="/needs">{words::app::not_now()}</a></p>
            </form>
        }
    }

    fn read(self) -> Node {
        let other = self.other.get_value();
        let parts =
            vec![(needs::preview_thing(), self.thing.text()), (needs::preview_when(), self.when.text())];
        let send = move |_| {
            if tell(Command::Ask { thing: self.thing.text(), when: self.when.text() }.into(), self.says) {
                [self.complaint, self.thing, self.when].into_iter().for_each(Kept::done);
                go("/needs");
            }
        };
        view! {
            {preview(&other, Reader::Both, parts)}
            <p class="acts acts-wide"><button class="button" type="button" on:click=send>{needs::send(&other)}</button>
                <button class="button-plain" type="button" on:click=move |_| read_once_more(self.reads, false)>{writing::change()}</button></p>
        }
    }
}

/// What stands in the words against being asked, gently; it stops nobody.
fn heard(text: &str) -> Vec<Node> {
    let asks = Asks {
        sweeping: needs::sweeping(),
        leaving_off: needs::leaving_off(),
        not_seen: needs::not_seen(),
        more_than_one: needs::more_than_one(),
    };
    let notes = listen(text, &asks).into_iter().map(|it| {
        let says = match it {
            Hearing::Sweeping => needs::heard_sweeping(),
            Hearing::LeavingOff => needs::heard_leaving_off(),
            Hearing::NotSeen => needs::heard_not_seen(),
            Hearing::MoreThanOne => needs::heard_more_than_one(),
        };
        view! { <div class="margin-note"><p>{says}</p></div> }
    });
    notes.collect()
}
