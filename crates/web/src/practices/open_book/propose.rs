//! Proposing an agreement, or other terms for one that holds: what it says, how it becomes less, and what the other will read.

use crate::view::*;
use domain::open_book::{
    Command, How, Often, Opens, Proposal, Terms, Thing, USUAL_DAYS, is_a_length, steps as parts,
};
use domain::{AgreementId, Day};

use super::acts::safe;
use super::shown::{Shown, often, steps, terms, thing};
use super::{at, back, not_here, refused};
use crate::app::go;
use crate::journey;
use crate::platform;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, icon, saved};
use crate::words::{self, open_book, writing};
use crate::writing::{Kept, read_once_more};

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Form {
    opens: RwSignal<Opens>,
    things: RwSignal<Vec<Thing>>,
    how: RwSignal<How>,
    often: RwSignal<Often>,
    exactly: Kept,
    others: Kept,
    from: Kept,
    review: Kept,
    until: Kept,
    /// What is chosen, as it is kept.
    chosen: Kept,
    reads: RwSignal<bool>,
    says: Says,
    changes: Option<AgreementId>,
}

pub(super) fn screen() -> Node {
    let Some(two) = two_now().filter(Two::are_together) else { return not_here() };
    let today = platform::now().today();
    let parts = journey::read_once(|couple, me| couple.hurts.parts_of(me)).unwrap_or_default();
    let opens = if parts.is_responsible && !parts.was_hurt { Opens::Proposer } else { Opens::TheOther };
    let begins = Terms {
        opens,
        things: Vec::new(),
        exactly: None,
        how: How::Together,
        often: Often::TwiceAWeek,
        others: String::new(),
        from: today,
        review: today.plus(USUAL_DAYS / 2),
        until: today.plus(USUAL_DAYS - 1),
    };
    let lead = open_book::propose_lead(&two.other_name());
    form_page(two, (open_book::propose_title(), lead), Form::of(&begins, "open_book/new", None))
}

/// Other terms for one that holds.
pub(super) fn change(id: AgreementId) -> Node {
    let shown = journey::read_once(|couple, _| Shown::by_id(couple, id)).flatten();
    let it = shown.filter(Shown::goes_on).map(|it| it.it);
    let (Some(it), Some(two)) = (it, two_now().filter(Two::are_together)) else {
        return not_here();
    };
    let key = ["open_book/", &id.to_string()].concat();
    let mut begins = it.terms.clone();
    // Seen by who did not propose it, who opens is the other way round.
    if it.proposer() != two.me.id {
        begins.opens = match begins.opens {
            Opens::Proposer => Opens::TheOther,
            Opens::TheOther => Opens::Proposer,
            Opens::Both => Opens::Both,
        };
    }
    let lead = open_book::change_lead(&two.other_name());
    form_page(two, (open_book::change_title(), lead), Form::of(&begins, &key, Some(id)))
}

