//! A slider that nobody answers by accident: hollow until it is touched, and "I can't say" is as easy as an answer.

use std::rc::Rc;

use super::marks::Side;
use crate::view::*;
use crate::words;

/// What a slider says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rating {
    Untouched,
    Given(u8),
    CantSay,
}

impl Rating {
    /// As it was left, on a scale up to `most`.
    pub(crate) fn of_draft(text: &str, most: u8) -> Self {
        match text {
            "-" => Self::CantSay,
            text => text.parse().ok().filter(|it| *it <= most).map_or(Self::Untouched, Self::Given),
        }
    }

    /// As it is kept while it is not handed in.
    pub(crate) fn to_draft(self) -> String {
        match self {
            Self::Untouched => String::new(),
            Self::Given(number) => number.to_string(),
            Self::CantSay => "-".to_owned(),
        }
    }

    /// The answer, if it is one.
    pub(crate) fn number(self) -> Option<u8> {
        match self {
            Self::Given(number) => Some(number),
            Self::Untouched | Self::CantSay => None,
        }
    }

    fn of_input(event: &Event) -> Self {
        event.value().parse().map_or(Self::Untouched, Self::Given)
    }
}

/// One slider: what it asks, and how its scale is called.
pub(crate) struct Slider {
    /// Its own name among the page's ids.
    pub(crate) id: String,
    /// The heading, with that id.
    pub(crate) heading: Node,
    /// What is rated, also for the box beside it.
    pub(crate) name: &'static str,
    /// The sentence that is rated.
    pub(crate) says: &'static str,
    /// The other end of the scale from 0.
    pub(crate) most: u8,
    /// What both ends are called.
    pub(crate) ends: [&'static str; 2],
    /// What a step is called, where a number alone would say little.
    pub(crate) steps: Option<fn(u8) -> &'static str>,
    /// Whose it is: the thumb has their shape.
    pub(crate) side: Side,
}

/// The whole question. `kept` gets every answer, so that nothing is lost.
pub(crate) fn slider(it: Slider, rating: RwSignal<Rating>, kept: Rc<dyn Fn(Rating)>) -> Node {
    let Slider { id, heading, name, says, most, ends, steps, side } = it;
    let (says_id, value_id) = ([&id, "-says"].concat(), [&id, "-value"].concat());
    let keep = move |given: Rating| {
        rating.set(given);
        kept(given);
    };
    let (drag, touch, leave) = (keep.clone(), keep.clone(), keep);
    let shown = move || match (rating.get().number(), steps) {
        (None, _) => words::app::no_answer().to_owned(),
        (Some(number), None) => number.to_string(),
        (Some(number), Some(called)) => called(number).to_owned(),
    };
    let spoken = move || match (rating.get().number(), steps) {
        (None, _) => Some(words::app::not_answered()),
        (Some(number), Some(called)) => Some(called(number)),
        (Some(_), None) => None,
    };
    let untouched = move || (rating.get() == Rating::Untouched).then_some("untouched");
    let cant_say = move || rating.get() == Rating::CantSay;
    let output = if steps.is_some() { "named" } else { "" };
    view! {
        <section class="facet" data-open=move || cant_say().then_some("true")>
            <div class="facet-head">{heading}<output class=output for=value_id.clone()>{shown}</output></div>
            <p class="quiet" id=says_id.clone()>{says}</p>
            <div class="slider" data-person=side.name() data-most=most.to_string() data-state=untouched>
                <input type="range" id=value_id min="0" max=most.to_string() step="1" aria-labelledby=id aria-describedby=says_id
                    aria-valuetext=spoken
                    prop:value=move || rating.get().number().unwrap_or(most / 2).to_string()
                    on:input=move |event| drag(Rating::of_input(&event))
                    on:click=move |event| if rating.get_untracked() == Rating::Untouched { touch(Rating::of_input(&event)) }/>
            </div>
            <p class="left-open">{words::app::left_open()}</p>
            <div class="slider-ends">
                <span aria-hidden="true">{ends[0]}</span>
                <label class="tick tick-quiet"><input class="cant-say" type="checkbox" prop:checked=cant_say on:change=move |event| leave(if event.checked() { Rating::CantSay } else { Rating::Untouched })/>
                    <span>{words::app::cant_say()}<span class="only-read">": "{name}</span></span></label>
                <span aria-hidden="true">{ends[1]}</span>
            </div>
        </section>
    }
}
