//! Writing of a hurt, for oneself: how one sees one's own part decides what the guide asks for. Every part may stay open.

use crate::view::*;
use domain::HurtId;
use domain::hurts::{Account, Command, Part, Side, Telling};

use super::{at, back_to, name_of, not_here, part_name};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::ui::{self, Choice, Place, Reader, audience, choices, head, saved};
use crate::words::{self, hurts};
use crate::writing::Kept;

/// The parts of an account with the ids of their fields.
const PARTS: [(Part, &str); 8] = [
    (Part::What, "what"),
    (Part::SinceWhen, "since"),
    (Part::IsItOver, "over"),
    (Part::Health, "health"),
    (Part::Money, "money"),
    (Part::Lies, "lies"),
    (Part::WhoKnows, "knows"),
    (Part::WhatItDid, "did"),
];

#[derive(Clone, Copy)]
struct Form {
    hurt: Option<HurtId>,
    /// Nobody takes a part by accident: at first none is chosen.
    side: RwSignal<Option<Side>>,
    side_kept: StoredValue<String>,
    name: Kept,
    parts: StoredValue<Vec<(Part, &'static str, Kept)>>,
    says: Says,
}

pub(super) fn screen(hurt: Option<HurtId>) -> Node {
    page::title(words::app::mine());
    let known = journey::read_once(|couple, me| {
        let own = hurt.and_then(|it| couple.hurts.own(it)).map(|(_, it)| it.clone());
        let name = hurt.and_then(|it| name_of(couple, it));
        let told = hurt.and_then(|it| couple.hurts.get(it));
        (own, name, told.and_then(|it| it.side_of(me)), told.is_some_and(|it| it.told_by(me).is_some()))
    });
    let (own, name, said, is_told) = known.unwrap_or_default();
    // What is shared is one whole: it is added to, and not written anew.
    if (hurt.is_some() && name.is_none()) || is_told {
        return not_here();
    }
    let form = Form::of(hurt, own.as_ref(), name.clone().unwrap_or_default(), said);
    let back = match (hurt, name) {
        (Some(hurt), Some(name)) => back_to(hurt, name),
        _ => ui::back("/hurts", hurts::name()),
    };
    let away = hurt.map_or_else(|| "/hurts".to_owned(), |it| at(it, ""));
    ui::page(
        Place::Mine,
        view! {
            {head(back, hurts::write_title(), view! { <p class="lead">{hurts::write_lead()}</p> })}
            {audience(Reader::OnlyYou)}
            {offline()}
            <form class="stack-wide" on:submit=move |event| { event.prevent_default(); form.hand_in(); } on:change=move |_| form.keep_side()>
                {choices("side", hurts::your_part(), sides(), form.side)}
                <div>{form.name.field("name", hurts::call_it(), "1")}<p class="field-note">{hurts::call_it_says()}</p></div>
                {move || form.fields()}
                {saved()}
                {refusal(form.says)}
                <p class="acts acts-wide"><button class="button" type="submit">{hurts::keep()}</button><a class="button-plain" href=away>{words::app::not_now()}</a></p>
            </form>
        },
    )
}

fn sides() -> Vec<Choice<Option<Side>>> {
    let choice = |value: Side, name: &'static str, says: &'static str| Choice {
        value: Some(value),
        name: name.to_owned(),
        says: says.to_owned(),
    };
    vec![
        choice(Side::IWasHurt, hurts::i_was_hurt(), hurts::i_was_hurt_says()),
        choice(Side::IAmResponsible, hurts::i_am_responsible(), hurts::i_am_responsible_says()),
    ]
}

/// What helps to write a part.
fn hint(part: Part, side: Side) -> &'static str {
    match part {
        Part::What if side == Side::IAmResponsible => hurts::what_hint_responsible(),
        Part::What => hurts::what_hint(),
        Part::SinceWhen => hurts::since_hint(),
        Part::IsItOver => hurts::over_hint(),
        Part::Health => hurts::health_hint(),
        Part::Money => hurts::money_hint(),
        Part::Lies => hurts::lies_hint(),
        Part::WhoKnows => hurts::knows_hint(),
        Part::WhatItDid => hurts::did_hint(),
    }
}

impl Form {
    /// What was typed there last, or else what is kept.
    fn of(hurt: Option<HurtId>, own: Option<&Telling>, name: String, said: Option<Side>) -> Self {
        let first = ["hurts/", &hurt.map_or_else(|| "new".to_owned(), |it| it.to_string()), "/"].concat();
        let at = |part: &str, was: &str| Kept::at([&first, part].concat(), was);
        let part = |(part, id): (Part, &'static str)| {
            let was = own.and_then(|it| it.account.get(part)).unwrap_or_default();
            (part, id, at(id, was))
        };
        let side_kept = [&first, "side"].concat();
        let typed = match journey::draft(&side_kept).as_str() {
            "hurt" => Some(Side::IWasHurt),
            "responsible" => Some(Side::IAmResponsible),
            _ => None,
        };
        let side = typed.or(own.map(|it| it.side)).or(said);
        Self {
            hurt,
            side: RwSignal::new(side),
            side_kept: StoredValue::new(side_kept),
            name: at("name", &name),
            parts: StoredValue::new(PARTS.into_iter().map(part).collect()),
            says: RwSignal::new(None),
        }
    }

    /// The fields the guide asks for; what was written of others is shown as well, so that nothing is shared unseen.
    fn fields(self) -> Node {
        let Some(side) = self.side.get() else { return Node::Nothing };
        let asked = Part::asked(side);
        let fields: Vec<_> = self.parts.with_value(|parts| {
            let shown = parts.iter().filter(|(part, _, kept)| asked.contains(part) || !kept.text().is_empty());
            shown.map(|(part, id, kept)| view! {
                <div>{kept.field(id, part_name(*part), "3")}<p class="field-note">{hint(*part, side)}</p></div>
            }).collect()
        });
        view! { <div class="stack-wide">{fields}</div> }
    }

    /// What was chosen is kept like what is typed.
    fn keep_side(self) {
        let side = match self.side.get_untracked() {
            Some(Side::IWasHurt) => "hurt",
            Some(Side::IAmResponsible) => "responsible",
            None => "",
        };
        self.side_kept.with_value(|key| journey::keep_draft(key, side));
    }

    fn hand_in(self) {
        let Some(side) = self.side.get_untracked() else { return self.says.set(Some(hurts::side_first())) };
        let mut account = Account::default();
        self.parts
            .with_value(|parts| parts.iter().for_each(|(part, _, kept)| account.put(*part, &kept.text())));
        let telling = Telling { name: self.name.text(), side, account };
        if !tell(Command::Write { hurt: self.hurt, telling }.into(), self.says) {
            return;
        }
        self.side_kept.with_value(|key| journey::keep_draft(key, ""));
        self.name.done();
        self.parts.with_value(|parts| parts.iter().for_each(|(_, _, kept)| kept.done()));
        go(&self.hurt.or_else(newest).map_or_else(|| "/hurts".to_owned(), |it| at(it, "")));
    }
}

/// What the viewer wrote last.
fn newest() -> Option<HurtId> {
    journey::read_once(|couple, _| {
        let mut last: Option<(domain::Stamp, HurtId)> = None;
        for (id, own, _) in couple.hurts.written() {
            last = last.filter(|it| it.0 >= own.written).or(Some((own.written, id)));
        }
        last.map(|it| it.1)
    })
    .flatten()
}