fn form_page(two: Two, (title, lead): (&'static str, String), form: Form) -> Node {
    let two = StoredValue::new(two);
    ui::page(
        Place::Ours,
        view! {
            {head(back(), title, view! { <p class="lead">{lead}</p> })}
            {offline()}
            {move || if form.reads.get() { form.read(&two.get_value()) } else { form.write(&two.get_value()) }}
            {refusal(form.says)}
        },
    )
}

impl Form {
    /// The fields with what was left in them, or else with what stands.
    fn of(it: &Terms, key: &str, changes: Option<AgreementId>) -> Self {
        let kept = |part: &str, was: &str| Kept::at([key, "/", part].concat(), was);
        let chosen = kept("chosen", &code(it.opens, &it.things, it.how, it.often));
        let (opens, things, how, often) =
            decode(&chosen.text()).unwrap_or_else(|| (it.opens, it.things.clone(), it.how, it.often));
        let form = Self {
            opens: RwSignal::new(opens),
            things: RwSignal::new(things),
            how: RwSignal::new(how),
            often: RwSignal::new(often),
            exactly: kept("exactly", it.exactly.as_deref().unwrap_or_default()),
            others: kept("others", &it.others),
            from: kept("from", &it.from.to_string()),
            review: kept("review", &it.review.to_string()),
            until: kept("until", &it.until.to_string()),
            chosen,
            reads: RwSignal::new(false),
            says: RwSignal::new(None),
            changes,
        };
        effect(move || {
            let now = code(form.opens.get(), &form.things.get(), form.how.get(), form.often.get());
            if now != chosen.text() {
                chosen.put(&now);
            }
        });
        form
    }

    fn proposal(self) -> Option<Proposal> {
        Some(Proposal {
            opens: self.opens.get_untracked(),
            things: self.things.get_untracked(),
            exactly: self.exactly.text(),
            how: self.how.get_untracked(),
            often: self.often.get_untracked(),
            others: self.others.text(),
            from: Day::parse(&self.from.text())?,
            review: Day::parse(&self.review.text())?,
            until: Day::parse(&self.until.text()),
        })
    }

    fn write(self, two: &Two) -> Node {
        let other = two.other_name();
        let on = move |event: Event| {
            event.prevent_default();
            match self.proposal().map(|it| it.terms()) {
                None => self.says.set(Some(open_book::days_missing())),
                Some(Err(reason)) => self.says.set(Some(refused(reason))),
                Some(Ok(_)) => {
                    self.says.set(None);
                    read_once_more(self.reads, true);
                }
            }
        };
        let first_day = self.changes.is_none().then(|| self.from.day("from", open_book::first_day()));
        view! {
            <form class="stack-wide" on:submit=on>
                {choices("opens", open_book::who(), opens_options(&other), self.opens)}
                {self.things()}
                <div class="section">{self.exactly.field("exactly", open_book::exactly(), "2")}<p class="field-note">{open_book::exactly_hint()}</p></div>
                {choices("how", open_book::how(), how_options(), self.how)}
                {self.often()}
                {self.others_field()}
                <fieldset class="field"><legend class="heading">{open_book::days()}</legend><div class="stack">
                    <div class="fields-row">{first_day}{self.until.day("until", open_book::last_day())}{self.review.day("review", open_book::review_day())}</div>
                    <p class="field-note">{open_book::days_says()}</p></div></fieldset>
                {move || self.steps()}
                {saved()}
                {safe()}
                <p class="acts acts-wide"><button class="button" type="submit">{writing::read_once_more()}</button><a class="button-plain" href="/open-book">{words::app::not_now()}</a></p>
            </form>
        }
    }

    fn things(self) -> Node {
        let rows: Vec<_> = Thing::ALL.into_iter().map(|it| {
            let turn = move |event: Event| {
                let mut all = self.things.get_untracked();
                all.retain(|other| *other != it);
                if event.checked() {
                    all.push(it);
                }
                self.things.set(all);
            };
            view! { <label class="tick"><input type="checkbox" prop:checked=move || self.things.get().contains(&it) on:change=turn/><span>{thing(it)}</span></label> }
        }).collect();
        view! { <fieldset class="field"><legend class="heading">{open_book::what()}</legend><div class="choices">{rows}</div></fieldset> }
    }

    fn often(self) -> Node {
        let rows: Vec<_> = Often::TO_BEGIN.into_iter().map(|it| view! {
            <label><input type="radio" name="often" prop:checked=move || self.often.get() == it on:change=move |_| self.often.set(it)/><span>{often(it)}</span></label>
        }).collect();
        view! { <fieldset class="field"><legend class="heading">{open_book::often()}</legend><div class="answers">{rows}</div></fieldset> }
    }

    /// What belongs to others, with three ways to begin. A tap adds one to what stands there.
    fn others_field(self) -> Node {
        let starts = [open_book::others_1(), open_book::others_2(), open_book::others_3()];
        let rows: Vec<_> = starts.into_iter().map(|it| view! {
            <li><button class="starter" type="button" on:click=move |_| self.others.add(it)>{icon("#icon-plus")}<span>{it}</span></button></li>
        }).collect();
        view! {
            <div class="section">{self.others.field("others", open_book::others(), "2")}
                <p class="field-note">{open_book::others_says()}</p>
                <section class="section" aria-labelledby="starters"><h2 class="label" id="starters">{open_book::starters()}</h2><ul class="starters">{rows}</ul></section></div>
        }
    }

    /// How it becomes less, as soon as its days are known.
    fn steps(self) -> Node {
        let day = |it: Kept| Day::parse(it.typed().trim());
        let (from, until, often) = (day(self.from), day(self.until), self.often.get());
        match from.zip(until).filter(|(from, until)| is_a_length(*from, *until)) {
            None => view! { <p class="quiet">{open_book::no_steps_yet()}</p> },
            Some((from, until)) => steps([parts(from, until, often)], None),
        }
    }

    fn command(self, proposal: Proposal) -> Command {
        match self.changes {
            None => Command::Propose(proposal),
            Some(agreement) => Command::ProposeChange { agreement, proposal },
        }
    }

    fn read(self, two: &Two) -> Node {
        let Some(Ok(it)) = self.proposal().map(|it| it.terms()) else { return self.write(two) };
        let other = two.other_name();
        let send = move |_| {
            let Some(proposal) = self.proposal() else { return };
            if tell(self.command(proposal).into(), self.says) {
                let Self { exactly, others, from, review, until, chosen, .. } = self;
                [exactly, others, from, review, until, chosen].into_iter().for_each(Kept::done);
                go(&self.changes.map_or_else(|| "/open-book".to_owned(), |it| at(it, "")));
            }
        };
        view! {
            <section class="paper" aria-labelledby="preview"><h2 id="preview">{writing::preview(&other)}</h2>{terms(&it, true, two)}{audience(Reader::Both)}</section>
            {steps([it.steps()], None)}
            <p class="acts acts-wide"><button class="button" type="button" on:click=send>{open_book::send(&other)}</button>
                <button class="button-plain" type="button" on:click=move |_| read_once_more(self.reads, false)>{writing::change()}</button></p>
        }
    }
}

fn opens_options(other: &str) -> Vec<Choice<Opens>> {
    let option = |value, name: String, says: String| Choice { value, name, says };
    vec![
        option(Opens::TheOther, open_book::who_them(other), open_book::who_them_says().to_owned()),
        option(Opens::Proposer, open_book::who_me().to_owned(), open_book::who_me_says(other)),
        option(Opens::Both, open_book::who_both().to_owned(), open_book::who_both_says().to_owned()),
    ]
}

fn how_options() -> Vec<Choice<How>> {
    vec![
        Choice::of(How::Together, open_book::how_together(), open_book::how_together_says()),
        Choice::of(How::OnAsking, open_book::how_asking(), open_book::how_asking_says()),
    ]
}

/// What is chosen, as it is kept while it is chosen: "1 013 0 2".
fn code(opens: Opens, things: &[Thing], how: How, often: Often) -> String {
    let digits = |it: &[Thing]| it.iter().map(|it| (*it as u8).to_string()).collect::<String>();
    let number = |it: u8| it.to_string();
    [number(opens as u8), digits(things), number(how as u8), number(often as u8)].join(" ")
}

fn decode(text: &str) -> Option<(Opens, Vec<Thing>, How, Often)> {
    let mut parts = text.split(' ');
    let mut next = || parts.next();
    let (opens, things, how, often) = (next()?, next()?, next()?, next()?);
    let is = |number: u8, text: &str| number.to_string() == text;
    let opens =
        [Opens::Proposer, Opens::TheOther, Opens::Both].into_iter().find(|it| is(*it as u8, opens))?;
    let how = [How::Together, How::OnAsking].into_iter().find(|it| is(*it as u8, how))?;
    let often = Often::TO_BEGIN.into_iter().find(|it| is(*it as u8, often))?;
    let things = Thing::ALL.into_iter().filter(|it| things.contains(&(*it as u8).to_string())).collect();
    Some((opens, things, how, often))
}
