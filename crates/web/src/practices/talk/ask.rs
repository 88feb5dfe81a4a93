//! Asking for a talk: about what, on how many devices, how long one speaks.

use crate::view::*;
use domain::talk::{Command, Devices, USUAL_TURN_SECONDS};
use domain::{Couple, PersonId, TopicId};

use super::{Shown, do_it, href, minutes};
use crate::app::go;
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{self, Choice, Place, choices, head, icon};
use crate::words::{self, talk};

const LENGTHS: [u16; 4] = [60, 120, USUAL_TURN_SECONDS, 300];

pub(super) fn screen(topic: Option<TopicId>) -> Node {
    page::title(words::app::ours());
    let Some(two) = two_now() else { return Node::Nothing };
    let now = platform::now();
    let quiet = journey::read_once(|couple, _| couple.space.now(&now).is_quiet()) == Some(true);
    let topics = journey::read_once(open_topics).unwrap_or_default();
    let about = RwSignal::new(topic.filter(|it| topics.iter().any(|shown| shown.topic.id == *it)));
    let (on, length) = (RwSignal::new(Devices::Two), RwSignal::new(USUAL_TURN_SECONDS));
    let says: Says = RwSignal::new(None);
    let ask = move |event: Event| {
        event.prevent_default();
        let (topic, on) = (about.get_untracked(), on.get_untracked());
        if do_it(Command::Ask { on, topic, turn_seconds: length.get_untracked() }, says) {
            let now = journey::of_the_moment();
            let open = journey::read_once(|couple, _| couple.talk.open(&now).map(|it| it.id)).flatten();
            go(&open.map_or_else(|| "/talk".to_owned(), href));
        }
    };
    let send = move || match on.get() {
        Devices::Two => talk::send(&two.other_name()),
        Devices::One => talk::begin_here().to_owned(),
    };
    let top = || {
        head(ui::back("/talk", talk::name()), talk::ask(), view! { <p class="lead">{talk::ask_lead()}</p> })
    };
    if quiet {
        return ui::page(
            Place::Ours,
            view! { {top()}<p>{talk::in_space()}</p><p class="acts"><a class="button-quiet" href="/space">{talk::see_space()}</a></p> },
        );
    }
    // A talk that is on is gone to; a second one beside it would be refused.
    let true_now = journey::of_the_moment();
    let on_now = journey::read_once(|couple, _| couple.talk.open(&true_now).map(|it| it.id)).flatten();
    if let Some(open) = on_now {
        return ui::page(
            Place::Ours,
            view! { {top()}<p>{talk::already_asked()}</p><p class="acts"><a class="button" href=href(open)>{icon("#icon-talk")}{talk::go_to_talk()}</a></p> },
        );
    }
    ui::page(
        Place::Ours,
        view! {
            {top()}
            {offline()}
            <form class="stack-wide" on:submit=ask>
                {choices("about", talk::about(), subjects(&topics), about)}
                {choices("on", talk::on(), devices(), on)}
                {lengths(length)}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{send}</button><a class="button-plain" href="/talk">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

/// What is still to be talked about, as the viewer sees it.
pub(super) fn open_topics(couple: &Couple, me: PersonId) -> Vec<Shown> {
    let open = couple.talk.topics().into_iter().map(|it| Shown::of(couple, me, it));
    open.filter(|it| !it.through).collect()
}

fn subjects(topics: &[Shown]) -> Vec<Choice<Option<TopicId>>> {
    let open =
        Choice { value: None, name: talk::about_open().to_owned(), says: talk::about_open_says().to_owned() };
    let topics = topics.iter().map(|it| Choice {
        value: Some(it.topic.id),
        name: it.topic.text.clone(),
        says: it.comes_from().unwrap_or_default(),
    });
    let mut all: Vec<_> = topics.collect();
    all.push(open);
    all
}

fn devices() -> Vec<Choice<Devices>> {
    let choice =
        |value, name: &str, says: &str| Choice { value, name: name.to_owned(), says: says.to_owned() };
    vec![
        choice(Devices::Two, talk::on_two(), talk::on_two_says()),
        choice(Devices::One, talk::on_one(), talk::on_one_says()),
    ]
}

fn lengths(chosen: RwSignal<u16>) -> Node {
    let options: Vec<_> = LENGTHS.into_iter().map(|length| view! {
        <label><input type="radio" name="length" prop:checked=move || chosen.get() == length on:change=move |_| chosen.set(length)/><span>{minutes(length)}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend class="heading">{talk::how_long()}</legend><div class="answers">{options}</div></fieldset> }
}
