//! Proposing a line: what it is about, how such lines begin, and what the other will read.

use crate::view::*;
use domain::ground_rules::{About, Command};

use super::{about, kind};
use crate::app::go;
use crate::journey;
use crate::platform::page;
use crate::practices::{Says, refusal, tell};
use crate::today::offline;
use crate::two::{Two, two_now};
use crate::ui::{self, Place, Reader, audience, head, person, saved, words_field};
use crate::words::{self, ground_rules};

const WORDS: &str = "ground_rules/words";
const ABOUT: &str = "ground_rules/about";

const KINDS: [About; 8] = [
    About::StoppingAFight,
    About::ContactEnded,
    About::Sleep,
    About::Children,
    About::WhoMayKnow,
    About::Money,
    About::Intimacy,
    About::SomethingElse,
];

pub(super) fn screen() -> Node {
    page::title(words::app::ours());
    let Some(two) = two_now() else { return Node::Nothing };
    let left = journey::draft(ABOUT);
    let chosen = KINDS.into_iter().find(|it| (*it as u8).to_string() == left);
    let chosen = RwSignal::new(chosen.unwrap_or(About::StoppingAFight));
    let text = RwSignal::new(journey::draft(WORDS));
    let says: Says = RwSignal::new(None);
    let hand_in = move |event: Event| {
        event.prevent_default();
        let command = Command::Propose { about: chosen.get_untracked(), words: text.get_untracked() };
        if tell(domain::Command::GroundRules(command), says) {
            [WORDS, ABOUT].into_iter().for_each(|key| journey::keep_draft(key, ""));
            go("/ground-rules");
        }
    };
    let (send, alone) = (ground_rules::send(&two.other_name()), !two.are_together());
    ui::page(
        Place::Ours,
        view! {
            {head(ui::back("/ground-rules", ground_rules::name()), ground_rules::propose_title(), view! { <p class="lead">{ground_rules::propose_lead()}</p> })}
            {offline()}
            <form class="stack-wide" on:submit=hand_in>
                {kinds(chosen)}
                {move || starters(chosen.get(), text)}
                <div class="section">{words_field("words", ground_rules::words(), "3", text, |text| journey::keep_draft(WORDS, &text))}
                    <p class="field-note">{ground_rules::words_hint()}</p>{saved()}</div>
                {move || preview(&two, chosen.get(), &text.get())}
                {alone.then(|| view! { <p class="quiet">{ground_rules::alone()}</p> })}
                {refusal(says)}
                <p class="acts acts-wide"><button class="button" type="submit">{send}</button><a class="button-plain" href="/ground-rules">{words::app::not_now()}</a></p>
            </form>
        },
    )
}

fn kinds(chosen: RwSignal<About>) -> Node {
    let choose = move |it: About| {
        chosen.set(it);
        journey::keep_draft(ABOUT, &(it as u8).to_string());
    };
    let options: Vec<_> = KINDS.into_iter().map(|it| view! {
        <label><input type="radio" name="about" prop:checked=move || chosen.get() == it on:change=move |_| choose(it)/><span>{about(it)}</span></label>
    }).collect();
    view! { <fieldset class="field"><legend class="heading">{ground_rules::about()}</legend><div class="answers">{options}</div></fieldset> }
}

/// A tap puts a beginning into the field. What was typed there stays in front of it.
fn starters(of: About, text: RwSignal<String>) -> Option<Node> {
    let begins = kind(of).1;
    let take = move |begin: &'static str| {
        let typed = text.get_untracked();
        let untouched = KINDS.iter().any(|it| kind(*it).1.contains(&typed.trim()));
        let whole = if untouched { begin.to_owned() } else { [typed.trim(), begin].join(" ") };
        journey::keep_draft(WORDS, whole.trim());
        text.set(whole.trim().to_owned());
        page::focus("#words");
    };
    let rows: Vec<_> = begins.into_iter().filter(|it| !it.is_empty()).map(|it| view! {
        <li><button class="starter" type="button" on:click=move |_| take(it)>{ui::icon("#icon-plus")}<span>{it}</span></button></li>
    }).collect();
    (!rows.is_empty()).then(|| view! { <section class="section" aria-labelledby="starters"><h2 class="label" id="starters">{ground_rules::starters()}</h2><ul class="starters">{rows}</ul></section> })
}

/// Exactly what the other will read.
fn preview(two: &Two, of: About, text: &str) -> Option<Node> {
    let text = text.trim().to_owned();
    (!text.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="preview"><h2 id="preview">{ground_rules::preview(&two.other_name())}</h2>
            <div class="paper"><p class="byline">{person(two.me.side, two.me.name.clone())}" "<span>{about(of)}</span></p><div class="words"><p>{text}</p></div></div>
            {audience(Reader::Both)}</section>
    })
}
