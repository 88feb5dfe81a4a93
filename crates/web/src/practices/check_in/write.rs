//! Writing a check-in: seven sliders that nobody answers by accident, two lines, and who it is for.

use std::rc::Rc;

use crate::view::*;
use domain::check_in::{Answers, Command, FULLY, Facet};
use domain::{Day, Weekday};

use super::{facet_name, facet_says};
use crate::app::go;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::platform::{self, page};
use crate::practices::{refusal, unheard};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{
    self, Choice, Place, Rating, Side, Slider, choices, head, icon, kindly, notice, saved, slider, when,
    words_field,
};
use crate::words::{self, check_in};

/// Who it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    Both,
    Me,
}

#[derive(Clone, Copy)]
struct Form {
    ratings: StoredValue<Vec<(Facet, RwSignal<Rating>)>>,
    appreciation: RwSignal<String>,
    need: RwSignal<String>,
    for_whom: RwSignal<For>,
    says: RwSignal<Option<&'static str>>,
}

const APPRECIATION: &str = "check_in/appreciation";
const NEED: &str = "check_in/need";

fn rating_key(facet: Facet) -> String {
    ["check_in/rating/", &(facet as u8).to_string()].concat()
}

impl Form {
    /// What was left in the fields is in them again.
    fn from_drafts(together: bool) -> Self {
        let rating = |facet: Facet| {
            (facet, RwSignal::new(Rating::of_draft(&journey::draft(&rating_key(facet)), FULLY)))
        };
        Self {
            ratings: StoredValue::new(Facet::ALL.into_iter().map(rating).collect()),
            appreciation: RwSignal::new(journey::draft(APPRECIATION)),
            need: RwSignal::new(journey::draft(NEED)),
            for_whom: RwSignal::new(if together { For::Both } else { For::Me }),
            says: RwSignal::new(None),
        }
    }

    fn answers(self) -> Answers {
        let mut answers = Answers::default();
        answers.appreciation = Some(self.appreciation.get_untracked());
        answers.need = Some(self.need.get_untracked());
        self.ratings.with_value(|ratings| {
            ratings.iter().for_each(|(facet, rating)| answers.rate(*facet, rating.get_untracked().number()))
        });
        answers
    }

    fn hand_in(self) {
        let answers = self.answers();
        let command = match self.for_whom.get_untracked() {
            For::Both => Command::Seal(answers),
            For::Me => Command::KeepForMyself(answers),
        };
        match journey::perform(domain::Command::CheckIn(command)) {
            Ok(()) => {
                forget_drafts();
                page::arrive();
            }
            Err(reason) => self.says.set(Some(unheard(&reason))),
        }
    }
}

/// What was written is in the journey now.
fn forget_drafts() {
    let keys = [APPRECIATION.to_owned(), NEED.to_owned()];
    keys.into_iter()
        .chain(Facet::ALL.into_iter().map(rating_key))
        .for_each(|key| journey::keep_draft(&key, ""));
}

/// Answers that were taken back stand in the fields again.
pub(super) fn back_into_drafts(answers: &Answers) {
    for facet in Facet::ALL {
        let rating = answers.rating(facet).map_or(Rating::CantSay, Rating::Given);
        journey::keep_draft(&rating_key(facet), &rating.to_draft());
    }
    journey::keep_draft(APPRECIATION, answers.appreciation.as_deref().unwrap_or_default());
    journey::keep_draft(NEED, answers.need.as_deref().unwrap_or_default());
}

