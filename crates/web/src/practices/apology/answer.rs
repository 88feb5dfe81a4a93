//! The receiver's answer: each part of it stands on its own, goes to the other only when told, and can be changed.

use crate::view::*;
use domain::apology::{Answer, Command, Part, Sending};

use super::tell;
use crate::practices::refusal;
use crate::ui::{Choice, choices};
use crate::words::apology;

const STANDS: [Answer; 3] = [Answer::Accepted, Answer::NotYet, Answer::NotNow];

#[derive(Clone, Copy)]
struct Form {
    read: RwSignal<bool>,
    missing: RwSignal<bool>,
    parts: RwSignal<Vec<Part>>,
    stand: RwSignal<Option<Answer>>,
    says: RwSignal<Option<&'static str>>,
    told: RwSignal<bool>,
}

/// The form under an open letter. While the letter rests, it is folded away: nothing is asked.
pub(super) fn section(other: &str, sending: &Sending, version: u16, rests: bool) -> Node {
    let given = StoredValue::new((sending.clone(), version));
    let answers = sending.versions.get(usize::from(version)).map(|it| it.answers.clone()).unwrap_or_default();
    let parts: Vec<Part> =
        Part::ALL.into_iter().filter(|it| answers.contains(&Answer::Missing(*it))).collect();
    let form = Form {
        read: RwSignal::new(answers.contains(&Answer::Read)),
        missing: RwSignal::new(!parts.is_empty()),
        parts: RwSignal::new(parts),
        stand: RwSignal::new(STANDS.into_iter().find(|it| answers.contains(it))),
        says: RwSignal::new(None),
        told: RwSignal::new(false),
    };
    let send = move |event: Event| {
        event.prevent_default();
        given.with_value(|(sending, version)| form.tell(sending, *version));
    };
    let form = fields(form, other, send);
    if rests {
        return view! { <details><summary>{apology::answer_title()}</summary>{form}</details> };
    }
    form
}

fn fields(form: Form, other: &str, send: impl Fn(Event) + 'static) -> Node {
    let name = other.to_owned();
    view! {
        <form class="stack-wide" on:submit=send>
            <fieldset class="field"><legend class="heading">{apology::answer_title()}</legend>
                <p class="quiet">{apology::answer_lead(other)}</p>
                <div class="choices">
                    {tick(form.read, apology::answer_read(), apology::answer_read_says().to_owned())}
                    {tick(form.missing, apology::answer_missing(), apology::answer_missing_says(other))}
                </div>
            </fieldset>
            {move || form.missing.get().then(|| parts(form, &name))}
            {choices("stand", apology::stand_title(), stands(other), form.stand)}
            {refusal(form.says)}
            <p class="quiet" role="status">{let other = other.to_owned(); move || form.told.get().then(|| apology::told(&other))}</p>
            <p class="acts acts-wide"><button class="button" type="submit">{apology::tell(other)}</button><a class="button-plain" href="/">{apology::keep_to_myself()}</a></p>
        </form>
    }
}

fn tick(is: RwSignal<bool>, name: &'static str, says: String) -> Node {
    view! { <label class="tick"><input type="checkbox" prop:checked=move || is.get() on:change=move |event| is.set(event.checked())/><span><b>{name}</b><span>{says}</span></span></label> }
}

fn parts(form: Form, other: &str) -> Node {
    let rows: Vec<_> = Part::ALL.into_iter().map(|part| {
        let change = move |event: Event| form.parts.update(|it| {
            it.retain(|known| *known != part);
            it.extend(event.checked().then_some(part));
        });
        view! { <label><input type="checkbox" prop:checked=move || form.parts.get().contains(&part) on:change=change/><span>{part_name(part, other)}</span></label> }
    }).collect();
    view! { <fieldset class="field"><legend class="label">{apology::missing_in()}</legend><div class="answers">{rows}</div></fieldset> }
}

fn part_name(part: Part, other: &str) -> String {
    match part {
        Part::Responsibility => apology::missing_responsibility(other),
        Part::Repair => apology::missing_repair(other),
        Part::Regret => apology::missing_regret(other),
        Part::Explanation => apology::missing_explanation().to_owned(),
        Part::Differently => apology::missing_differently(other),
    }
}

fn stands(other: &str) -> Vec<Choice<Option<Answer>>> {
    let choice = |value, name: &'static str, says: String| Choice { value, name: name.to_owned(), says };
    vec![
        choice(None, apology::stand_nothing(), apology::stand_nothing_says(other)),
        choice(Some(Answer::NotNow), apology::stand_not_now(), apology::stand_not_now_says().to_owned()),
        choice(Some(Answer::NotYet), apology::stand_not_yet(), apology::stand_not_yet_says().to_owned()),
        choice(Some(Answer::Accepted), apology::stand_accept(), apology::stand_accept_says().to_owned()),
    ]
}

impl Form {
    /// Tells what has changed, and takes back what stands no more.
    fn tell(self, sending: &Sending, version: u16) {
        let parts = if self.missing.get_untracked() { self.parts.get_untracked() } else { Vec::new() };
        if self.missing.get_untracked() && parts.is_empty() {
            return self.says.set(Some(apology::choose_part()));
        }
        let stand = self.stand.get_untracked();
        let mut wanted = vec![(Answer::Read, self.read.get_untracked())];
        wanted.extend(Part::ALL.map(|part| (Answer::Missing(part), parts.contains(&part))));
        // What takes the place of another comes last.
        wanted.extend(STANDS.into_iter().filter(|it| stand != Some(*it)).map(|it| (it, false)));
        wanted.extend(stand.map(|it| (it, true)));
        let told = wanted.into_iter().all(|(answer, stands)| {
            tell(Command::Answer { apology: sending.id, version, answer, stands }, self.says)
        });
        let _ = self.told.try_set(told);
    }
}
