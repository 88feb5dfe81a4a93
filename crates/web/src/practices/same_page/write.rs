//! Answering for oneself: five ways between yes and no, for how long, what it needs, and for who is responsible also
//! remorse and interest in their own words.

use crate::view::*;
use domain::same_page::{Answer, Command, ToWrite, Wants};

use super::{back, tell, wants_name, weeks_name};
use crate::app::go;
use crate::guide::{Guide, guide};
use crate::journey;
use crate::practices::{Says, refusal};
use crate::today::offline;
use crate::two::two_now;
use crate::ui::{
    self, Choice, Place, Reader, audience, choices, head, icon, kindly, notice, saved, words_field,
};
use crate::words::same_page;

const WANTS: [Wants; 5] = [Wants::Yes, Wants::LeaningYes, Wants::Unsure, Wants::LeaningNo, Wants::No];
/// For how long it can be, in weeks. Nothing stands for "I can't say".
const WEEKS: [Option<u16>; 5] = [Some(4), Some(13), Some(26), Some(52), None];
const CHOSEN: &str = "same_page/wants";
const FOR_WEEKS: &str = "same_page/weeks";
const NEEDS: &str = "same_page/needs";
const REMORSE: &str = "same_page/remorse";
const INTEREST: &str = "same_page/interest";

#[derive(Clone, Copy)]
pub(super) struct Form {
    wants: RwSignal<Option<Wants>>,
    weeks: RwSignal<Option<u16>>,
    needs: RwSignal<String>,
    remorse: RwSignal<String>,
    interest: RwSignal<String>,
    says: Says,
}

impl Form {
    /// What was left in the fields is in them again.
    pub(super) fn from_drafts() -> Self {
        let wants = journey::draft(CHOSEN).parse().ok().and_then(|at: usize| WANTS.get(at).copied());
        Self {
            wants: RwSignal::new(wants),
            weeks: RwSignal::new(journey::draft(FOR_WEEKS).parse().ok()),
            needs: RwSignal::new(journey::draft(NEEDS)),
            remorse: RwSignal::new(journey::draft(REMORSE)),
            interest: RwSignal::new(journey::draft(INTEREST)),
            says: RwSignal::new(None),
        }
    }

    /// Puts an answer into the fields, or empties them.
    fn put(self, answer: Option<&Answer>) {
        let words = |it: fn(&Answer) -> &Option<String>| {
            answer.and_then(|answer| it(answer).clone()).unwrap_or_default()
        };
        self.choose(answer.map(|it| it.wants));
        self.choose_weeks(answer.and_then(|it| it.gives_weeks));
        let texts = [words(|it| &it.needs), words(|it| &it.remorse), words(|it| &it.interest)];
        let fields = [(NEEDS, self.needs), (REMORSE, self.remorse), (INTEREST, self.interest)];
        for ((key, field), text) in fields.into_iter().zip(texts) {
            journey::keep_draft(key, &text);
            field.set(text);
        }
    }

    fn choose(self, wants: Option<Wants>) {
        let at = wants.and_then(|wants| WANTS.iter().position(|it| *it == wants));
        journey::keep_draft(CHOSEN, &at.map(|it| it.to_string()).unwrap_or_default());
        self.wants.set(wants);
    }

    fn choose_weeks(self, weeks: Option<u16>) {
        journey::keep_draft(FOR_WEEKS, &weeks.map(|it| it.to_string()).unwrap_or_default());
        self.weeks.set(weeks);
    }

    fn hand_in(self) {
        let Some(wants) = self.wants.get_untracked() else {
            return self.says.set(Some(same_page::choose_wants()));
        };
        let answer = Answer {
            wants,
            gives_weeks: self.weeks.get_untracked(),
            needs: Some(self.needs.get_untracked()),
            remorse: Some(self.remorse.get_untracked()),
            interest: Some(self.interest.get_untracked()),
        };
        if tell(Command::Seal(answer), self.says) {
            self.put(None);
            go("/same-page");
        }
    }
}

