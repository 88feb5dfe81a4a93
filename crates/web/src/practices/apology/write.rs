//! Writing an apology: five parts in the order that helps most, and one more that is off unless chosen. It is read as
//! the other will read it before it goes.

use crate::view::*;
use domain::HurtId;
use domain::apology::{Command, Letter, Part, Stands};

use super::reading::{Watched, watched};
use super::{Shown, apology_page, author_guide, back_to, for_hurt, hurt_page, letter, tell};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::refusal;
use crate::today::offline;
use crate::ui::{self, Place, Reader, audience, head, kindly, notice, saved};
use crate::words::apology;

/// Where the fields of a letter are kept, in their order.
const FIELDS: [&str; 7] =
    ["responsibility", "repair", "offers", "regret", "explanation", "differently", "asking"];

fn key(hurt: HurtId, field: &str) -> String {
    ["apology/", &hurt.to_string(), "/", field].concat()
}

/// What stands in the fields.
#[derive(Clone, Copy)]
pub(super) struct Form {
    hurt: HurtId,
    fields: [RwSignal<String>; 7],
    /// Whether the sentence that asks for forgiveness is part of it.
    asks: RwSignal<bool>,
    kept: RwSignal<String>,
    /// It is read as the other will read it.
    reads: RwSignal<bool>,
    says: RwSignal<Option<&'static str>>,
    /// The reader could not be loaded: nothing is marked.
    unread: RwSignal<bool>,
}

/// Whether something of a letter for this hurt is being written.
pub(super) fn is_begun(hurt: HurtId) -> bool {
    FIELDS.iter().any(|it| !journey::draft(&key(hurt, it)).is_empty())
}

/// Puts the words of a letter into the drafts, so that they can be changed there.
fn into_drafts(hurt: HurtId, letter: &Letter) {
    let offers = letter.offers.join("\n");
    let asks = letter.asks_forgiveness.as_deref();
    let texts = [
        &letter.responsibility,
        &letter.repair,
        offers.as_str(),
        &letter.regret,
        &letter.explanation,
        &letter.differently,
        asks.unwrap_or_default(),
    ];
    for (field, text) in FIELDS.iter().zip(texts) {
        journey::keep_draft(&key(hurt, field), text);
    }
    journey::keep_draft(&key(hurt, "asks"), if asks.is_some() { "yes" } else { "" });
}

impl Form {
    /// What was left in the fields is in them again. `again`: nothing was, and the letter that leads is written anew.
    pub(super) fn of(hurt: HurtId, again: bool) -> Self {
        let sent = journey::read_once(|couple, me| {
            couple.apology.for_hurt(hurt, me)?.latest().map(|it| it.letter.clone())
        });
        if let Some(letter) = sent.flatten().filter(|_| again && !is_begun(hurt)) {
            into_drafts(hurt, &letter);
        }
        Self {
            hurt,
            fields: FIELDS.map(|it| RwSignal::new(journey::draft(&key(hurt, it)))),
            asks: RwSignal::new(!journey::draft(&key(hurt, "asks")).is_empty()),
            kept: RwSignal::new(journey::draft(&key(hurt, "kept"))),
            reads: RwSignal::new(false),
            says: RwSignal::new(None),
            unread: RwSignal::new(false),
        }
    }

    /// Puts a letter into the fields, unless something is being written there.
    pub(super) fn take_up(self, letter: &Letter) {
        if !is_begun(self.hurt) {
            into_drafts(self.hurt, letter);
        }
        for (field, name) in self.fields.into_iter().zip(FIELDS) {
            field.set(journey::draft(&key(self.hurt, name)));
        }
        self.asks.set(!journey::draft(&key(self.hurt, "asks")).is_empty());
    }

    fn letter(self) -> Letter {
        let [responsibility, repair, offers, regret, explanation, differently, asking] =
            self.fields.map(RwSignal::get_untracked);
        let lines = offers.lines().map(str::trim).filter(|it| !it.is_empty());
        Letter {
            responsibility,
            repair,
            offers: lines.map(str::to_owned).collect(),
            regret,
            explanation,
            differently,
            asks_forgiveness: Some(asking).filter(|_| self.asks.get_untracked()),
        }
    }

    fn send(self, shown: &Shown) {
        let letter = self.letter();
        let command = match &shown.sending {
            None => Command::Send { hurt: self.hurt, letter },
            Some(before) => Command::Revise { apology: before.id, letter },
        };
        if tell(command, self.says) {
            into_drafts(self.hurt, &Letter::default());
            self.reads.set(false);
            go(&apology_page(self.hurt));
        }
    }

    fn turn(self, reads: bool) {
        self.says.set(None);
        self.reads.set(reads);
        page::arrive();
    }
}

pub(super) fn screen(form: Form, shown: &Shown) -> Node {
    let shown = StoredValue::new(shown.clone());
    view! {{move || shown.with_value(|shown| if form.reads.get() { as_read(form, shown) } else { writing(form, shown) })}}
}

