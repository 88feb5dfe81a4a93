//! A thought becomes a question, or comes to the next talk: in words of one's own choosing, read once more before.

use crate::view::*;
use domain::questions::{Refusal, Shelf, Sure, USUAL_REST_HOURS};
use domain::setting_down::Command;
use domain::{Across, Day, QuestionId, ThoughtId};

use super::{not_here, other};
use crate::app::go;
use crate::journey::{self, Unheard};
use crate::platform::page;
use crate::practices::{Says, refusal, tell, unheard};
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, saved};
use crate::words::{self, questions, setting_down, writing};
use crate::writing::{Kept, preview, read_once_more};

/// The thought, if it still waits for a choice.
fn open(id: ThoughtId) -> Option<String> {
    let text = journey::read_once(|couple, _| {
        couple.setting_down.thought(id).filter(|it| !it.is_carried_over()).map(|it| it.text.clone())
    });
    text.flatten()
}

fn at(thought: ThoughtId) -> String {
    ["/setting-down/", &thought.to_string()].concat()
}

/// What stands between a thought and asking it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pause {
    None,
    Pictures,
    Before(QuestionId),
}

#[derive(Clone, Copy)]
struct Asking {
    thought: ThoughtId,
    text: Kept,
    shelf: RwSignal<Shelf>,
    sure: RwSignal<Sure>,
    pause: RwSignal<Pause>,
    says: Says,
}

pub(super) fn question(thought: ThoughtId) -> Node {
    page::title(words::app::mine());
    let Some(text) = open(thought) else { return not_here() };
    let asking = Asking {
        thought,
        text: Kept::at(["setting_down/question/", &thought.to_string()].concat(), &text),
        shelf: RwSignal::new(Shelf::NotSure),
        sure: RwSignal::new(Sure::default()),
        pause: RwSignal::new(Pause::None),
        says: RwSignal::new(None),
    };
    let shelves = vec![
        Choice::of(Shelf::NotSure, questions::choose_unsure(), questions::choose_unsure_says()),
        Choice::of(Shelf::NotYet, questions::choose_later(), questions::choose_later_says()),
        Choice::of(Shelf::NeedToKnowNow, questions::choose_now(), questions::choose_now_says()),
    ];
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/setting-down", setting_down::name()), setting_down::ask(), view! { <p class="lead">{setting_down::ask_lead()}</p> })}
            <form class="stack-wide" on:submit=move |event| { event.prevent_default(); asking.hand_in(); }>
                <div class="section">{asking.text.field("text", questions::text(), "3")}{saved()}</div>
                {choices("shelf", questions::where_to(), shelves, asking.shelf)}
                {move || asking.pause()}
                {refusal(asking.says)}
                <p class="acts acts-wide"><button class="button" type="submit">{questions::put_there()}</button><a class="button-plain" href=at(thought)>{words::app::not_now()}</a></p>
            </form>
        },
    )
}

impl Asking {
    fn hand_in(self) {
        self.pause.set(Pause::None);
        let ask = Across::AskThought {
            thought: self.thought,
            text: self.text.text(),
            shelf: self.shelf.get_untracked(),
            rest_hours: USUAL_REST_HOURS,
            sure: self.sure.get_untracked(),
        };
        match journey::perform(ask.into()) {
            Ok(()) => {
                self.text.done();
                go(&at(self.thought));
            }
            Err(Unheard::Refused(domain::Refusal::Questions(Refusal::AsksForPictures))) => {
                self.pause.set(Pause::Pictures);
            }
            Err(Unheard::Refused(domain::Refusal::Questions(Refusal::AskedBefore { earlier }))) => {
                self.pause.set(Pause::Before(earlier));
            }
            Err(reason) => self.says.set(Some(unheard(&reason))),
        }
    }

    /// What is said before it is asked all the same.
    fn pause(self) -> Node {
        let anyway = move |_| {
            match self.pause.get_untracked() {
                Pause::None => {}
                Pause::Pictures => self.sure.update(|it| it.though_it_asks_for_pictures = true),
                Pause::Before(earlier) => self.sure.update(|it| it.though_asked_before = Some(earlier)),
            }
            self.hand_in();
        };
        let (says, earlier, yes) = match self.pause.get() {
            Pause::None => return Node::Nothing,
            Pause::Pictures => (questions::pictures(), None, questions::pictures_sure()),
            Pause::Before(earlier) => (questions::before_lead(), asked(earlier), questions::before_anyway()),
        };
        view! {
            <div class="margin-note" role="alert"><p>{says}</p>{earlier}
                <p class="acts"><button class="button-plain" type="button" on:click=anyway>{yes}</button></p></div>
        }
    }
}