/// First into the fields, then out of the seal: so nothing is lost in between.
pub(super) fn take_back(mine: &Answer, form: Form, says: Says) {
    form.put(Some(mine));
    if tell(Command::TakeBack, says) {
        go("/same-page/write");
    }
}

pub(super) fn screen(form: Form, asked: &ToWrite, again: bool) -> Node {
    let Some(two) = two_now() else { return Node::Nothing };
    let together = two.are_together();
    let responsible = journey::read_once(|couple, me| couple.same_page.asks_for_remorse(couple, me));
    let they_ask = asked.asked_by_them.then(|| {
        let name = two.other_name();
        let says = if again { same_page::they_ask_again(&name) } else { same_page::they_ask(&name) };
        notice("#icon-letter", false, view! { <p>{says}</p> })
    });
    let seal = together.then(
        || view! { <button class="button" type="submit">{icon("#icon-sealed")}{same_page::seal()}</button> },
    );
    let two_first = (!together).then(|| view! { <p class="quiet">{same_page::needs_two()}</p> });
    ui::page(
        Place::Ours,
        view! {
            {head(back(), same_page::title(), view! { <p class="lead">{same_page::lead()}</p> })}
            {offline()}
            {they_ask}
            {guide(lines())}
            <form class="stack-wide" on:submit=move |event| { event.prevent_default(); form.hand_in(); }>
                {wants(form)}
                {weeks(form)}
                {field("needs", same_page::needs(), same_page::needs_hint(), form.needs, NEEDS)}
                {(responsible == Some(true)).then(|| view! {
                    {field("remorse", same_page::remorse(), same_page::remorse_hint(), form.remorse, REMORSE)}
                    {field("interest", same_page::interest(), same_page::interest_hint(), form.interest, INTEREST)}
                })}
                <div class="stack">{saved()}{audience(if together { Reader::Sealed } else { Reader::OnlyYou })}</div>
                {two_first}
                {refusal(form.says)}
                <p class="acts acts-wide">{seal}<a class="button-plain" href="/">{same_page::later()}</a></p>
            </form>
            {kindly(same_page::end())}
        },
    )
}

fn lines() -> Guide {
    Guide {
        anyone: [same_page::anyone_1(), same_page::anyone_2(), same_page::anyone_3()],
        hurt: [same_page::hurt_1(), same_page::hurt_2(), same_page::hurt_3()],
        responsible: [same_page::responsible_1(), same_page::responsible_2(), same_page::responsible_3()],
    }
}

fn wants(form: Form) -> Node {
    let chosen = RwSignal::new(form.wants.get_untracked());
    effect(move || {
        let now = chosen.get();
        if now != form.wants.get_untracked() {
            form.choose(now);
        }
    });
    let says = |wants| match wants {
        Wants::Yes => same_page::yes_says(),
        Wants::LeaningYes => same_page::leaning_yes_says(),
        Wants::Unsure => same_page::unsure_says(),
        Wants::LeaningNo => same_page::leaning_no_says(),
        Wants::No => same_page::no_says(),
    };
    let options = WANTS.into_iter().map(|it| Choice {
        value: Some(it),
        name: wants_name(it).to_owned(),
        says: says(it).to_owned(),
    });
    choices("wants", same_page::wants(), options.collect(), chosen)
}

fn weeks(form: Form) -> Node {
    let options: Vec<_> = WEEKS.into_iter().map(|it| view! {
        <label><input type="radio" name="weeks" prop:checked=move || form.weeks.get() == it on:change=move |_| form.choose_weeks(it)/><span>{weeks_name(it)}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend class="heading">{same_page::weeks()}</legend><div class="answers">{options}</div></fieldset> }
}

fn field(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    key: &'static str,
) -> Node {
    view! { <div class="section">{words_field(id, label, "3", value, move |text| journey::keep_draft(key, &text))}<p class="field-note">{hint}</p></div> }
}