pub(super) fn screen(week: Day) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let form = Form::from_drafts(two.are_together());
    let side = two.me.side;
    let sliders: Vec<_> = form
        .ratings
        .with_value(|ratings| ratings.iter().map(|(facet, rating)| rated(*facet, *rating, side)).collect());
    let lead = view! { <p class="lead">{check_in::lead()}" "{when::weekday_and_day(week)}"."</p> };
    let lines = Guide {
        anyone: [check_in::anyone_1(), check_in::anyone_2(), check_in::anyone_3()],
        hurt: [check_in::hurt_1(), check_in::hurt_2(), check_in::hurt_3()],
        responsible: [check_in::responsible_1(), check_in::responsible_2(), check_in::responsible_3()],
    };
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/", words::app::today()), check_in::title(), lead)}
            {open_before()}
            {guide(lines)}
            {offline()}
            <form on:submit=move |event| { event.prevent_default(); form.hand_in(); }>
                {sliders}
                <section class="facet">{words_field("thanks", check_in::appreciation(), "2", form.appreciation, |text| journey::keep_draft(APPRECIATION, &text))}</section>
                <section class="facet">{words_field("need", check_in::need(), "2", form.need, |text| journey::keep_draft(NEED, &text))}{saved()}</section>
                {two.are_together().then(|| view! { <section class="facet">{for_whom(&two, form.for_whom)}</section> })}
                {refusal(form.says)}
                <p class="acts acts-wide">
                    <button class="button" type="submit">{icon("#icon-sealed")}{move || match form.for_whom.get() { For::Both => check_in::seal(), For::Me => check_in::keep() }}</button>
                    <a class="button-plain" href="/">{check_in::later()}</a>
                </p>
            </form>
            {day_chooser(&two)}
            <p class="small">{check_in::not_validated()}</p>
            {kindly(check_in::kindly())}
        },
    )
}

/// A check-in of an earlier week opened after the week had turned, and nobody has looked at it here.
fn open_before() -> Option<Node> {
    let now = platform::now();
    let week = journey::read_once(|couple, _| couple.check_in.just_opened(couple, &now)).flatten();
    let week = week.filter(|it| !super::was_opened(*it))?;
    let href = ["/check-in/", &week.to_string()].concat();
    let says = check_in::open_before(&when::weekday_and_day(week));
    Some(notice("#icon-open", false, view! { <p><a href=href>{says}</a></p> }))
}

fn for_whom(two: &Two, chosen: RwSignal<For>) -> Node {
    let options = vec![
        Choice {
            value: For::Both,
            name: check_in::for_both(&two.other_name()),
            says: check_in::for_both_says().to_owned(),
        },
        Choice {
            value: For::Me,
            name: check_in::for_me().to_owned(),
            says: check_in::for_me_says().to_owned(),
        },
    ];
    choices("who", check_in::who_for(), options, chosen)
}

/// One side of trust.
fn rated(facet: Facet, rating: RwSignal<Rating>, side: Side) -> Node {
    let id = ["facet-", &(facet as u8).to_string()].concat();
    let heading = view! { <h2 class="heading" id=id.clone()>{facet_name(facet)}</h2> };
    let (name, says, ends) =
        (facet_name(facet), facet_says(facet), [check_in::not_at_all(), check_in::fully()]);
    let asked = Slider { id, heading, name, says, most: FULLY, ends, steps: None, side };
    slider(asked, rating, Rc::new(move |it| journey::keep_draft(&rating_key(facet), &it.to_draft())))
}

/// The day of the week, for both.
pub(super) fn day_chooser(two: &Two) -> Node {
    if !two.are_together() {
        return Node::Nothing;
    }
    let day =
        RwSignal::new(journey::read_once(|couple, _| couple.check_in.weekday()).unwrap_or(Weekday::Sunday));
    let says = RwSignal::new(None);
    let options: Vec<_> = Weekday::ALL.into_iter().map(|weekday| view! {
        <label><input type="radio" name="day" prop:checked=move || day.get() == weekday on:change=move |_| {
            match journey::perform(domain::Command::CheckIn(Command::PickDay(weekday))) {
                Ok(()) => day.set(weekday),
                Err(reason) => says.set(Some(unheard(&reason))),
            }
        }/><span>{when::weekday(weekday)}</span></label>
    }).collect();
    view! {
        <details><summary>{check_in::day_title()}</summary>
            <fieldset class="field"><legend class="quiet">{check_in::day_says()}</legend><div class="answers">{options}</div></fieldset>
            {refusal(says)}
        </details>
    }
}

/// This week is kept for oneself.
pub(super) fn kept(again: RwSignal<bool>) -> Node {
    ui::page(
        Place::Today,
        view! {
            {head(ui::back("/", words::app::today()), check_in::kept_title(), view! { <p class="lead">{check_in::kept_lead()}</p> })}
            <p class="acts acts-wide">
                <button class="button" type="button" on:click=|_| go("/check-in/lines")>{check_in::see_lines()}</button>
                <button class="button-plain" type="button" on:click=move |_| again.set(true)>{check_in::do_again()}</button>
            </p>
        },
    )
}