/// What was asked before, with the way to its answer.
fn asked(earlier: QuestionId) -> Option<Node> {
    let found = journey::read_once(|couple, _| {
        let sent = couple.questions.get(earlier).map(|it| (it.text.clone(), true));
        sent.or_else(|| couple.questions.resting(earlier).map(|it| (it.text.clone(), false)))
    });
    let (text, sent) = found.flatten()?;
    let href = if sent { ["/questions/", &earlier.to_string()].concat() } else { "/questions".to_owned() };
    Some(view! { <p><b>{text}</b>" "<a href=href>{questions::open()}</a></p> })
}

pub(super) fn talk(thought: ThoughtId) -> Node {
    page::title(words::app::mine());
    let Some(text) = open(thought) else { return not_here() };
    let bring = Bringing {
        thought,
        text: Kept::at(["setting_down/topic/", &thought.to_string()].concat(), &text),
        on: Kept::at(["setting_down/day/", &thought.to_string()].concat(), ""),
        reads: RwSignal::new(false),
        says: RwSignal::new(None),
    };
    ui::page(
        Place::Mine,
        view! {
            {head(ui::back("/setting-down", setting_down::name()), setting_down::bring(), view! { <p class="lead">{setting_down::bring_lead()}</p> })}
            {bring.on.day("talk-day", setting_down::talk_day())}
            <section class="section" aria-labelledby="mine">
                <h2 id="mine">{setting_down::bring_myself()}</h2>
                <p class="quiet">{setting_down::bring_myself_says()}</p>
                {audience(Reader::OnlyYou)}
                <p class="acts"><button class="button-quiet" type="button" on:click=move |_| bring.keep()>{setting_down::keep_for_talk()}</button></p>
            </section>
            {other().map(|other| bring.on_the_list(&other))}
            {refusal(bring.says)}
            <p class="acts"><a class="button-plain" href=at(thought)>{words::app::not_now()}</a></p>
        },
    )
}

#[derive(Clone, Copy)]
struct Bringing {
    thought: ThoughtId,
    text: Kept,
    on: Kept,
    /// The words are read once more.
    reads: RwSignal<bool>,
    says: Says,
}

impl Bringing {
    fn day(self) -> Option<Day> {
        Day::parse(&self.on.text())
    }

    fn keep(self) {
        if tell(Command::KeepForTalk { thought: self.thought, day: self.day() }.into(), self.says) {
            self.on.done();
            go(&at(self.thought));
        }
    }

    fn share(self) {
        let (thought, words, for_day) = (self.thought, self.text.text(), self.day());
        if tell(Across::BringThought { thought, words, for_day }.into(), self.says) {
            self.text.done();
            self.on.done();
            go(&at(thought));
        }
    }

    /// On the list of what to talk about: what the other reads stands there before it is shared.
    fn on_the_list(self, other: &str) -> Node {
        let name = StoredValue::new(other.to_owned());
        let write = move || {
            view! {
                <div class="section">{self.text.field("topic", setting_down::topic_words(), "2")}{saved()}
                <p class="acts"><button class="button-quiet" type="button" on:click=move |_| read_once_more(self.reads, !self.text.text().is_empty())>{writing::read_once_more()}</button></p></div>
            }
        };
        let read = move || {
            let other = name.get_value();
            view! {
                <div class="section">{preview(&other, Reader::Both, vec![(setting_down::topic(), self.text.text())])}
                <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| self.share()>{writing::share(&other)}</button>
                <button class="button-plain" type="button" on:click=move |_| read_once_more(self.reads, false)>{writing::change()}</button></p></div>
            }
        };
        view! {
            <section class="section" aria-labelledby="ours">
                <h2 id="ours">{setting_down::bring_to_both()}</h2>
                <p class="quiet">{setting_down::bring_to_both_says(other)}</p>
                {move || if self.reads.get() { read() } else { write() }}
            </section>
        }
    }
}