fn writing(form: Form, shown: &Shown) -> Node {
    let other = &shown.other;
    let title =
        if shown.sending.is_some() { apology::again_title().to_owned() } else { apology::write_title(other) };
    let lead = view! {
        <p class="lead">{apology::write_lead()}</p>{for_hurt(shown)}
        {audience(Reader::OnlyYou)}<p class="quiet">{move || if form.unread.get() { apology::draft_unread() } else { apology::draft_yours() }}</p>
    };
    let add = move |_| {
        form.asks.update(|it| *it = !*it);
        let kept = if form.asks.get_untracked() { "yes" } else { "" };
        journey::keep_draft(&key(form.hurt, "asks"), kept);
    };
    ui::page(
        Place::Ours,
        view! {
            {head(back_to(shown), title, lead)}
            {offline()}
            {author_guide()}
            <div class="parts">{parts(form, shown)}</div>
            <section class="section">
                <label class="tick"><input type="checkbox" prop:checked=move || form.asks.get() on:change=add/><span>{apology::asks_tick()}<br/><span class="quiet">{apology::asks_says()}</span></span></label>
                {move || form.asks.get().then(|| field(form, 6, "asking", apology::asking(), apology::hint_asking().to_owned()))}
                {saved()}
                {waits(shown)}
                <p class="acts acts-wide"><button class="button" type="button" on:click=move |_| form.turn(true)>{apology::read_as(other)}</button></p>
                            </section>
            {kindly(apology::write_end())}
        },
    )
}

/// The five parts; offers stand under the second.
fn parts(form: Form, shown: &Shown) -> Vec<Node> {
    let other = &shown.other;
    let part = |at: usize, id: &'static str, part: Part, hint: String, more: Node| {
        let field = field(form, at, id, letter::part_name(part), hint);
        view! { <section class="part">{field}{more}</section> }
    };
    let offers = field(form, 2, "offers", apology::offers(), apology::hint_offers(other));
    vec![
        part(0, "responsibility", Part::Responsibility, apology::hint_responsibility(other), Node::Nothing),
        part(
            1,
            "repair",
            Part::Repair,
            apology::hint_repair().to_owned(),
            view! { <div class="part-below">{offers}</div> },
        ),
        part(3, "regret", Part::Regret, apology::hint_regret(other), Node::Nothing),
        part(4, "explanation", Part::Explanation, apology::hint_explanation().to_owned(), bring_why(form)),
        part(5, "differently", Part::Differently, apology::hint_differently(other), Node::Nothing),
    ]
}

fn field(form: Form, at: usize, id: &'static str, label: &'static str, hint: String) -> Node {
    let (Some(value), Some(name)) = (form.fields.get(at), FIELDS.get(at)) else { return Node::Nothing };
    let (key, kept_key) = (key(form.hurt, name), key(form.hurt, "kept"));
    watched(Watched { id, label, hint, value: *value, key, kept: form.kept, kept_key, unread: form.unread })
}

/// One's own summary of why, added with one tap.
fn bring_why(form: Form) -> Node {
    let summary = journey::read_once(|couple, me| {
        let shared =
            couple.why.shared_by(me).find(|it| it.hurt == Some(form.hurt)).map(|it| it.summary.clone());
        shared.filter(|it| !it.is_empty())
    });
    let (Some(summary), Some(field)) = (summary.flatten(), form.fields.get(4).copied()) else {
        return Node::Nothing;
    };
    let add = move |_| {
        let before = field.get_untracked();
        let text = [before.trim_end(), if before.is_empty() { "" } else { "\n" }, &summary].concat();
        journey::keep_draft(&key(form.hurt, "explanation"), &text);
        field.set(text);
        page::focus("#explanation");
    };
    view! { <p class="acts"><button class="button-plain" type="button" on:click=add>{apology::bring_why()}</button></p> }
}

/// What is still to come before it can be sent, as long as something is.
fn waits(shown: &Shown) -> Option<Node> {
    let other = &shown.other;
    if !shown.together {
        return Some(notice("#icon-notice", false, view! { <p>{apology::send_when_two(other)}</p> }));
    }
    match shown.stands {
        None => {
            let href = hurt_page(shown.hurt);
            Some(notice(
                "#icon-notice",
                false,
                view! { <p>{apology::unnamed_writer()}</p><p class="acts"><a class="button-plain" href=href>{apology::unnamed_open()}</a></p> },
            ))
        }
        Some(_) if !shown.heard && !shown.waived => Some(notice(
            "#icon-notice",
            false,
            view! {
                <p><strong>{apology::send_when_heard(other)}</strong></p><p class="quiet">{apology::send_when_heard_says(other)}</p>
            },
        )),
        Some(Stands::ToWrite | Stands::CanBeSent | Stands::Sent | Stands::Resting) => None,
        Some(Stands::SomethingIsMissing | Stands::Accepted) => None,
    }
}

/// The preview: exactly what the other will read.
fn as_read(form: Form, shown: &Shown) -> Node {
    let other = &shown.other;
    let name = if shown.sending.is_some() { apology::send_again(other) } else { apology::send(other) };
    let waits = waits(shown);
    let blocked = waits.is_some();
    let sent = shown.clone();
    let send = move |_| {
        if !blocked {
            form.send(&sent);
        }
    };
    ui::page(
        Place::Ours,
        view! {
            {head(None, apology::read_title(other), view! { <p class="lead">{apology::read_lead()}</p> })}
            {offline()}
            <article class="paper letter">{letter::words_of(&form.letter())}{audience(Reader::Both)}</article>
            {waits}
            {refusal(form.says)}
            <p class="acts acts-wide"><button class="button" type="button" aria-disabled=blocked.then_some("true") on:click=send>{name}</button>
                <button class="button-plain" type="button" on:click=move |_| form.turn(false)>{apology::back_to_writing()}</button></p>
            <p class="quiet">{apology::sent_can_return()}</p>
        },
    )
}
